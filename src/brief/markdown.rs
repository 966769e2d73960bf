//! The brief as Markdown, which reads well as plain text too. It never lets article text become
//! markup.

use std::fmt::Write as _;

use super::direction::{has_right_to_left, parts};
use super::intermediate::ByWayOf;
use super::types::{Brief, BriefSegment, Status};
use super::wording::{
    BY_SECOND, DOUBTED, about_lines, clean, doubtful, excerpt, general_doubts, glossary_lines,
    heading, headline_text, is_doubtful, is_web_address, name_lines, no_doubts, own_title, reason,
    summary_sentences, verdict, why,
};
use crate::document::Role;
use crate::text::TARGET;

/// The brief as a Markdown page: headline, summary, what to check, the translation with its
/// source below each paragraph, and what made it.
pub(super) fn markdown(brief: &Brief) -> String {
    let mut out = String::new();
    header(brief, &mut out);
    summary(brief, &mut out);
    to_check(brief, &mut out);
    translation(brief, &mut out);
    names(brief, &mut out);
    glossary(brief, &mut out);
    out.push_str("## About this brief\n\n");
    list(&about_lines(brief), &mut out);
    out
}

/// Text escaped so that it shows as itself in Markdown, on one line: anything that could begin a
/// heading, link, image, list, table, quotation, code or HTML gets a backslash, white space
/// becomes one space, and control characters, including those of writing direction, are removed.
fn escape_inline(text: &str) -> String {
    let text = clean(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (at, c) in text.char_indices() {
        let before = &text.as_bytes()[..at];
        let after = &text[at + c.len_utf8()..];
        let word_ends = after.is_empty() || after.starts_with(' ');
        let special = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '@' => true,
            '-' | '+' | '=' => at == 0,
            '.' | ')' if digits > 0 && at == digits && word_ends => true,
            // GitHub turns bare addresses into links.
            '.' => at >= 3 && before[at - 3..].eq_ignore_ascii_case(b"www"),
            ':' => after.starts_with("//"),
            '&' => after.starts_with(|n: char| n == '#' || n.is_ascii_alphanumeric()),
            _ => false,
        };
        // GitHub makes links of addresses of mail even where the sign is escaped; a joiner without
        // width keeps it from seeing one.
        let in_address = before
            .last()
            .is_some_and(|b| b.is_ascii_alphanumeric() || b"._+-".contains(b))
            && after.starts_with(|n: char| n.is_ascii_alphanumeric());
        if c == '@' && in_address {
            out.push('\u{2060}');
        }
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text that stands whole in an English line, with isolates of Unicode around it if it may run
/// from right to left.
fn isolated(text: &str) -> String {
    if has_right_to_left(text) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text.to_owned()
    }
}

/// An English sentence that may quote its source, escaped: what runs from right to left is
/// isolated, so that a list of it is read in its order.
fn escape_english(text: &str) -> String {
    let text = escape_inline(text);
    let isolated = parts(&text, false)
        .into_iter()
        .map(|(part, _)| isolated(part));
    isolated.collect()
}

fn header(brief: &Brief, out: &mut String) {
    let _ = writeln!(out, "# {}\n", escape_inline(&headline_text(brief)));
    if let Some(title) = own_title(brief) {
        let _ = writeln!(out, "{}\n", escape_inline(&title));
    }
    let mut facts = vec![isolated(&escape_inline(&brief.source.path))];
    facts.extend(brief.source.date.as_deref().map(escape_inline));
    facts.extend(brief.source.url.as_deref().map(link));
    facts.retain(|fact| !fact.is_empty());
    if !facts.is_empty() {
        let _ = writeln!(out, "*{}*\n", facts.join(" · "));
    }
    if let Some((verdict, reason)) = verdict(brief) {
        let _ = writeln!(out, "**{verdict}**: {}.\n", escape_inline(&reason));
    }
}

fn link(url: &str) -> String {
    let url = clean(url);
    if is_web_address(&url) {
        format!("<{url}>")
    } else {
        escape_inline(&url)
    }
}

fn summary(brief: &Brief, out: &mut String) {
    out.push_str("## Summary\n\n");
    match summary_sentences(brief).as_slice() {
        [] => out.push_str("There is no summary.\n\n"),
        [only] => {
            let _ = writeln!(out, "{}\n", escape_inline(only));
        }
        sentences => {
            list(sentences, out);
            out.push('\n');
        }
    }
}

fn list(lines: &[String], out: &mut String) {
    for line in lines {
        let _ = writeln!(out, "- {}", escape_english(line));
    }
}

fn to_check(brief: &Brief, out: &mut String) {
    out.push_str("## To check\n\n");
    let general = general_doubts(brief);
    list(&general, out);
    let mut any = !general.is_empty();
    for (number, segment) in doubtful(brief) {
        any = true;
        let _ = write!(out, "- [{number}] {}", escape_english(&why(segment)));
        let excerpt = excerpt(segment);
        if !excerpt.is_empty() {
            let _ = write!(out, " — “{}”", isolated(&escape_inline(&excerpt)));
        }
        out.push('\n');
    }
    if !any {
        let _ = writeln!(out, "{}", no_doubts(brief));
    }
    out.push('\n');
}

/// The names of the brief, each with its spellings in the source.
fn names(brief: &Brief, out: &mut String) {
    let lines = name_lines(brief, str::to_owned, str::to_owned);
    if lines.is_empty() {
        return;
    }
    out.push_str("## Names\n\n");
    list(&lines, out);
    out.push('\n');
}

fn glossary(brief: &Brief, out: &mut String) {
    let lines = glossary_lines(brief);
    if lines.is_empty() {
        return;
    }
    out.push_str("## Glossary\n\n");
    let lines = lines.iter().map(|(term, rest)| format!("{term}: {rest}"));
    list(&lines.collect::<Vec<_>>(), out);
    out.push('\n');
}

fn translation(brief: &Brief, out: &mut String) {
    let _ = writeln!(out, "## {}\n", heading(brief));
    let mut number = 0;
    for paragraph in &brief.paragraphs {
        let mut english = String::new();
        let mut source = String::new();
        for segment in &paragraph.segments {
            number += 1;
            english.push_str(&sentence(number, segment));
            english.push_str(segment.separator());
            source.push_str(&escape_inline(&segment.source));
            source.push_str(segment.separator());
        }
        if english.is_empty() {
            continue;
        }
        let (lead, indent) = match paragraph.role {
            Role::Title | Role::Heading => ("### ", ""),
            Role::Item => ("- ", "  "),
            Role::Standfirst | Role::Byline | Role::Body => ("", ""),
        };
        let (english, source) = (english.trim_end(), source.trim_end());
        let _ = writeln!(out, "{lead}{english}\n");
        if brief.language_of(paragraph) != TARGET.code {
            let _ = writeln!(out, "{indent}> {source}\n");
        }
        if let Some(ByWayOf { heading, text, .. }) = ByWayOf::of(paragraph) {
            let (heading, text) = (escape_inline(&heading), escape_inline(&text));
            let _ = writeln!(out, "{indent}> {heading}: {}\n", isolated(&text));
        }
    }
    if number == 0 {
        out.push_str("The article has no text.\n\n");
    }
}

fn sentence(number: usize, segment: &BriefSegment) -> String {
    let english = escape_inline(&segment.translation);
    let text = match segment.status {
        Status::Failed => {
            let source = isolated(&escape_inline(&segment.source));
            let reason = escape_english(&reason(segment));
            format!("{source} (not translated: {reason})")
        }
        Status::Translated | Status::Flagged if english.is_empty() => {
            "(no English text)".to_owned()
        }
        Status::Translated | Status::Flagged if segment.second => format!("{english}{BY_SECOND}"),
        Status::Translated | Status::Flagged => english,
    };
    if is_doubtful(segment) {
        format!("[{number}] {DOUBTED}{text}")
    } else {
        text
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests;
