//! The bytes that a format is read from: a file, or what is packed in one. This file owns the limits
//! on how much is read at once.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;

/// Maximum number of bytes that are read at once.
pub(super) const MAX_WHOLE: u64 = 256 << 20;

/// Number of bytes from which a format is recognised.
const START: u64 = 64 << 10;

/// Bytes of room beyond what is expected, with which the standard library needs no other buffer to
/// find an end.
const SPARE: usize = 64;

/// The reason given for what is neither a file nor a folder.
pub(super) const SPECIAL: &str = "it is a pipe, a socket or a device, and no file";

/// A source of bytes in which a reader can go back and forth.
pub(super) trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

/// All that a reader gives; `None` if it is more than `most` bytes.
pub(super) fn at_most(most: u64, reader: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// The contents of a file or of a member of an archive, from the beginning.
pub(super) struct Input<'a> {
    start: Vec<u8>,
    /// Number of bytes of `start` that were read.
    position: usize,
    /// The error that ended `start`; it comes after the bytes.
    error: Option<io::Error>,
    /// What comes after `start`; `None` if `start` is everything.
    rest: Option<BufReader<Box<dyn Read + 'a>>>,
    /// The file, if it is one.
    file: Option<Arc<File>>,
}

impl<'a> Input<'a> {
    /// Opens a file.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        // Before it is opened: opening a named pipe waits for whoever writes into it.
        let found = std::fs::metadata(path)?;
        if found.is_dir() {
            let reason = "it is a folder";
            return Err(io::Error::new(io::ErrorKind::IsADirectory, reason));
        }
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, SPECIAL));
        }
        let file = Arc::new(File::open(path)?);
        let mut input = Self::of_about(found.len(), file.clone())?;
        input.file = Some(file);
        Ok(input)
    }

    /// What a reader gives.
    pub(super) fn of(reader: impl Read + 'a) -> io::Result<Self> {
        Self::of_about(0, reader)
    }

    /// What a reader gives, which is about as many bytes as `size`.
    fn of_about(size: u64, mut reader: impl Read + 'a) -> io::Result<Self> {
        // With room for all of it and more, a small file is read by one call and a second one that
        // finds its end.
        let mut start = Vec::with_capacity(size.min(START) as usize + SPARE);
        let error = reader.by_ref().take(START).read_to_end(&mut start).err();
        if start.is_empty()
            && let Some(error) = error
        {
            return Err(error);
        }
        let is_all = error.is_none() && (start.len() as u64) < START;
        let rest = (!is_all).then(|| {
            let reader: Box<dyn Read + 'a> = Box::new(reader);
            BufReader::with_capacity(1 << 16, reader)
        });
        Ok(Self {
            start,
            position: 0,
            error,
            rest,
            file: None,
        })
    }

    /// Has the first bytes be as many as `most`, or all there are. Nothing may have been read yet.
    pub(super) fn look_ahead(&mut self, most: usize) {
        let Some(rest) = self.rest.as_mut().filter(|_| self.error.is_none()) else {
            return;
        };
        let wanted = most.saturating_sub(self.start.len()) as u64;
        let before = self.start.len();
        self.error = rest.take(wanted).read_to_end(&mut self.start).err();
        let count = (self.start.len() - before) as u64;
        if self.error.is_none() && count < wanted {
            self.rest = None;
        }
    }

    /// Whether the first bytes are all.
    pub(super) fn is_all_at_start(&self) -> bool {
        self.rest.is_none()
    }

    /// The first bytes, whether they were read or not.
    pub(super) fn start(&self) -> &[u8] {
        &self.start
    }

    /// The size of the file in bytes, if it is one.
    pub(super) fn file_size(&self) -> Option<u64> {
        Some(self.file.as_ref()?.metadata().ok()?.len())
    }

    /// The file from its beginning, if it is one that lies on a disk.
    pub(super) fn file(&mut self) -> io::Result<Option<File>> {
        let Some(file) = self.file.take() else {
            return Ok(None);
        };
        let mut file = file.try_clone()?;
        file.rewind()?;
        Ok(Some(file))
    }

    /// All that is left to read; `None` if it is more than [`MAX_WHOLE`].
    pub(super) fn whole(&mut self) -> io::Result<Option<Vec<u8>>> {
        match self.until_error() {
            (_, Some(error)) => Err(error),
            (bytes, None) => Ok(bytes),
        }
    }

    /// All that can be read, with the error that ended it if there was one; no bytes if they are more than
    /// [`MAX_WHOLE`].
    pub(super) fn until_error(&mut self) -> (Option<Vec<u8>>, Option<io::Error>) {
        let mut bytes = Vec::with_capacity(self.start.len() + SPARE);
        let error = self.take(MAX_WHOLE + 1).read_to_end(&mut bytes).err();
        ((bytes.len() as u64 <= MAX_WHOLE).then_some(bytes), error)
    }

    /// The same contents with random access. What is not a file is read at once; `None` if it is
    /// more than [`MAX_WHOLE`].
    pub(super) fn seekable(&mut self) -> io::Result<Option<Box<dyn Seekable>>> {
        if let Some(file) = self.file()? {
            return Ok(Some(Box::new(BufReader::new(file))));
        }
        let bytes = self.whole()?;
        Ok(bytes.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn Seekable>))
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let start = &self.start[self.position..];
        if start.is_empty() {
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            return match &mut self.rest {
                Some(rest) => rest.read(buffer),
                None => Ok(0),
            };
        }
        let count = start.len().min(buffer.len());
        buffer[..count].copy_from_slice(&start[..count]);
        self.position += count;
        Ok(count)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.position < self.start.len() {
            return Ok(&self.start[self.position..]);
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        match &mut self.rest {
            Some(rest) => rest.fill_buf(),
            None => Ok(&[]),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.position < self.start.len() {
            self.position += amount;
        } else if let Some(rest) = &mut self.rest {
            rest.consume(amount);
        }
    }
}

/// Contents of which no piece may be larger than [`MAX_WHOLE`].
pub(super) struct Pieces<'p, R> {
    inner: R,
    /// Number of bytes that were read since the last piece ended; whoever reads the pieces sets it
    /// to zero.
    since: &'p Cell<u64>,
}

impl<'p, R: Read> Pieces<'p, R> {
    /// The contents of `inner`.
    pub(super) fn new(inner: R, since: &'p Cell<u64>) -> Self {
        Self { inner, since }
    }
}

impl<R: Read> Read for Pieces<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.since.set(self.since.get() + count as u64);
        if self.since.get() > MAX_WHOLE {
            let reason = "a piece of it is larger than 256 MiB";
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn more_can_be_seen_before_it_is_read() {
        let bytes = vec![7_u8; 2 * START as usize];
        for (most, seen, is_all) in [
            (10, START as usize, false),
            (bytes.len() - 1, bytes.len() - 1, false),
            (bytes.len() + 1, bytes.len(), true),
        ] {
            let mut input = Input::of(bytes.as_slice()).unwrap();
            input.look_ahead(most);
            assert_eq!(input.start().len(), seen);
            assert_eq!(input.is_all_at_start(), is_all);
            assert_eq!(input.whole().unwrap().as_ref(), Some(&bytes));
        }
    }

    #[test]
    fn no_more_is_read_at_once_than_may_be() {
        let three = [1_u8, 2, 3];
        assert_eq!(at_most(3, three.as_slice()).unwrap().unwrap(), three);
        assert_eq!(at_most(2, three.as_slice()).unwrap(), None);
        assert_eq!(at_most(10, io::repeat(0)).unwrap(), None);
    }

    #[test]
    fn an_input_gives_its_bytes_once_and_its_start_always() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| n as u8).collect();
        let mut input = Input::of(bytes.as_slice()).unwrap();
        let mut line = Vec::new();
        input.read_until(100, &mut line).unwrap();
        assert_eq!(line, &bytes[..101]);
        assert_eq!(input.start(), &bytes[..START as usize]);
        assert_eq!(input.whole().unwrap().unwrap(), &bytes[101..]);
    }

    #[test]
    fn a_small_file_is_read_by_few_calls() {
        struct Counted<'c>(&'c Cell<usize>, Cursor<Vec<u8>>);
        impl Read for Counted<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0.set(self.0.get() + 1);
                self.1.read(buffer)
            }
        }
        let text = b"three kilobytes".repeat(200);
        let calls = Cell::new(0);
        let counted = Counted(&calls, Cursor::new(text.clone()));
        let mut input = Input::of_about(text.len() as u64, counted).unwrap();
        assert_eq!(input.whole().unwrap().unwrap(), text);
        assert_eq!(input.whole().unwrap().unwrap(), b"");
        assert_eq!(input.fill_buf().unwrap(), b"");
        assert_eq!(calls.get(), 2);

        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        for size in [0, 1, START as usize - 1, START as usize, 100_000] {
            std::fs::write(&path, vec![b'a'; size]).unwrap();
            let mut input = Input::open(&path).unwrap();
            assert_eq!(input.file_size(), Some(size as u64));
            assert_eq!(input.whole().unwrap().unwrap().len(), size);
            let mut again = Vec::new();
            let mut file = input.file().unwrap().unwrap();
            file.read_to_end(&mut again).unwrap();
            assert_eq!(again.len(), size, "the same file from its beginning");
        }
    }

    #[test]
    fn what_was_read_before_an_error_is_given() {
        struct Cut(usize);
        impl Read for Cut {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let count = self.0.min(buffer.len());
                self.0 -= count;
                if count == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                buffer[..count].fill(b'a');
                Ok(count)
            }
        }
        let mut input = Input::of(Cut(1000)).unwrap();
        let mut bytes = [0; 1000];
        input.read_exact(&mut bytes).unwrap();
        assert!(input.read(&mut bytes).is_err());
        assert!(Input::of(Cut(0)).is_err());
    }

    #[test]
    fn a_piece_without_end_is_an_error() {
        let since = Cell::new(0);
        let mut pieces = Pieces::new(io::repeat(b'a'), &since);
        let mut buffer = vec![0; 1 << 20];
        for _ in 0..MAX_WHOLE >> 20 {
            pieces.read_exact(&mut buffer).unwrap();
        }
        since.set(0);
        pieces.read_exact(&mut buffer).unwrap();
        since.set(MAX_WHOLE);
        assert!(pieces.read_exact(&mut buffer).is_err());
    }
}
