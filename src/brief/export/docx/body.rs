//! The text of briefs in a document, and the comments on it, as `WordprocessingML`.

use std::fmt::Write as _;

use super::runs::{Look, link, paragraph, runs, style};
use crate::brief::export::text::{Language, language_of_sentence, xml};
use crate::brief::types::{Brief, Name, Status};
use crate::brief::wording::{
    about_lines, clean, doubtful, excerpt, general_doubts, glossary_lines, heading, headline_text,
    is_web_address, names_by_kind, no_doubts, own_title, summary_sentences, verdict, why,
};

/// The author of comments.
const AUTHOR: &str = "mujaz";

/// What is written of a document and not yet stored. Numbers of comments and bookmarks run through
/// the whole document.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Paragraphs and tables.
    pub(super) document: String,
    /// Comments.
    pub(super) comments: String,
    next_comment: usize,
    next_bookmark: usize,
    /// The number of the brief, from 1.
    brief: usize,
}

impl Body {
    /// Adds a brief, which begins a page.
    pub(super) fn add(&mut self, brief: &Brief) {
        self.brief += 1;
        self.header(brief);
        self.text("Heading2", "Summary");
        match summary_sentences(brief).as_slice() {
            [] => self.text("Normal", "There is no summary."),
            [only] => self.text("Normal", only),
            sentences => sentences.iter().for_each(|line| self.text("Bullet", line)),
        }
        self.doubts(brief);
        self.text("Heading2", heading(brief));
        self.pairs(brief);
        self.names(brief);
        self.glossary(brief);
        self.text("Heading2", "About this brief");
        for line in about_lines(brief) {
            self.text("About", &line);
        }
    }

    /// Adds a paragraph in English, in this style.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.paragraph(name, &runs(text, Look::of(Language::of("en"))));
    }

    fn paragraph(&mut self, name: &str, content: &str) {
        self.document.push_str(&paragraph(&style(name), content));
    }

    fn header(&mut self, brief: &Brief) {
        let english = Look::of(Language::of("en"));
        let headline = runs(&headline_text(brief), english);
        let headline = self.bookmarked(&bookmark(self.brief), &headline);
        let properties = match self.brief {
            1 => style("Heading1"),
            _ => style("Heading1") + "<w:pageBreakBefore/>",
        };
        self.document.push_str(&paragraph(&properties, &headline));
        if let Some(title) = own_title(brief) {
            let language = Language::of(&brief.source.language);
            let mut properties = style("OwnTitle");
            if language.runs_right_to_left(&title) {
                properties.push_str("<w:bidi/>");
            }
            let title = runs(&title, Look::of(language));
            self.document.push_str(&paragraph(&properties, &title));
        }
        let mut meta = runs(&brief.source.path, english);
        if let Some(date) = &brief.source.date {
            meta += &runs(&format!(" · {}", clean(date)), english);
        }
        if let Some(url) = &brief.source.url {
            meta += &runs(" · ", english);
            meta += &address(&clean(url));
        }
        self.paragraph("Meta", &meta);
        if let Some((words, reason)) = verdict(brief) {
            let words = runs(&words, english.styled("Strong"));
            self.paragraph(
                "Verdict",
                &(words + &runs(&format!(": {reason}."), english)),
            );
        }
    }

    fn doubts(&mut self, brief: &Brief) {
        self.text("Heading2", "To check");
        let general = general_doubts(brief);
        for doubt in &general {
            self.text("Bullet", doubt);
        }
        let mut any = !general.is_empty();
        for (number, segment) in doubtful(brief) {
            any = true;
            let english = Look::of(Language::of("en"));
            let look = match segment.status {
                Status::Failed => Look::of(language_of_sentence(brief, number)),
                Status::Translated | Status::Flagged => english,
            };
            let mut item = link(&self.sentence_bookmark(number), &format!("[{number}]"));
            item += &runs(&format!(" {} “", why(segment)), english);
            item += &runs(&excerpt(segment), look);
            item += &runs("”", english);
            self.paragraph("Bullet", &item);
        }
        if !any {
            self.text("Normal", no_doubts(brief));
        }
    }

    /// The names of the brief, each with its spellings in the source.
    fn names(&mut self, brief: &Brief) {
        let kinds = names_by_kind(brief);
        if kinds.is_empty() {
            return;
        }
        let english = |text: &str| runs(text, Look::of(Language::of("en")));
        let source = Look::of(Language::of(&brief.source.language));
        let comma = english(", ");
        let spelled = |name: &Name| {
            let spellings = name.spellings.iter();
            let spellings: Vec<String> = spellings.map(|spelling| runs(spelling, source)).collect();
            let text = english(&name.text);
            match spellings.as_slice() {
                [] => text,
                spellings => {
                    text + &english(" (") + &spellings.join(comma.as_str()) + &english(")")
                }
            }
        };
        self.text("Heading2", "Names");
        for (title, names) in kinds {
            let names: Vec<String> = names.into_iter().map(spelled).collect();
            let title = english(&format!("{title}: "));
            self.paragraph("Bullet", &(title + &names.join(comma.as_str())));
        }
    }

    fn glossary(&mut self, brief: &Brief) {
        let lines = glossary_lines(brief);
        if lines.is_empty() {
            return;
        }
        self.text("Heading2", "Glossary");
        for (term, rest) in lines {
            let term = runs(&term, Look::of(Language::of(&brief.source.language)));
            let rest = runs(&format!(": {rest}"), Look::of(Language::of("en")));
            self.paragraph("Bullet", &(term + &rest));
        }
    }

    /// Runs with a comment.
    pub(super) fn commented(&mut self, runs_of_text: &str, comment: &str) -> String {
        let id = self.next_comment;
        self.next_comment += 1;
        let text = runs(comment, Look::of(Language::of("en")));
        let mark =
            "<w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r>";
        let _ = writeln!(
            self.comments,
            "<w:comment w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"m\">{}</w:comment>",
            paragraph(&style("CommentText"), &format!("{mark}{text}")).trim_end()
        );
        format!(
            "<w:commentRangeStart w:id=\"{id}\"/>{runs_of_text}<w:commentRangeEnd w:id=\"{id}\"/>\
             <w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr>\
             <w:commentReference w:id=\"{id}\"/></w:r>"
        )
    }

    /// Runs with a bookmark.
    pub(super) fn bookmarked(&mut self, name: &str, runs_of_text: &str) -> String {
        let id = self.next_bookmark;
        self.next_bookmark += 1;
        format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{runs_of_text}\
             <w:bookmarkEnd w:id=\"{id}\"/>"
        )
    }

    /// The bookmark of a sentence of the brief at hand.
    pub(super) fn sentence_bookmark(&self, number: usize) -> String {
        format!("{}_s{number}", bookmark(self.brief))
    }
}

/// The bookmark of the brief with this number.
pub(super) fn bookmark(brief: usize) -> String {
    format!("brief{brief}")
}

/// An address; a link if it is one of the web. A field and not a relationship, because programs
/// take a document for damaged whose relationships have an invalid address.
fn address(url: &str) -> String {
    let english = Look::of(Language::of("en"));
    if !is_web_address(url) {
        return runs(url, english);
    }
    format!(
        "<w:fldSimple w:instr=\" HYPERLINK &quot;{}&quot; \">{}</w:fldSimple>",
        xml(url),
        runs(url, english.styled("Hyperlink"))
    )
}
