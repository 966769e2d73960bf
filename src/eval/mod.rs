//! Scores of translations against references: BLEU, chrF and chrF++ equal to sacrebleu 2.6, ROUGE
//! equal to rouge-score 0.1.2, each with that tool's default settings; and how good estimates of wrong
//! translations are, by the same references. The module is pure: it reads no file and prints nothing.
//! Nothing here depends on the order of a hash map or on the number of threads.

mod bleu;
mod chrf;
mod estimates;
#[cfg(test)]
mod golden_tests;
mod lcs;
mod metric;
mod ngrams;
mod python;
mod rouge;
mod score;
mod statistics;
mod tokenize_13a;

pub use bleu::Bleu;
pub use chrf::{Chrf, sentence_chrf};
pub use estimates::{EstimateQuality, Estimates, JudgedSentence, Share, estimates};
pub use metric::{Metric, UnknownMetric};
pub use python::trim_end;
pub use rouge::{Rouge, RougeScore};
pub use score::{EvalError, Scores, score};
pub use statistics::Bin;
