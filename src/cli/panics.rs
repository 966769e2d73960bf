//! Panics: what is said of them. A panic costs an article or the run, and saying so must not cost
//! more: this file owns that it waits neither for a lock nor for whoever reads the messages.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic::PanicHookInfo;
use std::thread::{Builder, current};
use std::time::Duration;

use crossbeam_channel::bounded;
use serde_json::json;

use super::log::{self, Level};
use super::output::raw_stderr;
use super::plain::{plain_lines, shortened};
use crate::brief::spreadsheet_error;

/// How long a message may take. Another thread may be writing to standard error, and nobody may be
/// reading it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Has panics told of in the form of other messages.
pub(super) fn tell_as_messages() {
    std::panic::set_hook(Box::new(|panic| {
        if !is_told_as_error(panic) {
            say(&message(panic));
        }
    }));
}

/// Whether whoever catches a panic tells of it, as an export does of a full disk.
fn is_told_as_error(panic: &PanicHookInfo<'_>) -> bool {
    let file = panic.location().map_or("", |place| place.file());
    file.contains("rust_xlsxwriter") && spreadsheet_error(panic.payload()).is_some()
}

/// Writes a message to standard error, unless that takes too long.
pub(super) fn say(message: &str) {
    write_in_time(raw_stderr, message, PATIENCE);
}

/// The message about a panic: the thread, the place in the code and the reason, with a backtrace if
/// `RUST_BACKTRACE` asks for one.
fn message(panic: &PanicHookInfo<'_>) -> String {
    let thread = current();
    let name = thread.name().unwrap_or("without a name");
    let trace = Backtrace::capture();
    let trace = match trace.status() {
        BacktraceStatus::Captured => format!("\n{trace}"),
        _ => String::new(),
    };
    let reason = panic.to_string();
    let text = format!("thread {name} {}{trace}", shortened(&reason));
    if log::is_json() {
        log::line(Level::Error, "panic", json!({ "text": text }))
    } else {
        format!("mujaz: {}\n", plain_lines(&text))
    }
}

/// Writes a text in a thread of its own; returns whether it was written in time. If the system has
/// no thread for it, it is written here.
fn write_in_time<W: Write + 'static>(
    output: impl Fn() -> W + Send + Copy + 'static,
    text: &str,
    patience: Duration,
) -> bool {
    let (done, written) = bounded(1);
    let copy = text.to_owned();
    let writing = move || {
        let ended = output().write_all(copy.as_bytes());
        let _ = done.send(ended.is_ok());
    };
    match Builder::new().spawn(writing) {
        Ok(_) => written.recv_timeout(patience).unwrap_or(false),
        Err(_) => output().write_all(text.as_bytes()).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Mutex, PoisonError};
    use std::time::Instant;

    use super::*;

    /// A pipe that nobody reads.
    struct Blocked;

    impl Write for Blocked {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            std::thread::sleep(Duration::from_secs(60));
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    static READ: Mutex<Vec<u8>> = Mutex::new(Vec::new());

    struct Open;

    impl Write for Open {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
            read.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_message_that_nobody_reads_is_not_waited_for() {
        let begun = Instant::now();
        assert!(!write_in_time(
            || Blocked,
            "lost",
            Duration::from_millis(20)
        ));
        assert!(begun.elapsed() < Duration::from_secs(30));
        assert!(write_in_time(|| Open, "told\n", Duration::from_secs(30)));
        let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(*read, b"told\n");
    }
}
