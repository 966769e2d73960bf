//! Briefs as XLIFF 2.0, the exchange format of translators' tools: an article is a `<file>`, a
//! paragraph a `<unit>`, and a sentence a `<segment>`, so that a translator may join and divide
//! sentences within a paragraph, and the tool can put the paragraph together again. Doubts are
//! notes of the unit that begin with the number of the sentence, which is also in the segment's
//! `id`: marks inside of the text would be tags that translators have to place. It writes each
//! article when its brief comes and holds none.
//!
//! A document has one source language, so briefs in several need a document for each: those that
//! [`source_languages`] names. A document takes the paragraphs in its language, also out of an
//! article in another one.
//!
//! Source: XLIFF 2.0, OASIS Standard, 5 August 2014.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;

use super::format::{ExportError, Exporter};
use super::text::{Language, plain, xml};
use crate::brief::types::{Brief, BriefParagraph, BriefSegment, Status};
use crate::brief::wording::{general_doubts, headline_text, is_doubtful, verdict, why};
use crate::document::Role;
use crate::text::TARGET;

/// The language tag of paragraphs whose language is not known, by BCP 47.
const UNKNOWN: &str = "und";

/// The language tags of the paragraphs of a brief that were to be translated, in lower case: the
/// values of [`ExportSettings::language`](super::ExportSettings::language) of the documents that
/// take one of its paragraphs. They are safe in names of files.
pub fn source_languages(brief: &Brief) -> BTreeSet<String> {
    let paragraphs = brief.paragraphs.iter();
    paragraphs
        .filter_map(|paragraph| source_language(brief, paragraph))
        .collect()
}

/// The tag of a paragraph's language, if the paragraph was to be translated.
fn source_language(brief: &Brief, paragraph: &BriefParagraph) -> Option<String> {
    let language = brief.language_of(paragraph);
    let mut segments = paragraph.segments.iter();
    let has_text = segments.any(|segment| !plain(&segment.source).is_empty());
    (has_text && language != TARGET.code).then(|| document_language(language))
}

/// The tag of the document that text in this language belongs to.
fn document_language(language: &str) -> String {
    let tag = Language::of(language).tag().unwrap_or(UNKNOWN);
    tag.to_ascii_lowercase()
}

/// A document that is being written.
pub(super) struct Xliff<W> {
    out: W,
    language: String,
    files: usize,
}

impl<W: Write> Xliff<W> {
    /// Begins a document with paragraphs in this language.
    pub(super) fn new(mut out: W, language: &str) -> Result<Self, ExportError> {
        let language = document_language(language);
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" \
             srcLang=\"{language}\" trgLang=\"{}\">",
            TARGET.code
        )?;
        Ok(Self {
            out,
            language,
            files: 0,
        })
    }
}

impl<W: Write> Exporter for Xliff<W> {
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError> {
        let (mut units, mut first) = (String::new(), 1);
        for (number, paragraph) in (1..).zip(&brief.paragraphs) {
            if source_language(brief, paragraph).as_ref() == Some(&self.language) {
                unit(number, first, paragraph, &mut units);
            }
            first += paragraph.segments.len();
        }
        if units.is_empty() {
            return Ok(());
        }
        self.files += 1;
        // Only spaces within text are text: the lines between elements are not.
        write!(
            self.out,
            "<file id=\"f{}\" original=\"{}\" srcDir=\"{}\" trgDir=\"ltr\" xml:space=\"preserve\">\n\
             {}{units}</file>\n",
            self.files,
            xml(&brief.source.path),
            Language::of(&self.language).direction(),
            about(brief)
        )?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        if self.files == 0 {
            return Err(ExportError::Empty);
        }
        writeln!(self.out, "</xliff>")?;
        Ok(self.out.flush()?)
    }
}

/// Notes about the article as a whole.
fn about(brief: &Brief) -> String {
    let mut out = String::from("<notes>\n");
    let mut note = |category: &str, text: &str| {
        let _ = writeln!(out, "<note category=\"{category}\">{}</note>", xml(text));
    };
    note("brief", &brief.id);
    note("headline", &headline_text(brief));
    if let Some((verdict, reason)) = verdict(brief) {
        note("verdict", &format!("{verdict}: {reason}."));
    }
    for doubt in general_doubts(brief) {
        note("doubt", &doubt);
    }
    out + "</notes>\n"
}

/// The unit of the paragraph with this number, whose first sentence has the number `first`.
fn unit(number: usize, first: usize, paragraph: &BriefParagraph, out: &mut String) {
    let role = match paragraph.role {
        Role::Title => "title",
        Role::Standfirst => "standfirst",
        Role::Byline => "byline",
        Role::Body => "body",
        Role::Item => "item",
        Role::Heading => "heading",
    };
    let _ = writeln!(out, "<unit id=\"p{number}\" type=\"mujaz:{role}\">");
    let doubts = (first..).zip(&paragraph.segments);
    let doubts: Vec<_> = doubts.filter(|(_, segment)| is_doubtful(segment)).collect();
    if !doubts.is_empty() {
        out.push_str("<notes>\n");
        for (number, segment) in doubts {
            let side = match segment.status {
                Status::Failed => "source",
                Status::Translated | Status::Flagged => "target",
            };
            let why = xml(&why(segment));
            let _ = writeln!(
                out,
                "<note appliesTo=\"{side}\" category=\"doubt\">[{number}] {why}</note>"
            );
        }
        out.push_str("</notes>\n");
    }
    let mut between = "";
    for (number, segment) in (first..).zip(&paragraph.segments) {
        let source = xml(&segment.source);
        if source.is_empty() {
            continue;
        }
        if !between.is_empty() {
            let _ = writeln!(
                out,
                "<ignorable><source>{between}</source><target>{between}</target></ignorable>"
            );
        }
        between = segment.separator();
        let _ = write!(
            out,
            "<segment id=\"s{number}\" {}><source>{source}</source>",
            state(segment)
        );
        if segment.status != Status::Failed {
            let _ = write!(out, "<target>{}</target>", xml(&segment.translation));
        }
        out.push_str("</segment>\n");
    }
    out.push_str("</unit>\n");
}

/// The attributes that say how a segment ended.
fn state(segment: &BriefSegment) -> &'static str {
    match segment.status {
        Status::Failed => "state=\"initial\" subState=\"mujaz:failed\"",
        _ if segment.approved => "state=\"reviewed\" subState=\"mujaz:approved\"",
        Status::Translated | Status::Flagged if is_doubtful(segment) => {
            "state=\"translated\" subState=\"mujaz:flagged\""
        }
        Status::Translated | Status::Flagged => "state=\"translated\"",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::{exported, hostile, is_xml, sample};
    use super::*;
    use crate::brief::ExportFormat;

    fn document(briefs: &[Brief]) -> String {
        String::from_utf8(exported(ExportFormat::Xliff, briefs)).unwrap()
    }

    /// The document of a brief's paragraphs in one language.
    fn document_in(language: &str, brief: &Brief) -> String {
        let mut out = Vec::new();
        let mut xliff = Box::new(Xliff::new(&mut out, language).unwrap());
        xliff.add(brief).unwrap();
        xliff.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_paragraph_is_a_unit_of_segments_with_its_doubts_as_notes() {
        let text = document(&[sample()]);
        let expected = "<unit id=\"p2\" type=\"mujaz:body\">\n<notes>\n\
            <note appliesTo=\"target\" category=\"doubt\">[3] The number 108 is missing.</note>\n\
            </notes>\n\
            <segment id=\"s2\" state=\"translated\"><source>القاهرة</source>\
            <target>CAIRO</target></segment>\n\
            <ignorable><source> – </source><target> – </target></ignorable>\n\
            <segment id=\"s3\" state=\"translated\" subState=\"mujaz:flagged\">\
            <source>هطل المطر 108 أيام.</source>\
            <target>It rained for 10 days.</target></segment>\n</unit>\n";
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("srcLang=\"ar\" trgLang=\"en\""));
        assert!(text.contains("<file id=\"f1\" original=\"news/dam.txt\" srcDir=\"rtl\""));
        assert!(text.contains("<note category=\"doubt\">Article: Text was left out.</note>"));
    }

    #[test]
    fn a_sentence_that_was_not_translated_has_no_target() {
        let expected = "<segment id=\"s4\" state=\"initial\" subState=\"mujaz:failed\">\
            <source>سقط مطر.</source></segment>";
        assert!(document(&[sample()]).contains(expected));
    }

    #[test]
    fn approved_sentences_are_reviewed() {
        let mut brief = sample();
        brief.paragraphs[0].segments[0].approved = true;
        assert!(document(&[brief]).contains("<segment id=\"s1\" state=\"reviewed\""));
    }

    #[test]
    fn paragraphs_in_other_languages_are_for_other_documents() {
        let brief = hostile();
        assert_eq!(Vec::from_iter(source_languages(&brief)), ["ar", "fr"]);
        let units = |language: &str| {
            let text = document_in(language, &brief);
            assert!(is_xml(&text), "{text}");
            assert!(!text.contains("<script"), "{text}");
            assert!(text.contains(&format!("srcLang=\"{language}\"")), "{text}");
            let is_there = |number: &usize| text.contains(&format!("<unit id=\"p{number}\""));
            (1..=3).filter(is_there).collect::<Vec<_>>()
        };
        assert_eq!(units("ar"), [2]);
        assert_eq!(units("fr"), [1]);
    }

    #[test]
    fn the_tag_of_a_document_is_safe_in_a_file_name() {
        let mut brief = sample();
        for (language, tag) in [
            ("zh-Hant", "zh-hant"),
            ("", "und"),
            ("../x", "und"),
            ("UND", "und"),
        ] {
            brief.source.language = language.to_owned();
            assert_eq!(Vec::from_iter(source_languages(&brief)), [tag]);
            assert!(
                document_in(tag, &brief).contains("<unit id=\"p1\""),
                "{tag}"
            );
        }
        brief.source.language = TARGET.code.to_owned();
        assert!(source_languages(&brief).is_empty());
    }

    #[test]
    fn a_document_without_articles_is_an_error() {
        let mut out = Vec::new();
        let mut xliff = Box::new(Xliff::new(&mut out, "fa").unwrap());
        xliff.add(&sample()).unwrap();
        assert!(matches!(xliff.finish(), Err(ExportError::Empty)));
    }
}
