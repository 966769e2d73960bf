//! The journal of jobs. This file owns the SQLite table with one row for each article, which is
//! written after the article's files are in place; results can be read without it.

mod job;
mod names;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::database::{self, PATIENCE, open_to_read, refuse_link};
use super::files::file_is_there;

pub use job::{Entry, Outcome, Totals};

/// The columns that journals of earlier versions lack: name, declaration, and what is read in the
/// place of a missing one.
const LATER_COLUMNS: [(&str, &str, &str); 2] = [
    ("sketch", "BLOB NOT NULL DEFAULT x''", "x''"),
    ("made", "INTEGER", "NULL"),
];

/// Bytes in a page of the database. A row has about 2 KB, and one of more than a quarter of a page
/// spills into pages of its own, which SQLite reads again at every comparison of a search.
const PAGE: u32 = 16 << 10;

/// Maximum number of rows that are read ahead.
const READ_AHEAD: usize = 256;

/// The size of their lines in the index after which no more are read ahead, in bytes: a title of an
/// article may be long.
const READ_AHEAD_BYTES: usize = 4 << 20;

/// The journal of an output folder.
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    /// The columns of a job, in the order of [`entry`]. A journal of an earlier version that is
    /// only read may lack the last ones.
    columns: String,
    ahead: RefCell<Ahead>,
}

/// Jobs that were read before they are asked for.
#[derive(Default)]
struct Ahead {
    /// Jobs in the order of their paths, without a gap between the path that was asked for last and
    /// the path of the last of them.
    jobs: VecDeque<Entry>,
    /// The path that was asked for last.
    asked: String,
    /// How many jobs were read the last time, and how many paths that answered.
    read: usize,
    answered: usize,
}

impl Ahead {
    /// The job of an article, which is `None` if there is none; `None` if that is not known.
    fn take(&mut self, path: &str) -> Option<Option<Entry>> {
        // Lines and rows are asked for by their numbers, of which 10 comes before 9 here.
        if path <= self.asked.as_str() {
            self.jobs.clear();
        }
        path.clone_into(&mut self.asked);
        while self.jobs.front().is_some_and(|job| *job.path < *path) {
            self.jobs.pop_front();
        }
        let next = self.jobs.front()?;
        self.answered += 1;
        let is_asked = next.path == path;
        Some(if is_asked {
            self.jobs.pop_front()
        } else {
            None
        })
    }

    /// How many jobs to read now: more if most that were read answered something, and one or two if
    /// articles are asked for that lie far from each other.
    fn next(&self) -> usize {
        let next = if 4 * self.answered < 3 * self.read {
            self.answered
        } else {
            2 * self.answered
        };
        next.clamp(1, READ_AHEAD)
    }
}

impl Journal {
    /// Its name among the files of mujaz's own state in an output folder.
    pub const FILE: &str = "state.sqlite";

    /// Opens or creates the journal.
    ///
    /// # Errors
    /// [`StoreError`] if SQLite cannot use the file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        refuse_link(path)?;
        Self::of(database::open(path).and_then(prepared), path)
    }

    /// Opens the journal of an earlier run for reading only. A file without tables, which a run
    /// leaves behind that was ended while it made them, is an empty journal.
    ///
    /// # Errors
    /// [`StoreError`] if SQLite cannot use the file.
    pub fn look_into(path: &Path) -> Result<Self, StoreError> {
        refuse_link(path)?;
        let open = || -> rusqlite::Result<Connection> {
            let connection = open_to_read(path, PATIENCE)?;
            if connection.table_exists(None, "jobs")? {
                return Ok(connection);
            }
            prepared(Connection::open_in_memory()?)
        };
        Self::of(open(), path)
    }

    /// As [`Journal::look_into`], if there is a journal. One that the disk hides is not taken for none: what
    /// it alone knows would be missing.
    ///
    /// # Errors
    /// Those of [`Journal::look_into`], and that of a disk that does not say whether there is one.
    pub fn look_if_there(path: &Path) -> Result<Option<Self>, StoreError> {
        let is_there = file_is_there(path).map_err(StoreError::io(path, "look for this file"))?;
        is_there.then(|| Self::look_into(path)).transpose()
    }

    fn of(opened: rusqlite::Result<Connection>, path: &Path) -> Result<Self, StoreError> {
        let connection = opened.map_err(|e| trouble(path, &e))?;
        // Without it, a statement that compares with a parameter is planned anew each time.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|e| trouble(path, &e))?;
        Ok(Self {
            columns: columns(&connection),
            connection,
            path: path.into(),
            ahead: RefCell::default(),
        })
    }

    fn checked<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| trouble(&self.path, &e))
    }

    /// The recorded job of an article, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn find(&self, path: &str) -> Result<Option<Entry>, StoreError> {
        let query = || {
            let columns = &self.columns;
            let mut statement = self
                .connection
                .prepare_cached(&format!("SELECT {columns} FROM jobs WHERE path = ?1"))?;
            statement.query_row([path], entry).optional()
        };
        self.checked(query())
    }

    /// As [`Journal::find`], for many articles that are asked for more or less in the order of their
    /// paths: the jobs after an article are read with its own. What other connections record for them
    /// meanwhile is not seen.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn find_in_order(&self, path: &str) -> Result<Option<Entry>, StoreError> {
        let mut ahead = self.ahead.borrow_mut();
        if let Some(job) = ahead.take(path) {
            return Ok(job);
        }
        let count = ahead.next();
        let mut jobs = self.checked(self.jobs_from(path, count))?;
        (ahead.read, ahead.answered) = (count, 1);
        let is_asked = jobs.front().is_some_and(|job| job.path == path);
        let job = if is_asked { jobs.pop_front() } else { None };
        ahead.jobs = jobs;
        Ok(job)
    }

    /// The first jobs from a path on.
    fn jobs_from(&self, path: &str, count: usize) -> rusqlite::Result<VecDeque<Entry>> {
        let columns = &self.columns;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {columns} FROM jobs WHERE path >= ?1 ORDER BY path LIMIT ?2"
        ))?;
        let mut rows = statement.query_map(params![path, count as i64], entry)?;
        let (mut jobs, mut bytes) = (VecDeque::new(), 0);
        while bytes < READ_AHEAD_BYTES
            && let Some(job) = rows.next().transpose()?
        {
            bytes += job.line.len();
            jobs.push_back(job);
        }
        Ok(jobs)
    }

    /// Records a job, in place of an earlier one of the same article. The index is old from then on,
    /// unless the article has no brief, as before, and for the same reason.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn record(&self, job: &Entry) -> Result<(), StoreError> {
        let insert = || -> rusqlite::Result<()> {
            let transaction = self.connection.unchecked_transaction()?;
            // A brief that is written again may be missing from an index of stored briefs. An article
            // that fails in every run must not have the index written after each.
            transaction
                .prepare_cached("UPDATE mark SET index_is_old = index_is_old + 1 WHERE ?3 OR NOT EXISTS (SELECT 1 FROM jobs WHERE path = ?1 AND line = ?2)")?
                .execute(params![job.path, job.line, job.has_brief()])?;
            transaction
                .prepare_cached("INSERT OR REPLACE INTO jobs (path, key, outcome, reason, line, sketch, made) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
                .execute(params![job.path, job.key, job.outcome.name(), job.reason, job.line, job.sketch, job.made])?;
            transaction.commit()
        };
        self.ahead.borrow_mut().jobs.clear();
        self.checked(insert())
    }

    /// Removes a job.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn forget(&self, path: &str) -> Result<(), StoreError> {
        let delete = || -> rusqlite::Result<()> {
            let transaction = self.connection.unchecked_transaction()?;
            transaction.execute("DELETE FROM jobs WHERE path = ?1", [path])?;
            transaction.execute("UPDATE mark SET index_is_old = index_is_old + 1", [])?;
            transaction.commit()
        };
        self.ahead.borrow_mut().jobs.clear();
        self.checked(delete())
    }

    /// How many changes of jobs the index lacks.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn not_in_index(&self) -> Result<i64, StoreError> {
        self.checked(
            self.connection
                .query_row("SELECT index_is_old FROM mark", [], |row| row.get(0)),
        )
    }

    /// Marks the index as holding so many jobs more. Others that were recorded while it was
    /// written, by another shard, stay for its next writing.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn index_written(&self, jobs: i64) -> Result<(), StoreError> {
        let query = "UPDATE mark SET index_is_old = MAX(index_is_old - ?1, 0)";
        self.checked(self.connection.execute(query, [jobs]))
            .map(|_| ())
    }

    /// Calls a function for which the journal stays as it is: what other connections record meanwhile
    /// is not seen.
    ///
    /// # Errors
    /// That of the function, or [`StoreError`] when SQLite fails.
    pub fn unchanged<T>(
        &self,
        read: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // It only reads, and what ends it does not matter.
        let _transaction = self.checked(self.connection.unchecked_transaction())?;
        read()
    }

    /// Calls `each` with the paths of all jobs in a range of paths, in their order. The jobs themselves
    /// are not read.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn each_path(
        &self,
        range: Range<String>,
        each: &mut dyn FnMut(String),
    ) -> Result<(), StoreError> {
        let mut query = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT path FROM jobs WHERE path >= ?1 AND path < ?2 ORDER BY path",
            )?;
            let mut rows = statement.query(params![range.start, range.end])?;
            while let Some(row) = rows.next()? {
                each(row.get(0)?);
            }
            Ok(())
        };
        self.checked(query())
    }

    /// Calls `each` with all jobs, in the order of their paths.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn each(&self, each: &mut dyn FnMut(Entry)) -> Result<(), StoreError> {
        let mut query = || {
            let columns = &self.columns;
            let mut statement = self
                .connection
                .prepare(&format!("SELECT {columns} FROM jobs ORDER BY path"))?;
            for row in statement.query_map([], entry)? {
                each(row?);
            }
            Ok(())
        };
        self.checked(query())
    }
}

/// A connection that has the tables of a journal; those that are missing are made.
fn prepared(connection: Connection) -> rusqlite::Result<Connection> {
    connection.busy_timeout(PATIENCE)?;
    // A journal that has tables already keeps the size that it has.
    connection.pragma_update(None, "page_size", PAGE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // The files themselves are synced; losing the newest rows in a power cut only repeats a job.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS jobs (
            path TEXT PRIMARY KEY, key TEXT NOT NULL, outcome TEXT NOT NULL,
            reason TEXT NOT NULL, line TEXT NOT NULL,
            sketch BLOB NOT NULL DEFAULT x'', made INTEGER) WITHOUT ROWID;
         CREATE TABLE IF NOT EXISTS mark (index_is_old INTEGER NOT NULL);
         INSERT INTO mark SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM mark);",
    )?;
    connection.execute_batch(names::TABLE)?;
    add_later_columns(&connection)?;
    Ok(connection)
}

fn trouble(path: &Path, error: &rusqlite::Error) -> StoreError {
    StoreError::of_database(path, error, |path, reason| StoreError::Journal {
        path,
        reason,
    })
}

fn entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        path: row.get(0)?,
        key: row.get(1)?,
        outcome: Outcome::of(&row.get::<_, String>(2)?),
        reason: row.get(3)?,
        line: row.get(4)?,
        sketch: row.get(5)?,
        made: row.get(6)?,
    })
}

/// The columns of a job as they are read.
fn columns(connection: &Connection) -> String {
    let mut columns = "path, key, outcome, reason, line".to_owned();
    for (name, _, missing) in LATER_COLUMNS {
        let is_missing = matches!(connection.column_exists(None, "jobs", name), Ok(false));
        columns.push_str(", ");
        columns.push_str(if is_missing { missing } else { name });
    }
    columns
}

/// Adds the columns that a journal of an earlier version lacks.
fn add_later_columns(connection: &Connection) -> rusqlite::Result<()> {
    for (name, declaration, _) in LATER_COLUMNS {
        if connection.column_exists(None, "jobs", name)? {
            continue;
        }
        let add = format!("ALTER TABLE jobs ADD COLUMN {name} {declaration}");
        let added = connection.execute_batch(&add);
        // The run of another shard may have been faster.
        if !connection.column_exists(None, "jobs", name)? {
            added?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "journal_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
