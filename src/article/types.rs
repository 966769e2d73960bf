//! The types that reading hands on: an article, where it came from, and why a file became none.
//! They hold only what the source itself says; nothing here is translated.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::Paragraph;

use super::Format;

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
    /// Name of the character encoding that was used, as in the WHATWG standard.
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
}

/// One article as it was read, before any translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Provenance.
    pub source: Source,
    /// The article as plain text: the decoded file for `.txt` and `.md`, the extracted
    /// text otherwise. All spans are byte offsets into it.
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

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Skipped(reason) | Self::Failed(reason)) = self;
        f.write_str(reason)
    }
}
