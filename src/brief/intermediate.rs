//! The text in between of what was translated by way of another language, as a paragraph shows it. It is
//! plain text; each rendering escapes it.

use super::types::{BriefParagraph, Intermediate};
use super::wording::clean;
use crate::text::language_name;

/// What is shown of the text in between for a paragraph.
pub(super) struct ByWayOf<'b> {
    /// ISO 639-1 code of its language.
    pub(super) language: &'b str,
    /// What stands above it: "By way of Turkish".
    pub(super) heading: String,
    /// Its sentences, on one line.
    pub(super) text: String,
}

impl<'b> ByWayOf<'b> {
    /// The text in between of a paragraph, unless it was translated directly.
    pub(super) fn of(paragraph: &'b BriefParagraph) -> Option<Self> {
        let segments = paragraph.segments.iter();
        let parts: Vec<&Intermediate> = segments
            .filter_map(|segment| segment.intermediate.as_ref())
            .collect();
        let language = parts.first()?.language.as_str();
        let texts: Vec<String> = parts.iter().map(|part| clean(&part.text)).collect();
        Some(Self {
            language,
            heading: format!("By way of {}", language_name(language)),
            text: texts.join(" "),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::html::html;
    use super::super::markdown::markdown;
    use super::super::markdown::tests::sample_without_doubts;
    use super::super::models::translator_lines;
    use super::*;
    use crate::brief::{Brief, FlatBrief, ModelIdentity, OnwardTranslator};

    /// A brief of one sentence that was translated by way of Turkish, with this text in between.
    fn by_way_of(text: &str) -> Brief {
        let mut brief = sample_without_doubts();
        brief.paragraphs[0].segments[0].intermediate = Some(Intermediate {
            language: "tr".to_owned(),
            text: text.to_owned(),
        });
        let onward = OnwardTranslator {
            through: "tr".to_owned(),
            model: ModelIdentity {
                name: "second-leg".to_owned(),
                revision: None,
                hash: "00112233445566".to_owned(),
                licence: Some("CC-BY-NC-4.0".to_owned()),
            },
        };
        let language = brief.source.language.clone();
        brief.provenance.onward_translators.insert(language, onward);
        brief
    }

    #[test]
    fn the_text_in_between_and_both_models_are_on_the_page() {
        let brief = by_way_of("Baraj  <b>dolu</b> *");
        let page = markdown(&brief);
        for line in [
            "\n> By way of Turkish: Baraj \\<b\\>dolu\\</b\\> \\*\n",
            "- Translator: opus-ar-en, revision r1, BLAKE3 fedcba987654, licence Apache-2.0.\n\
             - From Turkish, by way of which it was translated: second-leg, BLAKE3 001122334455, \
             licence CC-BY-NC-4.0.\n",
        ] {
            assert!(page.contains(line), "{line}: {page}");
        }
        let page = html(&brief);
        let folded = "<details><summary>By way of Turkish</summary><p lang=\"tr\" dir=\"ltr\">\
                      Baraj &lt;b&gt;dolu&lt;/b&gt; *</p></details>\n</div>";
        assert!(page.contains(folded), "{page}");
        let direct = sample_without_doubts();
        assert!(!markdown(&direct).contains("By way of"));
        assert!(!html(&direct).contains("<details"));
    }

    #[test]
    fn a_model_of_paragraphs_in_another_language_is_named_with_that() {
        let mut brief = by_way_of("Baraj dolu");
        brief.source.language = "fa".to_owned();
        assert_eq!(
            translator_lines(&brief)[1..],
            [
                "From Turkish, by way of which paragraphs in Arabic were translated: second-leg, \
                 BLAKE3 001122334455, licence CC-BY-NC-4.0."
            ]
        );
    }

    #[test]
    fn the_translator_is_named_with_both_models_where_the_article_goes_through_another_language() {
        let mut brief = by_way_of("Baraj dolu");
        let name = "opus-ar-en>tr>second-leg";
        assert_eq!(brief.translator_name().as_deref(), Some(name));
        assert_eq!(FlatBrief::of(&brief).translator.as_deref(), Some(name));
        let page = html(&brief);
        assert!(
            page.contains(&format!("\"translator\":\"{name}\"")),
            "{page}"
        );
        // The way is that of paragraphs in Arabic.
        brief.source.language = "fa".to_owned();
        assert_eq!(brief.translator_name().as_deref(), Some("opus-ar-en"));
        brief.provenance.translator = None;
        assert_eq!(brief.translator_name(), None);
    }

    #[test]
    fn a_stored_brief_keeps_the_text_in_between() {
        let brief = by_way_of("Baraj dolu");
        let json = serde_json::to_value(&brief).unwrap();
        assert_eq!(
            json["paragraphs"][0]["segments"][0]["intermediate"],
            serde_json::json!({ "language": "tr", "text": "Baraj dolu" })
        );
        assert_eq!(
            json["provenance"]["onward_translators"]["ar"],
            serde_json::json!({
                "through": "tr",
                "name": "second-leg",
                "hash": "00112233445566",
                "licence": "CC-BY-NC-4.0",
            })
        );
        assert_eq!(serde_json::from_value::<Brief>(json).unwrap(), brief);
    }
}
