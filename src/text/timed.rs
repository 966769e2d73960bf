//! Full stops of abbreviations that follow a year, a century, a time of day or a measure. This file
//! owns whether they end a sentence.

use super::beginnings::{begins_with_capital, opens};
use super::fold::lower_case;
use super::language::Language;
use super::sentence_signs::is_gap;
use super::words::first_word;

/// A phrase of time with this many other words and a preposition in front is a sentence.
const FULL_WORDS: usize = 4;

/// The same, if the next word begins with a capital that may be that of a name.
const LONG_WORDS: usize = 7;

/// Maximum number of words of a sentence that are looked at to tell it from a phrase of time.
const OPENING_WORDS: usize = 40;

/// The number of digits of a year that stands without the word "year".
const YEAR_DIGITS: usize = 4;

/// Whether a stem is a sentence that ends with a year or a time of day and its abbreviation, as
/// in "1345 AH". A phrase that only opens a sentence, as in "in the year 1345 AH", is none.
pub(super) fn ends_with_time(stem: &str, after: &str, language: &Language) -> bool {
    let capital = !language.has_capitals() || begins_with_capital(after);
    if !is_time(stem, language) || !capital {
        return false;
    }
    let phrase = opens_with_preposition(stem, language);
    let content = stem
        .split_whitespace()
        .take(OPENING_WORDS)
        .filter(|word| !word.contains(char::is_numeric) && !is_date_word(word, language))
        .count();
    let full = if !language.has_capitals() || opens(after, language) {
        FULL_WORDS
    } else {
        LONG_WORDS
    };
    content >= if phrase { full } else { 1 }
}

/// Whether a stem ends with a year, a century or a time of day and its abbreviation.
pub(super) fn is_time(stem: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    let mut words = stem.split_whitespace().rev();
    let unit = words.next().unwrap_or_default();
    if !sentences.time_units.contains(&unit) {
        return false;
    }
    let number = words.next().unwrap_or_default();
    let before = words.next().unwrap_or_default();
    let named = [sentences.time_words, language.dates.year_words]
        .into_iter()
        .any(|words| words.contains(&before));
    let is_plain = number.chars().all(char::is_numeric);
    if number.contains(':') || (is_plain && (number.chars().count() == YEAR_DIGITS || named)) {
        return true;
    }
    let is_part = |part: &str| {
        part.chars().count() == YEAR_DIGITS && part.chars().all(char::is_numeric)
            || part.chars().all(|c| "IVXLХІ".contains(c))
    };
    sentences.complete
        && number
            .trim_start_matches('(')
            .split(['-', '–', '—', '/'])
            .all(|part| !part.is_empty() && is_part(part))
}

/// Whether a stem is a sentence that ends with a number and its unit, as in "300 m".
pub(super) fn ends_with_measure(stem: &str, language: &Language) -> bool {
    let mut words = stem.split_whitespace().rev();
    let unit = words.next().unwrap_or_default();
    let number = words.next().unwrap_or_default();
    language.sentences.time_units.contains(&unit)
        && number
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '.' | ',' | '٫' | '٬'))
        && words.next().is_some()
        && !opens_with_preposition(stem, language)
}

/// Whether a text goes on with a date, "corresponding to", or with a preposition.
pub(super) fn continues_date(text: &str, language: &Language) -> bool {
    let next = first_word(text.trim_start_matches(is_gap));
    next.starts_with(char::is_numeric)
        || is_date_word(next, language)
        || language.sentences.prepositions.contains(&next)
}

fn opens_with_preposition(stem: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    let first = stem.split_whitespace().next().unwrap_or_default();
    let bare = sentences.and.and_then(|and| first.strip_prefix(and));
    let small = lower_case(first);
    [Some(first), bare, Some(small.as_str())]
        .into_iter()
        .flatten()
        .any(|word| sentences.prepositions.contains(&word))
}

fn is_date_word(word: &str, language: &Language) -> bool {
    let dates = &language.dates;
    let months = dates.month_names();
    let listed = [
        dates.words,
        dates.year_words,
        dates.other_months,
        dates.weekdays,
    ];
    listed
        .into_iter()
        .flatten()
        .copied()
        .chain(months)
        .chain(language.sentences.time_words.iter().copied())
        .any(|listed| language.same_word(word, listed))
}
