//! How the words of a translation stand in its text: which begin a sentence or a quotation, and
//! which words with capitals stand together as one name.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::coverage::Word;

/// Where the words of a translation stand, by their places among its words.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The words that begin a sentence or a quotation, where a capital means nothing.
    pub(super) starts: BTreeSet<usize>,
    /// The words that only blanks or a hyphen part from the word before.
    adjoining: BTreeSet<usize>,
}

impl Layout {
    /// Finds `words` in the text that they are the words of.
    pub(super) fn of(words: &[Word], translation: &str) -> Self {
        let plain: Vec<char> = translation
            .nfd()
            .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
            .collect();
        let mut layout = Self::default();
        let mut position = 0;
        for (place, word) in words.iter().enumerate() {
            let letters: Vec<char> = word.text.chars().collect();
            let head = &letters[..letters.len().min(3)];
            let found = (position..plain.len()).find(|&at| plain[at..].starts_with(head));
            let at = found.unwrap_or(position.min(plain.len()));
            let gap = &plain[position.min(at)..at];
            let before = gap.iter().rfind(|c| !c.is_whitespace());
            let opens = before.is_some_and(|&c| ".!?:\"“”«'‘(-–—•".contains(c));
            if place == 0 || opens {
                layout.starts.insert(place);
            }
            let is_open = gap.iter().all(|&c| c.is_whitespace() || c == '-');
            if place > 0 && !gap.is_empty() && is_open {
                layout.adjoining.insert(place);
            }
            position = at + letters.len();
        }
        layout
    }

    /// The places of the words that nothing but blanks or a hyphen parts from a word.
    pub(super) fn neighbours(&self, place: usize) -> impl Iterator<Item = usize> {
        let before = place.checked_sub(1);
        let before = before.filter(|_| self.adjoining.contains(&place));
        let after = Some(place + 1).filter(|next| self.adjoining.contains(next));
        before.into_iter().chain(after)
    }

    /// The runs of words with capitals that adjoin each other.
    pub(super) fn names(&self, words: &[Word]) -> Vec<Range<usize>> {
        let mut names: Vec<Range<usize>> = Vec::new();
        for place in (0..words.len()).filter(|&place| words[place].capital) {
            let last = names.last_mut();
            match last.filter(|last| last.end == place && self.adjoining.contains(&place)) {
                Some(last) => last.end += 1,
                None => names.push(place..place + 1),
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::Lexicon;
    use crate::quality::coverage::Coverage;

    #[test]
    fn names_end_at_signs_and_at_words_without_a_capital() {
        let lexicon = Lexicon::between("ar", "en").unwrap();
        let text = "Iraq's Abu Ghraib, Trans-Alaska Inc. and \"San Juan\" (Rio). In Perú it rained";
        let words = Coverage::of("", text, lexicon).unwrap().target;
        let layout = Layout::of(&words, text);
        let names = layout.names(&words).into_iter();
        let names = names.map(|name| {
            let words: Vec<&str> = words[name].iter().map(|word| word.text.as_str()).collect();
            words.join(" ")
        });
        let names: Vec<String> = names.collect();
        assert_eq!(
            names,
            [
                "Iraq",
                "Abu Ghraib",
                "Trans Alaska Inc",
                "San Juan",
                "Rio",
                "Peru"
            ]
        );
        let starts = layout
            .starts
            .iter()
            .map(|&place| words[place].text.as_str());
        let starts: Vec<&str> = starts.collect();
        assert_eq!(starts, ["Iraq", "Alaska", "and", "San", "Rio", "In"]);
        let neighbours = |place| layout.neighbours(place).collect::<Vec<_>>();
        assert_eq!(neighbours(0), Vec::<usize>::new());
        assert_eq!(neighbours(1), [2]);
        assert_eq!(neighbours(4), [3, 5]);
    }
}
