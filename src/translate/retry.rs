//! Retrying a translation. This file owns what is tried after an empty, looping or cut-off
//! translation, and which of two results is better.

use crate::brief::{Flag, FlagKind};
use crate::engine::DecodeParams;

/// One way to decode a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// With the settings as they are.
    Plain,
    /// With four beams, if the settings ask for fewer.
    Beams,
    /// Without any three tokens repeated in the same order.
    NoRepeat,
    /// With more beams, and without the glossary.
    Free,
}

/// The order of attempts for given settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    beams: usize,
    defaults: DecodeParams,
}

const RETRY_BEAMS: usize = 4;
const RETRY_NGRAM: usize = 3;

impl Ladder {
    /// The ladder for a translator that decodes with `beams` beams and otherwise with its
    /// checkpoint's settings.
    pub fn new(beams: usize, defaults: DecodeParams) -> Self {
        Self { beams, defaults }
    }

    /// The attempt after `attempt`, if its result has these flags; `None` if the result is good
    /// enough or nothing is left to try. `terms` says whether the piece has terms of the glossary: a
    /// search for them has as many beams as [`Attempt::Beams`], unless it is greedy.
    pub fn next(&self, attempt: Attempt, flags: &[Flag], terms: bool) -> Option<Attempt> {
        if !flags.iter().any(|f| retried(f.kind)) {
            return None;
        }
        match attempt {
            Attempt::Plain if self.beams < RETRY_BEAMS && (self.beams == 1 || !terms) => {
                Some(Attempt::Beams)
            }
            Attempt::Plain | Attempt::Beams => Some(Attempt::NoRepeat),
            Attempt::NoRepeat => terms.then_some(Attempt::Free),
            Attempt::Free => None,
        }
    }

    /// Decoding parameters of an attempt. A checkpoint that writes no short texts gets as much room
    /// after its shortest as `max_new`.
    pub fn params(&self, attempt: Attempt, max_new: usize) -> DecodeParams {
        let beams = match attempt {
            Attempt::Plain => self.beams,
            Attempt::Beams | Attempt::NoRepeat | Attempt::Free => self.beams.max(RETRY_BEAMS),
        };
        let no_repeat_ngram = match (attempt, self.defaults.no_repeat_ngram) {
            (Attempt::NoRepeat, 0) => RETRY_NGRAM,
            // A checkpoint may ask for more.
            (Attempt::NoRepeat, own) => own.min(RETRY_NGRAM),
            (_, own) => own,
        };
        DecodeParams {
            beams,
            max_new: max_new.saturating_add(self.defaults.min_new),
            no_repeat_ngram,
            ..self.defaults.clone()
        }
    }
}

/// Whether another way of decoding can remove a doubt; it cannot correct a number.
fn retried(kind: FlagKind) -> bool {
    matches!(
        kind,
        FlagKind::Empty | FlagKind::Repetition | FlagKind::Residue | FlagKind::Length
    )
}

/// Whether a second translator is to see a sentence with these doubts: it has no translation, or one
/// that is probably wrong. What failed for want of memory or of a device is left to the next run.
pub fn is_for_second(flags: &[Flag]) -> bool {
    let has = |kind: &dyn Fn(FlagKind) -> bool| flags.iter().any(|flag| kind(flag.kind));
    !has(&|kind| kind == FlagKind::Error) && has(&is_probably_wrong)
}

fn is_probably_wrong(kind: FlagKind) -> bool {
    match kind {
        FlagKind::Failure
        | FlagKind::Empty
        | FlagKind::Repetition
        | FlagKind::Residue
        | FlagKind::Length
        | FlagKind::Language
        | FlagKind::Meaning
        | FlagKind::Omission => true,
        FlagKind::Number
        | FlagKind::Negation
        | FlagKind::Term
        | FlagKind::Date
        | FlagKind::Name
        | FlagKind::Confidence
        | FlagKind::Faithfulness
        | FlagKind::Reading
        | FlagKind::Error => false,
    }
}

/// Whether a result with flags `a` is worse than one with flags `b`.
pub fn worse(a: &[Flag], b: &[Flag]) -> bool {
    weight(a) > weight(b)
}

fn weight(flags: &[Flag]) -> usize {
    flags
        .iter()
        .map(|f| match f.kind {
            FlagKind::Failure | FlagKind::Error | FlagKind::Empty => 100,
            FlagKind::Repetition => 10,
            FlagKind::Residue => 8,
            FlagKind::Length => 5,
            FlagKind::Language | FlagKind::Meaning | FlagKind::Omission => 4,
            FlagKind::Number | FlagKind::Negation | FlagKind::Term => 3,
            FlagKind::Date | FlagKind::Name => 2,
            FlagKind::Confidence | FlagKind::Faithfulness | FlagKind::Reading => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(kind: FlagKind) -> Vec<Flag> {
        vec![Flag::new(kind, "")]
    }

    #[test]
    fn a_loop_climbs_the_ladder_to_its_end() {
        let ladder = Ladder::new(1, DecodeParams::default());
        let looping = flag(FlagKind::Repetition);
        assert_eq!(
            ladder.next(Attempt::Plain, &looping, false),
            Some(Attempt::Beams)
        );
        assert_eq!(
            ladder.next(Attempt::Beams, &looping, false),
            Some(Attempt::NoRepeat)
        );
        assert_eq!(ladder.next(Attempt::NoRepeat, &looping, false), None);
        assert_eq!(
            Ladder::new(5, DecodeParams::default()).next(Attempt::Plain, &looping, false),
            Some(Attempt::NoRepeat)
        );
    }

    #[test]
    fn a_greedy_output_with_terms_climbs_the_same_ladder() {
        let looping = flag(FlagKind::Repetition);
        let next = |beams, attempt| {
            Ladder::new(beams, DecodeParams::default()).next(attempt, &looping, true)
        };
        assert_eq!(next(1, Attempt::Plain), Some(Attempt::Beams));
        // A search for terms has more than two beams as it is.
        assert_eq!(next(2, Attempt::Plain), Some(Attempt::NoRepeat));
        assert_eq!(next(1, Attempt::NoRepeat), Some(Attempt::Free));
        assert_eq!(next(1, Attempt::Free), None);
    }

    #[test]
    fn a_wrong_number_is_flagged_and_not_tried_again() {
        assert_eq!(
            Ladder::new(1, DecodeParams::default()).next(
                Attempt::Plain,
                &flag(FlagKind::Number),
                false
            ),
            None
        );
    }

    #[test]
    fn attempts_keep_the_settings_they_do_not_change() {
        let ladder = Ladder::new(
            6,
            DecodeParams {
                length_penalty: 0.6,
                ..DecodeParams::default()
            },
        );
        assert_eq!(ladder.params(Attempt::NoRepeat, 9).beams, 6);
        assert_eq!(ladder.params(Attempt::NoRepeat, 9).no_repeat_ngram, 3);
        assert_eq!(
            ladder.params(Attempt::Plain, 9),
            DecodeParams {
                beams: 6,
                max_new: 9,
                length_penalty: 0.6,
                ..DecodeParams::default()
            }
        );
    }

    #[test]
    fn an_attempt_without_repetitions_allows_no_more_of_them_than_the_checkpoint() {
        for (own, asked) in [(0, 3), (2, 2), (3, 3), (5, 3)] {
            let defaults = DecodeParams {
                no_repeat_ngram: own,
                ..DecodeParams::default()
            };
            let ladder = Ladder::new(1, defaults);
            assert_eq!(ladder.params(Attempt::NoRepeat, 9).no_repeat_ngram, asked);
            assert_eq!(ladder.params(Attempt::Beams, 9).no_repeat_ngram, own);
        }
    }

    #[test]
    fn a_minimum_length_leaves_as_much_room_as_there_was_without_it() {
        let defaults = DecodeParams {
            min_new: 30,
            ..DecodeParams::default()
        };
        let params = Ladder::new(1, defaults).params(Attempt::Plain, 9);
        assert_eq!((params.min_new, params.max_new), (30, 39));
    }

    #[test]
    fn an_empty_text_is_worse_than_any_other_doubt() {
        let many = [
            flag(FlagKind::Repetition),
            flag(FlagKind::Length),
            flag(FlagKind::Number),
        ]
        .concat();
        assert!(worse(&flag(FlagKind::Empty), &many) && !worse(&many, &flag(FlagKind::Empty)));
    }

    #[test]
    fn a_second_translator_sees_what_is_wrong_and_not_what_may_work_another_time() {
        let flags = |kinds: &[FlagKind]| -> Vec<Flag> {
            kinds.iter().map(|&kind| Flag::new(kind, "")).collect()
        };
        for kinds in [
            &[FlagKind::Meaning][..],
            &[FlagKind::Name, FlagKind::Failure],
        ] {
            assert!(is_for_second(&flags(kinds)), "{kinds:?}");
        }
        let others = [
            &[][..],
            &[FlagKind::Confidence, FlagKind::Number],
            &[FlagKind::Error],
            &[FlagKind::Meaning, FlagKind::Error],
        ];
        for kinds in others {
            assert!(!is_for_second(&flags(kinds)), "{kinds:?}");
        }
    }
}
