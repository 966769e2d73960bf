//! A brief as one object without nesting, for tables of data. Every key is in every object.

use serde::Serialize;

use super::export::{to_check, translation};
use super::types::{Brief, Suitability};
use super::wording::{headline_text, summary_line};

/// A brief as a row of a table: its texts, its verdict and its doubts. Nothing in it depends on when
/// or where the brief was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FlatBrief {
    /// ISO 639-1 code of the article's language.
    pub(super) language: Option<String>,
    /// The English headline.
    pub(super) headline: Option<String>,
    /// The English summary on one line.
    pub(super) summary: Option<String>,
    /// The English article, with an empty line between two paragraphs.
    pub(super) translation: Option<String>,
    /// Whether the translation is fit to read, if its sentences have estimates.
    pub(super) verdict: Option<Suitability>,
    /// Every doubt in words, with the number of its sentence.
    pub(super) doubts: Vec<String>,
    /// The article's translator: [`Brief::translator_name`].
    pub(super) translator: Option<String>,
}

impl FlatBrief {
    /// The columns of a brief; those of an article without one are [`FlatBrief::default`].
    pub fn of(brief: &Brief) -> Self {
        let language = Some(brief.source.language.clone());
        Self {
            language: language.filter(|code| !code.is_empty()),
            headline: Some(headline_text(brief)),
            summary: Some(summary_line(brief)),
            translation: Some(translation(brief)),
            verdict: brief.verdict.as_ref().map(|verdict| verdict.suitability),
            doubts: to_check(brief),
            translator: brief.translator_name(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::markdown::tests::sample;
    use super::*;

    #[test]
    fn every_key_is_there_with_and_without_a_brief() {
        let keys = |flat: FlatBrief| -> Vec<String> {
            let value = serde_json::to_value(flat).unwrap();
            value.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys(FlatBrief::of(&sample())), keys(FlatBrief::default()));
    }

    #[test]
    fn no_sentence_and_no_doubt_of_a_brief_is_missing() {
        let brief = sample();
        let flat = FlatBrief::of(&brief);
        let translation = flat.translation.unwrap();
        for segment in brief.paragraphs.iter().flat_map(|p| &p.segments) {
            let said = match segment.translation.as_str() {
                "" => &segment.source,
                translation => translation,
            };
            assert!(translation.contains(said), "{said} in {translation}");
            assert!(segment.flags.is_empty() || !flat.doubts.is_empty());
        }
    }
}
