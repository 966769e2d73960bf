//! Documents as parts that have a role. This file owns how they become an article.

use super::extracted::{Extracted, one_line};
use super::plain::{after_title, ends_sentence, with_head};
use crate::document::{Paragraph, Role};
use crate::text::Language;

/// Maximum number of paragraphs above a document's headline.
const ABOVE_TITLE: usize = 10;

/// A paragraph of a document; a line break in it begins another line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) role: Role,
    pub(super) text: String,
}

/// The article that the parts of a document are. Its headline is the one that is marked as its
/// title, unless the story stands above it; else a heading before everything else; else what would
/// be one in plain text.
pub(super) fn article_of(parts: &[Part], language: &Language) -> Extracted {
    let mut extracted = Extracted {
        encoding: "UTF-8",
        ..Extracted::default()
    };
    for part in parts {
        if part.role == Role::Title {
            // A headline may be broken into lines.
            extracted.push(part.role, &one_line(&part.text));
            continue;
        }
        for line in part.text.split('\n') {
            extracted.push(part.role, line);
        }
    }
    let mut head = std::mem::take(&mut extracted.paragraphs);
    let title = title_of(&extracted.text, &head);
    for (at, paragraph) in head.iter_mut().enumerate() {
        paragraph.role = match paragraph.role {
            _ if title == Some(at) => Role::Title,
            _ if title.is_some_and(|title| at < title) => Role::Byline,
            // A document has one headline.
            Role::Title => Role::Heading,
            role => role,
        };
    }
    let story = head.split_off(title.map_or(0, |title| title + 1));
    let blocks = story.into_iter().map(|one| vec![one]).collect();
    let story = match title {
        Some(_) => after_title(&extracted.text, blocks, language),
        None => with_head(&extracted.text, blocks, language),
    };
    head.extend(story);
    extracted.paragraphs = head;
    extracted
}

/// The place of the headline, if one is marked.
fn title_of(text: &str, paragraphs: &[Paragraph]) -> Option<usize> {
    let tells = |paragraph: &Paragraph| {
        paragraph.role == Role::Body && ends_sentence(&text[paragraph.span.clone()])
    };
    let above = paragraphs.iter().take(ABOVE_TITLE);
    let above = above.take_while(|paragraph| !tells(paragraph));
    above
        .clone()
        .position(|paragraph| paragraph.role == Role::Title)
        .or_else(|| (paragraphs.first()?.role == Role::Heading).then_some(0))
}
