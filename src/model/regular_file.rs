//! Opening the files of models. Every file of a model's folder is opened here, because a folder may
//! come from anywhere, and whoever opens a named pipe waits for another program to write into it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a file for reading.
///
/// # Errors
/// The system's error; [`io::ErrorKind::InvalidInput`] for a folder, a pipe or a device, which is
/// not opened.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let found = fs::metadata(path)?;
    if !found.is_file() {
        let what = match found.is_dir() {
            true => "it is a folder",
            false => "it is a pipe or a device, and no file",
        };
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    File::open(path)
}

/// The bytes of a file.
///
/// # Errors
/// Those of [`open`], and of reading.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file in UTF-8.
///
/// # Errors
/// Those of [`open`], and of reading; [`io::ErrorKind::InvalidData`] for other bytes than UTF-8.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    let mut file = open(path)?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_a_folder_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vocab.json");
        fs::write(&path, "{}").unwrap();
        assert_eq!(read_text(&path).unwrap(), "{}");
        assert_eq!(read(&path).unwrap(), b"{}");
        fs::write(&path, b"\xff").unwrap();
        let kind = |ended: io::Result<String>| ended.unwrap_err().kind();
        assert_eq!(kind(read_text(&path)), io::ErrorKind::InvalidData);
        assert_eq!(kind(read_text(dir.path())), io::ErrorKind::InvalidInput);
        let none = dir.path().join("none");
        assert_eq!(kind(read_text(&none)), io::ErrorKind::NotFound);
    }
}
