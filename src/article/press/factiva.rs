//! Articles of Factiva with their indexing: each field begins with a code of two or three letters at the start of a
//! line (`HD` the headline, `LP` and `TD` the text), and `AN` with the number of the document ends them.

use super::Article;

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

/// Maximum number of lines above the first article, and in a field that is not the text.
const OTHER_LINES: usize = 10;

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
pub(super) fn articles(text: &str) -> Option<Vec<Article>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut above = 0;
    for line in text.lines() {
        let field = field_of(line);
        if field.is_some_and(|(code, _)| begins_document(code, documents.last())) {
            documents.push(Document::default());
        }
        match (field, documents.last_mut()) {
            (Some((code, value)), Some(document))
                if !document.is_in_text() || !ABOVE.contains(&code) =>
            {
                document.add_field(code, value);
            }
            (_, Some(document)) => document.add_line(line),
            (_, None) => above += usize::from(!line.trim().is_empty()),
        }
    }
    let is_first_whole = documents.first()?.is_whole();
    let are_articles = documents.iter().all(Document::is_article);
    (is_first_whole && are_articles && above <= OTHER_LINES)
        .then(|| documents.iter().map(Document::article).collect())
}

/// The field that a line begins: its code, behind which a tab, two spaces or nothing stands, and its value.
fn field_of(line: &str) -> Option<(&'static str, &str)> {
    let mut codes = ABOVE.into_iter().chain(TEXT).chain(BELOW);
    codes.find_map(|code| {
        let value = line.strip_prefix(code)?;
        let is_set_apart =
            value.trim().is_empty() || value.starts_with('\t') || value.starts_with("  ");
        is_set_apart.then(|| (code, value.trim()))
    })
}

/// Whether a field begins another article than the last one.
fn begins_document(code: &str, last: Option<&Document>) -> bool {
    let ended = last.is_none_or(|last| last.has_number);
    let has_headline = last.is_some_and(|last| last.has_headline);
    ABOVE.contains(&code) && (ended || code == "HD" && has_headline)
}

#[derive(Debug, Default)]
struct Document {
    /// Its fields in their order.
    fields: Vec<(&'static str, String)>,
    has_headline: bool,
    has_number: bool,
}

impl Document {
    fn value(&self, code: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(own, _)| *own == code);
        found.map(|(_, value)| value.as_str())
    }

    fn is_in_text(&self) -> bool {
        self.fields
            .last()
            .is_some_and(|(code, _)| TEXT.contains(code))
    }

    fn add_field(&mut self, code: &'static str, value: &str) {
        self.has_headline |= code == "HD";
        self.has_number |= code == "AN";
        self.fields.push((code, value.to_owned()));
    }

    fn add_line(&mut self, line: &str) {
        if let Some((_, value)) = self.fields.last_mut() {
            value.push('\n');
            value.push_str(line);
        }
    }

    /// Whether it has all that tells an article of Factiva from other texts.
    fn is_whole(&self) -> bool {
        let has = |code: &str| {
            self.value(code)
                .is_some_and(|value| !value.trim().is_empty())
        };
        has("HD") && has("WC") && has("PD") && has("SN") && self.number().is_some()
    }

    /// Whether it has a headline and a text, and no other field that may hold a text.
    fn is_article(&self) -> bool {
        let has_text = self.fields.iter().any(|(code, _)| TEXT.contains(code));
        let is_short = |value: &String| {
            let lines = value.lines().filter(|line| !line.trim().is_empty());
            lines.count() <= OTHER_LINES
        };
        let mut others = self.fields.iter().filter(|(code, _)| !TEXT.contains(code));
        self.has_headline && has_text && others.all(|(_, value)| is_short(value))
    }

    /// The number of the document: `Document ALMARFA020260303em3300001`.
    fn number(&self) -> Option<&str> {
        let line = self.value("AN")?.trim().lines().next()?;
        let number = line.strip_prefix("Document ")?.trim();
        let is_number = number.len() >= 15
            && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && number.bytes().any(|byte| byte.is_ascii_digit());
        is_number.then_some(number)
    }

    fn article(&self) -> Article {
        let value = |code: &str| self.value(code).unwrap_or_default().trim().to_owned();
        let mut authors = vec![value("BY"), value("SN")];
        authors.retain(|name| !name.is_empty());
        let texts = self.fields.iter().filter(|(code, _)| TEXT.contains(code));
        let texts = texts.map(|(_, text)| text.trim());
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        Article {
            title: value("HD"),
            date: value("PD"),
            authors,
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
        };
        let cut_off = Article {
            title: "جسر".to_owned(),
            authors: vec!["جريدة المرفأ".to_owned()],
            text: "افتتح الجسر.".to_owned(),
            ..Article::default()
        };
        assert_eq!(articles(&text), Some(vec![expected, cut_off]));
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
