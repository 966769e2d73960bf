//! Lists in Parquet files. The library holds the values of several rows at a time, and a few bytes can
//! stand for millions of values, or for one long text again and again. So they are counted before by their
//! repetition levels (Apache Parquet 2, "Nested encoding" and "Run length encoding / bit-packing hybrid").

use ::parquet::basic::{Encoding, Type};
use ::parquet::column::page::{Page, PageReader};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::RowGroupReader;
use ::parquet::schema::types::ColumnDescriptor;

/// The number of rows that the library holds at a time.
pub(super) const ROWS: usize = 64;

/// Maximum number of values in the lists of so many rows, in all columns together.
const MAX_VALUES: u64 = 16 << 20;

/// Maximum number of bytes in a list of one row, if each value were the longest of its dictionary.
const MAX_BYTES: u64 = 1 << 30;

/// Checks that the lists of a row group can be held.
///
/// # Errors
/// They cannot, or are damaged.
pub(super) fn check(group: &dyn RowGroupReader) -> Result<()> {
    let mut values = 0;
    for (at, column) in group.metadata().schema_descr().columns().iter().enumerate() {
        if column.max_rep_level() == 0 {
            continue;
        }
        let mut pages = group.get_column_page_reader(at)?;
        let (count, longest) = count(&mut *pages, column)?;
        values += count.most_of_rows;
        if values > MAX_VALUES || count.most_of_row.saturating_mul(longest) > MAX_BYTES {
            let name = column.path().string();
            return Err(ParquetError::General(format!(
                "the lists in {name:?} are longer than any article"
            )));
        }
    }
    Ok(())
}

/// Counts the values of a column; also returns how long the longest in its dictionary is, in bytes.
fn count(pages: &mut dyn PageReader, column: &ColumnDescriptor) -> Result<(Count, u64)> {
    let width = i16::BITS - column.max_rep_level().leading_zeros();
    let (mut count, mut longest) = (Count::default(), 0);
    while let Some(page) = pages.get_next_page()? {
        let values = u64::from(page.num_values());
        let levels = match &page {
            Page::DataPage {
                buf,
                rep_level_encoding: Encoding::RLE,
                ..
            } => buf.split_first_chunk().and_then(|(length, rest)| {
                let length = u32::from_le_bytes(*length) as usize;
                rest.get(..length)
            }),
            // Of levels in the encoding before it, it is not looked which begin a row.
            Page::DataPage { .. } => None,
            Page::DataPageV2 {
                buf,
                rep_levels_byte_len,
                ..
            } => buf.get(..*rep_levels_byte_len as usize),
            Page::DictionaryPage { buf, .. } => {
                longest = match column.physical_type() {
                    Type::BYTE_ARRAY => longest_of(buf),
                    _ => column.type_length().max(0) as u64,
                };
                continue;
            }
        };
        count.add_levels(levels.unwrap_or_default(), width, values);
    }
    Ok((count, longest))
}

/// The length in bytes of the longest value of a dictionary.
fn longest_of(mut dictionary: &[u8]) -> u64 {
    let mut longest = 0;
    while let Some((length, rest)) = dictionary.split_first_chunk() {
        let length = u32::from_le_bytes(*length) as usize;
        longest = longest.max(length as u64);
        dictionary = rest.get(length..).unwrap_or_default();
    }
    longest
}

/// How many values the rows have.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    rows: u64,
    /// The number in the last row, and in the rows that are held together with it.
    of_row: u64,
    of_rows: u64,
    most_of_row: u64,
    most_of_rows: u64,
}

impl Count {
    /// Adds the repetition levels of a page of `left` values, each of so many bits. What is damaged
    /// is taken for values of the last row.
    fn add_levels(&mut self, mut levels: &[u8], width: u32, mut left: u64) {
        while left > 0 {
            let Some(header) = number(&mut levels) else {
                break;
            };
            if header & 1 == 0 {
                let Some((level, rest)) = levels.split_at_checked(width.div_ceil(8) as usize)
                else {
                    break;
                };
                let run = (header >> 1).min(left);
                if level.iter().all(|byte| *byte == 0) {
                    self.begin(run);
                } else {
                    self.go_on(run);
                }
                levels = rest;
                left -= run;
            } else {
                let length = (header >> 1).saturating_mul(u64::from(width));
                let length = levels
                    .len()
                    .min(usize::try_from(length).unwrap_or(usize::MAX));
                let (packed, rest) = levels.split_at(length);
                let whole = packed.len() as u64 * 8 / u64::from(width);
                let taken = whole.min(left);
                for at in 0..taken {
                    if is_zero(packed, at as usize, width as usize) {
                        self.begin(1);
                    } else {
                        self.go_on(1);
                    }
                }
                levels = rest;
                left -= taken;
            }
        }
        self.go_on(left);
    }

    /// Adds rows of one value.
    fn begin(&mut self, mut count: u64) {
        while count > 0 {
            let before = self.rows % ROWS as u64;
            if before == 0 {
                self.of_rows = 0;
            }
            let taken = count.min(ROWS as u64 - before);
            self.rows += taken;
            self.of_row = 0;
            self.of_rows += taken - 1;
            self.go_on(1);
            count -= taken;
        }
    }

    /// Adds values to the last row.
    fn go_on(&mut self, count: u64) {
        self.of_row += count;
        self.of_rows += count;
        self.most_of_row = self.most_of_row.max(self.of_row);
        self.most_of_rows = self.most_of_rows.max(self.of_rows);
    }
}

/// Takes a number in the form ULEB128.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Whether a number is zero that is packed at a place, with the lowest bit first.
fn is_zero(packed: &[u8], at: usize, width: usize) -> bool {
    let mut bits = at * width..(at + 1) * width;
    bits.all(|bit| packed[bit / 8] >> (bit % 8) & 1 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(levels: &[u8], width: u32, values: u64) -> Count {
        let mut count = Count::default();
        count.add_levels(levels, width, values);
        count
    }

    #[test]
    fn levels_in_runs_and_in_bits_are_counted() {
        // Three times 0, five times 1, and of eight bits the first four: 0, 1, 0, 0.
        let levels = [6, 0, 10, 1, 3, 0b0000_0010];
        let counted = Count {
            rows: 6,
            of_row: 1,
            of_rows: 12,
            most_of_row: 6,
            most_of_rows: 12,
        };
        assert_eq!(count(&levels, 1, 12), counted);
        // The levels 0, 2, 1, 0, of two bits each.
        let counted = count(&[3, 0b0001_1000, 0], 2, 4);
        assert_eq!((counted.rows, counted.most_of_row), (2, 3));
    }

    #[test]
    fn a_run_stands_for_no_more_values_than_its_page_has() {
        let endless = [
            0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1,
        ];
        assert_eq!(count(&endless, 1, 1000).most_of_row, 1000);
        assert_eq!(count(&[], 1, 7).most_of_row, 7, "without levels");
    }

    #[test]
    fn values_are_counted_for_the_rows_that_are_held_together() {
        let mut count = Count::default();
        count.begin(ROWS as u64);
        count.go_on(10);
        assert_eq!((count.of_rows, count.most_of_row), (ROWS as u64 + 10, 11));
        count.begin(2);
        assert_eq!((count.of_rows, count.most_of_rows), (2, ROWS as u64 + 10));
    }

    #[test]
    fn the_longest_value_of_a_dictionary_is_found() {
        assert_eq!(longest_of(b"\x01\0\0\0a\x03\0\0\0abc\x02\0\0\0ab"), 3);
        assert_eq!(longest_of(b"\xff\0\0\0a"), 255);
    }
}
