//! The file formats that mujaz reads. This file owns their names and extensions; their first bytes
//! are in `first_bytes`, and each format is read in a file of its own.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// Why this program neither reads nor writes Parquet files, and what to do.
#[cfg(not(feature = "parquet"))]
pub(crate) const WITHOUT_PARQUET: &str =
    "this program was built without Parquet: cargo build --release --features parquet";

/// Kinds of OpenDocument files and books.
pub(super) const EPUB: &str = "application/epub+zip";
pub(super) const OPEN_TEXT: &str = "application/vnd.oasis.opendocument.text";
pub(super) const OPEN_SHEETS: &str = "application/vnd.oasis.opendocument.spreadsheet";

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
    /// The items of a news agency, or a dump of a content system, in XML.
    Xml,
    /// Stored web pages.
    Warc,
    /// A web page that a browser stored with its pictures.
    Mhtml,
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
    /// A file compressed by gzip.
    Gz,
    /// A file compressed by bzip2.
    Bz2,
    /// A file compressed by xz.
    Xz,
    /// A file compressed by Zstandard.
    Zst,
}

/// The extensions of compressed files in which a tar archive is.
const TARS: [&str; 5] = ["tgz", "tbz2", "tbz", "txz", "tzst"];

impl Format {
    /// All of them.
    pub const ALL: [Self; 27] = [
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
        Self::Xml,
        Self::Warc,
        Self::Mhtml,
        Self::Csv,
        Self::Xlsx,
        Self::Parquet,
        Self::Srt,
        Self::Zip,
        Self::Tar,
        Self::Gz,
        Self::Bz2,
        Self::Xz,
        Self::Zst,
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
            Self::Feed => &["rss", "atom"],
            Self::Xml => &["xml", "nitf", "newsml", "enex"],
            // Common Crawl calls the texts of pages so.
            Self::Warc => &["warc", "wet"],
            Self::Mhtml => &["mhtml", "mht"],
            Self::Csv => &["csv", "tsv"],
            Self::Xlsx => &["xlsx", "xls", "ods"],
            Self::Parquet => &["parquet"],
            Self::Srt => &["srt", "vtt"],
            Self::Zip => &["zip"],
            Self::Tar => &["tar"],
            Self::Gz => &["gz", "tgz"],
            Self::Bz2 => &["bz2", "tbz2", "tbz"],
            Self::Xz => &["xz", "txz"],
            Self::Zst => &["zst", "tzst"],
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
            | Self::Mhtml
            | Self::Srt => false,
            // A mail may have articles attached.
            Self::Eml | Self::Msg | Self::Zip | Self::Tar => true,
            _ => self.is_compressed() || self.numbers(),
        }
    }

    /// Whether its articles have another size than the file that they are packed in.
    pub fn is_packed(self) -> bool {
        matches!(self, Self::Epub | Self::Xlsx | Self::Parquet | Self::Zip) || self.is_compressed()
    }

    /// Whether its files hold one other file, compressed.
    pub(super) fn is_compressed(self) -> bool {
        matches!(self, Self::Gz | Self::Bz2 | Self::Xz | Self::Zst)
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
                | Self::Xml
                | Self::Warc
                | Self::Csv
                | Self::Xlsx
                | Self::Parquet
        )
    }

    /// Whether the articles of a file with this name may be told apart by numbers.
    pub fn numbers_those_of(name: &str) -> bool {
        match Self::of_path(Path::new(name)) {
            // What the name does not say may be lines of JSON, or a feed.
            Ok(format) if format.is_compressed() => inner_format(name).is_none_or(Self::numbers),
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
            "application/rss+xml" | "application/atom+xml" => Self::Feed,
            "application/xml" | "text/xml" => Self::Xml,
            EPUB => Self::Epub,
            _ if kind.ends_with("wordprocessingml.document") => Self::Docx,
            _ if kind.ends_with("spreadsheetml.sheet") => Self::Xlsx,
            _ => return None,
        })
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

/// The format of what is compressed in a file, by the file's name: plain text for `a.txt.gz`, tar for
/// `a.tgz`; `None` if the name does not say.
pub(super) fn inner_format(name: &str) -> Option<Format> {
    let (stem, extension) = name.rsplit_once('.')?;
    if TARS.iter().any(|tar| extension.eq_ignore_ascii_case(tar)) {
        return Some(Format::Tar);
    }
    let named = Format::of_path(Path::new(name)).ok()?;
    if named.is_compressed() {
        return Format::of_path(Path::new(stem)).ok();
    }
    // The extension that says how it is compressed is missing.
    Some(named)
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

    #[test]
    fn files_that_hold_several_articles_number_them_also_when_packed() {
        for name in [
            "a.jsonl",
            "a.JSONL.gz",
            "a.warc.gz",
            "a.xml.bz2",
            "a.jsonl.ZST",
            "a.csv.xz",
            "a.xml",
            "a.csv",
            "RS_2020-01.zst",
            "a.gz",
        ] {
            assert!(Format::numbers_those_of(name), "{name}");
        }
        for name in [
            "a.txt", "a.txt.gz", "a.txt.xz", "a.zip", "a.tgz", "a.tbz2", "a.eml", "gz", "a",
        ] {
            assert!(!Format::numbers_those_of(name), "{name}");
        }
    }

    #[test]
    fn the_name_of_a_compressed_file_says_what_is_in_it() {
        for (name, format) in [
            ("a.txt.gz", Some(Format::Txt)),
            ("a.xml.BZ2", Some(Format::Xml)),
            ("a.tar.xz", Some(Format::Tar)),
            ("a.TGZ", Some(Format::Tar)),
            ("a.tbz", Some(Format::Tar)),
            ("a.tbz2", Some(Format::Tar)),
            ("a.txz", Some(Format::Tar)),
            ("a.tzst", Some(Format::Tar)),
            ("a.gz.zst", Some(Format::Gz)),
            ("a.txt", Some(Format::Txt)),
            ("a.gz", None),
            ("a", None),
        ] {
            assert_eq!(inner_format(name), format, "{name}");
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
