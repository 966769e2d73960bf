//! Plain text and Markdown: lines, their meaning, and the structure they make. Spans are bytes of
//! the decoded file, so nothing is rewritten here.

mod cues;
mod front_matter;
mod inline;
mod lines;
mod mail;
pub(super) mod markdown;
mod structure;

use crate::document::Role;
use crate::text::Language;

use super::decode::Decoded;
use super::escapes::with_line_breaks;
use super::extracted::Extracted;

pub(super) use cues::{COLONS, is_byline};
pub(super) use lines::{ends_sentence, has_words, item_marker, lines, trimmed};
pub(super) use mail::{Field, mail_field};
use structure::paragraphs_after;
pub(super) use structure::{after_title, body_of, paragraphs, with_head};

/// The article that a text is.
pub(super) fn of_text(decoded: Decoded, language: &Language) -> Extracted {
    let text = with_line_breaks(&decoded.text);
    let decoded = Decoded { text, ..decoded };
    let Some(header) = mail::header(&decoded.text, language) else {
        let paragraphs = paragraphs(&decoded.text, language);
        return Extracted::of_text(decoded, paragraphs);
    };
    let has_title = header
        .paragraphs
        .iter()
        .any(|line| line.role == Role::Title);
    let mut paragraphs = header.paragraphs;
    paragraphs.extend(paragraphs_after(
        &decoded.text,
        header.body,
        has_title,
        language,
    ));
    Extracted {
        date: header.date,
        ..Extracted::of_text(decoded, paragraphs)
    }
}
