//! The types that reading hands on: an article, where it came from, and why a file became none.
//! They hold only what the source itself says; nothing here is translated.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::Paragraph;

use super::Format;
use super::Reason;

/// Where an article came from and what was found out about it while reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Path relative to the input folder, with `/` between parts; for one record of a
    /// file that holds several, `#` and the record's number from 1 follow.
    pub path: String,
    /// BLAKE3 of the article's bytes (of the record's bytes, where a file holds several), in hex.
    pub blake3: String,
    /// Size of those bytes.
    pub bytes: u64,
    /// Name of the character encoding that was used, as in the WHATWG standard, or of both if the text was
    /// decoded wrongly before.
    pub encoding: String,
    /// Format of the file.
    pub format: Format,
    /// ISO 639-1 code of the language that was recognised; empty until then.
    pub language: String,
    /// The article's own headline, if it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// Date of publication as the source states it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    /// Address of the article.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// Text of the page that is not in the article.
    #[serde(skip_serializing_if = "LeftOut::is_empty", default)]
    pub left_out: LeftOut,
}

/// Text of a page that is not in its article, besides menus and hidden text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its number of words.
    pub words: usize,
    /// Its number of paragraphs, headings, items and cells.
    pub blocks: usize,
    /// Its number of words in sentences that may belong to the story.
    pub prose: usize,
    /// Its kinds, as far as they are known, each once.
    pub kinds: Vec<Reason>,
}

impl LeftOut {
    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.blocks == 0
    }

    /// Its kinds in words: "comments, links".
    pub fn in_words(&self) -> String {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.words()).collect();
        kinds.join(", ")
    }

    /// Adds what was left out of another part of the article.
    pub(super) fn add(&mut self, other: Self) {
        self.words += other.words;
        self.blocks += other.blocks;
        self.prose += other.prose;
        self.kinds.extend(other.kinds);
        self.kinds.sort_unstable();
        self.kinds.dedup();
    }
}

/// One article as it was read, before any translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Provenance.
    pub source: Source,
    /// The article as plain text: the decoded file for `.txt`, the extracted text otherwise. All
    /// spans are byte offsets into it.
    pub text: String,
    /// Paragraphs in reading order; they do not overlap.
    pub paragraphs: Vec<Paragraph>,
}

impl Article {
    /// The text of a paragraph.
    pub fn paragraph_text(&self, paragraph: &Paragraph) -> &str {
        &self.text[paragraph.span.clone()]
    }
}

/// Why a file or a record became no article, as a sentence for the reader of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing is wrong, but there is nothing to do: empty, binary, another language.
    Skipped(String),
    /// It should have been an article and could not be read.
    Failed(String),
}

/// The reason given for what a parser panics on.
const DEFECT: &str = "reading it hit a defect in mujaz; please report it with the file";

impl Refusal {
    /// The refusal of what a parser panicked on.
    pub(super) fn defect() -> Self {
        Self::Failed(DEFECT.to_owned())
    }

    /// Whether a parser panicked, so that nothing need be wrong with the article.
    pub fn is_defect(&self) -> bool {
        matches!(self, Self::Failed(reason) if reason == DEFECT)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Skipped(reason) | Self::Failed(reason)) = self;
        f.write_str(reason)
    }
}
