//! The names of files in results that a run takes over from earlier ones over several inputs.

use std::path::{Path, PathBuf};

use crate::article::{InputFile, KnownNames};
use crate::store::{Journal, OutputDir, StoreError, state_folder};

/// The names that files of several inputs have in an output folder, which need not exist.
///
/// # Errors
/// [`StoreError`] if there is a journal that cannot be read.
pub fn known_names(out: &Path) -> Result<KnownNames, StoreError> {
    let path = state_folder(out).join(Journal::FILE);
    let names = match Journal::look_if_there(&path)? {
        Some(journal) => journal.names()?,
        None => Vec::new(),
    };
    Ok(KnownNames::of(names))
}

/// Records the names of files before anything is written of them. The files of a single input need none,
/// unless there were several before.
///
/// # Errors
/// [`StoreError`] when the journal fails.
pub fn record_names(
    out: &OutputDir,
    known: &mut KnownNames,
    inputs: &[PathBuf],
    files: &[InputFile],
) -> Result<(), StoreError> {
    if inputs.len() == 1 && known.is_empty() {
        return Ok(());
    }
    let missing = known.missing(files);
    if !missing.is_empty() {
        Journal::open(&out.state_file(Journal::FILE))?.record_names(&missing)?;
        known.add(missing);
    }
    Ok(())
}
