//! Corpus BLEU, equal to sacrebleu's default: tokenizer 13a, 4-grams, exponential smoothing. This
//! file owns the sums over segments and the score computed from them.

use std::fmt;

use serde::Serialize;

use super::ngrams::{Grams, Numbers};
use super::python::{trim_end, words};
use super::tokenize_13a::tokenize_13a;

const ORDER: usize = 4;

/// Corpus BLEU and its components. As text it reads as sacrebleu prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bleu {
    /// The score, 0 to 100.
    pub score: f64,
    /// How it was computed.
    pub signature: String,
    /// Smoothed precisions in percent, for 1-grams to 4-grams.
    pub precisions: [f64; ORDER],
    /// Matched n-grams.
    pub counts: [u64; ORDER],
    /// N-grams of the hypotheses.
    pub totals: [u64; ORDER],
    /// Brevity penalty.
    pub bp: f64,
    /// Length of the hypotheses divided by that of the references.
    pub ratio: f64,
    /// Tokens of the hypotheses.
    pub hyp_len: u64,
    /// Tokens of the references; of several, the one closest in length counts.
    pub ref_len: u64,
}

/// Sums over segments, from which BLEU is computed.
#[derive(Debug, Default)]
pub(super) struct BleuTotals {
    hyp_len: u64,
    ref_len: u64,
    counts: [u64; ORDER],
    totals: [u64; ORDER],
}

impl BleuTotals {
    pub(super) fn add(&mut self, hypothesis: &str, references: &[&str]) {
        let tokenized = tokenize_13a(trim_end(hypothesis));
        let others: Vec<String> = references
            .iter()
            .map(|reference| tokenize_13a(trim_end(reference)))
            .collect();
        let mut numbers = Numbers::default();
        let hypothesis = grams(&tokenized, &mut numbers);
        let others: Vec<Grams> = others
            .iter()
            .map(|text| grams(text, &mut numbers))
            .collect();
        let length = hypothesis.len() as u64;
        self.hyp_len += length;
        self.ref_len += others
            .iter()
            .map(|other| other.len() as u64)
            .min_by_key(|&other| (other.abs_diff(length), other))
            .unwrap_or(0);
        for n in 1..=ORDER as u32 {
            let index = n as usize - 1;
            self.counts[index] += hypothesis.matches(&others, n);
            self.totals[index] += hypothesis.total(n);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.hyp_len += other.hyp_len;
        self.ref_len += other.ref_len;
        for index in 0..ORDER {
            self.counts[index] += other.counts[index];
            self.totals[index] += other.totals[index];
        }
    }

    pub(super) fn score(&self, references: usize) -> Bleu {
        let (hyp_len, ref_len) = (self.hyp_len as f64, self.ref_len as f64);
        let bp = match self.hyp_len {
            length if length >= self.ref_len => 1.0,
            0 => 0.0,
            _ => (1.0 - ref_len / hyp_len).exp(),
        };
        let precisions = self.precisions();
        Bleu {
            score: bp * mean_log(&precisions).exp(),
            signature: format!(
                "nrefs:{references}|case:mixed|eff:no|tok:13a|smooth:exp|mujaz:{}",
                env!("CARGO_PKG_VERSION")
            ),
            precisions,
            counts: self.counts,
            totals: self.totals,
            bp,
            ratio: if self.ref_len == 0 {
                0.0
            } else {
                hyp_len / ref_len
            },
            hyp_len: self.hyp_len,
            ref_len: self.ref_len,
        }
    }

    /// The smoothed precisions. Smoothing "exp": the k-th order without a match counts as 1 / 2^k
    /// matches.
    fn precisions(&self) -> [f64; ORDER] {
        let mut precisions = [0.0; ORDER];
        if self.counts == [0; ORDER] {
            return precisions;
        }
        let mut smooth = 1.0;
        for (index, precision) in precisions.iter_mut().enumerate() {
            let total = self.totals[index] as f64;
            if self.totals[index] == 0 {
                break;
            }
            *precision = if self.counts[index] == 0 {
                smooth *= 2.0;
                100.0 / (smooth * total)
            } else {
                100.0 * self.counts[index] as f64 / total
            };
        }
        precisions
    }
}

/// The mean logarithm. An order without n-grams makes the score 0, because the effective order is
/// off, as in sacrebleu's corpus scores.
fn mean_log(precisions: &[f64; ORDER]) -> f64 {
    if precisions.contains(&0.0) {
        return f64::NEG_INFINITY;
    }
    precisions.iter().map(|p| p.ln()).sum::<f64>() / ORDER as f64
}

fn grams<'a>(tokenized: &'a str, numbers: &mut Numbers<'a>) -> Grams {
    let ids: Vec<u32> = words(tokenized).map(|word| numbers.of(word)).collect();
    Grams::new(ids.into_iter(), ORDER as u32)
}

impl fmt::Display for Bleu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, two, three, four] = self.precisions;
        write!(
            f,
            "BLEU|{} = {:.2} {one:.1}/{two:.1}/{three:.1}/{four:.1} \
             (BP = {:.3} ratio = {:.3} hyp_len = {} ref_len = {})",
            self.signature, self.score, self.bp, self.ratio, self.hyp_len, self.ref_len
        )
    }
}
