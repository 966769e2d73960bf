//! Characters that programs escaped or changed when they exported a text: line ends of other systems,
//! line breaks written as signs, HTML entities. This file owns putting the characters back.

use std::borrow::Cow;

/// How often a text may have been escaped.
const MAX_ESCAPES: usize = 3;

/// The text with `\n` for `\r\n` and for `\r`.
pub(super) fn with_newlines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// The text with `\n` at every line end, those included that an export escaped twice: a backslash
/// and an `n`, where they stand for the line ends of the whole text.
///
/// They do if they follow the end of a sentence or each other. The text then has no other use for
/// them, and all of them part lines, and escaped tabs and quotes are tabs and quotes. A sign that a
/// text only writes about, or a folder in the path of a file, changes nothing.
pub(super) fn with_line_breaks(text: &str) -> String {
    let text = with_newlines(text);
    if !has_escaped_breaks(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        // A letter or a drive before it, and a letter behind it, make the folder of a path.
        let is_path = rest[..at].ends_with(|c: char| c.is_ascii_alphabetic() || c == ':')
            && rest[at + 1..]
                .chars()
                .nth(1)
                .is_some_and(|c| c.is_ascii_alphabetic());
        let (sign, length) = match rest.as_bytes().get(at + 1).filter(|_| !is_path) {
            Some(b'r') if rest[at + 2..].starts_with("\\n") => ("\n", 4),
            Some(b'n' | b'r') => ("\n", 2),
            Some(b't') => ("\t", 2),
            Some(b'"') => ("\"", 2),
            Some(b'/') => ("/", 2),
            Some(b'x') if rest[at + 2..].starts_with("a0") => (" ", 4),
            Some(b'u') if rest[at + 2..].starts_with("200f") => ("\u{200f}", 6),
            _ => ("\\", 1),
        };
        out.push_str(sign);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

/// The text with its HTML entities as the characters they stand for. A `&` that begins none
/// stays, as does one in an address.
pub(super) fn without_entities(text: &str) -> Cow<'_, str> {
    // Some exports escape what is escaped already.
    let mut text = html_escape::decode_html_entities(text);
    for _ in 1..MAX_ESCAPES {
        match html_escape::decode_html_entities(&text) {
            Cow::Owned(again) => text = Cow::Owned(again),
            Cow::Borrowed(_) => break,
        }
    }
    text
}

fn has_escaped_breaks(text: &str) -> bool {
    text.match_indices("\\n").any(|(at, sign)| {
        let before = text[..at].trim_end_matches("\\r");
        let after = &text[at + sign.len()..];
        let twice = after.starts_with("\\n") || after.starts_with("\\r\\n");
        let closing = |c: char| matches!(c, '"' | '»' | '”' | ')' | '\'' | ' ');
        let ended = before
            .trim_end_matches(closing)
            .ends_with(['.', '!', '?', '؟', '…', '۔', '؛']);
        let next = after.chars().next();
        twice || (ended && next.is_some_and(|c| !c.is_ascii_lowercase() && !c.is_whitespace()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_that_were_escaped_twice_are_line_breaks() {
        assert_eq!(with_line_breaks("أ\\n\\nب\\nج"), "أ\n\nب\nج");
        assert_eq!(
            with_line_breaks("أ.\\r\\nب «ج»\\tد \\\"هـ\\\""),
            "أ.\nب «ج»\tد \"هـ\""
        );
        let path = "أ.\\nC:\\new\\nabil";
        assert_eq!(with_line_breaks(path), "أ.\nC:\\new\\nabil");
        for text in [
            "يكتب الرمز \\n في النص.",
            "C:\\news\\today",
            "أ. \\n ب",
            "أ.\\new",
        ] {
            assert_eq!(with_line_breaks(text), text);
        }
    }
}
