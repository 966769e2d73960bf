//! Tables of text (RFC 4180): cells parted by commas, semicolons or tabs.

use std::cell::Cell;
use std::io::{self, Read};

use encoding_rs::Encoding;

use super::{Columns, send};
use crate::article::decode::decode;
use crate::article::input::{Input, Pieces};
use crate::article::record::{Out, bytes_of};
use crate::article::{Format, Refusal};

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
    let delimiter = delimiter_of(&decoded.text);
    let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    if encoding.is_ascii_compatible() {
        // Delimiters are the same bytes in these encodings, so rows are read one by one.
        return read(input, delimiter, encoding, out);
    }
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let text = encoding.decode(&bytes).0;
    read(text.as_bytes(), delimiter, encoding_rs::UTF_8, out)
}

fn read(
    reader: impl Read,
    delimiter: u8,
    encoding: &'static Encoding,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let since = Cell::new(0);
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(Pieces::new(reader, &since));
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
        let cells: Vec<String> = record
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
        if let Some(object) = known.object(&cells)
            && send(object, number, (Format::Csv, encoding.name()), out).is_break()
        {
            return Ok(());
        }
    }
    if number == 0 {
        out.refuse(Refusal::Skipped("the table has no rows".to_owned()));
    }
    Ok(())
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
}
