//! This check compares a translation's length with its source's. The limits are in the profile of
//! the source language.

use crate::brief::{Flag, FlagKind};

use super::pair::Pair;
use super::words::weight;

/// Flags a translation much shorter or much longer than its source, by letters and digits; never
/// if the usual length for the source language is not known.
pub(super) fn check(pair: &Pair<'_>) -> Option<Flag> {
    let limits = pair.from.length?;
    let source = weight(pair.source);
    let translation = weight(pair.translation);
    if source == 0 {
        return None;
    }
    let (short, long) = if source < limits.from {
        (
            false,
            translation > limits.short.0 * source + limits.short.1,
        )
    } else {
        let (low, high) = if pair.fragment {
            limits.fragment
        } else {
            limits.sentence
        };
        let ratio = translation as f64 / source as f64;
        (ratio < low, ratio > high)
    };
    let message = if short {
        "The translation is much shorter than its source: words may be missing."
    } else if long {
        "The translation is much longer than its source: words may be invented."
    } else {
        return None;
    };
    Some(Flag::new(FlagKind::Length, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: usize, translation: usize, fragment: bool) -> Option<String> {
        let source = "س".repeat(source);
        let translation = "x".repeat(translation);
        check(&Pair {
            fragment,
            ..Pair::sentence(&source, &translation)
        })
        .map(|f| f.message)
    }

    const MISSING: &str = "The translation is much shorter than its source: words may be missing.";
    const INVENTED: &str = "The translation is much longer than its source: words may be invented.";

    #[test]
    fn sentences_stay_within_their_ratio() {
        assert_eq!(message(100, 49, false).as_deref(), Some(MISSING));
        assert_eq!(message(100, 50, false), None);
        assert_eq!(message(100, 240, false), None);
        assert_eq!(message(100, 241, false).as_deref(), Some(INVENTED));
    }

    #[test]
    fn fragments_have_more_room() {
        assert_eq!(message(100, 25, true), None);
        assert_eq!(message(100, 24, true).as_deref(), Some(MISSING));
        assert_eq!(message(100, 400, true), None);
        assert_eq!(message(100, 401, true).as_deref(), Some(INVENTED));
    }

    #[test]
    fn short_sources_are_only_checked_for_invention() {
        assert_eq!(message(10, 1, false), None);
        assert_eq!(message(10, 60, false), None);
        assert_eq!(message(10, 61, false).as_deref(), Some(INVENTED));
    }

    #[test]
    fn punctuation_does_not_count() {
        assert_eq!(
            check(&Pair::sentence("!!!", "Hello there, everyone in this room")),
            None
        );
    }
}
