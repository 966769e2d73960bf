//! Articles of Factiva with their indexing: each field begins with a code of two or three letters at the start of a
//! line (`HD` the headline, `LP` and `TD` the text), and `AN` with the number of the document ends them.

use super::divided::{Divided, REMEDY};
use super::nexis::is_long;
use super::{Article, Found, Odd, cover, has_line};
use crate::article::Refusal;
use crate::article::plain::ends_sentence;

/// Fields above the text.
const ABOVE: [&str; 15] = [
    "SE", "HD", "CLM", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY",
];

/// Fields of the text.
const TEXT: [&str; 2] = ["LP", "TD"];

/// Fields below the text.
const BELOW: [&str; 11] = [
    "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN",
];

/// Fields beside the text whose lines are all read, and the one with captions, of which none is.
const READ: [&str; 4] = ["HD", "BY", "PD", "SN"];
const CAPTIONS: &str = "ART";

/// Maximum number of lines of a field down to the number of the document, its own among them.
const MAX_ABOVE_NUMBER: usize = 4;

/// Maximum number of lines of a field that is not read.
const FIELD_LINES: usize = 10;

/// What the number of a document is written behind, and its minimum length.
const NUMBER: &str = "Document ";
const MIN_NUMBER: usize = 15;

/// Whether a text with this start may be one.
pub(super) fn may_be(start: &str) -> bool {
    let mut codes = ["HD", "WC", "SN"].into_iter();
    codes.all(|code| has_line(start, code))
}

/// The articles of a document with these lines, in which codes and values have cells or lines of their own; `None` if
/// it is no export.
pub(super) fn of_lines(lines: &[&str]) -> Option<Vec<Found>> {
    let mut text = String::new();
    let mut lines = lines.iter().map(|line| line.trim()).peekable();
    while let Some(line) = lines.next() {
        text.push_str(line);
        if is_code(line)
            && let Some(value) = lines.next_if(|next| !next.is_empty() && !is_code(next))
        {
            text.push('\t');
            text.push_str(value);
        }
        text.push('\n');
    }
    divided(&text).of_document()
}

/// The articles of a text; `None` if it does not have all marks.
pub(super) fn articles(text: &str) -> Option<Vec<Found>> {
    divided(text).found()
}

/// The articles of a text, and what else it is.
fn divided(text: &str) -> Divided {
    let mut documents: Vec<Document<'_>> = Vec::new();
    let mut above = Vec::new();
    let codes: Vec<Option<&'static str>> = text.lines().map(code_of).collect();
    for (at, line) in text.lines().enumerate() {
        let (code, below) = (codes[at], &codes[at + 1..]);
        if code.is_some_and(|code| begins_document(code, below, documents.last())) {
            documents.push(Document::default());
        }
        match (code, documents.last_mut()) {
            (Some(code), Some(document)) if !document.is_in_text() || !ABOVE.contains(&code) => {
                document.begin_field(code, line);
            }
            (_, Some(document)) => document.add_line(line),
            (_, None) => above.push(line),
        }
    }
    let mut divided = Divided::default();
    divided.add_others(&above);
    for mut document in documents {
        document.settle();
        let behind = document.cut_behind();
        let found = document.found();
        let is_whole = found.is_ok() && document.is_whole();
        divided.add(found, is_whole);
        divided.add_others(&behind);
    }
    divided
}

/// The code of the field that a line begins; a tab, two spaces or nothing stands behind it.
fn code_of(line: &str) -> Option<&'static str> {
    codes().find(|code| {
        let value = line.strip_prefix(code);
        value.is_some_and(|value| {
            value.trim().is_empty() || value.starts_with('\t') || value.starts_with("  ")
        })
    })
}

fn codes() -> impl Iterator<Item = &'static str> {
    ABOVE.into_iter().chain(TEXT).chain(BELOW)
}

fn is_code(line: &str) -> bool {
    codes().any(|code| code == line)
}

/// Whether a line below the code of a field belongs to its value, and is no paragraph.
fn is_of_field(line: &str) -> bool {
    let is_list = line.contains(" : ") || line.contains('|');
    is_list || cover::is_rights(line) || !is_long(line) && !ends_sentence(line)
}

/// Whether the number of a document stands in the source of one: a style of Word is named `Document Map`.
pub(super) fn has_number(source: &str) -> bool {
    source.match_indices(NUMBER).any(|(at, mark)| {
        let number = source.as_bytes()[at + mark.len()..].iter();
        let number = number.take_while(|byte| byte.is_ascii_alphanumeric());
        number.count() >= MIN_NUMBER
    })
}

/// Whether a line is the number of a document: `Document ALMARFA020260303em3300001`.
pub(super) fn is_number(line: &str) -> bool {
    line.trim().strip_prefix(NUMBER).is_some_and(|number| {
        let number = number.trim();
        number.len() >= MIN_NUMBER
            && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && number.bytes().any(|byte| byte.is_ascii_digit())
    })
}

/// Whether a field with these codes below it begins another article than the last one. A line of a text may look like a
/// headline.
fn begins_document(
    code: &str,
    below: &[Option<&'static str>],
    last: Option<&Document<'_>>,
) -> bool {
    let begins_again = |last: &Document<'_>| {
        code == "HD" && last.has_headline && (!last.has_text || has_head(below))
    };
    ABOVE.contains(&code) && last.is_none_or(|last| last.has_number || begins_again(last))
}

/// Whether what belongs to the head of an article stands above the next text, number or headline.
fn has_head(codes: &[Option<&'static str>]) -> bool {
    let codes = codes.iter().flatten().copied();
    let head = codes.take_while(|code| !TEXT.contains(code) && !["AN", "HD"].contains(code));
    let head: Vec<&str> = head.collect();
    ["WC", "PD", "SN"].iter().all(|code| head.contains(code))
}

/// The place of a field below the text; the two for codes of the provider share one.
fn place_below(code: &str) -> Option<usize> {
    let code = if code == "IPC" { "IPD" } else { code };
    BELOW.iter().position(|below| *below == code)
}

#[derive(Debug)]
struct Field<'t> {
    code: &'static str,
    /// The line that begins it, and those below.
    lines: Vec<&'t str>,
}

impl Field<'_> {
    fn is_text(&self) -> bool {
        TEXT.contains(&self.code)
    }

    /// Its lines without the code.
    fn value(&self) -> String {
        let first = self.lines.first().copied().unwrap_or_default();
        let first = first.strip_prefix(self.code).unwrap_or(first).trim();
        let below = self.lines.iter().skip(1).copied();
        let lines: Vec<&str> = [first].into_iter().chain(below).collect();
        lines.join("\n")
    }

    /// Whether it is the number of the document.
    fn has_number(&self) -> bool {
        self.line_of_number().is_some()
    }

    /// The place of the line with the number of the document.
    fn line_of_number(&self) -> Option<usize> {
        let mut lines = self.lines.iter().take(MAX_ABOVE_NUMBER);
        let place = lines.position(|line| is_number(line.strip_prefix(self.code).unwrap_or(line)));
        place.filter(|_| self.code == "AN")
    }

    /// Whether its value stands behind the code, or consists of codes with their names: below a code that stands alone
    /// may be a text.
    fn has_value(&self) -> bool {
        let is_alone = self
            .lines
            .first()
            .is_some_and(|line| line.trim() == self.code);
        let mut below = self
            .lines
            .iter()
            .skip(1)
            .filter(|line| !line.trim().is_empty());
        !is_alone || below.all(|line| line.contains(" : ") || line.contains('|'))
    }

    fn is_short(&self) -> bool {
        let value = self.value();
        let lines = value.lines().filter(|line| !line.trim().is_empty());
        lines.count() <= FIELD_LINES
    }
}

#[derive(Debug, Default)]
struct Document<'t> {
    /// Its fields in their order.
    fields: Vec<Field<'t>>,
    has_headline: bool,
    has_text: bool,
    has_number: bool,
}

impl<'t> Document<'t> {
    fn value(&self, code: &str) -> String {
        let found = self.fields.iter().find(|field| field.code == code);
        found
            .map(Field::value)
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    fn is_in_text(&self) -> bool {
        self.fields.last().is_some_and(Field::is_text)
    }

    fn begin_field(&mut self, code: &'static str, line: &'t str) {
        self.has_headline |= code == "HD";
        let lines = vec![line];
        let field = Field { code, lines };
        self.has_text |= field.is_text();
        self.has_number |= field.has_number();
        self.fields.push(field);
    }

    fn add_line(&mut self, line: &'t str) {
        if let Some(field) = self.fields.last_mut() {
            field.lines.push(line);
            // Lines further below are not looked at again: they may be many.
            if field.lines.len() <= MAX_ABOVE_NUMBER {
                self.has_number |= field.has_number();
            }
        }
    }

    /// Gives lines back to the text that only look like fields.
    fn settle(&mut self) {
        let Some(text) = self.fields.iter().position(Field::is_text) else {
            return;
        };
        let tail = self.tail().max(text + 1);
        let below = self.fields.split_off(tail);
        for field in self.fields.split_off(text + 1) {
            if field.is_text() {
                self.fields.push(field);
            } else if let Some(last) = self.fields.last_mut() {
                last.lines.extend(field.lines);
            }
        }
        self.fields.extend(below);
    }

    /// Takes the lines behind its number away, which belong to no field.
    fn cut_behind(&mut self) -> Vec<&'t str> {
        let number = self.fields.iter().rposition(Field::has_number);
        let Some(number) = number else {
            return Vec::new();
        };
        let further = self.fields.split_off(number + 1);
        let number = &mut self.fields[number];
        let end = number.line_of_number().map_or(0, |line| line + 1);
        let mut behind = number.lines.split_off(end);
        behind.extend(further.into_iter().flat_map(|field| field.lines));
        behind
    }

    /// The place of the first field below the text: they have their order, and the number ends them.
    fn tail(&self) -> usize {
        let Some(mut tail) = self.fields.iter().rposition(Field::has_number) else {
            return self.fields.len();
        };
        while let Some(before) = tail.checked_sub(1) {
            let [field, next] = [before, tail].map(|at| &self.fields[at]);
            let is_before =
                place_below(field.code).is_some_and(|place| Some(place) <= place_below(next.code));
            if !is_before || field.code == next.code || !field.has_value() {
                break;
            }
            tail = before;
        }
        tail
    }

    /// Whether it has all that tells an article of Factiva from other texts.
    fn is_whole(&self) -> bool {
        let has = |code: &str| !self.value(code).is_empty();
        has("HD") && has("WC") && has("PD") && has("SN") && self.has_number
    }

    /// Why it is no article: it lacks a headline or a text, or another field may hold a text.
    fn refusal(&self) -> Option<Refusal> {
        if !self.has_headline || !self.fields.iter().any(Field::is_text) {
            let reason = "it is an item of Factiva without a headline or a text, such as a picture";
            return Some(Refusal::Skipped(reason.to_owned()));
        }
        // All authors are read.
        let is_read = |field: &&Field<'_>| field.is_text() || field.code == "BY";
        let mut others = self.fields.iter().filter(|field| !is_read(field));
        let long = others.find(|field| !field.is_short())?;
        Some(Refusal::Failed(format!(
            "its field {} has more than {FIELD_LINES} lines, as no item of Factiva does; {REMEDY}",
            long.code
        )))
    }

    fn found(&self) -> Found {
        self.refusal().map_or_else(
            || Ok(self.article()),
            |refusal| {
                let lines = self.fields.iter().flat_map(|field| &field.lines);
                let lines: Vec<&str> = lines.copied().collect();
                let text = lines.join("\n");
                Err(Odd { text, refusal })
            },
        )
    }

    /// The paragraphs in those of some fields that are not read.
    fn paragraphs_in(&self, codes: &[&str]) -> Vec<&'t str> {
        let is_unread = |code: &str| !READ.contains(&code) && code != CAPTIONS;
        let fields = self.fields.iter();
        let fields = fields.filter(|field| codes.contains(&field.code) && is_unread(field.code));
        let lines = fields.flat_map(|field| field.lines.iter().skip(1).map(|line| line.trim()));
        lines.filter(|line| !is_of_field(line)).collect()
    }

    fn article(&self) -> Article {
        let mut authors = vec![self.value("BY"), self.value("SN")];
        authors.retain(|name| !name.is_empty());
        let texts = self.fields.iter().filter(|field| field.is_text());
        let texts = texts.map(|field| field.value().trim().to_owned());
        let mut texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        texts.extend(self.paragraphs_in(&BELOW).into_iter().map(str::to_owned));
        Article {
            title: self.value("HD"),
            date: self.value("PD"),
            authors,
            standfirst: self.paragraphs_in(&ABOVE).join("\n"),
            text: texts.join("\n\n"),
        }
    }
}

#[cfg(test)]
#[path = "factiva_tests.rs"]
mod tests;
