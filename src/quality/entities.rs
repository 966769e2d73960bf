//! The names of people, places and organisations that a translation has, and how the source spells
//! them. They are found in English alone, so a name that was translated wrong is found as it stands.

use std::iter::repeat;

use super::lexicon::Lexicon;
use super::source_spellings::{Links, SentencePair, Spelled, Translated};
use crate::brief::{BriefParagraph, GlossaryHit, Name, NameKind, Status};
use crate::text::{EntityKind, TARGET, lower_case, mentions};

/// The names in the translation of an article from `language`, the most frequent first. A name that
/// is the English of a term of the glossary may be spelled as that term. `links` are those of the
/// sentences in their order, as far as they are known.
pub fn names(
    paragraphs: &[BriefParagraph],
    links: &[Option<Links>],
    language: &str,
    glossary_hits: &[GlossaryHit],
) -> Vec<Name> {
    let links = links.iter().map(Option::as_ref).chain(repeat(None));
    // The text of a failed sentence is its source.
    let texts = paragraphs.iter().flat_map(|paragraph| {
        let is_own = paragraph.language.is_none();
        let segments = paragraph.segments.iter();
        segments.map(move |segment| match segment.status {
            Status::Failed => ("", None),
            Status::Translated | Status::Flagged => {
                let translation = segment.translation.as_str();
                let source = segment.source.as_str();
                (translation, is_own.then_some((source, translation)))
            }
        })
    });
    let sentences = texts.zip(links).map(|((text, both), links)| {
        let both = both.map(|(source, translation)| Translated {
            source,
            translation,
            links,
        });
        (text, both)
    });
    let (sentences, both): (Vec<&str>, Vec<SentencePair<'_>>) = sentences.unzip();
    let lexicon = Lexicon::between(language, TARGET.code);
    let capital = |word: &str| {
        let stem = (TARGET.words.as_ref()?.stems)(&lower_case(word)).pop()?;
        lexicon?.target(&stem).map(|known| known.capital)
    };
    let (entities, _) = mentions(&sentences, &capital);
    let mut spelled = lexicon.map(|lexicon| Spelled::new(&both, language, lexicon));
    let kept = entities.into_iter().filter_map(|entity| {
        let kind = match entity.kind {
            EntityKind::Person => NameKind::Person,
            EntityKind::Place => NameKind::Place,
            EntityKind::Organisation => NameKind::Organisation,
            // Most of them are no names.
            EntityKind::Other => return None,
        };
        let spelled = spelled.as_mut();
        let mut spellings = spelled
            .map(|all| all.of(&entity.text, &entity.sentences))
            .unwrap_or_default();
        if spellings.is_empty() {
            let terms = glossary_hits.iter().filter(|hit| hit.term == entity.text);
            spellings.extend(terms.map(|hit| hit.source.clone()));
        }
        Some(Name {
            text: entity.text,
            kind,
            sentences: entity.sentences.iter().map(|number| number + 1).collect(),
            spellings,
        })
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::BriefSegment;
    use crate::document::Role;

    #[test]
    fn names_are_counted_by_sentence_and_failed_sentences_have_none() {
        let segment = |translation: &str, status| BriefSegment {
            status,
            ..BriefSegment::translated("", translation)
        };
        let paragraph = BriefParagraph {
            role: Role::Body,
            language: None,
            segments: vec![
                segment("The visit was short.", Status::Translated),
                segment("Nadia Karim lives in Damascus.", Status::Failed),
                segment("Minister Ahmed Salim arrived in Baghdad.", Status::Flagged),
                segment(
                    "Salim left Baghdad for Baghdad airport.",
                    Status::Translated,
                ),
            ],
        };
        let found = names(&[paragraph], &[], "ar", &[]);
        let found: Vec<_> = found
            .iter()
            .map(|name| (name.text.as_str(), name.kind, name.sentences.as_slice()))
            .collect();
        assert!(
            found.contains(&("Ahmed Salim", NameKind::Person, &[3, 4])),
            "{found:?}"
        );
        assert_eq!(found[0].1, NameKind::Place);
        assert!(
            !found.iter().any(|name| name.0.contains("Nadia")),
            "{found:?}"
        );
    }

    #[test]
    fn a_name_has_the_spelling_of_the_source_or_of_the_glossary() {
        let sentence = BriefSegment::translated(
            "وصل الوزير أحمد سالم إلى بغداد.",
            "Minister Ahmed Salim arrived in Baghdad.",
        );
        let mut paragraph = BriefParagraph {
            role: Role::Body,
            language: None,
            segments: vec![sentence],
        };
        let hit = GlossaryHit {
            source: "مدينة السلام".to_owned(),
            term: "Baghdad".to_owned(),
            note: None,
            used: 1,
            missing: 0,
        };
        let spellings = |paragraph: &BriefParagraph, language: &str, hits: &[GlossaryHit]| {
            let found = names(std::slice::from_ref(paragraph), &[], language, hits);
            let of = |text: &str| -> Vec<String> {
                let name = found.iter().find(|name| name.text == text);
                name.map_or_else(Vec::new, |name| name.spellings.clone())
            };
            [of("Ahmed Salim").join("/"), of("Baghdad").join("/")]
        };
        let hits = std::slice::from_ref(&hit);
        assert_eq!(spellings(&paragraph, "ar", hits), ["أحمد سالم", "بغداد"]);
        // Without a lexicon of the two languages only the glossary tells.
        assert_eq!(spellings(&paragraph, "fa", hits), ["", "مدينة السلام"]);
        paragraph.language = Some("fa".to_owned());
        assert_eq!(spellings(&paragraph, "ar", &[]), ["", ""]);
    }
}
