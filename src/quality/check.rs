//! All checks of one translation, run in order. This file owns which checks there are; each check
//! has a file of its own.

use crate::brief::Flag;

use super::pair::Pair;
use super::{confidence, empty, length, numbers, repetition, residue};

/// All doubts about a translation, ordered by kind; an empty list means that no check objects.
///
/// An empty translation gets only that flag, because everything else that is missing follows from
/// it.
pub fn check(pair: &Pair<'_>) -> Vec<Flag> {
    if let Some(flag) = empty::check(pair) {
        return vec![flag];
    }
    let mut flags = Vec::new();
    flags.extend(repetition::check(pair));
    flags.extend(residue::check(pair));
    flags.extend(length::check(pair));
    flags.extend(numbers::check(pair));
    flags.extend(confidence::check(pair));
    flags.sort_by_key(|flag| flag.kind);
    flags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::FlagKind;

    #[test]
    fn a_good_translation_has_no_flags() {
        let pair = Pair::sentence(
            "أعلنت الوزارة أمس افتتاح 12 مدرسة جديدة.",
            "The ministry announced yesterday the opening of 12 new schools.",
        );
        assert_eq!(check(&pair), Vec::<Flag>::new());
    }

    #[test]
    fn flags_come_in_the_order_of_their_kinds() {
        let pair = Pair {
            score: Some(-3.0),
            ..Pair::sentence(
                "أعلنت الوزارة أمس افتتاح 12 مدرسة جديدة.",
                "The ministry announced the افتتاح of 13 new schools.",
            )
        };
        let kinds: Vec<FlagKind> = check(&pair).iter().map(|flag| flag.kind).collect();
        assert_eq!(
            kinds,
            [
                FlagKind::Residue,
                FlagKind::Number,
                FlagKind::Number,
                FlagKind::Confidence
            ]
        );
    }

    #[test]
    fn an_empty_translation_gets_only_that_flag() {
        let pair = Pair::sentence("افتتحت الوزارة 12 مدرسة جديدة في المدينة.", " . ");
        let kinds: Vec<FlagKind> = check(&pair).iter().map(|flag| flag.kind).collect();
        assert_eq!(kinds, [FlagKind::Empty]);
    }
}
