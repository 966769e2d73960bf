//! The members of a file that gzip, bzip2 or xz wrote. This file owns what may stand between members, and how many
//! of them may give nothing.

use std::io::{self, BufRead, Read};

/// How many members in succession may give nothing. Programs end a file with one or two of these; a file of
/// nothing else would keep a decoder busy for hours.
const MAX_EMPTY: usize = 1000;

/// The number of members in succession that gave nothing.
#[derive(Debug, Default)]
pub(super) struct Empty(usize);

impl Empty {
    /// Takes it that the member gave something.
    pub(super) fn end(&mut self) {
        self.0 = 0;
    }

    /// Counts a member, which has ended.
    ///
    /// # Errors
    /// They are too many.
    pub(super) fn count(&mut self) -> io::Result<()> {
        self.0 += 1;
        if self.0 > MAX_EMPTY {
            let reason = "more than 1,000 of its parts in succession are empty";
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, reason));
        }
        Ok(())
    }
}

/// The members of a file, one after another; zeros between and behind them fill a block of a tape.
pub(in crate::article) struct Members<M, R> {
    member: Option<M>,
    open: fn(R) -> M,
    close: fn(M) -> R,
    empty: Empty,
}

impl<M, R> Members<M, R> {
    /// The members of `input`: `open` gives the decoder of the one that begins there, and `close` what follows
    /// once it was read to its end.
    pub(in crate::article) fn of(input: R, open: fn(R) -> M, close: fn(M) -> R) -> Self {
        Self {
            member: Some(open(input)),
            open,
            close,
            empty: Empty::default(),
        }
    }
}

impl<M: Read, R: BufRead> Read for Members<M, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let count = member.read(buffer)?;
            if count > 0 {
                self.empty.end();
                return Ok(count);
            }
            let ended = self.member.take().map(self.close);
            if let Some(mut rest) = ended
                && !is_at_end(&mut rest)?
            {
                self.empty.count()?;
                self.member = Some((self.open)(rest));
            }
        }
        Ok(0)
    }
}

/// Whether nothing but zeros is left, which are passed over.
pub(super) fn is_at_end(rest: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let next = rest.fill_buf()?;
        if next.is_empty() {
            return Ok(true);
        }
        let zeros = next.iter().take_while(|byte| **byte == 0).count();
        if zeros < next.len() {
            rest.consume(zeros);
            return Ok(false);
        }
        rest.consume(zeros);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::bufread::GzDecoder;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn read(file: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        Members::of(file, GzDecoder::new, GzDecoder::into_inner)
            .read_to_string(&mut text)
            .map(|_| text)
    }

    #[test]
    fn members_follow_each_other_and_zeros_end_them() {
        let two = [packed("a"), packed("b")].concat();
        assert_eq!(read(&two).unwrap(), "ab");
        assert_eq!(read(&[two.as_slice(), &[0; 512]].concat()).unwrap(), "ab");
        assert!(read(&[two.as_slice(), b"x"].concat()).is_err());
        assert!(read(&two[..two.len() - 4]).is_err());
    }

    #[test]
    fn few_members_may_be_empty() {
        let file = |count: usize| [packed("a"), packed("").repeat(count), packed("b")].concat();
        assert_eq!(read(&file(900)).unwrap(), "ab");
        assert_eq!(
            read(&[file(900), file(900)].concat()).unwrap(),
            "abab",
            "in succession"
        );
        let error = read(&file(1100)).unwrap_err();
        let reason = "more than 1,000 of its parts in succession are empty";
        assert_eq!(error.to_string(), reason);
    }
}
