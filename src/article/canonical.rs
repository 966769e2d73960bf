//! Canonical paths: without links and `..`, by which a file that is reached in two ways is known as one.

use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The canonical path of the folder that was asked for last: a system call for each of its parts is
/// made once, and not for each file.
#[derive(Default)]
pub(super) struct CanonicalFolder {
    folder: PathBuf,
    canonical: PathBuf,
}

impl CanonicalFolder {
    /// The canonical path of a file that is not a link itself.
    pub(super) fn of_file(&mut self, path: &Path) -> PathBuf {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return canonical_or_same(path);
        };
        if folder.as_os_str() != self.folder.as_os_str() {
            self.canonical = canonical_or_same(folder);
            self.folder = folder.to_path_buf();
        }
        self.canonical.join(name)
    }
}

/// The canonical form of a path, or the path itself where the system does not say.
pub(super) fn canonical_or_same(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// The canonical form of a path whose last parts need not exist.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut existing = std::path::absolute(path)?;
    let mut missing: Vec<OsString> = Vec::new();
    loop {
        match existing.canonicalize() {
            Ok(mut resolved) => {
                for part in missing.iter().rev() {
                    if part == ".." {
                        resolved.pop();
                    } else {
                        resolved.push(part);
                    }
                }
                return Ok(resolved);
            }
            Err(error) => {
                let last = match existing.components().next_back() {
                    Some(Component::Normal(part)) => part.to_os_string(),
                    Some(Component::ParentDir) => OsString::from(".."),
                    _ => return Err(error),
                };
                missing.push(last);
                existing.pop();
            }
        }
    }
}
