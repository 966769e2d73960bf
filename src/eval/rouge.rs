//! ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum, equal to rouge-score without stemming. This file owns
//! the tokenizer and the scores; `lcs` computes the longest common subsequences.

use std::fmt;

use serde::Serialize;

use super::lcs;
use super::ngrams::{Grams, Numbers};

const NAMES: [&str; 4] = ["rouge1", "rouge2", "rougeL", "rougeLsum"];

/// Means over segments, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct RougeScore {
    /// The share of the hypothesis that is in the reference.
    pub precision: f64,
    /// The share of the reference that is in the hypothesis.
    pub recall: f64,
    /// The mean of the segments' F scores, not the F score of the two means.
    pub fmeasure: f64,
}

/// ROUGE without stemming.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rouge {
    /// How it was computed.
    pub signature: String,
    /// Single words.
    pub rouge1: RougeScore,
    /// Pairs of words.
    pub rouge2: RougeScore,
    /// Longest common subsequences.
    #[serde(rename = "rougeL")]
    pub rouge_l: RougeScore,
    /// The same line by line, for segments of several lines.
    #[serde(rename = "rougeLsum")]
    pub rouge_lsum: RougeScore,
}

/// Sums over segments.
#[derive(Debug, Default)]
pub(super) struct RougeTotals {
    segments: u64,
    sums: [RougeScore; 4],
}

impl RougeTotals {
    /// Adds a segment; each score is taken from the reference with the best F, the first of equal
    /// ones.
    pub(super) fn add(&mut self, hypothesis: &str, references: &[&str]) {
        let hypothesis = plain(hypothesis);
        let references: Vec<String> = references.iter().map(|text| plain(text)).collect();
        let mut best: Option<[RougeScore; 4]> = None;
        for reference in &references {
            let mut numbers = Numbers::default();
            let hypothesis = Text::new(&hypothesis, &mut numbers);
            let scores = hypothesis.against(&Text::new(reference, &mut numbers));
            let best = best.get_or_insert(scores);
            for (best, score) in best.iter_mut().zip(scores) {
                if score.fmeasure > best.fmeasure {
                    *best = score;
                }
            }
        }
        self.segments += 1;
        self.add_scores(&best.unwrap_or_default());
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.segments += other.segments;
        self.add_scores(&other.sums);
    }

    pub(super) fn score(&self, references: usize) -> Rouge {
        let count = self.segments.max(1) as f64;
        let [rouge1, rouge2, rouge_l, rouge_lsum] = self.sums.map(|sum| RougeScore {
            precision: sum.precision / count,
            recall: sum.recall / count,
            fmeasure: sum.fmeasure / count,
        });
        Rouge {
            signature: format!(
                "nrefs:{references}|stem:no|mujaz:{}",
                env!("CARGO_PKG_VERSION")
            ),
            rouge1,
            rouge2,
            rouge_l,
            rouge_lsum,
        }
    }

    fn add_scores(&mut self, scores: &[RougeScore; 4]) {
        for (sum, score) in self.sums.iter_mut().zip(scores) {
            sum.precision += score.precision;
            sum.recall += score.recall;
            sum.fmeasure += score.fmeasure;
        }
    }
}

/// A text in lower case, with a space for every character but a-z, 0-9 and line feeds.
fn plain(text: &str) -> String {
    // A few letters outside ASCII, such as the Kelvin sign and İ, have an ASCII letter in lower
    // case.
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'a'..='z' | '0'..='9' | '\n' => c,
            _ => ' ',
        })
        .collect()
}

/// The words of a text, as numbers.
struct Text {
    words: Vec<u32>,
    /// Where its lines end.
    lines: Vec<usize>,
    grams: Grams,
}

impl Text {
    fn new<'a>(plain: &'a str, numbers: &mut Numbers<'a>) -> Self {
        let (mut words, mut lines) = (Vec::new(), Vec::new());
        for line in plain.split('\n') {
            words.extend(line.split_ascii_whitespace().map(|word| numbers.of(word)));
            lines.push(words.len());
        }
        let grams = Grams::new(words.iter().copied(), 2);
        Self {
            words,
            lines,
            grams,
        }
    }

    fn against(&self, reference: &Self) -> [RougeScore; 4] {
        let lcs = lcs::length(&reference.words, &self.words) as u64;
        // If both texts are single lines, the union is the subsequence itself.
        let union = if self.lines.len() == 1 && reference.lines.len() == 1 {
            lcs
        } else {
            self.union_lcs(reference)
        };
        let of = |matched, n| rouge_score(matched, self.grams.total(n), reference.grams.total(n));
        let grams = |n| {
            let matched = self
                .grams
                .matches(std::slice::from_ref(&reference.grams), n);
            of(matched, n)
        };
        [grams(1), grams(2), of(lcs, 1), of(union, 1)]
    }

    /// The number of words of the reference that are in a longest common subsequence of their line
    /// with some line of the hypothesis; no word counts more often than either text has it
    /// (section 3.2 of the ROUGE paper, counted as ROUGE 1.5.5 does).
    fn union_lcs(&self, reference: &Self) -> u64 {
        let mut left = Balance::new(&self.words, &reference.words);
        let mut hits = 0;
        for line in reference.by_line() {
            let mut marks = vec![false; line.len()];
            for other in self.by_line() {
                lcs::mark(line, other, &mut marks);
            }
            for (word, _) in line.iter().zip(marks).filter(|(_, marked)| *marked) {
                hits += u64::from(left.take(*word));
            }
        }
        hits
    }

    fn by_line(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.lines.iter().map(move |&end| {
            let line = &self.words[start..end];
            start = end;
            line
        })
    }
}

/// How often each word can still be counted.
struct Balance(Vec<u32>);

impl Balance {
    fn new(a: &[u32], b: &[u32]) -> Self {
        let largest = a.iter().chain(b).copied().max().unwrap_or(0) as usize;
        let count = |words: &[u32]| {
            let mut counts = vec![0; largest + 1];
            words.iter().for_each(|word| counts[*word as usize] += 1);
            counts
        };
        let pairs = count(a).into_iter().zip(count(b));
        Self(pairs.map(|(a, b): (u32, u32)| a.min(b)).collect())
    }

    fn take(&mut self, word: u32) -> bool {
        let left = &mut self.0[word as usize];
        let some = *left > 0;
        *left = left.saturating_sub(1);
        some
    }
}

fn rouge_score(matched: u64, hypothesis: u64, reference: u64) -> RougeScore {
    let precision = matched as f64 / hypothesis.max(1) as f64;
    let recall = matched as f64 / reference.max(1) as f64;
    let fmeasure = if matched > 0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    };
    RougeScore {
        precision,
        recall,
        fmeasure,
    }
}

impl fmt::Display for Rouge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scores = [self.rouge1, self.rouge2, self.rouge_l, self.rouge_lsum];
        for (index, (name, score)) in NAMES.into_iter().zip(scores).enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(
                f,
                "{end}{name}|{} = {:.4} (precision = {:.4} recall = {:.4})",
                self.signature, score.fmeasure, score.precision, score.recall
            )?;
        }
        Ok(())
    }
}
