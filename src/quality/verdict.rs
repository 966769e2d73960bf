//! The verdict of a brief: whether its translation is fit to read, from the estimates of all its
//! sentences. One sentence can deceive the estimate; many together seldom do.

use crate::brief::{BriefParagraph, BriefSegment, Status, Suitability, Verdict};
use crate::text::counted;

/// The mean estimate above which a translation is not fit to read. Over groups of twelve sentences
/// of FLORES dev it tells translations of less than 45 chrF2 from human ones.
const WRONG: f64 = 0.15;

/// How much higher that lies for a single sentence; it falls with the number of sentences.
const MARGIN: f64 = 0.4;

/// The number of sentences without a margin.
const ENOUGH: f64 = 12.0;

/// The share of sentences with a doubt from which a translation is to be read with care.
const DOUBTED: f64 = 0.25;

/// The verdict on a translated article; `None` where no sentence has an estimate.
pub fn verdict(paragraphs: &[BriefParagraph]) -> Option<Verdict> {
    let segments = paragraphs.iter().flat_map(|paragraph| &paragraph.segments);
    // What stays as it is, such as the place of a dateline, is no translation.
    let sentences: Vec<&BriefSegment> = segments
        .filter(|segment| segment.score.is_some() || segment.status == Status::Failed)
        .collect();
    if sentences.iter().all(|segment| segment.estimate.is_none()) {
        return None;
    }
    let estimates = sentences.iter().filter_map(|segment| match segment.status {
        Status::Failed => Some(1.0),
        Status::Translated | Status::Flagged => segment.estimate,
    });
    let estimates: Vec<f64> = estimates.collect();
    let (judged, count) = (estimates.len() as f64, sentences.len());
    let sum: f64 = estimates.iter().sum();
    let mean = sum / judged;
    let with = |status| sentences.iter().filter(|s| s.status == status).count();
    let (doubted, failed) = (with(Status::Flagged), with(Status::Failed));
    let margin = MARGIN * (1.0 / judged - 1.0 / ENOUGH).max(0.0);
    let (suitability, reason) = if mean > WRONG + margin {
        let wrong = (sum.round() as usize).clamp(1, count);
        // The estimates are rather too low than too high.
        let what = if doubted > wrong {
            format!("{} doubted", share(doubted, count))
        } else {
            format!("about {} probably wrong", share(wrong, count))
        };
        (Suitability::Unfit, what)
    } else if failed > 0 {
        let what = format!("{} not translated", share(failed, count));
        (Suitability::Care, what)
    } else if doubted as f64 >= DOUBTED * count as f64 {
        let what = format!("{} doubted", share(doubted, count));
        (Suitability::Care, what)
    } else if mean > WRONG {
        let what = "there is too little text to be sure".to_owned();
        (Suitability::Care, what)
    } else if doubted > 0 {
        let what = format!("{} doubted", share(doubted, count));
        (Suitability::Fit, what)
    } else {
        (Suitability::Fit, "no check objects".to_owned())
    };
    Some(Verdict {
        suitability,
        reason,
        estimate: rounded(mean),
    })
}

/// An estimate as it is given to people: further digits mean nothing.
pub fn rounded(estimate: f64) -> f64 {
    (estimate * 1000.0).round() / 1000.0
}

/// "1 of 9 sentences is".
fn share(part: usize, count: usize) -> String {
    let verb = if part == 1 { "is" } else { "are" };
    format!("{part} of {} {verb}", counted(count, "sentence"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Role;

    fn of(estimates: &[f64], doubted: usize, failed: usize) -> Option<String> {
        let estimates: Vec<Option<f64>> = estimates.iter().copied().map(Some).collect();
        with_estimates(&estimates, doubted, failed)
    }

    fn with_estimates(estimates: &[Option<f64>], doubted: usize, failed: usize) -> Option<String> {
        let segment = |estimate: Option<f64>, status| BriefSegment {
            score: (status != Status::Failed).then_some(-0.5),
            estimate,
            status,
            ..BriefSegment::translated("", "")
        };
        let mut segments: Vec<BriefSegment> = estimates
            .iter()
            .map(|&estimate| segment(estimate, Status::Translated))
            .collect();
        for doubted in &mut segments[..doubted] {
            doubted.status = Status::Flagged;
        }
        segments.extend((0..failed).map(|_| segment(None, Status::Failed)));
        let verdict = verdict(&[BriefParagraph {
            language: None,
            role: Role::Body,
            segments,
        }])?;
        Some(format!(
            "{}: {}",
            verdict.suitability.words(),
            verdict.reason
        ))
    }

    #[test]
    fn the_mean_of_many_sentences_decides() {
        let of = |estimates: &[f64], doubted| of(estimates, doubted, 0).unwrap();
        assert_eq!(of(&[0.05; 20], 0), "fit to read: no check objects");
        assert_eq!(
            of(&[0.05; 20], 2),
            "fit to read: 2 of 20 sentences are doubted"
        );
        assert_eq!(
            of(&[0.05; 20], 5),
            "read with care: 5 of 20 sentences are doubted"
        );
        assert_eq!(
            of(&[0.4; 20], 0),
            "not fit to read: about 8 of 20 sentences are probably wrong"
        );
        assert_eq!(
            of(&[0.2; 20], 5),
            "not fit to read: 5 of 20 sentences are doubted"
        );
    }

    #[test]
    fn few_sentences_must_be_worse() {
        let of = |estimates: &[f64]| of(estimates, 0, 0).unwrap();
        assert_eq!(
            of(&[0.3]),
            "read with care: there is too little text to be sure"
        );
        assert_eq!(
            of(&[0.8]),
            "not fit to read: about 1 of 1 sentence is probably wrong"
        );
    }

    #[test]
    fn a_doubt_about_a_sentence_without_an_estimate_counts() {
        let verdict = with_estimates(&[Some(0.05), Some(0.05), None], 3, 0).unwrap();
        assert_eq!(verdict, "read with care: 3 of 3 sentences are doubted");
    }

    #[test]
    fn what_is_not_translated_counts_as_wrong() {
        assert_eq!(
            of(&[0.01; 20], 0, 1).unwrap(),
            "read with care: 1 of 21 sentences is not translated"
        );
        assert_eq!(
            of(&[0.01; 4], 0, 2).unwrap(),
            "not fit to read: about 2 of 6 sentences are probably wrong"
        );
        assert_eq!(of(&[], 0, 2), None);
    }
}
