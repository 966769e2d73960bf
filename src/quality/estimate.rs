//! How likely a translation is materially wrong: logistic regressions over what covers what, fitted
//! on parallel text and on translations of the starter model (`models/checker-ar-en/README.md`).
//! The features are pure functions of a [`Coverage`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::coverage::{Coverage, UNCOVERED, Word, length_ratio, share, uncovered};
use super::lexicon::Entry;
use super::trees::Forest;

/// The fitted regressions and forests, and the thresholds that were chosen for them.
#[derive(Debug, Deserialize)]
pub(super) struct Model {
    estimator: Regression,
    estimator_with_score: Regression,
    missing: Regression,
    /// Whether a word of the source is a name that the translation does not have.
    pub(super) source_name: Forest,
    /// Whether a word of the translation is a name that the source does not have.
    pub(super) target_name: Forest,
    pub(super) thresholds: Thresholds,
}

/// The probabilities above which a doubt is stated.
#[derive(Debug, Deserialize)]
pub(super) struct Thresholds {
    pub(super) missing: f64,
    pub(super) name_changed: f64,
    pub(super) name_missing: f64,
    pub(super) other: f64,
    pub(super) estimator: f64,
    pub(super) estimator_with_score: f64,
}

/// A logistic regression over standardized features.
#[derive(Debug, Deserialize)]
struct Regression {
    mean: Vec<f64>,
    scale: Vec<f64>,
    weights: Vec<f64>,
    bias: f64,
}

impl Regression {
    fn probability(&self, features: &[f64]) -> f64 {
        assert_eq!(
            features.len(),
            self.weights.len(),
            "a feature is missing: a bug"
        );
        let terms = features
            .iter()
            .zip(&self.mean)
            .zip(&self.scale)
            .zip(&self.weights);
        let sum: f64 = terms
            .map(|(((x, mean), scale), weight)| (x - mean) / scale * weight)
            .sum();
        1.0 / (1.0 + (-(sum + self.bias)).exp())
    }
}

/// The model that ships.
pub(super) static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let text = include_str!("../../models/checker-ar-en/model.json");
    serde_json::from_str(text).expect("a built-in model that cannot be read is a bug")
});

impl Model {
    /// The probability that a translation is materially wrong. `score` is the mean log-probability
    /// of a token by the starter translator, where that made it.
    pub(super) fn estimate(&self, coverage: &Coverage, score: Option<f32>) -> f64 {
        let mut features = features(coverage);
        match score {
            None => self.estimator.probability(&features),
            Some(score) => {
                features.push(f64::from(score));
                self.estimator_with_score.probability(&features)
            }
        }
    }

    /// The probability that a part of the source is missing, and the words of the likeliest part.
    pub(super) fn missing(&self, coverage: &Coverage) -> (f64, Vec<String>) {
        let (segment, from, to) = heaviest(&coverage.source);
        let probability = self
            .missing
            .probability(&omission_features(coverage, (segment, from, to)));
        let words = coverage.source[from..to].iter();
        let content = words.filter(|word| word.weight > 0.0);
        (
            probability,
            content.map(|word| word.spelling.clone()).collect(),
        )
    }
}

/// How often content words of both sides are without a counterpart, 0 to 1.
pub(super) fn unrelated(coverage: &Coverage) -> f64 {
    (uncovered(&coverage.source) + uncovered(&coverage.target)) / 2.0
}

/// The features of the estimators, in their order.
fn features(coverage: &Coverage) -> Vec<f64> {
    let (source, target) = (&coverage.source, &coverage.target);
    let squared = |words: &[Word]| share(words.iter().map(|w| (w.weight * w.weight, w.cover)));
    let telling = |words: &[Word]| -> f64 {
        let count = words.iter().filter(|word| word.weight > 0.0).count();
        count.max(1) as f64
    };
    let (telling_source, telling_target) = (telling(source), telling(target));
    let hard = |words: &[Word]| {
        let hard = words.iter().filter(|w| w.weight > 0.0 && w.cover < 0.15);
        hard.count() as f64
    };
    let open = |words: &[Word]| -> f64 {
        let sum: f64 = words.iter().map(|w| w.weight * (1.0 - w.cover)).sum();
        sum.min(15.0)
    };
    let unknown = source
        .iter()
        .filter(|w| w.weight > 0.0 && !w.known && w.cover < UNCOVERED)
        .count() as f64;
    let given: f64 = source
        .iter()
        .filter(|word| word.weight > 0.0)
        .map(|word| word.given.min(1.0).log10())
        .sum();
    let ratio = length_ratio(coverage);
    let letters: usize = target.iter().map(|word| word.text.chars().count()).sum();
    vec![
        uncovered(source),
        uncovered(target),
        squared(source),
        squared(target),
        uncovered(source.iter().filter(|word| word.known)),
        uncovered(target.iter().filter(|word| word.known)),
        longest_run(source).min(5.0),
        unknown / telling_source,
        given / telling_source,
        (-ratio).max(0.0),
        ratio.max(0.0),
        (source.len() as f64).ln_1p(),
        (repeats(target) - repeats(source)).max(0.0) / telling_target,
        hard(target) / telling_target,
        hard(source) / telling_source,
        open(source),
        open(target),
        letters as f64 / target.len().max(1) as f64,
        names_missed(coverage),
        numbers_missed(coverage),
    ]
}

/// The weight of the longest run of source content words without a counterpart; function words do
/// not end it.
fn longest_run(words: &[Word]) -> f64 {
    let (mut best, mut run) = (0.0_f64, 0.0);
    for word in words.iter().filter(|word| word.weight != 0.0) {
        run = if word.cover < UNCOVERED {
            run + word.weight
        } else {
            0.0
        };
        best = best.max(run);
    }
    best
}

/// How often content words repeat one that came before.
fn repeats(words: &[Word]) -> f64 {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().filter(|word| !word.function) {
        *counts.entry(&word.stem).or_default() += 1;
    }
    counts.values().map(|count| count - 1).sum::<usize>() as f64
}

/// How much a source stem stands for names: the share of its translations that are written with a
/// capital. `None` without translations.
pub(super) fn capitals(entries: &[Entry]) -> Option<f64> {
    let all: f64 = entries.iter().map(|e| f64::from(e.forwards())).sum();
    let capital: f64 = entries
        .iter()
        .map(|e| f64::from(e.forwards()) * f64::from(e.capital()))
        .sum();
    (!entries.is_empty()).then(|| capital / all.max(1e-6))
}

fn names_missed(coverage: &Coverage) -> f64 {
    let words = coverage
        .source
        .iter()
        .filter(|w| w.weight > 0.0 && w.native);
    share(words.map(|word| {
        let entries = coverage.lexicon.entries(&word.stem);
        (capitals(entries).unwrap_or(1.0) * word.weight, word.cover)
    }))
}

/// How many numbers in digits of the source the translation has neither in digits nor in a word.
fn numbers_missed(coverage: &Coverage) -> f64 {
    let digits =
        |word: &Word| -> String { word.text.chars().filter(char::is_ascii_digit).collect() };
    let in_digits: Vec<String> = coverage
        .target
        .iter()
        .filter(|w| w.number)
        .map(digits)
        .collect();
    let in_words: Vec<&str> = coverage
        .target
        .iter()
        .filter_map(|word| value(&word.text.to_lowercase()))
        .collect();
    let missed = coverage
        .source
        .iter()
        .filter(|word| word.number)
        .filter(|word| {
            let digits = digits(word);
            !in_digits.contains(&digits) && !in_words.contains(&digits.as_str())
        });
    (missed.count() as f64).min(3.0)
}

/// The value of a common number word. The regression was fitted with these; the check of numbers
/// knows all.
fn value(word: &str) -> Option<&'static str> {
    Some(match word {
        "one" | "first" => "1",
        "two" | "second" => "2",
        "three" | "third" => "3",
        "four" | "fourth" => "4",
        "five" | "fifth" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        "twenty" => "20",
        "thirty" => "30",
        "fifty" => "50",
        "hundred" => "100",
        _ => return None,
    })
}

/// The part of a sentence that is least covered: its excess, and its first and last place.
pub(super) fn heaviest(words: &[Word]) -> (f64, usize, usize) {
    let mut best = (0.0, 0, 0);
    let (mut run, mut start) = (0.0, 0);
    for (at, word) in words.iter().enumerate() {
        if run <= 0.0 {
            (run, start) = (0.0, at);
        }
        run += word.weight * (1.0 - word.cover) - 1.5 * word.weight * word.cover;
        if run > best.0 {
            best = (run, start, at + 1);
        }
    }
    best
}

fn omission_features(coverage: &Coverage, part: (f64, usize, usize)) -> Vec<f64> {
    let (source, target) = (&coverage.source, &coverage.target);
    let (excess, from, to) = part;
    let all: f64 = source.iter().map(|word| word.weight).sum();
    let total = if all == 0.0 { 1.0 } else { all };
    let late = (source.len() as f64 * 0.55) as usize;
    let outside = source.iter().enumerate();
    let outside = outside.map(|(at, word)| {
        let weight = if (from..to).contains(&at) {
            0.0
        } else {
            word.weight
        };
        (weight, word.cover)
    });
    let content = source[from..to].iter().filter(|word| word.weight > 0.0);
    vec![
        excess.min(8.0),
        excess / total,
        heaviest(target).0.min(8.0),
        uncovered(&source[late..]) - uncovered(&source[..late]),
        uncovered(source),
        uncovered(target),
        (-length_ratio(coverage)).max(-0.2),
        share(outside),
        total.ln_1p(),
        (content.count() as f64).ln_1p(),
    ]
}
