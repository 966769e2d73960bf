//! The boundaries of sentences of each language, against paragraphs that were divided by hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Language, SegmentKind, segment};
use crate::document::Role;

/// The least share of boundaries that are found, and of found ones that are right.
const LEAST: f64 = 0.97;

/// The positions in a paragraph at which its second sentence begins, and those after it.
fn found(paragraph: &str, language: &Language) -> BTreeSet<usize> {
    let segments = segment(paragraph, 0..paragraph.len(), Role::Body, language);
    let sentences = segments
        .iter()
        .filter(|segment| segment.kind != SegmentKind::Dateline);
    sentences
        .skip(1)
        .map(|segment| segment.span.start)
        .collect()
}

#[test]
fn sentences_of_every_language_end_where_people_end_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/languages/boundaries");
    let mut wrong = Vec::new();
    for code in [
        "de", "es", "fa", "fr", "he", "ku", "ru", "tr", "uk", "ur", "zh",
    ] {
        let text = fs::read_to_string(folder.join(format!("{code}.txt")));
        let text = text.unwrap_or_else(|error| panic!("{code}: {error}"));
        let (mut both, mut right, mut seen) = (0.0, 0.0, 0.0);
        for sentences in text.trim().split("\n\n") {
            let gap = if code == "zh" { "" } else { " " };
            let mut paragraph = String::new();
            let mut expected = BTreeSet::new();
            for sentence in sentences.lines() {
                if !paragraph.is_empty() {
                    paragraph.push_str(gap);
                    expected.insert(paragraph.len());
                }
                paragraph.push_str(sentence);
            }
            let found = found(&paragraph, Language::of(code));
            both += found.intersection(&expected).count() as f64;
            right += expected.len() as f64;
            seen += found.len() as f64;
            for at in found.symmetric_difference(&expected) {
                let (before, after) = paragraph.split_at(*at);
                let kind = if expected.contains(at) {
                    "missed"
                } else {
                    "false"
                };
                let before: String = before.chars().rev().take(25).collect();
                let before: String = before.chars().rev().collect();
                let after: String = after.chars().take(25).collect();
                eprintln!("{code} {kind}: {before}|{after}");
            }
        }
        let (recall, precision) = (both / right, both / seen);
        eprintln!("{code}: recall {recall:.3}, precision {precision:.3} of {right}");
        if recall < LEAST || precision < LEAST {
            wrong.push(code);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
