//! The members of a gzip file.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// The members of a file, one after another, as gzip writes them; zeros behind the last fill a block of
/// a tape.
pub(super) struct Members<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    pub(super) fn of(input: R) -> Self {
        Self {
            member: Some(GzDecoder::new(input)),
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let count = member.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let ended = self.member.take().map(GzDecoder::into_inner);
            if let Some(mut rest) = ended
                && !is_at_end(&mut rest)?
            {
                self.member = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}

/// Whether nothing but zeros is left, which are passed over.
fn is_at_end(rest: &mut impl BufRead) -> io::Result<bool> {
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
            Members::of(file).read_to_string(&mut text).map(|_| text)
        };
        let two = [packed("a"), packed("b")].concat();
        assert_eq!(read(&two).unwrap(), "ab");
        assert_eq!(read(&[two.as_slice(), &[0; 512]].concat()).unwrap(), "ab");
        assert!(read(&[two.as_slice(), b"x"].concat()).is_err());
        assert!(read(&two[..two.len() - 4]).is_err());
    }
}
