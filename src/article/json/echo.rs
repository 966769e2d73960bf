//! Echoes: the id and the fields of an incoming line that its answer hands back. This file owns the
//! names of ids, those of requests too, and which fields `*` stands for.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::article::decode::decode;

use super::lenient;
use super::names::{AUTHOR, DATE, LANGUAGE, STANDFIRST, TEXT, TITLE, URL};

/// The field that says which request it is.
const CUSTOM_ID: &str = "custom_id";

/// The fields that say which line it is; the first that a line has counts.
const IDS: [&str; 2] = ["id", CUSTOM_ID];

/// The name that stands for all fields that mujaz has no use for.
const OTHERS: &str = "*";

/// Lines that get answers: whether they are articles or requests, and which of their fields come back
/// besides the id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Echo {
    names: Vec<String>,
    /// Whether the lines are requests of a batch file; else each is an article.
    requests: bool,
}

/// Fields of a line by their names, each as it was written.
pub type RawFields = BTreeMap<String, Box<RawValue>>;

/// The id and the fields of one line that come back in its answer.
#[derive(Debug, Clone, Default)]
pub struct Echoed {
    /// The line's `id`, or else its `custom_id`, if that is a string or a 64-bit integer; of a request,
    /// its `custom_id`.
    pub id: Option<Value>,
    /// The fields that were asked for, as they came; `None` if none was asked for.
    pub fields: Option<RawFields>,
}

impl Echo {
    /// The fields of these names, exactly as written; `*` stands for all that mujaz has no use for.
    pub fn of(names: &[String]) -> Self {
        Self {
            names: names.to_vec(),
            requests: false,
        }
    }

    /// The `custom_id` of lines that are requests of a batch file.
    pub fn of_requests() -> Self {
        Self {
            names: Vec::new(),
            requests: true,
        }
    }

    /// Whether the lines are requests of a batch file; else each is an article.
    pub fn is_of_requests(&self) -> bool {
        self.requests
    }

    /// Finds the id and the fields of a line that come back, even if it is not a valid article.
    pub(super) fn of_line(&self, bytes: &[u8]) -> Echoed {
        let decoded = decode(bytes, None).ok();
        let parsed = decoded.and_then(|decoded| self.of_text(&decoded.text));
        parsed.unwrap_or_else(|| Echoed {
            id: None,
            fields: self.asks().then(RawFields::new),
        })
    }

    /// What comes back of an object; `None` if the text holds none.
    fn of_text(&self, text: &str) -> Option<Echoed> {
        let value = lenient::parse(text).ok()?;
        let object = value.as_object()?;
        let names_line = |id: &&Value| id.is_string() || id.is_i64() || id.is_u64();
        let ids: &[&str] = if self.requests { &[CUSTOM_ID] } else { &IDS };
        let ids = ids.iter().filter_map(|name| object.get(*name));
        let id = ids.into_iter().find(names_line).cloned();
        let fields = self.asks().then(|| self.fields_of(text));
        Some(Echoed { id, fields })
    }

    /// The fields of an object that were asked for. A value would not do, because it has rounded
    /// numbers.
    fn fields_of(&self, json: &str) -> RawFields {
        let mut fields = raw_fields(json).unwrap_or_default();
        fields.retain(|name, _| self.wants(name));
        fields
    }

    fn asks(&self) -> bool {
        !self.names.is_empty()
    }

    fn wants(&self, name: &str) -> bool {
        self.names.iter().any(|wanted| match wanted.as_str() {
            OTHERS => !is_used(name),
            wanted => wanted == name,
        })
    }
}

/// The fields of a JSON object by their names, each as it is written there; of fields with the same name
/// the last one counts. `None` for what is no object.
///
/// A number over all bounds and the half of a surrogate pair are JSON, so they stay. What is none is put
/// right first, as by [`lenient::parse`].
pub(crate) fn raw_fields(json: &str) -> Option<RawFields> {
    let read = serde_json::from_str(json);
    read.or_else(|_| serde_json::from_str(&lenient::repaired(json)))
        .ok()
}

/// Whether an article may be made of the field of this name.
fn is_used(name: &str) -> bool {
    let of_articles = [TITLE, TEXT, STANDFIRST, DATE, AUTHOR, LANGUAGE, URL];
    let mut known = of_articles.into_iter().flatten().chain(&IDS);
    known.any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn echoed(names: &[&str], line: &str) -> Echoed {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        Echo::of(&names).of_line(line.as_bytes())
    }

    fn fields(names: &[&str], line: &str) -> String {
        let fields = echoed(names, line).fields.expect("fields are asked for");
        serde_json::to_string(&fields).expect("JSON")
    }

    #[test]
    fn a_line_is_known_by_its_id_or_its_custom_id() {
        let id = |line: &str| echoed(&[], line).id;
        assert_eq!(id(r#"{"id": 7, "custom_id": "a"}"#), Some(json!(7)));
        assert_eq!(id(r#"{"id": null, "custom_id": "a"}"#), Some(json!("a")));
        // Programs in Python write such lines.
        assert_eq!(id(r#"{"id": "b", "score": NaN}"#), Some(json!("b")));
        assert_eq!(id(r#"{"id": 8, "x": "\udfff"}"#), Some(json!(8)));
        for line in [r#"{"id": 1.5}"#, r#"{"id": [1]}"#, "[1]", r#"{"id": 1"#, ""] {
            assert_eq!(id(line), None, "{line}");
        }
    }

    #[test]
    fn a_request_is_known_by_its_custom_id_alone() {
        let id = |line: &str| Echo::of_requests().of_line(line.as_bytes()).id;
        assert_eq!(id(r#"{"id": 7, "custom_id": "a"}"#), Some(json!("a")));
        assert_eq!(id(r#"{"id": 7}"#), None);
    }

    #[test]
    fn fields_come_back_when_asked_for_as_they_came() {
        let line = r#"{"id": 1, "Text": "x", "published_at": 5, "desk": {"a": [1]}, "n": 0.1}"#;
        assert!(echoed(&[], line).fields.is_none());
        assert_eq!(fields(&["*"], line), r#"{"desk":{"a": [1]},"n":0.1}"#);
        let some = fields(&["published_at", "n", "nowhere"], line);
        assert_eq!(some, r#"{"n":0.1,"published_at":5}"#);
        assert_eq!(fields(&["*"], "{"), "{}");
    }

    #[test]
    fn what_comes_back_is_written_as_it_came() {
        for (line, expected) in [
            (
                r#"{"b": 123456789012345678901234, "a":  0.12345678901234567890 }"#,
                r#"{"a":0.12345678901234567890,"b":123456789012345678901234}"#,
            ),
            (
                r#"{"a": 1E3, "b": [1.50, "\u0645"]}"#,
                r#"{"a":1E3,"b":[1.50, "\u0645"]}"#,
            ),
            (r#"{"a": 1, "a": 2}"#, r#"{"a":2}"#),
            (r#"{"a": NaN, "b": 1.50,}"#, r#"{"a":null,"b":1.50}"#),
            // JSON that no text and no number can hold.
            (
                r#"{"a": 1e400, "b": "\ud800"}"#,
                r#"{"a":1e400,"b":"\ud800"}"#,
            ),
            (r#"{"a\ud800": 1.50}"#, r#"{"a�":1.50}"#),
        ] {
            assert_eq!(fields(&["*"], line), expected);
        }
    }
}
