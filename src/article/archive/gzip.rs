//! Files compressed by gzip: what is in one is read under the file's own path.

use std::io::{self, BufRead, Read};
use std::path::Path;

use flate2::bufread::GzDecoder;

use super::{Input, Out, Refusal};
use crate::article::Format;
use crate::article::format::unpacked_name;
use crate::article::input::Unpacked;
use crate::article::read::records;

/// Hands over the records of what is compressed in a file, whose name without `.gz` says its
/// format.
pub(in crate::article) fn content(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let path = out.whole();
    let by_name = match path.rsplit_once('.') {
        Some((_, extension)) if extension.eq_ignore_ascii_case("tgz") => Some(Format::Tar),
        _ => Format::of_path(Path::new(unpacked_name(&path))).ok(),
    };
    let stored = input.file_size();
    let decoder = Members::of(input);
    let is_stream = matches!(
        by_name,
        Some(Format::Jsonl | Format::Csv | Format::Mbox | Format::Warc)
    );
    // What is read piece by piece needs no limit. Tar is not: its names may be of any length.
    let reader: Box<dyn Read + '_> = match stored {
        Some(stored) if !is_stream => Box::new(Unpacked::new(decoder, stored)),
        _ => Box::new(decoder),
    };
    let inner = Input::of(reader)?;
    let by_name = by_name.filter(|format| *format != Format::Gz);
    let format = by_name.or_else(|| Format::of_start(inner.start()));
    let format = format.unwrap_or(Format::Txt);
    if format.as_found(inner.start()) == Format::Gz {
        let reason = "it is compressed twice; unpack it once";
        out.refuse(Refusal::Skipped(reason.to_owned()));
        return Ok(());
    }
    records(format, inner, out)
}

/// The members of a file, one after another, as gzip writes them; zeros behind the last fill a block of
/// a tape.
struct Members<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    fn of(input: R) -> Self {
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
