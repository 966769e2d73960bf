//! Zstandard. This file owns the dictionaries that web archives bring along, and how far back a file may
//! refer.

use std::io::{self, BufRead, Read};

use zstd::Decoder;

use super::members::is_at_end;
use crate::article::first_bytes::ZSTANDARD;
use crate::article::unpacked::Unpacked;

/// The first bytes of the frame in which a web archive (`.warc.zst`) has the dictionary of its other frames,
/// by the IIPC's specification. Other programs skip such a frame.
const DICTIONARY: &[u8] = b"\x5d\x2a\x4d\x18";

/// Maximum size of a dictionary, in bytes.
const MAX_DICTIONARY: u64 = 16 << 20;

/// Binary logarithm of the largest window of a file in bytes, that is how far back it may refer. Dumps of
/// social media were made by `zstd --long=31`. Zstandard's own limit of 128 MiB holds for what is packed in another
/// file.
const WINDOW_OF_FILE: u32 = 31;

/// What the library says where a frame should begin and does not.
const NO_FRAME: &str = "Unknown frame descriptor";

/// Unpacks all frames of a file, or of what is packed in another one.
///
/// # Errors
/// The dictionary in front cannot be read.
pub(super) fn decoder<R: BufRead>(mut input: R, is_file: bool) -> io::Result<Frames<R>> {
    let dictionary = dictionary_of(&mut input)?;
    let mut decoder = Decoder::with_dictionary(input, &dictionary)?;
    if is_file {
        decoder.window_log_max(WINDOW_OF_FILE)?;
    }
    Ok(Frames {
        decoder,
        has_begun: false,
        has_ended: false,
    })
}

/// The frames of a file, one after another; zeros behind the last fill a block of a tape.
pub(super) struct Frames<R> {
    decoder: Decoder<'static, R>,
    has_begun: bool,
    /// Whether only zeros followed.
    has_ended: bool,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.has_ended {
            return Ok(0);
        }
        let error = match self.decoder.read(buffer) {
            Ok(count) => {
                self.has_begun |= count > 0;
                return Ok(count);
            }
            Err(error) => error,
        };
        let may_end = self.has_begun && error.to_string() == NO_FRAME;
        if may_end && is_at_end(self.decoder.get_mut())? {
            self.has_ended = true;
            return Ok(0);
        }
        Err(error)
    }
}

/// Unpacks what is held in memory.
///
/// # Errors
/// It is damaged, or unpacks to more than a text can.
pub(in crate::article) fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    Unpacked::new(Decoder::with_buffer(bytes)?, bytes.len() as u64).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Reads the dictionary that stands in front; it is empty if there is none.
fn dictionary_of(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    if !input.fill_buf()?.starts_with(DICTIONARY) {
        return Ok(Vec::new());
    }
    let mut header = [0; 8];
    input.read_exact(&mut header)?;
    let [.., a, b, c, d] = header;
    let size = u64::from(u32::from_le_bytes([a, b, c, d]));
    if size > MAX_DICTIONARY {
        return Err(too_large());
    }
    let mut stored = Vec::new();
    input.take(size).read_to_end(&mut stored)?;
    if (stored.len() as u64) < size {
        let reason = "it ends within its dictionary";
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
    }
    if !stored.starts_with(ZSTANDARD) {
        return Ok(stored);
    }
    let mut dictionary = Vec::new();
    Decoder::with_buffer(stored.as_slice())?
        .take(MAX_DICTIONARY + 1)
        .read_to_end(&mut dictionary)?;
    if dictionary.len() as u64 > MAX_DICTIONARY {
        return Err(too_large());
    }
    Ok(dictionary)
}

fn too_large() -> io::Error {
    let reason = "its dictionary is larger than 16 MiB";
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
        assert!(read(&plain[..plain.len() - 1]).is_err());
        let lying = [DICTIONARY, &u32::MAX.to_le_bytes(), b"a"].concat();
        let error = read(&lying).unwrap_err();
        assert_eq!(error.to_string(), "its dictionary is larger than 16 MiB");
        let zeros = vec![0_u8; MAX_DICTIONARY as usize + 1];
        let large = skipped(0x5d, &zstd::encode_all(zeros.as_slice(), 3).unwrap());
        let error = read(&large).unwrap_err();
        assert_eq!(error.to_string(), "its dictionary is larger than 16 MiB");
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
        assert!(read(&[0; 512]).is_err());
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
        assert!(inside(&frame(28)).is_err());
        assert_eq!(read(&frame(28)).unwrap(), "ab");
        assert!(read(&frame(32)).is_err());
    }
}
