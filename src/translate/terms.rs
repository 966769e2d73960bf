//! A glossary made ready for one translator: its terms in the tokens of the model.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::glossary::{Glossary, Term, contains_term, plural, simple_quotes, without_accents};
use crate::brief::{Flag, FlagKind, GlossaryHit};
use crate::engine::{Asked, DecodeParams, Phrase, Phrases, Spelling};
use crate::model::TextCodec;
use crate::text::{Language, fold_for_search};

/// The terms of a glossary in the tokens of a translator.
pub struct Terms {
    glossary: Arc<Glossary>,
    language: &'static Language,
    /// By the number of the term; `None` if the model cannot write it.
    phrases: Vec<Option<Phrase>>,
    joining: Arc<[bool]>,
}

impl Terms {
    /// The terms of `glossary`, whose source is in `language`, for the translator with this codec.
    pub fn new(
        glossary: Arc<Glossary>,
        language: &'static Language,
        codec: &dyn TextCodec,
    ) -> Self {
        let terms = glossary.terms().iter();
        Self {
            phrases: terms.map(|term| phrase(&term.english, codec)).collect(),
            joining: codec.joining().into(),
            glossary,
            language,
        }
    }

    /// The terms whose English the translator has no letters for.
    pub fn unwritable(&self) -> impl Iterator<Item = &Term> {
        let terms = self.glossary.terms().iter().zip(&self.phrases);
        terms
            .filter(|(_, phrase)| phrase.is_none())
            .map(|(term, _)| term)
    }

    /// The terms, by number, of a text for the model, in its order.
    pub fn found_in(&self, text: &str) -> Vec<usize> {
        self.glossary.found_in(text, self.language)
    }

    /// The English of these terms, a line each.
    pub fn listed(&self, numbers: &[usize]) -> String {
        let english = numbers
            .iter()
            .map(|&number| &*self.glossary.terms()[number].english);
        english.collect::<Vec<_>>().join("\n")
    }

    /// A doubt for each of these terms whose English a translation does not have.
    pub fn doubts(&self, numbers: &[usize], translation: &str) -> Vec<Flag> {
        let mut doubts: Vec<Flag> = Vec::new();
        for term in numbers.iter().map(|&number| &self.glossary.terms()[number]) {
            if contains_term(translation, &term.english) {
                continue;
            }
            let message = format!(
                "The glossary has “{}” for {}, and the translation does not have it.",
                term.english, term.source
            );
            let evidence = [term.source.clone(), term.english.clone()];
            let doubt = Flag::new(FlagKind::Term, message).with_evidence(evidence);
            if !doubts.contains(&doubt) {
                doubts.push(doubt);
            }
        }
        doubts
    }

    /// Takes away doubts about names and words that these terms explain.
    pub fn explain(&self, numbers: &[usize], flags: &mut Vec<Flag>) {
        if numbers.is_empty() {
            return;
        }
        let words = |text: &str| -> Vec<String> {
            let text = fold_for_search(text);
            let words = text.split(|c: char| !c.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let terms = numbers.iter().map(|&number| &self.glossary.terms()[number]);
        let known: HashSet<String> = terms
            .flat_map(|term| [words(&term.source), words(&term.english)].concat())
            .collect();
        let is_known = |evidence: &String| {
            let words = words(evidence);
            !words.is_empty() && words.iter().all(|word| known.contains(word))
        };
        flags.retain(|flag| {
            let about_words = matches!(flag.kind, FlagKind::Name | FlagKind::Omission);
            !(about_words && !flag.evidence.is_empty() && flag.evidence.iter().all(is_known))
        });
    }

    /// What became of the terms of sentences, each given by its pieces: the terms of a piece, by
    /// number, and its translation.
    pub fn hits<'a>(
        &self,
        sentences: impl Iterator<Item = Vec<(&'a [usize], &'a str)>>,
    ) -> Vec<GlossaryHit> {
        let mut order = Vec::new();
        let mut hits: HashMap<usize, GlossaryHit> = HashMap::new();
        for pieces in sentences {
            // Whether each term of the sentence is in all pieces that it should be in.
            let mut used: Vec<(usize, bool)> = Vec::new();
            for (numbers, translation) in pieces {
                for &number in numbers {
                    let english = &self.glossary.terms()[number].english;
                    let is_there = contains_term(translation, english);
                    match used.iter_mut().find(|(known, _)| *known == number) {
                        Some((_, used)) => *used &= is_there,
                        None => used.push((number, is_there)),
                    }
                }
            }
            for (number, used) in used {
                let term = &self.glossary.terms()[number];
                let hit = hits.entry(number).or_insert_with(|| {
                    order.push(number);
                    GlossaryHit {
                        source: term.source.clone(),
                        term: term.english.clone(),
                        note: term.note.clone(),
                        used: 0,
                        missing: 0,
                    }
                });
                if used {
                    hit.used += 1;
                } else {
                    hit.missing += 1;
                }
            }
        }
        order
            .iter()
            .filter_map(|number| hits.remove(number))
            .collect()
    }

    /// The parameters for decoding a text so that the terms with these numbers are in its
    /// translation; unchanged without any.
    pub fn asked(&self, params: DecodeParams, numbers: &[usize]) -> DecodeParams {
        let mut phrases: Vec<Phrase> = Vec::new();
        for phrase in numbers
            .iter()
            .filter_map(|&number| self.phrases[number].as_ref())
        {
            if !phrases.contains(phrase) {
                phrases.push(phrase.clone());
            }
        }
        let room = phrases.iter().map(Phrase::longest).sum::<usize>();
        let Some(phrases) = Phrases::new(phrases, self.joining.clone()) else {
            return params;
        };
        DecodeParams {
            beams: phrases.beams(params.beams),
            around_greedy: params.beams <= 1,
            max_new: params.max_new + room,
            phrases: Some(phrases),
            ..params
        }
    }
}

/// The tokens of an English term as a phrase: as it is and its plural, with a capital at the
/// beginning of an output, and what else counts as the term if the model writes it.
fn phrase(english: &str, codec: &dyn TextCodec) -> Option<Phrase> {
    let simple = simple_quotes(english);
    let plain = without_accents(&simple);
    let own = [english, &simple, &plain]
        .into_iter()
        .find(|text| codec.encode_target(text).is_some())?
        .to_owned();
    let plural = plural(&own);
    let mut spellings: Vec<Spelling> = Vec::new();
    for (text, asked) in [
        (own.clone(), Asked::Anywhere),
        (plural.clone(), Asked::Anywhere),
        (capital(&own), Asked::Opening),
        (capital(&plural), Asked::Opening),
        (own.to_lowercase(), Asked::Nowhere),
        (capitals(&own), Asked::Nowhere),
        (own.to_uppercase(), Asked::Nowhere),
    ] {
        let Some(tokens) = codec.encode_target(&text) else {
            continue;
        };
        if spellings.iter().all(|spelling| spelling.tokens != tokens) {
            spellings.push(Spelling { tokens, asked });
        }
    }
    Some(Phrase { spellings })
}

/// A text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + letters.as_str()
}

/// A text with a capital at the beginning of each word.
fn capitals(text: &str) -> String {
    let words = text.to_lowercase();
    words.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}
