//! This check finds words left untranslated, by the script of their letters.

use crate::brief::{Flag, FlagKind};

use super::pair::Pair;
use crate::text::Script;
use crate::text::is_letter_or_digit;

/// How many untranslated words a flag lists.
const EVIDENCE: usize = 8;

/// Flags letters of the source's script in the translation, even if the source has them in a
/// quote; never if both languages share a script.
pub(super) fn check(pair: &Pair<'_>) -> Option<Flag> {
    let script = pair
        .from
        .script
        .filter(|_| pair.from.script != pair.to.script)?;
    let is_source_letter = |c| Script::of(c) == Some(script);
    let mut left: Vec<String> = Vec::new();
    for word in pair.translation.split_whitespace() {
        if !word.chars().any(is_source_letter) {
            continue;
        }
        let word = word
            .trim_matches(|c: char| !is_letter_or_digit(c))
            .to_owned();
        if !left.contains(&word) {
            left.push(word);
        }
        if left.len() == EVIDENCE {
            break;
        }
    }
    if left.is_empty() {
        return None;
    }
    let flag = Flag::new(
        FlagKind::Residue,
        "Words of the source are left untranslated.",
    );
    Some(flag.with_evidence(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_left_are_the_evidence_and_each_stands_once() {
        let pair = Pair::sentence("قال الوزير", "The الوزير, and «الوزير» said قال.");
        let flag = check(&pair);
        let expected = Flag::new(
            FlagKind::Residue,
            "Words of the source are left untranslated.",
        )
        .with_evidence(["الوزير".to_owned(), "قال".to_owned()]);
        assert_eq!(flag, Some(expected));
    }

    #[test]
    fn presentation_forms_are_letters_too() {
        assert!(check(&Pair::sentence("سلام", "\u{fee1} peace")).is_some());
    }

    #[test]
    fn arabic_punctuation_and_latin_letters_with_marks_are_no_residue() {
        assert_eq!(check(&Pair::sentence("سلام", "São Tomé، ٪ peace؟")), None);
    }
}
