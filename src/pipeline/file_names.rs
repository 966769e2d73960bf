//! The names of files in results that a run takes over from earlier ones over several inputs.

use std::path::{Path, PathBuf};

use crate::article::{InputFile, KnownNames};
use crate::store::{Journal, OutputDir, StoreError, is_absent};

/// The names that files of several inputs have in an output folder, which need not exist.
///
/// # Errors
/// [`StoreError`] if there is a journal that cannot be read.
pub fn known_names(out: &Path) -> Result<KnownNames, StoreError> {
    let path = out.join(".mujaz").join(Journal::FILE);
    match path.try_exists() {
        Ok(true) => Ok(KnownNames::of(Journal::look_into(&path)?.names()?)),
        Ok(false) => Ok(KnownNames::default()),
        // The output folder itself cannot be one, which is told when it is made.
        Err(error) if is_absent(&error) => Ok(KnownNames::default()),
        Err(error) => Err(StoreError::io(&path, "look for this file")(error)),
    }
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
