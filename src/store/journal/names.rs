//! The names that the files of several inputs have in results. This file owns their table: a later run
//! gives a file the name that it had, although files of another input may be away then.

use rusqlite::params;

use super::Journal;
use crate::store::StoreError;

/// How many names are recorded at once, so that other shards have their turn.
const AT_ONCE: usize = 10_000;

/// Makes the table.
pub(super) const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS names (name TEXT PRIMARY KEY, file TEXT NOT NULL) WITHOUT ROWID;";

impl Journal {
    /// The recorded names and the files that have them, in the order of the names.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn names(&self) -> Result<Vec<(String, String)>, StoreError> {
        let query = || {
            // A journal of an earlier version that is only read has no such table.
            if !self.connection.table_exists(None, "names")? {
                return Ok(Vec::new());
            }
            let query = "SELECT name, file FROM names ORDER BY name";
            let mut statement = self.connection.prepare(query)?;
            let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            names.collect()
        };
        self.checked(query())
    }

    /// Records the names of files, in place of files that had them before.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn record_names(&self, names: &[(String, String)]) -> Result<(), StoreError> {
        let record = |names: &[(String, String)]| -> rusqlite::Result<()> {
            let transaction = self.connection.unchecked_transaction()?;
            {
                let mut statement = transaction
                    .prepare_cached("INSERT OR REPLACE INTO names (name, file) VALUES (?1, ?2)")?;
                for (name, file) in names {
                    statement.execute(params![name, file])?;
                }
            }
            transaction.commit()
        };
        names
            .chunks(AT_ONCE)
            .try_for_each(|names| self.checked(record(names)))
    }
}
