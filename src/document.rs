//! The structure of an article: paragraphs with a role, as spans of one text. This module owns
//! these two types and nothing else, so that reading, text rules and briefs can share them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The role of a paragraph in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The headline.
    Title,
    /// A line between the headline and the story: a deck or a list of highlights.
    Standfirst,
    /// The author, the time or the place of writing.
    Byline,
    /// The story.
    Body,
    /// An item of a list inside the story.
    Item,
    /// A heading inside the story.
    Heading,
}

/// A paragraph, as bytes of its article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The paragraph's role.
    pub role: Role,
    /// Byte offsets on character boundaries, without surrounding white space, never empty.
    pub span: Range<usize>,
}
