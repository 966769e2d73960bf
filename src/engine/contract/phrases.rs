//! Phrases that an output must contain.

use std::sync::Arc;

/// The number of phrases that one output may be asked for.
pub const MOST_PHRASES: usize = 32;

/// One phrase, in one of several spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Its spellings.
    pub spellings: Vec<Spelling>,
}

/// A spelling of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// Its tokens, at least one.
    pub tokens: Vec<u32>,
    /// Where it is asked for. Wherever the model writes it, the phrase is there.
    pub asked: Asked,
}

/// Where a spelling is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Anywhere in the output.
    Anywhere,
    /// At its beginning.
    Opening,
    /// Nowhere.
    Nowhere,
}

impl Phrase {
    /// The number of tokens of the longest spelling that is asked for.
    pub fn longest(&self) -> usize {
        let asked = self.spellings.iter().filter(|s| s.asked != Asked::Nowhere);
        asked.map(|s| s.tokens.len()).max().unwrap_or(0)
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
    pub fn new(mut list: Vec<Phrase>, joining: Arc<[bool]>) -> Option<Arc<Self>> {
        list.retain(|phrase| phrase.longest() > 0);
        list.truncate(MOST_PHRASES);
        (!list.is_empty()).then(|| Arc::new(Self { list, joining }))
    }

    /// Number of beams of a search with these phrases where one without them has `beams`. There is
    /// one for each stage of each phrase and one for outputs without any. A search with several
    /// beams gets one more, for outputs with all phrases. More than eight cost more than they bring.
    pub fn beams(&self, beams: usize) -> usize {
        let more = if beams > 1 { 2 } else { 1 };
        beams.max((2 * self.list.len() + more).min(8))
    }

    /// All tokens of the phrases, rising.
    pub(crate) fn tokens(&self) -> Vec<u32> {
        let spellings = self.list.iter().flat_map(|phrase| &phrase.spellings);
        let mut tokens: Vec<u32> = spellings.flat_map(|s| s.tokens.iter().copied()).collect();
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

    /// The spellings of a phrase with whether they are asked for, at the start of an output or
    /// later.
    pub(crate) fn spellings(
        &self,
        phrase: usize,
        start: bool,
    ) -> impl Iterator<Item = (&[u32], bool)> {
        self.list[phrase].spellings.iter().map(move |spelling| {
            let asked = match spelling.asked {
                Asked::Anywhere => true,
                Asked::Opening => start,
                Asked::Nowhere => false,
            };
            (&spelling.tokens[..], asked)
        })
    }
}
