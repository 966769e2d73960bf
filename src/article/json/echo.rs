//! Echoes: the id and the fields of an incoming line that its answer hands back. This file owns the
//! names of ids and which fields `*` stands for.

use serde_json::{Map, Value};

use crate::article::decode::decode;

use super::lenient;
use super::names::{AUTHOR, DATE, LANGUAGE, STANDFIRST, TEXT, TITLE, URL};

/// The fields that say which line it is; the first that a line has counts.
const IDS: [&str; 2] = ["id", "custom_id"];

/// The name that stands for all fields that mujaz has no use for.
const OTHERS: &str = "*";

/// The fields of lines that come back in their answers, besides the id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Echo {
    names: Vec<String>,
}

/// The id and the fields of one line that come back in its answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Echoed {
    /// The line's `id`, or else its `custom_id`, if that is a string or a 64-bit integer.
    pub id: Option<Value>,
    /// The fields that were asked for, as they came; `None` if none was asked for.
    pub fields: Option<Map<String, Value>>,
}

impl Echo {
    /// The fields of these names, exactly as written; `*` stands for all that mujaz has no use for.
    pub fn of(names: &[String]) -> Self {
        Self {
            names: names.to_vec(),
        }
    }

    /// Finds the id and the fields of a line that come back, even if it is not a valid article.
    pub(super) fn of_line(&self, bytes: &[u8]) -> Echoed {
        let decoded = decode(bytes, None).map(|decoded| decoded.text);
        let value = decoded.ok().and_then(|text| lenient::parse(&text).ok());
        let asked = !self.names.is_empty();
        let Some(Value::Object(mut object)) = value else {
            return Echoed {
                id: None,
                fields: asked.then(Map::new),
            };
        };
        let names_line = |id: &&Value| id.is_string() || id.is_i64() || id.is_u64();
        let ids = IDS.iter().filter_map(|name| object.get(*name));
        let id = ids.into_iter().find(names_line).cloned();
        object.retain(|name, _| self.wants(name));
        Echoed {
            id,
            fields: asked.then_some(object),
        }
    }

    fn wants(&self, name: &str) -> bool {
        self.names.iter().any(|wanted| match wanted.as_str() {
            OTHERS => !is_used(name),
            wanted => wanted == name,
        })
    }
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

    #[test]
    fn a_line_is_known_by_its_id_or_its_custom_id() {
        let id = |line: &str| echoed(&[], line).id;
        assert_eq!(id(r#"{"id": 7, "custom_id": "a"}"#), Some(json!(7)));
        assert_eq!(id(r#"{"id": null, "custom_id": "a"}"#), Some(json!("a")));
        // Programs in Python write such lines.
        assert_eq!(id(r#"{"id": "b", "score": NaN}"#), Some(json!("b")));
        for line in [r#"{"id": 1.5}"#, r#"{"id": [1]}"#, "[1]", r#"{"id": 1"#, ""] {
            assert_eq!(id(line), None, "{line}");
        }
    }

    #[test]
    fn fields_come_back_when_asked_for_as_they_came() {
        let line = r#"{"id": 1, "Text": "x", "published_at": 5, "desk": {"a": [1]}, "n": 0.1}"#;
        assert_eq!(echoed(&[], line).fields, None);
        let fields = |names: &[&str]| echoed(names, line).fields.map(Value::Object);
        assert_eq!(fields(&["*"]), Some(json!({"desk": {"a": [1]}, "n": 0.1})));
        let expected = json!({"published_at": 5, "n": 0.1});
        assert_eq!(fields(&["published_at", "n", "nowhere"]), Some(expected));
        assert_eq!(echoed(&["*"], "{").fields, Some(Map::new()));
    }
}
