//! How a text goes on behind a possible end of a sentence. This file owns which words begin a
//! sentence and which continue one, in languages with capital letters and in those without spaces.

use super::characters::{is_invisible, is_letter, is_letter_or_digit};
use super::dash::is_dash;
use super::fold::lower_case;
use super::language::Language;
use super::languages::{CYRILLIC_VOWELS, LATIN_VOWELS};
use super::script::Script;
use super::words::WORD_REACH;

/// A word before a full stop is no unlisted abbreviation if it has this many letters, or if it has
/// as many as [`LONG_VOWEL`] and ends with a vowel, because words are shortened behind a consonant.
const LONG: usize = 6;

/// See [`LONG`].
const LONG_VOWEL: usize = 4;

/// Maximum number of characters of a clause that reports the speech before it.
const REPORT: usize = 24;

/// Whether a text, which follows a possible end of a sentence, goes on with a small letter that
/// begins no sentence. `core` is the text before it, with that end.
pub(super) fn continues(core: &str, after: &str, language: &Language) -> bool {
    if !language.has_capitals() {
        return false;
    }
    let rest = after.trim_start_matches(|c: char| !is_letter_or_digit(c));
    let word = first_word(rest);
    let Some(first) = word.chars().next().filter(|c| c.is_lowercase()) else {
        return false;
    };
    if is_brand(word) {
        return false;
    }
    if !language.sentences.complete {
        return true;
    }
    // Behind a dash or a comma the sentence goes on with any word.
    if after[..after.len() - rest.len()].contains(|c| is_dash(c) || c == ',') {
        return true;
    }
    let is_address = word.contains("://") || word.starts_with("www.");
    let foreign =
        language.script == Some(Script::Cyrillic) && Script::of(first) == Some(Script::Latin);
    let whole = || core.strip_suffix('.').is_some_and(is_whole_word);
    !(whole() || (foreign && !is_address))
}

/// Whether a text begins with a small letter, as what is said about the quote before it does.
pub(super) fn begins_small(after: &str, language: &Language) -> bool {
    let word = first_word(after.trim_start_matches(|c: char| !is_letter_or_digit(c)));
    language.has_capitals() && word.starts_with(char::is_lowercase) && !is_brand(word)
}

/// Whether a word begins with a small letter as names of products do: `iPhone`, `e-Devlet`.
fn is_brand(word: &str) -> bool {
    let name = word.split(['\'', '’']).next().unwrap_or(word);
    let (first, rest) = name.split_once('-').unwrap_or((name, ""));
    let inner = |part: &str| part.chars().skip(1).any(char::is_uppercase);
    let prefixed = first.chars().count() == 1 && rest.starts_with(char::is_uppercase);
    !name.contains(['.', '/', '@']) && (inner(first) || prefixed)
}

/// Whether a text ends with a word that is too long for an abbreviation that is not listed.
fn is_whole_word(stem: &str) -> bool {
    let start = stem
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_letter(*c))
        .last()
        .map_or(stem.len(), |(at, _)| at);
    let (before, word) = stem.split_at(start);
    let letters = word.chars().count();
    let vowel = word.chars().next_back().is_some_and(is_vowel);
    !before.ends_with(['.', '@', '/']) && (letters >= LONG || (letters >= LONG_VOWEL && vowel))
}

fn is_vowel(c: char) -> bool {
    LATIN_VOWELS.contains(c) || CYRILLIC_VOWELS.contains(c)
}

/// Whether a word of several letters has no vowel, as only abbreviations have. Words in capitals
/// alone are names.
pub(super) fn has_no_vowel(word: &str) -> bool {
    word.chars().nth(1).is_some_and(char::is_lowercase)
        && word.chars().all(is_letter)
        && !lower_case(word).contains(is_vowel)
}

/// Whether a text begins with a word that begins sentences.
pub(super) fn opens(after: &str, language: &Language) -> bool {
    begins_with_one_of(after, language.sentences.openers, language)
}

/// Whether a text begins with a word that is also part of family names.
pub(super) fn begins_with_particle(after: &str, language: &Language) -> bool {
    begins_with_one_of(after, language.sentences.particles, language)
}

/// Whether a text begins with a capital, behind signs.
pub(super) fn begins_with_capital(after: &str) -> bool {
    after
        .trim_start_matches(|c: char| !is_letter_or_digit(c))
        .starts_with(char::is_uppercase)
}

/// Whether a text begins with one of these words, with a capital.
fn begins_with_one_of(after: &str, words: &[&str], language: &Language) -> bool {
    let rest = after.trim_start_matches(|c: char| !is_letter_or_digit(c));
    if words.is_empty() || !rest.starts_with(|c: char| c.is_uppercase()) {
        return false;
    }
    let end = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
    let word = lower_case(&rest[..end]);
    // A letter with a full stop is an initial.
    if rest[end..].starts_with('.') && word.chars().nth(1).is_none() {
        return false;
    }
    let elided = rest[end..].starts_with(['\'', '’']);
    words.iter().any(|listed| {
        let plain = listed.trim_end_matches('\'');
        (plain.len() == listed.len() || elided) && language.same_word(plain, &word)
    })
}

/// Whether the clause at the start of a text reports the speech before it, as in `”他说。`: it is
/// short and ends with a word of reporting.
pub(super) fn reports(after: &str, language: &Language) -> bool {
    let words = language.news.report_endings;
    if words.is_empty() {
        return false;
    }
    let end = after
        .char_indices()
        .take(REPORT + 1)
        .find(|&(_, c)| !is_letter_or_digit(c) && !matches!(c, '·' | '、' | '（' | '）' | '-'))
        .map(|(at, _)| at);
    end.is_some_and(|end| words.iter().any(|word| after[..end].ends_with(word)))
}

/// The first word of a text without the signs before it, with inner signs.
pub(super) fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| !is_letter_or_digit(c));
    let end = text
        .char_indices()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace() && !is_invisible(*c))
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    &text[..end]
}
