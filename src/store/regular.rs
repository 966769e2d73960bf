//! Opening files of folders that may come from anywhere. This file owns that nothing else is opened in
//! their place: whoever opens a named pipe waits for another program to write into it, and a device may
//! have no end.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a file for reading.
///
/// # Errors
/// The system's error; [`io::ErrorKind::InvalidInput`] for a folder, a pipe, a socket or a device,
/// which is not opened.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    let found = fs::metadata(path)?;
    if !found.is_file() {
        let what = match found.is_dir() {
            true => "it is a folder",
            false => "it is a pipe, a socket or a device, and no file",
        };
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    File::open(path)
}

/// The bytes of a file.
///
/// # Errors
/// Those of [`open_regular`], and of reading.
pub(crate) fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_read_and_links_to_them() {
        let dir = tempfile::tempdir().unwrap();
        let place = |name: &str| dir.path().join(name);
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, place(name)).unwrap();
        fs::write(place("file"), "text").unwrap();
        link("file", "link");
        for name in ["file", "link"] {
            assert_eq!(read_regular(&place(name)).unwrap(), b"text", "{name}");
        }
        let made = std::process::Command::new("mkfifo")
            .arg(place("pipe"))
            .status();
        assert!(made.unwrap().success());
        link("/dev/zero", "zeros");
        for name in ["pipe", "zeros"] {
            let error = read_regular(&place(name)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{name}");
            let said = "it is a pipe, a socket or a device, and no file";
            assert_eq!(error.to_string(), said, "{name}");
        }
        let folder = read_regular(dir.path()).unwrap_err();
        assert_eq!(folder.to_string(), "it is a folder");
        link("nothing", "nowhere");
        let none = read_regular(&place("nowhere")).unwrap_err();
        assert_eq!(none.kind(), io::ErrorKind::NotFound);
    }
}
