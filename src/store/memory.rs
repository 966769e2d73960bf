//! The translation memory: what translators wrote, and pairs that people approved. This file owns
//! its SQLite tables; what a text's key depends on is decided elsewhere.

mod pairs;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;
use super::database::{self, is_in_state, open_to_read, refuse_link};
use super::error::IN_USE;

pub(crate) use pairs::APPROVED;
pub use pairs::{Approved, Forget, MemoryPair, MemoryStats, Origin, Remembered, TextKey};

/// A translation memory in a file, which several runs may use at once.
pub struct Memory {
    connection: Connection,
    path: PathBuf,
}

/// What SQLite writes into the file's head for programs to know their own by: "mujz".
const APPLICATION: i32 = 0x6d75_6a7a;

impl Memory {
    /// How long other processes that write are waited for.
    pub const PATIENCE: Duration = database::PATIENCE;

    /// Opens or creates a memory, with the folder that it is to lie in.
    ///
    /// # Errors
    /// [`StoreError`] if the folder cannot be made, if SQLite cannot use the file, or if it is something
    /// else than a memory.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::refuse_link_in_state(path)?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(StoreError::io(folder, "create this folder"))?;
        }
        let memory = Self::of(path, database::open(path))?;
        memory.prepare()?;
        Ok(memory)
    }

    /// Makes the tables that are missing.
    fn prepare(&self) -> Result<(), StoreError> {
        let prepare = || -> rusqlite::Result<()> {
            let connection = &self.connection;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // What is lost in a power cut is translated again.
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.pragma_update(None, "cache_size", -8192)?;
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE;
                 PRAGMA application_id = {APPLICATION};
                 PRAGMA user_version = 1;
                 CREATE TABLE IF NOT EXISTS origins (
                    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
                    translator TEXT NOT NULL, source_language TEXT NOT NULL,
                    target_language TEXT NOT NULL);
                 CREATE TABLE IF NOT EXISTS texts (
                    origin INTEGER NOT NULL, hash BLOB NOT NULL, source TEXT NOT NULL,
                    fragment INTEGER NOT NULL, terms TEXT NOT NULL, translation TEXT NOT NULL,
                    score REAL NOT NULL, cut INTEGER NOT NULL);
                 CREATE UNIQUE INDEX IF NOT EXISTS texts_by_hash ON texts (origin, hash);
                 CREATE TABLE IF NOT EXISTS approved (
                    source_language TEXT NOT NULL, target_language TEXT NOT NULL,
                    source TEXT NOT NULL, translation TEXT NOT NULL,
                    PRIMARY KEY (source_language, target_language, source)) WITHOUT ROWID;
                 COMMIT;"
            ))
        };
        self.checked(prepare())
    }

    /// Opens a memory for reading only. A file without tables, which a run leaves behind that was
    /// ended while it made them, is an empty memory.
    ///
    /// # Errors
    /// [`StoreError`] if SQLite cannot use the file, or it is something else than a memory.
    pub fn look_into(path: &Path) -> Result<Self, StoreError> {
        Self::refuse_link_in_state(path)?;
        let memory = Self::of(path, open_to_read(path, Self::PATIENCE))?;
        if !memory.is_empty()? {
            return Ok(memory);
        }
        let memory = Self::of(path, Connection::open_in_memory())?;
        memory.prepare()?;
        Ok(memory)
    }

    /// Refuses a link in a state folder; one in the place of a memory that the user named is followed.
    fn refuse_link_in_state(path: &Path) -> Result<(), StoreError> {
        if is_in_state(path) {
            refuse_link(path)?;
        }
        Ok(())
    }

    fn of(path: &Path, opened: rusqlite::Result<Connection>) -> Result<Self, StoreError> {
        let connection = opened.map_err(|e| trouble(path, &e))?;
        let memory = Self {
            connection,
            path: path.into(),
        };
        memory.wait_at_most(Self::PATIENCE)?;
        if !memory.is_empty()? && memory.ask("PRAGMA application_id")? != i64::from(APPLICATION) {
            return Err(StoreError::Memory {
                path: path.into(),
                reason: "it is a database of something else".to_owned(),
            });
        }
        Ok(memory)
    }

    fn ask(&self, query: &str) -> Result<i64, StoreError> {
        self.checked(self.connection.query_row(query, [], |row| row.get(0)))
    }

    /// Whether the file has no tables.
    fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.ask("SELECT COUNT(*) FROM sqlite_master")? == 0)
    }

    /// Sets how long other processes that write are waited for.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn wait_at_most(&self, patience: Duration) -> Result<(), StoreError> {
        self.checked(self.connection.busy_timeout(patience))
    }

    fn checked<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| trouble(&self.path, &e))
    }

    /// The number of an origin in this memory, which is given to it when it is new.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn number(&self, origin: &Origin) -> Result<i64, StoreError> {
        let number = || {
            self.connection.execute(
                "INSERT OR IGNORE INTO origins
                    (key, translator, source_language, target_language) VALUES (?1, ?2, ?3, ?4)",
                params![origin.key, origin.translator, origin.from, origin.to],
            )?;
            let query = "SELECT number FROM origins WHERE key = ?1";
            self.connection
                .query_row(query, [&origin.key], |row| row.get(0))
        };
        self.checked(number())
    }

    /// The translation of a text by an origin, if it is known.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn find(&self, origin: i64, text: &TextKey) -> Result<Option<Remembered>, StoreError> {
        let query = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT source, fragment, terms, translation, score, cut FROM texts
                    WHERE origin = ?1 AND hash = ?2",
            )?;
            statement
                .query_row(params![origin, &text.hash()[..]], |row| {
                    Ok(Remembered {
                        text: TextKey {
                            source: row.get(0)?,
                            fragment: row.get(1)?,
                            terms: row.get(2)?,
                        },
                        translation: row.get(3)?,
                        score: row.get(4)?,
                        cut: row.get(5)?,
                    })
                })
                .optional()
        };
        let found = self.checked(query())?;
        // A hash of sixteen bytes is no proof.
        Ok(found.filter(|found| found.text == *text))
    }

    /// Stores translations of an origin, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails; nothing is stored then.
    pub fn add(&self, origin: i64, texts: &[Remembered]) -> Result<(), StoreError> {
        let add = || -> rusqlite::Result<()> {
            let transaction = self.connection.unchecked_transaction()?;
            {
                let mut statement = transaction.prepare_cached(
                    "INSERT OR REPLACE INTO texts
                        (origin, hash, source, fragment, terms, translation, score, cut)
                        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?;
                for remembered in texts {
                    let text = &remembered.text;
                    statement.execute(params![
                        origin,
                        &text.hash()[..],
                        text.source,
                        text.fragment,
                        text.terms,
                        remembered.translation,
                        remembered.score,
                        remembered.cut
                    ])?;
                }
            }
            transaction.commit()
        };
        self.checked(add())
    }

    /// Approves pairs, in place of earlier translations of the same sources. Unlike those of translators,
    /// they are on the disk when this returns: nobody would notice that they are gone.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails; nothing is approved then.
    pub fn approve(&self, (from, to): (&str, &str), pairs: &[Approved]) -> Result<(), StoreError> {
        let approve = || -> rusqlite::Result<()> {
            self.connection.pragma_update(None, "synchronous", "FULL")?;
            let transaction = self.connection.unchecked_transaction()?;
            {
                let mut statement = transaction.prepare_cached(
                    "INSERT OR REPLACE INTO approved
                        (source_language, target_language, source, translation)
                        VALUES (?1, ?2, ?3, ?4)",
                )?;
                for pair in pairs {
                    statement.execute(params![from, to, pair.source, pair.translation])?;
                }
            }
            transaction.commit()
        };
        self.checked(approve())
    }

    /// The approved pairs of two languages, in the order of their sources.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn approved(&self, (from, to): (&str, &str)) -> Result<Vec<Approved>, StoreError> {
        let query = || {
            let mut statement = self.connection.prepare(
                "SELECT source, translation FROM approved
                    WHERE source_language = ?1 AND target_language = ?2 ORDER BY source",
            )?;
            let pairs = statement.query_map([from, to], |row| {
                Ok(Approved {
                    source: row.get(0)?,
                    translation: row.get(1)?,
                })
            })?;
            pairs.collect()
        };
        self.checked(query())
    }

    /// Calls `each` with all pairs, the approved ones first.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn each(
        &self,
        each: &mut dyn FnMut(MemoryPair) -> std::io::Result<()>,
    ) -> Result<std::io::Result<()>, StoreError> {
        let mut query = || {
            let mut statement = self.connection.prepare(
                "SELECT source_language, target_language, source, translation, ?1 FROM approved
                 UNION ALL
                 SELECT source_language, target_language, source, translation, translator
                    FROM texts JOIN origins ON origins.number = texts.origin
                    WHERE translation <> ''",
            )?;
            let mut rows = statement.query([APPROVED])?;
            while let Some(row) = rows.next()? {
                let pair = MemoryPair {
                    from: row.get(0)?,
                    to: row.get(1)?,
                    source: row.get(2)?,
                    translation: row.get(3)?,
                    origin: row.get(4)?,
                };
                if let Err(error) = each(pair) {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        };
        self.checked(query())
    }

    /// How much it holds.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn stats(&self) -> Result<MemoryStats, StoreError> {
        let query = || {
            let mut statement = self.connection.prepare(
                "SELECT key, translator, source_language, target_language,
                    (SELECT COUNT(*) FROM texts WHERE origin = number) AS held
                    FROM origins WHERE held > 0 ORDER BY number",
            )?;
            let translators = statement.query_map([], |row| {
                let origin = Origin {
                    key: row.get(0)?,
                    translator: row.get(1)?,
                    from: row.get(2)?,
                    to: row.get(3)?,
                };
                Ok((origin, row.get::<_, i64>(4)? as u64))
            })?;
            let translators = translators.collect::<rusqlite::Result<_>>()?;
            let mut statement = self.connection.prepare(
                "SELECT source_language, target_language, COUNT(*) FROM approved
                    GROUP BY source_language, target_language ORDER BY 1, 2",
            )?;
            let approved = statement.query_map([], |row| {
                let count: i64 = row.get(2)?;
                Ok(((row.get(0)?, row.get(1)?), count as u64))
            })?;
            Ok(MemoryStats {
                translators,
                approved: approved.collect::<rusqlite::Result<_>>()?,
            })
        };
        self.checked(query())
    }

    /// Forgets pairs so that nothing of them is left in the file, and gives the room on the disk
    /// back. Returns how many they were.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails; and if the pairs are forgotten, but another process uses what
    /// their texts are in.
    pub fn forget(&self, which: &Forget) -> Result<usize, StoreError> {
        let forget = || -> rusqlite::Result<usize> {
            self.connection.pragma_update(None, "secure_delete", true)?;
            let transaction = self.connection.unchecked_transaction()?;
            let delete = |from: &str| transaction.execute(&format!("DELETE FROM {from}"), []);
            let containing = |from: &str, text: &str| {
                let filter = "instr(source, ?1) > 0 OR instr(translation, ?1) > 0";
                transaction.execute(&format!("DELETE FROM {from} WHERE {filter}"), [text])
            };
            let count = match which {
                Forget::All => delete("texts")? + delete("approved")?,
                Forget::Approved => delete("approved")?,
                Forget::Translated => delete("texts")?,
                Forget::Containing(text) => {
                    containing("texts", text)? + containing("approved", text)?
                }
            };
            transaction.commit()?;
            Ok(count)
        };
        let count = self.checked(forget())?;
        // The pairs are gone; a full disk keeps the room from coming back.
        let _ = self.connection.execute_batch("VACUUM");
        // Their texts are in the log until it is empty, which it cannot be while somebody uses it.
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let emptied = self.connection.query_row(checkpoint, [], |row| row.get(0));
        let is_read: bool = self.checked(emptied)?;
        if is_read {
            return Err(StoreError::ForNow {
                path: self.path.clone(),
                reason: "the pairs are forgotten, but their texts stay in its log".to_owned(),
                advice: IN_USE,
            });
        }
        Ok(count)
    }
}

fn trouble(path: &Path, error: &rusqlite::Error) -> StoreError {
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) {
        return StoreError::Busy { path: path.into() };
    }
    StoreError::of_database(path, error, |path, reason| StoreError::Memory {
        path,
        reason,
    })
}

#[cfg(test)]
#[path = "memory_tests.rs"]
mod tests;
