//! A glossary made ready for one translator: its terms in the tokens of the model.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::glossary::{Glossary, PLURALS, contains_term};
use crate::brief::{Flag, FlagKind, GlossaryHit};
use crate::engine::{DecodeParams, Phrase, Phrases};
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
            joining: codec.joining(&PLURALS).into(),
            glossary,
            language,
        }
    }

    /// The terms, by number, of a text for the model, in its order.
    pub fn found_in(&self, text: &str) -> Vec<usize> {
        self.glossary.found_in(text, self.language)
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
        let terms = numbers.iter().map(|&number| &self.glossary.terms()[number]);
        let known: Vec<String> = terms
            .flat_map(|term| [&term.source, &term.english].map(|text| fold_for_search(text)))
            .collect();
        let is_known = |word: &String| {
            let word = fold_for_search(word);
            known.iter().any(|text| text.contains(&word))
        };
        flags.retain(|flag| {
            let about_words = matches!(flag.kind, FlagKind::Name | FlagKind::Omission);
            !(about_words && !flag.evidence.is_empty() && flag.evidence.iter().all(is_known))
        });
    }

    /// What became of the terms of sentences: the terms of each, by number, and its translation.
    pub fn hits<'a>(
        &self,
        sentences: impl Iterator<Item = (Vec<usize>, &'a str)>,
    ) -> Vec<GlossaryHit> {
        let mut order = Vec::new();
        let mut hits: HashMap<usize, GlossaryHit> = HashMap::new();
        for (mut numbers, translation) in sentences {
            let mut seen = HashSet::new();
            numbers.retain(|number| seen.insert(*number));
            for number in numbers {
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
                if contains_term(translation, &term.english) {
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
            max_new: params.max_new + room,
            phrases: Some(phrases),
            ..params
        }
    }
}

/// The tokens of an English term, and of the same with a capital for the beginning of a sentence.
fn phrase(english: &str, codec: &dyn TextCodec) -> Option<Phrase> {
    let mut letters = english.chars();
    let capital = letters.next().map(|first| {
        let first = first.to_uppercase().collect::<String>();
        first + letters.as_str()
    });
    let own = codec.encode_target(english)?;
    let opening = capital.filter(|capital| capital != english);
    Some(Phrase {
        spellings: vec![own],
        opening: opening
            .and_then(|capital| codec.encode_target(&capital))
            .into_iter()
            .collect(),
    })
}
