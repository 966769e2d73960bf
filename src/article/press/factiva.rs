//! Articles of Factiva with their indexing: each field begins with a code of two or three letters at the start of a
//! line (`HD` the headline, `LP` and `TD` the text), and `AN` with the number of the document ends them.

use super::{Article, Found, Odd};
use crate::article::Refusal;

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

/// Maximum number of lines of a field down to the number of the document, its own among them.
const MAX_ABOVE_NUMBER: usize = 4;

/// Maximum number of lines above the first article of a text, and in a field that is not the text.
const OTHER_LINES: usize = 10;

/// What the number of a document is written behind.
const NUMBER: &str = "Document ";

/// Whether a text with this start may be one.
pub(super) fn may_be(start: &str) -> bool {
    let has = |code: &str| {
        start
            .match_indices(code)
            .any(|(at, _)| begins_line(start, at))
    };
    ["HD", "WC", "SN"].into_iter().all(has)
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}'])
}

/// The articles of a text; `None` if it does not have all marks.
pub(super) fn articles(text: &str) -> Option<Vec<Found>> {
    below_cover(text, OTHER_LINES)
}

/// The articles of a document with these lines, in which codes and values have cells or lines of their own; `None` if
/// it does not have all marks. A cover may stand above the first article, and the terms of the search below the last.
pub(super) fn of_lines(lines: &[&str]) -> Option<Vec<Found>> {
    let mut text = String::new();
    let mut is_in_document = true;
    let mut lines = lines.iter().map(|line| line.trim()).peekable();
    while let Some(line) = lines.next() {
        is_in_document |= ABOVE.contains(&line);
        if !is_in_document {
            continue;
        }
        text.push_str(line);
        if is_code(line)
            && let Some(value) = lines.next_if(|next| !next.is_empty() && !is_code(next))
        {
            text.push('\t');
            text.push_str(value);
            is_in_document = line != "AN" || !is_number(value);
        }
        text.push('\n');
    }
    below_cover(&text, usize::MAX)
}

/// The articles of a text with at most so many lines above the first one.
fn below_cover(text: &str, max_above: usize) -> Option<Vec<Found>> {
    let mut documents: Vec<Document<'_>> = Vec::new();
    let mut above = 0;
    for line in text.lines() {
        let code = code_of(line);
        if code.is_some_and(|code| begins_document(code, documents.last())) {
            documents.push(Document::default());
        }
        match (code, documents.last_mut()) {
            (Some(code), Some(document)) if !document.is_in_text() || !ABOVE.contains(&code) => {
                document.begin_field(code, line);
            }
            (_, Some(document)) => document.add_line(line),
            (_, None) => above += usize::from(!line.trim().is_empty()),
        }
    }
    documents.iter_mut().for_each(Document::settle);
    let first = documents.first()?;
    let is_first_whole = first.is_whole() && first.refusal().is_none();
    (is_first_whole && above <= max_above).then(|| documents.iter().map(Document::found).collect())
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

/// Whether a line is the number of a document: `Document ALMARFA020260303em3300001`.
pub(super) fn is_number(line: &str) -> bool {
    line.trim().strip_prefix(NUMBER).is_some_and(|number| {
        let number = number.trim();
        number.len() >= 15
            && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && number.bytes().any(|byte| byte.is_ascii_digit())
    })
}

/// Whether a field begins another article than the last one.
fn begins_document(code: &str, last: Option<&Document<'_>>) -> bool {
    ABOVE.contains(&code)
        && last.is_none_or(|last| last.has_number || code == "HD" && last.has_headline)
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
        let mut lines = self.lines.iter().take(MAX_ABOVE_NUMBER);
        self.code == "AN"
            && lines.any(|line| is_number(line.strip_prefix(self.code).unwrap_or(line)))
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
        lines.count() <= OTHER_LINES
    }
}

#[derive(Debug, Default)]
struct Document<'t> {
    /// Its fields in their order.
    fields: Vec<Field<'t>>,
    has_headline: bool,
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
        self.has_number |= field.has_number();
        self.fields.push(field);
    }

    fn add_line(&mut self, line: &'t str) {
        if let Some(field) = self.fields.last_mut() {
            field.lines.push(line);
            self.has_number |= field.has_number();
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
        let mut others = self.fields.iter().filter(|field| !field.is_text());
        let long = others.find(|field| !field.is_short())?;
        Some(Refusal::Failed(format!(
            "its field {} has more than {OTHER_LINES} lines, as no item of Factiva does",
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

    fn article(&self) -> Article {
        let mut authors = vec![self.value("BY"), self.value("SN")];
        authors.retain(|name| !name.is_empty());
        let texts = self.fields.iter().filter(|field| field.is_text());
        let texts = texts.map(|field| field.value().trim().to_owned());
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        Article {
            title: self.value("HD"),
            date: self.value("PD"),
            authors,
            standfirst: String::new(),
            text: texts.join("\n\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "Dow Jones Factiva\n\nSE   محليات\nHD   السد\nممتلئ\nBY   سلمى\nWC   20 words\nPD   3 March 2026\n\
        SN   جريدة المرفأ\nSC   ALMARFA\nLA   Arabic\nCY   (c) 2026\n\nLP   \nأعلن الوزير.\n\nSN   في النص\n\nTD\n\nوقال:\nED\n\n\
        NS   x\nRE   y\nAN   Document ALMARFA020260303em3300001\n\n© 2026 Factiva, Inc.\n";

    #[test]
    fn fields_are_told_by_their_codes() {
        let second = "HD   جسر\nSN   جريدة المرفأ\nTD   افتتح الجسر.";
        let text = format!("{FIRST}\n{second}");
        assert!(may_be(&text));
        let expected = Article {
            title: "السد\nممتلئ".to_owned(),
            date: "3 March 2026".to_owned(),
            authors: vec!["سلمى".to_owned(), "جريدة المرفأ".to_owned()],
            text: "أعلن الوزير.\n\nSN   في النص\n\nوقال:\nED".to_owned(),
            ..Article::default()
        };
        let cut_off = Article {
            title: "جسر".to_owned(),
            authors: vec!["جريدة المرفأ".to_owned()],
            text: "افتتح الجسر.".to_owned(),
            ..Article::default()
        };
        assert_eq!(articles(&text), Some(vec![Ok(expected), Ok(cut_off)]));
    }

    #[test]
    fn lines_of_the_text_that_look_like_fields_stay_in_it() {
        let text = FIRST.replace(
            "NS   x\n",
            "IN\n\nوأضاف.\n\nSN   x\nCO\nسطر.\n\nAN\nCO   c\nIN\ni1 : a | i2 : b\nNS   x\n",
        );
        let found = articles(&text).unwrap_or_default();
        let article = found[0].as_ref().expect("an article");
        let expected =
            "أعلن الوزير.\n\nSN   في النص\n\nوقال:\nED\n\nIN\n\nوأضاف.\n\nSN   x\nCO\nسطر.\n\nAN";
        assert_eq!(article.text, expected);
        assert_eq!(article.authors, ["سلمى", "جريدة المرفأ"]);
    }

    #[test]
    fn an_odd_item_costs_only_itself() {
        let picture = "HD   صورة\nWC   5 words\nPD   3 March 2026\nSN   المرفأ\nAN   Document ALMARFA020260303em3300009\n";
        let lines = "سطر\n".repeat(OTHER_LINES);
        let references = FIRST.replace("NS   x\n", &format!("RF   سطر\n{lines}NS   x\n"));
        let text = format!("{FIRST}\n{picture}\n{references}\n{FIRST}");
        let found = articles(&text).unwrap_or_default();
        let told = found.iter().map(|found| match found {
            Ok(article) => article.title.clone(),
            Err(odd) => odd.refusal.to_string(),
        });
        let told: Vec<String> = told.collect();
        let expected = [
            "السد\nممتلئ",
            "it is an item of Factiva without a headline or a text, such as a picture",
            "its field RF has more than 10 lines, as no item of Factiva does",
            "السد\nممتلئ",
        ];
        assert_eq!(told, expected);
        let odd = found[1].as_ref().expect_err("a picture");
        assert!(odd.text.starts_with(picture.trim()), "{}", odd.text);
    }

    #[test]
    fn a_text_without_all_marks_is_none() {
        let lines = "سطر\n".repeat(OTHER_LINES);
        let more_lines = format!("{lines}سطر");
        for (mark, other) in [
            ("Document ALMARFA020260303em3300001", "Document 7"),
            ("WC   20 words\n", ""),
            ("HD   السد", "HD السد"),
            ("Dow Jones Factiva", more_lines.as_str()),
            ("© 2026 Factiva, Inc.", lines.as_str()),
        ] {
            let text = FIRST.replace(mark, other);
            assert_ne!(text, FIRST);
            assert_eq!(articles(&text), None, "{mark}");
        }
        let without_text = FIRST.replace("LP   \n", "").replace("TD\n", "");
        assert_eq!(articles(&without_text), None);
        assert!(!may_be("SHD WC\nSN"));
    }
}
