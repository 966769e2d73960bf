//! Parquet files (Apache Parquet 2), as data sets are shared: each row is an article.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::reader::TreeBuilder;
use ::parquet::record::{Field, Row};
use bytes::Bytes;
use serde_json::{Map, Number, Value};
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

use super::{add, in_one_case, lists, no_text, send};
use crate::article::decode::decode;
use crate::article::input::Input;
use crate::article::record::{Out, bytes_of};
use crate::article::{FieldMap, Format, LeftOut, Refusal, json};

/// Days from the first day of the Julian calendar's count to 1970.
const EPOCH: i32 = 2_440_588;

/// Hands over the rows of a file.
pub(in crate::article) fn rows(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let file = input.file()?;
    let bytes = match file {
        Some(_) => None,
        None => match bytes_of(input, out)? {
            Some(bytes) => Some(Bytes::from(bytes)),
            None => return Ok(()),
        },
    };
    let opened = guarded(|| match (file, bytes) {
        (Some(file), _) => Ok(Box::new(SerializedFileReader::new(file)?) as Box<dyn FileReader>),
        (None, bytes) => Ok(Box::new(SerializedFileReader::new(bytes.unwrap_or_default())?) as _),
    });
    let checked = opened.and_then(|reader| {
        check_columns(reader.as_ref(), out.fields())?;
        Ok(reader)
    });
    let reader = match checked {
        Ok(reader) => reader,
        Err(refusal) => {
            out.refuse(refusal);
            return Ok(());
        }
    };
    let columns = reader.metadata().file_metadata().schema_descr_ptr();
    let builder = TreeBuilder::new().with_batch_size(lists::ROWS);
    let mut names: Option<Vec<String>> = None;
    let mut number = 0;
    for group in 0..reader.num_row_groups() {
        let opened = guarded(|| {
            let group = reader.get_row_group(group)?;
            lists::check(&*group)?;
            builder.as_iter(columns.clone(), &*group)
        });
        let mut rows = match opened {
            Ok(rows) => rows,
            Err(refusal) => {
                out.refuse(refusal);
                return Ok(());
            }
        };
        loop {
            if out.stopped() {
                return Ok(());
            }
            let row = match guarded(|| rows.next().transpose()) {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(refusal) => {
                    out.refuse(refusal);
                    return Ok(());
                }
            };
            number += 1;
            let names = names
                .get_or_insert_with(|| in_one_case(names_of(&row).map(str::to_owned).collect()));
            let object = object_of(&row, names.iter().map(String::as_str));
            if !object.is_empty() {
                let kind = (Format::Parquet, "UTF-8");
                let _ = send(object, LeftOut::default(), number, kind, out);
            }
        }
    }
    Ok(())
}

/// Runs the library, which panics on some files that contradict themselves.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Refusal> {
    let unreadable =
        |why: String| Refusal::Failed(format!("it cannot be read as a Parquet file: {why}"));
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(|error| unreadable(error.to_string())),
        Err(_) => Err(unreadable("its parts contradict each other".to_owned())),
    }
}

/// # Errors
/// Failed if no column, nor a field inside one, can be the text of articles.
fn check_columns(reader: &dyn FileReader, fields: &FieldMap) -> Result<(), Refusal> {
    let columns = reader.metadata().file_metadata().schema_descr().columns();
    let is_text = columns.iter().any(|column| {
        let parts = column.path().parts().iter().map(String::as_str);
        fields.is_text(&column.path().string()) || json::has_text_field(parts)
    });
    if is_text {
        return Ok(());
    }
    let names: Vec<String> = columns
        .iter()
        .map(|column| column.path().string())
        .collect();
    Err(no_text(&names))
}

/// The fields of a group that have a value, under these names.
fn object_of<'n>(row: &Row, names: impl Iterator<Item = &'n str>) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, (_, field)) in names.zip(row.get_column_iter()) {
        if let Some(value) = value_of(field) {
            add(&mut object, name, value);
        }
    }
    object
}

fn names_of(row: &Row) -> impl Iterator<Item = &str> {
    row.get_column_iter().map(|(name, _)| name.as_str())
}

/// A value; `None` if there is none or it is bytes that are no text.
fn value_of(field: &Field) -> Option<Value> {
    Some(match field {
        Field::Null => return None,
        Field::Bool(value) => Value::from(*value),
        Field::Byte(value) => Value::from(*value),
        Field::Short(value) => Value::from(*value),
        Field::Int(value) => Value::from(*value),
        Field::Long(value) => Value::from(*value),
        Field::UByte(value) => Value::from(*value),
        Field::UShort(value) => Value::from(*value),
        Field::UInt(value) => Value::from(*value),
        Field::ULong(value) => Value::from(*value),
        Field::Float16(value) => Value::Number(Number::from_f64(f64::from(*value))?),
        Field::Float(value) => Value::Number(Number::from_f64(f64::from(*value))?),
        Field::Double(value) => Value::Number(Number::from_f64(*value)?),
        Field::Str(text) => Value::from(text.as_str()),
        Field::Bytes(bytes) => Value::from(decode(bytes.data(), None).ok()?.text),
        Field::Date(days) => Value::from(
            Date::from_julian_day(days.checked_add(EPOCH)?)
                .ok()?
                .to_string(),
        ),
        Field::TimestampMillis(since) => moment(i128::from(*since) * 1_000_000)?,
        Field::TimestampMicros(since) => moment(i128::from(*since) * 1000)?,
        Field::Group(row) => Value::Object(object_of(row, names_of(row))),
        Field::ListInternal(list) => list.elements().iter().filter_map(value_of).collect(),
        Field::MapInternal(map) => {
            let entries = map.entries().iter();
            Value::Object(
                entries
                    .filter_map(|(key, value)| {
                        Some((value_of(key)?.as_str()?.to_owned(), value_of(value)?))
                    })
                    .collect(),
            )
        }
        // Times of a day and decimal numbers are no part of an article.
        Field::TimeMillis(_) | Field::TimeMicros(_) | Field::Decimal(_) => return None,
    })
}

/// A moment, given in nanoseconds since 1970.
fn moment(since: i128) -> Option<Value> {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(since).ok()?;
    moment.format(&Rfc3339).ok().map(Value::from)
}
