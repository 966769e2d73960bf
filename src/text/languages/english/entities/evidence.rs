//! How an article writes its words: with a capital inside sentences, or without one. This file
//! owns what counts as evidence, and which sentences are headlines, whose capitals mean nothing.

use super::known::{self, Marks, WordMap};
use super::tokens::{Shape, Token};

/// How often a word is written in each way, outside headlines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Uses {
    /// With a capital, inside a sentence.
    pub(super) capital: u32,
    /// In small letters.
    pub(super) lower: u32,
}

/// The uses of the words of an article.
#[derive(Debug, Default)]
pub(super) struct Evidence<'s> {
    uses: WordMap<&'s str, Uses>,
}

impl<'s> Evidence<'s> {
    /// Reads an article, its texts and their words, and which of the texts are headlines: told by
    /// their capitals, and by words that the rest of the article writes without.
    pub(super) fn of(texts: &[&str], sentences: &'s [Vec<Token<'_>>]) -> (Self, Vec<bool>) {
        let mut evidence = Self::default();
        for token in sentences.iter().flatten() {
            if token.shape == Shape::Lower && !token.is(Marks::STOP) {
                evidence.uses.entry(&token.key).or_default().lower += 1;
            }
        }
        let is_headline = |(text, tokens): (&&str, &Vec<Token<'_>>)| {
            let stops = text.trim_end().ends_with('.');
            is_all_capitals(tokens) || evidence.is_title_case(tokens, stops)
        };
        let headlines: Vec<bool> = texts.iter().zip(sentences).map(is_headline).collect();
        for (tokens, headline) in sentences.iter().zip(&headlines) {
            for token in tokens.iter().filter(|token| !headline && !token.begins) {
                if token.is_capital() {
                    evidence.uses.entry(&token.key).or_default().capital += 1;
                }
            }
        }
        (evidence, headlines)
    }

    /// The uses of a folded word.
    pub(super) fn uses(&self, key: &str) -> Uses {
        self.uses.get(key).copied().unwrap_or_default()
    }

    /// Whether the article writes a word with a capital inside sentences, and not without.
    pub(super) fn is_capital(&self, key: &str) -> bool {
        let uses = self.uses(key);
        uses.capital > uses.lower
    }

    /// Whether the article writes a word more often without a capital than with one.
    pub(super) fn is_lower(&self, key: &str) -> bool {
        let uses = self.uses(key);
        uses.lower > uses.capital
    }

    /// Whether most of the content words have capitals, among them ordinary words.
    fn is_title_case(&self, tokens: &[Token<'_>], stops: bool) -> bool {
        let (mut content, mut capitals, mut ordinary) = (0, 0, 0);
        for token in tokens {
            if token.shape == Shape::Number || token.is(Marks::PARTICLE) {
                continue;
            }
            let inside = token.is_capital() && !token.begins;
            if token.is(Marks::STOP) {
                ordinary += usize::from(inside && token.shape == Shape::Capital);
                continue;
            }
            content += 1;
            capitals += usize::from(token.is_capital());
            let part_of_names = Marks::FIELD | Marks::HEAD | Marks::TITLE | Marks::NAME;
            let ordinary_word = || {
                token.is(Marks::COMMON)
                    || known::has_common_ending(&token.key)
                    || self.uses(&token.key).lower > 0
            };
            ordinary += usize::from(inside && !token.is(part_of_names) && ordinary_word());
        }
        let needed = if capitals == content { 1 } else { 2 };
        // Headlines have no full stop; long sentences with many names do.
        let (share, needed) = if stops { (9, needed + 1) } else { (6, needed) };
        content >= 3 && capitals * 10 >= content * share && ordinary >= needed
    }
}

/// Whether a sentence is written in capitals, so that they tell nothing.
fn is_all_capitals(tokens: &[Token<'_>]) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for token in tokens.iter().filter(|token| token.shape != Shape::Number) {
        words += 1;
        capitals += usize::from(!token.text.contains(char::is_lowercase));
    }
    words >= 3 && capitals * 10 >= words * 7
}

/// Takes the words of a sentence in capitals for words with a capital: none is an acronym.
pub(super) fn tame_capitals(tokens: &mut [Token<'_>]) {
    if is_all_capitals(tokens) {
        for token in tokens {
            if token.shape == Shape::Caps {
                token.shape = Shape::Capital;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn headlines(texts: &[&str]) -> Vec<bool> {
        let sentences: Vec<_> = texts.iter().map(|text| tokens(text)).collect();
        Evidence::of(texts, &sentences).1
    }

    #[test]
    fn headlines_are_told_by_their_capitals() {
        let article = [
            "Prices of Olive Oil Rise in Northern Towns",
            "MINISTER OPENS DAM NEAR MOSUL",
            "The World Health Organization thanked the Ministry of Higher Education.",
            "Prices of olive oil rose in Jenin, Nablus, Tulkarm and Qalqilya.",
        ];
        assert_eq!(headlines(&article), [true, true, false, false]);
    }

    #[test]
    fn only_capitals_inside_sentences_count() {
        let texts = ["Marble was found.", "The marble of Marble Hill is old."];
        let sentences: Vec<_> = texts.iter().map(|text| tokens(text)).collect();
        let (evidence, _) = Evidence::of(&texts, &sentences);
        let uses = evidence.uses("marble");
        assert_eq!((uses.capital, uses.lower), (1, 1));
    }
}
