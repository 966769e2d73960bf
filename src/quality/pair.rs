//! This file owns the input of every check: a source sentence, its translation and both languages.

use super::lexicon::Lexicon;
use crate::text::Language;

/// A source sentence with the translation to check.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The sentence as it stands in the article.
    pub source: &'a str,
    /// Its language.
    pub from: &'static Language,
    /// The translation.
    pub translation: &'a str,
    /// The language of the translation.
    pub to: &'static Language,
    /// Whether the source is a fragment (title, byline, caption) and not a full sentence.
    pub fragment: bool,
    /// Mean log-probability of a target token in nats, if a model gave one.
    pub score: Option<f32>,
    /// How it is judged word by word.
    pub judging: Judging,
}

/// How translations are judged word by word; by default not at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Judging {
    /// The lexicon of the two languages, where there is one.
    pub lexicon: Option<&'static Lexicon>,
    /// Whether the estimate was fitted to the scores of the translator.
    pub calibrated: bool,
}

#[cfg(test)]
impl<'a> Pair<'a> {
    /// An Arabic sentence with its English translation, without a score.
    pub(super) fn sentence(source: &'a str, translation: &'a str) -> Self {
        Self {
            source,
            from: Language::of("ar"),
            translation,
            to: Language::of("en"),
            fragment: false,
            score: None,
            judging: Judging::default(),
        }
    }
}
