//! An article as the files about all articles list it: the index, the digest and its feed.

use crate::brief::{IndexLine, Version, WithoutBrief};
use crate::store::Entry;

/// An article as the journal or its stored brief lists it for these files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listing {
    /// Path of the article.
    pub(super) path: String,
    /// Its line in the index, still without its story.
    pub(super) line: String,
    /// Its sketch; empty if it has no brief.
    pub(super) sketch: Vec<u8>,
    /// When its brief was made, in milliseconds since 1970, if that is known.
    pub(super) made: Option<i64>,
}

impl Listing {
    /// Whether it is of a brief: only briefs have a sketch.
    pub(super) fn has_brief(&self) -> bool {
        !self.sketch.is_empty()
    }

    /// The article as one that may be a version of a story; `None` if it has no brief.
    pub(super) fn version(&self) -> Option<Version> {
        if !self.has_brief() {
            return None;
        }
        Version::of_line(&self.line, &self.sketch)
    }
}

impl From<Entry> for Listing {
    fn from(job: Entry) -> Self {
        Self {
            path: job.path,
            line: job.line,
            sketch: job.sketch,
            made: job.made,
        }
    }
}

/// A line of the index.
pub(super) enum Line {
    Brief(Box<IndexLine>),
    Without(WithoutBrief),
}

impl Line {
    /// A line of the journal; one that this version cannot read says so in its place.
    pub(super) fn read(path: &str, text: &str) -> Self {
        // One after the other: an untagged enumeration would copy every line before it is read.
        if let Ok(line) = serde_json::from_str(text) {
            return Self::Brief(Box::new(line));
        }
        Self::Without(serde_json::from_str(text).unwrap_or_else(|_| WithoutBrief {
            outcome: "failed".to_owned(),
            path: path.to_owned(),
            title: None,
            reason: "its line in the index cannot be read".to_owned(),
        }))
    }

    pub(super) fn to_json(&self) -> String {
        match self {
            Self::Brief(line) => line.to_json(),
            Self::Without(line) => line.to_json(),
        }
    }
}

/// What the files about all articles say of one.
pub(super) struct Article {
    pub(super) line: Line,
    /// When its brief was made, in milliseconds since 1970, if that is known.
    pub(super) made: Option<i64>,
}

impl Article {
    /// The article of a listing, with the `id` of the brief that stands for its story.
    pub(super) fn of(listing: &Listing, story: Option<String>) -> Self {
        let mut line = Line::read(&listing.path, &listing.line);
        if let Line::Brief(line) = &mut line {
            line.story = story;
        }
        let made = listing.made;
        Self { line, made }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_journal_is_read_as_what_it_is() {
        let brief = r#"{"id":"i","path":"p","outcome":"done","headline":"h","summary":"s","translated":1,"flagged":0,"failed":0,"flags":{"number":2},"title":null,"date":null,"url":null,"briefs":{}}"#;
        assert!(matches!(Line::read("p", brief), Line::Brief(line) if line.id == "i"));
        let without = r#"{"outcome":"skipped","path":"p","reason":"empty"}"#;
        assert_eq!(Line::read("p", without).to_json(), without);
        let unknown = Line::read("p", r#"{"id":"i","path":"p"}"#);
        assert!(matches!(unknown, Line::Without(line) if line.reason.contains("cannot be read")));
    }
}
