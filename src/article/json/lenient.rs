//! JSON as programs really write it. This file owns what is put right: values that JSON has not,
//! line breaks inside strings, a comma too many, and the comments around JSON in web pages.

use std::borrow::Cow;

use serde_json::Value;

/// Parses JSON; what is not strictly JSON is parsed once more with the usual mistakes put right.
///
/// # Errors
/// The error of the strict attempt.
pub(in crate::article) fn parse(text: &str) -> Result<Value, serde_json::Error> {
    parse_with_json(text).map(|(value, _)| value)
}

/// Parses JSON as [`parse`] does; returns with the value the strict JSON that it was read from.
///
/// # Errors
/// The error of the strict attempt.
pub(super) fn parse_with_json(text: &str) -> Result<(Value, Cow<'_, str>), serde_json::Error> {
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok((value, Cow::Borrowed(text))),
        Err(error) => error,
    };
    let repaired = repaired(text);
    match serde_json::from_str(&repaired) {
        Ok(value) => Ok((value, Cow::Owned(repaired))),
        Err(_) => Err(error),
    }
}

/// The text with the usual mistakes put right.
fn repaired(text: &str) -> String {
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
            '\\' => match chars.next() {
                Some((_, '\'')) => out.push('\''),
                Some((_, next)) => out.extend(['\\', next]),
                None => {}
            },
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => out.push(' '),
            c => out.push(c),
        }
    }
    ""
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
    fn what_is_cut_off_stays_an_error() {
        for text in ["{\"a\": ", "{\"a\": \"b", "", "{\"a\" 1}", "[1 2]", "{a}"] {
            let strict = serde_json::from_str::<Value>(text).unwrap_err().to_string();
            assert_eq!(parse(text).unwrap_err().to_string(), strict, "{text}");
        }
    }
}
