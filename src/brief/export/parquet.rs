//! Briefs as a Parquet file (Apache Parquet 2), for programs that work with data sets: a row for each
//! article, with the columns of `mujaz filter --flat` that a stored brief has, and further ones. Rows
//! are held until they fill a row group, so that few briefs are in memory at a time.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::parser::parse_message_type;
use ::parquet::schema::types::Type;

use super::format::{ExportError, Exporter, Output};
use super::row::{Counts, source_text};
use super::text::plain;
use crate::brief::index::{is_unfinished, outcome_of};
use crate::brief::{Brief, FlatBrief};

/// The program that made the file. Readers take the statistics of a column only from programs that
/// name themselves in this form.
const CREATED_BY: &str = concat!("mujaz version ", env!("CARGO_PKG_VERSION"));

/// The columns of the file, in their order.
const COLUMNS: [(&str, Column); 22] = [
    ("path", Column::Text(|row| Some(row.path.as_str()))),
    ("outcome", Column::Text(|row| Some(row.outcome))),
    ("language", Column::Text(|row| row.flat.language.as_deref())),
    ("headline", Column::Text(|row| row.flat.headline.as_deref())),
    ("summary", Column::Text(|row| row.flat.summary.as_deref())),
    (
        "translation",
        Column::Text(|row| row.flat.translation.as_deref()),
    ),
    (
        "verdict",
        Column::Text(|row| Some(row.flat.verdict?.words())),
    ),
    ("doubts", Column::Texts(|row| row.flat.doubts.as_slice())),
    (
        "translator",
        Column::Text(|row| row.flat.translator.as_deref()),
    ),
    ("unfinished", Column::Truth(|row| row.unfinished)),
    ("title", Column::Text(|row| row.title.as_deref())),
    ("date", Column::Text(|row| row.date.as_deref())),
    ("url", Column::Text(|row| row.url.as_deref())),
    ("source", Column::Text(|row| Some(row.source.as_str()))),
    (
        "verdict_reason",
        Column::Text(|row| row.verdict_reason.as_deref()),
    ),
    ("estimate", Column::Number(|row| row.estimate)),
    ("sentences", Column::Count(|row| row.counts.sentences)),
    ("doubted", Column::Count(|row| row.counts.doubted)),
    ("failed", Column::Count(|row| row.counts.failed)),
    ("names", Column::Texts(|row| row.names.as_slice())),
    ("id", Column::Text(|row| Some(row.id.as_str()))),
    ("blake3", Column::Text(|row| Some(row.blake3.as_str()))),
];

/// What a column holds, and where a row has it.
#[derive(Clone, Copy)]
enum Column {
    /// Text in UTF-8; null where there is none.
    Text(fn(&Row) -> Option<&str>),
    /// A list of texts, which may be empty and is never null.
    Texts(fn(&Row) -> &[String]),
    /// A number of sentences.
    Count(fn(&Row) -> usize),
    /// A number; null where there is none.
    Number(fn(&Row) -> Option<f64>),
    /// True or false.
    Truth(fn(&Row) -> bool),
}

impl Column {
    /// The column in the language of Parquet's schemas.
    fn declaration(self, name: &str) -> String {
        match self {
            Self::Text(_) => format!("optional binary {name} (STRING);"),
            Self::Texts(_) => format!(
                "required group {name} (LIST) {{
                    repeated group list {{ required binary element (STRING); }}
                }}"
            ),
            Self::Count(_) => format!("required int64 {name};"),
            Self::Number(_) => format!("optional double {name};"),
            Self::Truth(_) => format!("required boolean {name};"),
        }
    }

    /// How many bytes a row has in the column, before compression.
    fn bytes(self, row: &Row) -> usize {
        match self {
            Self::Text(get) => get(row).map_or(0, str::len),
            Self::Texts(get) => get(row).iter().map(String::len).sum(),
            Self::Count(_) | Self::Number(_) => size_of::<i64>(),
            Self::Truth(_) => size_of::<bool>(),
        }
    }

    /// Writes the column of a row group.
    fn write(
        self,
        rows: &[Row],
        writer: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        match self {
            Self::Text(get) => {
                let texts = rows.iter().filter_map(get);
                let values: Vec<ByteArray> = texts.map(ByteArray::from).collect();
                let present = levels(rows, |row| get(row).is_some());
                let writer = writer.typed::<ByteArrayType>();
                writer.write_batch(&values, Some(&present), None)?;
            }
            Self::Texts(get) => {
                let texts = rows.iter().flat_map(get);
                let values: Vec<ByteArray> =
                    texts.map(|text| ByteArray::from(text.as_str())).collect();
                let (mut present, mut continued) = (Vec::new(), Vec::new());
                for texts in rows.iter().map(get) {
                    // An empty list has a place among the levels, without a value.
                    let places = texts.len().max(1);
                    let is_present = i16::from(!texts.is_empty());
                    present.extend(std::iter::repeat_n(is_present, places));
                    continued.extend((0..places).map(|place| i16::from(place > 0)));
                }
                let writer = writer.typed::<ByteArrayType>();
                writer.write_batch(&values, Some(&present), Some(&continued))?;
            }
            Self::Count(get) => {
                let count = |row: &Row| i64::try_from(get(row)).unwrap_or(i64::MAX);
                let values: Vec<i64> = rows.iter().map(count).collect();
                let writer = writer.typed::<Int64Type>();
                writer.write_batch(&values, None, None)?;
            }
            Self::Number(get) => {
                let values: Vec<f64> = rows.iter().filter_map(get).collect();
                let present = levels(rows, |row| get(row).is_some());
                let writer = writer.typed::<DoubleType>();
                writer.write_batch(&values, Some(&present), None)?;
            }
            Self::Truth(get) => {
                let values: Vec<bool> = rows.iter().map(get).collect();
                let writer = writer.typed::<BoolType>();
                writer.write_batch(&values, None, None)?;
            }
        }
        Ok(())
    }
}

/// The definition levels of a column that may be null: 1 for a row with a value, otherwise 0.
fn levels(rows: &[Row], has_value: impl Fn(&Row) -> bool) -> Vec<i16> {
    rows.iter().map(|row| i16::from(has_value(row))).collect()
}

/// The schema of the file.
fn schema() -> Result<Type, ParquetError> {
    let columns = COLUMNS.map(|(name, column)| column.declaration(name));
    parse_message_type(&format!("message article {{ {} }}", columns.join(" ")))
}

/// The values of an article.
struct Row {
    path: String,
    outcome: &'static str,
    flat: FlatBrief,
    unfinished: bool,
    title: Option<String>,
    date: Option<String>,
    url: Option<String>,
    source: String,
    verdict_reason: Option<String>,
    estimate: Option<f64>,
    counts: Counts,
    names: Vec<String>,
    id: String,
    blake3: String,
}

impl Row {
    fn of(brief: &Brief) -> Self {
        let source = &brief.source;
        let present = |text: &Option<String>| {
            let text = text.as_deref().map(plain);
            text.filter(|text| !text.is_empty())
        };
        let verdict = brief.verdict.as_ref();
        Self {
            path: plain(&source.path),
            outcome: outcome_of(brief),
            flat: FlatBrief::of(brief),
            unfinished: is_unfinished(brief),
            title: present(&source.title),
            date: present(&source.date),
            url: present(&source.url),
            source: source_text(brief),
            verdict_reason: verdict.map(|verdict| plain(&verdict.reason)),
            estimate: verdict.map(|verdict| verdict.estimate),
            counts: Counts::of(brief),
            names: brief.names.iter().map(|name| plain(&name.text)).collect(),
            id: plain(&brief.id),
            blake3: plain(&source.blake3),
        }
    }

    /// How many bytes the row has in the file, before compression.
    fn bytes(&self) -> usize {
        COLUMNS.iter().map(|(_, column)| column.bytes(self)).sum()
    }
}

/// When a row group is full: the number of its rows, and their bytes before compression.
#[derive(Clone, Copy)]
struct Limits {
    rows: usize,
    bytes: usize,
}

/// Large enough to be read and compressed well, and small enough to be held.
const LIMITS: Limits = Limits {
    rows: 8192,
    bytes: 32 << 20,
};

/// A file that is being written.
pub(super) struct Parquet<W: Write> {
    writer: SerializedFileWriter<W>,
    limits: Limits,
    /// The row group that is being filled, and its bytes before compression.
    rows: Vec<Row>,
    bytes: usize,
}

impl<W: Output> Parquet<W> {
    /// Begins the file.
    pub(super) fn new(out: W) -> Result<Self, ExportError> {
        Self::with_limits(out, LIMITS)
    }

    /// [`Self::new`] with other limits of a row group.
    fn with_limits(out: W, limits: Limits) -> Result<Self, ExportError> {
        let properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        Ok(Self {
            writer: SerializedFileWriter::new(out, Arc::new(schema()?), Arc::new(properties))?,
            limits,
            rows: Vec::new(),
            bytes: 0,
        })
    }

    /// Writes the rows that are held as a row group.
    fn end_group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (_, column) in COLUMNS {
            let next = group.next_column()?;
            let mut writer = next.expect("a column that the schema lacks is a bug");
            column.write(&rows, &mut writer)?;
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }
}

impl<W: Output> Exporter for Parquet<W> {
    fn add(&mut self, brief: &Brief) -> Result<(), ExportError> {
        let row = Row::of(brief);
        self.bytes += row.bytes();
        self.rows.push(row);
        if self.rows.len() >= self.limits.rows || self.bytes >= self.limits.bytes {
            self.end_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.end_group()?;
        self.writer.finish()?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
