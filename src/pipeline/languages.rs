//! The languages of an article: its own, and those of paragraphs in another one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::brief::Flag;

use super::translating::Translating;

/// The languages of an article, by ISO 639-1 code.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// The article's language.
    pub(super) own: String,
    /// Whether it is only the likeliest.
    pub(super) guessed: bool,
    /// Paragraphs in another language, by their number.
    pub(super) others: BTreeMap<usize, Other>,
}

/// The language of a paragraph, where it is another than the article's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Other {
    /// Its ISO 639-1 code.
    pub(super) code: &'static str,
    /// Whether it is written in the script of the rest.
    pub(super) same_script: bool,
}

impl Languages {
    /// An article in one language.
    pub(super) fn only(own: &str) -> Self {
        Self {
            own: own.to_owned(),
            ..Self::default()
        }
    }

    /// The language of a paragraph, by its number.
    pub(super) fn of(&self, paragraph: usize) -> &str {
        self.others
            .get(&paragraph)
            .map_or(&self.own, |other| other.code)
    }

    /// Every language in the article, its own first.
    pub(super) fn all(&self) -> Vec<&str> {
        let others: BTreeSet<&str> = self.others.values().map(|other| other.code).collect();
        std::iter::once(self.own.as_str())
            .chain(others)
            .filter(|code| !code.is_empty())
            .collect()
    }
}

/// The treatment of a paragraph's texts.
#[derive(Clone)]
pub(super) enum Way {
    /// They are translated; a doubt about their language goes to each sentence.
    Translated(Arc<Translating>, Option<Flag>),
    /// They are in the language of briefs and stay as they are.
    Kept,
    /// They cannot be translated, for this reason.
    Left(String),
}
