//! Tables: each row is an article, whose fields have the names of the columns. This file owns which
//! row names the columns; the row is then read as a record with these fields.

pub(super) mod delimited;
mod dialect;
#[cfg(feature = "parquet")]
mod lists;
mod opendocument;
#[cfg(feature = "parquet")]
pub(super) mod parquet;
pub(super) mod spreadsheet;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::Reason;
use super::record::{Context, Out, Record};
use super::{FieldMap, Format, LeftOut, Refusal, json};
use crate::text::count_words;

/// Maximum number of columns, that of Excel.
const MAX_COLUMNS: usize = 16_384;

/// Maximum number of names, and of characters of each, in a message.
const SHOWN_NAMES: usize = 20;
const SHOWN_CHARACTERS: usize = 40;

/// The columns of a table.
#[derive(Debug, Clone)]
struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// The columns that a row names.
    ///
    /// # Errors
    /// Failed if no column can be the text of articles.
    fn of(row: &[String], fields: &FieldMap) -> Result<Self, Refusal> {
        let names: Vec<String> = row.iter().map(|name| name.trim().to_owned()).collect();
        let is_named = names.iter().any(|name| fields.is_text(name));
        if is_named || json::has_text_field(names.iter().map(String::as_str)) {
            return Ok(Self {
                names: in_one_case(names),
            });
        }
        Err(no_text(&names))
    }

    /// The number of columns.
    fn count(&self) -> usize {
        self.names.len()
    }

    /// Whether the last column is the text.
    fn ends_with_text(&self) -> bool {
        let last = self.names.last().map(String::as_str);
        json::has_text_field(last.into_iter())
    }

    /// The article in a row as an object, `None` if the row is empty, and what has no column.
    fn article(&self, row: &[String]) -> (Option<Map<String, Value>>, LeftOut) {
        let mut object = Map::new();
        let mut left_out = LeftOut::default();
        for (at, cell) in row.iter().enumerate() {
            if cell.trim().is_empty() {
                continue;
            }
            let Some(name) = self.names.get(at).filter(|name| !name.is_empty()) else {
                let words = count_words(cell);
                left_out.add(LeftOut {
                    words,
                    blocks: 1,
                    prose: words,
                    kinds: vec![Reason::Unnamed],
                });
                continue;
            };
            add(&mut object, name, Value::from(cell.as_str()));
        }
        ((!object.is_empty()).then_some(object), left_out)
    }
}

/// The refusal of a table in which no column can be the text of articles.
fn no_text(names: &[String]) -> Refusal {
    Refusal::Failed(format!(
        "no column is the text of articles: found {}; name it text, body, content or النص, or use --field text=NAME",
        shown(names)
    ))
}

/// Names in which those that differ only in case are written as the first of them is.
fn in_one_case(mut names: Vec<String>) -> Vec<String> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for name in &mut names {
        let same = first
            .entry(name.to_lowercase())
            .or_insert_with(|| name.clone());
        same.clone_into(name);
    }
    names
}

/// Adds the value of a column. Values of columns with one name are a list.
fn add(object: &mut Map<String, Value>, name: &str, value: Value) {
    match object.get_mut(name) {
        None => {
            object.insert(name.to_owned(), value);
        }
        Some(Value::Array(values)) => values.push(value),
        Some(before) => *before = Value::Array(vec![before.take(), value]),
    }
}

/// Names of columns for a message, which a table that is none must not make longer than the table.
fn shown(names: &[String]) -> String {
    let cut = |name: &String| {
        let name: String = name.chars().take(SHOWN_CHARACTERS).collect();
        format!("{name:?}")
    };
    let mut shown: Vec<String> = names.iter().take(SHOWN_NAMES).map(cut).collect();
    if names.len() > SHOWN_NAMES {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

/// Hands over a row of a table.
fn send(
    object: Map<String, Value>,
    left_out: LeftOut,
    number: usize,
    (format, encoding): (Format, &'static str),
    out: &mut Out<'_>,
) -> ControlFlow<()> {
    let value = Value::Object(object);
    let compact = value.to_string();
    let parse = move |context: &Context<'_>| {
        let mut read = json::article(&value, encoding, context)?;
        read.left_out.add(left_out.clone());
        Ok(read)
    };
    out.send(Record::new(
        out.numbered(number),
        compact.as_bytes(),
        format,
        parse,
    ))
}
