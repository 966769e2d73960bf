//! The header of a mail that was saved as text: sender, subject, date. This file owns finding it at
//! the start of a text; the names of its fields are those of English and of the article's language.

use std::ops::Range;

use crate::article::subject::without_prefixes;
use crate::document::{Paragraph, Role};
use crate::text::{Furniture, Language, page_words};

use super::cues::COLONS;
use super::lines::{lines, trimmed};

/// Minimum number of known fields in a header.
const FIELDS: usize = 2;

/// Maximum number of lines of a header.
const MAX_LINES: usize = 100;

/// The header of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Its lines: the subject as title, the others as bylines.
    pub(super) paragraphs: Vec<Paragraph>,
    /// The date as stated.
    pub(super) date: Option<String>,
    /// Where the mail's text begins, in bytes.
    pub(super) body: usize,
}

/// The field of a mail's header that a line is, if it is a known one.
pub(in crate::article) fn mail_field(line: &str, language: &Language) -> Option<Field> {
    let (name, _) = line.split_once(COLONS)?;
    let name = name.trim_end_matches('*').trim();
    Field::of(name, language).filter(|field| *field != Field::Other)
}

/// The header at the start of a text, if it has one with a subject or a sender.
pub(super) fn header(text: &str, language: &Language) -> Option<Header> {
    let mut header = Header::default();
    let mut known = 0;
    for line in lines(text, 0..text.len()).into_iter().take(MAX_LINES) {
        let content = &text[line.span.clone()];
        if content.is_empty() {
            if known == 0 {
                continue;
            }
            header.body = line.span.end;
            break;
        }
        if line.indented && known > 0 {
            if let Some(last) = header.paragraphs.last_mut() {
                // The value of a field may begin on its second line.
                if last.span.is_empty() {
                    last.span.start = line.span.start;
                }
                last.span.end = line.span.end;
            }
            continue;
        }
        let (name, value) = content.split_once(COLONS)?;
        let value = trimmed(text, line.span.end - value.len()..line.span.end);
        let field = Field::of(name.trim(), language)?;
        known += usize::from(field != Field::Other);
        let (role, span): (Role, Range<usize>) = match field {
            Field::Subject => {
                let subject = without_prefixes(&text[value.clone()]);
                (Role::Title, value.end - subject.len()..value.end)
            }
            Field::Date => {
                header.date = Some(text[value].to_owned());
                (Role::Byline, line.span)
            }
            Field::Known | Field::Other => (Role::Byline, line.span),
        };
        header.paragraphs.push(Paragraph { role, span });
    }
    header.paragraphs.retain(|field| !field.span.is_empty());
    (known >= FIELDS && header.body > 0).then_some(header)
}

/// A field of a mail's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article) enum Field {
    Subject,
    Date,
    Known,
    /// A field of another name, as mail programs add them.
    Other,
}

impl Field {
    fn of(name: &str, language: &Language) -> Option<Self> {
        let is = |names: fn(&Furniture) -> &'static [&'static str]| {
            let name = name.to_lowercase();
            let mut listed = page_words(language, names);
            listed.any(|listed| language.same_word(&name, &listed.to_lowercase()))
        };
        if is(|furniture| furniture.subject) {
            Some(Self::Subject)
        } else if is(|furniture| furniture.mail_date) {
            Some(Self::Date)
        } else if is(|furniture| furniture.mail_fields) {
            Some(Self::Known)
        } else {
            let is_token = name.contains('-')
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            is_token.then_some(Self::Other)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Marked<'t> = (Vec<(Role, &'t str)>, Option<String>, &'t str);

    fn marked(text: &str) -> Option<Marked<'_>> {
        let header = header(text, Language::of("ar"))?;
        let paragraphs = header.paragraphs.into_iter();
        let marked = paragraphs.map(|paragraph| (paragraph.role, &text[paragraph.span]));
        Some((marked.collect(), header.date, &text[header.body..]))
    }

    #[test]
    fn subject_date_and_sender_are_found_in_both_languages() {
        let text =
            "From: Office <a@b.c>\nX-Mailer: x\nSubject: عنوان\n طويل\nDate: 5 Mar 2024\n\nنص.";
        assert_eq!(
            marked(text),
            Some((
                vec![
                    (Role::Byline, "From: Office <a@b.c>"),
                    (Role::Byline, "X-Mailer: x"),
                    (Role::Title, "عنوان\n طويل"),
                    (Role::Byline, "Date: 5 Mar 2024"),
                ],
                Some("5 Mar 2024".to_owned()),
                "نص."
            ))
        );
        let text = "From: a\nSubject:\n عنوان طويل\n\nنص.";
        let title = (Role::Title, "عنوان طويل");
        assert_eq!(marked(text).map(|found| found.0[1]), Some(title));
        let text = "من: المكتب الصحفي\nالموضوع: رد: عنوان\n\nنص.";
        assert_eq!(
            marked(text).map(|found| found.0[1]),
            Some((Role::Title, "عنوان"))
        );
    }

    #[test]
    fn lines_with_colons_are_no_header() {
        for text in [
            "عنوان الخبر\n\nنص.",
            "الوزير: المفاوضات تستأنف\nالموضوع: مهم\n\nنص.",
            "الموضوع: عنوان واحد\n\nنص.",
            "From: a\nTo: b",
            "",
        ] {
            assert_eq!(marked(text), None, "{text}");
        }
    }
}
