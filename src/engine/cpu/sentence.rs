//! What a sentence keeps while it is decoded: the keys and values of its source, and its shortlist.

use crate::engine::cpu::attention::paging::Page;
use crate::engine::weights::vocabulary::OutputVocabulary;

/// A sentence that is being decoded.
pub(crate) struct Sentence<T> {
    /// Keys and values of the source.
    pub(crate) pages: Vec<Page<T>>,
    /// Number of source tokens.
    pub(crate) length: usize,
    /// The tokens that the sentence is restricted to, if the model has a lexical shortlist.
    pub(crate) list: Option<List>,
}

/// The tokens of a sentence's shortlist, and their rows in the output layer.
pub(crate) struct List {
    pub(crate) vocabulary: OutputVocabulary,
    pub(crate) rows: Vec<u32>,
}

impl List {
    /// The list of those of `tokens`, in rising order, that the output layer has.
    pub(crate) fn new(mut tokens: Vec<u32>, vocabulary: &OutputVocabulary) -> Self {
        let row = |&token: &u32| vocabulary.row(token);
        tokens.retain(|token| row(token).is_some());
        Self {
            rows: tokens.iter().filter_map(row).map(|r| r as u32).collect(),
            vocabulary: OutputVocabulary::Listed(tokens),
        }
    }

    /// The same list with more tokens.
    pub(crate) fn with(self, more: &[u32], vocabulary: &OutputVocabulary) -> Self {
        let OutputVocabulary::Listed(mut tokens) = self.vocabulary else {
            unreachable!("a list is made of its tokens")
        };
        tokens.extend(more);
        tokens.sort_unstable();
        tokens.dedup();
        Self::new(tokens, vocabulary)
    }
}
