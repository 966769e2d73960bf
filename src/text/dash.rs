//! Dashes. This file owns which signs are dashes, and when a tatweel, which usually stretches a
//! word, was typed as one.

use unicode_normalization::char::is_combining_mark;

use super::characters::{is_invisible, is_letter};
use super::script::Script;

/// The sign that stretches Arabic words, and that many keyboards offer in place of a dash.
pub(crate) const TATWEEL: char = '\u{640}';

/// Arabic letters that do not join the next letter, so that no tatweel can stand behind them.
const NON_JOINING: [char; 14] = [
    'ا', 'أ', 'إ', 'آ', 'ٱ', 'د', 'ذ', 'ر', 'ز', 'و', 'ؤ', 'ة', 'ى', 'ء',
];

/// Whether a sign is a hyphen, a dash or a minus.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐'..='―' | '−')
}

/// The length in bytes of the run of dashes at a position, 0 if there is none. A run of tatweel
/// counts where it cannot stretch a word: beside a space or a digit, and not beside a letter that
/// it would join.
pub(crate) fn dash_at(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let signs = rest.len() - rest.trim_start_matches(is_dash).len();
    if signs > 0 || !rest.starts_with(TATWEEL) {
        return signs;
    }
    let behind = rest.trim_start_matches(TATWEEL);
    let is_visible = |c: &char| !is_invisible(*c) && !is_combining_mark(*c) && *c != TATWEEL;
    let before = text[..at].chars().rev().find(is_visible);
    let after = behind.chars().find(is_visible);
    let joins =
        before.is_some_and(|c| Script::of(c) == Some(Script::Arabic) && !NON_JOINING.contains(&c));
    let in_word = before.is_some_and(is_letter);
    let is_dash = !joins && after.is_none_or(|c| c.is_whitespace() || (c.is_numeric() && !in_word));
    if is_dash {
        rest.len() - behind.len()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dashes(text: &str) -> usize {
        text.char_indices()
            .filter(|&(at, _)| dash_at(text, at) > 0)
            .count()
    }

    #[test]
    fn a_tatweel_that_cannot_stretch_a_word_is_a_dash() {
        for text in [
            "3ـ1",
            "2010ـ2011",
            "2 ـ 2",
            "القاهرة ـ أ ف ب",
            "القاهرةـ أعلنت",
            "ـ جولات",
            "1ـ مد",
            "بغداد ـ\u{200F} قال",
        ] {
            assert_eq!(dashes(text), 1, "{text}");
        }
        assert_eq!(dash_at("2 ــ 3", 2), 4);
    }

    #[test]
    fn a_tatweel_that_joins_letters_is_none() {
        for text in [
            "الجســر",
            "الـ20",
            "بـ5",
            "1445هـ في",
            "هـ.",
            "الـ «بي بي سي»",
            "ـها",
            "قـَـال",
            "يـوم",
            "مُـ ",
        ] {
            assert_eq!(dashes(text), 0, "{text}");
        }
    }
}
