//! This check doubts a translation that the model itself finds improbable. The file owns the limit.

use crate::brief::{Flag, FlagKind};

use super::pair::Pair;

/// Mean log-probability of a target token, in nats, below which a translation is doubted.
///
/// Whisper rejects a transcript below -1.0 (Radford et al. 2022, section 4.5). A sentence has more
/// correct translations than a recording has transcripts, so its tokens are less probable and the
/// limit is lower.
const LOW_SCORE: f32 = -1.6;

/// Flags a translation with a low score. A score that is not a number counts as low.
pub(super) fn check(pair: &Pair<'_>) -> Option<Flag> {
    let score = pair.score?;
    (score.is_nan() || score < LOW_SCORE).then(|| {
        Flag::new(
            FlagKind::Confidence,
            "The model gives this translation a low probability.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flagged(score: Option<f32>) -> bool {
        check(&Pair {
            score,
            ..Pair::sentence("مرحبا", "Hello")
        })
        .is_some()
    }

    #[test]
    fn a_low_score_is_flagged_and_the_limit_itself_is_not() {
        assert!(flagged(Some(-1.61)));
        assert!(!flagged(Some(-1.6)));
        assert!(!flagged(Some(-0.2)));
    }

    #[test]
    fn no_score_is_no_doubt_but_a_broken_one_is() {
        assert!(!flagged(None));
        assert!(flagged(Some(f32::NAN)));
    }
}
