//! Where data lie that a folder of a million articles has too many of for memory. This file owns how much
//! of them memory holds, and the temporary files for the rest.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::StoreError;
use super::files::temporary_in;

/// The place for data that are needed until a file about all articles is written. A collection of them
/// begins in memory, and has a temporary file once it is larger than its share of memory.
#[derive(Debug, Clone)]
pub(crate) struct Spill {
    folder: PathBuf,
    /// How many bytes of memory a collection takes, more or less.
    pub(super) bytes: usize,
}

impl Spill {
    /// A place in this folder, whose collections take so many bytes of memory each.
    pub(crate) fn new(folder: &Path, bytes: usize) -> Self {
        let folder = folder.to_path_buf();
        Self { folder, bytes }
    }

    /// A temporary file. It has no name once it is dropped, and what a killed run leaves behind is
    /// cleared with its folder.
    pub(super) fn file(&self) -> io::Result<NamedTempFile> {
        temporary_in(&self.folder)
    }

    /// Makes a [`StoreError`] of an error with these data.
    pub(crate) fn failed(&self) -> impl FnOnce(io::Error) -> StoreError {
        StoreError::io(&self.folder, "keep temporary files in this folder")
    }
}
