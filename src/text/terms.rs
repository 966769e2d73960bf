//! Finding a term in a text although its words are inflected or spelled in another way.

use std::ops::Range;

use super::fold::fold_for_search;
use super::language::Language;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermWord {
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// The readings that it may have, each once.
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
    /// Whether only a word of a term after its first can have this reading.
    pub following: bool,
}

impl TermForm {
    /// A word as it stands.
    pub fn plain(bare: impl Into<String>) -> Self {
        Self {
            bare: bare.into(),
            definite: false,
            prefixed: false,
            following: false,
        }
    }
}

impl TermWord {
    /// The readings of a glossary's own word: as it stands, and without the article.
    pub fn own_readings(&self) -> impl Iterator<Item = &TermForm> {
        let numbered = self.forms.iter().enumerate();
        let own = numbered.filter(|(n, form)| *n == 0 || (form.definite && !form.prefixed));
        own.map(|(_, form)| form)
    }
}

/// The words of a text: runs of letters, digits and marks.
pub fn term_words(text: &str, language: &Language) -> Vec<TermWord> {
    let inside =
        |c: char| c.is_alphanumeric() || language.is_mark(c) || super::characters::is_invisible(c);
    let mut words = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (inside(c), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.extend(word(text, start..at, language));
                from = None;
            }
            _ => {}
        }
    }
    words
}

fn word(text: &str, span: Range<usize>, language: &Language) -> Option<TermWord> {
    let typed: String = text[span.clone()]
        .chars()
        .map(|c| language.own_letter(c))
        .collect();
    let key = fold_for_search(&typed);
    if key.is_empty() {
        return None;
    }
    let forms = match language.term_forms {
        Some(forms) => forms(&key, &typed),
        None => vec![TermForm::plain(key)],
    };
    Some(TermWord { span, forms })
}

/// Whether `words` of `text` begin with a term, whose words are `term`; both are from
/// [`term_words`].
///
/// A word of a term that has the article may stand without it only if all of several do: "the
/// World Bank" is not "a bank", but "the chief executive" may be "a chief executive".
pub fn begins_with_term(text: &str, words: &[TermWord], term: &[TermWord]) -> bool {
    if term.is_empty() || words.len() < term.len() {
        return false;
    }
    let last = term.len() - 1;
    let (mut definite, mut dropped) = (0, 0);
    for (place, (word, asked)) in words.iter().zip(term).enumerate() {
        if place > 0 && !is_joint(&text[words[place - 1].span.end..word.span.start]) {
            return false;
        }
        let fits = |form: &&TermForm| match place {
            0 => !form.following,
            _ => !form.prefixed,
        };
        let pairs = word.forms.iter().filter(fits).flat_map(|form| {
            let own = asked.own_readings().filter(|own| own.bare == form.bare);
            own.map(move |own| (form, own))
        });
        // The reading that keeps the article is the best.
        let Some(without) = pairs
            .map(|(form, own)| own.definite && !form.definite)
            .min()
        else {
            return false;
        };
        definite += usize::from(asked.own_readings().any(|own| own.definite));
        dropped += usize::from(without);
    }
    dropped == 0 || (last > 0 && dropped == definite)
}

/// Whether words that this stands between are of one phrase.
fn is_joint(between: &str) -> bool {
    !between.is_empty()
        && between
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2011}'))
}
