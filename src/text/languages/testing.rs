//! What the tests of every profile ask: sentences, datelines, parts of long sentences, the text
//! that a model reads.

use crate::document::Role;
use crate::text::{Language, SegmentKind, normalize, segment, split_long};

/// The sentences of a paragraph.
pub(super) fn sentences<'t>(code: &str, text: &'t str) -> Vec<&'t str> {
    let found = segment(text, 0..text.len(), Role::Body, Language::of(code));
    found
        .into_iter()
        .map(|segment| &text[segment.span])
        .collect()
}

/// Asserts that the sentences of each text, joined by a space, are found again.
pub(super) fn assert_sentences(code: &str, texts: &[&[&str]]) {
    let glue = if Language::of(code).sentences.spaced {
        " "
    } else {
        ""
    };
    for expected in texts {
        assert_eq!(sentences(code, &expected.join(glue)), *expected);
    }
}

/// Asserts that each dateline is found before a sentence, whose first part it is.
pub(super) fn assert_datelines(code: &str, story: &str, datelines: &[(&str, &str)]) {
    for (dateline, sign) in datelines {
        let text = format!("{dateline}{sign}{story}");
        assert_eq!(sentences(code, &text), [*dateline, story]);
        let found = segment(&text, 0..text.len(), Role::Body, Language::of(code));
        assert_eq!(found[0].kind, SegmentKind::Dateline, "{text}");
    }
}

/// The parts of a sentence that may have so many words, or characters where no spaces are written.
pub(super) fn parts<'t>(code: &str, text: &'t str, budget: usize) -> Vec<&'t str> {
    let language = Language::of(code);
    let cost = |part: &str| {
        if language.sentences.spaced {
            part.split_whitespace().count()
        } else {
            part.chars().count()
        }
    };
    let found = split_long(text, budget, &cost, language);
    found.into_iter().map(|range| &text[range]).collect()
}

/// Asserts what texts become for the model; a second pass changes nothing.
pub(super) fn assert_normalized(code: &str, texts: &[(&str, &str)]) {
    let language = Language::of(code);
    for (text, expected) in texts {
        let once = normalize(text, language).text;
        assert_eq!(once, *expected, "{text}");
        assert_eq!(normalize(&once, language).text, once);
    }
}
