//! The readings of a Persian word: what may be written behind it, with the joiner or without.

use super::LANGUAGE;
use crate::text::fold_for_search;
use crate::text::terms::TermForm;

/// Letters that are left of a word without an ending, and behind the joiner.
const LEFT: (usize, usize) = (3, 2);

/// The joiner, which keeps the letters beside it apart.
const JOINER: char = '\u{200C}';

/// Endings of plurals, with and without the ezafe, the indefinite and possessives.
const PLURALS: [&str; 9] = [
    "ها",
    "های",
    "هایی",
    "هایش",
    "هایشان",
    "هایمان",
    "هایم",
    "هایت",
    "هایتان",
];

/// Possessives, which are endings only behind the joiner.
const POSSESSIVES: [&str; 4] = ["اش", "شان", "مان", "تان"];

/// Words that end like these and are others.
const OTHERS: &[&str] = &["انتها", "منتها", "برای", "ورای", "جدای", "سرای", "هیاهوی"];

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    let word: String = typed.chars().filter(|&c| !LANGUAGE.is_mark(c)).collect();
    let mut forms = vec![TermForm::plain(key)];
    if OTHERS.contains(&word.as_str()) {
        return forms;
    }
    for plural in PLURALS {
        if let Some((noun, _)) = without(&word, plural) {
            forms.push(TermForm::inflected(fold_for_search(noun)));
        }
    }
    for possessive in POSSESSIVES {
        if let Some((noun, true)) = without(&word, possessive) {
            forms.push(TermForm::inflected(fold_for_search(noun)));
        }
    }
    // The ezafe, which names have too. Behind other letters it is not written, and a letter like it
    // makes another word: "Iranian".
    if let Some((noun, joined)) = without(&word, "ی") {
        let ends = if joined {
            noun.ends_with('ه')
        } else {
            noun.ends_with(['ا', 'و'])
        };
        if ends {
            forms.push(TermForm::plain(fold_for_search(noun)));
        }
    }
    forms
}

/// A word without an ending, and whether the joiner is before that.
fn without<'a>(word: &'a str, ending: &str) -> Option<(&'a str, bool)> {
    let stem = word.strip_suffix(ending)?;
    let noun = stem.trim_end_matches(JOINER);
    let joined = noun.len() < stem.len();
    let left = if joined { LEFT.1 } else { LEFT.0 };
    (noun.chars().count() >= left).then_some((noun, joined))
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{
        assert_names, assert_no_names, assert_no_terms, assert_terms,
    };

    #[test]
    fn a_term_is_found_with_its_endings() {
        assert_terms(
            "fa",
            &[
                ("موشک", "موشک\u{200C}های بالستیک"),
                ("موشک", "موشکها"),
                ("تحریم", "تحریم\u{200C}هایی"),
                ("خانه", "خانه\u{200C}ی ما"),
                ("نیرو", "نیروی تازه"),
                ("دانشگاه", "دانشگاه\u{200C}هایشان"),
                ("برنامه", "برنامه\u{200C}اش"),
                ("وزیر امور خارجه", "وزیر امور خارجه"),
                ("موشک بالستیک", "موشک بالستیک"),
                ("سازمان ملل", "سازمان مللِ متحد"),
            ],
        );
        assert_names(
            "fa",
            &[("اروپا", "اروپای غربی"), ("ترکیه", "ترکیه\u{200C}ی امروز")],
        );
    }

    #[test]
    fn another_word_with_the_same_letters_is_not_the_term() {
        assert_no_terms(
            "fa",
            &[
                ("ایران", "ایرانی"),
                ("هسته", "هسته\u{200C}ای"),
                ("منطقه", "منطقه\u{200C}ای"),
                ("وزیر", "وزیری"),
                ("تن", "تنها"),
                ("منت", "منتها"),
                ("کتاب", "کتابخانه"),
                ("جمهور", "جمهوری"),
                ("برا", "برای"),
                ("نفت", "نفتی"),
            ],
        );
        assert_no_names("fa", &[("سعید", "سعیدها"), ("مهر", "مهرش")]);
    }
}
