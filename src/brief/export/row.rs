//! A brief as one row of a table, which the formats of tables share.

use super::text::{english, joined, plain};
use crate::brief::index::outcome_of;
use crate::brief::types::{Brief, BriefParagraph, Status};
use crate::brief::wording::{doubtful, general_doubts, headline_text, summary_line, verdict, why};

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Text in English, or in no language.
    Text(String),
    /// Text in the language of the article.
    Source(String),
    /// A number of sentences.
    Count(usize),
}

/// How many columns there are.
pub(super) const WIDTH: usize = 19;

/// The names of the columns.
pub(super) const COLUMNS: [&str; WIDTH] = [
    "path",
    "outcome",
    "verdict",
    "verdict_reason",
    "sentences",
    "doubted",
    "failed",
    "headline",
    "summary",
    "to_check",
    "title",
    "language",
    "date",
    "url",
    "translator",
    "id",
    "blake3",
    "translation",
    "source",
];

/// The cells of an article's row. Texts of several paragraphs have an empty line between two.
pub(super) fn cells(brief: &Brief) -> [Cell; WIDTH] {
    let text = |text: &str| Cell::Text(plain(text));
    let optional = |value: Option<&String>| text(value.map_or("", String::as_str));
    let source = &brief.source;
    let (verdict, verdict_reason) = verdict(brief).unwrap_or_default();
    let counts = Counts::of(brief);
    [
        text(&source.path),
        text(outcome_of(brief)),
        text(&verdict.to_ascii_lowercase()),
        text(&verdict_reason),
        Cell::Count(counts.sentences),
        Cell::Count(counts.doubted),
        Cell::Count(counts.failed),
        text(&headline_text(brief)),
        text(&summary_line(brief)),
        Cell::Text(to_check(brief).join("\n")),
        Cell::Source(plain(source.title.as_deref().unwrap_or(""))),
        text(&source.language),
        optional(source.date.as_ref()),
        optional(source.url.as_ref()),
        optional(brief.translator_name().as_ref()),
        text(&brief.id),
        text(&source.blake3),
        Cell::Text(translation(brief)),
        Cell::Source(source_text(brief)),
    ]
}

/// Numbers of a brief's sentences.
pub(super) struct Counts {
    /// All of them.
    pub(super) sentences: usize,
    /// Those that a reader should look at.
    pub(super) doubted: usize,
    /// Those without a translation.
    pub(super) failed: usize,
}

impl Counts {
    /// The counts of this brief.
    pub(super) fn of(brief: &Brief) -> Self {
        let segments = || brief.paragraphs.iter().flat_map(|p| &p.segments);
        let failed = segments().filter(|segment| segment.status == Status::Failed);
        Self {
            sentences: segments().count(),
            doubted: doubtful(brief).count(),
            failed: failed.count(),
        }
    }
}

/// Every doubt in words, with the number of the sentence.
pub(in crate::brief) fn to_check(brief: &Brief) -> Vec<String> {
    let sentences = doubtful(brief).map(|(number, segment)| format!("[{number}] {}", why(segment)));
    let doubts = general_doubts(brief).into_iter().chain(sentences);
    doubts.map(|doubt| plain(&doubt)).collect()
}

/// The translation, with an empty line between two paragraphs.
pub(in crate::brief) fn translation(brief: &Brief) -> String {
    paragraphs(brief, |paragraph| joined(paragraph, english))
}

/// The article in its own language, with an empty line between two paragraphs.
pub(super) fn source_text(brief: &Brief) -> String {
    paragraphs(brief, |paragraph| {
        joined(paragraph, |segment| plain(&segment.source))
    })
}

fn paragraphs(brief: &Brief, write: impl Fn(&BriefParagraph) -> String) -> String {
    let texts = brief.paragraphs.iter().map(write);
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}
