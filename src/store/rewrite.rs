//! Writing a large file again of which the beginning is often the same. This file owns comparing the
//! new content with the earlier file while it is produced, and having the system copy what is the same,
//! which some file systems do without copying.

use std::fs::{self, File};
use std::io::{
    self, BufRead as _, BufReader, BufWriter, IntoInnerError, Read as _, Seek as _, Write,
};
use std::path::Path;

use tempfile::NamedTempFile;

use super::files::temporary_in;

/// How many bytes are read and written at once.
const BUFFER: usize = 64 << 10;

/// A writer of the new content of a file. It writes nothing until the content differs from what the
/// file has.
pub(super) struct Rewriting<'a> {
    /// The folder for the new file until it is complete.
    temporary: &'a Path,
    state: State,
}

enum State {
    /// The content begins as the earlier file does, as far as it goes: so many bytes.
    Same {
        earlier: BufReader<File>,
        bytes: u64,
    },
    /// The content differs, or there is no earlier file.
    New(New),
}

/// A new file.
struct New {
    file: NamedTempFile,
    /// The same file: its errors do not name the temporary one.
    content: BufWriter<File>,
}

impl New {
    fn of(file: NamedTempFile) -> io::Result<Self> {
        let content = BufWriter::with_capacity(BUFFER, file.as_file().try_clone()?);
        Ok(Self { file, content })
    }
}

impl<'a> Rewriting<'a> {
    /// A writer of new content for the file at this path.
    pub(super) fn of(path: &Path, temporary: &'a Path) -> io::Result<Self> {
        let state = match earlier(path) {
            Some(file) => State::Same {
                earlier: BufReader::with_capacity(BUFFER, file),
                bytes: 0,
            },
            None => State::New(New::of(temporary_in(temporary)?)?),
        };
        Ok(Self { temporary, state })
    }

    /// The complete new file; `None` if the content is that of the earlier one.
    pub(super) fn finish(self) -> io::Result<Option<NamedTempFile>> {
        let New { file, content } = match self.state {
            State::Same { mut earlier, bytes } => {
                if earlier.fill_buf().is_ok_and(|rest| rest.is_empty()) {
                    return Ok(None);
                }
                continued(&mut earlier, bytes, self.temporary)?
            }
            State::New(new) => new,
        };
        content.into_inner().map_err(IntoInnerError::into_error)?;
        Ok(Some(file))
    }
}

impl Write for Rewriting<'_> {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        match &mut self.state {
            State::New(new) => new.content.write(content),
            State::Same { earlier, bytes } => {
                // What cannot be read differs: a damaged file must not keep the new one away.
                let there = earlier.fill_buf().unwrap_or_default();
                let length = there.len().min(content.len());
                let goes_on = length > 0 || content.is_empty();
                if goes_on && there[..length] == content[..length] {
                    earlier.consume(length);
                    *bytes += length as u64;
                    return Ok(length);
                }
                let mut new = continued(earlier, *bytes, self.temporary)?;
                let written = new.content.write(content)?;
                self.state = State::New(new);
                Ok(written)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::New(new) => new.content.flush(),
            State::Same { .. } => Ok(()),
        }
    }
}

/// The earlier file, if it can be read. A link is replaced, as by any other writing.
fn earlier(path: &Path) -> Option<File> {
    let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    if is_file { File::open(path).ok() } else { None }
}

/// A new file that begins with so many bytes of the earlier one.
fn continued(earlier: &mut BufReader<File>, bytes: u64, temporary: &Path) -> io::Result<New> {
    let mut file = temporary_in(temporary)?;
    let earlier = earlier.get_mut();
    earlier.rewind()?;
    // From file to file this is one call to the system, or a few.
    let copied = io::copy(&mut earlier.take(bytes), file.as_file_mut())?;
    if copied < bytes {
        let reason = "it became shorter while it was read";
        return Err(io::Error::other(reason));
    }
    New::of(file)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What is written in the place of `old` when `new` is produced, in pieces of `piece` bytes.
    fn rewritten(old: Option<&[u8]>, new: &[u8], piece: usize) -> Option<Vec<u8>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        if let Some(old) = old {
            fs::write(&path, old).unwrap();
        }
        let mut file = Rewriting::of(&path, dir.path()).unwrap();
        for piece in new.chunks(piece) {
            file.write_all(piece).unwrap();
        }
        let written = file.finish().unwrap();
        assert_eq!(
            fs::read(&path).ok().as_deref(),
            old,
            "it is not replaced yet"
        );
        written.map(|file| fs::read(file.path()).unwrap())
    }

    #[test]
    fn content_that_is_the_same_is_not_written() {
        assert_eq!(rewritten(Some(b"one\ntwo\n"), b"one\ntwo\n", 3), None);
        assert_eq!(rewritten(Some(b""), b"", 1), None);
        let long = vec![7_u8; 3 * BUFFER + 1];
        assert_eq!(rewritten(Some(&long), &long, 1000), None);
    }

    #[test]
    fn content_that_differs_is_written_whole() {
        for (old, new) in [
            (Some("one\ntwo\n"), "one\ntwo\nthree\n"),
            (Some("one\ntwo\n"), "one\n"),
            (Some("one\ntwo\n"), "zero\none\ntwo\n"),
            (Some("one\ntwo\n"), "one\n1.5\ntwo\n"),
            (Some("one\n"), ""),
            (Some(""), "one\n"),
            (None, "one\n"),
            (None, ""),
        ] {
            for piece in [1, 2, 100] {
                let written = rewritten(old.map(str::as_bytes), new.as_bytes(), piece);
                assert_eq!(written.as_deref(), Some(new.as_bytes()), "{old:?}");
            }
        }
    }

    #[test]
    fn a_difference_is_found_in_any_part_of_a_long_file() {
        let old: Vec<u8> = (0..3 * BUFFER + 100).map(|at| (at % 251) as u8).collect();
        for at in [0, 1, BUFFER - 1, BUFFER, 2 * BUFFER + 1, old.len() - 1] {
            let mut new = old.clone();
            new[at] ^= 1;
            let written = rewritten(Some(&old), &new, 1023);
            assert!(written.unwrap() == new, "{at}");
        }
    }

    #[test]
    fn no_file_is_made_before_the_content_differs() {
        let dir = tempfile::tempdir().unwrap();
        let temporary = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, "one\ntwo\n").unwrap();
        let files = || fs::read_dir(temporary.path()).unwrap().count();
        let mut file = Rewriting::of(&path, temporary.path()).unwrap();
        file.write_all(b"one\n").unwrap();
        assert_eq!(files(), 0);
        file.write_all(b"three\n").unwrap();
        assert_eq!(files(), 1);
        drop(file);
        assert_eq!(files(), 0, "what is given up leaves nothing behind");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_cannot_be_read_is_written_whole() {
        let dir = tempfile::tempdir().unwrap();
        // Its first bytes are of address 0, where there is no memory.
        for new in ["one\n", ""] {
            let mut file = Rewriting::of(Path::new("/proc/self/mem"), dir.path()).unwrap();
            file.write_all(new.as_bytes()).unwrap();
            let written = file.finish().unwrap().unwrap();
            assert_eq!(fs::read_to_string(written.path()).unwrap(), new);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (own, link) = (dir.path().join("own"), dir.path().join("link"));
        fs::write(&own, "one\n").unwrap();
        std::os::unix::fs::symlink(&own, &link).unwrap();
        let mut file = Rewriting::of(&link, dir.path()).unwrap();
        file.write_all(b"one\n").unwrap();
        assert!(file.finish().unwrap().is_some());
    }
}
