//! Opening databases for reading only.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

/// Opens a database that is only read. If a process was killed while it wrote, SQLite first has to
/// undo what was half-written, for which a connection that may write is opened once.
pub(super) fn open_to_read(path: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    let open = |access: OpenFlags| -> rusqlite::Result<Connection> {
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

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
