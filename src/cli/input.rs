//! This file owns reading text files and standard input line by line for subcommands that take
//! plain lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read as _};
use std::path::Path;

use super::exit::{ReadError, UsageError};
use super::plain::plain;
use crate::store::{at_most, read_at_most};

/// Most bytes of a text that is read whole.
const LARGEST: u64 = 256 << 20;

/// Most bytes of a line.
const LONGEST_LINE: u64 = 64 << 20;

/// Whether a path stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What to say where standard input is a keyboard, so that a command without a file does not look stuck.
/// `lines` names what is read.
pub(super) fn typed(lines: &str) -> Option<String> {
    typed_at(io::stdin().is_terminal(), lines)
}

fn typed_at(terminal: bool, lines: &str) -> Option<String> {
    terminal.then(|| format!("reading {lines} from the keyboard; Ctrl-D ends them"))
}

/// The name of an input in messages.
pub(super) fn name(path: &Path) -> String {
    if is_stdin(path) {
        "standard input".into()
    } else {
        plain(&path.display().to_string())
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let bytes = if is_stdin(path) {
        at_most(io::stdin().lock(), LARGEST)
    } else {
        read_at_most(path, LARGEST)
    };
    bytes.map_err(|error| ReadError {
        name: name(path),
        error,
    })
}

/// The text of a file, without a byte order mark.
pub(super) fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = read_at_most(path, LARGEST).map_err(|error| ReadError {
        name: name(path),
        error,
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let reason = "it is not in UTF-8; save it as UTF-8";
        UsageError(format!("{}: {reason}", name(path)))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// The lines of a file or of standard input, each or the reason why it is no text. Only line feeds
/// end lines; a carriage return before one and a byte order mark are dropped.
pub(super) struct Lines {
    name: String,
    input: Box<dyn BufRead>,
    number: u64,
}

impl Lines {
    /// Opens a file, or standard input for `-`.
    pub(super) fn open(path: &Path) -> Result<Self, ReadError> {
        let name = name(path);
        let input: Box<dyn BufRead> = if is_stdin(path) {
            Box::new(io::stdin().lock())
        } else {
            match File::open(path) {
                Ok(file) => Box::new(BufReader::new(file)),
                Err(error) => return Err(ReadError { name, error }),
            }
        };
        Ok(Self {
            name,
            input,
            number: 0,
        })
    }
}

impl Iterator for Lines {
    type Item = Result<Result<String, String>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        self.number += 1;
        let mut input = self.input.by_ref().take(LONGEST_LINE + 1);
        let read = match input.read_until(b'\n', &mut line) {
            Ok(read) if read as u64 > LONGEST_LINE => {
                let longest = LONGEST_LINE >> 20;
                let what = format!("its line {} is longer than {longest} MiB", self.number);
                Err(io::Error::new(io::ErrorKind::FileTooLarge, what))
            }
            read => read,
        };
        match read {
            Ok(0) => return None,
            Ok(_) => {}
            Err(error) => {
                let name = self.name.clone();
                return Some(Err(ReadError { name, error }));
            }
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = match self.number {
            1 => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line),
            _ => line,
        };
        let text = std::str::from_utf8(line).map(str::to_owned);
        Some(Ok(text.map_err(|_| "it is not UTF-8".to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::exit::{Exit, of_error};
    use super::*;

    #[test]
    fn only_a_keyboard_is_spoken_of() {
        let said = "reading pairs from the keyboard; Ctrl-D ends them";
        assert_eq!(typed_at(true, "pairs").as_deref(), Some(said));
        assert_eq!(typed_at(false, "pairs"), None);
    }

    #[test]
    fn lines_end_at_line_feeds_and_bad_ones_are_told_apart() {
        let lines = Lines {
            name: "x".into(),
            input: Box::new(&b"\xef\xbb\xbfa\r\nb\rc\n\n\xff\nd"[..]),
            number: 0,
        };
        let lines: Vec<_> = lines.map(Result::unwrap).collect();
        let ok = |text: &str| Ok(text.to_owned());
        let bad = Err("it is not UTF-8".to_owned());
        assert_eq!(lines, [ok("a"), ok("b\rc"), ok(""), bad, ok("d")]);
    }

    #[test]
    fn a_line_without_an_end_is_not_waited_for() {
        let mut lines = Lines {
            name: "x".into(),
            input: Box::new(BufReader::new(io::repeat(b'a'))),
            number: 0,
        };
        let error = lines.next().unwrap().unwrap_err();
        let said = error.error.to_string();
        assert_eq!(said, "its line 1 is longer than 64 MiB");
        assert_eq!(of_error(&error.into()), Exit::Usage);
    }
}
