//! The readings of an Urdu word: the singulars that it may be a plural or an oblique case of.

use super::LANGUAGE;
use crate::text::languages::endings::{Ending, noun, readings};
use crate::text::terms::TermForm;

/// Letters that are left of a word without its ending.
const LEFT: usize = 3;

/// Endings of plurals and oblique cases, in letters of Urdu.
const ENDINGS: &[Ending] = &[
    noun(&["وں"], &["", "ا", "ہ"]),
    noun(&["یں"], &[""]),
    noun(&["یاں"], &["ی"]),
    noun(&["ے"], &["ا", "ہ"]),
];

/// Words that end like these and are others.
const OTHERS: &[&str] = &["پہلے", "دونوں", "انہیں", "انہوں", "جنہوں", "جنہیں"];

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    let word: String = typed.chars().filter(|&c| !LANGUAGE.is_mark(c)).collect();
    if OTHERS.contains(&word.as_str()) {
        return vec![TermForm::plain(key)];
    }
    readings(key, &word, ENDINGS, LEFT, false)
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{assert_no_names, assert_no_terms, assert_terms};

    #[test]
    fn plurals_and_oblique_cases_of_terms_are_found() {
        assert_terms(
            "ur",
            &[
                ("حکومت", "حکومتوں نے"),
                ("حکومت", "حکومتیں"),
                ("حملہ", "حملے میں"),
                ("حملہ", "حملوں کے بعد"),
                ("پارٹی", "پارٹیاں"),
                ("پارٹی", "پارٹیوں"),
                ("میزائل", "میزائلوں"),
                ("وزیر خارجہ", "وزیر خارجہ"),
                ("مذاکرات", "مذاکرات"),
            ],
        );
    }

    #[test]
    fn other_words_are_no_plurals() {
        assert_no_terms(
            "ur",
            &[
                ("پاکستان", "پاکستانی"),
                ("پہلا", "پہلے"),
                ("جنگ", "جنگل"),
                ("حکومت", "حکومتی"),
                ("وزیر", "وزارت"),
                ("عدالت", "عدالتی"),
                ("دون", "دونوں"),
            ],
        );
        assert_no_names("ur", &[("سعید", "سعیدوں"), ("لاہور", "لاہوری")]);
    }
}
