//! Many words in little memory: one text that holds all of them, and a table that finds the number of
//! a word. A map of strings takes four times as much.

use std::hash::{DefaultHasher, Hasher as _};

/// What stands at a free place of the table.
const FREE: u32 = u32::MAX;

/// The fewest places of a table.
const FEWEST: usize = 16;

/// Words with numbers, from 0 in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Stems {
    /// The words, one after the other.
    text: String,
    /// Where each word ends in the text.
    ends: Vec<u32>,
    /// The number of each word, at the place that its hash gives or at the next free one (linear
    /// probing). The places are a power of two, or none.
    table: Vec<u32>,
}

impl Stems {
    /// Adds a word, which must not be there yet.
    pub(super) fn add(&mut self, word: &str) {
        let number = self.ends.len() as u32;
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        // At least a quarter of the places is free, so that a word is found after a few.
        if self.ends.len() * 4 > self.table.len() * 3 {
            self.grow();
        } else {
            self.enter(number);
        }
    }

    /// The number of a word.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        let number = self.table[self.place(word)];
        (number != FREE).then_some(number)
    }

    /// The word with this number.
    pub(super) fn word(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// Gives back the memory that further words would have taken.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn grow(&mut self) {
        let places = (2 * self.table.len()).max(FEWEST);
        self.table = Vec::new();
        self.table.resize(places, FREE);
        for number in 0..self.ends.len() as u32 {
            self.enter(number);
        }
    }

    fn enter(&mut self, number: u32) {
        let place = self.place(self.word(number));
        self.table[place] = number;
    }

    /// The place in the table where a word stands, or a free one where it would stand.
    fn place(&self, word: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        hasher.write(word.as_bytes());
        let last = self.table.len() - 1;
        let mut place = hasher.finish() as usize & last;
        while self.table[place] != FREE && self.word(self.table[place]) != word {
            place = (place + 1) & last;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_number_and_numbers_by_word() {
        let words: Vec<String> = (0..1000).map(|number| format!("كلمة{number}")).collect();
        let mut stems = Stems::default();
        assert_eq!(stems.number("كلمة0"), None);
        for word in &words {
            stems.add(word);
        }
        stems.shrink();
        for (number, word) in (0..).zip(&words) {
            assert_eq!(stems.number(word), Some(number));
            assert_eq!(stems.word(number), word);
        }
        for other in ["", "كلمة", "كلمة1000", "كلمة12 "] {
            assert_eq!(stems.number(other), None, "{other}");
        }
        // 1000 words need 1334 places for a quarter of them to be free.
        assert_eq!(stems.table.len(), 2048);
    }
}
