//! The errors of the output folder and of the databases. This file owns what each one advises.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// An error of the output folder or of a database.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file system returned an error.
    #[error("{}: cannot {action}: {source}{}", .path.display(), advice(.source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The attempted action, as a verb.
        action: &'static str,
        /// The system's error.
        source: std::io::Error,
    },
    /// The journal cannot be used.
    #[error("{}: the journal cannot be used: {reason}. It is not needed to read results: move it away to begin a new one", .path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// SQLite's error.
        reason: String,
    },
    /// The translation memory cannot be used.
    #[error("{}: the translation memory cannot be used: {reason}. Results do not need it: name another file with --memory, or go without one with --no-memory", .path.display())]
    Memory {
        /// The memory.
        path: PathBuf,
        /// SQLite's error.
        reason: String,
    },
    /// The search index cannot be used.
    #[error("{}: the search index cannot be used: {reason}. It is made of the briefs: remove it, and the next search makes it again", .path.display())]
    Search {
        /// The index.
        path: PathBuf,
        /// SQLite's error.
        reason: String,
    },
    /// A database cannot be used now, although nothing is wrong with what is in it.
    #[error("{}: {reason}. {advice}", .path.display())]
    ForNow {
        /// The database.
        path: PathBuf,
        /// SQLite's error.
        reason: String,
        /// The next step for the user, as a sentence without its full stop.
        advice: &'static str,
    },
    /// Another process is writing to the translation memory.
    #[error("{}: another process is writing to this translation memory; wait for it, or go without it with --no-memory", .path.display())]
    Busy {
        /// The memory.
        path: PathBuf,
    },
    /// Another run holds the folder.
    #[error("{}: another run of mujaz is writing here; wait for it, or give this one another folder with -o", .path.display())]
    Occupied {
        /// The output folder.
        path: PathBuf,
    },
}

fn advice(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::StorageFull => {
            ". The disk is full: make room and run the same command again"
        }
        std::io::ErrorKind::PermissionDenied => ". Choose a folder that you may write to with -o",
        std::io::ErrorKind::NotADirectory => {
            ". A part of this path is a file: choose another folder with -o"
        }
        _ => "",
    }
}

impl StoreError {
    /// Whether the error concerns only this path, so that others can still be written.
    pub(crate) fn is_about_one_path(&self) -> bool {
        use std::io::ErrorKind::{InvalidFilename, IsADirectory, NotADirectory};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), InvalidFilename | IsADirectory | NotADirectory))
    }

    /// The error of a database: `damaged`, made of the path and the reason, if its content is to
    /// blame. To move the file away, which helps then, would else throw away what is in it.
    pub(super) fn of_database(
        path: &Path,
        error: &rusqlite::Error,
        damaged: fn(PathBuf, String) -> Self,
    ) -> Self {
        Self::for_now(path, error).unwrap_or_else(|| damaged(path.into(), error.to_string()))
    }

    /// The error of a database, if it comes from elsewhere than from its content.
    fn for_now(path: &Path, error: &rusqlite::Error) -> Option<Self> {
        use rusqlite::ErrorCode;
        let advice = match error.sqlite_error_code()? {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                "Another process is using it: wait for it and run the same command again"
            }
            ErrorCode::DiskFull => "The disk is full: make room and run the same command again",
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                "Check who may write to it and to its folder, then run the same command again"
            }
            ErrorCode::SystemIoFailure => {
                "Check the disk and the room on it, then run the same command again"
            }
            ErrorCode::OutOfMemory => "Memory is short: run the same command again",
            _ => return None,
        };
        Some(Self::ForNow {
            path: path.into(),
            reason: error.to_string(),
            advice,
        })
    }

    pub(crate) fn io(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io {
            path,
            action,
            source,
        }
    }
}
