//! Finding a term in a text although its words are inflected or spelled in another way.

use std::ops::Range;

use super::characters::{is_letter, is_letter_or_digit};
use super::fold::fold_for_search;
use super::language::Language;
use super::script::lacks_spaces;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermWord {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// What stands between the word before it and this one; white space is one space.
    gap: String,
    /// Whether it begins with a capital and has small letters.
    capital: bool,
    /// Whether it is the first of its text, where any word has a capital.
    first: bool,
    /// The readings that it may have, the first as it stands.
    pub forms: Vec<TermForm>,
}

/// One reading of a word, as [`Language::term_forms`] returns them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TermForm {
    /// The word without what is written onto it, folded for searching.
    pub bare: String,
    /// Whether it has the article.
    pub definite: bool,
    /// Whether another word is written in front of it, and only the first word of a term may have
    /// one.
    pub prefixed: bool,
    /// Whether it has an ending that names do not have.
    pub inflected: bool,
    /// Whether it agrees with a word behind it, so that the last word of a term may not have it.
    pub attributive: bool,
}

/// A term that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoughtTerm {
    words: Vec<TermWord>,
    /// Whether it is a name of one word, which takes neither the article nor an ending.
    is_name: bool,
}

impl TermForm {
    /// A word as it stands.
    pub fn plain(bare: impl Into<String>) -> Self {
        Self {
            bare: bare.into(),
            definite: false,
            prefixed: false,
            inflected: false,
            attributive: false,
        }
    }

    /// A word without an ending that names do not have.
    pub fn inflected(bare: impl Into<String>) -> Self {
        Self {
            inflected: true,
            ..Self::plain(bare)
        }
    }
}

impl TermWord {
    /// The readings of a term's own word: as it stands, and without the article.
    pub fn own_readings(&self) -> impl Iterator<Item = &TermForm> {
        let numbered = self.forms.iter().enumerate();
        let own = numbered.filter(|(n, form)| *n == 0 || (form.definite && !form.prefixed));
        own.map(|(_, form)| form)
    }
}

impl SoughtTerm {
    /// A term of a language, and whether it is a name; `None` if it has no word.
    pub fn of(term: &str, language: &Language, is_name: bool) -> Option<Self> {
        let words = term_words(term, language);
        let is_name = is_name && words.len() == 1;
        (!words.is_empty()).then_some(Self { words, is_name })
    }

    /// Its words.
    pub fn words(&self) -> &[TermWord] {
        &self.words
    }

    /// Whether the words of a text begin with the term.
    ///
    /// A word of a term that has the article may stand without it only if all of several do: "the
    /// World Bank" is not "a bank", but "the chief executive" may be "a chief executive". A capital
    /// inside a sentence is that of a name, so a word with one is another word's only as it stands.
    pub fn begins(&self, words: &[TermWord]) -> bool {
        if words.len() < self.words.len() {
            return false;
        }
        let (mut definite, mut dropped) = (0, 0);
        for (place, (word, asked)) in words.iter().zip(&self.words).enumerate() {
            if place > 0 && !(is_joint(&word.gap) || word.gap == asked.gap) {
                return false;
            }
            let is_last = place + 1 == self.words.len();
            let is_name = word.capital && !word.first && !asked.capital;
            let fits = |&(number, form): &(usize, &TermForm)| {
                let is_misplaced = (place > 0 && form.prefixed)
                    || (is_last && form.attributive)
                    || (self.is_name && form.inflected);
                !is_misplaced && (number == 0 || !is_name)
            };
            let forms = word.forms.iter().enumerate().filter(fits);
            let pairs = forms.flat_map(|(_, form)| {
                let own = asked.own_readings().filter(|own| own.bare == form.bare);
                own.map(move |own| (form, own))
            });
            let pairs = pairs.filter(|(form, own)| !self.is_name || own.definite == form.definite);
            // The reading that keeps the article is the best.
            let kept = pairs
                .map(|(form, own)| own.definite && !form.definite)
                .min();
            let Some(without) = kept else {
                return false;
            };
            definite += usize::from(asked.own_readings().any(|own| own.definite));
            dropped += usize::from(without);
        }
        dropped == 0 || (self.words.len() > 1 && dropped == definite)
    }
}

/// The words of a text: runs of letters, digits and marks, with the quotes that are written inside
/// words in some languages; each character in those without spaces.
pub fn term_words(text: &str, language: &Language) -> Vec<TermWord> {
    let inside = |at: usize, c: char| {
        is_letter_or_digit(c)
            || language.is_mark(c)
            || super::characters::is_invisible(c)
            || is_quote_in_word(text, at, c, language)
    };
    let alone = |c: char| !language.sentences.spaced && lacks_spaces(c);
    let mut words: Vec<TermWord> = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_inside = inside(at, c);
        if let Some(start) = from
            && (!is_inside || alone(c) || text[..at].ends_with(alone))
        {
            let before = words.last().map_or(0, |word| word.span.end);
            words.extend(word(text, before, start..at, language));
            from = None;
        }
        if is_inside && from.is_none() {
            from = Some(at);
        }
    }
    words
}

/// Whether a sign stands between two letters of a language that writes it inside words.
fn is_quote_in_word(text: &str, at: usize, c: char, language: &Language) -> bool {
    language.sentences.quotes_in_words
        && matches!(language.own_letter(c), '"' | '\'')
        && text[..at].ends_with(is_letter)
        && text[at + c.len_utf8()..].starts_with(is_letter)
}

fn word(text: &str, before: usize, span: Range<usize>, language: &Language) -> Option<TermWord> {
    let letters = text[span.clone()].chars();
    let typed: String = letters.map(|c| language.own_letter(c)).collect();
    let key = fold_for_search(&typed);
    if key.is_empty() {
        return None;
    }
    let forms = match language.term_forms {
        Some(forms) => forms(&key, &typed),
        None => vec![TermForm::plain(key)],
    };
    let mut gap = String::new();
    for c in text[before..span.start].chars() {
        match c.is_whitespace() {
            true if gap.ends_with(' ') => {}
            true => gap.push(' '),
            false => gap.push(c),
        }
    }
    Some(TermWord {
        capital: typed.starts_with(char::is_uppercase) && typed.contains(char::is_lowercase),
        first: before == 0,
        span,
        gap,
        forms,
    })
}

/// Whether words that this stands between are of one phrase.
fn is_joint(gap: &str) -> bool {
    let of_phrases = |c: char| matches!(c, ' ' | '-' | '\u{2011}');
    !gap.is_empty() && gap.chars().all(of_phrases)
}
