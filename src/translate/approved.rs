//! Translations that people approved.

use std::collections::BTreeMap;

use super::hash_of;
use crate::text::{Language, normalize};

/// Sources with the translations that people approved for them.
#[derive(Debug)]
pub struct ApprovedPairs {
    /// By the normalised source.
    pairs: BTreeMap<String, String>,
    hash: String,
}

impl ApprovedPairs {
    /// Pairs of a normalised source and its translation; `None` without any.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let pairs: BTreeMap<String, String> = pairs.into_iter().collect();
        let texts = pairs
            .iter()
            .flat_map(|(source, translation)| [source, translation]);
        let hash = hash_of(texts.map(String::as_str));
        (!pairs.is_empty()).then_some(Self { pairs, hash })
    }

    /// The translation of a sentence as it stands in an article, if one was approved.
    pub fn find(&self, sentence: &str, language: &Language) -> Option<&str> {
        let normalised = normalize(sentence, language).text;
        self.pairs.get(&normalised).map(String::as_str)
    }

    /// Number of pairs.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// BLAKE3 of all pairs, in hex.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}
