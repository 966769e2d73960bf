//! Measuring the throughput of a model on this machine. This file owns feeding lines to a loaded
//! model, timing, and the order of the results; it never loads a model and never prints.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{bounded, never, select};
use serde::Serialize;

use crate::engine::{DecodeParams, EngineError, Request};
use crate::pipeline::Running;
use crate::text::{Language, split_long};
use crate::translate::join;

/// The workload to measure.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    /// Beams of the search.
    pub beams: usize,
    /// The exact number of tokens of every output, so that models can be compared whatever they
    /// say.
    pub exactly: Option<usize>,
    /// Maximum number of tokens in an output.
    pub at_most: Option<usize>,
}

/// The result of a measurement. Seconds of a stage are summed over its threads.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    /// Lines translated.
    pub segments: usize,
    /// Source tokens, end tokens included.
    pub source_tokens: usize,
    /// Output tokens of the best hypotheses, end tokens included.
    pub target_tokens: usize,
    /// From the first line read to the last translation written; loading the model is not
    /// included.
    pub seconds: f64,
    /// Target tokens divided by seconds.
    pub target_tokens_per_second: f64,
    /// Lines divided by seconds.
    pub segments_per_second: f64,
    /// Share of the time in which replicas were decoding, 0 to 1.
    pub model_share: f64,
    /// Seconds of each stage.
    pub stages: Stages,
}

/// Seconds of each stage.
#[derive(Debug, Clone, Serialize)]
pub struct Stages {
    /// From text to tokens.
    pub tokenize: f64,
    /// Running sources through the encoder.
    pub encode: f64,
    /// Running decoder steps.
    pub decode: f64,
    /// The search over hypotheses.
    pub search: f64,
    /// From tokens to text.
    pub detokenize: f64,
}

/// Why a benchmark did not finish.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The lines could not be read.
    #[error("cannot read the lines: {0}")]
    Read(std::io::Error),
    /// The engine failed on a line.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A translation could not be written.
    #[error("cannot write the translations: {0}")]
    Write(std::io::Error),
}

/// Translates `lines` as they are read and hands the translations to `write` in their order. A
/// line longer than the model's limit is split, as in a run.
///
/// # Errors
/// The first [`BenchError`] that occurs.
pub fn measure(
    running: &Running,
    lines: impl Iterator<Item = std::io::Result<String>> + Send,
    language: &Language,
    workload: Workload,
    mut write: impl FnMut(&str) -> std::io::Result<()>,
) -> Result<Measured, BenchError> {
    let before = running.engine.spent();
    let started = Instant::now();
    let (counted, count) = bounded(1);
    let mut target_tokens = 0;
    let mut detokenize = Duration::ZERO;
    let mut translations = InOrder::default();
    let fed = std::thread::scope(|scope| {
        let feeder = scope.spawn(move || {
            let fed = feed(running, lines, language, workload);
            // Nobody waits for it any more if a line has failed.
            let _ = counted.send(fed.as_ref().map_or(0, |fed| fed.parts));
            fed
        });
        let mut count = count;
        let mut left = None;
        let mut received = 0;
        while left != Some(received) {
            select! {
                recv(count) -> parts => {
                    left = Some(parts.unwrap_or_default().max(received));
                    count = never();
                }
                // The engine outlives this function and answers every request.
                recv(running.engine.outcomes()) -> outcome => {
                    let Ok(outcome) = outcome else { break };
                    received += 1;
                    let taken = outcome.result.map_err(BenchError::from).and_then(|hypotheses| {
                        let tokens = hypotheses.first().map_or(&[][..], |h| &h.tokens);
                        target_tokens += tokens.len();
                        let before = Instant::now();
                        let text = running.codec.decode(tokens);
                        detokenize += before.elapsed();
                        translations
                            .push(outcome.key, text, &mut write)
                            .map_err(BenchError::Write)
                    });
                    if let Err(error) = taken {
                        running.engine.intake().close();
                        return Err(error);
                    }
                }
            }
        }
        debug_assert!(translations.waiting.is_empty(), "a translation is missing");
        feeder.join().unwrap_or_else(|panic| resume_unwind(panic))
    })?;

    let seconds = started.elapsed().as_secs_f64();
    let spent = running.engine.spent();
    let replicas = running.engine.replicas() as f64;
    Ok(Measured {
        segments: fed.lines,
        source_tokens: fed.tokens,
        target_tokens,
        seconds,
        target_tokens_per_second: target_tokens as f64 / seconds,
        segments_per_second: fed.lines as f64 / seconds,
        model_share: (spent.total() - before.total()) / (seconds * replicas),
        stages: Stages {
            tokenize: fed.tokenize.as_secs_f64(),
            encode: spent.encode - before.encode,
            decode: spent.decode - before.decode,
            search: spent.search - before.search,
            detokenize: detokenize.as_secs_f64(),
        },
    })
}

/// The number of low bits in a request's key that number the parts of a line.
const PART_BITS: u32 = 32;
/// Marks the last part of a line.
const LAST: u64 = 1 << (PART_BITS - 1);

/// Puts translations in the order of their lines.
#[derive(Default)]
struct InOrder {
    /// Parts that arrived before their turn.
    waiting: BTreeMap<u64, String>,
    /// The key whose turn it is, without the mark.
    next: u64,
    /// Finished parts of the line whose turn it is.
    parts: Vec<String>,
}

impl InOrder {
    fn push(
        &mut self,
        key: u64,
        text: String,
        write: &mut impl FnMut(&str) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        self.waiting.insert(key, text);
        while let Some(first) = self.waiting.first_entry() {
            if first.key() & !LAST != self.next {
                break;
            }
            let (key, text) = first.remove_entry();
            self.parts.push(text);
            self.next += 1;
            if key & LAST != 0 {
                write(&join(&self.parts))?;
                self.parts.clear();
                self.next = ((key >> PART_BITS) + 1) << PART_BITS;
            }
        }
        Ok(())
    }
}

/// Counts of the lines that were submitted.
#[derive(Default)]
struct Fed {
    lines: usize,
    parts: usize,
    tokens: usize,
    /// Time spent on tokenization.
    tokenize: Duration,
}

/// Submits all lines.
fn feed(
    running: &Running,
    lines: impl Iterator<Item = std::io::Result<String>>,
    language: &Language,
    workload: Workload,
) -> Result<Fed, BenchError> {
    let intake = running.engine.intake();
    let mut fed = Fed::default();
    for line in lines {
        let line = line.map_err(BenchError::Read)?;
        let before = Instant::now();
        let sources = sources(running, &line, language);
        fed.tokenize += before.elapsed();
        let last = sources.len() - 1;
        for (part, source) in sources.into_iter().enumerate() {
            fed.tokens += source.len();
            let key = (fed.lines as u64) << PART_BITS | part as u64;
            let key = if part == last { key | LAST } else { key };
            if !intake.submit(request(running, key, source, workload)) {
                // Another line has failed.
                return Ok(fed);
            }
        }
        fed.parts += last + 1;
        fed.lines += 1;
    }
    Ok(fed)
}

/// The tokens of a line, in as many parts as the model's limit requires; at least one part.
fn sources(running: &Running, line: &str, language: &Language) -> Vec<Vec<u32>> {
    let encode = |text: &str| running.codec.encode(text);
    let whole = encode(line);
    if whole.len() <= running.budget.source {
        return vec![whole];
    }
    let parts = split_long(
        line,
        running.budget.source,
        &|part| encode(part).len(),
        language,
    );
    if parts.is_empty() {
        // Only white space, for which the tokenizer has tokens.
        return vec![encode("")];
    }
    parts
        .into_iter()
        .map(|range| encode(&line[range]))
        .collect()
}

fn request(running: &Running, key: u64, source: Vec<u32>, workload: Workload) -> Request {
    let most = workload
        .exactly
        .or(workload.at_most)
        .unwrap_or(2 * source.len() + 16);
    let params = DecodeParams {
        beams: workload.beams,
        min_new: workload.exactly.unwrap_or(0),
        max_new: most.min(running.budget.target),
        ..running.defaults.clone()
    };
    Request {
        key,
        source: source.into(),
        params: Arc::new(params),
    }
}

/// The peak memory of this process, if the system reports it.
pub fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn translations_come_in_the_order_of_their_lines_however_parts_arrive() {
        // Lines of one, three, one and two parts.
        let key = |line: u64, part: u64, last: bool| {
            line << PART_BITS | part | if last { LAST } else { 0 }
        };
        let parts = [
            (key(0, 0, true), "a"),
            (key(1, 0, false), "b"),
            (key(1, 1, false), "c"),
            (key(1, 2, true), "d"),
            (key(2, 0, true), ""),
            (key(3, 0, false), "e"),
            (key(3, 1, true), "f"),
        ];
        for by in 1..parts.len() {
            let mut order = InOrder::default();
            let mut found = Vec::new();
            for number in 0..parts.len() {
                let (key, text) = parts[number * by % parts.len()];
                order
                    .push(key, text.to_owned(), &mut |line| {
                        found.push(line.to_owned());
                        Ok(())
                    })
                    .unwrap();
            }
            assert_eq!(found, ["a", "b c d", "", "e f"], "{by}");
            assert!(order.waiting.is_empty());
        }
    }
}
