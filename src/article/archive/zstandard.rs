//! Zstandard. This file owns the dictionaries that web archives bring along, and how far back a file may
//! refer.

use std::io::{self, BufRead, Read};

use zstd::Decoder;
use zstd::stream::raw::{self, DParameter, InBuffer, Operation, OutBuffer};

use super::members::{Empty, is_at_end};
use crate::article::first_bytes::ZSTANDARD;

/// The first bytes of the frame in which a web archive (`.warc.zst`) has the dictionary of its other frames,
/// by the IIPC's specification. Other programs skip such a frame.
const DICTIONARY: &[u8] = b"\x5d\x2a\x4d\x18";

/// Maximum size of a dictionary, in bytes.
const MAX_DICTIONARY: u64 = 16 << 20;

/// Binary logarithm of the largest window of a file in bytes, that is how far back it may refer. Dumps of
/// social media were made by `zstd --long=31`. Zstandard's own limit of 128 MiB holds for what is packed in another
/// file.
const WINDOW_OF_FILE: u32 = 31;

/// Unpacks all frames of a file, or of what is packed in another one.
///
/// # Errors
/// The dictionary in front cannot be read.
pub(in crate::article) fn decoder<R: BufRead>(
    mut input: R,
    is_file: bool,
) -> io::Result<Frames<R>> {
    let dictionary = dictionary_of(&mut input)?;
    let mut decoder = raw::Decoder::with_dictionary(&dictionary).map_err(|_| damaged())?;
    if is_file {
        decoder.set_parameter(DParameter::WindowLogMax(WINDOW_OF_FILE))?;
    }
    Ok(Frames {
        input,
        decoder,
        has_ended: false,
        empty: Empty::default(),
    })
}

/// The frames of a file, one after another; zeros between and behind them fill a block of a tape. The library's own
/// reader stops at zeros, and passes over empty frames without end.
pub(in crate::article) struct Frames<R> {
    input: R,
    decoder: raw::Decoder<'static>,
    /// Whether a frame was read to its end and no other was begun.
    has_ended: bool,
    empty: Empty,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.has_ended {
                if is_at_end(&mut self.input)? {
                    return Ok(0);
                }
                self.decoder.reinit()?;
                self.has_ended = false;
            }
            let packed = self.input.fill_buf()?;
            let is_cut = packed.is_empty();
            let mut source = InBuffer::around(packed);
            let mut target = OutBuffer::around(&mut *buffer);
            let hint = self
                .decoder
                .run(&mut source, &mut target)
                .map_err(in_words)?;
            let (used, given) = (source.pos(), target.pos());
            self.input.consume(used);
            // Zero is said of a frame that was unpacked and handed over.
            self.has_ended = hint == 0;
            if given > 0 {
                self.empty.end();
            }
            if self.has_ended {
                self.empty.count()?;
            }
            if given > 0 {
                return Ok(given);
            }
            if is_cut && !self.has_ended {
                let reason = "it ends within a frame";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
            }
        }
    }
}

/// Reads the dictionary that stands in front; it is empty if there is none.
fn dictionary_of(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    if !input.fill_buf()?.starts_with(DICTIONARY) {
        return Ok(Vec::new());
    }
    let mut header = [0; 8];
    input
        .read_exact(&mut header)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => ends_within(),
            _ => error,
        })?;
    let [.., a, b, c, d] = header;
    let size = u64::from(u32::from_le_bytes([a, b, c, d]));
    if size > MAX_DICTIONARY {
        return Err(too_large());
    }
    let mut stored = Vec::new();
    input.take(size).read_to_end(&mut stored)?;
    if (stored.len() as u64) < size {
        return Err(ends_within());
    }
    if !stored.starts_with(ZSTANDARD) {
        return Ok(stored);
    }
    let mut dictionary = Vec::new();
    Decoder::with_buffer(stored.as_slice())?
        .take(MAX_DICTIONARY + 1)
        .read_to_end(&mut dictionary)
        .map_err(|_| damaged())?;
    if dictionary.len() as u64 > MAX_DICTIONARY {
        return Err(too_large());
    }
    Ok(dictionary)
}

/// An error of the library; one that is no fault of the file says what to do.
fn in_words(error: io::Error) -> io::Error {
    let reason = match error.to_string().as_str() {
        "Frame requires too much memory for decoding" => {
            "unpacking it takes too much memory; compress it again without --long"
        }
        "Dictionary mismatch" => "it was compressed with a dictionary that is not in it",
        _ => return error,
    };
    io::Error::new(io::ErrorKind::QuotaExceeded, reason)
}

fn damaged() -> io::Error {
    let reason = "its dictionary is damaged; fetch it again";
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

fn ends_within() -> io::Error {
    let reason = "it ends within its dictionary; fetch it again";
    io::Error::new(io::ErrorKind::UnexpectedEof, reason)
}

fn too_large() -> io::Error {
    let reason = "its dictionary is larger than 16 MiB; compress it again with a smaller one";
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use zstd::Encoder;

    use super::*;

    const WORDS: &str = "WARC/1.0 WARC-Type: response Content-Type: text/html";

    /// A frame that is skipped.
    fn skipped(mark: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap();
        [
            [mark, 0x2a, 0x4d, 0x18].as_slice(),
            &length.to_le_bytes(),
            content,
        ]
        .concat()
    }

    fn read(file: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        decoder(file, true)?.read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn a_dictionary_in_front_is_that_of_all_frames() {
        let packed = |text: &str| {
            let mut encoder = Encoder::with_dictionary(Vec::new(), 3, WORDS.as_bytes()).unwrap();
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let frames = [packed(WORDS), packed("b")].concat();
        let expected = format!("{WORDS}b");
        assert!(
            !read(&frames).is_ok_and(|text| text == expected),
            "it is needed"
        );
        let plain = skipped(0x5d, WORDS.as_bytes());
        assert_eq!(
            read(&[plain.clone(), frames.clone()].concat()).unwrap(),
            expected
        );
        let compressed = zstd::encode_all(WORDS.as_bytes(), 3).unwrap();
        let compressed = skipped(0x5d, &compressed);
        assert_eq!(read(&[compressed, frames].concat()).unwrap(), expected);
        for length in [5, plain.len() - 1] {
            let error = read(&plain[..length]).unwrap_err();
            let reason = "it ends within its dictionary; fetch it again";
            assert_eq!(error.to_string(), reason);
        }
        let lying = [DICTIONARY, &u32::MAX.to_le_bytes(), b"a"].concat();
        let error = read(&lying).unwrap_err();
        let reason = "its dictionary is larger than 16 MiB; compress it again with a smaller one";
        assert_eq!(error.to_string(), reason);
        let zeros = vec![0_u8; MAX_DICTIONARY as usize + 1];
        let large = skipped(0x5d, &zstd::encode_all(zeros.as_slice(), 3).unwrap());
        let error = read(&large).unwrap_err();
        assert_eq!(error.to_string(), reason);
    }

    #[test]
    fn frames_follow_each_other_and_some_are_skipped() {
        let packed = |text: &str| zstd::encode_all(text.as_bytes(), 3).unwrap();
        let file = [
            skipped(0x50, b"a"),
            packed("b"),
            skipped(0x5f, b"d"),
            packed("c"),
        ]
        .concat();
        assert_eq!(read(&file).unwrap(), "bc");
        assert!(read(&file[..file.len() - 1]).is_err(), "cut off");
        assert!(read(&[file.as_slice(), b"x"].concat()).is_err());
        assert_eq!(read(&[file.as_slice(), &[0; 512]].concat()).unwrap(), "bc");
        assert!(read(&[file.as_slice(), &[0; 512], b"x"].concat()).is_err());
        let zeros = vec![0; 512];
        let apart = [packed("b"), zeros.clone(), file, zeros].concat();
        assert_eq!(read(&apart).unwrap(), "bbc");
        assert!(read(&[0; 512]).is_err());
    }

    #[test]
    fn a_frame_is_read_in_small_pieces_from_small_pieces() {
        let text = "بغداد ".repeat(10_000);
        let file = zstd::encode_all(text.as_bytes(), 3).unwrap().repeat(2);
        let mut frames = decoder(io::BufReader::with_capacity(7, file.as_slice()), true).unwrap();
        let mut read = Vec::new();
        let mut buffer = [0; 3];
        loop {
            match frames.read(&mut buffer).unwrap() {
                0 => break,
                count => read.extend_from_slice(&buffer[..count]),
            }
        }
        assert_eq!(String::from_utf8(read).unwrap(), text.repeat(2));
    }

    #[test]
    fn what_is_packed_in_another_file_may_not_refer_back_far() {
        // A frame without sizes or sums, with the binary logarithm of its window, and one block
        // of two bytes as they are, which is the last.
        let frame = |window: u8| [ZSTANDARD, &[0, (window - 10) << 3, 17, 0, 0], b"ab"].concat();
        let inside = |frame: &[u8]| {
            let mut text = String::new();
            decoder(frame, false)?
                .read_to_string(&mut text)
                .map(|_| text)
        };
        assert_eq!(inside(&frame(27)).unwrap(), "ab");
        let error = inside(&frame(28)).unwrap_err();
        let reason = "unpacking it takes too much memory; compress it again without --long";
        assert_eq!(error.to_string(), reason);
        assert_eq!(read(&frame(28)).unwrap(), "ab");
        assert!(read(&frame(32)).is_err());
        // With the number of a dictionary behind the window.
        let other = [ZSTANDARD, &[1, 17 << 3, 5, 17, 0, 0], b"ab"].concat();
        let error = read(&other).unwrap_err();
        let reason = "it was compressed with a dictionary that is not in it";
        assert_eq!(error.to_string(), reason);
    }
}
