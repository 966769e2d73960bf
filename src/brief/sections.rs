//! The sections that a brief has alike as a page of HTML and as one of a book, which is XHTML.

use std::fmt::Write as _;

use super::types::{Brief, BriefSegment};
use super::wording::{
    clean, doubtful, general_doubts, glossary_lines, headline_text, is_web_address, name_lines,
    no_doubts, own_title, summary_sentences, verdict, why,
};

/// How a page escapes what stands in it, and what it has of its own.
pub(super) struct Markup {
    /// Escapes a text.
    pub(super) text: fn(&str) -> String,
    /// Escapes an English sentence that may quote its source.
    pub(super) english: fn(&str) -> String,
    /// Attributes of the article's own title, each with a space before it.
    pub(super) own_title: &'static str,
    /// Attributes of links, the same way.
    pub(super) link: &'static str,
    /// What stands between the path, the date and the address of an article.
    pub(super) between: &'static str,
}

impl Markup {
    /// Writes the headline, the article's own title, which has the attributes `source`, what identifies the
    /// article, and the verdict in a box of these classes.
    pub(super) fn header(&self, brief: &Brief, source: &str, classes: &str, out: &mut String) {
        let (text, own, between) = (self.text, self.own_title, self.between);
        let _ = writeln!(out, "<header>\n<h1>{}</h1>", text(&headline_text(brief)));
        if let Some(title) = own_title(brief) {
            let _ = writeln!(out, "<p{own} {source}>{}</p>", text(&title));
        }
        let path = text(&brief.source.path);
        let _ = write!(out, "<p class=\"meta\"><bdi>{path}</bdi>");
        if let Some(date) = &brief.source.date {
            let _ = write!(out, "{between}<bdi>{}</bdi>", text(date));
        }
        if let Some(url) = &brief.source.url {
            let shown = text(url);
            if is_web_address(&clean(url)) {
                let link = self.link;
                let _ = write!(out, "{between}<a href=\"{shown}\"{link}>{shown}</a>");
            } else {
                let _ = write!(out, "{between}<bdi>{shown}</bdi>");
            }
        }
        out.push_str("</p>\n");
        if let Some((words, reason)) = verdict(brief) {
            let reason = text(&reason);
            let _ = writeln!(
                out,
                "<p class=\"{classes}\"><strong>{words}</strong>: {reason}.</p>"
            );
        }
        out.push_str("</header>\n");
    }

    /// Writes what is to be checked, in a section with this start tag. `doubt` escapes a doubt, and `quote`
    /// writes the beginning of the sentence with this number.
    pub(super) fn to_check(
        &self,
        start: &str,
        brief: &Brief,
        doubt: impl Fn(&str) -> String,
        quote: impl Fn(usize, &BriefSegment) -> String,
        out: &mut String,
    ) {
        let _ = writeln!(out, "{start}\n<h2>To check</h2>");
        let mut items = String::new();
        for text in general_doubts(brief) {
            let _ = writeln!(items, "<li>{}</li>", doubt(&text));
        }
        for (number, segment) in doubtful(brief) {
            let _ = writeln!(
                items,
                "<li id=\"c{number}\"><a href=\"#s{number}\">[{number}]</a> {} {}</li>",
                doubt(&why(segment)),
                quote(number, segment)
            );
        }
        if items.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", (self.text)(no_doubts(brief)));
        } else {
            let _ = writeln!(out, "<ul>\n{items}</ul>");
        }
        out.push_str("</section>\n");
    }

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
