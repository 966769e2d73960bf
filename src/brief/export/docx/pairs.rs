//! The table of a brief in a document: English on the left, its source on the right, a row for each
//! paragraph. A sentence with a doubt is shaded and has a comment of Word that says the doubt.

use std::fmt::Write as _;

use super::body::Body;
use super::runs::{Look, paragraph, runs, style};
use crate::brief::export::text::{Language, not_translated, translated};
use crate::brief::types::{Brief, BriefParagraph, BriefSegment, Status};
use crate::brief::wording::{is_doubtful, why};
use crate::document::Role;
use crate::text::{TARGET, language_name};

/// Backgrounds of sentences with doubts, and of those that were not translated.
const FLAGGED: &str = "FFF2CC";
const FAILED: &str = "F8D7DA";

/// The width of a column, in twentieths of a point.
const COLUMN: u32 = 4819;

impl Body {
    /// Adds the table of a brief.
    pub(super) fn pairs(&mut self, brief: &Brief) {
        let mut rows = String::new();
        let mut number = 0;
        for pair in brief.paragraphs.iter().filter(|p| !p.segments.is_empty()) {
            let language = brief.language_of(pair);
            let english = self.english(pair, &mut number, Language::of(language));
            rows.push_str("<w:tr>");
            if language == TARGET.code {
                cell(2, &english, &mut rows);
            } else {
                cell(1, &english, &mut rows);
                cell(1, &source(pair, Language::of(language)), &mut rows);
            }
            rows.push_str("</w:tr>\n");
        }
        if rows.is_empty() {
            self.text("Normal", "The article has no text.");
            return;
        }
        let out = &mut self.document;
        let _ = writeln!(
            out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Pairs\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr>\
             <w:tblGrid><w:gridCol w:w=\"{COLUMN}\"/><w:gridCol w:w=\"{COLUMN}\"/></w:tblGrid>",
            2 * COLUMN
        );
        if !brief.is_untranslated() {
            out.push_str("<w:tr><w:trPr><w:tblHeader/></w:trPr>");
            let code = brief.source.language.as_str();
            let name = if code.is_empty() {
                "Source"
            } else {
                language_name(code)
            };
            let right = if Language::of(code).runs_right_to_left("") {
                "<w:jc w:val=\"right\"/>"
            } else {
                ""
            };
            for (name, side) in [("English", ""), (name, right)] {
                let name = runs(name, Look::of(Language::of("en")));
                cell(1, &paragraph(&(style("PairsHead") + side), &name), out);
            }
            out.push_str("</w:tr>\n");
        }
        let _ = writeln!(out, "{rows}</w:tbl>");
    }

    /// The English side of a paragraph. `number` counts the sentences of the brief.
    fn english(
        &mut self,
        pair: &BriefParagraph,
        number: &mut usize,
        language: Language<'_>,
    ) -> String {
        let mut content = String::new();
        let mut between = "";
        for segment in &pair.segments {
            *number += 1;
            content.push_str(&runs(between, Look::of(Language::of("en"))));
            content.push_str(&self.sentence(*number, segment, language));
            between = segment.separator();
        }
        paragraph(&style(style_of(pair.role)), &content)
    }

    /// The translation of a sentence, or its source and why it was not translated.
    fn sentence(&mut self, number: usize, segment: &BriefSegment, source: Language<'_>) -> String {
        let english = Look::of(Language::of("en"));
        if !is_doubtful(segment) {
            return runs(&translated(segment), english);
        }
        let shade = Some(shade_of(segment));
        let mark = runs(&format!("[{number}] "), english.on(shade).styled("Number"));
        let text = match segment.status {
            Status::Failed => {
                let why = format!(" {}", not_translated(segment));
                runs(&segment.source, Look::of(source).on(shade)) + &runs(&why, english.on(shade))
            }
            Status::Translated | Status::Flagged => runs(&translated(segment), english.on(shade)),
        };
        let marked = self.commented(&(mark + &text), &why(segment));
        let name = self.sentence_bookmark(number);
        self.bookmarked(&name, &marked)
    }
}

/// The source of a paragraph.
fn source(pair: &BriefParagraph, language: Language<'_>) -> String {
    let mut content = String::new();
    let mut all = String::new();
    let mut between = "";
    for segment in &pair.segments {
        content.push_str(&runs(between, Look::of(language)));
        let shade = is_doubtful(segment).then(|| shade_of(segment));
        content.push_str(&runs(&segment.source, Look::of(language).on(shade)));
        between = segment.separator();
        all.push_str(&segment.source);
    }
    let mut properties = style(style_of(pair.role));
    if language.runs_right_to_left(&all) {
        properties.push_str("<w:bidi/>");
    }
    paragraph(&properties, &content)
}

fn shade_of(segment: &BriefSegment) -> &'static str {
    match segment.status {
        Status::Failed => FAILED,
        Status::Translated | Status::Flagged => FLAGGED,
    }
}

fn style_of(role: Role) -> &'static str {
    match role {
        Role::Title | Role::Heading => "PairsHead",
        Role::Item | Role::Standfirst | Role::Byline | Role::Body => "PairsText",
    }
}

/// A cell over `columns` columns with these paragraphs.
fn cell(columns: u32, paragraphs: &str, out: &mut String) {
    let width = columns * COLUMN;
    let span = match columns {
        1 => String::new(),
        _ => format!("<w:gridSpan w:val=\"{columns}\"/>"),
    };
    let _ = write!(
        out,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}</w:tcPr>{paragraphs}</w:tc>"
    );
}
