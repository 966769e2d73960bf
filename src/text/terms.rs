//! Finding a term in a text although its words are inflected or spelled in another way.

use std::ops::Range;

use super::characters::is_letter_or_digit;
use super::fold::fold_for_search;
use super::language::Language;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermWord {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// What stands between the word before it and this one; white space is one space.
    gap: String,
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
    /// World Bank" is not "a bank", but "the chief executive" may be "a chief executive".
    pub fn begins(&self, words: &[TermWord]) -> bool {
        if words.len() < self.words.len() {
            return false;
        }
        let (mut definite, mut dropped) = (0, 0);
        for (place, (word, asked)) in words.iter().zip(&self.words).enumerate() {
            if place > 0 && !(is_joint(&word.gap) || word.gap == asked.gap) {
                return false;
            }
            let fits = |form: &&TermForm| {
                (place == 0 || !form.prefixed) && !(self.is_name && form.inflected)
            };
            let pairs = word.forms.iter().filter(fits).flat_map(|form| {
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

/// The words of a text: runs of letters, digits and marks.
pub fn term_words(text: &str, language: &Language) -> Vec<TermWord> {
    let inside = |c: char| {
        is_letter_or_digit(c) || language.is_mark(c) || super::characters::is_invisible(c)
    };
    let mut words: Vec<TermWord> = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (inside(c), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                let before = words.last().map_or(0, |word| word.span.end);
                words.extend(word(text, before, start..at, language));
                from = None;
            }
            _ => {}
        }
    }
    words
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
    Some(TermWord { span, gap, forms })
}

/// Whether words that this stands between are of one phrase.
fn is_joint(gap: &str) -> bool {
    let of_phrases = |c: char| matches!(c, ' ' | '-' | '\u{2011}');
    !gap.is_empty() && gap.chars().all(of_phrases)
}
