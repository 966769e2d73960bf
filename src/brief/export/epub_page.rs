//! The page of a brief in a book: its summary, its doubts, its translation with the source below
//! each paragraph, and what made it. It is XHTML, and never lets article text become markup.

use std::fmt::Write as _;

use super::text::{Language, joined, language_of_sentence, not_translated, plain, translated, xml};
use crate::brief::direction::isolated_html;
use crate::brief::sections::Markup;
use crate::brief::types::{Brief, BriefParagraph, BriefSegment, Status};
use crate::brief::wording::{about_lines, excerpt, heading, is_doubtful};
use crate::document::Role;
use crate::text::TARGET;

const MARKUP: Markup = Markup {
    text: xml,
    english,
    own_title: "",
    link: "",
    between: " · ",
};

/// The body of a brief's page.
pub(super) fn page(brief: &Brief) -> String {
    let source = attributes(Language::of(&brief.source.language));
    let mut out = String::new();
    MARKUP.header(brief, &source, "verdict", &mut out);
    MARKUP.summary("<section>", brief, &mut out);
    let quote = |number: usize, segment: &BriefSegment| {
        let attributes = match segment.status {
            Status::Failed => attributes(language_of_sentence(brief, number)),
            Status::Translated | Status::Flagged => attributes(Language::of(TARGET.code)),
        };
        format!("<q><bdi {attributes}>{}</bdi></q>", xml(&excerpt(segment)))
    };
    MARKUP.to_check("<section>", brief, english, quote, &mut out);
    translation(brief, &mut out);
    MARKUP.names("<section>", brief, &source, &mut out);
    MARKUP.glossary(brief, &source, &mut out);
    out.push_str("<section class=\"about\">\n<h2>About this brief</h2>\n");
    MARKUP.list(&about_lines(brief), &mut out);
    out + "</section>\n"
}

/// Language and direction, as attributes.
fn attributes(language: Language<'_>) -> String {
    let (tag, direction) = (language.tag().unwrap_or("und"), language.direction());
    format!("lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"{direction}\"")
}

/// [`xml`] for an English sentence that may quote its source: what runs from right to left is
/// isolated, so that a list of it is read in its order.
fn english(text: &str) -> String {
    isolated_html(&plain(text), "", |part| {
        quick_xml::escape::escape(part).into_owned()
    })
}

fn translation(brief: &Brief, out: &mut String) {
    let _ = writeln!(out, "<section>\n<h2>{}</h2>", heading(brief));
    let mut number = 0;
    for paragraph in brief.paragraphs.iter().filter(|p| !p.segments.is_empty()) {
        let language = brief.language_of(paragraph);
        let source = attributes(Language::of(language));
        let element = match paragraph.role {
            Role::Title | Role::Heading => "h3",
            Role::Item | Role::Standfirst | Role::Byline | Role::Body => "p",
        };
        let english = joined(paragraph, |segment| {
            number += 1;
            sentence(number, segment, &source)
        });
        let _ = writeln!(out, "<{element}>{english}</{element}>");
        if language != TARGET.code {
            let _ = writeln!(
                out,
                "<p class=\"source\" {source}>{}</p>",
                original(paragraph)
            );
        }
    }
    if number == 0 {
        out.push_str("<p>The article has no text.</p>\n");
    }
    out.push_str("</section>\n");
}

fn original(paragraph: &BriefParagraph) -> String {
    joined(paragraph, |segment| xml(&segment.source))
}

/// The translation of a sentence; the source, which has the attributes `source`, if there is none.
fn sentence(number: usize, segment: &BriefSegment, source: &str) -> String {
    let (class, text) = match segment.status {
        Status::Failed => {
            let why = english(&not_translated(segment));
            let text = format!("<bdi {source}>{}</bdi> {why}", xml(&segment.source));
            ("failed", text)
        }
        Status::Translated | Status::Flagged => ("flagged", xml(&translated(segment))),
    };
    if is_doubtful(segment) {
        format!(
            "<span class=\"{class}\" id=\"s{number}\"><a href=\"#c{number}\">[{number}]</a> \
             {text}</span>"
        )
    } else {
        text
    }
}
