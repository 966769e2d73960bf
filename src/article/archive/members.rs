//! The members of a file that gzip or bzip2 wrote.

use std::io::{self, BufRead, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;

/// A member of a file, which is unpacked to its end.
pub(super) trait Member: Read + Sized {
    /// What it is unpacked from.
    type Input: BufRead;

    /// The member that begins here.
    fn of(input: Self::Input) -> Self;

    /// What follows, once it was read to its end.
    fn into_input(self) -> Self::Input;
}

impl<R: BufRead> Member for GzDecoder<R> {
    type Input = R;

    fn of(input: R) -> Self {
        Self::new(input)
    }

    fn into_input(self) -> R {
        self.into_inner()
    }
}

impl<R: BufRead> Member for BzDecoder<R> {
    type Input = R;

    fn of(input: R) -> Self {
        Self::new(input)
    }

    fn into_input(self) -> R {
        self.into_inner()
    }
}

/// The members of a file, one after another; zeros behind the last fill a block of a tape.
pub(super) struct Members<M> {
    member: Option<M>,
}

impl<M: Member> Members<M> {
    pub(super) fn of(input: M::Input) -> Self {
        Self {
            member: Some(M::of(input)),
        }
    }
}

impl<M: Member> Read for Members<M> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let count = member.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let ended = self.member.take().map(M::into_input);
            if let Some(mut rest) = ended
                && !is_at_end(&mut rest)?
            {
                self.member = Some(M::of(rest));
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
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn members_follow_each_other_and_zeros_end_them() {
        let packed = |text: &str| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let read = |file: &[u8]| {
            let mut text = String::new();
            Members::<GzDecoder<_>>::of(file)
                .read_to_string(&mut text)
                .map(|_| text)
        };
        let two = [packed("a"), packed("b")].concat();
        assert_eq!(read(&two).unwrap(), "ab");
        assert_eq!(read(&[two.as_slice(), &[0; 512]].concat()).unwrap(), "ab");
        assert!(read(&[two.as_slice(), b"x"].concat()).is_err());
        assert!(read(&two[..two.len() - 4]).is_err());
    }
}
