//! Fields that the user names: which key of a record or column of a table holds which part of an
//! article. This file owns how such names are written and found.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// The parts of an article that can be named, each by the first of the names that records have for it.
const PARTS: [&str; 7] = [
    "title",
    "text",
    "description",
    "date",
    "url",
    "author",
    "language",
];

/// Keys of records for parts of articles; they count before the usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    keys: BTreeMap<String, String>,
}

impl FieldMap {
    /// A map in which nothing is named.
    pub const NONE: &'static Self = &Self {
        keys: BTreeMap::new(),
    };

    /// The map of entries like `text=body` or `text=data.body`, where a dot leads into an object.
    ///
    /// # Errors
    /// What is wrong with an entry.
    pub fn of(entries: &[String]) -> Result<Self, String> {
        let mut keys = BTreeMap::new();
        for entry in entries {
            let named = entry
                .split_once('=')
                .map(|(part, key)| (part.trim(), key.trim()));
            let Some((part, key)) = named.filter(|(_, key)| !key.is_empty()) else {
                return Err(format!("{entry:?} is not NAME=KEY, as in text=body"));
            };
            if !PARTS.contains(&part) {
                let parts = PARTS.join(", ");
                return Err(format!(
                    "{part:?} is no part of an article; these are: {parts}"
                ));
            }
            if keys.insert(part.to_owned(), key.to_owned()).is_some() {
                return Err(format!("{part} is named twice"));
            }
        }
        Ok(Self { keys })
    }

    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a key or column is named as the text of articles.
    pub(in crate::article) fn is_text(&self, key: &str) -> bool {
        self.keys
            .get("text")
            .is_some_and(|named| named.eq_ignore_ascii_case(key))
    }

    /// A record in which the named fields have the usual names.
    pub(super) fn applied<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        let Some(object) = value.as_object().filter(|_| !self.is_empty()) else {
            return Cow::Borrowed(value);
        };
        let mut renamed = object.clone();
        for (part, key) in &self.keys {
            if let Some(found) = found(object, key) {
                renamed.retain(|own, _| !own.eq_ignore_ascii_case(part));
                renamed.insert(part.clone(), found.clone());
            }
        }
        Cow::Owned(Value::Object(renamed))
    }

    /// Of a record with the usual names for the parts of an article, those parts, with the named fields in their
    /// places.
    pub(in crate::article) fn parts_of(&self, value: &Value) -> Value {
        match self.applied(value).into_owned() {
            Value::Object(mut parts) => {
                parts.retain(|name, _| PARTS.contains(&name.as_str()));
                Value::Object(parts)
            }
            other => other,
        }
    }
}

impl fmt::Display for FieldMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries: Vec<String> = self
            .keys
            .iter()
            .map(|(part, key)| format!("{part}={key}"))
            .collect();
        f.write_str(&entries.join(", "))
    }
}

/// The value under a key: one that is written so, else what lies in objects on the way of its dots.
fn found<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    let own = |name: &str| {
        let mut fields = object.iter();
        let field = fields.find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        Some(field.1)
    };
    own(key).or_else(|| {
        let (first, rest) = key.split_once('.')?;
        found(own(first)?.as_object()?, rest)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn map(entries: &[&str]) -> Result<FieldMap, String> {
        FieldMap::of(
            &entries
                .iter()
                .map(|&entry| entry.to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn named_fields_count_before_the_usual_ones() {
        let map = map(&["text=payload.Body", "title=العنوان الرئيسي"]).unwrap();
        let record =
            json!({"Text": "a", "payload": {"body": "b"}, "العنوان الرئيسي": "c", "url": "d"});
        let expected = json!({"text": "b", "payload": {"body": "b"}, "العنوان الرئيسي": "c", "title": "c", "url": "d"});
        assert_eq!(*map.applied(&record), expected);
        let without = json!({"text": "a"});
        assert_eq!(*map.applied(&without), without);
        assert_eq!(map.to_string(), "text=payload.Body, title=العنوان الرئيسي");
        assert!(map.is_text("PAYLOAD.body") && !map.is_text("text"));
    }

    #[test]
    fn entries_that_say_nothing_are_errors() {
        for entries in [
            &["text"][..],
            &["text="],
            &["body=text"],
            &["text=a", "text=b"],
        ] {
            assert!(map(entries).is_err(), "{entries:?}");
        }
    }
}
