//! Which words of a sentence have a counterpart in its translation, and which words of the
//! translation have one in the source: by the lexicon, and for names by their consonants. Pure; the
//! checks that follow from it are elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::{Entry, Lexicon};
use super::transliteration::similarity;
use super::units::Implied;
use crate::text::is_letter_or_digit;

/// The least similarity of consonants at which two words are one name.
pub(super) const ONE_NAME: f64 = 0.65;

/// The least similarity of consonants at which it is worth while to compare spellings.
const COMPARED: f64 = 0.4;

/// Maximum number of bytes of a text whose words and units are compared: it takes time by the square,
/// and no sentence is longer.
pub(super) const LONGEST: usize = 20_000;

/// Maximum number of pairs of words whose consonants are compared, and their spellings after that.
const MOST_PAIRS: usize = 100_000;

/// Below this cover a word counts as without a counterpart.
pub(super) const UNCOVERED: f64 = 0.3;

/// A word of one side.
#[derive(Debug)]
pub(super) struct Word {
    /// As the word forms of its language give it.
    pub(super) text: String,
    /// As it stands in the sentence, for a reader.
    pub(super) spelling: String,
    /// The stem under which the lexicon has it, or would have it.
    pub(super) stem: String,
    /// Whether it carries grammar rather than content.
    pub(super) function: bool,
    /// Whether it consists of digits.
    pub(super) number: bool,
    /// Whether it is written in the script of the source language; for the source side only.
    pub(super) native: bool,
    /// Whether it is written with a capital and is not a function word.
    pub(super) capital: bool,
    /// Whether the lexicon has it with translations (source) or at all (target).
    pub(super) known: bool,
    /// How much it tells that nothing covers the word, 0 to 1; 0 for function words and numbers.
    pub(super) weight: f64,
    /// How surely the other side has its counterpart, 0 to 1.
    pub(super) cover: f64,
    /// The place of that counterpart.
    pub(super) link: Option<usize>,
    /// The best similarity of its consonants to a word of the source; for the target side only.
    pub(super) likeness: f64,
    /// The probability that the other side's words give it, summed.
    pub(super) given: f64,
    /// The cover by the lexicon alone.
    pub(super) lexical: f64,
}

impl Word {
    /// Whether a word of the source may have given a name.
    fn may_give_name(&self) -> bool {
        self.native && !(self.function && self.text.chars().count() < 4)
    }

    /// Whether a word of the translation may be a name, or is one that the lexicon does not have.
    fn may_be_name(&self) -> bool {
        self.capital || (!self.known && !self.function)
    }

    /// Covers the word, because the other side says it without a word that a lexicon could have.
    fn say(&mut self) {
        (self.cover, self.lexical, self.given) = (1.0, 1.0, 1.0);
    }
}

/// Two words whose consonants are somewhat alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alike {
    /// The place of the word of the translation.
    pub(super) place: usize,
    /// Whether that word is compared together with the next one.
    pub(super) joined: bool,
    /// The place of the source word.
    pub(super) at: usize,
    /// The similarity of their consonants.
    pub(super) consonants: f64,
}

/// A sentence and its translation, word by word.
#[derive(Debug)]
pub(super) struct Coverage {
    pub(super) lexicon: &'static Lexicon,
    pub(super) source: Vec<Word>,
    pub(super) target: Vec<Word>,
    /// The words that may be one name.
    pub(super) alike: Vec<Alike>,
}

impl Coverage {
    /// Compares a sentence with its translation; `None` if that would take too long.
    pub(super) fn of(source: &str, translation: &str, lexicon: &'static Lexicon) -> Option<Self> {
        if source.len().max(translation.len()) > LONGEST {
            return None;
        }
        let mut coverage = Self {
            lexicon,
            source: Vec::new(),
            target: Vec::new(),
            alike: Vec::new(),
        };
        let forms = lexicon.source_forms;
        let mut stems = Vec::new();
        let words = (forms.words)(source);
        let spellings = spellings(source, &words, forms.words);
        for (text, spelling) in words.into_iter().zip(spellings) {
            let own = (forms.stems)(&text);
            coverage
                .source
                .push(source_word((text, spelling), &own, lexicon));
            stems.push(own);
        }
        for text in (lexicon.target_forms.words)(translation) {
            coverage.target.push(target_word(text, lexicon));
        }
        let sources = coverage.source.iter().filter(|word| word.may_give_name());
        let names = coverage.target.iter().filter(|word| word.may_be_name());
        if sources.count() * names.count() > MOST_PAIRS {
            return None;
        }
        coverage.by_lexicon(&stems);
        for word in coverage.source.iter_mut().chain(&mut coverage.target) {
            word.lexical = word.cover;
        }
        coverage.by_consonants();
        Some(coverage)
    }

    /// Covers the words of numbers and measures of the source, and those of the translation, that the other side
    /// has in digits, in other words or as a sign: no lexicon has them.
    pub(super) fn agree(&mut self, [source, target]: &[Vec<String>; 2]) {
        let forms = (
            self.lexicon.source_forms.words,
            self.lexicon.target_forms.words,
        );
        for (words, split, said) in [
            (&mut self.source, forms.0, source),
            (&mut self.target, forms.1, target),
        ] {
            let said: BTreeSet<String> = said.iter().flat_map(|text| split(text)).collect();
            for word in words.iter_mut().filter(|word| said.contains(&word.text)) {
                word.say();
            }
        }
    }

    /// Covers the words of the source behind a measure that the unit of the translation says as it is written:
    /// "Saudi" in SAR.
    pub(super) fn imply(&mut self, implied: &[Implied]) {
        let lexicon = self.lexicon;
        for Implied { behind, words } in implied {
            let behind = (lexicon.source_forms.words)(behind);
            let stems = words.split(", ").filter_map(|word| {
                let stem = (lexicon.target_forms.stems)(word).swap_remove(0);
                lexicon.target(&stem).map(|stem| stem.number)
            });
            let stems: Vec<u32> = stems.collect();
            let gives = |key: &String| {
                let found = stems.iter().filter_map(|stem| {
                    let entries = lexicon.entries(key);
                    Entry::find(entries, *stem)
                });
                found
                    .map(Entry::strength)
                    .any(|strength| strength >= UNCOVERED)
            };
            let words = self.source.iter_mut();
            for word in words.filter(|word| word.native && behind.contains(&word.text)) {
                let own = (lexicon.source_forms.stems)(&word.text);
                if own.iter().chain([&word.stem]).any(gives) {
                    word.say();
                }
            }
        }
    }

    /// Finds counterparts among the entries of the lexicon, and equal words in Latin letters or
    /// digits.
    fn by_lexicon(&mut self, stems: &[Vec<String>]) {
        let mut places: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, word) in self.target.iter().enumerate() {
            if let Some(stem) = self.lexicon.target(&word.stem) {
                places.entry(stem.number).or_default().push(place);
            }
        }
        for (at, stems) in stems.iter().enumerate() {
            if !self.source[at].native {
                self.same_letters(at);
                continue;
            }
            let mut keys = vec![self.source[at].stem.clone()];
            for stem in stems {
                if !keys.contains(stem) && !self.lexicon.entries(stem).is_empty() {
                    keys.push(stem.clone());
                }
            }
            for (rank, key) in keys.iter().enumerate() {
                let factor = if rank == 0 { 1.0 } else { 0.8 };
                let entries = self.lexicon.entries(key);
                for (&stem, found) in &places {
                    let Some(entry) = Entry::find(entries, stem) else {
                        continue;
                    };
                    let strength = factor * entry.strength();
                    for &place in found {
                        let (a, b) = (&mut self.source[at], &mut self.target[place]);
                        cover(a, strength, place);
                        cover(b, strength, at);
                        a.given += f64::from(entry.backwards()) * factor / found.len() as f64;
                    }
                }
            }
        }
    }

    fn same_letters(&mut self, at: usize) {
        for (place, word) in self.target.iter_mut().enumerate() {
            let own = &self.source[at].text;
            if *own == word.text.to_lowercase() || *own == word.stem {
                (word.cover, word.link) = (1.0, Some(at));
                let a = &mut self.source[at];
                (a.cover, a.link) = (1.0, Some(place));
            }
        }
    }

    /// Finds counterparts of names, and of words that the lexicon does not have, by consonants.
    fn by_consonants(&mut self) {
        let forms = (self.lexicon.source_forms, self.lexicon.target_forms);
        let by_lexicon: Vec<(f64, Option<usize>)> = self
            .source
            .iter()
            .map(|word| (word.cover, word.link))
            .collect();
        let compared: Vec<(usize, Vec<Vec<u8>>)> = (0..)
            .zip(&self.source)
            .filter(|(_, word)| word.may_give_name())
            .map(|(at, word)| (at, (forms.0.consonants)(&word.text)))
            .collect();
        for place in 0..self.target.len() {
            let word = &self.target[place];
            if !word.may_be_name() {
                continue;
            }
            let mut readings = vec![(forms.1.consonants)(&word.text)];
            if let Some(next) = self.target.get(place + 1).filter(|next| next.capital) {
                readings.push((forms.1.consonants)(&(word.text.clone() + &next.text)));
            }
            for (joined, reading) in readings.iter().enumerate() {
                for (at, consonants) in &compared {
                    let pairs = consonants
                        .iter()
                        .flat_map(|a| reading.iter().map(move |e| (e, a)));
                    let mut alike = pairs.map(|(e, a)| similarity(e, a)).fold(0.0, f64::max);
                    if alike >= COMPARED {
                        self.alike.push(Alike {
                            place,
                            joined: joined == 1,
                            at: *at,
                            consonants: alike,
                        });
                    }
                    let (cover, link) = by_lexicon[*at];
                    // The source word has its translation already.
                    if cover >= 0.8 && link != Some(place) && link != Some(place + 1) {
                        alike -= 0.15;
                    }
                    // The lexicon would know the word.
                    if self.target[place].known {
                        alike -= 0.07;
                    }
                    self.likens(place, joined == 1, *at, alike);
                }
            }
        }
    }

    fn likens(&mut self, place: usize, joined: bool, at: usize, alike: f64) {
        let best = self.target[place].likeness;
        if !joined && alike > best {
            self.target[place].likeness = alike;
        }
        if alike < ONE_NAME || (joined && alike <= best) {
            return;
        }
        let last = place + usize::from(joined);
        for word in &mut self.target[place..=last] {
            cover(word, alike, at);
        }
        cover(&mut self.source[at], alike, place);
    }
}

fn cover(word: &mut Word, strength: f64, place: usize) {
    if strength > word.cover {
        (word.cover, word.link) = (strength, Some(place));
    }
}

/// How the sentence itself spells each of its words, which are folded. Where a part of it cannot be
/// matched with one word, the folded form stands.
fn spellings(sentence: &str, words: &[String], split: fn(&str) -> Vec<String>) -> Vec<String> {
    let mut spellings = Vec::new();
    for part in sentence.split_whitespace() {
        let own = split(part);
        let bare = part.trim_matches(|c: char| !is_letter_or_digit(c));
        let inner = || {
            let pieces = bare.split(|c: char| !is_letter_or_digit(c));
            pieces.filter(|piece| !piece.is_empty())
        };
        if own.len() == 1 {
            spellings.push(bare.to_owned());
        } else if inner()
            .map(split)
            .eq(own.iter().map(|word| vec![word.clone()]))
        {
            spellings.extend(inner().map(str::to_owned));
        } else {
            spellings.extend(own);
        }
    }
    if spellings.len() == words.len() {
        spellings
    } else {
        words.to_vec()
    }
}

fn source_word((text, spelling): (String, String), stems: &[String], lexicon: &Lexicon) -> Word {
    let native = text.chars().next().is_some_and(|c| c > 'z');
    let stem = if native {
        lexicon.key(stems)
    } else {
        text.clone()
    };
    let function = (lexicon.source_forms.is_function_word)(&text, &stem);
    let number = text.starts_with(|c: char| c.is_ascii_digit());
    let weight = if function || number {
        0.0
    } else {
        lexicon.source_weight(&stem)
    };
    Word {
        known: if native {
            !lexicon.entries(&stem).is_empty()
        } else {
            number
        },
        text,
        spelling,
        stem,
        function,
        number,
        native,
        capital: false,
        weight,
        cover: 0.0,
        link: None,
        likeness: 0.0,
        given: 1e-4,
        lexical: 0.0,
    }
}

fn target_word(text: String, lexicon: &Lexicon) -> Word {
    let forms = lexicon.target_forms;
    let stem = (forms.stems)(&text).swap_remove(0);
    let function = (forms.is_function_word)(&text, &stem);
    let number = text.starts_with(|c: char| c.is_ascii_digit());
    let weight = if function || number {
        0.0
    } else {
        lexicon.target_weight(&stem)
    };
    Word {
        known: lexicon.target(&stem).is_some(),
        capital: !function && text.starts_with(char::is_uppercase),
        spelling: text.clone(),
        text,
        stem,
        function,
        number,
        native: false,
        weight,
        cover: 0.0,
        link: None,
        likeness: 0.0,
        given: 0.0,
        lexical: 0.0,
    }
}

/// The share of the words' weight that nothing covers, 0 to 1.
pub(super) fn uncovered<'a>(words: impl IntoIterator<Item = &'a Word>) -> f64 {
    share(words.into_iter().map(|word| (word.weight, word.cover)))
}

/// The share of weights that nothing covers, of (weight, cover).
pub(super) fn share(words: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    let (mut all, mut open) = (0.0, 0.0);
    for (weight, cover) in words {
        all += weight;
        open += weight * (1.0 - cover);
    }
    if all > 0.0 { open / all } else { 0.0 }
}

/// How much shorter (negative) or longer a translation is than usual, as a logarithm.
pub(super) fn length_ratio(coverage: &Coverage) -> f64 {
    let letters = |words: &[Word]| -> f64 {
        let count: usize = words.iter().map(|word| word.text.chars().count()).sum();
        count as f64
    };
    let (source, target) = (
        letters(&coverage.source).max(1.0),
        letters(&coverage.target),
    );
    ((target + 5.0) / (source + 5.0)).ln() - 0.13
}
