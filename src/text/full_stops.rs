//! Full stops that belong to a word: abbreviations, initials, ordinal numbers. This file owns which
//! of them end a sentence none the less; the words are in the language's profile.

use super::beginnings::{
    begins_with_capital, begins_with_particle, first_word, has_no_vowel, opens,
};
use super::characters::{is_letter, is_letter_or_digit};
use super::fold::lower_case;
use super::language::{Language, Ordinals};
use super::words::{last_word, last_word_of, letters};

/// Maximum number of digits of an ordinal number.
const ORDINAL_DIGITS: usize = 3;

/// The number of digits of a year.
const YEAR_DIGITS: usize = 4;

/// Maximum number of letters of an ordinal in Roman numerals.
const ROMAN_LETTERS: usize = 6;

/// Letters with full stops between them are no initials of a person if there are as many as this.
const ACRONYM: usize = 3;

/// Maximum number of characters of an item of an enumeration in running text.
const ITEM_REACH: usize = 300;

/// Signs behind which a word may be abbreviated: an elided article, a bracket, a quotation mark.
const BEFORE_WORDS: [char; 7] = ['\'', '’', '(', '«', '„', '“', '"'];

/// Whether the full stop after `stem` belongs to an abbreviation or to initials, by the text after
/// it.
pub(super) fn is_abbreviation(stem: &str, after: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    let whole = last_word_of(stem, language);
    let word = whole.trim_start_matches(|c: char| !is_letter_or_digit(c));
    // A degree is followed by the letter of its scale.
    if word.is_empty() || whole[..whole.len() - word.len()].ends_with('°') {
        return false;
    }
    let number = last_word(stem[..stem.len() - whole.len()].trim_end());
    if sentences.complete && has_no_vowel(word) && !number.ends_with(char::is_numeric) {
        return true;
    }
    let tail = word.rsplit(BEFORE_WORDS).next();
    let bare = sentences.and.and_then(|and| word.strip_prefix(and));
    [Some(word), bare, tail]
        .into_iter()
        .flatten()
        .filter(|word| !word.is_empty())
        .any(|word| {
            is_listed_abbreviation(word, language)
                || is_spelled(word, language)
                || (sentences.before_numbers.contains(&word) && begins_with_number(after))
        })
        || [
            sentences.abbreviations,
            sentences.endings,
            sentences.doubtful,
            sentences.foreign_doubtful,
            sentences.units,
        ]
        .into_iter()
        .flatten()
        .any(|phrase| ends_with_phrase(stem, phrase))
}

/// Whether a text begins with a number in digits, in Roman numerals or as a letter.
fn begins_with_number(text: &str) -> bool {
    let word = first_word(text);
    let number = word
        .split(|c: char| !is_letter_or_digit(c))
        .next()
        .unwrap_or(word);
    let letter = number.starts_with(char::is_uppercase) && number.chars().nth(1).is_none();
    word.starts_with(char::is_numeric) || is_roman(number) || letter
}

/// Whether a word is one of the abbreviations of the language, or ends as those that begin with a hyphen.
fn is_listed_abbreviation(word: &str, language: &Language) -> bool {
    let listed = |word: &str| {
        language.sentences.abbreviations.iter().any(|listed| {
            listed
                .strip_prefix('-')
                .map_or(word == *listed, |suffix| word.ends_with(suffix))
        })
    };
    // A capital alone is an initial.
    let is_long = word.chars().nth(1).is_some();
    listed(word) || (is_long && language.has_capitals() && listed(&with_small_initial(word)))
}

/// The word as it is written within a sentence.
fn with_small_initial(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(String::from).unwrap_or_default();
    lower_case(&first) + chars.as_str()
}

/// Whether a word is letters with full stops between them. A small letter alone may be a word.
fn is_spelled(word: &str, language: &Language) -> bool {
    let complete = language.sentences.complete;
    let is_initial = |part: &str| letters(part) == 1 && part.chars().all(is_letter);
    if !complete {
        return word.split('.').all(is_initial);
    }
    let alone = !word.contains('.') && word.starts_with(char::is_lowercase);
    let parts = || word.split('.').map(|part| part.trim_matches('-'));
    !alone
        && parts().any(is_initial)
        && parts().all(|part| is_initial(part) || is_listed_abbreviation(part, language))
}

/// Whether a text ends with a phrase at the start of a word. White space behind full stops within
/// the phrase is optional, and a phrase may begin a sentence.
fn ends_with_phrase(text: &str, phrase: &str) -> bool {
    if !text.ends_with(|c| phrase.ends_with(c)) {
        return false;
    }
    let mut rest = text;
    let mut signs = phrase.chars().rev().peekable();
    while let Some(sign) = signs.next() {
        let is_first = signs.peek().is_none() && rest.len() < text.len();
        let found = if matches!(sign, '.' | ' ') {
            rest.trim_end()
        } else {
            rest
        };
        if sign == ' ' {
            rest = found;
            continue;
        }
        let Some(seen) = found.chars().next_back() else {
            return false;
        };
        if seen != sign && !(is_first && seen.to_lowercase().eq([sign])) {
            return false;
        }
        rest = &found[..found.len() - seen.len_utf8()];
    }
    !rest.ends_with(|c: char| is_letter_or_digit(c) || c == '/')
}

/// Whether an abbreviation at the end of `stem` ends a sentence none the less, by the text after
/// its full stop.
pub(super) fn ends_sentence(stem: &str, after: &str, language: &Language) -> bool {
    let sentences = &language.sentences;
    let is_in = |phrases: &[&str]| phrases.iter().any(|phrase| ends_with_phrase(stem, phrase));
    if ends_with_measure(stem, language) {
        return begins_with_capital(after);
    }
    if is_in(sentences.endings) {
        // Units go on with one: "долл. США".
        return begins_with_capital(after) && !is_acronym(first_word(after));
    }
    if is_in(sentences.doubtful) || is_in(sentences.foreign_doubtful) {
        return opens(after, language) || (sentences.nouns_open && begins_with_noun(after));
    }
    let word = last_word(stem).trim_start_matches(|c: char| !is_letter_or_digit(c));
    let tail = word.rsplit(BEFORE_WORDS).next().unwrap_or(word);
    let is_title = |word| is_listed_abbreviation(word, language) || is_in(sentences.abbreviations);
    !is_title(word)
        && !is_title(tail)
        && opens(after, language)
        && (is_roman(word)
            || word.split('.').count() >= ACRONYM
            || !begins_with_particle(after, language))
}

/// Whether a text begins with a capitalised word, no name with an ending, and a small word or a
/// number.
fn begins_with_noun(text: &str) -> bool {
    let first = first_word(text);
    let start = text.find(first).unwrap_or_default() + first.len();
    let next = text[start..].trim_start();
    begins_with_capital(text)
        && !is_acronym(first)
        && first.chars().all(is_letter)
        && next.starts_with(|c: char| c.is_lowercase() || c.is_numeric())
}

/// Whether a word begins with two capitals.
fn is_acronym(word: &str) -> bool {
    let mut capitals = word.chars().take(2).filter(|c| c.is_uppercase());
    capitals.next().is_some() && capitals.next().is_some()
}

/// Whether a text ends with a number and a unit of measure.
fn ends_with_measure(stem: &str, language: &Language) -> bool {
    let unit = last_word(stem);
    let number = last_word(stem[..stem.len() - unit.len()].trim_end());
    language.sentences.units.contains(&unit) && number.ends_with(char::is_numeric)
}

/// Whether the full stop after `stem` belongs to an ordinal number, which never ends a sentence.
pub(super) fn is_ordinal(stem: &str, after: &str, language: &Language) -> bool {
    let Some(ordinals) = &language.sentences.ordinals else {
        return false;
    };
    let word = last_word(stem);
    let start = word.rfind(['-', '–', '/', '.']).map_or(0, |at| {
        at + word[at..].chars().next().map_or(0, char::len_utf8)
    });
    let number = word[start..].trim_start_matches(|c: char| !is_letter_or_digit(c));
    let is_number = number.len() <= ORDINAL_DIGITS
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit());
    // In "3.5." the last part is no number of its own, but "5./6." are two.
    let is_part = word[..start].ends_with('.') && is_number;
    if is_part || !(is_number || is_roman(number)) {
        return false;
    }
    let next = first_word(after);
    let name = next.trim_end_matches(|c: char| !is_letter_or_digit(c));
    let mut months = language.dates.month_names();
    if months.any(|month| language.same_word(month, name)) || goes_on_with_date(next) {
        return true;
    }
    // "Fig. 3." has a number of its own.
    let before = last_word(stem[..stem.len() - word.len()].trim_end());
    let label = before.strip_suffix('.').unwrap_or_default();
    if language.sentences.before_numbers.contains(&label) || is_listed_abbreviation(label, language)
    {
        return false;
    }
    !opens(after, language) && is_expected(&stem[..stem.len() - word.len()], name, ordinals)
}

/// Whether a word is the month or the year of a date in digits: `5. 5. 2019`.
fn goes_on_with_date(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| !is_letter_or_digit(c));
    let is_month = word.starts_with(|c: char| c.is_ascii_digit())
        && word[digits.len()..].starts_with('.')
        && digits.len() <= 2;
    let is_year = digits.len() == YEAR_DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
    is_month || is_year
}

fn is_expected(before: &str, next: &str, ordinals: &Ordinals) -> bool {
    let before = lower_case(last_word(before.trim_end()));
    let before = before.trim_matches(|c: char| !is_letter_or_digit(c));
    ordinals.usual
        || ordinals.before.contains(&before)
        || ordinals
            .after
            .iter()
            .any(|word| next == *word || next.starts_with(&format!("{word}-")))
}

/// Whether a word is a number in Roman numerals.
fn is_roman(word: &str) -> bool {
    (1..=ROMAN_LETTERS).contains(&word.len())
        && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}

/// Whether a number follows the item before it in an enumeration: `1. ...; 2. ...`.
pub(super) fn follows_item(before: &str, number: &str) -> bool {
    let previous = number.parse::<u32>().ok().and_then(|n| n.checked_sub(1));
    let joined = before.ends_with([';', ',', '；', '，'])
        || last_word(before).chars().all(char::is_lowercase);
    joined
        && previous.is_some_and(|n| {
            let item = format!("{n}.");
            let start = before.char_indices().rev().take(ITEM_REACH).last();
            let before = &before[start.map_or(0, |(at, _)| at)..];
            before.match_indices(&item).any(|(at, _)| {
                !before[..at].ends_with(char::is_numeric)
                    && !before[at + item.len()..].starts_with(char::is_numeric)
            })
        })
}
