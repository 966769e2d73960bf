//! chrF2 and chrF2++, equal to sacrebleu's defaults. This file owns counting the character and word
//! n-grams that two texts share, and the F score over them.

use std::fmt;

use serde::Serialize;

use super::ngrams::{Grams, Numbers};
use super::python::{is_space, words};

const CHAR_ORDER: usize = 6;
const WORD_ORDER: usize = 2;
/// The square of beta: recall counts twice as much as precision.
const FACTOR: f64 = 4.0;

/// chrF2 or chrF2++. As text it reads as sacrebleu prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chrf {
    /// The score, 0 to 100.
    pub score: f64,
    /// How it was computed.
    pub signature: String,
    #[serde(skip)]
    word_order: usize,
}

/// N-grams of one order.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    hypothesis: u64,
    reference: u64,
    matched: u64,
}

/// Counts for character n-grams of orders 1 to 6, then word n-grams of orders 1 and 2.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Statistics([Counts; CHAR_ORDER + WORD_ORDER]);

/// Sums over segments, from which chrF2 or chrF2++ is computed.
#[derive(Debug)]
pub(super) struct ChrfTotals {
    word_order: usize,
    sums: Statistics,
}

/// Counts the n-grams that a hypothesis shares with each of its references; word n-grams only if
/// `of_words` is set.
pub(super) fn statistics(hypothesis: &str, references: &[&str], of_words: bool) -> Vec<Statistics> {
    let letters = char_grams(hypothesis);
    references
        .iter()
        .map(|reference| {
            let mut all = Statistics::default();
            let (characters, after) = all.0.split_at_mut(CHAR_ORDER);
            compare(&letters, &char_grams(reference), characters);
            if of_words {
                let mut numbers = Numbers::default();
                let hypothesis = word_grams(hypothesis, &mut numbers);
                compare(&hypothesis, &word_grams(reference, &mut numbers), after);
            }
            all
        })
        .collect()
}

/// chrF2 of one sentence, 0 to 100, against the reference that gives it the best score; it equals
/// `sentence_chrf` of sacrebleu. It is 0 without references.
pub fn sentence_chrf(hypothesis: &str, references: &[&str]) -> f64 {
    let statistics = statistics(hypothesis, references, false);
    let scores = statistics.iter().map(|of| f_score(&of.0[..CHAR_ORDER]));
    scores.fold(0.0, f64::max)
}

fn compare(hypothesis: &Grams, reference: &Grams, counts: &mut [Counts]) {
    for (n, counts) in (1..).zip(counts) {
        let others = reference.total(n);
        *counts = Counts {
            // N-grams of the hypothesis count only if the reference has any of that order.
            hypothesis: if others > 0 { hypothesis.total(n) } else { 0 },
            reference: others,
            matched: hypothesis.matches(std::slice::from_ref(reference), n),
        };
    }
}

fn char_grams(text: &str) -> Grams {
    let letters = text.chars().filter(|c| !is_space(*c));
    Grams::new(letters.map(|c| u32::from(c) + 1), CHAR_ORDER as u32)
}

fn word_grams<'a>(text: &'a str, numbers: &mut Numbers<'a>) -> Grams {
    let mut ids = Vec::new();
    for word in words(text) {
        let (first, second) = part_punctuation(word);
        ids.push(numbers.of(first));
        ids.extend(second.map(|word| numbers.of(word)));
    }
    Grams::new(ids.into_iter(), WORD_ORDER as u32)
}

/// Splits off one ASCII mark at the end of a word, or else at its start.
fn part_punctuation(word: &str) -> (&str, Option<&str>) {
    let mark = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation());
    let mut letters = word.chars();
    let (first, last) = (letters.next(), letters.next_back());
    if last.is_none() {
        (word, None)
    } else if mark(last) {
        let (word, mark) = word.split_at(word.len() - 1);
        (word, Some(mark))
    } else if mark(first) {
        let (mark, word) = word.split_at(1);
        (mark, Some(word))
    } else {
        (word, None)
    }
}

impl ChrfTotals {
    pub(super) fn new(with_words: bool) -> Self {
        Self {
            word_order: if with_words { WORD_ORDER } else { 0 },
            sums: Statistics::default(),
        }
    }

    /// Adds a segment with the reference that gives it the best score, the first of equal ones.
    pub(super) fn add(&mut self, references: &[Statistics]) {
        let mut best: Option<(f64, &Statistics)> = None;
        for statistics in references {
            let score = f_score(self.orders(statistics));
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, statistics));
            }
        }
        if let Some((_, statistics)) = best {
            self.add_counts(statistics);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.add_counts(&other.sums);
    }

    pub(super) fn score(&self, references: usize) -> Chrf {
        Chrf {
            score: f_score(self.orders(&self.sums)),
            signature: format!(
                "nrefs:{references}|case:mixed|eff:yes|nc:{CHAR_ORDER}|nw:{}|space:no|mujaz:{}",
                self.word_order,
                env!("CARGO_PKG_VERSION")
            ),
            word_order: self.word_order,
        }
    }

    fn add_counts(&mut self, other: &Statistics) {
        for (sum, counts) in self.sums.0.iter_mut().zip(&other.0) {
            sum.hypothesis += counts.hypothesis;
            sum.reference += counts.reference;
            sum.matched += counts.matched;
        }
    }

    fn orders<'a>(&self, statistics: &'a Statistics) -> &'a [Counts] {
        &statistics.0[..CHAR_ORDER + self.word_order]
    }
}

/// The F score. Precision and recall are averaged over the orders that both sides have
/// (sacrebleu's "effective order") and then combined.
fn f_score(orders: &[Counts]) -> f64 {
    let (mut precision, mut recall, mut effective) = (0.0, 0.0, 0.0);
    for counts in orders {
        if counts.hypothesis > 0 && counts.reference > 0 {
            precision += counts.matched as f64 / counts.hypothesis as f64;
            recall += counts.matched as f64 / counts.reference as f64;
            effective += 1.0;
        }
    }
    if precision + recall == 0.0 {
        return 0.0;
    }
    precision /= effective;
    recall /= effective;
    100.0 * ((1.0 + FACTOR) * precision * recall / (FACTOR * precision + recall))
}

impl fmt::Display for Chrf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plus = "+".repeat(self.word_order);
        write!(f, "chrF2{plus}|{} = {:.2}", self.signature, self.score)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_scored_as_sacrebleu_does() {
        let references = [
            "The ministry announced yesterday the opening of 12 new schools.",
            "A ministry said so yesterday.",
        ];
        let of =
            |references: &[&str]| sentence_chrf("The ministry announced yesterday.", references);
        // CHRF().sentence_score of sacrebleu 2.6.0 with the first, the second and both.
        assert!((of(&references[..1]) - 57.030_972_913_307_07).abs() < 1e-9);
        assert!((of(&references[1..]) - 56.472_903_652_830_69).abs() < 1e-9);
        assert_eq!(of(&references), of(&references[..1]));
        assert_eq!(sentence_chrf("", &references), 0.0);
        assert_eq!(of(&[]), 0.0);
    }

    #[test]
    fn one_mark_leaves_a_word_and_the_last_goes_first() {
        assert_eq!(part_punctuation("(hi)"), ("(hi", Some(")")));
        assert_eq!(part_punctuation("(hi"), ("(", Some("hi")));
        assert_eq!(part_punctuation("é."), ("é", Some(".")));
        assert_eq!(part_punctuation("hi»"), ("hi»", None));
        assert_eq!(part_punctuation("!"), ("!", None));
    }
}
