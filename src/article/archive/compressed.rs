//! Files that hold one other file, compressed: what is in one is read under the file's own path.

use std::io::{self, BufRead, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;

use super::members::Members;
use super::{Input, Out, Refusal, zstandard};
use crate::article::Format;
use crate::article::format::inner_format;
use crate::article::json;
use crate::article::read::records;
use crate::article::unpacked::{Counted, DAMAGED, UnpackedStream, Use};

/// The memory that unpacking a file of xz may take, in KiB: a dictionary of 256 MiB, four times the largest
/// that `xz -9` uses, and what the decoder needs beside it.
const XZ_MEMORY: u32 = (256 << 10) + 128;

/// Hands over the records of what is compressed in a file. Its name says the format, as `a.jsonl.zst` does,
/// or else its first bytes.
pub(in crate::article) fn content(
    format: Format,
    input: &mut Input<'_>,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let by_name = inner_format(&out.whole());
    let is_file = input.file_size().is_some();
    let used = Use::until(out.stop());
    let inner = decoder(format, Counted::new(input, &used), is_file)?;
    let decoder = Plain { inner, used: &used };
    let reader = UnpackedStream::new(decoder, &used);
    let mut inner = Input::of(out.budget().limit(reader, 0))?;
    let by_name = by_name.filter(|format| !format.is_compressed());
    let format = match by_name.or_else(|| Format::of_start(inner.start())) {
        Some(format) => format,
        None if json::holds_lines(&mut inner) => Format::Jsonl,
        None => Format::Txt,
    };
    if format.as_found(inner.start()).is_compressed() {
        let reason = "it is compressed twice; unpack it once";
        out.refuse(Refusal::Skipped(reason.to_owned()));
        return Ok(());
    }
    records(format, inner, out)
}

/// Unpacks a file, or what is packed in another one, to its end, also where it was compressed in several parts.
fn decoder<'a>(
    format: Format,
    input: impl BufRead + 'a,
    is_file: bool,
) -> io::Result<Box<dyn Read + 'a>> {
    let decoder: Box<dyn Read + 'a> = match format {
        Format::Bz2 => Box::new(Members::of(input, BzDecoder::new, BzDecoder::into_inner)),
        Format::Xz => Box::new(Members::of(
            input,
            |input| XzReader::new_mem_limit(input, false, XZ_MEMORY),
            XzReader::into_inner,
        )),
        Format::Zst => Box::new(zstandard::decoder(input, is_file)?),
        _ => Box::new(Members::of(input, GzDecoder::new, GzDecoder::into_inner)),
    };
    Ok(decoder)
}

/// What a decoder unpacks, with its faults in plain words: libraries name them by the parts of their formats.
struct Plain<'u, D> {
    inner: D,
    used: &'u Use<'u>,
}

impl<D: Read> Read for Plain<'_, D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|error| {
            let reason = match error.kind() {
                _ if self.used.has_failed() => return error,
                io::ErrorKind::OutOfMemory => "unpacking it takes more than 256 MiB of memory",
                io::ErrorKind::InvalidData
                | io::ErrorKind::InvalidInput
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::Other => DAMAGED,
                _ => return error,
            };
            io::Error::new(error.kind(), reason)
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::ops::ControlFlow;
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::article::{Context, InputFile, ReadSettings, Reason, Record, read_bytes, read_file};
    use crate::text::Language;

    const LINES: [&str; 2] = ["{\"text\": \"أول\"}\n", "{\"text\": \"ثان\"}\n"];

    /// The same lines by `xz --check=crc32`.
    const XZ_LINES: [&[u8]; 2] = [
        b"\xfd7zXZ\x00\x00\x01i\"\xde6\x02\x00!\x01\x16\x00\x00\x00t/\xe5\xa3\x01\x00\x12{\"text\": \
          \"\xd8\xa3\xd9\x88\xd9\x84\"}\n\x00\x00}\\\xef>\x00\x01'\x13\x90F\xfd~\x90B\x99\r\x01\x00\x00\x00\x00\x01YZ",
        b"\xfd7zXZ\x00\x00\x01i\"\xde6\x02\x00!\x01\x16\x00\x00\x00t/\xe5\xa3\x01\x00\x12{\"text\": \
          \"\xd8\xab\xd8\xa7\xd9\x86\"}\n\x00\x00\x143\x8e\x17\x00\x01'\x13\x90F\xfd~\x90B\x99\r\x01\x00\x00\x00\x00\x01YZ",
    ];

    /// Nothing, by `xz --check=crc32`.
    const XZ_EMPTY: &[u8] = b"\xfd7zXZ\x00\x00\x01i\x22\xde6\x00\x00\x00\x00\x1c\xdfD!\x90B\x99\x0d\x01\x00\x00\x00\x00\x01YZ";

    fn packed(format: Format, content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        match format {
            Format::Gz => {
                let level = flate2::Compression::default();
                let mut encoder = flate2::write::GzEncoder::new(bytes, level);
                encoder.write_all(content).unwrap();
                encoder.finish().unwrap()
            }
            Format::Bz2 => {
                let level = bzip2::Compression::default();
                let mut encoder = bzip2::read::BzEncoder::new(content, level);
                encoder.read_to_end(&mut bytes).unwrap();
                bytes
            }
            _ => zstd::encode_all(content, 3).unwrap(),
        }
    }

    /// The two lines, each compressed for itself.
    fn packed_lines(format: Format) -> [Vec<u8>; 2] {
        match format {
            Format::Xz => XZ_LINES.map(<[u8]>::to_vec),
            _ => LINES.map(|line| packed(format, line.as_bytes())),
        }
    }

    type Found = Vec<(String, Result<String, String>)>;

    fn found(read: impl FnOnce(&mut dyn FnMut(Record) -> ControlFlow<()>)) -> Found {
        let mut found = Found::new();
        read(&mut |record: Record| {
            let article = record.parse(&Context::of(Language::of("ar")));
            let text = article.map(|article| article.text);
            found.push((record.path, text.map_err(|refusal| refusal.to_string())));
            ControlFlow::Continue(())
        });
        found
    }

    fn read(name: &str, format: Format, bytes: &[u8]) -> Found {
        found(|each| read_bytes(name, format, bytes, ReadSettings::default(), each))
    }

    const ALL: [Format; 4] = [Format::Gz, Format::Bz2, Format::Xz, Format::Zst];

    #[test]
    fn all_parts_of_a_file_are_read() {
        for format in ALL {
            let name = format!("a.jsonl.{}", format.name());
            let [first, second] = packed_lines(format);
            let file = [first, second].concat();
            let expected = [
                (format!("{name}#1"), Ok("أول".to_owned())),
                (format!("{name}#2"), Ok("ثان".to_owned())),
            ];
            assert_eq!(read(&name, format, &file), expected, "{name}");
            // So a tape fills its blocks.
            let [first, second] = packed_lines(format);
            let zeros = vec![0; 512];
            let filled = [first, zeros.clone(), second, zeros].concat();
            assert_eq!(read(&name, format, &filled), expected, "{name}");
        }
    }

    #[test]
    fn a_file_of_empty_parts_is_refused_and_reading_it_can_be_stopped() {
        let reason = "cannot read the file: more than 1,000 of its parts in succession are empty";
        for format in ALL {
            let name = format!("a.jsonl.{}", format.name());
            // A file of xz may consist of a header, an index without blocks, and a footer.
            let empty = match format {
                Format::Xz => XZ_EMPTY.to_vec(),
                _ => packed(format, b""),
            };
            let [first, _] = packed_lines(format);
            let told = read(&name, format, &[first.clone(), empty.repeat(2000)].concat());
            assert_eq!(told.len(), 2, "{name}");
            assert_eq!(told[0], (format!("{name}#1"), Ok("أول".to_owned())));
            assert_eq!(told[1], (name.clone(), Err(reason.to_owned())));

            let stop = AtomicBool::new(true);
            let settings = ReadSettings {
                stop: Some(&stop),
                ..ReadSettings::default()
            };
            let told = found(|each| read_bytes(&name, format, &first, settings, each));
            assert!(told.is_empty(), "{name}: {told:?}");
        }
    }

    #[test]
    fn lines_of_json_are_read_where_the_name_does_not_say_what_is_in_a_file() {
        for format in ALL {
            let name = format!("RS_2020-01.{}", format.name());
            let [first, second] = packed_lines(format);
            let told = read(&name, format, &[first.clone(), second].concat());
            let expected = [
                (format!("{name}#1"), Ok("أول".to_owned())),
                (format!("{name}#2"), Ok("ثان".to_owned())),
            ];
            assert_eq!(told, expected, "{name}");
            // One object may be the beginning of a text.
            assert_eq!(read(&name, format, &first)[0].0, name);
        }
    }

    #[test]
    fn lines_of_json_are_told_as_they_are_read() {
        let more = format!("{{\"x\": \"{}\", ", "a".repeat(100_000));
        let whole_and_cut = format!("{}{}", LINES[0], LINES[1].trim_end());
        for lines in [
            whole_and_cut,
            LINES.concat().replace('}', ", \"x\": NaN}"),
            LINES.concat().replace('{', &more),
        ] {
            let told = read("RS.gz", Format::Gz, &packed(Format::Gz, lines.as_bytes()));
            assert_eq!(told.len(), 2);
            assert_eq!(told[0], ("RS.gz#1".to_owned(), Ok("أول".to_owned())));
            assert_eq!(told[1], ("RS.gz#2".to_owned(), Ok("ثان".to_owned())));
        }
        let units = LINES.concat();
        let units = units.encode_utf16().flat_map(u16::to_le_bytes);
        let units: Vec<u8> = units.collect();
        let reason = "JSON Lines in UTF-16 cannot be read; convert the file to UTF-8";
        for mark in [b"\xff\xfe".as_slice(), b""] {
            let told = read(
                "RS.gz",
                Format::Gz,
                &packed(Format::Gz, &[mark, &units].concat()),
            );
            assert_eq!(told, [("RS.gz".to_owned(), Err(reason.to_owned()))]);
        }
    }

    #[test]
    fn a_file_that_is_cut_off_keeps_what_stands_before() {
        for format in ALL {
            let name = format!("a.jsonl.{}", format.name());
            let [first, second] = packed_lines(format);
            let cut = [first.as_slice(), &second[..second.len() - 6]].concat();
            let told = read(&name, format, &cut);
            let last = told.last().unwrap();
            assert_eq!(told[0], (format!("{name}#1"), Ok("أول".to_owned())));
            assert_eq!(last.0, name);
            let reason = "cannot read the file: it is damaged or cut off; fetch it again";
            assert_eq!(last.1, Err(reason.to_owned()));
            // What comes first in a file of one part, such as an article, is refused with the rest.
            let name = format!("a.txt.{}", format.name());
            let told = read(&name, format, &first[..first.len() - 6]);
            assert_eq!(told, [(name, Err(reason.to_owned()))]);
        }
    }

    #[test]
    fn a_feed_that_is_cut_off_keeps_the_entries_before() {
        let entry = "<item><title>عنوان</title><description>نص أول.</description></item>";
        let feed = packed(Format::Gz, format!("<rss><channel>{entry}").as_bytes());
        let told = read("a.xml.gz", Format::Gz, &feed[..feed.len() - 6]);
        assert_eq!(told.len(), 2);
        assert!(told[0].0 == "a.xml.gz#1" && told[0].1.is_ok(), "{told:?}");
        let reason = "the feed ends after 1 entry: it is damaged or cut off; fetch it again";
        assert_eq!(told[1], ("a.xml.gz".to_owned(), Err(reason.to_owned())));
        let page = packed(Format::Gz, b"<html><p>a");
        let told = read("a.xml.gz", Format::Gz, &page[..page.len() - 6]);
        let reason = "cannot read the file: it is damaged or cut off; fetch it again";
        assert_eq!(told, [("a.xml.gz".to_owned(), Err(reason.to_owned()))]);
    }

    #[test]
    fn a_dump_that_is_cut_off_keeps_the_articles_before() {
        let cut_off = |dump: &str| {
            let mut bytes = packed(Format::Gz, dump.as_bytes());
            bytes.truncate(bytes.len() - 6);
            bytes
        };
        let damaged = "it is damaged or cut off; fetch it again";
        let article = "<article><title>عنوان</title><body>نص أول.</body></article>";
        let bytes = cut_off(&format!("<articles>{}", article.repeat(2)));
        let told = read("a.xml.gz", Format::Gz, &bytes);
        let text = Ok("عنوان\n\nنص أول.".to_owned());
        let reason = Err(format!("the file ends after 2 articles: {damaged}"));
        let expected = [
            ("a.xml.gz#1", text.clone()),
            ("a.xml.gz#2", text.clone()),
            ("a.xml.gz", reason),
        ];
        assert_eq!(told, expected.map(|(path, told)| (path.to_owned(), told)));

        let bytes = cut_off(&format!("<articles>{article}"));
        let mut left_out = Vec::new();
        let settings = ReadSettings::default();
        read_bytes("a.xml.gz", Format::Gz, &bytes, settings, &mut |record| {
            let article = record.parse(&Context::of(Language::of("ar"))).unwrap();
            left_out.push((record.path, article.source.left_out.kinds));
            ControlFlow::Continue(())
        });
        assert_eq!(left_out, [("a.xml.gz".to_owned(), vec![Reason::Damaged])]);

        let told = read("a.xml.gz", Format::Gz, &cut_off("<articles><x>أ</x>"));
        let reason = format!("cannot read the file: {damaged}");
        assert_eq!(told, [("a.xml.gz".to_owned(), Err(reason))]);
    }

    #[test]
    fn what_is_not_compressed_is_read_as_what_it_is() {
        let text = "خبر\n\nوصل الوفد إلى بغداد أمس.\n";
        for format in ALL {
            let name = format!("a.txt.{}", format.name());
            let told = read(&name, format, text.as_bytes());
            assert_eq!(told, [(name, Ok(text.to_owned()))]);
            let name = format!("a.jsonl.{}", format.name());
            let told = read(&name, format, b"\x01\0\x02\0");
            let reason = "cannot read the file: it is damaged or cut off; fetch it again";
            assert_eq!(told, [(name, Err(reason.to_owned()))]);
        }
        let inside = packed(Format::Gz, text.as_bytes());
        for format in [Format::Bz2, Format::Zst] {
            let told = read("a.txt.x", format, &packed(format, &inside));
            let twice = Err("it is compressed twice; unpack it once".to_owned());
            assert_eq!(told, [("a.txt.x".to_owned(), twice)]);
        }
    }

    #[test]
    fn what_is_packed_in_each_other_has_one_limit() {
        // 12 MB are packed to about a hundredth, and this again to a hundredth.
        let blank = [b"\n".as_slice(), &[b' '; 2999]].concat();
        let lines = packed(Format::Gz, &blank).repeat(4000);
        let told = read("b.jsonl.gz", Format::Gz, &lines);
        let nothing = Err("there is no article in it".to_owned());
        assert_eq!(told, [("b.jsonl.gz".to_owned(), nothing)]);

        let mut archive = ::zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for name in ["b.jsonl.gz", "c.jsonl.gz"] {
            archive
                .start_file(name, ::zip::write::SimpleFileOptions::default())
                .unwrap();
            archive.write_all(&lines).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 20_000, "{} bytes may be 4 MiB", bytes.len());
        let reason = "cannot read the file: the file that it is packed in unpacks to more than 200 times its \
                      size, as no text does";
        let told = read("a.zip", Format::Zip, &bytes);
        assert_eq!(
            told,
            ["b.jsonl.gz", "c.jsonl.gz"]
                .map(|name| (format!("a.zip/{name}"), Err(reason.to_owned())))
        );
    }

    #[test]
    fn a_file_that_unpacks_without_end_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let zeros = vec![0; 8 << 20];
        let mut blank_lines = vec![b' '; 8 << 20];
        for line in blank_lines.chunks_mut(4096) {
            line[0] = b'\n';
        }
        for (name, format, content) in [
            ("a.txt.gz", Format::Gz, &zeros),
            ("a.txt.bz2", Format::Bz2, &zeros),
            ("a.txt.zst", Format::Zst, &zeros),
            ("a.jsonl.gz", Format::Gz, &blank_lines),
            ("a.jsonl.bz2", Format::Bz2, &blank_lines),
            ("a.jsonl.zst", Format::Zst, &blank_lines),
        ] {
            let bytes = packed(format, content);
            let path = dir.path().join(name);
            fs::write(&path, &bytes).unwrap();
            let file = InputFile {
                absolute: path,
                relative: name.to_owned(),
                format,
                is_special: false,
            };
            let told = found(|each| {
                read_file(&file, ReadSettings::default(), each);
            });
            let reason =
                "cannot read the file: it unpacks to more than 200 times its size, as no text does";
            let expected = [(name.to_owned(), Err(reason.to_owned()))];
            assert_eq!(told, expected);
            // So it is in an archive, where it has no size of a file.
            assert_eq!(read(name, format, &bytes), expected);
        }
    }
}
