//! The brief as one HTML page that needs nothing else: no script, no font, no address is
//! loaded. English stands on the left and its source on the right; every doubt is in words
//! on the page. It never lets article text become markup.

use std::fmt::Write as _;

use super::types::{Brief, BriefParagraph, BriefSegment, Status, Suitability};
use super::wording::{
    about_lines, clean, doubtful, excerpt, general_doubts, glossary_lines, heading, headline_text,
    is_doubtful, is_web_address, no_doubts, own_title, reason, summary_sentences, verdict, why,
};
use crate::document::Role;
use crate::text::{Direction, Script, TARGET, script_of_language};

/// The style of all pages. Colours follow the reader's system; print is black on white.
const STYLE: &str = "\
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5f6670; --paper: #fdfdfb;
  --line: #dcdfe3; --link: #0b57a4; --flag: #fff1b8; --fail: #ffd9d4; --warn: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e8ea; --soft: #a3a9b2;
  --paper: #16181b; --line: #33373d; --link: #8ab8f0; --flag: #4a3f0e; --fail: #5a231d;
  --warn: #f0b968; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, -apple-system, \"Segoe UI\", Roboto, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.125rem; margin: 2.25rem 0 .75rem; padding-bottom: .25rem;
  border-bottom: 1px solid var(--line); }
h3, article h2 { font-size: 1.125rem; line-height: 1.4; margin: 0; border: 0; padding: 0; }
a { color: var(--link); }
p { margin: 0 0 .5rem; }
ul { margin: 0; padding-inline-start: 1.25rem; }
.own { font-size: 1.25rem; color: var(--soft); }
.meta, .about { color: var(--soft); font-size: .9rem; }
.meta > * { margin-inline-end: 1rem; }
p.verdict { max-width: 48rem; margin-top: 1rem; padding: .4rem .75rem; border-radius: .3rem;
  border: 1px solid var(--line); }
.care { background: var(--flag); }
.unfit { background: var(--fail); }
span.verdict { color: inherit; border-radius: .2rem; padding: .05rem .35rem; }
.summary { max-width: 48rem; font-size: 1.125rem; }
.quote { color: var(--soft); }
[lang=ar], [lang=fa], [lang=ur], [lang=ku] { line-height: 1.9;
  font-family: \"Noto Naskh Arabic\", \"Geeza Pro\", \"Segoe UI\", Tahoma, serif; }
.pair { display: grid; gap: .25rem 2.5rem; padding: .75rem 0;
  border-bottom: 1px solid var(--line); }
.pair > * { margin: 0; min-width: 0; }
.pair > :only-child { grid-column: 1 / -1; max-width: 48rem; }
.item > [lang=en]::before { content: \"• \"; }
mark { color: inherit; background: var(--flag); border-radius: .2rem; padding: .05rem .2rem; }
mark.failed { background: var(--fail); }
mark:target, li:target { outline: 2px solid var(--link); outline-offset: 2px; }
.number { font-size: .8rem; font-weight: 600; text-decoration: none; }
.why { color: var(--warn); font-size: .875rem; }
article { padding: 1rem 0; border-bottom: 1px solid var(--line); }
@media (min-width: 52rem) { .pair { grid-template-columns: 1fr 1fr; } }
@media print { :root { --ink: #000; --soft: #333; --paper: #fff; --line: #999; --link: #000;
  --flag: #eee; --fail: #ddd; --warn: #000; } main { max-width: none; padding: 0; }
  body { font-size: 10.5pt; } .pair { grid-template-columns: 1fr 1fr; break-inside: avoid; }
  mark { border: 1px solid #666; } }
";

/// Language and direction of a brief's own text, as attributes.
const ENGLISH: &str = "lang=\"en\" dir=\"ltr\"";

/// The brief as one self-contained HTML page.
pub(super) fn html(brief: &Brief) -> String {
    let source = source_attributes(&brief.source.language);
    let mut body = String::new();
    header(brief, &source, &mut body);
    summary(brief, &mut body);
    to_check(brief, &source, &mut body);
    translation(brief, &source, &mut body);
    glossary(brief, &source, &mut body);
    body.push_str("<section class=\"about\">\n<h2>About this brief</h2>\n");
    list(&about_lines(brief), &mut body);
    body.push_str("</section>\n");
    page(&headline_text(brief), &body)
}

/// A whole page around a body that is already HTML; the title is plain text.
pub(super) fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         {body}</main>\n</body>\n</html>\n"
    )
}

/// Text escaped so that it shows as itself in HTML and inside a quoted attribute, on one line and
/// without control characters.
pub(super) fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Language and direction of the source, as attributes.
fn source_attributes(language: &str) -> String {
    let known = !language.is_empty()
        && language.len() <= 35
        && language
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !known {
        return "lang=\"und\" dir=\"auto\"".to_owned();
    }
    let primary = language
        .split('-')
        .next()
        .unwrap_or(language)
        .to_ascii_lowercase();
    let direction = script_of_language(&primary).map_or(Direction::Auto, Script::direction);
    format!("lang=\"{language}\" dir=\"{}\"", direction.html())
}

fn header(brief: &Brief, source: &str, out: &mut String) {
    let _ = writeln!(out, "<header>\n<h1>{}</h1>", escape(&headline_text(brief)));
    if let Some(title) = own_title(brief) {
        let _ = writeln!(out, "<p class=\"own\" {source}>{}</p>", escape(&title));
    }
    let _ = write!(
        out,
        "<p class=\"meta\"><bdi>{}</bdi>",
        escape(&brief.source.path)
    );
    if let Some(date) = &brief.source.date {
        let _ = write!(out, " <bdi>{}</bdi>", escape(date));
    }
    if let Some(url) = &brief.source.url {
        let (url, shown) = (clean(url), escape(url));
        if is_web_address(&url) {
            let _ = write!(
                out,
                " <a href=\"{shown}\" rel=\"noopener noreferrer\">{shown}</a>"
            );
        } else {
            let _ = write!(out, " <bdi>{shown}</bdi>");
        }
    }
    out.push_str("</p>\n");
    if let (Some((words, reason)), Some(verdict)) = (verdict(brief), &brief.verdict) {
        let _ = writeln!(
            out,
            "<p class=\"{}\"><strong>{words}</strong>: {}.</p>",
            verdict_class(verdict.suitability),
            escape(&reason)
        );
    }
    out.push_str("</header>\n");
}

/// The class of a verdict's box.
pub(super) fn verdict_class(suitability: Suitability) -> &'static str {
    match suitability {
        Suitability::Fit => "verdict fit",
        Suitability::Care => "verdict care",
        Suitability::Unfit => "verdict unfit",
    }
}

fn summary(brief: &Brief, out: &mut String) {
    out.push_str("<section class=\"summary\">\n<h2>Summary</h2>\n");
    match summary_sentences(brief).as_slice() {
        [] => out.push_str("<p>There is no summary.</p>\n"),
        [only] => {
            let _ = writeln!(out, "<p>{}</p>", escape(only));
        }
        sentences => list(sentences, out),
    }
    out.push_str("</section>\n");
}

fn list(lines: &[String], out: &mut String) {
    out.push_str("<ul>\n");
    for line in lines {
        let _ = writeln!(out, "<li>{}</li>", escape(line));
    }
    out.push_str("</ul>\n");
}

fn to_check(brief: &Brief, source: &str, out: &mut String) {
    out.push_str("<section id=\"to-check\">\n<h2>To check</h2>\n");
    let mut items = String::new();
    for doubt in general_doubts(brief) {
        let _ = writeln!(items, "<li>{}</li>", escape(&doubt));
    }
    for (number, segment) in doubtful(brief) {
        let attributes = match segment.status {
            Status::Failed => source,
            Status::Translated | Status::Flagged => ENGLISH,
        };
        let _ = writeln!(
            items,
            "<li id=\"c{number}\"><a href=\"#s{number}\">[{number}]</a> {} \
             <bdi class=\"quote\" {attributes}>{}</bdi></li>",
            escape(&why(segment)),
            escape(&excerpt(segment))
        );
    }
    if items.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", no_doubts(brief));
    } else {
        let _ = writeln!(out, "<ul>\n{items}</ul>");
    }
    out.push_str("</section>\n");
}

fn glossary(brief: &Brief, source: &str, out: &mut String) {
    let lines = glossary_lines(brief);
    if lines.is_empty() {
        return;
    }
    out.push_str("<section>\n<h2>Glossary</h2>\n<ul>\n");
    for (term, rest) in lines {
        let (term, rest) = (escape(&term), escape(&rest));
        let _ = writeln!(out, "<li><bdi {source}>{term}</bdi>: {rest}</li>");
    }
    out.push_str("</ul>\n</section>\n");
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
        english.push_str(&sentence(number, segment, source.unwrap_or(ENGLISH)));
        english.push_str(segment.separator());
        let text = escape(&segment.source);
        match class_of(segment) {
            Some(class) => {
                let _ = write!(original, "<mark class=\"{class}\">{text}</mark>");
            }
            None => original.push_str(&text),
        }
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
    out.push_str("</div>\n");
}

fn class_of(segment: &BriefSegment) -> Option<&'static str> {
    match segment.status {
        Status::Failed => Some("failed"),
        Status::Translated | Status::Flagged => is_doubtful(segment).then_some("flagged"),
    }
}

fn sentence(number: usize, segment: &BriefSegment, source: &str) -> String {
    let english = escape(&segment.translation);
    let english = if english.is_empty() {
        "(no English text)".to_owned()
    } else {
        english
    };
    let Some(class) = class_of(segment) else {
        return english;
    };
    let (text, why) = match segment.status {
        Status::Failed => (
            format!("<bdi {source}>{}</bdi>", escape(&segment.source)),
            format!("(not translated: {})", escape(&reason(segment))),
        ),
        Status::Translated | Status::Flagged => (english, escape(&why(segment))),
    };
    format!(
        "<mark class=\"{class}\" id=\"s{number}\"><a class=\"number\" href=\"#c{number}\">\
         [{number}]</a> {text}</mark> <span class=\"why\">⚠ {why}</span>"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
