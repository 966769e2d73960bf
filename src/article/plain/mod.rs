//! Plain text and Markdown: lines, their meaning, and the structure they make. Spans are bytes of
//! the decoded file, so nothing is rewritten here.

mod cues;
mod lines;
pub(super) mod markdown;
mod structure;

use super::Refusal;
use super::decode::decode;
use super::extracted::Extracted;
use super::record::Context;

pub(super) use cues::is_byline;
pub(super) use lines::{has_words, trimmed};
pub(super) use structure::{body_of, paragraphs};

/// Reads a file of plain text.
pub(super) fn read(bytes: &[u8], context: &Context) -> Result<Extracted, Refusal> {
    let decoded = decode(bytes, None)?;
    let paragraphs = paragraphs(&decoded.text, context.language);
    Ok(Extracted::of_text(decoded, paragraphs))
}
