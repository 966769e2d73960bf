//! How good estimates of wrong translations are, against human references. This file owns which
//! statistics are reported and how they read; where an estimate comes from is not known here.

use std::fmt;

use serde::Serialize;

use super::statistics::{Bin, auc, bins, brier, calibration_error, pearson, spearman};

/// Bins of the calibration table.
const BINS: usize = 10;
/// The width of the names in front of the values.
const NAMES: usize = 32;

/// A translated sentence with what references and checks say of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgedSentence {
    /// Its sentence chrF2, 0 to 100.
    pub chrf: f64,
    /// The probability that it is materially wrong, 0 to 1; absent where words are not compared.
    pub estimate: Option<f64>,
    /// Whether a check raised a doubt.
    pub flagged: bool,
}

/// How good estimates and doubts are; as text, lines of names and values and a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimates {
    /// The sentence chrF2 under which a sentence counts as wrong.
    pub wrong_below: f64,
    /// The wrong sentences, of all.
    pub wrong: Share,
    /// The wrong sentences that are flagged, of the wrong ones.
    pub wrong_flagged: Share,
    /// The right sentences that are flagged, of the right ones: false alarms.
    pub right_flagged: Share,
    /// The sentences with an estimate, of all.
    pub estimated: Share,
    /// The statistics of the estimates; absent if there are none.
    pub estimate: Option<EstimateQuality>,
}

/// A number of sentences as a share of others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// The share, 0 to 1; absent of none.
    pub share: Option<f64>,
}

/// Statistics over the sentences with an estimate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EstimateQuality {
    /// How probably a wrong sentence has a higher estimate than a right one, ties counted half; absent
    /// if all are wrong or all right.
    pub auc: Option<f64>,
    /// Pearson's correlation with sentence chrF2, below 0 for good estimates; absent if all estimates
    /// or all scores are equal.
    pub pearson: Option<f64>,
    /// Spearman's correlation with sentence chrF2, likewise.
    pub spearman: Option<f64>,
    /// The mean squared difference from 1 for wrong and 0 for right sentences.
    pub brier: f64,
    /// The mean difference, by bin, of the mean estimate and the share that is wrong.
    pub calibration_error: f64,
    /// Ten bins of equal count, in ascending order of the estimates.
    pub bins: Vec<Bin>,
}

/// Compares estimates and doubts with references. A sentence whose chrF2 is under `wrong_below` counts
/// as wrong.
pub fn estimates(sentences: &[JudgedSentence], wrong_below: f64) -> Estimates {
    let is_wrong = |sentence: &&JudgedSentence| sentence.chrf < wrong_below;
    let (wrong, right): (Vec<_>, Vec<_>) = sentences.iter().partition(is_wrong);
    let flagged = |part: &[&JudgedSentence]| {
        let count = part.iter().filter(|sentence| sentence.flagged).count();
        Share::new(count, part.len())
    };
    let estimated: Vec<(f64, f64)> = sentences
        .iter()
        .filter_map(|sentence| Some((sentence.estimate?, sentence.chrf)))
        .collect();
    Estimates {
        wrong_below,
        wrong: Share::new(wrong.len(), sentences.len()),
        wrong_flagged: flagged(&wrong),
        right_flagged: flagged(&right),
        estimated: Share::new(estimated.len(), sentences.len()),
        estimate: EstimateQuality::of(&estimated, wrong_below),
    }
}

impl Share {
    fn new(count: usize, of: usize) -> Self {
        Self {
            count,
            of,
            share: (of > 0).then(|| count as f64 / of as f64),
        }
    }
}

impl EstimateQuality {
    /// The statistics of estimates with their chrF2.
    fn of(estimated: &[(f64, f64)], wrong_below: f64) -> Option<Self> {
        if estimated.is_empty() {
            return None;
        }
        let (estimates, chrf): (Vec<f64>, Vec<f64>) = estimated.iter().copied().unzip();
        let wrong: Vec<bool> = chrf.iter().map(|chrf| *chrf < wrong_below).collect();
        let bins = bins(&estimates, &wrong, BINS);
        Some(Self {
            auc: auc(&estimates, &wrong),
            pearson: pearson(&estimates, &chrf),
            spearman: spearman(&estimates, &chrf),
            brier: brier(&estimates, &wrong),
            calibration_error: calibration_error(&bins),
            bins,
        })
    }

    /// Why there is no AUC: all sentences are of one kind.
    fn one_kind(&self) -> &'static str {
        let wrong = self.bins.iter().any(|bin| bin.share_wrong > 0.0);
        if wrong {
            "not defined: all sentences are wrong"
        } else {
            "not defined: no sentence is wrong"
        }
    }
}

/// Writes a name and its value, aligned with those above and below.
fn line(f: &mut fmt::Formatter<'_>, name: &str, value: impl fmt::Display) -> fmt::Result {
    writeln!(f, "{name:NAMES$}{value}")
}

/// A number with three digits, or the reason why there is none.
fn number(value: Option<f64>, reason: &str) -> String {
    value.map_or_else(|| reason.to_owned(), |value| format!("{value:.3}"))
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.share {
            Some(share) => write!(f, "{:.1}% ({} of {})", 100.0 * share, self.count, self.of),
            None => write!(f, "not defined (0 of 0)"),
        }
    }
}

impl fmt::Display for Estimates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, "sentences", self.wrong.of)?;
        let wrong = format!("wrong (chrF2 under {})", self.wrong_below);
        line(f, &wrong, self.wrong)?;
        line(f, "wrong ones flagged", self.wrong_flagged)?;
        line(f, "right ones flagged", self.right_flagged)?;
        line(f, "with an estimate", self.estimated)?;
        match &self.estimate {
            Some(quality) => write!(f, "{quality}"),
            None => line(
                f,
                "estimate",
                "none, so there is no AUC, correlation or calibration",
            ),
        }
    }
}

impl fmt::Display for EstimateQuality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let equal = "not defined: all estimates or all scores are equal";
        line(f, "AUC of the estimate", number(self.auc, self.one_kind()))?;
        line(f, "Pearson with chrF2", number(self.pearson, equal))?;
        line(f, "Spearman with chrF2", number(self.spearman, equal))?;
        line(f, "Brier score", number(Some(self.brier), ""))?;
        let error = number(Some(self.calibration_error), "");
        line(f, "expected calibration error", error)?;
        writeln!(
            f,
            "\n{:>9}  {:>13}  {:>11}",
            "sentences", "mean estimate", "share wrong"
        )?;
        for bin in &self.bins {
            writeln!(
                f,
                "{:>9}  {:>13.3}  {:>11.3}",
                bin.sentences, bin.mean_estimate, bin.share_wrong
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(chrf: f64, estimate: f64, flagged: bool) -> JudgedSentence {
        JudgedSentence {
            chrf,
            estimate: Some(estimate),
            flagged,
        }
    }

    /// Three wrong and two right sentences, and a right one without an estimate.
    fn six() -> [JudgedSentence; 6] {
        [
            sentence(12.5, 0.75, true),
            sentence(39.9, 0.5, true),
            sentence(25.0, 0.125, false),
            sentence(40.0, 0.25, false),
            sentence(80.0, 0.0, true),
            JudgedSentence {
                estimate: None,
                ..sentence(70.0, 0.0, false)
            },
        ]
    }

    #[test]
    fn sentences_under_the_limit_are_wrong_and_the_limit_itself_is_right() {
        let all = estimates(&six(), 40.0);
        let count = |share: Share| (share.count, share.of);
        assert_eq!(count(all.wrong), (3, 6));
        assert_eq!(count(all.wrong_flagged), (2, 3));
        assert_eq!(count(all.right_flagged), (1, 3));
        assert_eq!(count(all.estimated), (5, 6));
        // Of six pairs of a wrong and a right sentence, 0.125 and 0.25 are the wrong way round.
        assert_eq!(all.estimate.unwrap().auc, Some(5.0 / 6.0));
        assert_eq!(count(estimates(&six(), 20.0).wrong), (1, 6));
    }

    #[test]
    fn the_text_is_aligned() {
        let text = estimates(&six(), 40.0).to_string();
        let expected = "\
sentences                       6
wrong (chrF2 under 40)          50.0% (3 of 6)
wrong ones flagged              66.7% (2 of 3)
right ones flagged              33.3% (1 of 3)
with an estimate                83.3% (5 of 6)
AUC of the estimate             0.833
Pearson with chrF2              -0.710
Spearman with chrF2             -0.700
Brier score                     0.228
expected calibration error      0.375

sentences  mean estimate  share wrong
        1          0.000        0.000
        1          0.125        1.000
        1          0.250        0.000
        1          0.500        1.000
        1          0.750        1.000
";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_is_not_defined_is_said_and_null() {
        let right = [sentence(80.0, 0.25, false), sentence(80.0, 0.5, false)];
        let all = estimates(&right, 40.0);
        let text = all.to_string();
        for line in [
            "wrong ones flagged              not defined (0 of 0)\n",
            "AUC of the estimate             not defined: no sentence is wrong\n",
            "Pearson with chrF2              not defined: all estimates or all scores are equal\n",
        ] {
            assert!(text.contains(line), "{text}");
        }
        let json = serde_json::to_value(&all).unwrap();
        assert!(json["estimate"]["auc"].is_null() && json["wrong_flagged"]["share"].is_null());
        assert_eq!(json["estimate"]["brier"], (0.0625 + 0.25) / 2.0);
        let text = estimates(&right, 90.0).to_string();
        assert!(
            text.contains("not defined: all sentences are wrong"),
            "{text}"
        );
    }

    #[test]
    fn without_estimates_doubts_are_counted_all_the_same() {
        let unjudged = six().map(|sentence| JudgedSentence {
            estimate: None,
            ..sentence
        });
        let all = estimates(&unjudged, 40.0);
        assert_eq!(all.estimate, None);
        let text = all.to_string();
        assert!(text.contains("66.7% (2 of 3)"), "{text}");
        assert!(
            text.ends_with("none, so there is no AUC, correlation or calibration\n"),
            "{text}"
        );
        let none = estimates(&[], 40.0);
        assert_eq!((none.wrong.of, none.estimate), (0, None));
    }
}
