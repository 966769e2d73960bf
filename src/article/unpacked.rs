//! Packed data as it is unpacked. This file owns the limits on how far it may unpack: each piece for itself,
//! and all that is packed in a file together.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Packed data may unpack to this many times its stored size.
pub(super) const MAX_RATIO: u64 = 200;

/// What is said of packed data in which a decoder finds a fault.
pub(super) const DAMAGED: &str = "it is damaged or cut off; fetch it again";

/// Packed data may always unpack to this many bytes.
const ALWAYS: u64 = 4 << 20;

/// Unpacked data that must stay within a multiple of its stored size.
pub(super) struct Unpacked<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Unpacked<R> {
    /// What `inner` unpacks from `stored` bytes.
    pub(super) fn new(inner: R, stored: u64) -> Self {
        let left = most_of(stored);
        Self { inner, left }
    }
}

/// How many bytes `stored` packed ones may unpack to.
pub(super) fn most_of(stored: u64) -> u64 {
    stored.saturating_mul(MAX_RATIO).max(ALWAYS)
}

fn unpacks_too_far() -> io::Error {
    let reason = format!("it unpacks to more than {MAX_RATIO} times its size, as no text does");
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let left = self.left.checked_sub(count as u64);
        self.left = left.ok_or_else(unpacks_too_far)?;
        Ok(count)
    }
}

/// What is known of packed bytes while they are unpacked.
#[derive(Debug, Default)]
pub(super) struct Use<'s> {
    /// How many of them were used.
    count: Cell<u64>,
    /// Whether they could not be read.
    has_failed: Cell<bool>,
    /// Ends reading them when it is set.
    stop: Option<&'s AtomicBool>,
}

impl<'s> Use<'s> {
    /// That of bytes of which none was used, and which are read until `stop` is set.
    pub(super) fn until(stop: Option<&'s AtomicBool>) -> Self {
        Self {
            stop,
            ..Self::default()
        }
    }

    /// Whether the packed bytes could not be read: an error of what unpacks them is no fault of theirs.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed.get()
    }

    fn add(&self, count: usize) {
        self.count.set(self.count.get() + count as u64);
    }

    /// What was read, unless it was to end.
    fn checked<T>(&self, read: io::Result<T>) -> io::Result<T> {
        let is_stopped = self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
        let read = if is_stopped {
            Err(io::Error::other("reading was stopped"))
        } else {
            read
        };
        let is_final = |error: &io::Error| error.kind() != io::ErrorKind::Interrupted;
        if read.as_ref().err().is_some_and(is_final) {
            self.has_failed.set(true);
        }
        read
    }
}

/// Packed bytes, which are counted as they are used.
pub(super) struct Counted<'c, R> {
    inner: R,
    used: &'c Use<'c>,
}

impl<'c, R: BufRead> Counted<'c, R> {
    /// The bytes of `inner`; what happens with them is noted in `used`.
    pub(super) fn new(inner: R, used: &'c Use<'c>) -> Self {
        Self { inner, used }
    }
}

impl<R: BufRead> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.used.checked(self.inner.read(buffer))?;
        self.used.add(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.used.checked(self.inner.fill_buf())
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.used.add(amount);
    }
}

/// Data that is unpacked while it is read, and must stay within a multiple of the packed bytes that were used so
/// far.
pub(super) struct UnpackedStream<'c, R> {
    inner: R,
    used: &'c Use<'c>,
    given: u64,
}

impl<'c, R: Read> UnpackedStream<'c, R> {
    /// What `inner` unpacks from bytes that [`Counted`] counts in `used`.
    pub(super) fn new(inner: R, used: &'c Use<'c>) -> Self {
        let given = 0;
        Self { inner, used, given }
    }
}

impl<R: Read> Read for UnpackedStream<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.given += count as u64;
        if self.given > most_of(self.used.count.get()) {
            return Err(unpacks_too_far());
        }
        Ok(count)
    }
}

/// How many bytes everything that is packed in a file may still unpack to, at all levels together. The limits of
/// the levels multiply, and those of the members of an archive add up.
#[derive(Debug, Clone)]
pub(super) struct Budget(Rc<Cell<u64>>);

impl Budget {
    /// That of a file of `size` bytes.
    pub(super) fn of(size: u64) -> Self {
        Self(Rc::new(Cell::new(most_of(size))))
    }

    /// Takes what was unpacked.
    ///
    /// # Errors
    /// More than is left, after which nothing is.
    pub(super) fn take(&self, count: u64) -> io::Result<()> {
        let left = self.0.get().checked_sub(count);
        self.0.set(left.unwrap_or(0));
        if left.is_none() {
            let reason = format!(
                "the file that it is packed in unpacks to more than {MAX_RATIO} times its size, as no text does"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(())
    }

    /// What `inner` unpacks, which is taken from the budget except for as many bytes as were `stored`.
    pub(super) fn limit<R: Read>(&self, inner: R, stored: u64) -> Limited<R> {
        Limited {
            inner,
            free: stored,
            budget: self.clone(),
        }
    }
}

/// Unpacked data that is taken from a [`Budget`].
pub(super) struct Limited<R> {
    inner: R,
    /// How many bytes are not taken from it.
    free: u64,
    budget: Budget,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let free = self.free.min(count as u64);
        self.free -= free;
        self.budget.take(count as u64 - free)?;
        Ok(count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn data_that_unpacks_without_end_is_an_error() {
        let mut small = Unpacked::new(io::repeat(0).take(ALWAYS), 10);
        assert_eq!(io::copy(&mut small, &mut io::sink()).unwrap(), ALWAYS);
        let mut bomb = Unpacked::new(io::repeat(0), 100_000);
        let error = io::copy(&mut bomb, &mut io::sink()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn a_stream_may_unpack_as_far_as_what_was_used_of_it() {
        /// Uses a packed byte in each call, and unpacks it as far as it may.
        struct Steady<'c>(&'c Use<'c>);
        impl Read for Steady<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0.add(1);
                let count = buffer.len().min(MAX_RATIO as usize);
                buffer[..count].fill(b'a');
                Ok(count)
            }
        }
        let used = Use::default();
        let mut large = UnpackedStream::new(Steady(&used), &used).take(3 * ALWAYS);
        assert_eq!(io::copy(&mut large, &mut io::sink()).unwrap(), 3 * ALWAYS);

        let used = Use::default();
        let bytes = [0_u8; 10];
        let mut packed = Counted::new(bytes.as_slice(), &used);
        packed.read_exact(&mut [0; 4]).unwrap();
        assert_eq!(packed.fill_buf().unwrap().len(), 6);
        packed.consume(2);
        assert_eq!(used.count.get(), 6);
        let mut bomb = UnpackedStream::new(io::repeat(0), &used);
        let mut buffer = vec![0; ALWAYS as usize];
        bomb.read_exact(&mut buffer).unwrap();
        assert!(bomb.read(&mut buffer).is_err());
    }

    #[test]
    fn reading_packed_bytes_ends_when_it_is_stopped() {
        let stop = AtomicBool::new(false);
        let used = Use::until(Some(&stop));
        let bytes = [1_u8, 2, 3];
        let mut packed = Counted::new(bytes.as_slice(), &used);
        assert_eq!(packed.read(&mut [0]).unwrap(), 1);
        assert!(!used.has_failed());
        stop.store(true, Ordering::Relaxed);
        assert!(packed.fill_buf().is_err());
        assert!(packed.read(&mut [0]).is_err());
        assert!(used.has_failed());
    }

    #[test]
    fn a_budget_is_shared_and_what_was_stored_is_free() {
        let budget = Budget::of(100_000);
        let zeros = |count| budget.limit(io::repeat(0).take(count), 1000);
        let read = |count| io::copy(&mut zeros(count), &mut io::sink());
        assert_eq!(read(1000).unwrap(), 1000);
        assert_eq!(read(12_001_000).unwrap(), 12_001_000);
        budget.take(8_000_000).unwrap();
        assert_eq!(read(1000).unwrap(), 1000, "nothing was taken");
        let error = read(1001).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert_eq!(Budget::of(10).0.get(), ALWAYS);
    }
}
