//! Tables of text (RFC 4180): cells parted by commas, semicolons or tabs.

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;

use encoding_rs::Encoding;

use super::{Columns, send};
use crate::article::decode::decode;
use crate::article::html::Reason;
use crate::article::input::{Input, Pieces};
use crate::article::record::{Out, bytes_of};
use crate::article::{Format, LeftOut, Refusal};

/// What may part the cells of a row.
const DELIMITERS: [u8; 4] = *b",;\t|";

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
    let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    if encoding.is_ascii_compatible() {
        // Delimiters are the same bytes in these encodings, so rows are read one by one.
        return read(input, dialect, encoding, out);
    }
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let text = encoding.decode(&bytes).0;
    read(text.as_bytes(), dialect, encoding_rs::UTF_8, out)
}

fn read(
    reader: impl Read,
    dialect: Dialect,
    encoding: &'static Encoding,
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
        let mut cells: Vec<String> = record
            .iter()
            .map(|cell| encoding.decode(cell).0.into_owned())
            .collect();
        let Some(known) = &columns else {
            match Columns::of(&cells, out.fields) {
                Ok(named) => columns = Some(named),
                Err(refusal) => {
                    out.refuse(refusal);
                    return Ok(());
                }
            }
            continue;
        };
        number += 1;
        let left_out = fitted(&mut cells, known, dialect.delimiter);
        let kind = (Format::Csv, encoding.name());
        let flow = match known.object(&cells) {
            Some(object) => send(object, left_out, number, kind, out),
            None => ControlFlow::Continue(()),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    if number == 0 {
        out.refuse(Refusal::Skipped("the table has no rows".to_owned()));
    }
    Ok(())
}

/// Joins the cells of a row that has more than there are columns, if the last is the text: one that
/// is not quoted was divided at its commas. Else what has no column is left out.
fn fitted(cells: &mut Vec<String>, columns: &Columns, delimiter: u8) -> LeftOut {
    if cells.len() <= columns.count() {
        return LeftOut::default();
    }
    if columns.ends_with_text() {
        let rest = cells.split_off(columns.count() - 1);
        let rest = rest.join(&char::from(delimiter).to_string());
        let rest = rest.trim_end_matches([char::from(delimiter), ' ']);
        cells.push(rest.to_owned());
        return LeftOut::default();
    }
    let surplus = cells.split_off(columns.count());
    let filled: Vec<&String> = surplus
        .iter()
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    let words = filled
        .iter()
        .map(|cell| cell.split_whitespace().count())
        .sum();
    LeftOut {
        words,
        blocks: filled.len(),
        prose: words,
        kinds: filled
            .first()
            .map(|_| Reason::Unnamed)
            .into_iter()
            .collect(),
    }
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
    /// The dialect in which the most rows of a sample have as many cells as the first.
    fn of(sample: &str) -> Self {
        let delimiter = delimiter_of(sample);
        let dialect = |quotes, escapes| Self {
            delimiter,
            quotes,
            escapes,
        };
        let usual = [dialect(true, false), dialect(false, false)];
        let escaped = sample.contains("\\\"").then(|| dialect(true, true));
        let candidates = escaped.into_iter().chain(usual).rev();
        let fitting = candidates.max_by_key(|dialect| dialect.fitting_rows(sample));
        fitting.unwrap_or_else(|| dialect(true, false))
    }

    fn fitting_rows(self, sample: &str) -> usize {
        let mut table = self.reader(sample.as_bytes());
        let mut rows = table.byte_records().flatten();
        let Some(first) = rows.find(|row| !row.as_slice().starts_with(EXCEL)) else {
            return 0;
        };
        rows.filter(|row| row.len() == first.len()).count()
    }

    fn reader<R: Read>(self, reader: R) -> csv::Reader<R> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .quoting(self.quotes)
            .escape(self.escapes.then_some(b'\\'))
            .from_reader(reader)
    }
}

/// The delimiter that parts the first line into the most cells.
fn delimiter_of(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if let Some(stated) = first.strip_prefix("sep=") {
        return stated.bytes().next().unwrap_or(b'\t');
    }
    let count = |delimiter: &u8| first.bytes().filter(|byte| byte == delimiter).count();
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
    fn surplus_cells_belong_to_a_text_at_the_end() {
        let row =
            |cells: &[&str]| -> Vec<String> { cells.iter().map(|&cell| cell.to_owned()).collect() };
        let columns = |names: &[&str]| {
            Columns::of(&row(names), crate::article::FieldMap::NONE).expect("a text column")
        };
        let fitted = |cells: &[&str], names: &[&str]| {
            let mut cells = row(cells);
            let left_out = fitted(&mut cells, &columns(names), b',');
            (cells.join("|"), left_out.words)
        };
        let ends_with_text = ["title", "text"];
        assert_eq!(
            fitted(&["a", "b", " c", ""], &ends_with_text),
            ("a|b, c".into(), 0)
        );
        assert_eq!(fitted(&["a", "b"], &ends_with_text), ("a|b".into(), 0));
        assert_eq!(
            fitted(&["a", "b", "c d"], &["text", "url"]),
            ("a|b".into(), 2)
        );
        assert_eq!(fitted(&["a", "b", ""], &["text", "url"]), ("a|b".into(), 0));
    }
}
