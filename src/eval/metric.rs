//! This file owns the names of the metrics. It computes none of them.

use std::str::FromStr;

/// A metric, or a family of metrics computed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// BLEU over words, with sacrebleu's defaults.
    Bleu,
    /// chrF2: character n-grams up to 6.
    Chrf,
    /// chrF2++: the same with word n-grams up to 2.
    ChrfPlusPlus,
    /// ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum.
    Rouge,
}

/// The error for an unknown metric name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are bleu, chrf, chrf++ and rouge")]
pub struct UnknownMetric;

impl FromStr for Metric {
    type Err = UnknownMetric;

    fn from_str(name: &str) -> Result<Self, UnknownMetric> {
        match name.trim() {
            "bleu" => Ok(Self::Bleu),
            "chrf" => Ok(Self::Chrf),
            "chrf++" => Ok(Self::ChrfPlusPlus),
            "rouge" => Ok(Self::Rouge),
            _ => Err(UnknownMetric),
        }
    }
}
