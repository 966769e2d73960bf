//! Records of a file: what is needed to know one again, and its article on demand. This file owns
//! the limit on sizes, hashes and numbering.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use crate::document::Role;
use crate::text::Language;

use super::extracted::Extracted;
use super::{Article, Format, Refusal, Source};

/// Largest file that is read at once, in bytes.
const MAX_FILE: u64 = 256 << 20;

/// The reason of a record that a parser trips over.
pub(super) const DEFECT: &str = "reading it hit a defect in mujaz; please report it with the file";

/// What reading needs to know beside the bytes.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The language that articles are expected in.
    pub language: &'static Language,
}

/// The second step of reading: from what is in a record to its article.
type Parse = Box<dyn FnOnce(&Context) -> Result<Extracted, Refusal> + Send>;

/// One article of a file, not parsed yet.
pub struct Record {
    /// The file's relative path, and `#` and a number from 1 where a file may hold several.
    /// In JSON Lines the number is that of the line, blank lines included.
    pub path: String,
    /// BLAKE3 of the record's bytes in hex: of the file, of the line without its end, or of the
    /// compact form of an array's element. Empty if the bytes could not be read.
    pub blake3: String,
    /// Number of those bytes.
    pub bytes: u64,
    /// The `id` that a line of JSON Lines gives itself, where it is a string or a 64-bit integer
    /// and the lines are in no file.
    pub id: Option<Value>,
    /// The format of its file; none where that is not known.
    format: Option<Format>,
    parse: Parse,
}

impl Record {
    /// A record of some bytes; it is hashed here, and parsed by `parse`.
    pub(super) fn new(
        path: String,
        bytes: &[u8],
        format: Format,
        parse: impl FnOnce(&Context) -> Result<Extracted, Refusal> + Send + 'static,
    ) -> Self {
        Self {
            path,
            blake3: hash(bytes),
            bytes: bytes.len() as u64,
            id: None,
            format: Some(format),
            parse: Box::new(parse),
        }
    }

    /// A record of which it is known already that it is no article; what could be read of it had
    /// so many bytes, with this hash.
    pub(super) fn refused(path: String, (bytes, blake3): (u64, String), refusal: Refusal) -> Self {
        Self {
            path,
            blake3,
            bytes,
            id: None,
            format: None,
            parse: Box::new(|_| Err(refusal)),
        }
    }

    /// The article. A panic in a parser costs this record and no other.
    ///
    /// # Errors
    /// Why there is none.
    pub fn parse(self, context: &Context) -> Result<Article, Refusal> {
        let Self {
            path,
            blake3,
            bytes,
            format,
            parse,
            ..
        } = self;
        let extracted = catch_unwind(AssertUnwindSafe(|| parse(context)))
            .unwrap_or_else(|_| Err(Refusal::Failed(DEFECT.to_owned())))?;
        let Extracted {
            text,
            paragraphs,
            title,
            date,
            url,
            language,
            encoding,
        } = extracted;
        if paragraphs.is_empty() {
            return Err(Refusal::Skipped("there is no text in it".to_owned()));
        }
        let own_title = paragraphs
            .iter()
            .find(|paragraph| paragraph.role == Role::Title)
            .map(|own| text[own.span.clone()].to_owned());
        let source = Source {
            path,
            blake3,
            bytes,
            encoding: encoding.to_owned(),
            format: format.expect("a record that was read has a format: else a bug"),
            language: language.unwrap_or_default(),
            title: title.or(own_title),
            date,
            url,
        };
        Ok(Article {
            source,
            text,
            paragraphs,
        })
    }
}

/// Where records go.
pub(super) struct Out<'a> {
    /// The file's name.
    pub(super) name: &'a str,
    /// Whether blank lines are records, and lines are asked for their `id`.
    pub(super) every_line: bool,
    pub(super) each: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
}

impl Out<'_> {
    /// The path of the only record of the file.
    pub(super) fn whole(&self) -> String {
        self.name.to_owned()
    }

    /// The path of one of several records.
    pub(super) fn numbered(&self, number: usize) -> String {
        format!("{}#{number}", self.name)
    }

    /// Hands a record over.
    pub(super) fn send(&mut self, record: Record) -> ControlFlow<()> {
        (self.each)(record)
    }

    /// Hands over a record for a file of which nothing was read. It is the last one anyhow.
    pub(super) fn refuse(&mut self, refusal: Refusal) {
        let nothing = (0, String::new());
        let _ = self.send(Record::refused(self.name.to_owned(), nothing, refusal));
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Hands over a file that holds one article.
pub(super) fn whole(
    file: &mut File,
    format: Format,
    read: fn(&[u8], &Context) -> Result<Extracted, Refusal>,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let Some(bytes) = bytes_of(file, out)? else {
        return Ok(());
    };
    let _ = out.send(Record {
        path: out.whole(),
        blake3: hash(&bytes),
        bytes: bytes.len() as u64,
        id: None,
        format: Some(format),
        parse: Box::new(move |context| read(&bytes, context)),
    });
    Ok(())
}

/// The bytes of a file; none, once that was said, where it is too large.
pub(super) fn bytes_of(file: &mut File, out: &mut Out<'_>) -> io::Result<Option<Vec<u8>>> {
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a folder",
        ));
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE {
        out.refuse(Refusal::Failed(
            "the file is larger than 256 MiB; split it, or convert it to JSON Lines".to_owned(),
        ));
        return Ok(None);
    }
    Ok(Some(bytes))
}
