//! The structure of Markdown. This file owns which lines are headings, lists, quotes or not text at
//! all; inline markup is taken off in `inline`.

use std::ops::Range;

use crate::article::decode::Decoded;
use crate::article::escapes::with_line_breaks;
use crate::article::extracted::{Extracted, one_line};
use crate::document::{Paragraph, Role};
use crate::text::Language;

use super::cues::{is_byline, is_label};
use super::front_matter::{are_fields, front_matter};
use super::inline::{HARD_BREAK, without_markup};
use super::lines::{Line, ends_sentence, has_words, is_blank, item_marker, lines, trimmed};
use super::structure::{after_title, with_head};

/// The article that a Markdown text is, without its inline markup.
pub(in crate::article) fn of_text(decoded: &Decoded, language: &Language) -> Extracted {
    let text = with_line_breaks(&decoded.text);
    let mut extracted = Extracted {
        encoding: decoded.encoding,
        ..Extracted::default()
    };
    for paragraph in paragraphs(&text, language) {
        let plain = without_markup(&text[paragraph.span]);
        if paragraph.role == Role::Title {
            let title = one_line(&plain);
            extracted.push(Role::Title, &title);
            extracted.title = Some(title);
            continue;
        }
        for part in plain.split(HARD_BREAK).filter(|part| has_words(part)) {
            extracted.push(paragraph.role, part);
        }
    }
    if let Some(front) = front_matter(&text) {
        extracted.date = front.date;
        extracted.url = front.url;
        extracted.language = front.language;
    }
    extracted
}

/// Whether a text begins with a block of fields of which one is the headline. A story may stand between such lines too.
pub(in crate::article) fn has_fields(text: &str) -> bool {
    let front = front_matter(text).filter(|front| front.title.is_some());
    front.is_some_and(|front| are_fields(&text[..front.body]))
}

/// The paragraphs of a Markdown text.
pub(super) fn paragraphs(text: &str, language: &Language) -> Vec<Paragraph> {
    let front = front_matter(text).unwrap_or_default();
    let mut blocks = Scanner::new(text, front.body).scan();
    let heading = blocks
        .iter()
        .position(|block| block[0].role == Role::Heading);
    if let Some(span) = front.title {
        let title = one_line(&text[span.clone()]);
        if heading == Some(0) && one_line(&text[blocks[0][0].span.clone()]) == title {
            blocks.remove(0);
        }
        let mut paragraphs = vec![Paragraph {
            role: Role::Title,
            span,
        }];
        paragraphs.extend(after_title(text, blocks, language));
        return paragraphs;
    }
    // Paths, dates and bylines may stand above the headline.
    let is_above = |block: &Vec<Paragraph>| {
        let line = &text[block[0].span.clone()];
        block.len() == 1 && (is_label(line, language) || is_byline(line, language))
    };
    let Some(heading) = heading.filter(|&heading| blocks[..heading].iter().all(is_above)) else {
        return with_head(text, blocks, language);
    };
    let mut paragraphs: Vec<Paragraph> = blocks.drain(..heading).flatten().collect();
    for line in &mut paragraphs {
        line.role = Role::Byline;
    }
    paragraphs.push(Paragraph {
        role: Role::Title,
        span: blocks.remove(0)[0].span.clone(),
    });
    paragraphs.extend(after_title(text, blocks, language));
    paragraphs
}

/// Reads lines into blocks; no block is empty.
struct Scanner<'a> {
    text: &'a str,
    lines: Vec<Line>,
    blocks: Vec<Vec<Paragraph>>,
    /// Lines of the paragraph being read.
    open: Vec<Line>,
    /// List items being read.
    items: Vec<Paragraph>,
    /// Whether a fence was opened and never closed, so that fences no longer count.
    fences_are_text: bool,
    /// The same for comments.
    comments_are_text: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        Self {
            text,
            lines: lines(text, start..text.len()),
            blocks: Vec::new(),
            open: Vec::new(),
            items: Vec::new(),
            fences_are_text: false,
            comments_are_text: false,
        }
    }

    fn scan(mut self) -> Vec<Vec<Paragraph>> {
        let mut at = 0;
        let mut in_comment = false;
        let mut in_table = false;
        while at < self.lines.len() {
            let mut line = self.lines[at].clone();
            at += 1;
            if in_comment || self.opens_comment(&line) {
                self.flush();
                let rest = &self.text[line.span.clone()];
                in_comment = !rest.contains("-->");
                if let Some(end) = rest.find("-->") {
                    line.span = trimmed(self.text, line.span.start + end + 3..line.span.end);
                } else {
                    continue;
                }
            }
            if let Some(after) = self.after_fence(&line, at) {
                self.flush();
                at = after;
                continue;
            }
            let next = self.lines.get(at).map(|line| self.str_of(line));
            let content = self.str_of(&line);
            in_table = content.contains('|')
                && (in_table || is_row(content) || next.is_some_and(is_delimiter));
            if in_table {
                self.flush();
                self.row(&line);
                continue;
            }
            let parts = parts_between_breaks(self.text, line.span.clone());
            let last = parts.len() - 1;
            for (number, span) in parts.into_iter().enumerate() {
                self.line(Line { span, ..line });
                if number < last {
                    self.flush();
                }
            }
        }
        self.flush();
        self.blocks
    }

    /// The cells of a row of a table, each a paragraph.
    fn row(&mut self, line: &Line) {
        let mut cells = Vec::new();
        let mut start = line.span.start;
        let content = self.str_of(line);
        let signs = content
            .match_indices('|')
            .filter(|(at, _)| !content[..*at].ends_with('\\'));
        let ends = signs
            .map(|(at, _)| line.span.start + at)
            .chain([line.span.end]);
        for end in ends {
            let span = trimmed(self.text, start.min(end)..end);
            if has_words(&self.text[span.clone()]) {
                cells.push(Paragraph {
                    role: Role::Body,
                    span,
                });
            }
            start = end + 1;
        }
        if !cells.is_empty() {
            self.blocks.push(cells);
        }
    }

    fn str_of(&self, line: &Line) -> &'a str {
        &self.text[line.span.clone()]
    }

    fn opens_comment(&mut self, line: &Line) -> bool {
        if self.comments_are_text || !self.str_of(line).starts_with("<!--") {
            return false;
        }
        self.comments_are_text = !self.text[line.span.start..].contains("-->");
        !self.comments_are_text
    }

    /// The line after the code block that this line opens; `next` is the line's successor.
    fn after_fence(&mut self, line: &Line, next: usize) -> Option<usize> {
        let opening = self.str_of(line);
        let mark = opening.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = opening.len() - opening.trim_start_matches(mark).len();
        if length < 3 {
            return None;
        }
        // Without a closing fence no text may be lost: only the line itself is left out.
        if self.fences_are_text {
            return Some(next);
        }
        let closing = self.lines[next..].iter().position(|line| {
            let line = &self.text[line.span.clone()];
            line.len() >= length && line.trim_start_matches(mark).is_empty()
        });
        self.fences_are_text = closing.is_none();
        Some(closing.map_or(next, |closing| next + closing + 1))
    }

    fn line(&mut self, line: Line) {
        let content = self.str_of(&line);
        let underline = content.len() > 1
            && (content.bytes().all(|byte| byte == b'=')
                || content.bytes().all(|byte| byte == b'-'));
        if underline && self.open.len() == 1 {
            let span = self.open.remove(0).span;
            self.push(Role::Heading, span);
        } else if !has_words(content) || is_no_text(content) {
            self.flush();
        } else if let Some(span) = self.heading(&line) {
            self.flush();
            self.push(Role::Heading, span);
        } else if let Some(start) = note_start(content) {
            self.flush();
            let span = line.span.start + start..line.span.end;
            self.open.push(Line { span, ..line });
        } else if content.starts_with('>') {
            self.flush();
            let marks = |c: char| c == '>' || is_blank(c);
            let start = line.span.end - content.trim_start_matches(marks).len();
            self.push(Role::Body, start..line.span.end);
        } else if let Some(marker) = item_marker(content) {
            self.flush_open();
            let span = line.span.start + marker..line.span.end;
            self.items.push(Paragraph {
                role: Role::Item,
                span,
            });
        } else if let Some(item) = self.items.last_mut() {
            item.span.end = line.span.end;
        } else {
            self.open.push(line);
        }
    }

    /// The text of an ATX heading.
    fn heading(&self, line: &Line) -> Option<Range<usize>> {
        let content = self.str_of(line);
        let rest = content.trim_start_matches('#');
        let level = content.len() - rest.len();
        if !(1..=6).contains(&level) || !rest.starts_with(is_blank) {
            return None;
        }
        let end = line.span.end - (rest.len() - rest.trim_end_matches('#').len());
        let span = trimmed(self.text, line.span.end - rest.len()..end);
        (!span.is_empty()).then_some(span)
    }

    fn push(&mut self, role: Role, span: Range<usize>) {
        self.blocks.push(vec![Paragraph { role, span }]);
    }

    fn flush(&mut self) {
        self.flush_open();
        if !self.items.is_empty() {
            self.blocks.push(std::mem::take(&mut self.items));
        }
    }

    /// Ends the paragraph. A line break means nothing in Markdown, unless every line is a
    /// sentence.
    fn flush_open(&mut self) {
        let lines = std::mem::take(&mut self.open);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let sentences = lines.iter().all(|line| ends_sentence(self.str_of(line)));
        let mut spans: Vec<Range<usize>> = Vec::new();
        if sentences {
            spans.extend(lines.iter().map(|line| line.span.clone()));
        } else {
            spans.push(first.span.start..last.span.end);
        }
        let block = spans
            .into_iter()
            .map(|span| Paragraph {
                role: Role::Body,
                span,
            })
            .collect();
        self.blocks.push(block);
    }
}

/// Whether a line is a row of a table with signs at both ends.
fn is_row(content: &str) -> bool {
    content.len() > 1 && content.starts_with('|') && content.ends_with('|')
}

/// Whether a line stands between the head of a table and its rows: `|---|:---:|`.
fn is_delimiter(content: &str) -> bool {
    content.contains('|')
        && content.contains("--")
        && content
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':') || is_blank(c))
}

/// The parts of a line between HTML line breaks; never empty.
fn parts_between_breaks(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = line.start;
    for (at, _) in text[line.clone()].match_indices('<') {
        let at = line.start + at;
        if let Some(length) = break_length(&text[at..line.end])
            && at >= start
        {
            parts.push(trimmed(text, start..at));
            start = at + length;
        }
    }
    parts.push(trimmed(text, start..line.end));
    parts
}

/// The length of the HTML line break at the start of a text: `<br>`, `<br />`.
fn break_length(text: &str) -> Option<usize> {
    let name = text.get(1..3)?;
    let inside = text[3..].trim_start_matches([' ', '/']);
    let is_break = name.eq_ignore_ascii_case("br") && inside.starts_with('>');
    is_break.then(|| text.len() - inside.len() + 1)
}

/// Where the text of a footnote begins in a line that defines one: `[^1]: text`.
fn note_start(content: &str) -> Option<usize> {
    let (name, text) = content.strip_prefix("[^")?.split_once("]:")?;
    let text = text.trim_start_matches(is_blank);
    let is_name = !name.is_empty() && !name.contains(['[', ']', ' ']);
    (is_name && has_words(text)).then(|| content.len() - text.len())
}

/// Whether a line holds only a picture or the address of a link.
fn is_no_text(content: &str) -> bool {
    let image = content.starts_with("![") && content.find(')') == Some(content.len() - 1);
    // The first bracket after the picture's address closes the link.
    let linked_image = content.starts_with("[![")
        && content
            .split_once(")](")
            .is_some_and(|(_, rest)| rest.find(')') == Some(rest.len() - 1));
    let definition = content.starts_with('[')
        && content.split_once("]: ").is_some_and(|(_, address)| {
            // A title in quotation marks may follow the address.
            let title = address.split_once(' ').map(|(_, title)| title.trim_start());
            address.starts_with("http")
                && title.is_none_or(|title| title.starts_with(['"', '\'', '(']))
        });
    image || linked_image || definition
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
