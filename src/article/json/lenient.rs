//! JSON as programs really write it. This file owns what is put right: values that JSON has not or
//! that mujaz cannot hold, line breaks inside strings, a comma too many, JSON inside strings, and the
//! comments around JSON in web pages.

use serde_json::Value;

/// The length of an escaped code unit, as in `\u0645`.
const UNIT: usize = 6;

/// Parses JSON; what is not strictly JSON, or holds what no text or number of ours can, is parsed once
/// more with the usual mistakes put right.
///
/// # Errors
/// The error of the strict attempt.
pub(crate) fn parse(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text)
        .or_else(|error| serde_json::from_str(&repaired(text)).map_err(|_| error))
}

/// The object or array that a string holds as JSON: it was written as JSON twice.
pub(in crate::article) fn written_twice(text: &str) -> Option<Value> {
    let text = text.trim();
    let is_json = text.starts_with('{') && text.ends_with('}')
        || text.starts_with('[') && text.ends_with(']');
    if !is_json {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// The text with the usual mistakes put right. What no text or number can hold, which Python writes and
/// reads, is replaced: the half of a surrogate pair by U+FFFD, a number over all bounds by `null`.
pub(super) fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            rest = string(rest, &mut out);
        } else if let Some(behind) = marker(rest) {
            rest = behind;
        } else if let Some((name, behind)) = word(rest) {
            out.push_str(match name {
                "NaN" | "nan" | "Infinity" | "undefined" | "None" => "null",
                name => name,
            });
            rest = behind;
        } else if c == '-' && rest[1..].starts_with("Infinity") {
            rest = &rest[1..];
        } else if let Some((number, behind)) = number(rest) {
            let is_endless = number.parse::<f64>().is_ok_and(f64::is_infinite);
            out.push_str(if is_endless { "null" } else { number });
            rest = behind;
        } else {
            if matches!(c, '}' | ']') {
                let end = out.trim_end().len();
                if out[..end].ends_with(',') {
                    out.truncate(end - 1);
                }
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    let end = out
        .trim_end_matches(|c: char| c.is_whitespace() || c == ';')
        .len();
    out.truncate(end);
    out
}

/// Copies the string at the start of a text with its line breaks escaped; returns what follows it.
fn string<'t>(text: &'t str, out: &mut String) -> &'t str {
    out.push('"');
    let mut chars = text[1..].char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                out.push('"');
                return &text[at + 2..];
            }
            '\\' => {
                for _ in 1..escape(&text[at + 1..], out) {
                    chars.next();
                }
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push(' '),
            c => out.push(c),
        }
    }
    ""
}

/// Copies the escape at the start of a text; returns how many characters it has.
fn escape(text: &str, out: &mut String) -> usize {
    let Some(first) = code_unit(text) else {
        match text.chars().nth(1) {
            Some('\'') => out.push('\''),
            Some(escaped) => out.extend(['\\', escaped]),
            None => {}
        }
        return 2;
    };
    let second = text.get(UNIT..).and_then(code_unit);
    let is_low = |unit: u16| matches!(unit, 0xDC00..=0xDFFF);
    let length = match first {
        0xD800..=0xDBFF if second.is_some_and(is_low) => 2 * UNIT,
        0xD800..=0xDFFF => {
            out.push(char::REPLACEMENT_CHARACTER);
            return UNIT;
        }
        _ => UNIT,
    };
    out.push_str(&text[..length]);
    length
}

/// The UTF-16 code unit that is escaped at the start of a text.
fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..UNIT - 2)?;
    u16::from_str_radix(digits, 16).ok()
}

/// The number at the start of a text, and what follows it.
fn number(text: &str) -> Option<(&str, &str)> {
    let mut before = None;
    let end = text.bytes().position(|byte| {
        let is_part = match byte {
            b'-' => matches!(before, None | Some(b'e' | b'E')),
            b'+' => matches!(before, Some(b'e' | b'E')),
            b'.' | b'e' | b'E' => before.is_some(),
            _ => byte.is_ascii_digit(),
        };
        before = Some(byte);
        !is_part
    });
    let end = end.unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// The rest of a text that begins with a comment or a mark of a character-data section.
fn marker(text: &str) -> Option<&str> {
    const MARKS: [&str; 8] = [
        "//<![CDATA[",
        "<![CDATA[",
        "//]]>",
        "]]>",
        "<!--",
        "//-->",
        "-->",
        "/*]]>*/",
    ];
    if let Some(behind) = MARKS.iter().find_map(|mark| text.strip_prefix(mark)) {
        return Some(behind);
    }
    if text.starts_with("//") {
        return Some(&text[text.find('\n').unwrap_or(text.len())..]);
    }
    let comment = text.strip_prefix("/*")?;
    // `/*<![CDATA[*/` ends where the comment does.
    Some(comment.find("*/").map_or("", |end| &comment[end + 2..]))
}

/// The name at the start of a text, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_usual_mistakes_are_put_right() {
        for (text, value) in [
            (
                "{\"a\": NaN, \"b\": -Infinity}",
                json!({"a": null, "b": null}),
            ),
            ("{\"a\": \"1\n2\t\"}", json!({"a": "1\n2\t"})),
            ("{\"a\": [1, 2, ], }", json!({"a": [1, 2]})),
            ("//<![CDATA[\n{\"a\": 1}\n//]]>", json!({"a": 1})),
            ("/*<![CDATA[*/{\"a\": 1}/*]]>*/;", json!({"a": 1})),
            (
                "<!-- {\"a\": \"// <!-- NaN ,]\"} -->",
                json!({"a": "// <!-- NaN ,]"}),
            ),
            (
                "{\"a\": \"it\\'s \\\"b\\\"\"} // end",
                json!({"a": "it's \"b\""}),
            ),
        ] {
            assert_eq!(parse(text).ok(), Some(value), "{text}");
        }
    }

    #[test]
    fn what_no_text_and_no_number_can_hold_costs_itself_alone() {
        for (text, value) in [
            (r#"{"a": "x\ud800y"}"#, json!({"a": "x\u{fffd}y"})),
            (r#"{"a": "\udc00\ud83d\ude00"}"#, json!({"a": "\u{fffd}😀"})),
            (
                r#"{"a": "\uD83D\u0645\ud83d"}"#,
                json!({"a": "\u{fffd}م\u{fffd}"}),
            ),
            (r#"{"\ud800": "\\ud800"}"#, json!({"\u{fffd}": "\\ud800"})),
            (
                "{\"a\": [1e400, -1E+400, 2]}",
                json!({"a": [null, null, 2]}),
            ),
            (
                "{\"a\": 0.00001e312, \"b\": 1e400}",
                json!({"a": 1e307, "b": null}),
            ),
            (
                "{\"a\": -1.5e-2, \"b\": 0e999, \"c\": NaN}",
                json!({"a": -0.015, "b": 0.0, "c": null}),
            ),
        ] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
            assert_eq!(parse(text).ok(), Some(value), "{text}");
        }
        let digits = format!("[{}, 1]", "9".repeat(400));
        assert_eq!(parse(&digits).ok(), Some(json!([null, 1])));
        // What is no JSON in other ways stays none.
        for text in [
            r#"["\ud8"]"#,
            r#"["\ud80é"]"#,
            "[1e400.5]",
            "[-]",
            "[1-2]",
            "[+1e400]",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_cut_off_stays_an_error() {
        for text in ["{\"a\": ", "{\"a\": \"b", "", "{\"a\" 1}", "[1 2]", "{a}"] {
            let strict = serde_json::from_str::<Value>(text).unwrap_err().to_string();
            assert_eq!(parse(text).unwrap_err().to_string(), strict, "{text}");
        }
    }
}
