//! From a file to its articles, one record at a time. This file owns the formats' containers,
//! the limits on sizes, hashes and numbering; one bad record never hides the others.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use super::charset::declared_charset;
use super::decode::{Decoded, decode};
use super::extracted::Extracted;
use super::html::extract_html;
use super::json::{article_of_object, kind_of, wrapped_articles};
use super::markdown::front_matter;
use super::structure::paragraphs_of;
use super::{Article, Format, InputFile, Refusal, Role, Source};

/// Largest file that is read at once, in bytes.
const MAX_FILE: u64 = 256 << 20;
/// Longest line of JSON Lines, in bytes.
const MAX_LINE: usize = 64 << 20;

/// One article of a file, or why it is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The file's relative path, and `#` and a number from 1 where a file may hold several.
    /// In JSON Lines the number is that of the line, blank lines included.
    pub path: String,
    /// BLAKE3 of the record's bytes in hex: of the file, of the line without its end, or of the
    /// compact form of an array's element. Empty if the bytes could not be read.
    pub blake3: String,
    /// Number of those bytes.
    pub bytes: u64,
    /// The `id` that a line of JSON Lines gives itself, where it is a string or a 64-bit integer.
    pub id: Option<Value>,
    /// The article.
    pub article: Result<Article, Refusal>,
}

/// Reads a file and hands over its records in order, until it ends or `each` says to stop.
///
/// Never fails as a whole: what cannot be read becomes a record that says so. JSON Lines are
/// read line by line (64 MiB at most each); other files are read at once (256 MiB at most).
pub fn read_file(file: &InputFile, each: &mut dyn FnMut(Record) -> ControlFlow<()>) {
    let mut out = Out {
        name: &file.relative,
        every_line: false,
        each,
    };
    let format = match &file.format {
        Ok(format) => *format,
        Err(extension) => {
            let reason = format!("the extension {extension:?} is not an article format");
            out.refuse(Refusal::Skipped(reason));
            return;
        }
    };
    let done = if format == Format::Jsonl {
        File::open(&file.absolute)
            .and_then(|file| read_lines(&mut BufReader::with_capacity(1 << 16, file), &mut out))
    } else {
        read_whole(file, format, &mut out)
    };
    if let Err(error) = done {
        out.refuse(Refusal::Failed(format!("cannot read the file: {error}")));
    }
}

/// Reads JSON Lines that are in no file, and are called `name`. Every line becomes a record, a
/// blank one too.
///
/// # Errors
/// When they cannot be read to their end.
pub fn read_json_lines(
    name: &str,
    reader: &mut impl BufRead,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut out = Out {
        name,
        every_line: true,
        each,
    };
    read_lines(reader, &mut out)
}

/// Where records go.
struct Out<'a> {
    /// The file's name.
    name: &'a str,
    /// Whether blank lines are records.
    every_line: bool,
    each: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
}

/// Bytes of a record: what a source says about them.
struct Bytes {
    path: String,
    blake3: String,
    bytes: u64,
    id: Option<Value>,
}

impl Out<'_> {
    fn numbered(&self, number: usize) -> String {
        format!("{}#{number}", self.name)
    }

    fn whole(&self, bytes: &[u8]) -> Bytes {
        Bytes::of(self.name.to_owned(), bytes)
    }

    fn send(&mut self, bytes: Bytes, article: Result<Article, Refusal>) -> ControlFlow<()> {
        let Bytes {
            path,
            blake3,
            bytes,
            id,
        } = bytes;
        (self.each)(Record {
            path,
            blake3,
            bytes,
            id,
            article,
        })
    }

    /// A record for a file of which nothing was read. It is the last one anyhow.
    fn refuse(&mut self, refusal: Refusal) {
        let _ = self.send(
            Bytes {
                path: self.name.to_owned(),
                blake3: String::new(),
                bytes: 0,
                id: None,
            },
            Err(refusal),
        );
    }
}

impl Bytes {
    fn of(path: String, bytes: &[u8]) -> Self {
        let blake3 = blake3::hash(bytes).to_hex().to_string();
        Self {
            path,
            blake3,
            bytes: bytes.len() as u64,
            id: None,
        }
    }

    fn source(&self, format: Format, encoding: &str) -> Source {
        Source {
            path: self.path.clone(),
            blake3: self.blake3.clone(),
            bytes: self.bytes,
            encoding: encoding.to_owned(),
            format,
            language: String::new(),
            title: None,
            date: None,
            url: None,
        }
    }
}

fn read_whole(file: &InputFile, format: Format, out: &mut Out<'_>) -> io::Result<()> {
    let opened = File::open(&file.absolute)?;
    if opened.metadata()?.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a folder",
        ));
    }
    let mut bytes = Vec::new();
    opened.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE {
        out.refuse(Refusal::Failed(
            "the file is larger than 256 MiB; split it, or convert it to JSON Lines".to_owned(),
        ));
        return Ok(());
    }
    if format == Format::Json {
        read_json(&bytes, out);
    } else {
        let about = out.whole(&bytes);
        let article = guarded(|| article_of_file(&about, &bytes, format));
        let _ = out.send(about, article);
    }
    Ok(())
}

/// Turns one record into an article; a panic in it, or in a parser that it calls, costs that
/// record and no other.
fn guarded(read: impl FnOnce() -> Result<Article, Refusal>) -> Result<Article, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let reason = "reading it hit a defect in mujaz; please report it with the file";
        Err(Refusal::Failed(reason.to_owned()))
    })
}

/// An article from the bytes of a text, Markdown or HTML file.
fn article_of_file(about: &Bytes, bytes: &[u8], format: Format) -> Result<Article, Refusal> {
    let declared = if format == Format::Html {
        declared_charset(bytes)
    } else {
        None
    };
    let Decoded { text, encoding, .. } = decode(bytes, declared.as_deref())?;
    let mut source = about.source(format, encoding);
    if format == Format::Html {
        return finish(source, extract_html(&text, None)?);
    }
    let paragraphs = paragraphs_of(&text, format);
    let title = paragraphs
        .iter()
        .find(|paragraph| paragraph.role == Role::Title)
        .map(|paragraph| text[paragraph.span.clone()].to_owned());
    let mut extracted = Extracted {
        text,
        paragraphs,
        title,
        ..Extracted::default()
    };
    if format == Format::Md
        && let Some(front) = front_matter(&extracted.text)
    {
        extracted.date = front.date;
        extracted.url = front.url;
        source.language = front.language.unwrap_or_default();
    }
    finish(source, extracted)
}

fn finish(mut source: Source, extracted: Extracted) -> Result<Article, Refusal> {
    let Extracted {
        text,
        paragraphs,
        title,
        date,
        url,
        language,
    } = extracted;
    if paragraphs.is_empty() {
        return Err(Refusal::Skipped("there is no text in it".to_owned()));
    }
    let own_title = paragraphs
        .iter()
        .find(|paragraph| paragraph.role == Role::Title);
    source.title = title.or_else(|| own_title.map(|own| text[own.span.clone()].to_owned()));
    source.date = date;
    source.url = url;
    if let Some(language) = language {
        source.language = language;
    }
    Ok(Article {
        source,
        text,
        paragraphs,
    })
}

fn read_json(bytes: &[u8], out: &mut Out<'_>) {
    let about = out.whole(bytes);
    let decoded = match decode(bytes, None) {
        Ok(decoded) => decoded,
        Err(refusal) => {
            let _ = out.send(about, Err(refusal));
            return;
        }
    };
    let value: Value = match serde_json::from_str(&decoded.text) {
        Ok(value) => value,
        Err(error) => {
            let _ = out.send(about, Err(not_json(&error, error.line())));
            return;
        }
    };
    let encoding = decoded.encoding;
    drop(decoded.text);
    let elements = value.as_array().or_else(|| wrapped_articles(&value));
    let Some(elements) = elements else {
        let article = guarded(|| article_of_element(&about, &value, encoding));
        let _ = out.send(about, article);
        return;
    };
    if elements.is_empty() {
        let refusal = Refusal::Skipped("the array in it is empty".to_owned());
        let _ = out.send(about, Err(refusal));
    }
    for (index, element) in elements.iter().enumerate() {
        let about = Bytes::of(out.numbered(index + 1), element.to_string().as_bytes());
        let article = guarded(|| article_of_element(&about, element, encoding));
        if out.send(about, article).is_break() {
            return;
        }
    }
}

fn article_of_element(about: &Bytes, value: &Value, encoding: &str) -> Result<Article, Refusal> {
    let extracted = article_of_object(value)?;
    finish(about.source(Format::Json, encoding), extracted)
}

fn not_json(error: &serde_json::Error, line: usize) -> Refusal {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let column = error.column();
    Refusal::Failed(format!(
        "not valid JSON at line {line}, column {column}: {message}"
    ))
}

/// How a line of JSON Lines was read into the buffer.
enum Line {
    End,
    Whole,
    /// It was longer than the limit: its number of bytes and their hash.
    TooLong(u64, String),
}

fn read_lines(reader: &mut impl BufRead, out: &mut Out<'_>) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut number = 0;
    loop {
        buffer.clear();
        let line = read_line(reader, &mut buffer, MAX_LINE)?;
        number += 1;
        if number == 1 && (buffer.starts_with(b"\xff\xfe") || buffer.starts_with(b"\xfe\xff")) {
            let reason = "JSON Lines in UTF-16 cannot be read; convert the file to UTF-8";
            let refusal = Refusal::Failed(reason.to_owned());
            if !out.every_line {
                out.refuse(refusal);
                return Ok(());
            }
            let about = Bytes::of(out.numbered(number), &buffer);
            if out.send(about, Err(refusal)).is_break() {
                return Ok(());
            }
            continue;
        }
        let flow = match line {
            Line::End => return Ok(()),
            Line::Whole => {
                let mark: &[u8] = if number == 1 { b"\xef\xbb\xbf" } else { b"" };
                let bytes = buffer.strip_prefix(mark).unwrap_or(&buffer).trim_ascii();
                if bytes.is_empty() && !out.every_line {
                    continue;
                }
                let mut about = Bytes::of(out.numbered(number), bytes);
                let mut id = None;
                let article = guarded(|| article_of_line(&about, bytes, number, &mut id));
                about.id = id;
                out.send(about, article)
            }
            Line::TooLong(bytes, blake3) => {
                let about = Bytes {
                    path: out.numbered(number),
                    blake3,
                    bytes,
                    id: None,
                };
                let reason = format!("line {number} is longer than 64 MiB ({bytes} bytes)");
                out.send(about, Err(Refusal::Failed(reason)))
            }
        };
        if flow.is_break() {
            return Ok(());
        }
    }
}

/// The article of a line, and the line's `id`.
fn article_of_line(
    about: &Bytes,
    bytes: &[u8],
    number: usize,
    id: &mut Option<Value>,
) -> Result<Article, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Skipped("the line is empty".to_owned()));
    }
    let decoded = decode(bytes, None)?;
    let value: Value =
        serde_json::from_str(&decoded.text).map_err(|error| not_json(&error, number))?;
    let own = value
        .get("id")
        .filter(|id| id.is_string() || id.is_i64() || id.is_u64());
    *id = own.cloned();
    if !value.is_object() {
        let kind = kind_of(&value);
        return Err(Refusal::Failed(format!(
            "line {number} is {kind}, not an object"
        )));
    }
    finish(
        about.source(Format::Jsonl, decoded.encoding),
        article_of_object(&value)?,
    )
}

/// Reads to the end of a line, which is not kept. A line over `limit` bytes is read to its end
/// without being stored.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>, limit: usize) -> io::Result<Line> {
    let mut total = 0_u64;
    let mut too_long: Option<blake3::Hasher> = None;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let at_end = available.is_empty();
        let end = available.iter().position(|&byte| byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        total += part.len() as u64;
        if too_long.is_none() && line.len() + part.len() > limit {
            let mut hasher = blake3::Hasher::new();
            hasher.update(line);
            too_long = Some(hasher);
        }
        match &mut too_long {
            Some(hasher) => {
                hasher.update(part);
            }
            None => line.extend_from_slice(part),
        }
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if at_end && total == 0 {
            return Ok(Line::End);
        }
        if at_end || end.is_some() {
            return Ok(match too_long {
                Some(hasher) => Line::TooLong(total, hasher.finalize().to_hex().to_string()),
                None => Line::Whole,
            });
        }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
