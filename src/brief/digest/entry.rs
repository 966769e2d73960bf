//! One article of the digest, as the page and the plain list show it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::brief::index::{IndexLine, WithoutBrief};
use crate::brief::rendering::Rendering;
use crate::brief::types::{FlagKind, NameKind, Suitability};

/// One article of the digest. Its JSON leaves out what is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DigestEntry {
    /// The `id` of the brief; empty for an article without one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Path of the article, relative to the input folder.
    pub path: String,
    /// How the article ended: `done`, `flagged`, `failed` or `skipped`.
    pub outcome: String,
    /// Why there is no brief.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The English headline.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// The summary; empty if there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The article's own headline, if it differs from the English one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// ISO 639-1 code of the article's language; empty if it is not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Date of publication as the source states it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The day of that date, as `2026-11-28`, if it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Address of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether the translation is fit to read, if that is known.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "short")]
    pub verdict: Option<Suitability>,
    /// The number of sentences.
    #[serde(skip_serializing_if = "is_zero")]
    pub sentences: usize,
    /// How many of them could not be translated.
    #[serde(skip_serializing_if = "is_zero")]
    pub failed: usize,
    /// Doubts by kind. A failed sentence is counted above and not here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub flags: BTreeMap<FlagKind, usize>,
    /// The names in the translation, with their kinds and how often it has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<(String, NameKind, usize)>,
    /// The `id` of the brief that stands for this article and its copies, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// Address of the HTML brief, relative to the digest and percent-encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Address of the Markdown brief, in the same form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub md: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn short<S: serde::Serializer>(
    verdict: &Option<Suitability>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    verdict.map(Suitability::class).serialize(serializer)
}

impl DigestEntry {
    /// How many doubts the brief states, apart from failed sentences.
    pub fn doubts(&self) -> usize {
        self.flags.values().sum()
    }
}

impl From<IndexLine> for DigestEntry {
    fn from(line: IndexLine) -> Self {
        let href = |rendering: Rendering| {
            let path = line.briefs.get(rendering.extension());
            path.map(|path| percent_encode(path))
        };
        let day = line.day();
        let (html, md) = (href(Rendering::Html), href(Rendering::Markdown));
        let mut flags = line.flags;
        flags.remove(&FlagKind::Failure);
        Self {
            title: line.title.filter(|title| *title != line.headline),
            story: line.story.filter(|story| *story != line.id),
            id: line.id,
            path: line.path,
            outcome: line.outcome,
            reason: String::new(),
            headline: line.headline,
            summary: line.summary,
            language: line.language,
            day,
            date: line.date,
            url: line.url,
            verdict: line.verdict,
            sentences: line.translated + line.flagged + line.failed,
            failed: line.failed,
            flags,
            names: line
                .names
                .into_iter()
                .map(|name| (name.text, name.kind, name.mentions))
                .collect(),
            html,
            md,
        }
    }
}

impl From<WithoutBrief> for DigestEntry {
    fn from(line: WithoutBrief) -> Self {
        Self {
            path: line.path,
            outcome: line.outcome,
            title: line.title,
            reason: line.reason,
            ..Self::default()
        }
    }
}

/// A path as a relative address: all but unreserved characters and `/` are encoded.
pub(super) fn percent_encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::brief::Flag;
    use crate::brief::markdown::tests::sample;

    #[test]
    fn an_entry_says_what_its_brief_says_and_leaves_out_what_is_empty() {
        let mut brief = sample();
        brief.summary.flags = vec![Flag::new(FlagKind::Faithfulness, "A name is new.")];
        let file = |extension: &str| format!("briefs/a #1/سد.txt.{extension}");
        let files = BTreeMap::from([
            ("html".to_owned(), file("html")),
            ("md".to_owned(), file("md")),
        ]);
        let entry = DigestEntry::from(IndexLine::of(&brief, &files));
        assert_eq!(entry.doubts(), 2);
        let expected = serde_json::json!({
            "id": "id1", "path": "news/dam.txt", "outcome": "flagged",
            "headline": "The dam is full", "summary": "The dam is full. Rain fell.",
            "title": "السد يمتلئ", "language": "ar", "date": "2023-05-04", "day": "2023-05-04",
            "url": "https://example.org/a_b", "verdict": "care", "sentences": 3, "failed": 1,
            "flags": {"number": 1, "faithfulness": 1},
            "html": "briefs/a%20%231/%D8%B3%D8%AF.txt.html",
            "md": "briefs/a%20%231/%D8%B3%D8%AF.txt.md",
        });
        assert_eq!(serde_json::to_value(&entry).unwrap(), expected);
    }

    #[test]
    fn an_article_without_a_brief_keeps_its_reason() {
        let line = WithoutBrief {
            outcome: "skipped".to_owned(),
            path: "a".to_owned(),
            title: None,
            reason: "empty".to_owned(),
        };
        let value = |line: &WithoutBrief| {
            let entry = DigestEntry::from(line.clone());
            serde_json::to_value(entry).unwrap()
        };
        let mut expected =
            serde_json::json!({"path": "a", "outcome": "skipped", "reason": "empty"});
        assert_eq!(value(&line), expected);
        let titled = WithoutBrief {
            title: Some("Новости".to_owned()),
            ..line
        };
        expected["title"] = "Новости".into();
        assert_eq!(value(&titled), expected);
    }
}
