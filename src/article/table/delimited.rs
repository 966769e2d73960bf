//! Tables of text (RFC 4180): cells parted by commas, semicolons or tabs.

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;

use encoding_rs::Encoding;

use super::dialect::{Dialect, EXCEL};
use super::{Columns, send};
use crate::article::decode::decode;
use crate::article::input::{Input, Pieces};
use crate::article::misread::Misread;
use crate::article::record::{Out, Record, bytes_of};
use crate::article::{Format, Refusal};

/// The number of rows in one cell from which it is a fault.
const SWALLOWED: usize = 5;

/// What is read behind the end of a table: a line of its own, unless the table ends within a cell that a quotation
/// mark opened. The library tells no difference.
const END: &[u8] = b"\n\x01";

/// Hands over the rows of a table.
pub(in crate::article) fn rows(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let start = input.start();
    // A sample must not end in the middle of a character.
    let whole_lines = start.iter().rposition(|&byte| byte == b'\n');
    let sample = &start[..whole_lines.map_or(start.len(), |end| end + 1)];
    let decoded = match decode(sample, None) {
        Ok(decoded) => decoded,
        Err(refusal) => {
            out.refuse(refusal);
            return Ok(());
        }
    };
    let dialect = Dialect::of(&decoded.text);
    if decoded.stored.is_ascii_compatible() {
        // Delimiters are the same bytes in these encodings, so rows are read one by one.
        let letters = Letters {
            encoding: decoded.stored,
            misread: decoded.misread,
            name: decoded.encoding,
            is_open: sample.is_ascii(),
        };
        return read(input, dialect, letters, out);
    }
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let text = decoded.stored.decode(&bytes).0;
    let letters = Letters {
        encoding: encoding_rs::UTF_8,
        misread: decoded.misread,
        name: decoded.encoding,
        is_open: false,
    };
    read(text.as_bytes(), dialect, letters, out)
}

/// The encoding of a table.
struct Letters {
    /// The encoding of the cells as they are read.
    encoding: &'static Encoding,
    /// The encoding that its text had before it was decoded wrongly, if it was.
    misread: Option<Misread>,
    /// What is told of the encoding of the file.
    name: &'static str,
    /// Whether no byte told the encoding yet.
    is_open: bool,
}

impl Letters {
    fn decode(&mut self, record: &csv::ByteRecord) -> Vec<String> {
        let bytes = record.as_slice();
        if self.is_open && !bytes.is_ascii() {
            self.is_open = false;
            let found = decode(bytes, None).ok();
            if let Some(found) = found.filter(|found| found.stored.is_ascii_compatible()) {
                (self.encoding, self.misread) = (found.stored, found.misread);
                self.name = found.encoding;
            }
        }
        let cells = record.iter();
        cells
            .map(|cell| {
                let cell = self.encoding.decode(cell).0;
                match self.misread {
                    Some(misread) => misread.reread(&cell),
                    None => cell.into_owned(),
                }
            })
            .collect()
    }
}

fn read(
    reader: impl Read,
    dialect: Dialect,
    mut letters: Letters,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let since = Cell::new(0);
    let mut table = dialect.reader(Pieces::new(reader, &since).chain(END));
    let mut columns: Option<Columns> = None;
    let mut record = csv::ByteRecord::new();
    let mut number = 0;
    while table
        .read_byte_record(&mut record)
        .map_err(io::Error::other)?
    {
        since.set(0);
        // Nothing follows it, unless a line of the table is the same.
        if record.as_slice() == &END[1..] {
            continue;
        }
        let is_cut = record.as_slice().ends_with(END);
        // Excel writes what parts the cells into a line of its own.
        if columns.is_none() && record.get(0).is_some_and(|cell| cell.starts_with(EXCEL)) {
            continue;
        }
        let mut cells = letters.decode(&record);
        let Some(known) = &columns else {
            match Columns::of(&cells, out.fields()) {
                Ok(named) => columns = Some(named),
                Err(refusal) => {
                    out.refuse(refusal);
                    return Ok(());
                }
            }
            continue;
        };
        number += 1;
        let refusal = match swallowed(&cells, known, dialect.delimiter) {
            Some(rows) => Some(Refusal::Failed(format!(
                "a quotation mark in this row is not closed, so that about {rows} rows were read as one; close it"
            ))),
            None => is_cut.then(not_closed),
        };
        if let Some(refusal) = refusal {
            out.assume_hidden_records();
            let nothing = (0, String::new());
            let record = Record::refused(out.numbered(number), nothing, refusal);
            if out.send(record).is_break() {
                return Ok(());
            }
            continue;
        }
        join_text(&mut cells, known, dialect.delimiter);
        let kind = (Format::Csv, letters.name);
        let flow = match known.article(&cells) {
            (Some(object), left_out) => send(object, left_out, number, kind, out),
            (None, _) => ControlFlow::Continue(()),
        };
        if flow.is_break() || out.stopped() {
            return Ok(());
        }
    }
    if number == 0 {
        out.refuse(Refusal::Skipped("the table has no rows".to_owned()));
    }
    Ok(())
}

/// The refusal of a row in which the table ends within quotation marks.
fn not_closed() -> Refusal {
    let reason = "the file ends within the quotation marks of this row: it is cut off, or a mark is not closed";
    Refusal::Failed(reason.to_owned())
}

/// Joins the cells of a row that has more than there are columns, if the last is the text: one that
/// is not quoted was divided at its commas.
fn join_text(cells: &mut Vec<String>, columns: &Columns, delimiter: u8) {
    if cells.len() > columns.count() && columns.ends_with_text() {
        let rest = cells.split_off(columns.count() - 1);
        let rest = rest.join(&char::from(delimiter).to_string());
        let rest = rest.trim_end_matches([char::from(delimiter), ' ']);
        cells.push(rest.to_owned());
    }
}

/// The number of rows that a cell has swallowed, whose quotation mark is not closed: most of its lines
/// have the cells of a row.
fn swallowed(cells: &[String], columns: &Columns, delimiter: u8) -> Option<usize> {
    let parts = columns.count().checked_sub(1).filter(|parts| *parts > 0)?;
    let rows = |cell: &String| {
        let lines = cell.lines();
        let is_row = |line: &&str| line.bytes().filter(|byte| *byte == delimiter).count() == parts;
        (lines.clone().filter(is_row).count(), lines.count())
    };
    let (rows, _) = cells
        .iter()
        .map(rows)
        .find(|(rows, lines)| *rows >= SWALLOWED && 2 * rows > *lines)?;
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Context, ReadSettings, read_bytes};
    use crate::text::Language;

    #[test]
    fn a_row_in_which_the_file_ends_is_not_taken_for_a_whole_one() {
        let read = |table: &str| {
            let mut found = Vec::new();
            let settings = ReadSettings::default();
            read_bytes(
                "a.csv",
                Format::Csv,
                table.as_bytes(),
                settings,
                &mut |record| {
                    let read = record.parse(&Context::of(Language::of("ar")));
                    let text = read.map(|article| article.text);
                    found.push((record.path, text.map_err(|refusal| refusal.to_string())));
                    ControlFlow::Continue(())
                },
            );
            found
        };
        let reason = "the file ends within the quotation marks of this row: it is cut off, or a mark is not closed";
        let one = ("a.csv#1".to_owned(), Ok("نص أول.".to_owned()));
        let two = ("a.csv#2".to_owned(), Ok("نص ثان.".to_owned()));
        let cut = ("a.csv#2".to_owned(), Err(reason.to_owned()));
        let table = "text\n\"نص أول.\"\n\"نص ثان.\"\n";
        for (length, last) in [(0, &two), (1, &two), (2, &cut), (3, &cut)] {
            let read = read(&table[..table.len() - length]);
            assert_eq!(read, [one.clone(), last.clone()], "{length}");
        }
        let plain = "text\nنص أول.\nنص ثان.";
        assert_eq!(read(plain), [one.clone(), two.clone()]);
        let with_end = "text\nنص أول.\n\u{1}\nنص ثان.";
        assert_eq!(read(with_end), [one, two], "a line like the end");
    }

    #[test]
    fn a_row_behind_others_in_ascii_tells_how_the_table_was_decoded() {
        let cell = "قال الوزير إن العمل انتهى";
        let misread: String = cell.bytes().map(char::from).collect();
        let mut letters = Letters {
            encoding: encoding_rs::UTF_8,
            misread: None,
            name: "UTF-8",
            is_open: true,
        };
        let row = csv::ByteRecord::from(vec!["a", "b"]);
        assert_eq!(letters.decode(&row), ["a", "b"]);
        let row = csv::ByteRecord::from(vec!["a", misread.as_str()]);
        assert_eq!(letters.decode(&row), ["a", cell]);
        assert_eq!(letters.name, "UTF-8, read as windows-1252");
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_told() {
        let columns = columns(&["title", "text"]);
        let cells = |cell: &str| vec!["a".to_owned(), cell.to_owned()];
        let rows = "b\nc,d\ne,f\ng,h\ni,j\nk,l";
        assert_eq!(swallowed(&cells(rows), &columns, b','), Some(5));
        assert_eq!(swallowed(&cells("b\nc\nd\ne\nf, g"), &columns, b','), None);
    }

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    fn columns(names: &[&str]) -> Columns {
        Columns::of(&row(names), crate::article::FieldMap::NONE).expect("a text column")
    }

    #[test]
    fn surplus_cells_belong_to_a_text_at_the_end() {
        let joined = |cells: &[&str], names: &[&str]| {
            let (mut cells, columns) = (row(cells), columns(names));
            join_text(&mut cells, &columns, b',');
            (cells.join("|"), columns.article(&cells).1.words)
        };
        let ends_with_text = ["title", "text"];
        assert_eq!(
            joined(&["a", "b", " c", ""], &ends_with_text),
            ("a|b, c".into(), 0)
        );
        assert_eq!(joined(&["a", "b"], &ends_with_text), ("a|b".into(), 0));
        let text_first = ["text", "url"];
        assert_eq!(
            joined(&["a", "b", "c d"], &text_first),
            ("a|b|c d".into(), 2)
        );
        assert_eq!(joined(&["a", "b", ""], &text_first), ("a|b|".into(), 0));
        assert_eq!(joined(&["a", "b"], &["text", ""]), ("a|b".into(), 1));
    }
}
