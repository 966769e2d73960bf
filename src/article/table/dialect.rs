//! How a table of text is written: what parts its cells, and what quotation marks and backslashes mean. This file
//! owns finding it by what fits the most rows.

use std::io::{self, BufRead, BufReader, Read};

/// What may part the cells of a row.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// How a first line begins in which Excel states what parts the cells.
pub(super) const EXCEL: &[u8] = b"sep=";

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether quotation marks hold a cell together.
    quotes: bool,
    /// Whether a backslash stands before a quotation mark inside a cell.
    escapes: bool,
}

impl Dialect {
    /// The dialect in which the largest share of the rows of a sample has as many cells as the first.
    /// Of several, the one with quotation marks if those in the sample come in pairs, and with backslashes if
    /// more of its cells end with one then.
    pub(super) fn of(sample: &str) -> Self {
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
        let fitting = fitting.unwrap_or_else(|| dialect(true, false));
        let escaped = dialect(true, true);
        let is_escaped = fitting == dialect(true, false)
            && sample.contains("\\\"")
            && escaped.fitting_rows(sample) >= fitting.fitting_rows(sample)
            && escaped.quoted_cells(sample).1 < fitting.quoted_cells(sample).1;
        if is_escaped { escaped } else { fitting }
    }

    /// Whether more of the cells that begin with a quotation mark end with one than not.
    fn is_sound(self, sample: &str) -> bool {
        let (closed, open) = self.quoted_cells(sample);
        closed >= open
    }

    /// How many of the cells that begin with a quotation mark end with one, and how many do not.
    fn quoted_cells(self, sample: &str) -> (usize, usize) {
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
        (closed, open)
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

    /// The rows of a table in it.
    pub(super) fn reader<R: Read>(self, reader: R) -> csv::Reader<Backslashes<R>> {
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
pub(super) struct Backslashes<R> {
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
        // Without a delimiter behind the mark the rows fit both ways.
        let sample = "\"title\",\"text\"\n\"a\",\"b \\\"c\\\" d\"\n";
        assert_eq!(dialect(sample), (true, true));
        assert_eq!(dialect("title,text\na,\"C:\\news\\\"\n"), (true, false));
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
}
