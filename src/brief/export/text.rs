//! Article text in exports: what stands for a sentence, also for one without English, and between two.

pub(super) use crate::brief::language::Language;
use crate::brief::types::{Brief, BriefParagraph, BriefSegment, Status};
use crate::brief::wording::{BY_SECOND, reason};
pub(super) use crate::brief::xml::{plain, xml};

/// The English of a sentence; if there is none, its source and why.
pub(super) fn english(segment: &BriefSegment) -> String {
    match segment.status {
        Status::Failed => format!("{} {}", plain(&segment.source), not_translated(segment)),
        Status::Translated | Status::Flagged => or_none(plain(&segment.translation)),
    }
}

/// Why a sentence was not translated, in brackets.
pub(super) fn not_translated(segment: &BriefSegment) -> String {
    format!("(not translated: {})", plain(&reason(segment)))
}

/// The translation of a sentence, with the second translator's sign if it is its own: for pages that
/// say under "About this brief" what the sign means.
pub(super) fn translated(segment: &BriefSegment) -> String {
    let text = or_none(plain(&segment.translation));
    if segment.second {
        format!("{text}{BY_SECOND}")
    } else {
        text
    }
}

/// The text, or a placeholder.
fn or_none(text: String) -> String {
    if text.is_empty() {
        "(no English text)".to_owned()
    } else {
        text
    }
}

/// The sentences of a paragraph, as `write` writes them, with what stands between them.
pub(super) fn joined(
    paragraph: &BriefParagraph,
    mut write: impl FnMut(&BriefSegment) -> String,
) -> String {
    let mut out = String::new();
    let mut between = "";
    for segment in &paragraph.segments {
        out.push_str(between);
        out.push_str(&write(segment));
        between = segment.separator();
    }
    out
}

/// The language of the sentence with this number, from 1 within the article.
pub(super) fn language_of_sentence(brief: &Brief, number: usize) -> Language<'_> {
    let mut last = 0;
    let paragraph = brief.paragraphs.iter().find(|paragraph| {
        last += paragraph.segments.len();
        number <= last
    });
    Language::of(paragraph.map_or(&brief.source.language, |p| brief.language_of(p)))
}
