//! Phrases that an output must contain.

use std::sync::Arc;

/// The number of phrases that one output may be asked for.
pub const MOST_PHRASES: usize = 32;

/// One phrase, in one of several spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Its tokens in each spelling, none of them empty.
    pub spellings: Vec<Vec<u32>>,
    /// Further spellings with which an output may begin.
    pub opening: Vec<Vec<u32>>,
}

impl Phrase {
    /// The number of tokens of its longest spelling.
    pub fn longest(&self) -> usize {
        let spellings = self.spellings.iter().chain(&self.opening);
        spellings.map(Vec::len).max().unwrap_or(0)
    }
}

/// The phrases that an output must contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases {
    list: Vec<Phrase>,
    /// Whether each token goes on with the word before it, so that a phrase that ends there is no
    /// phrase: "Iraq" in "Iraqi".
    joining: Arc<[bool]>,
}

impl Phrases {
    /// The first [`MOST_PHRASES`] of `list`; `None` without any. `joining` says of each token
    /// whether it goes on with the word before it.
    pub fn new(list: Vec<Phrase>, joining: Arc<[bool]>) -> Option<Arc<Self>> {
        let mut list = list;
        list.retain(|phrase| !phrase.spellings.is_empty());
        list.truncate(MOST_PHRASES);
        (!list.is_empty()).then(|| Arc::new(Self { list, joining }))
    }

    /// Number of beams of a search with these phrases where one without them has `beams`: one for
    /// each stage of each phrase and one for outputs without any; and, unless speed is all, one
    /// more for outputs with all of them. More than eight cost more than they bring.
    pub fn beams(&self, beams: usize) -> usize {
        let more = if beams > 1 { 2 } else { 1 };
        beams.max((2 * self.list.len() + more).min(8))
    }

    /// All tokens of the phrases, rising.
    pub(crate) fn tokens(&self) -> Vec<u32> {
        let spellings = |phrase: &Phrase| [&phrase.spellings[..], &phrase.opening].concat();
        let mut tokens: Vec<u32> = self.list.iter().flat_map(spellings).flatten().collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    /// Number of phrases.
    pub(crate) fn count(&self) -> usize {
        self.list.len()
    }

    /// Whether a token goes on with the word before it.
    pub(crate) fn joins(&self, token: u32) -> bool {
        self.joining.get(token as usize).copied().unwrap_or(false)
    }

    /// The spellings of a phrase that may begin, at the start of an output or later.
    pub(crate) fn spellings(&self, phrase: usize, start: bool) -> impl Iterator<Item = &[u32]> {
        let Phrase { spellings, opening } = &self.list[phrase];
        let opening = if start { &opening[..] } else { &[] };
        spellings.iter().chain(opening).map(Vec::as_slice)
    }
}
