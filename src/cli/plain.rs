//! Text on a terminal. Names of files, fields of articles and answers of hubs are foreign texts, and
//! may hold control characters, which would move the cursor or do worse. This file owns what of them
//! is shown.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::text::is_plain;

/// Text that is safe on one line of a terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if is_plain(c) { c } else { '\u{fffd}' })
        .collect()
}

/// Text that is safe on lines of a terminal: of control characters only tabs and the ends of lines
/// pass.
pub(super) fn plain_lines(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        _ if is_plain(c) => c,
        _ => '\u{fffd}',
    };
    text.chars().map(shown).collect()
}

/// How many characters are kept of the beginning and of the end of a long message: more than the
/// longest path has.
const FIRST: usize = 6000;
const LAST: usize = 1000;

/// A text without its middle, if it is long: some messages quote a file, which may hold anything.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    let after = |count: usize| text.char_indices().nth(count).map(|(at, _)| at);
    let last = text.char_indices().rev().nth(LAST - 1).map(|(at, _)| at);
    match (after(FIRST + LAST), after(FIRST), last) {
        (Some(_), Some(first), Some(last)) => {
            Cow::Owned(format!("{} … {}", &text[..first], &text[last..]))
        }
        _ => Cow::Borrowed(text),
    }
}

/// A writer for terminals, which writes [`plain_lines`].
pub(super) struct Plain<W> {
    inner: W,
    /// The beginning of a character whose end is still to come.
    begun: Vec<u8>,
    /// Maximum number of characters of a line; of a longer one, what follows them is left out.
    most: Option<usize>,
    /// The number of characters of the line that is being written.
    length: usize,
}

impl<W: Write> Plain<W> {
    pub(super) fn new(inner: W) -> Self {
        Self {
            inner,
            begun: Vec::new(),
            most: None,
            length: 0,
        }
    }

    /// A writer for messages, whose lines quote foreign texts and so have a maximum length.
    pub(super) fn for_messages(inner: W) -> Self {
        Self {
            most: Some(FIRST + LAST),
            ..Self::new(inner)
        }
    }

    /// The next part of what is written, without what is beyond the maximum length of its lines.
    fn cut(&mut self, text: String) -> String {
        let Some(most) = self.most else {
            return text;
        };
        let mut cut = String::with_capacity(text.len());
        for c in text.chars() {
            self.length = if c == '\n' { 0 } else { self.length + 1 };
            if self.length <= most {
                cut.push(c);
            } else if self.length == most + 1 {
                cut.push('…');
            }
        }
        cut
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        let begun = self.begun.split_off(whole);
        let whole = std::mem::replace(&mut self.begun, begun);
        let text = self.cut(plain_lines(&String::from_utf8_lossy(&whole)));
        self.inner.write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_not_shown_and_letters_are() {
        let hostile = "a\u{1b}[31m\u{9b}1m\u{202e}b\r\u{7}\u{2066}\n";
        let safe = "a\u{fffd}[31m\u{fffd}1m\u{fffd}b\u{fffd}\u{fffd}\u{fffd}\u{fffd}";
        assert_eq!(plain(hostile), safe);
        // Persian has joiners, and Arabic names have marks.
        let letters = "می\u{200c}شود\u{200f}";
        assert_eq!(plain(letters), letters);
    }

    #[test]
    fn a_text_that_is_long_keeps_its_ends() {
        let kept = "ب".repeat(FIRST + LAST);
        assert_eq!(shortened(&kept), kept);
        let long = format!("a.toml: {}: no value", "ب".repeat(1_000_000));
        let short = shortened(&long);
        assert_eq!(short.chars().count(), FIRST + LAST + " … ".chars().count());
        assert!(short.starts_with("a.toml: ب") && short.ends_with("ب: no value"));
    }

    #[test]
    fn lines_of_messages_have_a_maximum_length_and_those_of_data_have_none() {
        let most = FIRST + LAST;
        let (whole, long) = ("ب".repeat(most), "ب".repeat(20_000));
        let written = format!("{whole}\n{long}\n{whole}\nab\n");
        let mut out = Plain::for_messages(Vec::new());
        // In pieces that end within characters.
        for piece in written.as_bytes().chunks(7) {
            assert!(out.write_all(piece).is_ok());
        }
        let expected = format!("{whole}\n{whole}…\n{whole}\nab\n");
        assert!(out.inner == expected.as_bytes());
        let mut out = Plain::new(Vec::new());
        assert!(out.write_all(written.as_bytes()).is_ok());
        assert!(out.inner == written.as_bytes());
    }

    #[test]
    fn a_text_may_be_written_in_pieces() {
        let mut out = Plain::new(Vec::new());
        let text = "سد\t\u{202e}é\n\u{1b}".as_bytes();
        for byte in text {
            assert!(out.write_all(&[*byte]).is_ok());
        }
        assert!(out.write_all(b"\xffz").is_ok());
        assert_eq!(out.inner, "سد\t\u{fffd}é\n\u{fffd}\u{fffd}z".as_bytes());
    }
}
