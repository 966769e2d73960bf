//! Tables of values whose objects and lists name their parts by place, in which Nuxt and SvelteKit (devalue)
//! and React Router (turbo-stream) write the data of a page. This file owns what the entries stand for.

use serde_json::{Map, Value};

use super::copies::Copies;

/// Maximum depth of a value.
const MAX_DEPTH: usize = 100;

/// The value of a table, whose first entry is the root; `None` if a value is no table. `bytes` is how many it
/// was written in.
pub(super) fn value_of(table: &Value, bytes: usize) -> Option<Value> {
    let entries = table.as_array().filter(|entries| entries.len() > 1)?;
    let is_place = |part: &Value| part.is_i64() || part.is_u64();
    let is_root = match entries.first()? {
        Value::Array(parts) => {
            let parts = parts.iter().enumerate();
            // A name may stand before the places.
            let mut parts = parts.skip_while(|(at, part)| *at == 0 && part.is_string());
            parts.all(|(_, part)| is_place(part))
        }
        Value::Object(object) => !object.is_empty() && object.values().all(is_place),
        _ => false,
    };
    let mut table = Table {
        entries,
        copies: Copies::of(bytes),
    };
    is_root.then(|| table.entry(&Value::from(0), 0))
}

struct Table<'t> {
    entries: &'t [Value],
    copies: Copies,
}

impl Table<'_> {
    /// The value at a place. Numbers below zero stand for values that JSON has not.
    fn entry(&mut self, place: &Value, depth: usize) -> Value {
        let place = place.as_u64().and_then(|place| usize::try_from(place).ok());
        let entries = self.entries;
        let Some(entry) = place.and_then(|place| entries.get(place)) else {
            return Value::Null;
        };
        if depth == MAX_DEPTH || !self.copies.take_outer(entry) {
            return Value::Null;
        }
        match entry {
            Value::Array(parts) => match parts.split_first() {
                Some((Value::String(kind), rest)) => self.of_kind(kind, rest, depth + 1),
                _ => self.all(parts, depth + 1),
            },
            Value::Object(object) => {
                let fields = object.iter();
                let fields =
                    fields.map(|(key, part)| (self.name_of(key), self.entry(part, depth + 1)));
                fields.collect()
            }
            entry => entry.clone(),
        }
    }

    fn all(&mut self, places: &[Value], depth: usize) -> Value {
        let places = places.iter();
        places.map(|place| self.entry(place, depth)).collect()
    }

    /// The value of an entry that begins with the name of a kind. Most kinds, such as `Reactive`, are around
    /// another value.
    fn of_kind(&mut self, kind: &str, rest: &[Value], depth: usize) -> Value {
        match kind {
            "Date" | "D" => {
                let date = rest.first().filter(|date| self.copies.take_whole(date));
                date.cloned().unwrap_or_default()
            }
            "Set" | "S" => self.all(rest, depth),
            // An object without a prototype has its names as they are, a map has their places.
            "null" | "Map" | "M" => {
                let mut object = Map::new();
                for pair in rest.chunks_exact(2) {
                    let name = match &pair[0] {
                        Value::String(name) if self.copies.take(name.len()) => {
                            Value::from(name.as_str())
                        }
                        place => self.entry(place, depth),
                    };
                    let value = self.entry(&pair[1], depth);
                    if let Value::String(name) = name {
                        object.insert(name, value);
                    }
                }
                Value::Object(object)
            }
            _ => rest
                .first()
                .map(|place| self.entry(place, depth))
                .unwrap_or_default(),
        }
    }

    /// The name of a field. turbo-stream writes its place behind a low line.
    fn name_of(&mut self, key: &str) -> String {
        let place = key.strip_prefix('_').and_then(|place| place.parse().ok());
        let entries = self.entries;
        let entry = place.and_then(|place: usize| entries.get(place)?.as_str());
        let name = entry.filter(|name| self.copies.take(name.len()));
        name.unwrap_or(key).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(table: &Value) -> Option<Value> {
        value_of(table, table.to_string().len())
    }

    #[test]
    fn places_stand_for_values() {
        let nuxt = json!([["ShallowReactive", 1], {"data": 2, "none": -1, "path": 8}, ["Map", 3, 4],
            "article", {"title": 5, "tags": 6, "date": 7, "own": 9}, "ع", [5, 8],
            ["Date", "2024-03-05T10:00:00.000Z"], "/1", ["null", "k", 5]]);
        let article = json!({"title": "ع", "tags": ["ع", "/1"], "date": "2024-03-05T10:00:00.000Z",
            "own": {"k": "ع"}});
        let expected = json!({"data": {"article": article}, "none": null, "path": "/1"});
        assert_eq!(value(&nuxt), Some(expected));
        let react = json!([{"_1": 2}, "loaderData", {"_3": 4, "_9": 5}, "title", "ع", ["D", 1_709_632_800_000_u64]]);
        let expected = json!({"loaderData": {"title": "ع", "_9": 1_709_632_800_000_u64}});
        assert_eq!(value(&react), Some(expected));
    }

    #[test]
    fn other_lists_are_no_tables_and_tables_end_somewhere() {
        for other in [
            json!([]),
            json!([[1, 2]]),
            json!([{"title": "ع", "id": 1}, {"title": "ف"}]),
            json!(["ع", 1, 2]),
            json!({"a": 1}),
        ] {
            assert_eq!(value(&other), None, "{other}");
        }
        assert!(value(&json!([[0], 1])).is_some_and(|value| value.is_array()));
        let mut table = vec![json!(vec![1; 50])];
        table.extend((2..12).map(|next| json!(vec![next; 50])));
        table.push(json!("x"));
        let table = Value::from(table);
        let found = value(&table).expect("a table");
        let bytes = table.to_string().len();
        assert!(super::super::copies::weight(&found) < bytes * 9);
    }
}
