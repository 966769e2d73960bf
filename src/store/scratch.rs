//! Bytes that are written and read at any place, as in memory, of which memory holds only the pages that
//! were used last. This file owns which pages these are.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;

use tempfile::NamedTempFile;

use super::StoreError;
use super::spill::Spill;

/// Bytes in a page.
const PAGE: usize = 4 << 10;

/// Bytes that are addressed by their places, from 0 on. Those that were never written are zero.
pub(crate) struct Scratch {
    spill: Spill,
    /// The content of the pages in memory.
    memory: Vec<u8>,
    /// Which page each part of the memory holds: page `n` has one part that it can be in, so that
    /// pages that lie beside each other do not take the places of each other.
    held: Vec<Held>,
    file: Option<NamedTempFile>,
    /// How many bytes the file has: whole pages.
    length: u64,
}

/// The page that a part of the memory holds.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    page: Option<u64>,
    /// Whether the file has other bytes.
    is_changed: bool,
}

impl Scratch {
    /// Nothing but zeros.
    pub(crate) fn new(spill: Spill) -> Self {
        Self {
            spill,
            memory: Vec::new(),
            held: Vec::new(),
            file: None,
            length: 0,
        }
    }

    /// Reads the bytes at this place.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(crate) fn read(&mut self, at: u64, into: &mut [u8]) -> Result<(), StoreError> {
        let mut done = 0;
        while done < into.len() {
            let (part, from) = self.find(at + done as u64)?;
            let length = (PAGE - from).min(into.len() - done);
            let bytes = &self.memory[part * PAGE + from..][..length];
            into[done..done + length].copy_from_slice(bytes);
            done += length;
        }
        Ok(())
    }

    /// Writes bytes at this place.
    ///
    /// # Errors
    /// [`StoreError`] if the disk fails.
    pub(crate) fn write(&mut self, at: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let mut done = 0;
        while done < bytes.len() {
            let (part, from) = self.find(at + done as u64)?;
            let length = (PAGE - from).min(bytes.len() - done);
            let place = &mut self.memory[part * PAGE + from..][..length];
            place.copy_from_slice(&bytes[done..done + length]);
            self.held[part].is_changed = true;
            done += length;
        }
        Ok(())
    }

    /// The part of the memory with the page of this place, and where in the page the place is.
    fn find(&mut self, at: u64) -> Result<(usize, usize), StoreError> {
        let page = at / PAGE as u64;
        let parts = (self.spill.bytes / PAGE).max(1);
        let part = (page % parts as u64) as usize;
        if self.held.len() <= part {
            self.held.resize(part + 1, Held::default());
            self.memory.resize(self.held.len() * PAGE, 0);
        }
        if self.held[part].page != Some(page) {
            self.change(part, page).map_err(self.spill.failed())?;
        }
        Ok((part, (at % PAGE as u64) as usize))
    }

    /// Gives a part of the memory another page.
    fn change(&mut self, part: usize, page: u64) -> io::Result<()> {
        let memory = part * PAGE..(part + 1) * PAGE;
        let held = std::mem::take(&mut self.held[part]);
        if let Some(page) = held.page
            && held.is_changed
        {
            self.save(page, memory.clone())?;
        }
        self.load(page, memory)?;
        self.held[part].page = Some(page);
        Ok(())
    }

    fn save(&mut self, page: u64, memory: Range<usize>) -> io::Result<()> {
        let start = page * PAGE as u64;
        let file = match self.file.take() {
            Some(file) => file,
            None => self.spill.file()?,
        };
        let file = self.file.insert(file).as_file_mut();
        file.seek(SeekFrom::Start(start))?;
        file.write_all(&self.memory[memory])?;
        self.length = self.length.max(start + PAGE as u64);
        Ok(())
    }

    fn load(&mut self, page: u64, memory: Range<usize>) -> io::Result<()> {
        let start = page * PAGE as u64;
        let memory = &mut self.memory[memory];
        match &mut self.file {
            Some(file) if start < self.length => {
                let file = file.as_file_mut();
                file.seek(SeekFrom::Start(start))?;
                file.read_exact(memory)
            }
            _ => {
                memory.fill(0);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// How many bytes are written at once: some lie across two pages.
    const LENGTH: usize = 300;

    #[test]
    fn bytes_are_read_as_they_were_written_whether_or_not_memory_holds_them() {
        let dir = tempfile::tempdir().unwrap();
        let bytes = |number: u64| [(number % 251) as u8 + 1; LENGTH];
        let order: Vec<u64> = (0..1000).map(|n| n * 617 % 1000).collect();
        for (pages, is_spilled) in [(100, false), (8, true), (1, true)] {
            let mut scratch = Scratch::new(Spill::new(dir.path(), pages * PAGE));
            for number in &order {
                let at = number * LENGTH as u64;
                scratch.write(at, &bytes(*number)).unwrap();
                assert!(scratch.memory.len() <= pages * PAGE);
            }
            // A part of what was written before.
            scratch.write(5 * LENGTH as u64, &[7; 10]).unwrap();
            let mut read = [0; LENGTH];
            for number in (0..1000).rev() {
                scratch.read(number * LENGTH as u64, &mut read).unwrap();
                let mut expected = bytes(number);
                if number == 5 {
                    expected[..10].fill(7);
                }
                assert!(read == expected, "{number} of {pages} pages");
            }
            assert_eq!(scratch.file.is_some(), is_spilled);
        }
        let left = std::fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(left, 0, "no file outlives its bytes");
    }

    #[test]
    fn what_was_never_written_is_zero() {
        let dir = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::new(Spill::new(dir.path(), 2 * PAGE));
        let page = PAGE as u64;
        let mut number = [1; 4];
        scratch.read(9 * page - 2, &mut number).unwrap();
        assert_eq!(number, [0; 4]);
        // Page 3 takes the place of page 1, which the file has then, with a gap before it.
        scratch.write(page, &[1, 2, 3, 4]).unwrap();
        scratch.write(3 * page, &[5, 6, 7, 8]).unwrap();
        for (at, expected) in [
            (0, [0; 4]),
            (page, [1, 2, 3, 4]),
            (page + 4, [0; 4]),
            (2 * page, [0; 4]),
            (3 * page, [5, 6, 7, 8]),
            (5 * page, [0; 4]),
        ] {
            scratch.read(at, &mut number).unwrap();
            assert_eq!(number, expected, "{at}");
        }
    }
}
