//! The brief as one HTML page that needs nothing else: no font, no address is loaded, and it is
//! complete without its script. English stands on the left and its source on the right; every
//! doubt is in words on the page. It never lets article text become markup.

mod page;
mod sentence;

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Serialize;

use page::escape_doubt;
pub(super) use page::{Inline, Page, escape, escape_english};

use super::intermediate::ByWayOf;
use super::language::Language;
use super::sections::Markup;
use super::types::{Brief, BriefParagraph, BriefSegment, Status, Suitability};
use super::wording::{about_lines, excerpt, heading, headline_text, own_title};
use crate::document::Role;
use crate::text::TARGET;

/// Language and direction of a brief's own text, as attributes.
const ENGLISH: &str = "lang=\"en\" dir=\"ltr\"";

const MARKUP: Markup = Markup {
    text: escape,
    english: escape_english,
    own_title: " class=\"own\"",
    link: " rel=\"noopener noreferrer\"",
    between: " ",
};

/// The script of a brief: what it adds is for marking, quoting and finding sentences.
static SCRIPT: LazyLock<Inline> = LazyLock::new(|| Inline::new(include_str!("html/brief.js")));

/// The brief as one self-contained HTML page.
pub(super) fn html(brief: &Brief) -> String {
    let source = source_attributes(&brief.source.language);
    let mut body = String::new();
    let verdict = brief.verdict.as_ref();
    let classes = verdict.map_or_else(String::new, |verdict| verdict_class(verdict.suitability));
    MARKUP.header(brief, &source, &classes, &mut body);
    MARKUP.summary("<section class=\"summary\">", brief, &mut body);
    let doubt = |text: &str| escape_doubt(text, &source);
    let quote = |_: usize, segment: &BriefSegment| {
        let attributes = match segment.status {
            Status::Failed => source.as_str(),
            Status::Translated | Status::Flagged => ENGLISH,
        };
        let text = escape(&excerpt(segment));
        format!("<bdi class=\"quote\" {attributes}>{text}</bdi>")
    };
    MARKUP.to_check("<section id=\"to-check\">", brief, doubt, quote, &mut body);
    translation(brief, &source, &mut body);
    MARKUP.names("<section class=\"names\">", brief, &source, &mut body);
    MARKUP.glossary(brief, &source, &mut body);
    body.push_str("<section class=\"about\">\n<h2>About this brief</h2>\n");
    MARKUP.list(&about_lines(brief), &mut body);
    body.push_str("</section>\n");
    Page {
        data: Some(("brief", facts(brief))),
        script: Some(&SCRIPT),
        ..Page::new(&headline_text(brief), &format!("<main>\n{body}</main>\n"))
    }
    .html()
}

/// What the script must know of a brief: what identifies it, and what a quotation names.
fn facts(brief: &Brief) -> String {
    #[derive(Serialize)]
    struct Facts<'a> {
        id: &'a str,
        path: &'a str,
        headline: String,
        title: Option<String>,
        date: Option<&'a str>,
        url: Option<&'a str>,
        blake3: &'a str,
        language: &'a str,
        translator: Option<String>,
    }
    let source = &brief.source;
    let facts = Facts {
        id: &brief.id,
        path: &source.path,
        headline: headline_text(brief),
        title: own_title(brief),
        date: source.date.as_deref(),
        url: source.url.as_deref(),
        blake3: &source.blake3,
        language: &source.language,
        translator: brief.translator_name(),
    };
    serde_json::to_string(&facts).expect("strings that are not JSON are a bug")
}

/// Language and direction of the source, as attributes.
fn source_attributes(language: &str) -> String {
    let language = Language::of(language);
    let (tag, direction) = (language.tag().unwrap_or("und"), language.direction());
    format!("lang=\"{tag}\" dir=\"{direction}\"")
}

/// The classes of a verdict's box.
pub(super) fn verdict_class(suitability: Suitability) -> String {
    format!("verdict {}", suitability.class())
}

fn translation(brief: &Brief, source: &str, out: &mut String) {
    let _ = writeln!(out, "<section>\n<h2>{}</h2>", heading(brief));
    let mut number = 0;
    for paragraph in brief.paragraphs.iter().filter(|p| !p.segments.is_empty()) {
        let own = paragraph.language.as_deref().map(source_attributes);
        let untranslated = brief.language_of(paragraph) == TARGET.code;
        let source = (!untranslated).then(|| own.as_deref().unwrap_or(source));
        pair(paragraph, number + 1, source, out);
        number += paragraph.segments.len();
    }
    if number == 0 {
        out.push_str("<p>The article has no text.</p>\n");
    }
    out.push_str("</section>\n");
}

/// A paragraph beside its source, which has the attributes `source`; a paragraph that is English
/// itself has none. `first` is the number of its first sentence.
fn pair(paragraph: &BriefParagraph, first: usize, source: Option<&str>, out: &mut String) {
    let (element, class) = match paragraph.role {
        Role::Title | Role::Heading => ("h3", "pair"),
        Role::Item => ("p", "pair item"),
        Role::Standfirst | Role::Byline | Role::Body => ("p", "pair"),
    };
    let mut english = String::new();
    let mut original = String::new();
    for (number, segment) in (first..).zip(&paragraph.segments) {
        english.push_str(&sentence::english(
            number,
            segment,
            source.unwrap_or(ENGLISH),
        ));
        english.push_str(segment.separator());
        original.push_str(&sentence::original(number, segment));
        original.push_str(segment.separator());
    }
    let (english, original) = (english.trim_end(), original.trim_end());
    let _ = writeln!(
        out,
        "<div class=\"{class}\">\n<{element} {ENGLISH}>{english}</{element}>"
    );
    if let Some(source) = source {
        let _ = writeln!(out, "<{element} {source}>{original}</{element}>");
    }
    if let Some(ByWayOf {
        language,
        heading,
        text,
    }) = ByWayOf::of(paragraph)
    {
        let attributes = source_attributes(language);
        let (heading, text) = (escape(&heading), escape(&text));
        let _ = writeln!(
            out,
            "<details><summary>{heading}</summary><p {attributes}>{text}</p></details>"
        );
    }
    out.push_str("</div>\n");
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
