//! Standard output and standard error, as commands write to them. This file owns what it means if
//! nobody reads there: messages that nobody reads cost nothing, and data that is not all written is
//! an error.
//!
//! Nothing else opens the two, which `clippy.toml` sees to: foreign text must not reach a terminal as
//! it is.

use std::io::{self, Stderr, Stdout, Write};

use super::plain::Plain;

/// Standard error for text, of which nothing steers a terminal, in lines that are not too long.
pub(super) fn messages() -> Messages<Plain<Stderr>> {
    Messages(Plain::for_messages(raw_stderr()))
}

/// Standard error as it is, for text that is safe already.
#[allow(clippy::disallowed_methods)]
pub(super) fn raw_stderr() -> Stderr {
    io::stderr()
}

/// Standard output as it is, for data, and for text that is safe already.
#[allow(clippy::disallowed_methods)]
pub(super) fn raw_stdout() -> Stdout {
    io::stdout()
}

/// The number of characters of a line of standard output; any number fits where it is not a terminal.
pub(super) fn line_width() -> usize {
    let size = terminal_size::terminal_size_of(raw_stdout());
    size.map_or(usize::MAX, |(width, _)| usize::from(width.0))
}

/// Standard error. Nobody can be told that nobody can be told, so writing to it never fails.
pub(super) struct Messages<W>(pub(super) W);

impl<W: Write> Write for Messages<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// Standard output, whose errors say that they are its own.
pub(super) struct Output<W>(pub(super) W);

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(named)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(named)
    }
}

/// An error of standard output.
#[derive(Debug, thiserror::Error)]
#[error("standard output: {0}")]
struct OutputError(io::Error);

/// An error of standard output, which says so.
pub(super) fn named(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), OutputError(error))
}

/// Whether whoever read standard output has stopped reading, as `head` does.
pub(super) fn is_unread(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .filter(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
        .any(|cause| cause.get_ref().is_some_and(|own| own.is::<OutputError>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe that nobody reads.
    struct Unread;

    impl Write for Unread {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn messages_may_be_lost() {
        let mut messages = Messages(Unread);
        assert!(writeln!(messages, "lost").is_ok());
        assert!(messages.flush().is_ok());
    }

    #[test]
    fn an_error_of_standard_output_is_told_from_others() {
        let mut output = Output(Unread);
        for error in [writeln!(output, "lost"), output.flush()] {
            let error = anyhow::Error::from(error.expect_err("nobody reads"));
            assert!(error.to_string().starts_with("standard output: "));
            assert!(is_unread(&error.context("while it is printed")));
        }
        let of_a_socket = io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(!is_unread(&of_a_socket.into()));
        let full = named(io::ErrorKind::StorageFull.into());
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
        assert!(!is_unread(&full.into()));
    }
}
