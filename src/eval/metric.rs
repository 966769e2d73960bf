use std::str::FromStr;

/// A family of scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// BLEU over words, as sacrebleu has it by default.
    Bleu,
    /// chrF2: character n-grams up to 6.
    Chrf,
    /// chrF2++: the same with word n-grams up to 2.
    ChrfPlusPlus,
    /// ROUGE-1, ROUGE-2, ROUGE-L and ROUGE-Lsum.
    Rouge,
}

/// The name of no metric.
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
