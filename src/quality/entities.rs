//! The names of people, places and organisations that a translation has. They are found in English
//! alone, so a name that was translated wrong is found as it stands.

use super::lexicon::Lexicon;
use crate::brief::{BriefParagraph, Name, NameKind, Status};
use crate::text::{EntityKind, TARGET, lower_case, mentions};

/// The names in the translation of an article from `language`, the most frequent first.
pub fn names(paragraphs: &[BriefParagraph], language: &str) -> Vec<Name> {
    let segments = paragraphs.iter().flat_map(|paragraph| &paragraph.segments);
    // The text of a failed sentence is its source.
    let sentences: Vec<&str> = segments
        .map(|segment| match segment.status {
            Status::Failed => "",
            Status::Translated | Status::Flagged => segment.translation.as_str(),
        })
        .collect();
    let lexicon = Lexicon::between(language, TARGET.code);
    let capital = |word: &str| {
        let stem = (TARGET.words.as_ref()?.stems)(&lower_case(word)).pop()?;
        lexicon?.target(&stem).map(|known| known.capital)
    };
    let (entities, _) = mentions(&sentences, &capital);
    let kept = entities.into_iter().filter_map(|entity| {
        let kind = match entity.kind {
            EntityKind::Person => NameKind::Person,
            EntityKind::Place => NameKind::Place,
            EntityKind::Organisation => NameKind::Organisation,
            // Most of them are no names.
            EntityKind::Other => return None,
        };
        Some(Name {
            text: entity.text,
            kind,
            sentences: entity.sentences.iter().map(|number| number + 1).collect(),
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
            source: String::new(),
            span: 0..0,
            translation: translation.to_owned(),
            score: None,
            estimate: None,
            status,
            approved: false,
            second: false,
            parts: 1,
            dateline: false,
            flags: Vec::new(),
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
        let found = names(&[paragraph], "ar");
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
}
