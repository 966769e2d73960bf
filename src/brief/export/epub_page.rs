//! The page of a brief in a book: its summary, its doubts, its translation with the source below
//! each paragraph, and what made it. It is XHTML, and never lets article text become markup.

use std::fmt::Write as _;

use super::text::{Language, joined, language_of_sentence, not_translated, plain, translated, xml};
use crate::brief::direction::isolated_html;
use crate::brief::sections::Markup;
use crate::brief::types::{Brief, BriefParagraph, BriefSegment, Status};
use crate::brief::wording::{
    about_lines, clean, doubtful, excerpt, general_doubts, heading, headline_text, is_doubtful,
    is_web_address, no_doubts, own_title, verdict, why,
};
use crate::document::Role;
use crate::text::TARGET;

const MARKUP: Markup = Markup { text: xml, english };

/// The body of a brief's page.
pub(super) fn page(brief: &Brief) -> String {
    let source = attributes(Language::of(&brief.source.language));
    let mut out = String::new();
    header(brief, &source, &mut out);
    MARKUP.summary("<section>", brief, &mut out);
    to_check(brief, &mut out);
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

fn header(brief: &Brief, source: &str, out: &mut String) {
    let _ = writeln!(out, "<header>\n<h1>{}</h1>", xml(&headline_text(brief)));
    if let Some(title) = own_title(brief) {
        let _ = writeln!(out, "<p {source}>{}</p>", xml(&title));
    }
    let _ = write!(
        out,
        "<p class=\"meta\"><bdi>{}</bdi>",
        xml(&brief.source.path)
    );
    if let Some(date) = &brief.source.date {
        let _ = write!(out, " · <bdi>{}</bdi>", xml(date));
    }
    if let Some(url) = &brief.source.url {
        let shown = xml(url);
        if is_web_address(&clean(url)) {
            let _ = write!(out, " · <a href=\"{shown}\">{shown}</a>");
        } else {
            let _ = write!(out, " · <bdi>{shown}</bdi>");
        }
    }
    out.push_str("</p>\n");
    if let Some((words, reason)) = verdict(brief) {
        let reason = xml(&reason);
        let _ = writeln!(
            out,
            "<p class=\"verdict\"><strong>{words}</strong>: {reason}.</p>"
        );
    }
    out.push_str("</header>\n");
}

fn to_check(brief: &Brief, out: &mut String) {
    out.push_str("<section>\n<h2>To check</h2>\n");
    let mut items = String::new();
    for doubt in general_doubts(brief) {
        let _ = writeln!(items, "<li>{}</li>", english(&doubt));
    }
    for (number, segment) in doubtful(brief) {
        let attributes = match segment.status {
            Status::Failed => attributes(language_of_sentence(brief, number)),
            Status::Translated | Status::Flagged => attributes(Language::of(TARGET.code)),
        };
        let _ = writeln!(
            items,
            "<li id=\"c{number}\"><a href=\"#s{number}\">[{number}]</a> {} \
             <q><bdi {attributes}>{}</bdi></q></li>",
            english(&why(segment)),
            xml(&excerpt(segment))
        );
    }
    if items.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", xml(no_doubts(brief)));
    } else {
        let _ = writeln!(out, "<ul>\n{items}</ul>");
    }
    out.push_str("</section>\n");
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
