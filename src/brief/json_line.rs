//! JSON as mujaz writes it. This file owns that whoever reads lines finds one where one was written, and
//! that nothing in it steers a terminal.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::text::is_plain;

/// A value as JSON on one line, without the line break after it. Characters that end lines for some
/// programs, as the line separator does for Python, are escaped, and so is whatever else does not only
/// show itself on a terminal.
///
/// # Errors
/// Those of serde, for a value that cannot be JSON.
pub fn json_line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, OneLine))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A value as JSON on several lines, without the line break after the last. The same characters are
/// escaped as in [`json_line`].
///
/// # Errors
/// Those of serde, for a value that cannot be JSON.
pub fn json_pretty(value: &impl Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    let mut bytes = Vec::with_capacity(text.len());
    write_escaped(&mut bytes, &text).expect("a vector that takes no more is a bug");
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        write_escaped(writer, fragment)
    }

    /// Writes JSON as it came. It has the characters that are escaped in its strings alone, and line
    /// breaks only outside of them.
    fn write_raw_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for (number, part) in fragment.split(['\n', '\r']).enumerate() {
            if number > 0 {
                writer.write_all(b" ")?;
            }
            write_escaped(writer, part)?;
        }
        Ok(())
    }
}

/// Writes JSON, or a part of a string in it, in which a character that is escaped stands in a string.
fn write_escaped<W: ?Sized + Write>(writer: &mut W, text: &str) -> io::Result<()> {
    let mut rest = text;
    // Most text has none of the bytes that these characters begin with.
    let may_begin_one = |byte: u8| matches!(byte, 0x7F | 0xC2 | 0xE2 | 0xEF | 0xF3);
    if !rest.bytes().any(may_begin_one) {
        return writer.write_all(rest.as_bytes());
    }
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_escaped(*c)) {
        writer.write_all(&rest.as_bytes()[..at])?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(writer, "\\u{unit:04x}")?;
        }
        rest = &rest[at + c.len_utf8()..];
    }
    writer.write_all(rest.as_bytes())
}

/// Whether a character is escaped that JSON allows as it is. Those below are escaped by serde in
/// strings, and stand as tabs and line breaks between values.
fn is_escaped(c: char) -> bool {
    c >= '\u{7F}' && !is_plain(c)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn every_character_is_read_again_and_none_ends_a_line() {
        let chars = ('\0'..='\u{3000}').chain(['\u{FEFF}', '\u{FFFA}', '\u{E0041}', '😀']);
        for c in chars {
            let line = json_line(&c).unwrap();
            assert_eq!(serde_json::from_str::<char>(&line).unwrap(), c);
            assert!(!line.chars().any(is_escaped), "{line}");
        }
    }

    #[test]
    fn json_that_is_passed_on_stays_as_it_came_on_one_line() {
        let came = "{\"a\":\r\"\u{2028}\u{7f}سد\",\n\t\"b\": [10.0, 12345678901234567890123]}";
        let raw = RawValue::from_string(came.to_owned()).unwrap();
        let expected = "{\"a\": \"\\u2028\\u007fسد\", \t\"b\": [10.0, 12345678901234567890123]}";
        assert_eq!(json_line(&raw).unwrap(), expected);
    }

    #[test]
    fn what_steers_a_terminal_is_escaped_and_read_as_it_was() {
        let text = "سد\u{202e}\u{1b}[31m\u{9b}\u{2066}\u{200f}\u{e0041}";
        let escaped = r#""سد\u202e\u001b[31m\u009b\u2066"#.to_owned() + "\u{200f}\\udb40\\udc41\"";
        assert_eq!(json_line(&text).unwrap(), escaped);
        let lines = json_pretty(&[text]).unwrap();
        assert_eq!(lines, format!("[\n  {escaped}\n]"));
        assert_eq!(serde_json::from_str::<[String; 1]>(&lines).unwrap(), [text]);
    }

    #[test]
    fn nothing_in_a_line_ends_it() {
        let text = "a\u{2028}b\u{2029}\u{85}\u{9b}\n\r\u{b}\u{1c}\"سد";
        let line = json_line(&text).unwrap();
        let expected = r#""a\u2028b\u2029\u0085\u009b\n\r\u000b\u001c\"سد""#;
        assert_eq!(line, expected);
        let read: String = serde_json::from_str(&line).unwrap();
        assert_eq!(read, text);
    }
}
