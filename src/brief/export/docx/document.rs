//! The document as a file: a list of headlines, the briefs, and the parts around them. The text of
//! briefs goes to temporary files as they come, because the list before it needs all headlines; the
//! headlines are what is held.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};

use super::body::{Body, bookmark};
use super::parts;
use super::runs::{Look, link, paragraph, runs, style};
use crate::brief::Brief;
use crate::brief::export::archive::Archive;
use crate::brief::export::format::{ExportError, ExportSettings, Exporter, Output};
use crate::brief::export::text::{Language, plain};
use crate::brief::wording::{headline_text, verdict};

/// A document that is being written.
pub(in crate::brief::export) struct Docx<W> {
    out: W,
    title: String,
    body: Body,
    text: BufWriter<File>,
    comments: BufWriter<File>,
    /// Headline and verdict of each brief.
    contents: Vec<(String, Option<String>)>,
}

impl<W: Output> Docx<W> {
    /// Begins a document.
    pub(in crate::brief::export) fn new(
        out: W,
        settings: ExportSettings<'_>,
    ) -> Result<Self, ExportError> {
        Ok(Self {
            out,
            title: plain(settings.title),
            body: Body::default(),
            text: BufWriter::new(settings.temporary()?),
            comments: BufWriter::new(settings.temporary()?),
            contents: Vec::new(),
        })
    }

    fn title(&self) -> &str {
        match self.contents.as_slice() {
            _ if !self.title.is_empty() => &self.title,
            [(headline, _)] => headline,
            _ => "Briefs",
        }
    }

    /// The list of headlines; nothing for a single brief.
    fn list(&self) -> String {
        if self.contents.len() < 2 {
            return String::new();
        }
        let english = Look::of(Language::of("en"));
        let mut out = paragraph(&style("Title"), &runs(self.title(), english));
        for (number, (headline, verdict)) in (1..).zip(&self.contents) {
            let mut line = link(&bookmark(number), headline);
            if let Some(verdict) = verdict {
                line += &runs(&format!(" ({verdict})"), english.styled("Number"));
            }
            out += &paragraph(&style("Contents"), &line);
        }
        out + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n"
    }
}

impl<W: Output> Exporter for Docx<W> {
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError> {
        self.body.add(brief);
        self.text.write_all(self.body.document.as_bytes())?;
        self.comments.write_all(self.body.comments.as_bytes())?;
        self.body.document.clear();
        self.body.comments.clear();
        let verdict = verdict(brief).map(|(words, _)| words.to_ascii_lowercase());
        self.contents.push((headline_text(brief), verdict));
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        if self.contents.is_empty() {
            return Err(ExportError::Empty);
        }
        let (core, list) = (parts::core(self.title()), self.list());
        let Self {
            out,
            text,
            comments,
            ..
        } = *self;
        let mut archive = Archive::new(out);
        archive.add("[Content_Types].xml", parts::CONTENT_TYPES)?;
        archive.add("_rels/.rels", parts::RELATIONSHIPS)?;
        archive.add("docProps/core.xml", &core)?;
        archive.add("word/_rels/document.xml.rels", parts::OF_DOCUMENT)?;
        archive.add("word/styles.xml", parts::STYLES)?;
        archive.add("word/numbering.xml", parts::NUMBERING)?;
        archive.add("word/settings.xml", parts::SETTINGS)?;
        archive.add("word/footer1.xml", parts::FOOTER)?;
        let head = format!("{}{list}", parts::DOCUMENT_HEAD);
        archive.add_around(
            "word/document.xml",
            &head,
            read(text)?,
            parts::DOCUMENT_TAIL,
        )?;
        let (head, tail) = (parts::COMMENTS_HEAD, parts::COMMENTS_TAIL);
        archive.add_around("word/comments.xml", head, read(comments)?, tail)?;
        archive.finish()
    }
}

/// The file from its beginning.
fn read(file: BufWriter<File>) -> Result<File, ExportError> {
    let mut file = file
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::super::sample::{exported, hostile, is_xml, member, named, sample};
    use crate::brief::{Brief, ExportFormat};

    fn part(briefs: &[Brief], name: &str) -> String {
        member(&exported(ExportFormat::Docx, briefs), name)
    }

    #[test]
    fn english_stands_beside_its_source_which_runs_from_right_to_left() {
        let text = part(&[sample()], "word/document.xml");
        let source = "<w:p><w:pPr><w:pStyle w:val=\"PairsHead\"/><w:bidi/></w:pPr><w:r><w:rPr>\
            <w:rtl/><w:lang w:bidi=\"ar\"/></w:rPr>\
            <w:t xml:space=\"preserve\">السد يمتلئ</w:t></w:r></w:p>";
        assert!(text.contains(source), "{text}");
        for expected in [
            "The dam fills",
            "Read with care",
            "The dam is full.",
            "CAIRO",
            " – ",
        ] {
            assert!(text.contains(&format!(">{expected}</w:t>")), "{expected}");
        }
        assert!(!text.contains("w:type=\"page\""));
    }

    #[test]
    fn a_sentence_by_the_second_translator_has_the_sign_that_the_document_explains() {
        let mut brief = sample();
        brief.paragraphs[0].segments[0].second = true;
        let text = part(&[brief], "word/document.xml");
        assert!(text.contains(">The dam fills†</w:t>"), "{text}");
        assert!(text.contains("marked †, is by"), "{text}");
    }

    #[test]
    fn names_stand_with_their_spellings_in_the_source() {
        let run = |properties: &str, text: &str| {
            format!(
                "<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
            )
        };
        let english = |text: &str| run("<w:lang w:val=\"en\" w:eastAsia=\"en\"/>", text);
        let arabic = |text: &str| run("<w:rtl/><w:lang w:bidi=\"ar\"/>", text);
        let places = [
            english("Places: "),
            english("Baghdad"),
            english(" ("),
            arabic("بغداد"),
            english(", "),
            arabic("بغدادَ"),
            english(")"),
            english(", "),
            english("Basra"),
        ];
        let places = format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Bullet\"/></w:pPr>{}</w:p>",
            places.concat()
        );
        let text = part(&[named()], "word/document.xml");
        assert!(text.contains(&places), "{text}");
        let of = |wanted: &str| text.find(&english(wanted)).unwrap();
        assert!(of("Names") < of("People: ") && of("People: ") < of("Ahmed &lt;b&gt;"));
        assert!(of("Ahmed &lt;b&gt;") < of("Places: ") && of("Places: ") < of("Glossary"));
        let text = part(&[sample()], "word/document.xml");
        assert!(!text.contains(">Names<"), "it has none");
    }

    #[test]
    fn a_doubt_is_a_comment_on_its_sentence() {
        let briefs = [sample(), sample()];
        let text = part(&briefs, "word/document.xml");
        let comments = part(&briefs, "word/comments.xml");
        for id in 0..4 {
            for mark in ["commentRangeStart", "commentRangeEnd", "commentReference"] {
                let mark = format!("<w:{mark} w:id=\"{id}\"/>");
                assert_eq!(text.matches(&mark).count(), 1, "{mark}");
            }
            let comment = format!("<w:comment w:id=\"{id}\" w:author=\"mujaz\"");
            assert!(comments.contains(&comment), "{comments}");
        }
        assert!(comments.contains(">The number 108 is missing.</w:t>"));
        assert!(!comments.contains("w:id=\"4\""));
    }

    #[test]
    fn several_briefs_have_a_list_of_headlines() {
        let text = part(&[sample(), hostile()], "word/document.xml");
        for number in [1, 2] {
            assert!(text.contains(&format!("<w:hyperlink w:anchor=\"brief{number}\"")));
            assert!(text.contains(&format!("w:name=\"brief{number}\"/>")));
        }
        assert_eq!(text.matches("<w:pageBreakBefore/>").count(), 1);
    }

    #[test]
    fn hostile_text_is_text() {
        let briefs = [hostile()];
        let text = part(&briefs, "word/document.xml");
        for text in [
            &text,
            &part(&briefs, "word/comments.xml"),
            &part(&briefs, "docProps/core.xml"),
        ] {
            assert!(is_xml(text), "{text}");
            assert!(!text.contains("<script"));
        }
        assert!(!text.contains("HYPERLINK &quot;javascript"));
        assert!(!text.contains("fldSimple"));
    }
}
