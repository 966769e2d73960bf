//! Documents and books that are zip archives of XML. This file owns how the parts of a document
//! become an article; what a part is, each format's own file says.

pub(super) mod docx;
pub(super) mod epub;
pub(super) mod odt;
mod package;

pub(super) use package::check_unpacked;

use super::extracted::Extracted;
use super::plain::{after_title, with_head};
use crate::document::{Paragraph, Role};
use crate::text::Language;

/// Maximum number of paragraphs above a document's headline.
const ABOVE_TITLE: usize = 10;

/// A paragraph of a document; a line break in it begins another line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    role: Role,
    text: String,
}

/// The article that the parts of a document are. Its headline is the one that is marked as its
/// title; else a heading before everything else; else what would be one in plain text.
fn article_of(parts: &[Part], language: &Language) -> Extracted {
    let mut extracted = Extracted {
        encoding: "UTF-8",
        ..Extracted::default()
    };
    for part in parts {
        for line in part.text.split('\n') {
            extracted.push(part.role, line);
        }
    }
    let mut paragraphs = std::mem::take(&mut extracted.paragraphs);
    let marked = paragraphs
        .iter()
        .take(ABOVE_TITLE)
        .position(|paragraph| paragraph.role == Role::Title)
        .or_else(|| (paragraphs.first()?.role == Role::Heading).then_some(0));
    let one_each =
        |paragraphs: &[Paragraph]| paragraphs.iter().map(|one| vec![one.clone()]).collect();
    let Some(title) = marked else {
        extracted.paragraphs = with_head(&extracted.text, one_each(&paragraphs), language);
        return extracted;
    };
    let story = after_title(
        &extracted.text,
        one_each(&paragraphs[title + 1..]),
        language,
    );
    paragraphs.truncate(title + 1);
    for above in &mut paragraphs[..title] {
        above.role = Role::Byline;
    }
    paragraphs[title].role = Role::Title;
    paragraphs.extend(story.into_iter().map(|paragraph| Paragraph {
        // A document has one headline.
        role: match paragraph.role {
            Role::Title => Role::Heading,
            role => role,
        },
        ..paragraph
    }));
    extracted.paragraphs = paragraphs;
    extracted
}
