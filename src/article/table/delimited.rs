//! Tables of text (RFC 4180): cells parted by commas, semicolons or tabs.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;

use encoding_rs::Encoding;

use super::{Columns, send};
use crate::article::decode::decode;
use crate::article::input::{Input, Pieces};
use crate::article::misread::Misread;
use crate::article::record::{Out, Record, bytes_of};
use crate::article::{Format, Refusal};

/// What may part the cells of a row.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// The number of rows in one cell from which it is a fault.
const SWALLOWED: usize = 5;

/// How a first line begins in which Excel states what parts the cells.
const EXCEL: &[u8] = b"sep=";

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
    let mut table = dialect.reader(Pieces::new(reader, &since));
    let mut columns: Option<Columns> = None;
    let mut record = csv::ByteRecord::new();
    let mut number = 0;
    while table
        .read_byte_record(&mut record)
        .map_err(io::Error::other)?
    {
        since.set(0);
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
        if let Some(rows) = swallowed(&cells, known, dialect.delimiter) {
            let reason = format!(
                "a quotation mark in this row is not closed, so that about {rows} rows were read as one; close it"
            );
            out.assume_hidden_records();
            let nothing = (0, String::new());
            let record = Record::refused(out.numbered(number), nothing, Refusal::Failed(reason));
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

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dialect {
    delimiter: u8,
    /// Whether quotation marks hold a cell together.
    quotes: bool,
    /// Whether a backslash stands before a quotation mark inside a cell.
    escapes: bool,
}

impl Dialect {
    /// The dialect in which the largest share of the rows of a sample has as many cells as the first.
    /// Of several, the one with quotation marks if those in the sample come in pairs.
    fn of(sample: &str) -> Self {
        let delimiter = delimiter_of(sample);
        let dialect = |quotes, escapes| Self {
            delimiter,
            quotes,
            escapes,
        };
        let candidates = [
            dialect(false, false),
            dialect(true, true),
            dialect(true, false),
        ];
        // Of equals the last is taken.
        let fitting = candidates
            .into_iter()
            .filter(|dialect| !dialect.escapes || sample.contains("\\\""))
            .max_by_key(|dialect| (dialect.fitting_rows(sample), dialect.is_sound(sample)));
        fitting.unwrap_or_else(|| dialect(true, false))
    }

    /// Whether more of the cells that begin with a quotation mark end with one than not.
    fn is_sound(self, sample: &str) -> bool {
        let ends = |byte: Option<&u8>| {
            byte.is_none_or(|byte| *byte == self.delimiter || matches!(byte, b'\r' | b'\n'))
        };
        let bytes = sample.as_bytes();
        let (mut closed, mut open) = (0_usize, 0_usize);
        let mut at = 0;
        let mut is_start = true;
        while at < bytes.len() {
            let begins = is_start && bytes[at] == b'"';
            is_start = ends(bytes.get(at));
            at += 1;
            if !(self.quotes && begins) {
                continue;
            }
            while at < bytes.len() && bytes[at] != b'"' || bytes.get(at + 1) == Some(&b'"') {
                let is_pair = bytes[at] == b'"' || self.escapes && bytes[at] == b'\\';
                at += 1 + usize::from(is_pair);
            }
            at += 1;
            if at <= bytes.len() && ends(bytes.get(at)) {
                closed += 1;
            } else {
                open += 1;
            }
        }
        closed >= open
    }

    /// The share of the rows that have as many cells as the first, in thousandths.
    fn fitting_rows(self, sample: &str) -> usize {
        let mut table = self.reader(sample.as_bytes());
        let mut rows = table.byte_records().flatten();
        let Some(first) = rows.find(|row| !row.as_slice().starts_with(EXCEL)) else {
            return 0;
        };
        let (mut fitting, mut all) = (0, 0);
        for row in rows {
            fitting += usize::from(row.len() == first.len());
            all += 1;
        }
        fitting * 1000 / usize::max(all, 1)
    }

    fn reader<R: Read>(self, reader: R) -> csv::Reader<Backslashes<R>> {
        let reader = Backslashes {
            inner: BufReader::new(reader),
            escapes: self.escapes,
            next: None,
        };
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .quoting(self.quotes)
            .escape(self.escapes.then_some(b'\\'))
            .from_reader(reader)
    }
}

/// A table in which a backslash stands before a quotation mark or another backslash. Those before
/// other letters, as in `\n`, are doubled, since the library would drop them.
struct Backslashes<R> {
    inner: BufReader<R>,
    escapes: bool,
    /// A byte to give before the next ones.
    next: Option<u8>,
}

impl<R: Read> Read for Backslashes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.escapes {
            return self.inner.read(buffer);
        }
        let mut count = 0;
        for place in buffer {
            let byte = match self.next.take() {
                Some(byte) => byte,
                None => {
                    let Some(&byte) = self.inner.fill_buf()?.first() else {
                        break;
                    };
                    self.inner.consume(1);
                    if byte == b'\\' {
                        let after = self.inner.fill_buf()?.first().copied();
                        let is_escape = matches!(after, Some(b'"' | b'\\'));
                        self.next = if is_escape { after } else { Some(b'\\') };
                        self.inner.consume(usize::from(is_escape));
                    }
                    byte
                }
            };
            *place = byte;
            count += 1;
        }
        Ok(count)
    }
}

/// The delimiter that parts the first line into the most cells.
fn delimiter_of(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if let Some(stated) = first.strip_prefix("sep=") {
        return stated.bytes().next().unwrap_or(b'\t');
    }
    let count = |delimiter: &u8| {
        let unquoted = first.split('"').step_by(2).flat_map(str::bytes);
        unquoted.filter(|byte| byte == delimiter).count()
    };
    // Of equals the last is taken, so the list is turned round.
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(count)
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_the_delimiter() {
        assert_eq!(delimiter_of("a,b;c,d\n;;;;;"), b',');
        assert_eq!(delimiter_of("العنوان;النص\n"), b';');
        assert_eq!(delimiter_of("a\tb\n"), b'\t');
        assert_eq!(delimiter_of("text"), b',');
        assert_eq!(delimiter_of("sep=;\na;b"), b';');
    }

    #[test]
    fn the_rows_tell_what_quotation_marks_mean() {
        let dialect = |sample| {
            let Dialect {
                quotes, escapes, ..
            } = Dialect::of(sample);
            (quotes, escapes)
        };
        assert_eq!(
            dialect("title,text\na,\"b, c\"\nd,\"e\nf\"\n"),
            (true, false)
        );
        assert_eq!(dialect("title,text\na,b\n"), (true, false));
        assert_eq!(dialect("title\ttext\na\t\"b\nc\td\ne\tf\n"), (false, false));
        assert_eq!(dialect("title,text\na,\"b \\\"c\\\", d\"\n"), (true, true));
    }

    #[test]
    fn quotation_marks_that_come_in_pairs_hold_a_cell_together() {
        let rows = "text\n\"a\n\nb\nc\"\n\"d\n\ne\n\"\n";
        assert!(Dialect::of(rows).quotes);
        let rows = "title,text\na,\"b, c\nd, e\nf\"\ng,\"h, i\nj\"\n";
        assert!(Dialect::of(rows).quotes);
    }

    #[test]
    fn backslashes_before_other_letters_stay() {
        let table = "text\n\"a \\\"b\\\" c\\nd \\\\ e\"\n";
        let rows: Vec<csv::ByteRecord> = Dialect::of(table)
            .reader(table.as_bytes())
            .byte_records()
            .flatten()
            .collect();
        assert_eq!(&rows[1][0], b"a \"b\" c\\nd \\ e");
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
