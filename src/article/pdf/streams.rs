//! How far the streams of a document unpack. The library that reads it holds each stream as a whole, and
//! a few bytes can stand for gigabytes, all the more if a stream is packed several times.

use std::io::{BufRead, BufReader, Cursor, Read};

use flate2::bufread::DeflateDecoder;

use crate::article::input::MAX_WHOLE;
use crate::article::unpacked::most_of;

/// The keyword behind which the data of a stream begin.
const KEYWORD: &[u8] = b"stream";

/// All streams together may always unpack to this many bytes: pictures of one colour hardly take any.
const ALWAYS: u64 = 1 << 30;

/// How many times a stream may be packed.
const MAX_LEVELS: usize = 32;

/// How many bytes streams may unpack to.
#[derive(Debug, Clone, Copy)]
struct Limits {
    one: u64,
    all: u64,
}

/// Whether no stream unpacks to more than 256 MiB, nor all together to more than 200 times the size of
/// the document. Streams are found by their keyword, wherever it stands, because what a document says
/// about them may itself be packed.
pub(super) fn unpack_sanely(document: &[u8]) -> bool {
    let all = most_of(document.len() as u64).max(ALWAYS);
    unpack_within(
        document,
        Limits {
            one: MAX_WHOLE,
            all,
        },
    )
}

fn unpack_within(document: &[u8], limits: Limits) -> bool {
    let mut left = limits.all;
    streams(document).all(|data| {
        for levels in 1..=MAX_LEVELS {
            let most = limits.one.min(left);
            let size = length(unpacked(data, levels).take(most + 1));
            if size > most {
                return false;
            }
            // It is packed no further.
            if size == 0 {
                return true;
            }
            left -= size;
        }
        false
    })
}

/// What stands behind each keyword, to the end of the document.
fn streams(document: &[u8]) -> impl Iterator<Item = &[u8]> {
    let places = document.windows(KEYWORD.len()).enumerate();
    let found =
        places.filter(move |(at, window)| *window == KEYWORD && !document[..*at].ends_with(b"end"));
    found.filter_map(move |(at, _)| {
        let data = &document[at + KEYWORD.len()..];
        let ends = [&b"\n"[..], b"\r\n", b"\r"];
        ends.into_iter().find_map(|end| data.strip_prefix(end))
    })
}

/// What data give that are unpacked this many times.
fn unpacked(data: &[u8], levels: usize) -> Box<dyn BufRead + '_> {
    let packed: Box<dyn BufRead + '_> = Box::new(data);
    (0..levels).fold(packed, |packed, _| inflated(packed))
}

/// What packed data give, with the header of zlib or without it.
fn inflated(mut packed: Box<dyn BufRead + '_>) -> Box<dyn BufRead + '_> {
    let mut start = Vec::new();
    // What cannot be read is met again behind it.
    let _ = packed.by_ref().take(2).read_to_end(&mut start);
    if is_header(&start) {
        start.clear();
    }
    let deflated = DeflateDecoder::new(Cursor::new(start).chain(packed));
    Box::new(BufReader::with_capacity(4 << 10, deflated))
}

/// Whether two bytes are the header of zlib (RFC 1950).
fn is_header(start: &[u8]) -> bool {
    matches!(start, [method, flags] if method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31))
}

/// The number of bytes that can be read.
fn length(mut reader: impl Read) -> u64 {
    let mut buffer = [0; 16 << 10];
    let mut length = 0;
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        length += count as u64;
    }
    length
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};

    use super::*;

    fn packed(bytes: &[u8], times: usize) -> Vec<u8> {
        (0..times).fold(bytes.to_vec(), |bytes, _| {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&bytes).unwrap();
            encoder.finish().unwrap()
        })
    }

    fn is_sane(data: &[u8], (one, all): (u64, u64)) -> bool {
        let start = &b"1 0 obj\n<</Length 9>>\nstream\r\n"[..];
        let document = [start, data, b"\nendstream\nendobj\n"].concat();
        unpack_within(&document, Limits { one, all })
    }

    #[test]
    fn a_stream_may_unpack_so_far_however_often_it_is_packed() {
        let bytes = [b' '; 100_000];
        for times in 1..=4 {
            let data = packed(&bytes, times);
            assert!(is_sane(&data, (100_000, 150_000)), "{times}");
            assert!(!is_sane(&data, (99_999, 150_000)), "{times}");
        }
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::best());
        bare.write_all(&bytes).unwrap();
        assert!(!is_sane(&bare.finish().unwrap(), (99_999, 150_000)));
        assert!(!is_sane(&packed(b"text", 40), (99_999, 150_000)));
    }

    #[test]
    fn all_streams_together_may_unpack_so_far() {
        let one = packed(&[b' '; 100_000], 1);
        let two = [&one[..], b"\nendstream stream\n", &one[..]].concat();
        assert!(is_sane(&two, (100_000, 200_000)));
        assert!(!is_sane(&two, (100_000, 199_999)));
    }

    #[test]
    fn what_is_not_packed_is_left_alone() {
        let text = "BT /F1 12 Tf (a stream\n of words) Tj ET\n".repeat(1000);
        assert!(is_sane(text.as_bytes(), (1000, 10_000)));
    }
}
