//! A second look at a database that SQLite calls damaged. SQLite says so, too, when the disk did not give
//! it a page (it makes `SQLITE_CORRUPT` of `SQLITE_IOERR_CORRUPTFS`), and a database that is whole must not
//! be thrown away for that.

use std::path::Path;
use std::time::Duration;

use super::database::open_to_read;

/// How long other processes that write are waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The result of a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecondLook {
    /// All of it can be read, and it is whole.
    Whole,
    /// The disk does not give back some of it.
    Unreadable,
    /// What can be read is not a database, or not a whole one.
    Damaged,
}

impl SecondLook {
    /// Reads all of a database. SQLite itself reads it: to close a file that was opened otherwise would
    /// end the locks that other connections of this process hold on it.
    ///
    /// # Errors
    /// SQLite's, which may be another one than at the first look.
    pub(super) fn at(path: &Path) -> rusqlite::Result<Self> {
        let connection = open_to_read(path, PATIENCE)?;
        let found = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0));
        found.map(|found: String| Self::of(&found))
    }

    /// What the first line of `PRAGMA integrity_check` means. The lines about pages that cannot be had are in
    /// `checkTreePage` and `checkList` of SQLite's `btree.c`.
    fn of(line: &str) -> Self {
        const NO_PAGE: [&str; 2] = ["unable to get the page", "failed to get page"];
        match line {
            "ok" => Self::Whole,
            line if NO_PAGE.iter().any(|words| line.contains(words)) => Self::Unreadable,
            _ => Self::Damaged,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rusqlite::{Connection, ErrorCode};

    use super::*;

    #[test]
    fn a_page_that_the_disk_keeps_is_told_from_one_that_is_damaged() {
        let cases = [
            ("ok", SecondLook::Whole),
            (
                "*** in database main ***\nTree 4 page 7 cell 2: unable to get the page. error code=8458",
                SecondLook::Unreadable,
            ),
            (
                "*** in database main ***\nTree 2 page 2 cell 0: failed to get page 9",
                SecondLook::Unreadable,
            ),
            (
                "*** in database main ***\nTree 2 page 3: btreeInitPage() returns error code 11",
                SecondLook::Damaged,
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(SecondLook::of(line), expected, "{line}");
        }
    }

    #[test]
    fn an_index_that_lacks_rows_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let batch = |sql: &str| {
            let connection = Connection::open(&path).unwrap();
            connection.execute_batch(sql).unwrap();
        };
        batch(
            "CREATE TABLE t (x); CREATE UNIQUE INDEX i ON t (x); INSERT INTO t VALUES (1);
               CREATE TABLE kept AS SELECT * FROM sqlite_master WHERE name = 'i';
               PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'i';",
        );
        batch(
            "INSERT INTO t VALUES (2); PRAGMA writable_schema = ON;
               INSERT INTO sqlite_master SELECT * FROM kept;",
        );
        assert_eq!(SecondLook::at(&path).unwrap(), SecondLook::Damaged);
    }

    #[test]
    fn a_database_is_whole_until_a_page_of_it_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "PRAGMA page_size = 4096; CREATE TABLE t (x);
                 INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200)
                 SELECT hex(zeroblob(500)) FROM n;",
            )
            .unwrap();
        drop(connection);
        assert_eq!(SecondLook::at(&path).unwrap(), SecondLook::Whole);
        // The first page has the tables' names; those behind it have the rows.
        let mut bytes = std::fs::read(&path).unwrap();
        assert!(bytes.len() > 8 * 4096);
        bytes[4096..].fill(b'x');
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(SecondLook::at(&path).unwrap(), SecondLook::Damaged);
        std::fs::write(&path, "x".repeat(8192)).unwrap();
        let code = SecondLook::at(&path).unwrap_err().sqlite_error_code();
        assert_eq!(code, Some(ErrorCode::NotADatabase));
    }
}
