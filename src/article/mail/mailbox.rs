//! Mailboxes (mbox, RFC 4155): where one message ends and the next begins.

use std::io::{self, BufRead, Read};

use crate::article::input::MAX_WHOLE;

/// How a line begins that begins a message.
const FROM: &[u8] = b"From ";

/// The messages of a mailbox, one after the other.
pub(super) struct Messages<R> {
    reader: R,
    /// Whether the line that begins the next message was read.
    begun: bool,
}

impl<R: BufRead> Messages<R> {
    /// The messages that a reader gives.
    pub(super) fn of(reader: R) -> Self {
        Self {
            reader,
            begun: false,
        }
    }

    /// The next message; `None` at the end.
    ///
    /// # Errors
    /// Reading failed, or a message has more than [`MAX_WHOLE`] bytes.
    pub(super) fn next_message(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut message = Vec::new();
        let mut is_after_blank = true;
        let mut is_start = !self.begun;
        loop {
            let start = message.len();
            let limit = MAX_WHOLE - start as u64;
            if self
                .reader
                .by_ref()
                .take(limit)
                .read_until(b'\n', &mut message)?
                == 0
            {
                if limit == 0 {
                    let reason = "a message is larger than 256 MiB; the messages before were read";
                    return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
                }
                return Ok(std::mem::take(&mut self.begun).then_some(message));
            }
            let line = &message[start..];
            // The first line of a file that is a mailbox begins one in any case.
            let is_first = is_start && line.starts_with(FROM);
            is_start = false;
            if is_first || is_after_blank && begins(line) {
                message.truncate(start);
                if std::mem::replace(&mut self.begun, true) {
                    return Ok(Some(message));
                }
                // What stands before the first message belongs to none.
                message.clear();
            } else {
                is_after_blank = line.trim_ascii().is_empty();
                // Programs put a sign before such lines of a message.
                let quoted = line.iter().take_while(|&&byte| byte == b'>').count();
                if quoted > 0 && line[quoted..].starts_with(FROM) {
                    message.remove(start);
                }
            }
        }
    }
}

/// Whether a line begins a message: it names an address or a time, which a sentence that begins with
/// the same word seldom does.
fn begins(line: &[u8]) -> bool {
    let tells = |byte: &u8| byte.is_ascii_digit() || *byte == b'@';
    line.starts_with(FROM) && line.iter().any(tells)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn messages_begin_at_their_lines_and_nowhere_else() {
        let mailbox = "From a@b Mon Jan  1 00:00:00 2024\nSubject: 1\n\n>From 1 to 2\nFrom 3 on.\n\nFrom the editor\n\nFrom c@d Tue Jan  2 00:00:00 2024\nSubject: 2\n\nb\n";
        let mut messages = Messages::of(mailbox.as_bytes());
        let mut next = || {
            messages
                .next_message()
                .unwrap()
                .map(|message| String::from_utf8(message).unwrap())
        };
        assert_eq!(
            next().unwrap(),
            "Subject: 1\n\nFrom 1 to 2\nFrom 3 on.\n\nFrom the editor\n\n"
        );
        assert_eq!(next().unwrap(), "Subject: 2\n\nb\n");
        assert_eq!(next(), None);
        assert_eq!(
            Messages::of("no mail\n".as_bytes()).next_message().unwrap(),
            None
        );
    }
}
