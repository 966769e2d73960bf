//! Words whose full stop may end no sentence: abbreviations, initials, and initials spelled by the
//! names of their letters. This file only looks at words; `cuts` weighs what it finds.

use super::characters::{is_invisible, is_letter, is_letter_or_digit};
use super::language::Language;
use super::sentence_signs::is_gap;
use super::words::{first_word, last_word, letters};

/// The largest number of one-letter words that are written together with an abbreviation.
const PREFIXES: usize = 2;

/// Whether a word is listed, apart from letter variants, joiners and other invisible characters.
pub(super) fn is_listed(word: &str, words: &[&str], language: &Language) -> bool {
    words.iter().any(|listed| is_same(word, listed, language))
}

/// Whether two words are the same apart from letter variants and invisible characters.
pub(super) fn is_same(a: &str, b: &str, language: &Language) -> bool {
    fn letters<'t>(word: &'t str, language: &'t Language) -> impl Iterator<Item = char> + 't {
        let visible = word.chars().filter(|&c| !is_invisible(c));
        visible.map(|c| language.fold(c))
    }
    letters(a, language).eq(letters(b, language))
}

/// Whether the full stop after `stem` belongs to an abbreviation, to initials, or to the number of
/// an item at the beginning of a line. `behind` follows the full stop.
pub(super) fn is_abbreviated(stem: &str, behind: &str, language: &Language) -> bool {
    let word = last_word(stem);
    let before = &stem[..stem.len() - word.len()];
    let line_start = before
        .trim_end_matches([' ', '\t'])
        .chars()
        .next_back()
        .is_none_or(|c| c == '\n' || c == '\r');
    let word = word.trim_start_matches(|c: char| !is_letter_or_digit(c));
    if word.is_empty() {
        return false;
    }
    if line_start && word.chars().count() <= 3 && word.chars().all(char::is_numeric) {
        return true;
    }
    let previous = last_word(before.trim_end_matches(is_gap));
    let sentences = &language.sentences;
    let is_kind = is_initial(word) || is_listed(word, sentences.letter_names, language);
    if is_kind && names_kind(previous, language) {
        return false;
    }
    let bare = sentences.and.and_then(|and| word.strip_prefix(and));
    let numbered = behind
        .trim_start_matches(is_gap)
        .starts_with(char::is_numeric);
    let found = [Some(word), bare]
        .into_iter()
        .flatten()
        .filter(|word| !word.is_empty())
        .any(|word| {
            is_spelled_out(word, previous, language)
                || sentences.foreign_abbreviations.contains(&word)
                || (numbered && is_listed(word, sentences.before_numbers, language))
                || is_initials(word, language)
        });
    found || is_prefixed(word, language) || is_letter_of_several(word, previous, behind, language)
}

/// Whether a word is a listed abbreviation. The name of a letter behind that of another one is no
/// initial but the end of a word that is spelled by letters.
fn is_spelled_out(word: &str, previous: &str, language: &Language) -> bool {
    let names = language.sentences.letter_names;
    is_listed(word, language.sentences.abbreviations, language)
        && !(is_listed(word, names, language) && is_listed(previous, names, language))
}

/// Whether each part of a word between full stops is one letter, or the name of one if there are
/// several.
fn is_initials(word: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    let several = word.contains(sentences.stops);
    word.split(sentences.stops).all(|part| {
        is_initial(part) || (several && is_listed(part, sentences.letter_names, language))
    })
}

fn is_initial(word: &str) -> bool {
    letters(word) == 1 && word.chars().all(is_letter)
}

/// Whether a word is an abbreviation of several letters behind one-letter words that are written
/// together with it, or behind a hyphen.
fn is_prefixed(word: &str, language: &Language) -> bool {
    let prefixes = language.sentences.prefixes;
    if prefixes.is_empty() {
        return false;
    }
    let is_long = |bare: &str| {
        bare.chars().nth(1).is_some()
            && (is_listed(bare, language.sentences.abbreviations, language)
                || language.sentences.foreign_abbreviations.contains(&bare)
                || is_initials(bare, language))
    };
    if word
        .rsplit_once(['-', '־'])
        .is_some_and(|(_, bare)| is_long(bare))
    {
        return true;
    }
    let mut bare = word;
    for _ in 0..PREFIXES {
        match bare.strip_prefix(prefixes) {
            Some(rest) => bare = rest,
            None => return false,
        }
        if is_long(bare) {
            return true;
        }
    }
    false
}

/// Whether the name of a letter is one of several initials, each with a full stop.
fn is_letter_of_several(word: &str, previous: &str, behind: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    let is_initial = |word: &str| {
        let core = word.strip_suffix(sentences.stops);
        core.is_some_and(|core| {
            let core = core.trim_start_matches(|c: char| !is_letter_or_digit(c));
            is_initial(core) || is_listed(core, sentences.letter_names, language)
        })
    };
    is_listed(word, sentences.letter_names, language)
        && (is_initial(previous) || is_initial(first_word(behind.trim_start_matches(is_gap))))
}

/// Whether the kinds of what a word names have letters: "group", "vitamin".
fn names_kind(word: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    is_listed(word, sentences.lettered, language)
        || word
            .strip_prefix(sentences.prefixes)
            .is_some_and(|bare| is_listed(bare, sentences.lettered, language))
}

/// Whether both words beside a full stop without a space are letters or names of letters, as in the
/// name of the BBC.
pub(super) fn are_letters(left: &str, right: &str, language: &Language) -> bool {
    [left, right]
        .into_iter()
        .all(|word| is_initial(word) || is_listed(word, language.sentences.letter_names, language))
}
