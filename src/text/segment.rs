//! Segments of a paragraph, the units of translation. This file owns joining pieces into segments
//! and telling sentences from fragments; `cuts` decides where a sentence may end.

use std::ops::Range;

use super::characters::is_letter_or_digit;
use super::cuts::cuts;
use super::dateline;
use super::language::Language;
use super::sentence_signs::{ends_sentence, without_closers};
use super::words::has_at_least;
use crate::document::Role;

/// A title or an item with more words than this is a sentence even without a full stop.
const FRAGMENT_WORDS: usize = 12;

/// In the story, only a text with fewer words than this and without a full stop is a fragment.
const STORY_WORDS: usize = 4;

/// The kind of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentKind {
    /// A sentence.
    Sentence,
    /// A few words that do not form a sentence: a headline, a name, a caption.
    Fragment,
    /// The place and agency that a story begins with, without the dash after them.
    Dateline,
}

/// A unit of translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The bytes of the segment in the text, without surrounding white space, never empty.
    pub span: Range<usize>,
    /// The segment's kind.
    pub kind: SegmentKind,
}

/// The segments of one paragraph, in order. Every byte of `span` that is not white space is in
/// exactly one of them, except the dash after a dateline. A `span` that is out of bounds or cuts a
/// character is adjusted to the text.
///
/// Sentence boundaries are those of UAX 29, corrected for abbreviations, initials, quotes and
/// brackets.
pub fn segment(text: &str, span: Range<usize>, role: Role, language: &Language) -> Vec<Segment> {
    let paragraph = trimmed(text, within(text, span));
    if paragraph.is_empty() {
        return Vec::new();
    }
    let mut segments = Vec::new();
    let mut start = paragraph.start;
    if role == Role::Body
        && let Some(found) = dateline::find(&text[paragraph.clone()], language)
    {
        let span = paragraph.start + found.span.start..paragraph.start + found.span.end;
        segments.push(Segment {
            span,
            kind: SegmentKind::Dateline,
        });
        start = paragraph.start + found.rest;
    }
    let rest = start..paragraph.end;
    let run_on = !matches!(role, Role::Body | Role::Item);
    for piece in pieces(&text[rest.clone()], language, run_on) {
        let span = trimmed(text, start + piece.start..start + piece.end);
        if !span.is_empty() {
            let kind = kind_of(&text[span.clone()], role);
            segments.push(Segment { span, kind });
        }
    }
    segments
}

/// The parts between cuts; a part without a letter or digit joins its neighbour.
fn pieces(text: &str, language: &Language, run_on: bool) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in cuts(text, language, run_on).into_iter().chain([text.len()]) {
        let speaks = text[start..end].contains(is_letter_or_digit);
        match pieces.last_mut() {
            Some(last) if !speaks => last.end = end,
            // Signs before the first words wait for them.
            None if !speaks && end < text.len() => continue,
            _ => pieces.push(start..end),
        }
        start = end;
    }
    pieces
}

fn kind_of(text: &str, role: Role) -> SegmentKind {
    let words = match role {
        Role::Body => STORY_WORDS,
        _ => FRAGMENT_WORDS + 1,
    };
    let ended = without_closers(text)
        .chars()
        .next_back()
        .is_some_and(ends_sentence);
    if ended || has_at_least(text, words) {
        SegmentKind::Sentence
    } else {
        SegmentKind::Fragment
    }
}

/// The span limited to the text and widened to whole characters.
fn within(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// The span without white space at its ends.
pub(super) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inner = &text[span.clone()];
    let start = span.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

#[cfg(test)]
#[path = "segment_tests.rs"]
mod tests;
