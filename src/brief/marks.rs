//! The marks that readers set on the sentences of briefs, as the digest exports them. This file
//! owns their layout and joining them; what they are good for is up to the caller.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::json_line::json_pretty;

/// The version of the layout.
const VERSION: u32 = 1;

/// A file of marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The layout's version.
    #[serde(rename = "mujaz_marks")]
    version: u32,
    /// The marks.
    marks: Vec<Mark>,
}

/// What a reader says about a sentence, or about a whole brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The `id` of the brief.
    pub brief: String,
    /// Path of the article. By it and the source, the digest finds the sentence in a later brief.
    #[serde(default)]
    pub path: String,
    /// The number of the sentence, from 1; 0 for the whole brief.
    pub sentence: u64,
    /// The mark itself; absent where there is only a note or a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Judgement>,
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The right English, written by the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
    /// The sentence's source.
    #[serde(default)]
    pub source: String,
    /// Its translation, as the reader saw it.
    #[serde(default)]
    pub translation: String,
    /// ISO 639-1 code of the source's language.
    #[serde(default)]
    pub language: String,
    /// The time of the mark, in the form of ISO 8601 and UTC.
    #[serde(default)]
    pub at: String,
}

/// What a reader found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    /// Compared with its source and right.
    Checked,
    /// Wrong.
    Wrong,
    /// To be used.
    Use,
}

impl Marks {
    /// The marks of an exported file. The error says what is wrong with it.
    ///
    /// # Errors
    /// A sentence without the file's name.
    pub fn read(text: &str) -> Result<Self, String> {
        let marks: Self = serde_json::from_str(text)
            .map_err(|e| format!("it is not a file of marks, as the digest exports them ({e})"))?;
        if marks.version == VERSION {
            Ok(marks)
        } else {
            Err(format!(
                "its marks have version {}, and this mujaz reads version {VERSION}",
                marks.version
            ))
        }
    }

    /// Adds other marks. Of two for one sentence the newer one stays.
    pub fn join(&mut self, others: Self) {
        let mut all: BTreeMap<(String, u64), Mark> = BTreeMap::new();
        for mark in self.marks.drain(..).chain(others.marks) {
            let place = (mark.brief.clone(), mark.sentence);
            if all.get(&place).is_none_or(|known| known.at <= mark.at) {
                all.insert(place, mark);
            }
        }
        self.version = VERSION;
        self.marks = all.into_values().collect();
    }

    /// The marks.
    pub fn as_slice(&self) -> &[Mark] {
        &self.marks
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        let text = json_pretty(self);
        text.expect("marks of strings and numbers that are not JSON are a bug") + "\n"
    }
}

impl Mark {
    /// The source and the translation that the reader stands for: a correction, or what the reader
    /// checked.
    pub fn approved(&self) -> Option<(&str, &str)> {
        let correction = self.correction.as_deref().map(str::trim);
        let right = match correction.filter(|text| !text.is_empty()) {
            Some(correction) => correction,
            None if self.mark == Some(Judgement::Checked) => self.translation.trim(),
            None => return None,
        };
        let source = self.source.trim();
        (self.sentence > 0 && !source.is_empty() && !right.is_empty()).then_some((source, right))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn file(marks: &serde_json::Value) -> Marks {
        Marks::read(&serde_json::json!({ "mujaz_marks": 1, "marks": marks }).to_string()).unwrap()
    }

    #[test]
    fn of_two_marks_of_a_sentence_the_newer_one_stays() {
        let mark = |sentence, at, note| serde_json::json!({ "brief": "b", "sentence": sentence, "mark": "checked", "at": at, "note": note });
        let mut marks = file(&serde_json::json!([
            mark(1, "2026-02-01", "a"),
            mark(2, "2026-02-02", "b")
        ]));
        marks.join(file(&serde_json::json!([
            mark(1, "2026-02-03", "c"),
            mark(2, "2026-02-01", "d")
        ])));
        let notes: Vec<_> = marks
            .as_slice()
            .iter()
            .filter_map(|m| m.note.as_deref())
            .collect();
        assert_eq!(notes, ["c", "b"]);
        assert_eq!(Marks::read(&marks.to_json()).unwrap(), marks);
    }

    #[test]
    fn readers_stand_for_corrections_and_for_what_they_checked() {
        let marks = file(&serde_json::json!([
            { "brief": "b", "sentence": 1, "mark": "checked", "source": "س", "translation": "s" },
            { "brief": "b", "sentence": 2, "mark": "wrong", "source": "ص", "translation": "x", "correction": " S " },
            { "brief": "b", "sentence": 3, "mark": "wrong", "source": "ض", "translation": "x" },
            { "brief": "b", "sentence": 4, "mark": "use", "source": "ط", "translation": "x" },
            { "brief": "b", "sentence": 5, "source": "ظ", "translation": "x", "note": "n" },
            { "brief": "b", "sentence": 0, "mark": "checked", "source": "ع", "translation": "x" },
        ]));
        let approved: Vec<_> = marks.as_slice().iter().filter_map(Mark::approved).collect();
        assert_eq!(approved, [("س", "s"), ("ص", "S")]);
    }

    #[test]
    fn other_files_are_refused_with_the_reason() {
        assert!(
            Marks::read("[]")
                .unwrap_err()
                .contains("not a file of marks")
        );
        let newer = Marks::read(r#"{"mujaz_marks": 2, "marks": []}"#).unwrap_err();
        assert!(newer.contains("version 2"), "{newer}");
    }
}
