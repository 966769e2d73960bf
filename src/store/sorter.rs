//! Sorting more records than memory holds. What does not fit is written in sorted runs, which are merged
//! while they are read. This file owns the order and the form of these runs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::{mem, slice};

use tempfile::NamedTempFile;

use super::StoreError;
use super::spill::Spill;

/// How many bytes are written at once, and read at once at most.
const BUFFER: usize = 64 << 10;

/// How many bytes of a run are read at once where there are very many runs.
const SMALLEST_BUFFER: usize = 4 << 10;

/// A record that is sorted by its own order.
pub(crate) trait Record: Ord + Clone {
    /// How many bytes of memory it takes, more or less.
    fn size(&self) -> usize;

    /// Writes it so that [`Record::read`] knows where it ends.
    fn write(&self, out: &mut impl Write) -> io::Result<()>;

    /// Reads what [`Record::write`] wrote.
    fn read(from: &mut impl Read) -> io::Result<Self>;
}

impl Record for u64 {
    fn size(&self) -> usize {
        size_of::<Self>()
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.to_le_bytes())
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut bytes = [0; 8];
        from.read_exact(&mut bytes)?;
        Ok(Self::from_le_bytes(bytes))
    }
}

/// Records that are being sorted.
pub(crate) struct Sorter<T> {
    spill: Spill,
    /// The records that are in no run yet, in the order in which they came, and their bytes.
    waiting: Vec<T>,
    bytes: usize,
    file: Option<NamedTempFile>,
    runs: Vec<Run>,
}

/// Records in order, as a part of a file.
struct Run {
    start: u64,
    end: u64,
    records: usize,
}

impl<T: Record> Sorter<T> {
    /// A sorter without records.
    pub(crate) fn new(spill: Spill) -> Self {
        Self {
            spill,
            waiting: Vec::new(),
            bytes: 0,
            file: None,
            runs: Vec::new(),
        }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(crate) fn add(&mut self, record: T) -> Result<(), StoreError> {
        self.bytes += record.size();
        self.waiting.push(record);
        if self.bytes >= self.spill.bytes {
            self.write_waiting()?;
        }
        Ok(())
    }

    /// Writes the records that wait as a run.
    fn write_waiting(&mut self) -> Result<(), StoreError> {
        self.waiting.sort_unstable();
        let file = match self.file.take() {
            Some(file) => file,
            None => self.spill.file().map_err(self.spill.failed())?,
        };
        let file = self.file.insert(file);
        let start = self.runs.last().map_or(0, |run| run.end);
        let run = write_run(file.as_file_mut(), start, &self.waiting);
        self.runs.push(run.map_err(self.spill.failed())?);
        self.waiting.clear();
        self.bytes = 0;
        Ok(())
    }

    /// All records in their order. They can be asked for more than once.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(crate) fn sorted(&mut self) -> Result<Sorted<'_, T>, StoreError> {
        if self.runs.is_empty() {
            self.waiting.sort_unstable();
            return Ok(Sorted::InMemory(self.waiting.iter()));
        }
        if !self.waiting.is_empty() {
            self.write_waiting()?;
        }
        // While runs are merged, memory is for their buffers.
        self.waiting = Vec::new();
        let mut merge = Merge {
            spill: &self.spill,
            runs: Vec::new(),
            next: BinaryHeap::new(),
        };
        let buffer = self.spill.bytes / self.runs.len();
        let buffer = buffer.clamp(SMALLEST_BUFFER, BUFFER);
        // There is a file where there are runs.
        if let Some(file) = &self.file {
            for run in &self.runs {
                merge.add(Reading::of(run, file.as_file(), buffer))?;
            }
        }
        Ok(Sorted::Merged(merge))
    }
}

/// Writes records that are in order behind the first bytes of a file.
fn write_run<T: Record>(file: &mut File, start: u64, records: &[T]) -> io::Result<Run> {
    file.seek(SeekFrom::Start(start))?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    for record in records {
        record.write(&mut out)?;
    }
    out.flush()?;
    Ok(Run {
        start,
        end: out.stream_position()?,
        records: records.len(),
    })
}

/// Records in their order.
pub(crate) enum Sorted<'a, T> {
    /// All were in memory.
    InMemory(slice::Iter<'a, T>),
    /// They are read from runs.
    Merged(Merge<'a, T>),
}

impl<T: Record> Iterator for Sorted<'_, T> {
    type Item = Result<T, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::InMemory(records) => records.next().cloned().map(Ok),
            Self::Merged(merge) => merge.next().transpose(),
        }
    }
}

/// Runs that are merged.
pub(crate) struct Merge<'a, T> {
    spill: &'a Spill,
    runs: Vec<Reading<'a>>,
    /// The next record of each run, with the number of the run.
    next: BinaryHeap<Reverse<(T, usize)>>,
}

impl<'a, T: Record> Merge<'a, T> {
    fn add(&mut self, mut run: Reading<'a>) -> Result<(), StoreError> {
        let first: Option<T> = run.next().map_err(self.spill.failed())?;
        let number = self.runs.len();
        self.next
            .extend(first.map(|first| Reverse((first, number))));
        self.runs.push(run);
        Ok(())
    }

    fn next(&mut self) -> Result<Option<T>, StoreError> {
        let Some(mut top) = self.next.peek_mut() else {
            return Ok(None);
        };
        let run = top.0.1;
        match self.runs[run].next().map_err(self.spill.failed())? {
            // The record that follows in its run takes its place, and then its place in the order.
            Some(record) => Ok(Some(mem::replace(&mut top.0.0, record))),
            None => Ok(Some(PeekMut::pop(top).0.0)),
        }
    }
}

/// A run that is being read.
struct Reading<'a> {
    content: BufReader<Section<'a>>,
    /// How many records are still to be read.
    records: usize,
}

impl<'a> Reading<'a> {
    fn of(run: &Run, file: &'a File, buffer: usize) -> Self {
        let section = Section {
            file,
            at: run.start,
            end: run.end,
        };
        Self {
            content: BufReader::with_capacity(buffer, section),
            records: run.records,
        }
    }

    fn next<T: Record>(&mut self) -> io::Result<Option<T>> {
        if self.records == 0 {
            return Ok(None);
        }
        self.records -= 1;
        T::read(&mut self.content).map(Some)
    }
}

/// A part of a file that is read while other parts of it are.
struct Section<'a> {
    file: &'a File,
    at: u64,
    end: u64,
}

impl Read for Section<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let length = into.len().min(rest);
        self.file.seek(SeekFrom::Start(self.at))?;
        let read = self.file.read(&mut into[..length])?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Numbers in no order, some of them more than once.
    fn numbers(count: u64) -> Vec<u64> {
        (0..count).map(|n| n * 7919 % 1013).collect()
    }

    #[test]
    fn records_come_in_order_whether_or_not_memory_holds_them() {
        let dir = tempfile::tempdir().unwrap();
        for count in [0, 1, 7, 8, 9, 1000] {
            let mut expected = numbers(count);
            expected.sort_unstable();
            // All in memory; in runs of eight; each in a run of its own.
            for bytes in [1 << 20, 64, 1] {
                let mut sorter = Sorter::new(Spill::new(dir.path(), bytes));
                for number in numbers(count) {
                    sorter.add(number).unwrap();
                    assert!(sorter.waiting.len() <= bytes / 8);
                }
                for _ in 0..2 {
                    let sorted: Result<Vec<u64>, _> = sorter.sorted().unwrap().collect();
                    assert_eq!(sorted.unwrap(), expected, "{count} in {bytes} bytes");
                }
                let is_spilled = count > 0 && 8 * count >= bytes as u64;
                assert_eq!(sorter.file.is_some(), is_spilled);
            }
        }
        let left = std::fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(left, 0, "no file outlives its sorter");
    }

    #[test]
    fn a_sorter_whose_folder_is_gone_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().join("gone");
        let mut sorter = Sorter::new(Spill::new(&gone, 8));
        let error = sorter.add(1_u64).unwrap_err().to_string();
        assert!(
            error.contains("gone: cannot keep temporary files"),
            "{error}"
        );
    }

    #[test]
    fn a_file_that_became_shorter_is_an_error_and_no_end() {
        let dir = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(Spill::new(dir.path(), 64));
        for number in numbers(20) {
            sorter.add(number).unwrap();
        }
        sorter.sorted().unwrap().for_each(drop);
        sorter
            .file
            .as_ref()
            .unwrap()
            .as_file()
            .set_len(100)
            .unwrap();
        let read: Result<Vec<u64>, _> = sorter.sorted().and_then(Iterator::collect);
        assert!(read.is_err());
    }
}
