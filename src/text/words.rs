//! The words at the ends of a text, and how many letters and words it has.

use super::characters::is_letter_or_digit;
use super::language::Language;
use super::script::lacks_spaces;

/// A quote, or a run before an ellipsis, with fewer words than this is not a sentence.
pub(super) const SENTENCE_WORDS: usize = 4;

/// How many characters to search for the ends of a word; longer words are not abbreviations.
pub(super) const WORD_REACH: usize = 64;

/// The number of letters in a word, without marks and tatweel.
pub(super) fn letters(word: &str) -> usize {
    word.chars()
        .filter(|&c| {
            is_letter_or_digit(c)
                && c != '\u{640}'
                && !unicode_normalization::char::is_combining_mark(c)
        })
        .count()
}

pub(super) fn has_words(text: &str) -> bool {
    has_at_least(text, SENTENCE_WORDS)
}

/// Whether a text has at least so many words. Two characters of a script without spaces count as a
/// word.
pub(super) fn has_at_least(text: &str, words: usize) -> bool {
    let is_own = |c: &char| lacks_spaces(*c);
    text.split_whitespace()
        .nth(words.saturating_sub(1))
        .is_some()
        || text
            .chars()
            .filter(is_own)
            .nth((words * 2).saturating_sub(1))
            .is_some()
}

pub(super) fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.")
}

/// The last word of a text; in a language without spaces, the letters and signs of ASCII at its
/// end.
pub(super) fn last_word_of<'t>(text: &'t str, language: &Language) -> &'t str {
    let word = last_word(text);
    if language.sentences.spaced {
        return word;
    }
    word.rsplit(|c: char| !c.is_ascii()).next().unwrap_or(word)
}

pub(super) fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

pub(super) fn first_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[..end]
}
