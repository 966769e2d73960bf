//! A text assembled from the parts of a page or a record. This file owns how parts become one text
//! with spans; it never decides which parts belong to an article.

use crate::document::{Paragraph, Role};

use super::LeftOut;
use super::decode::Decoded;
use super::plain::trimmed;

/// An article's text and what the page or record says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Extracted {
    /// The text, paragraphs separated by blank lines.
    pub text: String,
    /// Spans of `text` in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// The headline; where it is known it is also the first paragraph.
    pub title: Option<String>,
    /// Date of publication as stated.
    pub date: Option<String>,
    /// Address of the article.
    pub url: Option<String>,
    /// Language as stated: a lower-case code of two or three letters.
    pub language: Option<String>,
    /// Text of the page or record that is not in the article.
    pub left_out: LeftOut,
    /// Name of the character encoding, as in [`Source`](super::Source).
    pub encoding: &'static str,
}

impl Extracted {
    /// A decoded text that is an article as it stands; its headline is among the paragraphs.
    pub(super) fn of_text(decoded: Decoded, paragraphs: Vec<Paragraph>) -> Self {
        Self {
            text: decoded.text,
            paragraphs,
            encoding: decoded.encoding,
            ..Self::default()
        }
    }

    /// Appends a paragraph without the white space around it; an empty one adds nothing.
    pub(super) fn push(&mut self, role: Role, text: &str) {
        let part = trimmed(text, 0..text.len());
        if part.is_empty() {
            return;
        }
        self.separate();
        let start = self.text.len();
        self.text.push_str(&text[part]);
        self.paragraphs.push(Paragraph {
            role,
            span: start..self.text.len(),
        });
    }

    /// Appends a text with its paragraphs.
    pub(super) fn append(&mut self, text: &str, paragraphs: &[Paragraph]) {
        if paragraphs.is_empty() {
            return;
        }
        self.separate();
        let offset = self.text.len();
        self.text.push_str(text);
        self.paragraphs
            .extend(paragraphs.iter().map(|paragraph| Paragraph {
                role: paragraph.role,
                span: paragraph.span.start + offset..paragraph.span.end + offset,
            }));
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
    }
}

/// The primary subtag of a language tag such as `ar-SA`, if it is a code of two or three letters.
pub(super) fn language_of(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
    let known =
        matches!(primary.len(), 2 | 3) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    known.then(|| primary.to_ascii_lowercase())
}

/// The text on one line: every run of white space is one space, none at the ends.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_separated_by_blank_lines_and_spans_fit() {
        let mut page = Extracted::default();
        page.push(Role::Title, " عنوان ");
        page.push(Role::Body, " \n ");
        page.append(
            "أول\nثان",
            &[Paragraph {
                role: Role::Body,
                span: 7..13,
            }],
        );
        assert_eq!(page.text, "عنوان\n\nأول\nثان");
        let texts: Vec<&str> = page
            .paragraphs
            .iter()
            .map(|paragraph| &page.text[paragraph.span.clone()])
            .collect();
        assert_eq!(texts, ["عنوان", "ثان"]);
    }

    #[test]
    fn only_codes_are_languages() {
        assert_eq!(language_of("ar-SA"), Some("ar".to_owned()));
        assert_eq!(language_of("FA_ir"), Some("fa".to_owned()));
        assert_eq!(language_of("عربي"), None);
        assert_eq!(language_of("arabic"), None);
        assert_eq!(language_of(""), None);
    }
}
