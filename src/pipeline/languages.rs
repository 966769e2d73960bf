//! The languages of an article: its own, and those of paragraphs in another one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::brief::Flag;

use super::translating::Translating;

/// The languages of an article, by ISO 639-1 code.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// That of the article.
    pub(super) own: String,
    /// Whether it is only the likeliest.
    pub(super) guessed: bool,
    /// Those of paragraphs in another language, by the paragraph's number.
    pub(super) others: BTreeMap<usize, &'static str>,
}

impl Languages {
    /// An article in one language.
    pub(super) fn only(own: &str) -> Self {
        Self {
            own: own.to_owned(),
            ..Self::default()
        }
    }

    /// That of a paragraph, by its number.
    pub(super) fn of(&self, paragraph: usize) -> &str {
        self.others.get(&paragraph).copied().unwrap_or(&self.own)
    }

    /// All of them, the article's own first.
    pub(super) fn all(&self) -> Vec<&str> {
        let others: BTreeSet<&str> = self.others.values().copied().collect();
        std::iter::once(self.own.as_str())
            .chain(others)
            .filter(|code| !code.is_empty())
            .collect()
    }
}

/// What becomes of the texts of a language.
#[derive(Clone)]
pub(super) enum Way {
    /// They are translated; a doubt about their language goes to each sentence.
    Translated(Arc<Translating>, Option<Flag>),
    /// They are in the language of briefs and stay as they are.
    Kept,
    /// They cannot be translated, for this reason.
    Left(String),
}
