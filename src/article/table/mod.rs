//! Tables: each row is an article, whose fields have the names of the columns. This file owns which
//! row names the columns; the row is then read as a record with these fields.

pub(super) mod delimited;
pub(super) mod spreadsheet;

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::record::{Context, Out, Record};
use super::{FieldMap, Format, Refusal, json};

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
            return Ok(Self { names });
        }
        Err(Refusal::Failed(format!(
            "no column is the text of articles: found {}; name it text, body, content or النص, or use --field text=NAME",
            names
                .iter()
                .map(|name| format!("{name:?}"))
                .collect::<Vec<_>>()
                .join(", ")
        )))
    }

    /// The article in a row as an object; `None` if the row is empty.
    fn object(&self, row: &[String]) -> Option<Map<String, Value>> {
        let named = self.names.iter().zip(row);
        let filled = named.filter(|(name, cell)| !name.is_empty() && !cell.trim().is_empty());
        let object: Map<String, Value> = filled
            .map(|(name, cell)| (name.clone(), Value::from(cell.as_str())))
            .collect();
        (!object.is_empty()).then_some(object)
    }
}

/// Hands over a row of a table.
fn send(
    object: Map<String, Value>,
    number: usize,
    (format, encoding): (Format, &'static str),
    out: &mut Out<'_>,
) -> ControlFlow<()> {
    let value = Value::Object(object);
    let compact = value.to_string();
    let parse = move |context: &Context<'_>| json::article(&value, encoding, context);
    out.send(Record::new(
        out.numbered(number),
        compact.as_bytes(),
        format,
        parse,
    ))
}
