//! The file formats that mujaz reads. This file owns their names, their extensions and their first
//! bytes; each format is read in a file of its own.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// The first bytes of a zip archive with something in it.
const ZIP: &[u8] = b"PK\x03\x04";

/// The first bytes of gzip.
const GZIP: &[u8] = b"\x1f\x8b";

/// Where a tar archive says that it is one, and how.
const TAR: (usize, &[u8]) = (257, b"ustar");

/// Where the kind of an OpenDocument file or a book stands in it, and what comes before.
const KIND: (usize, &[u8]) = (30, b"mimetype");

/// Why this program neither reads nor writes Parquet files, and what to do.
#[cfg(not(feature = "parquet"))]
pub(crate) const WITHOUT_PARQUET: &str =
    "this program was built without Parquet: cargo build --release --features parquet";

/// The first bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";

/// The first bytes of Rich Text Format.
pub(super) const RTF: &[u8] = b"{\\rtf";

/// The first bytes of a compound file, in which older programs of Office keep theirs.
pub(super) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What the names of streams begin with in the compound file of a message, in UTF-16.
const MESSAGE: &[u8] = b"_\0_\0s\0u\0b\0s\0t\0g\x001\0.\x000\0_\0";

/// Kinds of OpenDocument files and books.
const EPUB: &str = "application/epub+zip";
const OPEN_TEXT: &str = "application/vnd.oasis.opendocument.text";
const OPEN_SHEETS: &str = "application/vnd.oasis.opendocument.spreadsheet";

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

/// The file formats that mujaz reads. A new one is a variant here and an arm in `read`, which
/// names the file that reads it; the rest of the program asks this type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Txt,
    /// Markdown.
    Md,
    /// A web page.
    Html,
    /// One article, or an array of articles, as JSON objects.
    Json,
    /// One JSON object on each line.
    Jsonl,
    /// A document as it is printed.
    Pdf,
    /// A document of Microsoft Word.
    Docx,
    /// An OpenDocument text, as LibreOffice writes it.
    Odt,
    /// A document in Rich Text Format.
    Rtf,
    /// An electronic book.
    Epub,
    /// A mail.
    Eml,
    /// A message of Outlook.
    Msg,
    /// A mailbox.
    Mbox,
    /// An RSS or Atom feed.
    Feed,
    /// Stored web pages.
    Warc,
    /// A table with one article in each row.
    Csv,
    /// A spreadsheet with one article in each row.
    Xlsx,
    /// A table of a data set with one article in each row.
    Parquet,
    /// Subtitles.
    Srt,
    /// An archive.
    Zip,
    /// An archive.
    Tar,
    /// A compressed file.
    Gz,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Txt,
        Self::Md,
        Self::Html,
        Self::Json,
        Self::Jsonl,
        Self::Pdf,
        Self::Docx,
        Self::Odt,
        Self::Rtf,
        Self::Epub,
        Self::Eml,
        Self::Msg,
        Self::Mbox,
        Self::Feed,
        Self::Warc,
        Self::Csv,
        Self::Xlsx,
        Self::Parquet,
        Self::Srt,
        Self::Zip,
        Self::Tar,
        Self::Gz,
    ];

    /// The extensions of its files in lower case, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Txt => &["txt", "text"],
            Self::Md => &["md", "markdown"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Json => &["json"],
            Self::Jsonl => &["jsonl", "ndjson"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx", "docm"],
            Self::Odt => &["odt"],
            Self::Rtf => &["rtf"],
            Self::Epub => &["epub"],
            Self::Eml => &["eml"],
            Self::Msg => &["msg"],
            Self::Mbox => &["mbox"],
            Self::Feed => &["xml", "rss", "atom"],
            Self::Warc => &["warc"],
            Self::Csv => &["csv", "tsv"],
            Self::Xlsx => &["xlsx", "xls", "ods"],
            Self::Parquet => &["parquet"],
            Self::Srt => &["srt", "vtt"],
            Self::Zip => &["zip"],
            Self::Tar => &["tar"],
            Self::Gz => &["gz", "tgz"],
        }
    }

    /// Its name in results: that of its usual extension, but `feed` for feeds.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            _ => self.extensions()[0],
        }
    }

    /// Whether one file may hold several articles.
    pub fn holds_several(self) -> bool {
        match self {
            Self::Txt
            | Self::Md
            | Self::Html
            | Self::Pdf
            | Self::Docx
            | Self::Odt
            | Self::Rtf
            | Self::Srt => false,
            // A mail may have articles attached.
            Self::Eml | Self::Msg | Self::Zip | Self::Tar | Self::Gz => true,
            _ => self.numbers(),
        }
    }

    /// Whether its articles have another size than the file that they are packed in.
    pub fn is_packed(self) -> bool {
        matches!(
            self,
            Self::Epub | Self::Xlsx | Self::Parquet | Self::Zip | Self::Gz
        )
    }

    /// Whether the articles of a file are told apart by numbers.
    fn numbers(self) -> bool {
        matches!(
            self,
            Self::Json
                | Self::Jsonl
                | Self::Epub
                | Self::Mbox
                | Self::Feed
                | Self::Warc
                | Self::Csv
                | Self::Xlsx
                | Self::Parquet
        )
    }

    /// Whether the articles of a file with this name may be told apart by numbers.
    pub fn numbers_those_of(name: &str) -> bool {
        match Self::of_path(Path::new(name)) {
            Ok(Self::Gz) => Self::of_path(Path::new(unpacked_name(name))).is_ok_and(Self::numbers),
            Ok(format) => format.numbers(),
            Err(_) => false,
        }
    }

    /// The format that a file's extension stands for, in any case.
    ///
    /// # Errors
    /// The extension in lower case, if no format has it.
    pub fn of_path(path: &Path) -> Result<Self, String> {
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|format| format.extensions().contains(&extension.as_str()))
            .ok_or(extension)
    }

    /// The format that a media type stands for, as mail and servers state it.
    pub(super) fn of_media_type(stated: &str) -> Option<Self> {
        let kind = stated.to_ascii_lowercase();
        Some(match kind.as_str() {
            "text/plain" => Self::Txt,
            "text/markdown" => Self::Md,
            "text/html" | "application/xhtml+xml" => Self::Html,
            "text/csv" | "text/tab-separated-values" => Self::Csv,
            "application/json" => Self::Json,
            "application/pdf" => Self::Pdf,
            OPEN_TEXT => Self::Odt,
            OPEN_SHEETS => Self::Xlsx,
            "application/rtf" | "text/rtf" => Self::Rtf,
            "application/vnd.ms-outlook" => Self::Msg,
            EPUB => Self::Epub,
            _ if kind.ends_with("wordprocessingml.document") => Self::Docx,
            _ if kind.ends_with("spreadsheetml.sheet") => Self::Xlsx,
            _ => return None,
        })
    }

    /// The format that the first bytes of a file can only belong to.
    pub fn of_start(start: &[u8]) -> Option<Self> {
        if start.starts_with(ZIP) {
            return kind_of_zip(start);
        }
        if is_at(start, TAR) {
            return Some(Self::Tar);
        }
        if start.starts_with(b"%PDF-") {
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
        } else if begins("WARC/1.") {
            Some(Self::Warc)
        } else if begins("WEBVTT") {
            Some(Self::Srt)
        } else if begins("From ") && text.contains("\nSubject:") {
            Some(Self::Mbox)
        } else if MAIL.iter().any(|field| begins(field)) && text.contains("\nSubject:") {
            Some(Self::Eml)
        } else {
            None
        }
    }

    /// The format to read a file of this one in, by its first bytes: a file may have the extension
    /// of another format.
    pub(super) fn as_found(self, start: &[u8]) -> Self {
        let is_zip = start.starts_with(ZIP);
        let is_packed = start.starts_with(GZIP);
        match self {
            _ if is_packed => Self::Gz,
            _ if is_zip => {
                kind_of_zip(start).unwrap_or(if self.is_zipped() { self } else { Self::Zip })
            }
            _ if start.trim_ascii_start().starts_with(RTF) => Self::Rtf,
            _ if is_message(start) => Self::Msg,
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
                || matches!(self, Self::Tar | Self::Gz | Self::Rtf | Self::Msg) =>
            {
                Self::of_start(start).unwrap_or(Self::Txt)
            }
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

    /// The extensions of all formats, for people: ".txt, .text, .md".
    pub fn listed() -> String {
        let extensions = Self::ALL.iter().flat_map(|format| format.extensions());
        let dotted: Vec<String> = extensions
            .map(|extension| format!(".{extension}"))
            .collect();
        dotted.join(", ")
    }
}

/// The name of the file that is packed in one of this name: `a.txt` for `a.txt.gz`, `a.tar` for
/// `a.tgz`.
pub(super) fn unpacked_name(name: &str) -> &str {
    let end = |extension: &str| {
        let at = name.len().checked_sub(extension.len())?;
        let tail = name.get(at..)?;
        tail.eq_ignore_ascii_case(extension).then_some(&name[..at])
    };
    end(".gz").or_else(|| end(".tgz")).unwrap_or(name)
}

fn is_at(start: &[u8], (at, mark): (usize, &[u8])) -> bool {
    start.get(at..).is_some_and(|rest| rest.starts_with(mark))
}

fn is_message(start: &[u8]) -> bool {
    start.starts_with(COMPOUND) && has(start, MESSAGE)
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

    #[test]
    fn extensions_stand_for_one_format_each_in_any_case() {
        let mut seen = std::collections::BTreeSet::new();
        for format in Format::ALL {
            for extension in format.extensions() {
                assert!(seen.insert(*extension), "{extension}");
                let path = format!("a.b.{}", extension.to_uppercase());
                assert_eq!(Format::of_path(Path::new(&path)), Ok(format));
            }
        }
        assert_eq!(Format::of_path(Path::new("a.PPTX")), Err("pptx".to_owned()));
        assert_eq!(Format::of_path(Path::new("txt")), Err(String::new()));
    }

    #[test]
    fn names_are_those_of_the_json() {
        for format in Format::ALL {
            let written = serde_json::to_value(format).expect("a name");
            assert_eq!(written, format.name());
        }
    }

    /// The start of an archive with this first member, in which another name occurs.
    fn zip(first: &str, other: &str) -> Vec<u8> {
        [ZIP, &[0; 26], first.as_bytes(), b"..", other.as_bytes()].concat()
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
        assert_eq!(Format::Txt.as_found(b"\x1f\x8b\x08"), Format::Gz);
        let book = [
            b"PK\x03\x04".as_slice(),
            &[0; 26],
            b"mimetypeapplication/epub+zip",
        ]
        .concat();
        assert_eq!(Format::Zip.as_found(&book), Format::Epub);
    }

    #[test]
    fn files_that_hold_several_articles_number_them_also_when_packed() {
        for name in ["a.jsonl", "a.JSONL.gz", "a.warc.gz", "a.xml", "a.csv"] {
            assert!(Format::numbers_those_of(name), "{name}");
        }
        for name in ["a.txt", "a.txt.gz", "a.zip", "a.tgz", "a.eml", "gz", "a"] {
            assert!(!Format::numbers_those_of(name), "{name}");
        }
    }

    #[test]
    fn the_page_of_formats_names_every_extension() {
        let page = include_str!("../../docs/formats.md");
        for extension in Format::ALL.iter().flat_map(|format| format.extensions()) {
            assert!(page.contains(&format!("`.{extension}`")), "{extension}");
        }
    }
}
