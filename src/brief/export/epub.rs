//! Briefs as a book, EPUB 3: a list of headlines and a page for each brief, with the source below
//! each paragraph. It writes each page when its brief comes, and holds only headlines and verdicts
//! for the list.
//!
//! Source: EPUB 3.3, W3C Recommendation.

use std::fmt::Write as _;
use std::io::{Seek, Write};

use super::archive::Archive;
use super::epub_page::page;
use super::format::{ExportError, Exporter};
use super::text::xml;
use crate::brief::dates::day_of;
use crate::brief::types::Brief;
use crate::brief::uuid::uuid;
use crate::brief::wording::{clean, headline_text, verdict};

/// The day that a book without dates is said to be changed on: any, as long as it is always the
/// same.
const NO_DAY: &str = "2000-01-01";

const STYLE: &str = include_str!("epub.css");

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles><rootfile full-path=\"EPUB/package.opf\" \
    media-type=\"application/oebps-package+xml\"/></rootfiles>\n</container>\n";

/// A book that is being written.
pub(super) struct Epub<W: Write + Seek> {
    archive: Archive<W>,
    title: String,
    /// Headline and verdict of each brief.
    pages: Vec<(String, Option<String>)>,
    /// The first and the last day of the briefs.
    days: Option<(String, String)>,
    /// BLAKE3 of the titles and of what identifies the briefs.
    identity: blake3::Hasher,
}

impl<W: Write + Seek> Epub<W> {
    /// Begins a book.
    pub(super) fn new(out: W, title: &str) -> Result<Self, ExportError> {
        let mut archive = Archive::new(out);
        // Readers know a book by this member, which must be the first.
        archive.add_stored("mimetype", "application/epub+zip")?;
        archive.add("META-INF/container.xml", CONTAINER)?;
        archive.add("EPUB/style.css", STYLE)?;
        let mut identity = blake3::Hasher::new();
        identity.update(title.as_bytes());
        Ok(Self {
            archive,
            title: clean(title),
            pages: Vec::new(),
            days: None,
            identity,
        })
    }

    fn note_day(&mut self, brief: &Brief) {
        let Some(day) = brief.source.date.as_deref().and_then(day_of) else {
            return;
        };
        self.days = Some(match self.days.take() {
            None => (day.clone(), day),
            Some((first, last)) => (first.min(day.clone()), last.max(day)),
        });
    }

    fn title(&self) -> String {
        match &self.days {
            _ if !self.title.is_empty() => self.title.clone(),
            None => "Briefs".to_owned(),
            Some((first, last)) if first == last => format!("Briefs of {first}"),
            Some((first, last)) => format!("Briefs of {first} to {last}"),
        }
    }

    /// The list of headlines, which is the first page and the menu of reading programs.
    fn contents(&self) -> String {
        let title = xml(&self.title());
        let mut out = head(&title);
        let _ = write!(
            out,
            "<nav epub:type=\"toc\" role=\"doc-toc\">\n<h1>{title}</h1>\n<ol>\n"
        );
        for (number, (headline, verdict)) in (1..).zip(&self.pages) {
            let _ = write!(
                out,
                "<li><a href=\"{}\">{}",
                file_name(number),
                xml(headline)
            );
            if let Some(verdict) = verdict {
                let _ = write!(out, " <small>({verdict})</small>");
            }
            out.push_str("</a></li>\n");
        }
        out + "</ol>\n</nav>\n</body>\n</html>\n"
    }

    fn package(&self) -> String {
        let day = self.days.as_ref().map(|(_, last)| last.as_str());
        let modified = day.unwrap_or(NO_DAY);
        let date = day.map_or_else(String::new, |day| format!("<dc:date>{day}</dc:date>\n"));
        let (mut items, mut order) = (String::new(), String::new());
        for number in 1..=self.pages.len() {
            let _ = writeln!(
                items,
                "<item id=\"b{number}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>",
                file_name(number)
            );
            let _ = writeln!(order, "<itemref idref=\"b{number}\"/>");
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" xml:lang=\"en\" \
             unique-identifier=\"id\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">urn:uuid:{}</dc:identifier>\n\
             <dc:title>{}</dc:title>\n<dc:language>en</dc:language>\n\
             <dc:creator>mujaz</dc:creator>\n{date}\
             <meta property=\"dcterms:modified\">{modified}T00:00:00Z</meta>\n\
             <meta property=\"schema:accessMode\">textual</meta>\n\
             <meta property=\"schema:accessModeSufficient\">textual</meta>\n\
             <meta property=\"schema:accessibilityFeature\">structuralNavigation</meta>\n\
             <meta property=\"schema:accessibilityHazard\">none</meta>\n\
             </metadata>\n<manifest>\n\
             <item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\" \
             media-type=\"application/xhtml+xml\"/>\n\
             <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n{items}\
             </manifest>\n<spine>\n<itemref idref=\"nav\"/>\n{order}</spine>\n</package>\n",
            uuid(&self.identity.finalize()),
            xml(&self.title())
        )
    }
}

impl<W: Write + Seek> Exporter for Epub<W> {
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError> {
        self.note_day(brief);
        self.identity.update(brief.id.as_bytes());
        let headline = headline_text(brief);
        let verdict = verdict(brief).map(|(words, _)| words.to_ascii_lowercase());
        let text = head(&xml(&headline)) + &page(brief) + "</body>\n</html>\n";
        self.pages.push((headline, verdict));
        let name = format!("EPUB/{}", file_name(self.pages.len()));
        self.archive.add(&name, &text)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        if self.pages.is_empty() {
            return Err(ExportError::Empty);
        }
        let (contents, package) = (self.contents(), self.package());
        self.archive.add("EPUB/nav.xhtml", &contents)?;
        self.archive.add("EPUB/package.opf", &package)?;
        self.archive.finish()
    }
}

/// What stands before the body of a page, whose title is XML already.
fn head(title: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\" xml:lang=\"en\" dir=\"ltr\">\n\
         <head>\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body>\n"
    )
}

fn file_name(number: usize) -> String {
    format!("b{number:05}.xhtml")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::sample::{exported, hostile, is_xml, member, named, sample};
    use crate::brief::{ExportFormat, Flag, FlagKind};

    #[test]
    fn the_kind_of_a_book_stands_first_and_is_not_compressed() {
        let bytes = exported(ExportFormat::Epub, &[sample()]);
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    }

    #[test]
    fn a_brief_is_a_page_with_the_source_below_each_paragraph() {
        let bytes = exported(ExportFormat::Epub, &[sample()]);
        let page = member(&bytes, "EPUB/b00001.xhtml");
        let expected = "<p>CAIRO – <span class=\"flagged\" id=\"s3\"><a href=\"#c3\">[3]</a> \
            It rained for 10 days.</span></p>\n\
            <p class=\"source\" lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">القاهرة – هطل المطر 108 أيام.</p>";
        assert!(page.contains(expected), "{page}");
        assert!(page.contains("<li id=\"c3\"><a href=\"#s3\">[3]</a> The number 108 is missing."));
        assert!(page.contains("</bdi> (not translated: too long)"), "{page}");
    }

    #[test]
    fn a_sentence_by_the_second_translator_has_the_sign_that_the_page_explains() {
        let mut brief = sample();
        brief.paragraphs[0].segments[0].second = true;
        let page = member(&exported(ExportFormat::Epub, &[brief]), "EPUB/b00001.xhtml");
        assert!(page.contains("<h3>The dam fills†</h3>"), "{page}");
        assert!(page.contains("1 sentence, marked †, is by"), "{page}");
    }

    #[test]
    fn words_of_the_source_in_a_doubt_are_isolated_one_by_one() {
        let mut brief = sample();
        brief.flags = vec![Flag::new(FlagKind::Omission, "Lost: سد, نهر & <b>.")];
        let page = member(&exported(ExportFormat::Epub, &[brief]), "EPUB/b00001.xhtml");
        let doubt = "<li>Article: Lost: <bdi>سد</bdi>, <bdi>نهر</bdi> &amp; &lt;b&gt;.</li>";
        assert!(page.contains(doubt), "{page}");
    }

    #[test]
    fn names_stand_with_their_spellings_in_the_source() {
        let page = member(
            &exported(ExportFormat::Epub, &[named()]),
            "EPUB/b00001.xhtml",
        );
        let arabic = |text| format!("<bdi lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\">{text}</bdi>");
        let expected = format!(
            "<section>\n<h2>Names</h2>\n<ul>\n\
             <li>People: Ahmed &lt;b&gt; ({})</li>\n\
             <li>Places: Baghdad ({}, {}), Basra</li>\n</ul>\n</section>\n\
             <section>\n<h2>Glossary</h2>",
            arabic("أحمد &lt;b&gt;"),
            arabic("بغداد"),
            arabic("بغدادَ")
        );
        assert!(page.contains(&expected), "{page}");
        let page = member(
            &exported(ExportFormat::Epub, &[sample()]),
            "EPUB/b00001.xhtml",
        );
        assert!(!page.contains("Names"), "it has none");
    }

    #[test]
    fn a_book_is_of_the_days_of_its_briefs() {
        let mut later = sample();
        later.source.date = Some("2023-06-01".to_owned());
        let bytes = exported(ExportFormat::Epub, &[later, sample()]);
        let package = member(&bytes, "EPUB/package.opf");
        assert!(package.contains("<dc:title>Briefs of 2023-05-04 to 2023-06-01</dc:title>"));
        assert!(package.contains("\"dcterms:modified\">2023-06-01T00:00:00Z<"));
        assert!(member(&bytes, "EPUB/nav.xhtml").contains(
            "<li><a href=\"b00002.xhtml\">The dam fills <small>(read with care)</small></a></li>"
        ));
    }

    #[test]
    fn hostile_text_is_text() {
        let bytes = exported(ExportFormat::Epub, &[hostile()]);
        for name in ["EPUB/b00001.xhtml", "EPUB/nav.xhtml", "EPUB/package.opf"] {
            let text = member(&bytes, name);
            assert!(is_xml(&text), "{name}");
            assert!(!text.contains("<script") && !text.contains("href=\"javascript"));
        }
        assert!(member(&bytes, "EPUB/package.opf").contains("2000-01-01T00:00:00Z"));
    }
}
