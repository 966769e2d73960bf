//! How much one file may stand for. Packed data, cells that name a stored text and lists that name one
//! document again and again can stand for any number of records; this file owns how many records, and
//! how many bytes of them, are taken of a file.

use std::cell::Cell;
use std::rc::Rc;

use super::Refusal;
use super::unpacked::{MAX_RATIO, most_of};

/// A file may have a record for this many of its bytes.
const BYTES_A_RECORD: u64 = 8;

/// The number of records that any file may have.
const ALWAYS: u64 = 100_000;

/// What may still be handed over of a file, and of all that is packed in it.
#[derive(Debug, Clone)]
pub(super) struct Allowance(Rc<Cell<Left>>);

#[derive(Debug, Clone, Copy)]
struct Left {
    records: u64,
    bytes: u64,
    spent: Option<Spent>,
}

/// What there was too much of.
#[derive(Debug, Clone, Copy)]
enum Spent {
    Records,
    Bytes,
}

impl Allowance {
    /// That of a file of `size` bytes.
    pub(super) fn of(size: u64) -> Self {
        Self::new((size / BYTES_A_RECORD).max(ALWAYS), most_of(size))
    }

    /// That of lines which are not in a file, and whose number nobody knows.
    pub(super) fn unlimited() -> Self {
        Self::new(u64::MAX, u64::MAX)
    }

    fn new(records: u64, bytes: u64) -> Self {
        Self(Rc::new(Cell::new(Left {
            records,
            bytes,
            spent: None,
        })))
    }

    /// Takes a record of this many bytes; returns whether it may be handed over.
    pub(super) fn take(&self, size: u64) -> bool {
        let left = self.0.get();
        let after = match (left.records.checked_sub(1), left.bytes.checked_sub(size)) {
            (Some(records), Some(bytes)) => Left {
                records,
                bytes,
                spent: left.spent,
            },
            (None, _) => Left {
                spent: Some(Spent::Records),
                ..left
            },
            (_, None) => Left {
                spent: Some(Spent::Bytes),
                ..left
            },
        };
        self.0.set(after);
        after.spent.is_none()
    }

    /// Why no more was taken, if something was refused.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        let why = match self.0.get().spent? {
            Spent::Records => format!(
                "it has more than {ALWAYS} records and less than {BYTES_A_RECORD} bytes for each, as no file of articles has"
            ),
            Spent::Bytes => format!(
                "its records are together more than {MAX_RATIO} times its size, as no text is"
            ),
        };
        Some(Refusal::Failed(format!("{why}; the rest was not read")))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::article::{Context, Format, ReadSettings, read_bytes};
    use crate::text::Language;

    /// The number of records of a file, and the path and the reason of the last one.
    fn count(name: &str, format: Format, bytes: &[u8]) -> (usize, String, String) {
        let (mut count, mut last) = (0, None);
        let settings = ReadSettings::default();
        read_bytes(name, format, bytes, settings, &mut |record| {
            count += 1;
            last = Some(record);
            ControlFlow::Continue(())
        });
        let last = last.expect("every file has a record");
        let read = last.parse(&Context::of(Language::of("ar")));
        let reason = read.map_or_else(|refusal| refusal.to_string(), |article| article.text);
        (count, last.path, reason)
    }

    #[test]
    fn a_small_file_of_countless_records_is_read_so_far_and_says_so() {
        let lines = |count: usize| count_of_lines(&"{}\n".repeat(count));
        let (count, path, _) = lines(100_000);
        assert_eq!((count, path.as_str()), (100_000, "a.jsonl#100000"));
        let (count, path, reason) = lines(100_001);
        assert_eq!((count, path.as_str()), (100_001, "a.jsonl"));
        assert_eq!(
            reason,
            "it has more than 100000 records and less than 8 bytes for each, as no file of articles has; the rest was not read"
        );
        let longer = "{\"a\":1}\n".repeat(100_001);
        let (count, path, _) = count_of_lines(&longer);
        assert_eq!(
            (count, path.as_str()),
            (100_001, "a.jsonl#100001"),
            "8 bytes for each"
        );
    }

    fn count_of_lines(lines: &str) -> (usize, String, String) {
        count("a.jsonl", Format::Jsonl, lines.as_bytes())
    }

    #[test]
    fn records_that_repeat_a_long_text_are_read_so_far() {
        // Each row is an object of 10,019 bytes, with the long name in it, and 4 MiB hold 418 of them.
        let table = |rows: usize| {
            let table = format!("{},text\n{}", "x".repeat(10_000), "a,b\n".repeat(rows));
            count("a.csv", Format::Csv, table.as_bytes())
        };
        let (count, path, _) = table(418);
        assert_eq!((count, path.as_str()), (418, "a.csv#418"));
        let (count, path, reason) = table(500);
        assert_eq!((count, path.as_str()), (419, "a.csv"));
        assert_eq!(
            reason,
            "its records are together more than 200 times its size, as no text is; the rest was not read"
        );
    }
}
