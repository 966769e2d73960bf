//! How far a hypothesis has come with the phrases that it must contain.
//!
//! The search keeps places for hypotheses at every stage, so that those that have paid for a
//! phrase are not driven out by those that have yet to (dynamic beam allocation: Post and Vilar
//! 2018, "Fast Lexically Constrained Decoding with Dynamic Beam Allocation for Neural Machine
//! Translation"). It differs from theirs in that a phrase has two stages, whatever its number of
//! tokens, so that few beams are enough.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::engine::contract::phrases::Phrases;

/// How far a hypothesis has come with its phrases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// A bit for each phrase that it contains.
    met: u32,
    /// The bits that its last token added.
    just_met: u32,
    /// Spellings that it has begun.
    begun: Vec<Begun>,
}

/// A spelling that a hypothesis has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Begun {
    phrase: usize,
    /// The tokens that are still to come, at least one.
    rest: Vec<u32>,
    /// Whether it is asked for.
    asked: bool,
}

impl Progress {
    /// The stage: two for each phrase that is there, one for one that has begun.
    pub(crate) fn stage(&self) -> usize {
        2 * self.met.count_ones() as usize + usize::from(self.asked().next().is_some())
    }

    /// Whether every phrase is there.
    pub(crate) fn is_complete(&self, phrases: &Phrases) -> bool {
        self.met.count_ones() as usize == phrases.count()
    }

    /// Whether every phrase is there for good: none was completed by the last token, which the next one
    /// may go on with.
    pub(crate) fn is_settled(&self, phrases: &Phrases) -> bool {
        self.is_complete(phrases) && self.just_met == 0
    }

    /// The tokens that bring a hypothesis further, rising. `start` says whether it is empty.
    pub(crate) fn wanted(&self, phrases: &Phrases, start: bool) -> Vec<u32> {
        let beginning = self.unmet(phrases).flat_map(|phrase| {
            let asked = phrases.spellings(phrase, start).filter(|(_, asked)| *asked);
            asked.map(|(tokens, _)| tokens[0])
        });
        let mut wanted: Vec<u32> = self.asked().map(|b| b.rest[0]).chain(beginning).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }

    /// Whether a token goes on with a phrase that has begun and is asked for.
    pub(crate) fn goes_on_with(&self, token: u32) -> bool {
        self.asked().any(|begun| begun.rest[0] == token)
    }

    /// Whether it has come further than `before`, of which it is the next.
    pub(crate) fn is_further_than(&self, before: &Self) -> bool {
        let left = |progress: &Self| progress.asked().map(|b| b.rest.len()).min();
        match self.stage().cmp(&before.stage()) {
            Ordering::Greater => true,
            Ordering::Equal => left(self) < left(before),
            Ordering::Less => false,
        }
    }

    /// The progress with one more token.
    pub(crate) fn with(&self, token: u32, phrases: &Phrases, start: bool) -> Self {
        let mut met = self.met;
        if phrases.joins(token) {
            met &= !self.just_met;
        }
        let open = Self {
            met,
            ..Self::default()
        };
        let beginning = open.unmet(phrases).flat_map(|phrase| {
            let spellings = phrases.spellings(phrase, start);
            spellings.map(move |(tokens, asked)| (phrase, tokens, asked))
        });
        let going_on = self.begun.iter().map(|b| (b.phrase, &b.rest[..], b.asked));
        let (mut just_met, mut begun) = (0, Vec::new());
        for (phrase, tokens, asked) in going_on.chain(beginning) {
            match tokens {
                [first] if *first == token => just_met |= 1 << phrase,
                [first, rest @ ..] if *first == token => begun.push(Begun {
                    phrase,
                    rest: rest.to_vec(),
                    asked,
                }),
                _ => {}
            }
        }
        just_met &= !met;
        begun.retain(|b| just_met & (1 << b.phrase) == 0);
        Self {
            met: met | just_met,
            just_met,
            begun,
        }
    }

    fn asked(&self) -> impl Iterator<Item = &Begun> {
        self.begun.iter().filter(|begun| begun.asked)
    }

    fn unmet<'a>(&'a self, phrases: &'a Phrases) -> impl Iterator<Item = usize> + 'a {
        (0..phrases.count()).filter(|phrase| self.met & (1 << phrase) == 0)
    }
}

/// What the tokens of phrases cost after the first one, as far as a search has seen.
///
/// With it, a hypothesis that has begun a phrase can be compared with one that has paid for it: a
/// word that only begins like a phrase would else drive out those that go on with it.
#[derive(Debug, Default)]
pub(crate) struct Costs {
    /// The highest log-probability that a token of a phrase had, by the phrase and by how many
    /// tokens there were to come with it.
    seen: BTreeMap<(usize, usize), f32>,
}

impl Costs {
    /// Learns from the log-probability of a token after a hypothesis with this progress.
    pub(crate) fn learn(&mut self, progress: &Progress, token: u32, log_prob: f32) {
        for begun in progress.asked().filter(|begun| begun.rest[0] == token) {
            let place = (begun.phrase, begun.rest.len());
            let seen = self.seen.entry(place).or_insert(log_prob);
            *seen = seen.max(log_prob);
        }
    }

    /// The log-probability of what is still to come of the phrases that have begun; zero if none
    /// has.
    pub(crate) fn to_come(&self, progress: &Progress) -> f32 {
        let rest = |begun: &Begun| -> f32 {
            let places = (1..=begun.rest.len()).map(|left| (begun.phrase, left));
            places.filter_map(|place| self.seen.get(&place)).sum()
        };
        progress.asked().map(rest).reduce(f32::max).unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::contract::phrases::{Asked, Phrase, Spelling};

    fn spelling(tokens: &[u32], asked: Asked) -> Spelling {
        Spelling {
            tokens: tokens.to_vec(),
            asked,
        }
    }

    /// Phrases whose token 9 goes on with a word.
    fn phrases(list: &[&[&[u32]]]) -> Arc<Phrases> {
        let list = list.iter().map(|spellings| Phrase {
            spellings: spellings
                .iter()
                .map(|tokens| spelling(tokens, Asked::Anywhere))
                .collect(),
        });
        let joining = (0..20).map(|token| token == 9).collect();
        Phrases::new(list.collect(), joining).unwrap_or_else(|| panic!("no phrases"))
    }

    fn after(tokens: &[u32], phrases: &Phrases) -> Progress {
        let mut progress = Progress::default();
        for (at, &token) in tokens.iter().enumerate() {
            progress = progress.with(token, phrases, at == 0);
        }
        progress
    }

    #[test]
    fn a_phrase_is_there_once_its_last_token_is() {
        let phrases = phrases(&[&[&[3, 4, 5]], &[&[7]]]);
        assert_eq!(after(&[1, 3], &phrases).stage(), 1);
        assert_eq!(after(&[1, 3], &phrases).wanted(&phrases, false), [3, 4, 7]);
        assert_eq!(after(&[3, 4, 5], &phrases).stage(), 2);
        assert_eq!(after(&[3, 4, 6], &phrases).stage(), 0);
        assert!(after(&[7, 2, 3, 4, 5, 6], &phrases).is_complete(&phrases));
        assert!(!after(&[7, 2, 3, 4], &phrases).is_complete(&phrases));
    }

    #[test]
    fn a_phrase_that_begins_inside_its_own_beginning_is_found() {
        let phrases = phrases(&[&[&[3, 3, 4]]]);
        assert!(after(&[3, 3, 3, 4], &phrases).is_complete(&phrases));
    }

    #[test]
    fn a_word_that_goes_on_is_not_the_phrase() {
        let phrases = phrases(&[&[&[3, 4]]]);
        assert!(after(&[3, 4, 5, 9], &phrases).is_complete(&phrases));
        assert!(!after(&[3, 4], &phrases).is_settled(&phrases));
        assert!(after(&[3, 4, 5], &phrases).is_settled(&phrases));
        let iraqi = after(&[3, 4, 9], &phrases);
        assert_eq!(iraqi.stage(), 0);
        assert_eq!(iraqi.wanted(&phrases, false), [3]);
    }

    #[test]
    fn any_spelling_is_enough_and_some_are_not_asked_for() {
        let phrase = Phrase {
            spellings: vec![
                spelling(&[3], Asked::Anywhere),
                spelling(&[4, 5], Asked::Anywhere),
                spelling(&[6], Asked::Opening),
                spelling(&[7, 8], Asked::Nowhere),
            ],
        };
        let Some(phrases) = Phrases::new(vec![phrase], [].into()) else {
            panic!("no phrases");
        };
        for tokens in [&[1, 3][..], &[1, 4, 5], &[6], &[1, 6], &[1, 7, 8]] {
            assert!(after(tokens, &phrases).is_complete(&phrases), "{tokens:?}");
        }
        assert_eq!(after(&[1, 7], &phrases).stage(), 0);
        assert_eq!(Progress::default().wanted(&phrases, true), [3, 4, 6]);
        assert_eq!(after(&[7], &phrases).wanted(&phrases, false), [3, 4]);
    }

    #[test]
    fn every_token_of_a_phrase_brings_a_hypothesis_further() {
        let phrases = phrases(&[&[&[3, 4, 5]]]);
        let steps = [&[1][..], &[1, 3], &[1, 3, 4], &[1, 3, 4, 5]];
        let steps = steps.map(|tokens| after(tokens, &phrases));
        for pair in steps.windows(2) {
            assert!(pair[1].is_further_than(&pair[0]), "{pair:?}");
        }
        assert!(!after(&[1, 3, 2], &phrases).is_further_than(&steps[1]));
        assert!(!after(&[1, 2], &phrases).is_further_than(&steps[0]));
    }
}
