//! Tables of articles in one object, as pandas writes them: by column, by row, or as names and rows.
//! This file owns telling these apart from an article.

use serde_json::{Map, Value};

use super::fields::is_article;

/// The rows of a table, each an object; `None` if the value is no table or its rows are no articles.
pub(super) fn rows_of(value: &Value) -> Option<Vec<Value>> {
    if is_article(value) {
        return None;
    }
    let object = value.as_object()?;
    [named, by_column, by_row]
        .into_iter()
        .filter_map(|rows| rows(object))
        .find(|rows| rows.iter().any(is_article))
}

/// The rows of `{"columns": ["title", "text"], "data": [["…", "…"]]}`.
fn named(object: &Map<String, Value>) -> Option<Vec<Value>> {
    let names = object.get("columns")?.as_array()?;
    let rows = object.get("data")?.as_array()?;
    let row = |cells: &Value| -> Option<Value> {
        let mut row = Map::new();
        for (name, cell) in names.iter().zip(cells.as_array()?) {
            row.insert(name.as_str()?.to_owned(), cell.clone());
        }
        Some(Value::Object(row))
    };
    rows.iter().map(row).collect()
}

/// The rows of `{"title": {"0": "…", "1": "…"}, "text": {"0": "…", "1": "…"}}`. Each column has all of them,
/// so that no cell is passed over and no more cells are looked for than there are.
fn by_column(object: &Map<String, Value>) -> Option<Vec<Value>> {
    let columns: Option<Vec<_>> = object.values().map(Value::as_object).collect();
    let columns = columns?;
    let first = columns.first()?;
    if columns.iter().any(|column| column.len() != first.len()) {
        return None;
    }
    let row = |label: &String| -> Option<Value> {
        let mut row = Map::new();
        for (name, column) in object.keys().zip(&columns) {
            row.insert(name.clone(), column.get(label)?.clone());
        }
        Some(Value::Object(row))
    };
    labels_of(first).into_iter().map(row).collect()
}

/// The rows of `{"0": {"title": "…", "text": "…"}, "1": {…}}`. An object with other names than numbers
/// may be an article of several parts.
fn by_row(object: &Map<String, Value>) -> Option<Vec<Value>> {
    let is_row = |(label, row): (&String, &Value)| label.parse::<u64>().is_ok() && row.is_object();
    if !object.iter().all(is_row) {
        return None;
    }
    let labels = labels_of(object).into_iter();
    Some(labels.map(|label| object[label].clone()).collect())
}

/// The labels of a table's rows, numbers in their order.
fn labels_of(rows: &Map<String, Value>) -> Vec<&String> {
    let numbered = rows
        .keys()
        .map(|label| Some((label.parse::<u64>().ok()?, label)));
    match numbered.collect::<Option<Vec<(u64, &String)>>>() {
        Some(mut numbered) => {
            numbered.sort();
            numbered.into_iter().map(|(_, label)| label).collect()
        }
        None => rows.keys().collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_forms_of_pandas_have_the_same_rows() {
        let rows = vec![
            json!({"title": "أ", "text": "نص أول"}),
            json!({"title": "ب", "text": "نص ثان"}),
            json!({"title": "ج", "text": null}),
        ];
        for table in [
            json!({"columns": ["title", "text"], "index": [2, 9, 10],
                "data": [["أ", "نص أول"], ["ب", "نص ثان"], ["ج", null]]}),
            json!({"title": {"2": "أ", "10": "ج", "9": "ب"},
                "text": {"2": "نص أول", "10": null, "9": "نص ثان"}}),
            json!({"2": rows[0], "10": rows[2], "9": rows[1]}),
        ] {
            assert_eq!(rows_of(&table).as_ref(), Some(&rows), "{table}");
        }
    }

    #[test]
    fn other_objects_are_no_tables() {
        for value in [
            json!({"title": "أ", "text": "نص"}),
            json!({"title": {"ar": "أ"}, "text": {"rendered": "نص"}}),
            json!({"payload": {"text": "نص"}}),
            json!({"1": {"id": 1}, "2": {"id": 2}}),
            json!({"columns": 3, "data": []}),
            json!({"author": {"0": "أ"}, "text": {"0": "نص", "1": "نص"}}),
            json!({"author": {"0": "أ", "1": "ب"}, "text": {"0": "نص", "2": "نص"}}),
            json!({}),
            json!(["نص"]),
        ] {
            assert_eq!(rows_of(&value), None, "{value}");
        }
    }
}
