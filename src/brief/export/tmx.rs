//! Briefs as TMX 1.4b, the exchange format of translation memories: a `<tu>` for each translated
//! sentence, with its doubts as notes. A sentence that was not translated has no unit. It writes
//! each sentence when its brief comes and holds none.
//!
//! Source: TMX 1.4b Specification, OSCAR recommendation, 26 April 2005.

use std::io::Write;

use super::format::{ExportError, Exporter};
use super::text::{Language, plain, xml};
use crate::brief::types::{Brief, BriefSegment, Status};
use crate::brief::wording::{is_doubtful, why};
use crate::store::APPROVED;
use crate::text::TARGET;

/// The property of a unit that holds the state of its sentence. Whoever reads units again takes only
/// those whose state is [`APPROVED`] for approved.
pub(crate) const STATE: &str = "x-mujaz-state";

/// A memory that is being written.
pub(super) struct Tmx<W> {
    out: W,
    units: usize,
}

impl<W: Write> Tmx<W> {
    /// Begins a memory.
    pub(super) fn new(mut out: W) -> Result<Self, ExportError> {
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <tmx version=\"1.4\">\n\
             <header creationtool=\"mujaz\" creationtoolversion=\"{}\" segtype=\"sentence\" \
             o-tmf=\"mujaz\" adminlang=\"{english}\" srclang=\"*all*\" datatype=\"plaintext\"/>\n<body>",
            env!("CARGO_PKG_VERSION"),
            english = TARGET.code,
        )?;
        Ok(Self { out, units: 0 })
    }

    /// Writes the unit of the sentence with this number, from 1 within the article.
    fn unit(
        &mut self,
        (brief, language): (&Brief, &str),
        number: usize,
        segment: &BriefSegment,
    ) -> Result<(), ExportError> {
        let language = Language::of(language).tag().unwrap_or("und");
        let doubtful = is_doubtful(segment);
        let state = match () {
            () if segment.approved => APPROVED,
            () if doubtful => "flagged",
            () => "translated",
        };
        self.units += 1;
        writeln!(
            self.out,
            "<tu tuid=\"{}-{number}\" srclang=\"{language}\">",
            xml(&brief.id)
        )?;
        if doubtful {
            writeln!(self.out, "<note>{}</note>", xml(&why(segment)))?;
        }
        writeln!(
            self.out,
            "<prop type=\"x-mujaz-path\">{}</prop><prop type=\"{STATE}\">{state}</prop>\n\
             <tuv xml:lang=\"{language}\"><seg>{}</seg></tuv>\n\
             <tuv xml:lang=\"{}\"><seg>{}</seg></tuv>\n</tu>",
            xml(&brief.source.path),
            xml(&segment.source),
            TARGET.code,
            xml(&segment.translation)
        )?;
        Ok(())
    }
}

impl<W: Write> Exporter for Tmx<W> {
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError> {
        let mut number = 0;
        for paragraph in &brief.paragraphs {
            let language = brief.language_of(paragraph);
            for segment in &paragraph.segments {
                number += 1;
                let has_both = segment.status != Status::Failed
                    && !plain(&segment.source).is_empty()
                    && !plain(&segment.translation).is_empty();
                if has_both && language != TARGET.code {
                    self.unit((brief, language), number, segment)?;
                }
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        if self.units == 0 {
            return Err(ExportError::Empty);
        }
        writeln!(self.out, "</body>\n</tmx>")?;
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::{exported, hostile, is_xml, sample};
    use super::*;
    use crate::brief::ExportFormat;

    fn memory(briefs: &[Brief]) -> String {
        String::from_utf8(exported(ExportFormat::Tmx, briefs)).unwrap()
    }

    #[test]
    fn a_translated_sentence_is_a_unit_with_its_doubts_and_its_state() {
        let mut brief = sample();
        brief.paragraphs[0].segments[0].approved = true;
        let text = memory(&[brief]);
        let doubted = "<tu tuid=\"id1-3\" srclang=\"ar\">\n<note>The number 108 is missing.</note>\n\
            <prop type=\"x-mujaz-path\">news/dam.txt</prop><prop type=\"x-mujaz-state\">flagged</prop>\n\
            <tuv xml:lang=\"ar\"><seg>هطل المطر 108 أيام.</seg></tuv>\n\
            <tuv xml:lang=\"en\"><seg>It rained for 10 days.</seg></tuv>\n</tu>\n";
        assert!(text.contains(doubted), "{text}");
        assert!(text.contains("<prop type=\"x-mujaz-state\">approved</prop>"));
        assert!(!text.contains("سقط مطر"), "it was not translated: {text}");
    }

    #[test]
    fn hostile_text_stays_text_and_each_sentence_has_its_language() {
        let text = memory(&[hostile()]);
        assert!(is_xml(&text), "{text}");
        assert!(!text.contains("<script"));
        assert!(text.contains("srclang=\"fr\"") && text.contains("srclang=\"ar\""));
        assert!(!text.contains("srclang=\"en\""), "{text}");
    }

    #[test]
    fn a_memory_without_sentences_is_an_error() {
        let mut out = Vec::new();
        let tmx = Box::new(Tmx::new(&mut out).unwrap());
        assert!(matches!(tmx.finish(), Err(ExportError::Empty)));
    }
}
