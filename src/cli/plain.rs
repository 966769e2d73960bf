//! Text on a terminal. Names of files, fields of articles and answers of hubs are foreign texts, and
//! may hold control characters, which would move the cursor or do worse. This file owns what of them
//! is shown.

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

/// A writer for terminals, which writes [`plain_lines`].
pub(super) struct Plain<W> {
    inner: W,
    /// The beginning of a character whose end is still to come.
    begun: Vec<u8>,
}

impl<W: Write> Plain<W> {
    pub(super) fn new(inner: W) -> Self {
        Self {
            inner,
            begun: Vec::new(),
        }
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
        let text = plain_lines(&String::from_utf8_lossy(&whole));
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
