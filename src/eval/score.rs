//! Scores of many segments at once. This file owns checking the input and dividing the work among
//! threads; the result never depends on the number of threads.

use std::fmt;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::Serialize;

use super::Metric;
use super::bleu::{Bleu, BleuTotals};
use super::chrf::{Chrf, ChrfTotals, statistics};
use super::rouge::{Rouge, RougeTotals};

/// Segments that one part sums. The sums of the parts are added in order, so the result does not
/// depend on the number of threads.
const PART: usize = 1024;

/// The scores that were asked for; as text, one line per score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// Pairs that were compared.
    pub segments: usize,
    /// References for each segment.
    pub references: usize,
    /// BLEU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bleu: Option<Bleu>,
    /// chrF2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chrf: Option<Chrf>,
    /// chrF2++.
    #[serde(rename = "chrf++", skip_serializing_if = "Option::is_none")]
    pub chrf_plus_plus: Option<Chrf>,
    /// ROUGE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rouge: Option<Rouge>,
}

/// Why nothing can be computed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// No hypotheses.
    #[error("there are no hypotheses")]
    NoHypotheses,
    /// No references.
    #[error("there are no references")]
    NoReferences,
    /// A set of references has another length.
    #[error("{hypotheses} hypotheses, but {references} references (set {})", .set + 1)]
    Lengths {
        /// Which set, from 0.
        set: usize,
        /// How many hypotheses.
        hypotheses: usize,
        /// How many references.
        references: usize,
    },
}

/// Scores hypotheses against sets of references, each in the order of the hypotheses. A segment
/// may have several lines, which only ROUGE-Lsum tells apart.
///
/// # Errors
/// There are no hypotheses, no references, or a set has another length.
pub fn score(
    hypotheses: &[String],
    references: &[Vec<String>],
    metrics: &[Metric],
) -> Result<Scores, EvalError> {
    if hypotheses.is_empty() {
        return Err(EvalError::NoHypotheses);
    }
    if references.is_empty() {
        return Err(EvalError::NoReferences);
    }
    let other = |set: &Vec<String>| set.len() != hypotheses.len();
    if let Some(set) = references.iter().position(other) {
        return Err(EvalError::Lengths {
            set,
            hypotheses: hypotheses.len(),
            references: references[set].len(),
        });
    }
    let parts = in_parts(hypotheses.len().div_ceil(PART), |part| {
        let mut totals = Totals::new(metrics);
        let end = hypotheses.len().min((part + 1) * PART);
        for index in part * PART..end {
            let references: Vec<&str> = references.iter().map(|set| set[index].as_str()).collect();
            totals.add(&hypotheses[index], &references);
        }
        totals
    });
    let mut totals = Totals::new(metrics);
    for part in &parts {
        totals.merge(part);
    }
    Ok(totals.scores(hypotheses.len(), references.len()))
}

/// Results for parts 0 to `count`, in order, computed with one thread per core.
fn in_parts<T: Send>(count: usize, compute: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || {
        let parts = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let parts = parts.take_while(|part| *part < count);
        parts.map(|part| (part, compute(part))).collect::<Vec<_>>()
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..workers.min(count)).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().expect("a panic while scoring is a bug"));
        }
        done
    });
    done.sort_by_key(|(part, _)| *part);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Sums for the metrics that were asked for.
struct Totals {
    bleu: Option<BleuTotals>,
    chrf: Option<ChrfTotals>,
    chrf_plus_plus: Option<ChrfTotals>,
    rouge: Option<RougeTotals>,
}

impl Totals {
    fn new(metrics: &[Metric]) -> Self {
        let asked = |metric| metrics.contains(&metric);
        Self {
            bleu: asked(Metric::Bleu).then(BleuTotals::default),
            chrf: asked(Metric::Chrf).then(|| ChrfTotals::new(false)),
            chrf_plus_plus: asked(Metric::ChrfPlusPlus).then(|| ChrfTotals::new(true)),
            rouge: asked(Metric::Rouge).then(RougeTotals::default),
        }
    }

    fn add(&mut self, hypothesis: &str, references: &[&str]) {
        if let Some(bleu) = &mut self.bleu {
            bleu.add(hypothesis, references);
        }
        if self.chrf.is_some() || self.chrf_plus_plus.is_some() {
            let statistics = statistics(hypothesis, references, self.chrf_plus_plus.is_some());
            for totals in [&mut self.chrf, &mut self.chrf_plus_plus] {
                totals.iter_mut().for_each(|t| t.add(&statistics));
            }
        }
        if let Some(rouge) = &mut self.rouge {
            rouge.add(hypothesis, references);
        }
    }

    fn merge(&mut self, other: &Self) {
        if let (Some(mine), Some(other)) = (&mut self.bleu, &other.bleu) {
            mine.merge(other);
        }
        if let (Some(mine), Some(other)) = (&mut self.chrf, &other.chrf) {
            mine.merge(other);
        }
        if let (Some(mine), Some(other)) = (&mut self.chrf_plus_plus, &other.chrf_plus_plus) {
            mine.merge(other);
        }
        if let (Some(mine), Some(other)) = (&mut self.rouge, &other.rouge) {
            mine.merge(other);
        }
    }

    fn scores(&self, segments: usize, references: usize) -> Scores {
        Scores {
            segments,
            references,
            bleu: self.bleu.as_ref().map(|t| t.score(references)),
            chrf: self.chrf.as_ref().map(|t| t.score(references)),
            chrf_plus_plus: self.chrf_plus_plus.as_ref().map(|t| t.score(references)),
            rouge: self.rouge.as_ref().map(|t| t.score(references)),
        }
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(bleu) = &self.bleu {
            writeln!(f, "{bleu}")?;
        }
        for chrf in [&self.chrf, &self.chrf_plus_plus].into_iter().flatten() {
            writeln!(f, "{chrf}")?;
        }
        if let Some(rouge) = &self.rouge {
            writeln!(f, "{rouge}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(count: usize, word: &str) -> Vec<String> {
        (0..count)
            .map(|n| format!("{word} of segment {n}, with {} words", n % 7))
            .collect()
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let metrics = [Metric::Bleu];
        assert_eq!(
            score(&[], &[vec![]], &metrics),
            Err(EvalError::NoHypotheses)
        );
        assert_eq!(
            score(&texts(1, "a"), &[], &metrics),
            Err(EvalError::NoReferences)
        );
        let error = score(&texts(3, "a"), &[texts(3, "a"), texts(2, "a")], &metrics);
        let expected = EvalError::Lengths {
            set: 1,
            hypotheses: 3,
            references: 2,
        };
        assert_eq!(error, Err(expected));
    }

    #[test]
    fn only_what_was_asked_for_is_computed() {
        let scores = score(&texts(2, "a"), &[texts(2, "b")], &[Metric::Chrf]).unwrap();
        assert!(scores.bleu.is_none() && scores.chrf_plus_plus.is_none() && scores.rouge.is_none());
        assert!(
            scores
                .to_string()
                .starts_with("chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|")
        );
    }

    #[test]
    fn parts_come_in_order_whatever_the_threads_do() {
        assert_eq!(
            in_parts(50, |part| part * 2),
            (0..50).map(|n| n * 2).collect::<Vec<_>>()
        );
        assert!(in_parts(0, |part| part).is_empty());
    }

    #[test]
    fn the_sums_of_parts_are_the_sums_of_segments() {
        let count = 2 * PART + 7;
        let (hypotheses, references) = (texts(count, "one"), texts(count, "two"));
        let metrics = [Metric::Bleu, Metric::Rouge];
        let score = |hypotheses: &[String], references: &[String]| {
            score(hypotheses, &[references.to_vec()], &metrics).unwrap()
        };
        let all = score(&hypotheses, &references);
        let (mut matched, mut recall) = ([0; 4], 0.0);
        for (hypothesis, reference) in hypotheses.chunks(1).zip(references.chunks(1)) {
            let one = score(hypothesis, reference);
            let counts = one.bleu.unwrap().counts;
            matched = std::array::from_fn(|n| matched[n] + counts[n]);
            recall += one.rouge.unwrap().rouge_l.recall;
        }
        assert_eq!(all.bleu.unwrap().counts, matched);
        let mean = recall / count as f64;
        assert!((all.rouge.unwrap().rouge_l.recall - mean).abs() < 1e-12);
    }
}
