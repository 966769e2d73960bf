//! Sentences that end without a space: one that was forgotten, and those of languages that write
//! none. This file only looks at the text on both sides.

use super::beginnings::opens;
use super::characters::{is_letter, is_letter_or_digit};
use super::enclosures::{is_closer, is_double_quote, is_opener};
use super::language::Language;
use super::script::lacks_spaces;
use super::words::letters;

/// Whether a full stop without a space behind it ends a sentence of a language with capitals: a
/// small word is before it, and a capital follows. Names such as `Booking.Com` have two capitals.
pub(super) fn is_forgotten_space(left: &str, after: &str, language: &Language) -> bool {
    let word = left.trim_end_matches('.');
    let word = word
        .rsplit(|c: char| !is_letter(c))
        .next()
        .unwrap_or_default();
    let is_word = letters(word) > 1 && word.ends_with(char::is_lowercase);
    let is_small = word.starts_with(char::is_lowercase);
    let next: String = after
        .trim_start_matches(|c: char| !is_letter_or_digit(c))
        .chars()
        .take_while(|c| is_letter(*c))
        .collect();
    let whole = next.chars().skip(1).all(char::is_lowercase);
    is_word && whole && (opens(after, language) || (is_small && letters(&next) > 3))
}

/// Whether a sentence ends between two characters of a language without spaces. The full stop of
/// ASCII is also one of initials, numbers and addresses.
pub(super) fn is_cut_in_line(core: &str, after: &str) -> bool {
    let Some(stem) = core.strip_suffix('.') else {
        return after
            .starts_with(|c: char| is_letter_or_digit(c) || is_opener(c) || is_double_quote(c));
    };
    let is_own = lacks_spaces;
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let ended = stem.ends_with(|c: char| is_own(c) || matches!(c, '%' | '％'))
        || is_closer(stem.chars().next_back().unwrap_or_default())
        || digits > 2;
    ended && after.starts_with(|c: char| is_own(c) || is_opener(c) || is_double_quote(c))
}
