//! The throughput of a model on this machine: lines in, translations and times out.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::engine::{DecodeParams, EngineError, Request};
use crate::pipeline::Running;
use crate::text::{LanguageTables, split_long};
use crate::translate::join;

/// What is measured.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    /// Beams of the search.
    pub beams: usize,
    /// Every output has exactly so many tokens, so that models can be compared whatever they say.
    pub exactly: Option<usize>,
    /// No output has more tokens than this.
    pub at_most: Option<usize>,
}

/// What was measured. Seconds of stages are those of their threads, added up.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    /// Lines.
    pub segments: usize,
    /// Source tokens, end tokens included.
    pub source_tokens: usize,
    /// Output tokens of the best hypotheses, end tokens included.
    pub target_tokens: usize,
    /// From the first line's tokens to the last line's text; the model was loaded before.
    pub seconds: f64,
    /// Target tokens divided by seconds.
    pub target_tokens_per_second: f64,
    /// Lines divided by seconds.
    pub segments_per_second: f64,
    /// Share of the time that replicas were decoding, 0 to 1.
    pub model_share: f64,
    /// Where the time went.
    pub stages: Stages,
}

/// Seconds of each stage.
#[derive(Debug, Clone, Serialize)]
pub struct Stages {
    /// Text to tokens.
    pub tokenize: f64,
    /// Sources through the encoder.
    pub encode: f64,
    /// Decode steps.
    pub decode: f64,
    /// The search over hypotheses.
    pub search: f64,
    /// Tokens to text.
    pub detokenize: f64,
}

/// Translates `lines` and returns the translations in their order. A line that the model takes
/// only in parts is split, as in a run.
///
/// # Errors
/// The first line's error, if a line fails.
pub fn measure(
    running: &Running,
    lines: &[String],
    tables: &LanguageTables,
    workload: Workload,
) -> Result<(Measured, Vec<String>), EngineError> {
    let before = running.engine.spent();
    let started = Instant::now();
    // Raised before a divided line's parts are handed in, so that the last outcome is known as such.
    let further_parts = AtomicUsize::new(0);
    let mut parts: Vec<(u64, String)> = Vec::with_capacity(lines.len());
    let mut target_tokens = 0;
    let mut detokenize = Duration::ZERO;
    let mut failure = None;
    let (tokenize, source_tokens) = std::thread::scope(|scope| {
        let feeder = scope.spawn(|| feed(running, lines, tables, workload, &further_parts));
        let mut received = 0;
        while received < lines.len() + further_parts.load(Ordering::SeqCst) {
            // The engine outlives this function, and answers every request.
            let Ok(outcome) = running.engine.outcomes().recv() else {
                break;
            };
            received += 1;
            match outcome.result {
                Ok(hypotheses) => {
                    let tokens = hypotheses.first().map_or(&[][..], |h| &h.tokens);
                    target_tokens += tokens.len();
                    let before = Instant::now();
                    parts.push((outcome.key, running.codec.decode(tokens)));
                    detokenize += before.elapsed();
                }
                Err(error) => failure = failure.take().or(Some(error)),
            }
        }
        feeder.join().unwrap_or_default()
    });
    if let Some(error) = failure {
        return Err(error);
    }
    parts.sort_unstable();
    let mut texts = vec![Vec::new(); lines.len()];
    for (key, text) in parts {
        texts[(key >> PART_BITS) as usize].push(text);
    }
    let texts = texts.iter().map(|parts| join(parts)).collect();

    let seconds = started.elapsed().as_secs_f64();
    let spent = running.engine.spent();
    let replicas = running.engine.replicas() as f64;
    let measured = Measured {
        segments: lines.len(),
        source_tokens,
        target_tokens,
        seconds,
        target_tokens_per_second: target_tokens as f64 / seconds,
        segments_per_second: lines.len() as f64 / seconds,
        model_share: (spent.total() - before.total()) / (seconds * replicas),
        stages: Stages {
            tokenize: tokenize.as_secs_f64(),
            encode: spent.encode - before.encode,
            decode: spent.decode - before.decode,
            search: spent.search - before.search,
            detokenize: detokenize.as_secs_f64(),
        },
    };
    Ok((measured, texts))
}

/// Bits of a request's key that number the parts of a line.
const PART_BITS: u32 = 16;

/// Hands all lines in; returns the time it took to make tokens of them, and their number.
fn feed(
    running: &Running,
    lines: &[String],
    tables: &LanguageTables,
    workload: Workload,
    further_parts: &AtomicUsize,
) -> (Duration, usize) {
    let intake = running.engine.intake();
    let (mut spent, mut tokens) = (Duration::ZERO, 0);
    for (number, line) in lines.iter().enumerate() {
        let before = Instant::now();
        let sources = sources(running, line, tables);
        spent += before.elapsed();
        further_parts.fetch_add(sources.len() - 1, Ordering::SeqCst);
        for (part, source) in sources.into_iter().enumerate() {
            tokens += source.len();
            let key = (number as u64) << PART_BITS | part as u64;
            intake.submit(request(running, key, source, workload));
        }
    }
    (spent, tokens)
}

/// The tokens of a line, in as many parts as the model's limit asks for; at least one.
fn sources(running: &Running, line: &str, tables: &LanguageTables) -> Vec<Vec<u32>> {
    let encode = |text: &str| running.codec.encode(text);
    let whole = encode(line);
    if whole.len() <= running.budget.source {
        return vec![whole];
    }
    let parts = split_long(
        line,
        running.budget.source,
        &|part| encode(part).len(),
        tables,
    );
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

/// The most memory that this process ever held, where the system tells.
pub fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
