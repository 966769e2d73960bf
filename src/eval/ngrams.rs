//! N-grams as numbers. A sequence is packed once, n-grams of the highest order into 128 bits
//! each, and sorted; n-grams of lower orders are prefixes, so the same order serves them all and
//! two sequences are compared by merging.

use std::collections::HashMap;

/// The n-grams of one sequence, for all orders up to a highest one.
pub(super) struct Grams {
    /// The packed n-grams, sorted. Positions beyond the end of the sequence are 0.
    keys: Vec<u128>,
    order: u32,
    bits: u32,
}

impl Grams {
    /// Packs items, each from 1 and below 2^(128 / `order`); `order` is at least 2.
    pub(super) fn new<I>(items: I, order: u32) -> Self
    where
        I: DoubleEndedIterator<Item = u32>,
    {
        let bits = 128 / order;
        let first = bits * (order - 1);
        let mut key = 0;
        let mut keys: Vec<u128> = items
            .rev()
            .map(|item| {
                key = (u128::from(item) << first) | (key >> bits);
                key
            })
            .collect();
        keys.sort_unstable();
        Self { keys, order, bits }
    }

    /// The number of items.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The number of n-grams of an order.
    pub(super) fn total(&self, n: u32) -> u64 {
        (self.keys.len() as u64).saturating_sub(u64::from(n) - 1)
    }

    /// How many n-grams of an order match: each counts at most as often as it occurs in the
    /// reference that has it most often.
    pub(super) fn matches(&self, references: &[Self], n: u32) -> u64 {
        let mut references: Vec<_> = references.iter().map(|r| r.counts(n).peekable()).collect();
        self.counts(n)
            .map(|(gram, count)| {
                let most = references.iter_mut().map(|counts| {
                    while counts.next_if(|(other, _)| *other < gram).is_some() {}
                    counts.next_if(|(other, _)| *other == gram)
                });
                count.min(most.flatten().map(|(_, count)| count).max().unwrap_or(0))
            })
            .sum()
    }

    /// The distinct n-grams of an order with their counts, sorted.
    fn counts(&self, n: u32) -> impl Iterator<Item = (u128, u64)> {
        let rest = self.bits * (self.order - n);
        let last = (1 << self.bits) - 1;
        self.keys
            .chunk_by(move |a, b| a >> rest == b >> rest)
            .map(move |run| (run[0] >> rest, run.len() as u64))
            // A gram with nothing in its last place is the end of the sequence, not an n-gram.
            .filter(move |(gram, _)| gram & last != 0)
    }
}

/// Numbers for the words of one segment: equal words get equal numbers, from 1.
#[derive(Default)]
pub(super) struct Numbers<'a>(HashMap<&'a str, u32>);

impl<'a> Numbers<'a> {
    pub(super) fn of(&mut self, word: &'a str) -> u32 {
        let next = u32::try_from(self.0.len() + 1).expect("a segment of 4 G words is a bug");
        *self.0.entry(word).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(items: &[u32], order: u32) -> Grams {
        Grams::new(items.iter().copied(), order)
    }

    #[test]
    fn every_order_has_its_counts() {
        let grams = grams(&[1, 2, 1, 2], 4);
        let counts = |n| grams.counts(n).map(|(_, count)| count).collect::<Vec<_>>();
        assert_eq!(counts(1), [2, 2]);
        assert_eq!(counts(2), [2, 1]);
        assert_eq!(counts(3), [1, 1]);
        assert_eq!(counts(4), [1]);
        assert_eq!([1, 2, 3, 4].map(|n| grams.total(n)), [4, 3, 2, 1]);
    }

    #[test]
    fn a_short_sequence_has_no_long_n_grams() {
        let grams = grams(&[7], 6);
        assert_eq!(grams.total(2), 0);
        assert_eq!(grams.counts(2).count(), 0);
        assert_eq!(grams.matches(&[Grams::new([7].into_iter(), 6)], 2), 0);
    }

    #[test]
    fn a_match_counts_as_often_as_the_best_reference_has_it() {
        let hypothesis = grams(&[5, 5, 5, 9], 2);
        let references = [grams(&[5, 1], 2), grams(&[1, 5, 5, 2], 2)];
        assert_eq!(hypothesis.matches(&references, 1), 2);
        assert_eq!(hypothesis.matches(&references, 2), 1);
        assert_eq!(hypothesis.matches(&[], 1), 0);
    }

    #[test]
    fn the_largest_items_fit() {
        let word = grams(&[u32::MAX; 4], 4);
        assert_eq!(word.matches(&[grams(&[u32::MAX; 5], 4)], 4), 1);
        let letter = u32::from(char::MAX) + 1;
        let letters = grams(&[letter; 6], 6);
        assert_eq!(letters.matches(&[grams(&[letter; 7], 6)], 6), 1);
    }
}
