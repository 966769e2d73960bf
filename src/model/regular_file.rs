//! Opening the files of models. Every file of a model's folder is opened here, because a folder may
//! come from anywhere.

use std::io;
use std::path::Path;

use super::ModelError;
pub(super) use crate::store::open_regular as open;
use crate::store::{at_most, file_is_there, too_large};

/// Most bytes of a file of settings. What it holds may take many times as much memory.
pub(super) const SETTINGS: u64 = 16 << 20;
/// Most bytes of a vocabulary or a tokenizer in JSON; those of 250,000 pieces have some 35 MB.
pub(super) const VOCABULARY: u64 = 256 << 20;

/// Whether there is a file at a path.
///
/// # Errors
/// [`ModelError::Io`] if the disk does not say: a model without one of its files is another model.
pub(super) fn is_there(path: &Path) -> Result<bool, ModelError> {
    file_is_there(path).map_err(ModelError::io(path, "look for"))
}

/// The bytes of a file that has at most `most` of them.
///
/// # Errors
/// Those of [`open`], and of reading; [`io::ErrorKind::FileTooLarge`] for a larger file, which is not
/// read.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    if file.metadata()?.len() > most {
        return Err(too_large(most));
    }
    // It may grow while it is read.
    at_most(file, most)
}

/// The text of a file in UTF-8 that has at most [`SETTINGS`] bytes.
///
/// # Errors
/// Those of [`read`]; [`io::ErrorKind::InvalidData`] for other bytes than UTF-8.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    let text = String::from_utf8(read(path, SETTINGS)?);
    text.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not in UTF-8"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    #[test]
    fn a_file_larger_than_any_of_its_kind_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.json");
        // It takes no room on the disk.
        File::create(&path).unwrap().set_len(1 << 33).unwrap();
        let error = read_text(&path).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(error.to_string(), "it is larger than 16 MiB");
    }

    #[test]
    fn a_file_is_read_and_a_folder_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vocab.json");
        fs::write(&path, "{}").unwrap();
        assert_eq!(read_text(&path).unwrap(), "{}");
        assert_eq!(read(&path, 2).unwrap(), b"{}");
        assert_eq!(
            read(&path, 1).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
        fs::write(&path, b"\xff").unwrap();
        let kind = |ended: io::Result<String>| ended.unwrap_err().kind();
        assert_eq!(kind(read_text(&path)), io::ErrorKind::InvalidData);
        assert_eq!(kind(read_text(dir.path())), io::ErrorKind::InvalidInput);
        let none = dir.path().join("none");
        assert_eq!(kind(read_text(&none)), io::ErrorKind::NotFound);
    }
}
