//! Reading whole what a user names, which may be a pipe or a device without an end. This file owns
//! stopping in time.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The bytes of a file, a pipe or a device that has at most `most` of them.
///
/// # Errors
/// The system's; [`io::ErrorKind::FileTooLarge`] if there are more.
pub(crate) fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    at_most(File::open(path)?, most)
}

/// The bytes of an input that has at most `most` of them.
///
/// # Errors
/// Those of [`read_at_most`].
pub(crate) fn at_most(input: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

/// The error of an input that has more than `most` bytes.
pub(crate) fn too_large(most: u64) -> io::Error {
    let what = format!("it is larger than {} MiB", most >> 20);
    io::Error::new(io::ErrorKind::FileTooLarge, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_not_read_to_its_end() {
        let error = at_most(io::repeat(0), 1 << 20).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(error.to_string(), "it is larger than 1 MiB");
        assert_eq!(at_most(&b"abc"[..], 3).unwrap(), b"abc");
        assert!(at_most(&b"abcd"[..], 3).is_err());
    }
}
