//! The readings of a Sorani word: the definite and indefinite endings that may be written behind it.
//! The ezafe is no ending here, because the adjectives of names end with the same letter.

use crate::text::languages::endings::{Ending, noun, readings};
use crate::text::terms::TermForm;

/// Letters that are left of a word without its ending.
const LEFT: usize = 3;

/// The endings, in letters of Sorani; the longer of two are in the same line.
const ENDINGS: &[Ending] = &[
    noun(
        &["ەکە", "ەکەی", "ەکان", "ەکانی", "ەکانیان", "ەکەیان"],
        &["", "ە"],
    ),
    noun(&["کە", "کەی", "کان", "کانی"], &[""]),
    noun(&["ێک", "ێکی", "یەک", "یەکی"], &[""]),
];

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    readings(key, typed, ENDINGS, LEFT, false)
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{assert_no_names, assert_no_terms, assert_terms};

    #[test]
    fn definite_and_indefinite_words_are_found() {
        assert_terms(
            "ku",
            &[
                ("سەرۆک", "سەرۆکەکە وتی"),
                ("مووشەک", "مووشەکەکان"),
                ("کۆبوونەوە", "کۆبوونەوەکە"),
                ("هێرش", "هێرشێکی نوێ"),
                ("قوتابخانە", "قوتابخانەکانی شار"),
                ("حکوومەت", "حکوومەت"),
            ],
        );
    }

    #[test]
    fn other_words_have_no_such_ending() {
        assert_no_terms(
            "ku",
            &[
                ("کوردستان", "کوردستانی"),
                ("کورد", "کوردی"),
                ("سەر", "سەرۆک"),
                ("هەر", "هەرێم"),
                ("بازار", "بازرگان"),
                ("ناو", "ناوچە"),
            ],
        );
        assert_no_names("ku", &[("ئازاد", "ئازادێک"), ("هەولێر", "هەولێری")]);
    }
}
