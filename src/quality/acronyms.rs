//! Acronyms of a translation that the source writes out: words next to each other whose
//! translations have the letters as initials, in any order, as languages differ in theirs.

use super::coverage::{Coverage, UNCOVERED, Word};
use super::names::Signs;

/// The least probability of a translation whose initial counts.
const LIKELY: f32 = 0.1;

/// Numbers of letters that an acronym may have.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;

/// Whether a word of the translation is an acronym.
pub(super) fn is_acronym(word: &Word) -> bool {
    word.capital
        && LETTERS.contains(&word.text.chars().count())
        && word.text.chars().all(char::is_uppercase)
}

/// Counts acronyms, and the words that they stand for, as covered. Returns how many acronyms
/// nothing covers.
pub(super) fn explain(coverage: &Coverage, source: &mut [Signs], target: &mut [Signs]) -> usize {
    let words = &coverage.source;
    let content: Vec<usize> = (0..words.len())
        .filter(|&at| words[at].native && !words[at].function)
        .collect();
    let mut open = 0;
    for (place, word) in coverage.target.iter().enumerate() {
        if !is_acronym(word) || target[place].lexical >= UNCOVERED {
            continue;
        }
        let letters: Vec<char> = word.text.to_lowercase().chars().collect();
        let written_out = content.windows(letters.len()).find(|window| {
            let free = window.iter().all(|&at| source[at].lexical < UNCOVERED);
            free && {
                let words = window.iter().map(|&at| initials(coverage, &words[at]));
                can_stand_for(&letters, &words.collect::<Vec<_>>())
            }
        });
        match written_out {
            Some(window) => {
                target[place].lexical = 1.0;
                for &at in window {
                    source[at].lexical = 1.0;
                }
            }
            None => open += 1,
        }
    }
    open
}

/// The initials of a source word's translations.
fn initials(coverage: &Coverage, word: &Word) -> Vec<char> {
    let entries = coverage.lexicon.entries(&word.stem).iter();
    let likely = entries.filter(|entry| entry.forwards() >= LIKELY);
    likely
        .filter_map(|entry| coverage.lexicon.initial(entry))
        .collect()
}

/// Whether each letter can be an initial of another word.
fn can_stand_for(letters: &[char], initials: &[Vec<char>]) -> bool {
    let Some((first, rest)) = letters.split_first() else {
        return true;
    };
    initials.iter().enumerate().any(|(at, own)| {
        own.contains(first) && {
            let mut others = initials.to_vec();
            others.remove(at);
            can_stand_for(rest, &others)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_needs_a_word_of_its_own() {
        let initials = |words: &[&str]| -> Vec<Vec<char>> {
            words.iter().map(|word| word.chars().collect()).collect()
        };
        let stands = |letters: &str, words: &[&str]| {
            can_stand_for(&letters.chars().collect::<Vec<_>>(), &initials(words))
        };
        assert!(stands("ioc", &["c", "o", "wi"]));
        assert!(stands("ab", &["ab", "a"]));
        assert!(!stands("aa", &["ab", "b"]));
        assert!(!stands("ioc", &["c", "o"]));
    }
}
