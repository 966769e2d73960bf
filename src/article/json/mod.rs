//! JSON: files that hold one article or many, and JSON Lines. This file owns how they divide
//! into records; which fields an article has is decided in `object`, and when it is a
//! web page in `page`.

mod dates;
mod echo;
mod fields;
mod frames;
pub(in crate::article) mod lenient;
mod mapping;
mod names;
mod object;
mod page;
mod request;
mod texts;

use std::io::{self, BufRead};

use serde_json::Value;

use super::decode::decode;
use super::extracted::Extracted;
use super::input::Input;
use super::record::{Context, Out, Record, bytes_of};
use super::{Format, Refusal, telegram};
pub(in crate::article) use dates::stated_date;
pub(crate) use echo::raw_fields;
pub use echo::{Echo, Echoed, RawFields};
use fields::{kind_of, wrapped_articles};
pub(crate) use lenient::parse as parse_json;
pub use mapping::FieldMap;
use names::{TEXT, TITLE};
pub(in crate::article) use object::article_within;
use page::article_of_record;

/// Length limit of a line of JSON Lines, in bytes.
const MAX_LINE: usize = 64 << 20;

/// How many bytes of a file are looked at for two lines that are objects. The longest posts of social media have some
/// hundred thousand.
const LOOKED_AT: usize = 1 << 20;

/// Hands over the articles of a JSON file.
pub(super) fn document(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Some(bytes) = bytes_of(input, out)? else {
        return Ok(());
    };
    let parsed = decode(&bytes, None).and_then(|decoded| {
        let value = lenient::parse(&decoded.text)
            .or_else(|error| values_of(&decoded.text).ok_or(error))
            .map_err(|error| not_json(&error, Some(error.line())))?;
        Ok((written_once(value), decoded.encoding))
    });
    let (mut value, encoding) = match parsed {
        Ok(parsed) => parsed,
        Err(refusal) => {
            let _ = out.send(Record::new(out.whole(), &bytes, Format::Json, move |_| {
                Err(refusal.clone())
            }));
            return Ok(());
        }
    };
    if let Some(messages) = telegram::messages_of(&mut value) {
        telegram::hand_over(messages, encoding, Format::Json, out);
        return Ok(());
    }
    let elements = match value {
        Value::Array(elements) => elements,
        _ => match wrapped_articles(&mut value).or_else(|| frames::rows_of(&value)) {
            Some(elements) => elements,
            None => {
                let parse = move |context: &Context<'_>| article(&value, encoding, context);
                let _ = out.send(Record::new(out.whole(), &bytes, Format::Json, parse));
                return Ok(());
            }
        },
    };
    drop(bytes);
    for (index, element) in elements.into_iter().enumerate() {
        let compact = element.to_string();
        let parse = move |context: &Context<'_>| article(&element, encoding, context);
        let path = out.numbered(index + 1);
        let record = Record::new(path, compact.as_bytes(), Format::Json, parse);
        if out.send(record).is_break() {
            break;
        }
    }
    Ok(())
}

/// A value, or the one that it holds if it is JSON in a string.
fn written_once(value: Value) -> Value {
    let inner = value.as_str().and_then(lenient::written_twice);
    inner.unwrap_or(value)
}

/// Whether a text holds several objects, one after the other.
pub(super) fn holds_several(text: &str) -> bool {
    values_of(text).is_some()
}

/// The objects of a file that holds one after the other, as JSON Lines do.
fn values_of(text: &str) -> Option<Value> {
    let read = |text: &str| -> Result<Vec<Value>, _> {
        let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        values.collect()
    };
    let values = read(text).or_else(|_| read(&lenient::repaired(text)));
    let values = values.ok()?;
    let objects = values.len() > 1 && values.iter().all(Value::is_object);
    objects.then_some(Value::Array(values))
}

/// Whether one of some fields can be the text of an article.
pub(super) fn has_text_field<'n>(mut names: impl Iterator<Item = &'n str>) -> bool {
    names.any(|name| TEXT.iter().any(|known| name.eq_ignore_ascii_case(known)))
}

/// Whether a field of this name is the headline of an article.
pub(super) fn is_title_field(name: &str) -> bool {
    TITLE.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The article that a value holds.
pub(super) fn article(
    value: &Value,
    encoding: &'static str,
    context: &Context<'_>,
) -> Result<Extracted, Refusal> {
    Ok(Extracted {
        encoding,
        ..article_of_record(&context.fields.applied(value), context.language)?
    })
}

fn not_json(error: &serde_json::Error, line: Option<usize>) -> Refusal {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let column = error.column();
    let line = line.map_or_else(String::new, |line| format!("line {line}, "));
    Refusal::Failed(format!(
        "not valid JSON at {line}column {column}: {message}"
    ))
}

/// Hands over the lines of a file of JSON Lines.
pub(super) fn lines(input: &mut Input<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if begins_a_document(input.start()) {
        return document(input, out);
    }
    lines_of(input, out)
}

/// Whether a file of which nothing was read yet begins with several lines that are objects.
pub(super) fn holds_lines(input: &mut Input<'_>) -> bool {
    let is_mark =
        |byte: u8| byte.is_ascii_whitespace() || b"\0\xef\xbb\xbf\xff\xfe".contains(&byte);
    let mut start = input.start().iter().copied();
    if start.find(|&byte| !is_mark(byte)) != Some(b'{') {
        return false;
    }
    input.look_ahead(LOOKED_AT);
    begins_with_lines(input.start(), input.is_all_at_start())
}

/// Whether bytes begin with several lines that are objects. Unless they are all, the last line is cut off and none.
fn begins_with_lines(start: &[u8], is_all: bool) -> bool {
    let Ok(decoded) = decode(start, None) else {
        return false;
    };
    let lines = decoded.text.split_inclusive('\n');
    let lines = lines.filter(|line| is_all || line.ends_with('\n'));
    let lines = lines.map(str::trim).filter(|line| !line.is_empty());
    let is_object = |line: &&str| {
        line.starts_with('{') && lenient::parse(line).is_ok_and(|value| value.is_object())
    };
    lines.take(2).filter(is_object).count() == 2
}

/// Whether lines that begin so are in UTF-16.
fn are_in_utf_16(start: &[u8]) -> bool {
    let starts = [b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{"];
    starts.into_iter().any(|mark| start.starts_with(mark))
}

/// Whether the first line is an array, or only a bracket, as in JSON that is spread over lines.
fn begins_a_document(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let mut lines = start.trim_ascii_start().split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default().trim_ascii();
    // A line of JSON Lines is an object.
    first.starts_with(b"[") || (first == b"{" && lines.next().is_some())
}

/// Hands over lines, each of which is an article or the request for the brief of one.
pub(super) fn lines_of(reader: &mut impl BufRead, out: &mut Out<'_>) -> io::Result<()> {
    let are_requests = out.echo.is_some_and(Echo::is_of_requests);
    let mut buffer = Vec::new();
    let mut number = 0;
    while !out.stopped() {
        buffer.clear();
        let line = read_line(reader, &mut buffer, MAX_LINE)?;
        number += 1;
        if number == 1 && are_in_utf_16(&buffer) {
            let reason = "JSON Lines in UTF-16 cannot be read; convert the file to UTF-8";
            let refusal = Refusal::Failed(reason.to_owned());
            if out.echo.is_none() {
                out.refuse(refusal);
                return Ok(());
            }
            let path = out.numbered(number);
            if out
                .send(Record::new(path, &buffer, Format::Jsonl, move |_| {
                    Err(refusal.clone())
                }))
                .is_break()
            {
                return Ok(());
            }
            continue;
        }
        let record = match line {
            Line::End => return Ok(()),
            Line::Whole => {
                let mark: &[u8] = if number == 1 { b"\xef\xbb\xbf" } else { b"" };
                let bytes = buffer.strip_prefix(mark).unwrap_or(&buffer).trim_ascii();
                // A blank line between requests is none, and gets no answer.
                if bytes.is_empty() && (out.echo.is_none() || are_requests) {
                    continue;
                }
                let own = bytes.to_vec();
                // The answer to a line does not depend on its place.
                let named = out.echo.is_none().then_some(number);
                let parse = move |context: &Context<'_>| {
                    if are_requests {
                        article_of_request(&own, context)
                    } else {
                        article_of_line(&own, named, context)
                    }
                };
                let path = out.numbered(number);
                let mut record = Record::new(path, bytes, Format::Jsonl, parse);
                if let Some(echo) = out.echo {
                    record.echoed = echo.of_line(bytes);
                }
                record
            }
            Line::TooLong(bytes, blake3) => {
                let reason = format!("line {number} is longer than 64 MiB ({bytes} bytes)");
                let path = out.numbered(number);
                Record::refused(path, (bytes, blake3), Refusal::Failed(reason))
            }
        };
        if out.send(record).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn article_of_line(
    bytes: &[u8],
    number: Option<usize>,
    context: &Context<'_>,
) -> Result<Extracted, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Skipped("the line is empty".to_owned()));
    }
    let (object, encoding) = object_of_line(bytes, number)?;
    article(&object, encoding, context)
}

/// The article of a line that is a request of a batch file.
fn article_of_request(bytes: &[u8], context: &Context<'_>) -> Result<Extracted, Refusal> {
    let (request, encoding) = object_of_line(bytes, None)?;
    article(&request::article_in(&request)?, encoding, context)
}

/// The object that a line holds, and the name of its encoding. A line that gets an answer has no number.
fn object_of_line(bytes: &[u8], number: Option<usize>) -> Result<(Value, &'static str), Refusal> {
    let decoded = decode(bytes, None)?;
    let mut value = lenient::parse(&decoded.text).map_err(|error| not_json(&error, number))?;
    // A line that gets an answer must have its fields itself.
    if number.is_some() {
        value = written_once(value);
    }
    if !value.is_object() {
        let kind = kind_of(&value);
        let line = number.map_or_else(|| "the line".to_owned(), |number| format!("line {number}"));
        let reason = format!("{line} is {kind}, not an object");
        return Err(Refusal::Failed(reason));
    }
    Ok((value, decoded.encoding))
}

/// How a line of JSON Lines was read into the buffer.
enum Line {
    End,
    Whole,
    /// The line is longer than the limit: its number of bytes and their hash.
    TooLong(u64, String),
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
mod tests {
    use super::*;

    #[test]
    fn several_whole_objects_are_lines_of_json() {
        for (start, expected) in [
            ("{\"a\": 1}\n{\"a\": 2}\n", true),
            ("\u{feff}{}\r\n\r\n{}\r\nx", true),
            ("{}\n", false),
            ("{}\n{\"a\": NaN}\n", true),
            ("{}\n{a\n", false),
            ("{\n}\n", false),
            ("[]\n[]\n", false),
            ("نص\n{}\n{}\n", false),
        ] {
            assert_eq!(
                begins_with_lines(start.as_bytes(), false),
                expected,
                "{start}"
            );
        }
        for (is_all, expected) in [(false, false), (true, true)] {
            assert_eq!(begins_with_lines(b"{}\n{}", is_all), expected);
        }
    }

    #[test]
    fn long_lines_are_passed_over_and_hashed() {
        use std::io::BufReader;

        let mut reader = BufReader::with_capacity(4, b"abcdefgh\nxyz\n\nend".as_slice());
        let mut line = Vec::new();
        let hash = blake3::hash(b"abcdefgh").to_hex().to_string();
        let first = read_line(&mut reader, &mut line, 6).expect("a line");
        assert!(matches!(first, Line::TooLong(8, found) if found == hash));
        for expected in ["xyz", "", "end"] {
            line.clear();
            assert!(matches!(
                read_line(&mut reader, &mut line, 6).expect("a line"),
                Line::Whole
            ));
            assert_eq!(line, expected.as_bytes());
        }
        line.clear();
        assert!(matches!(
            read_line(&mut reader, &mut line, 6).expect("a line"),
            Line::End
        ));
    }
}
