//! The format of a file by its first bytes, whatever its name says. This file owns the marks of formats.

use super::format::{EPUB, Format, OPEN_SHEETS, OPEN_TEXT};
use super::xml_files::root_of;
use super::{agency, json};

/// The first bytes of a zip archive with something in it.
const ZIP: &[u8] = b"PK\x03\x04";

/// The first bytes of gzip.
const GZIP: &[u8] = b"\x1f\x8b";

/// The first bytes of bzip2, before and behind the digit that says how large its blocks are. Behind it
/// stands the mark of a block, or that of the end.
const BZIP2: (&[u8], [&[u8]; 2]) = (b"BZh", [b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"]);

/// The first bytes of xz.
const XZ: &[u8] = b"\xfd7zXZ\0";

/// The first bytes of a frame of Zstandard.
pub(super) const ZSTANDARD: &[u8] = b"\x28\xb5\x2f\xfd";

/// The first bytes of a frame that Zstandard skips; the low half of the first is free.
const SKIPPED: [u8; 4] = [0x50, 0x2a, 0x4d, 0x18];

/// Where a tar archive says that it is one, and how.
const TAR: (usize, &[u8]) = (257, b"ustar");

/// Where the kind of an OpenDocument file or a book stands in it, and what comes before.
const KIND: (usize, &[u8]) = (30, b"mimetype");

/// The first bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";

/// The first bytes of Rich Text Format.
pub(super) const RTF: &[u8] = b"{\\rtf";

/// The first bytes of a compound file, in which older programs of Office keep theirs.
pub(super) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What the names of streams begin with in the compound file of a message, in UTF-16.
const MESSAGE: &[u8] = b"_\0_\0s\0u\0b\0s\0t\0g\x001\0.\x000\0_\0";

/// Where the name of the first member of a zip archive begins, and how it begins in documents of
/// Office.
const NAME: usize = 30;
const PARTS: [&str; 6] = [
    "[Content_Types].xml",
    "_rels/",
    "docProps/",
    "customXml/",
    "word/",
    "xl/",
];

/// The first bytes of PDF.
const PDF: &[u8] = b"%PDF-";

/// Header lines that begin a stored mail.
const MAIL: [&str; 9] = [
    "return-path:",
    "received:",
    "delivered-to:",
    "message-id:",
    "mime-version:",
    "from:",
    "x-original-to:",
    "dkim-signature:",
    "date:",
];

impl Format {
    /// The format that the first bytes of a file can only belong to.
    pub fn of_start(start: &[u8]) -> Option<Self> {
        if start.starts_with(ZIP) {
            return kind_of_zip(start);
        }
        if is_at(start, TAR) {
            return Some(Self::Tar);
        }
        if start.starts_with(PDF) {
            return Some(Self::Pdf);
        }
        if start.trim_ascii_start().starts_with(RTF) {
            return Some(Self::Rtf);
        }
        if is_message(start) {
            return Some(Self::Msg);
        }
        if start.starts_with(PARQUET) {
            return Some(Self::Parquet);
        }
        let text = String::from_utf8_lossy(start);
        let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        let begins = |mark: &str| {
            text.get(..mark.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(mark))
        };
        if begins("<!doctype html") || begins("<html") {
            Some(Self::Html)
        } else if begins("<rss")
            || begins("<feed")
            || begins("<?xml") && (text.contains("<rss") || text.contains("<feed"))
        {
            Some(Self::Feed)
        } else if begins("<") && agency::ROOTS.contains(&root_of(text).as_str()) {
            Some(Self::Xml)
        } else if begins("WARC/1.") {
            Some(Self::Warc)
        } else if begins("WEBVTT") {
            Some(Self::Srt)
        } else if begins("From ") && text.contains("\nSubject:") {
            Some(Self::Mbox)
        } else if begins("From:") && is_stored_page(text) {
            Some(Self::Mhtml)
        } else if MAIL.iter().any(|field| begins(field)) && text.contains("\nSubject:") {
            Some(Self::Eml)
        } else {
            None
        }
    }

    /// The format to read a file of this one in, by its first bytes: a file may have the extension
    /// of another format.
    pub(super) fn as_found(self, start: &[u8]) -> Self {
        if let Some(compressed) = compression_of(start) {
            return compressed;
        }
        let is_zip = start.starts_with(ZIP);
        match self {
            _ if is_zip => {
                kind_of_zip(start).unwrap_or(if self.is_zipped() { self } else { Self::Zip })
            }
            _ if start.trim_ascii_start().starts_with(RTF) => Self::Rtf,
            _ if is_message(start) => Self::Msg,
            _ if start.starts_with(PDF) => Self::Pdf,
            _ if start.starts_with(PARQUET) => Self::Parquet,
            // Excel calls its text in UTF-16 a spreadsheet as well.
            Self::Xlsx if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") => {
                Self::Csv
            }
            // Spreadsheets and documents of older programs are no zip archives, programs that unpack
            // themselves begin otherwise, and so do the oldest kinds of tar.
            _ if start.contains(&0) => self,
            // Web sites give tables of text this extension.
            Self::Xlsx => Self::of_start(start).unwrap_or(Self::Csv),
            _ if self.is_zipped()
                || self.is_compressed()
                || matches!(self, Self::Tar | Self::Rtf | Self::Msg) =>
            {
                Self::of_start(start).unwrap_or(Self::Txt)
            }
            Self::Txt | Self::Md | Self::Html | Self::Json | Self::Eml => self.as_begun(start),
            _ => self,
        }
    }

    /// The format of a file of text, of which the beginning may say that it is another one.
    fn as_begun(self, start: &[u8]) -> Self {
        let text = String::from_utf8_lossy(start);
        match Self::of_start(start) {
            Some(found @ (Self::Feed | Self::Xml | Self::Warc | Self::Mhtml)) => found,
            // A few lines about the sender may stand above a text. Programs write this one.
            Some(found @ (Self::Eml | Self::Mbox))
                if self != Self::Eml && has_line(&text, "mime-version:") =>
            {
                found
            }
            Some(Self::Srt) if self == Self::Txt => Self::Srt,
            None if self == Self::Txt && begins_subtitles(&text) => Self::Srt,
            None if self == Self::Txt && names_columns(&text) => Self::Csv,
            _ => self,
        }
    }

    /// Whether its files are zip archives.
    fn is_zipped(self) -> bool {
        matches!(
            self,
            Self::Docx | Self::Odt | Self::Epub | Self::Xlsx | Self::Zip
        )
    }
}

/// How a file is compressed, by its first bytes; `None` if it is not.
fn compression_of(start: &[u8]) -> Option<Format> {
    if start.starts_with(GZIP) {
        return Some(Format::Gz);
    }
    if start.starts_with(XZ) {
        return Some(Format::Xz);
    }
    let is_skipped = start
        .get(..4)
        .is_some_and(|mark| mark[0] & 0xf0 == SKIPPED[0] && mark[1..] == SKIPPED[1..]);
    if start.starts_with(ZSTANDARD) || is_skipped {
        return Some(Format::Zst);
    }
    let (mark, behind) = BZIP2;
    let (size, rest) = start.strip_prefix(mark)?.split_first()?;
    let is_size = size.is_ascii_digit() && *size != b'0';
    (is_size && behind.iter().any(|mark| rest.starts_with(mark))).then_some(Format::Bz2)
}

fn is_at(start: &[u8], (at, mark): (usize, &[u8])) -> bool {
    start.get(at..).is_some_and(|rest| rest.starts_with(mark))
}

fn is_message(start: &[u8]) -> bool {
    start.starts_with(COMPOUND) && has(start, MESSAGE)
}

/// Whether one of the lines of a text begins so; `mark` is in lower case.
fn has_line(text: &str, mark: &str) -> bool {
    text.lines().any(|line| {
        let begin = line.get(..mark.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(mark))
    })
}

/// Whether a mail is a web page that a browser stored.
fn is_stored_page(text: &str) -> bool {
    let sender = text.lines().next().unwrap_or_default().to_ascii_lowercase();
    let header = text.lines().take_while(|line| !line.is_empty());
    let header: Vec<&str> = header.collect();
    sender.contains("<saved by ")
        || (sender.contains("\"saved by ") && !sender.contains('@'))
        || has_line(&header.join("\n"), "snapshot-content-location:")
}

/// Whether a text begins with the number and the times of a subtitle.
fn begins_subtitles(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let number = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_timed =
        |line: &str| line.starts_with(|c: char| c.is_ascii_digit()) && line.contains("-->");
    is_number && lines.next().is_some_and(is_timed)
}

/// Whether the first line of a text names columns, those of headlines and of texts among them.
fn names_columns(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next();
    let first = first.unwrap_or_default();
    [',', ';', '\t', '|'].into_iter().any(|delimiter| {
        let cells = first.split(delimiter);
        let cells = cells.map(|cell| cell.trim().trim_matches('"'));
        cells.clone().any(json::is_title_field) && json::has_text_field(cells)
    })
}

fn has(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// The format of a zip archive that is a document: one with its kind in front, or one whose first
/// member is a part of a document of Office. The name of a part can also stand in a document that is
/// packed in an archive, so that the first member decides.
fn kind_of_zip(start: &[u8]) -> Option<Format> {
    if is_at(start, KIND) {
        let kind = &start[KIND.0 + KIND.1.len()..];
        return [
            (EPUB, Format::Epub),
            (OPEN_TEXT, Format::Odt),
            (OPEN_SHEETS, Format::Xlsx),
        ]
        .into_iter()
        .find(|(name, _)| kind.starts_with(name.as_bytes()))
        .map(|(_, format)| format);
    }
    let first = start.get(NAME..)?;
    if !PARTS.iter().any(|part| first.starts_with(part.as_bytes())) {
        return None;
    }
    if has(start, b"word/document.xml") {
        Some(Format::Docx)
    } else if has(start, b"xl/workbook.xml") {
        Some(Format::Xlsx)
    } else {
        None
    }
}

/// The kinds of spreadsheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheets {
    /// Of Excel since 2007.
    Excel,
    /// Of LibreOffice.
    OpenDocument,
}

impl Sheets {
    /// The kind of a spreadsheet; `None` for those of Excel before 2007, and for what is none.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(ZIP) {
            return None;
        }
        // An archive that was packed again may have its kind anywhere.
        let is_open =
            is_at(bytes, KIND) || has(bytes, b"content.xml") && !has(bytes, b"xl/workbook");
        Some(if is_open {
            Self::OpenDocument
        } else {
            Self::Excel
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The start of an archive with this first member, in which another name occurs.
    fn zip(first: &str, other: &str) -> Vec<u8> {
        [ZIP, &[0; 26], first.as_bytes(), b"..", other.as_bytes()].concat()
    }

    #[test]
    fn texts_are_read_as_what_their_beginning_says() {
        let feed = "<?xml version='1.0'?><rss><channel>";
        let mail = "From: a@b\nSubject: a\nMIME-Version: 1.0\n\nنص";
        let stored = "From: <Saved by Blink>\nSubject: a\n";
        let cue = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,000\r\nنص";
        for (format, start, found) in [
            (Format::Txt, feed, Format::Feed),
            (Format::Json, feed, Format::Feed),
            (Format::Html, "<nitf><body>", Format::Xml),
            (Format::Txt, "WARC/1.0\r\n", Format::Warc),
            (Format::Html, stored, Format::Mhtml),
            (Format::Eml, stored, Format::Mhtml),
            (Format::Txt, mail, Format::Eml),
            (Format::Txt, "From: a@b\nSubject: a\n\nنص", Format::Txt),
            (Format::Txt, cue, Format::Srt),
            (Format::Txt, "1\nنص --> نص", Format::Txt),
            (Format::Txt, "\"title\",\"text\"\nأ,ب", Format::Csv),
            (Format::Txt, "العنوان\tالنص\nأ\tب", Format::Csv),
            (Format::Txt, "title, date\nأ,ب", Format::Txt),
            (Format::Md, "title,text\nأ,ب", Format::Md),
            (Format::Html, "%PDF-1.4", Format::Pdf),
        ] {
            assert_eq!(format.as_found(start.as_bytes()), found, "{start}");
        }
    }

    #[test]
    fn first_bytes_tell_what_an_extension_does_not() {
        for (start, format) in [
            ("\u{feff} <!DOCTYPE html><p>", Some(Format::Html)),
            (
                "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">",
                Some(Format::Feed),
            ),
            ("WARC/1.1\r\n", Some(Format::Warc)),
            ("Received: by mx\r\nSubject: a\r\n", Some(Format::Eml)),
            ("From a@b Mon\nSubject: a\n", Some(Format::Mbox)),
            ("From the editor", None),
            ("<?xml version=\"1.0\"?><svg/>", None),
            ("نص", None),
            (
                "<!-- x --><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><body/></nitf>",
                Some(Format::Xml),
            ),
            (
                "<?xml version='1.0'?><nar:newsItem guid='a'>",
                Some(Format::Xml),
            ),
            (
                "From: <Saved by Blink>\r\nSubject: a\r\n",
                Some(Format::Mhtml),
            ),
            (
                "From: \"Saved by Grace Church\" <a@b>\r\nSubject: a\r\n\r\nنص",
                Some(Format::Eml),
            ),
            (
                "From: a@b\nSnapshot-Content-Location: https://a\nSubject: a\n",
                Some(Format::Mhtml),
            ),
        ] {
            assert_eq!(Format::of_start(start.as_bytes()), format, "{start}");
        }
        let page = b"<html><p>a";
        assert_eq!(Format::Docx.as_found(page), Format::Html);
        assert_eq!(Format::Docx.as_found("نص".as_bytes()), Format::Txt);
        assert_eq!(
            Format::Txt.as_found(&zip("_rels/.rels", "word/document.xml")),
            Format::Docx
        );
        assert_eq!(
            Format::Zip.as_found(&zip("news.txt", "word/document.xml")),
            Format::Zip
        );
        assert_eq!(Format::Xlsx.as_found(b"text\tdate\n"), Format::Csv);
        let compressed: [(&[u8], Format); 10] = [
            (b"\x1f\x8b\x08", Format::Gz),
            (b"\xfd7zXZ\0\0\x04", Format::Xz),
            (b"\x28\xb5\x2f\xfd\x04", Format::Zst),
            (b"\x5d\x2a\x4d\x18\x04\0\0\0", Format::Zst),
            (b"BZh91AY&SY\0", Format::Bz2),
            (b"BZh9\x17\x72\x45\x38\x50\x90\0", Format::Bz2),
            (b"BZh91AY&S", Format::Txt),
            (b"BZh01AY&SY", Format::Txt),
            (b"BZh", Format::Txt),
            (b"P*M", Format::Txt),
        ];
        for (start, found) in compressed {
            assert_eq!(Format::Txt.as_found(start), found, "{start:?}");
        }
        for format in [Format::Bz2, Format::Xz, Format::Zst] {
            assert_eq!(format.as_found(page), Format::Html, "{format:?}");
            assert_eq!(format.as_found("نص".as_bytes()), Format::Txt, "{format:?}");
        }
        let book = [
            b"PK\x03\x04".as_slice(),
            &[0; 26],
            b"mimetypeapplication/epub+zip",
        ]
        .concat();
        assert_eq!(Format::Zip.as_found(&book), Format::Epub);
    }
}
