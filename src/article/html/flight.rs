//! The flight of React: rows of values, which may refer to each other, in the texts that Next.js hands to a
//! page piece by piece. This file owns what stands for what in them; what they draw is never looked at.

use std::collections::BTreeMap;

use serde_json::Value;

use super::copies::Copies;
use super::script::value_at;

/// Maximum depth of a value, and of the references in it.
const MAX_DEPTH: usize = 100;

/// The place of the properties in an element, which is a list.
const PROPERTIES: usize = 3;

/// The values of the rows of a flight, each with what it refers to.
pub(super) fn values_of(flight: &str) -> Vec<Value> {
    let rows = rows_of(flight);
    let mut resolver = Resolver {
        rows: &rows,
        copies: Copies::of(flight.len()),
    };
    // A long text alone is no article.
    let values = rows.values().filter(|value| !value.is_string());
    values.map(|value| resolver.resolved(value, 0)).collect()
}

/// The rows that hold values, by their numbers. A letter before the value marks those that name modules, styles
/// or errors.
fn rows_of(flight: &str) -> BTreeMap<&str, Value> {
    let mut rows = BTreeMap::new();
    let mut rest = flight;
    while !rest.is_empty() {
        let (number, behind) = split_number(rest);
        let content = behind.strip_prefix(':');
        if let Some((text, behind)) = content.and_then(long_text) {
            rows.insert(number, Value::from(text));
            rest = behind;
            continue;
        }
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = behind;
        let content = line[number.len()..].strip_prefix(':').unwrap_or_default();
        if content.starts_with(['{', '[', '"'])
            && let Some((value, _)) = value_at(content)
        {
            rows.insert(number, value);
        }
    }
    rows
}

/// The hexadecimal digits at the start of a text, and the rest.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_hexdigit());
    text.split_at(end.unwrap_or(text.len()))
}

/// The text of a row that states its length in bytes, `T1a,…`, and what follows it without a line break.
fn long_text(content: &str) -> Option<(&str, &str)> {
    let (length, behind) = split_number(content.strip_prefix('T')?);
    let length = usize::from_str_radix(length, 16).ok()?;
    behind.strip_prefix(',')?.split_at_checked(length)
}

struct Resolver<'r> {
    rows: &'r BTreeMap<&'r str, Value>,
    copies: Copies,
}

impl Resolver<'_> {
    /// A value with what it refers to in the place of the references.
    fn resolved(&mut self, value: &Value, depth: usize) -> Value {
        if depth == MAX_DEPTH {
            return Value::Null;
        }
        if let Value::String(text) = value {
            return self.referred(text, depth);
        }
        if !self.copies.take_outer(value) {
            return Value::Null;
        }
        match value {
            Value::Array(values) => {
                let values = values.iter();
                values.map(|part| self.resolved(part, depth + 1)).collect()
            }
            Value::Object(object) => {
                let fields = object.iter();
                let fields =
                    fields.map(|(key, part)| (key.clone(), self.resolved(part, depth + 1)));
                fields.collect()
            }
            value => value.clone(),
        }
    }

    /// What a text refers to, or itself.
    fn referred(&mut self, text: &str, depth: usize) -> Value {
        let behind = text.strip_prefix('$').filter(|behind| !behind.is_empty());
        let Some(reference) = behind else {
            return self.copied(text);
        };
        // A dollar sign is doubled; `D` stands before a date.
        if let Some(date) = reference.strip_prefix('D') {
            return self.copied(date);
        }
        if reference.starts_with('$') {
            return self.copied(reference);
        }
        // What is loaded later, and the entries of a map or a set, are rows too.
        let row = reference.trim_start_matches(['L', '@', 'Q', 'W']);
        let Some(found) = self.row(row) else {
            return Value::Null;
        };
        match found {
            // Long texts are no references, whatever they begin with.
            Value::String(text) if self.rows.contains_key(row) => self.copied(text),
            found => self.resolved(found, depth + 1),
        }
    }

    fn copied(&mut self, text: &str) -> Value {
        if self.copies.take(text.len()) {
            Value::from(text)
        } else {
            Value::Null
        }
    }
}

impl<'r> Resolver<'r> {
    /// The value of a row, or the part of it that names and places behind colons lead to.
    fn row(&self, reference: &str) -> Option<&'r Value> {
        let mut path = reference.split(':');
        let mut value = self.rows.get(path.next()?)?;
        for name in path {
            value = match value {
                Value::Array(values) if name == "props" => values.get(PROPERTIES)?,
                Value::Array(values) => values.get(name.parse::<usize>().ok()?)?,
                value => value.get(name)?,
            };
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::copies::{TIMES, weight};
    use super::*;

    #[test]
    fn rows_are_lines_or_state_their_length() {
        let flight = "1:\"$Sreact.fragment\"\n2:I[12,[\"a.js\"],\"\"]\n:HL[\"/a.css\",\"style\"]\n\
                      3:T9,س\n5:ب$44:{\"a\":1}\n5:x\nb:[1,\"2\"]";
        let rows: Vec<(&str, Value)> = rows_of(flight).into_iter().collect();
        assert_eq!(
            rows,
            [
                ("1", json!("$Sreact.fragment")),
                ("3", json!("س\n5:ب$4")),
                ("4", json!({"a": 1})),
                ("b", json!([1, "2"])),
            ]
        );
    }

    #[test]
    fn references_are_put_in_their_place() {
        let flight = "0:[\"$\",\"$L1\",null,{\"post\":{\"title\":\"ع\",\"body\":\"$2\",\"list\":\"$3\",\
                      \"date\":\"$D2024-03-05T10:00:00.000Z\",\"price\":\"$$5\",\"none\":\"$undefined\",\
                      \"later\":\"$@4\",\"own\":\"$3:1:props:k\"}}]\n\
                      2:T6,$3<p>x\
                      3:[\"a\",[\"$\",\"b\",null,{\"k\":\"v\"}]]\n\
                      4:{\"next\":\"$2\"}\n5:{\"again\":\"$5\"}\n6:[\"$6:0\"]\n";
        let values = values_of(flight);
        let post = &values[0][3]["post"];
        assert_eq!(post["title"], "ع");
        assert_eq!(post["body"], "$3<p>x");
        assert_eq!(post["list"], json!(["a", ["$", "b", null, {"k": "v"}]]));
        assert_eq!(post["date"], "2024-03-05T10:00:00.000Z");
        assert_eq!(post["price"], "$5");
        assert_eq!(post["none"], Value::Null);
        assert_eq!(post["later"]["next"], "$3<p>x");
        assert_eq!(post["own"], "v");
        // A row that refers to itself ends somewhere.
        assert_eq!(values.len(), 5);
        assert!(values[3]["again"]["again"].is_object());
        assert_eq!(values[4], json!([null]));
    }

    #[test]
    fn what_references_repeat_has_a_bound() {
        let mut flight = "0:\"x\"\n".to_owned();
        for row in 1..10 {
            let before = row - 1;
            flight += &format!("{row}:[{}]\n", vec![format!("\"${before}\""); 50].join(","));
        }
        let total: usize = values_of(&flight).iter().map(weight).sum();
        assert!(
            total < flight.len() * 2 * TIMES,
            "{total} of {}",
            flight.len()
        );
    }
}
