use std::io::{self, Cursor, Seek, SeekFrom};

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::super::sample::{exported, hostile, sample};
use super::*;
use crate::brief::types::{Name, NameKind};
use crate::brief::{ExportFormat, ExportSettings};

/// The file as the crate's own reader has it.
fn opened(bytes: Vec<u8>) -> SerializedFileReader<Bytes> {
    SerializedFileReader::new(Bytes::from(bytes)).unwrap()
}

/// The rows of a file.
fn rows(bytes: Vec<u8>) -> Vec<Map<String, Value>> {
    let reader = opened(bytes);
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let values = row.get_column_iter();
        rows.push(
            values
                .map(|(name, field)| (name.clone(), value(field)))
                .collect(),
        );
    }
    rows
}

fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(value) => Value::from(*value),
        Field::Long(value) => Value::from(*value),
        Field::Double(value) => Value::from(*value),
        Field::Str(text) => Value::from(text.as_str()),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        other => panic!("no column has this type: {other:?}"),
    }
}

/// A brief without anything that may be absent.
fn bare() -> Brief {
    let mut brief = sample();
    brief.source.language = String::new();
    brief.source.title = None;
    brief.source.date = None;
    brief.source.url = Some(" ".to_owned());
    brief.verdict = None;
    brief.provenance.translator = None;
    brief.summary.sentences.clear();
    brief.paragraphs.clear();
    brief.flags.clear();
    brief
}

/// A file whose row groups have these limits, and the number of its row groups.
fn in_groups(briefs: &[Brief], limits: Limits) -> (Vec<u8>, usize) {
    let mut out = Cursor::new(Vec::new());
    let mut parquet = Box::new(Parquet::with_limits(&mut out, limits).unwrap());
    for brief in briefs {
        parquet.add(brief).unwrap();
    }
    parquet.finish().unwrap();
    let bytes = out.into_inner();
    let groups = opened(bytes.clone()).metadata().num_row_groups();
    (bytes, groups)
}

#[test]
fn an_article_is_a_row_with_types() {
    let mut brief = sample();
    brief.names.push(Name {
        text: "Cairo".to_owned(),
        kind: NameKind::Place,
        sentences: vec![2],
        spellings: Vec::new(),
    });
    let rows = rows(exported(ExportFormat::Parquet, &[brief]));
    let expected = json!({
        "path": "news/dam.txt",
        "outcome": "flagged",
        "language": "ar",
        "headline": "The dam fills",
        "summary": "The dam is full.",
        "translation": "The dam fills\n\nCAIRO – It rained for 10 days.\n\n\
            سقط مطر. (not translated: too long)",
        "verdict": "read with care",
        "doubts": [
            "Article: Text was left out.",
            "[3] The number 108 is missing.",
            "[4] Not translated: too long.",
        ],
        "translator": "small",
        "unfinished": false,
        "title": "السد يمتلئ",
        "date": "2023-05-04T09:00:00Z",
        "url": "https://example.org/a?b=1&c=2",
        "source": "السد يمتلئ\n\nالقاهرة – هطل المطر 108 أيام.\n\nسقط مطر.",
        "verdict_reason": "2 of 4 sentences are doubted",
        "estimate": 0.3,
        "sentences": 4,
        "doubted": 2,
        "failed": 1,
        "names": ["Cairo"],
        "id": "id1",
        "blake3": "ab12",
    });
    assert_eq!(Value::from(rows), json!([expected]));
}

#[test]
fn what_is_absent_is_null_and_moves_nothing_between_rows() {
    let rows = rows(exported(
        ExportFormat::Parquet,
        &[bare(), sample(), bare(), hostile()],
    ));
    for row in [&rows[0], &rows[2]] {
        for column in [
            "language",
            "verdict",
            "translator",
            "title",
            "date",
            "url",
            "verdict_reason",
            "estimate",
        ] {
            assert_eq!(row[column], Value::Null, "{column}");
        }
        assert_eq!(row["summary"], "");
        assert_eq!(row["translation"], "");
        assert_eq!(row["doubts"], json!([]));
        assert_eq!(row["names"], json!([]));
        assert_eq!(row["sentences"], json!(0));
        assert_eq!(row["outcome"], "done");
    }
    assert_eq!(rows[1]["title"], "السد يمتلئ");
    assert_eq!(rows[1]["doubts"].as_array().unwrap().len(), 3);
    assert_eq!(rows[3]["date"], "@yesterday");
    assert_eq!(rows[3]["headline"], "=HYPERLINK(\"http://x\",\"y\")");
}

#[test]
fn the_columns_of_a_flat_row_have_its_names_and_values() {
    let briefs = [sample(), bare()];
    let rows = rows(exported(ExportFormat::Parquet, &briefs));
    for (brief, row) in briefs.iter().zip(&rows) {
        let flat = serde_json::to_value(FlatBrief::of(brief)).unwrap();
        for (key, value) in flat.as_object().unwrap() {
            assert_eq!(row.get(key), Some(value), "{key}");
        }
    }
}

#[test]
fn rows_go_on_in_further_row_groups() {
    let briefs: Vec<Brief> = (0..5)
        .map(|number| {
            let mut brief = if number == 3 { bare() } else { sample() };
            brief.id = number.to_string();
            brief
        })
        .collect();
    let by_rows = Limits { rows: 2, ..LIMITS };
    let by_bytes = Limits { bytes: 1, ..LIMITS };
    let whole = rows(in_groups(&briefs, LIMITS).0);
    for (limits, groups) in [(LIMITS, 1), (by_rows, 3), (by_bytes, 5)] {
        let (bytes, found) = in_groups(&briefs, limits);
        assert_eq!(found, groups);
        let rows = rows(bytes);
        let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["0", "1", "2", "3", "4"]);
        assert_eq!(rows, whole);
    }
}

#[test]
fn a_file_without_articles_has_its_columns() {
    let bytes = exported(ExportFormat::Parquet, &[]);
    let reader = opened(bytes.clone());
    let metadata = reader.metadata();
    assert_eq!(metadata.num_row_groups(), 0);
    let metadata = metadata.file_metadata();
    let columns = metadata.schema().get_fields().iter();
    let columns: Vec<&str> = columns.map(|column| column.name()).collect();
    assert_eq!(columns, COLUMNS.map(|(name, _)| name));
    assert_eq!(metadata.created_by(), Some(CREATED_BY));
    assert_eq!(rows(bytes), Vec::new());
}

/// A disk without room.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Full {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

#[test]
fn a_full_disk_is_an_error_of_the_file_system() {
    let mut exporter = ExportFormat::Parquet
        .start(Full, ExportSettings::default())
        .unwrap();
    let added = exporter.add(&sample());
    let written = added.and_then(|()| exporter.finish());
    let error = written.unwrap_err().into_io().unwrap();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}
