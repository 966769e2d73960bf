//! The errors of the output folder and of the databases. This file owns what each one advises.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use super::second_look::SecondLook;
use crate::system_error::in_words;

/// An error of the output folder or of a database.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The file system returned an error.
    #[error("{}: cannot {action}: {}{}", .path.display(), in_words(.source), advice(.source))]
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
        std::io::ErrorKind::StorageFull => ". Make room and run the same command again",
        std::io::ErrorKind::PermissionDenied => ". Choose a folder that you may write to",
        std::io::ErrorKind::NotADirectory => ". Choose another folder",
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
    /// blame. To move the file away, which helps then, would else throw away what is in it. A database
    /// that SQLite calls damaged is read once more, to its end.
    pub(super) fn of_database(
        path: &Path,
        error: &rusqlite::Error,
        damaged: fn(PathBuf, String) -> Self,
    ) -> Self {
        match for_now(path, error) {
            Some((reason, advice)) => Self::ForNow {
                path: path.into(),
                reason,
                advice,
            },
            None => damaged(path.into(), error.to_string()),
        }
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

/// What to do about a database that another process holds.
pub(super) const IN_USE: &str =
    "Another process is using it: wait for it and run the same command again";

/// What to do about an error of a disk that may pass.
const CHECK_DISK: &str = "Check the disk and the room on it, then run the same command again";

/// The reason of an error of a database that comes from elsewhere than from its content, and the next
/// step; `None` if the content is to blame.
fn for_now(path: &Path, error: &rusqlite::Error) -> Option<(String, &'static str)> {
    let code = error.sqlite_error_code()?;
    if let Some(advice) = advice_on(code) {
        return Some((error.to_string(), advice));
    }
    if !matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) {
        return None;
    }
    match SecondLook::at(path) {
        Ok(SecondLook::Whole) => {
            let reason = "a part of it could not be read, and can be read again";
            Some((reason.to_owned(), CHECK_DISK))
        }
        Ok(SecondLook::Unreadable) => {
            let reason = "the disk does not give back a part of it";
            Some((reason.to_owned(), CHECK_DISK))
        }
        Ok(SecondLook::Damaged) => None,
        Err(again) => {
            let advice = advice_on(again.sqlite_error_code()?)?;
            Some((again.to_string(), advice))
        }
    }
}

/// The next step for the user after an error of a database that says nothing about its content.
fn advice_on(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::FileLockingProtocolFailed
        | ErrorCode::SchemaChanged => IN_USE,
        ErrorCode::DiskFull => "The disk is full: make room and run the same command again",
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
            "Check who may write to it and to its folder, then run the same command again"
        }
        ErrorCode::SystemIoFailure => CHECK_DISK,
        ErrorCode::OutOfMemory => "Memory is short: run the same command again",
        _ => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rusqlite::{Connection, ffi};

    use super::*;

    /// What is said when SQLite returns a code for the database at a path.
    fn told(path: &Path, code: std::ffi::c_int) -> String {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        let damaged = |path, reason| StoreError::Journal { path, reason };
        StoreError::of_database(path, &error, damaged).to_string()
    }

    #[test]
    fn only_a_damaged_database_is_to_be_moved_away() {
        let dir = tempfile::tempdir().unwrap();
        let whole = dir.path().join("whole.sqlite");
        let connection = Connection::open(&whole).unwrap();
        connection.execute_batch("CREATE TABLE t (x)").unwrap();
        let cases = [
            (ffi::SQLITE_BUSY, "Another process is using it"),
            (ffi::SQLITE_BUSY_RECOVERY, "Another process is using it"),
            (ffi::SQLITE_LOCKED, "Another process is using it"),
            (ffi::SQLITE_PROTOCOL, "Another process is using it"),
            (ffi::SQLITE_FULL, "make room"),
            (ffi::SQLITE_READONLY, "Check who may write to it"),
            (ffi::SQLITE_READONLY_DIRECTORY, "Check who may write to it"),
            (ffi::SQLITE_PERM, "Check who may write to it"),
            (ffi::SQLITE_CANTOPEN, "Check who may write to it"),
            (ffi::SQLITE_IOERR, "Check the disk"),
            (ffi::SQLITE_IOERR_READ, "Check the disk"),
            (ffi::SQLITE_IOERR_CORRUPTFS, "Check the disk"),
            (ffi::SQLITE_NOMEM, "Memory is short"),
            // It is whole, so that only a moment can have been to blame.
            (ffi::SQLITE_CORRUPT, "can be read again. Check the disk"),
            (ffi::SQLITE_NOTADB, "can be read again. Check the disk"),
        ];
        for (code, advice) in cases {
            let told = told(&whole, code);
            assert!(told.contains(advice), "{code}: {told}");
            assert!(!told.contains("move it away"), "{code}: {told}");
        }
        // A table that is missing comes from no disk.
        assert!(told(&whole, ffi::SQLITE_ERROR).contains("move it away"));
        let damaged = dir.path().join("damaged.sqlite");
        std::fs::write(&damaged, "x".repeat(8192)).unwrap();
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB] {
            let told = told(&damaged, code);
            assert!(told.contains("move it away"), "{code}: {told}");
        }
    }
}
