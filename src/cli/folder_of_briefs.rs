//! The folder of an earlier run, as `search`, `export` and `report` take it. This file owns what is said
//! of one that is none.

use std::path::Path;

use super::exit::UsageError;
use crate::system_error::{in_words, is_absent};

/// The error of a folder without briefs; `lacks` says what a folder that is there does not have.
pub(super) fn none(folder: &Path, lacks: &str) -> UsageError {
    let name = folder.display();
    UsageError(match std::fs::metadata(folder) {
        Ok(found) if found.is_dir() => format!("{name}: {lacks}"),
        Ok(_) => format!("{name} is a file; name the folder that mujaz run -o wrote to"),
        Err(error) if is_absent(&error) => format!("there is no folder {name}"),
        Err(error) => format!("{name}: cannot be read: {}", in_words(&error)),
    })
}
