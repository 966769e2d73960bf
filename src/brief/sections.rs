//! The sections that a brief has alike as a page of HTML and as one of a book, which is XHTML.

use std::fmt::Write as _;

use super::types::Brief;
use super::wording::{glossary_lines, name_lines, summary_sentences};

/// How a page escapes what stands in it.
pub(super) struct Markup {
    /// Escapes a text.
    pub(super) text: fn(&str) -> String,
    /// Escapes an English sentence that may quote its source.
    pub(super) english: fn(&str) -> String,
}

impl Markup {
    /// Writes English lines as a list.
    pub(super) fn list(&self, lines: &[String], out: &mut String) {
        out.push_str("<ul>\n");
        for line in lines {
            let _ = writeln!(out, "<li>{}</li>", (self.english)(line));
        }
        out.push_str("</ul>\n");
    }

    /// Writes the summary, in a section with this start tag.
    pub(super) fn summary(&self, start: &str, brief: &Brief, out: &mut String) {
        let _ = writeln!(out, "{start}\n<h2>Summary</h2>");
        match summary_sentences(brief).as_slice() {
            [] => out.push_str("<p>There is no summary.</p>\n"),
            [only] => {
                let _ = writeln!(out, "<p>{}</p>", (self.text)(only));
            }
            sentences => self.list(sentences, out),
        }
        out.push_str("</section>\n");
    }

    /// Writes the names of the brief, if it has some, in a section with this start tag: each with its
    /// spellings in the source, which has the attributes `source`.
    pub(super) fn names(&self, start: &str, brief: &Brief, source: &str, out: &mut String) {
        let native = |spelling: &str| format!("<bdi {source}>{}</bdi>", (self.text)(spelling));
        let lines = name_lines(brief, self.english, native);
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(out, "{start}\n<h2>Names</h2>\n<ul>");
        for line in lines {
            let _ = writeln!(out, "<li>{line}</li>");
        }
        out.push_str("</ul>\n</section>\n");
    }

    /// Writes what became of the terms of the glossary, if the article has some. The source has the
    /// attributes `source`.
    pub(super) fn glossary(&self, brief: &Brief, source: &str, out: &mut String) {
        let lines = glossary_lines(brief);
        if lines.is_empty() {
            return;
        }
        out.push_str("<section>\n<h2>Glossary</h2>\n<ul>\n");
        for (term, rest) in lines {
            let (term, rest) = ((self.text)(&term), (self.english)(&rest));
            let _ = writeln!(out, "<li><bdi {source}>{term}</bdi>: {rest}</li>");
        }
        out.push_str("</ul>\n</section>\n");
    }
}
