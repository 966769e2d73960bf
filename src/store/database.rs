//! Opening databases. This file owns how SQLite is told their names, and which files may be one in a
//! state folder.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::StoreError;
use super::files::{STATE, own_file};

/// How long other processes that write are waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a database, or makes it.
pub(super) fn open(path: &Path) -> rusqlite::Result<Connection> {
    with_access(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )
}

/// Opens a database that is only read. If a process was killed while it wrote, SQLite first has to
/// undo what was half-written, for which a connection that may write is opened once.
pub(super) fn open_to_read(path: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    let open = |access: OpenFlags| -> rusqlite::Result<Connection> {
        let connection = with_access(path, access)?;
        connection.busy_timeout(patience)?;
        let tables = "SELECT COUNT(*) FROM sqlite_master";
        connection.query_row(tables, [], |_| Ok(()))?;
        Ok(connection)
    };
    match open(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
            open(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            open(OpenFlags::SQLITE_OPEN_READ_ONLY)
        }
        opened => opened,
    }
}

fn with_access(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(name(path), access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// A path as SQLite takes it for the name of a file. With `file:` at its beginning it would be an
/// address, whose parts choose another file, and `:memory:` would be none.
fn name(path: &Path) -> Cow<'_, Path> {
    let bytes = path.as_os_str().as_encoded_bytes();
    if bytes.starts_with(b"file:") || bytes.starts_with(b":") {
        Cow::Owned(Path::new(".").join(path))
    } else {
        Cow::Borrowed(path)
    }
}

/// Refuses what stands in the place of a database in a state folder and is a link, or no file. The
/// database behind a link would be another folder's or another program's, and one would be made where
/// there is none.
///
/// # Errors
/// [`StoreError`] naming it.
pub(super) fn refuse_link(path: &Path) -> Result<(), StoreError> {
    own_file(path).map_err(StoreError::io(path, "use this file"))
}

/// Whether a file lies in the state folder of an output folder.
pub(super) fn is_in_state(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name);
    folder.is_some_and(|folder| folder == STATE)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn no_path_is_an_address_or_a_database_without_a_file() {
        for (path, told) in [
            ("file:out/.mujaz/a", "./file:out/.mujaz/a"),
            (":memory:", "./:memory:"),
            ("out/file:a", "out/file:a"),
            ("File:a", "File:a"),
            ("/file:a", "/file:a"),
        ] {
            assert_eq!(&*name(Path::new(path)), Path::new(told), "{path}");
        }
    }

    #[test]
    fn what_a_killed_process_left_half_written_is_undone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let writer = Connection::open(&path).unwrap();
        // With so small a cache, pages are written before the transaction ends.
        writer
            .execute_batch(
                "PRAGMA cache_size = 1; CREATE TABLE t (x); INSERT INTO t VALUES ('whole');
                 BEGIN; INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                 SELECT hex(randomblob(500)) FROM n;",
            )
            .unwrap();
        let left = dir.path().join("left.sqlite");
        std::fs::copy(&path, &left).unwrap();
        std::fs::copy(
            dir.path().join("a.sqlite-journal"),
            dir.path().join("left.sqlite-journal"),
        )
        .unwrap();
        let count = "SELECT COUNT(*) FROM t";
        let plain = Connection::open_with_flags(&left, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        plain
            .query_row(count, [], |row| row.get::<_, i64>(0))
            .unwrap_err();
        drop(plain);
        let read = open_to_read(&left, Duration::from_secs(1)).unwrap();
        assert_eq!(read.query_row(count, [], |row| row.get(0)), Ok(1));
    }
}
