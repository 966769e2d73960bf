//! The search index of an output folder. This file owns the SQLite full-text table: what it holds
//! can be made again from the briefs at any time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::StoreError;
use super::database::{self, PATIENCE, refuse_link};

/// The version of the table's layout and of how words are folded; another one is made anew.
const VERSION: i64 = 3;

/// An article in the index. Its words are folded and separated by spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Path of the article.
    pub path: String,
    /// What its text is known by: an article with another one is to be read again.
    pub text_id: String,
    /// Whether the brief itself was read, and not only its line in the index.
    pub whole: bool,
    /// The words of its headlines.
    pub headline: String,
    /// The words of its text in both languages.
    pub text: String,
    /// Their stems.
    pub stems: String,
}

/// The search index.
pub struct SearchIndex {
    connection: Connection,
    path: PathBuf,
}

impl SearchIndex {
    /// Opens the index, and makes an empty one if there is none or one of another version.
    ///
    /// # Errors
    /// [`StoreError`] if SQLite cannot use the file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        refuse_link(path)?;
        Self::of(database::open(path), path)
    }

    /// An index in memory, for a folder that cannot be written to.
    ///
    /// # Errors
    /// [`StoreError`] if SQLite fails.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::of(Connection::open_in_memory(), Path::new("search index"))
    }

    fn of(opened: rusqlite::Result<Connection>, path: &Path) -> Result<Self, StoreError> {
        let open = |mut connection: Connection| -> rusqlite::Result<Connection> {
            connection.busy_timeout(PATIENCE)?;
            if version(&connection)? != VERSION {
                let transaction =
                    connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                // Another search may have made it, and filled it, while this one waited.
                if version(&transaction)? != VERSION {
                    make(&transaction)?;
                }
                transaction.commit()?;
            }
            Ok(connection)
        };
        let connection = opened.and_then(open).map_err(|e| trouble(path, &e))?;
        Ok(Self {
            connection,
            path: path.into(),
        })
    }

    /// Whether the index cannot be brought up to date, because its file may not be written to.
    pub fn is_read_only(&self) -> bool {
        self.connection.is_readonly("main").unwrap_or(true)
    }

    fn checked<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| trouble(&self.path, &e))
    }

    /// The stamp that was set last.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn stamp(&self) -> Result<Option<String>, StoreError> {
        let query = "SELECT of_index FROM stamp";
        self.checked(
            self.connection
                .query_row(query, [], |row| row.get(0))
                .optional(),
        )
    }

    /// The indexed articles: by path, the id of the text, and whether the brief itself was read.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn articles(&self) -> Result<BTreeMap<String, (String, bool)>, StoreError> {
        let query = || {
            let mut statement = self
                .connection
                .prepare("SELECT path, text_id, whole FROM articles")?;
            let rows =
                statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
            rows.collect()
        };
        self.checked(query())
    }

    /// Removes articles, adds others, and replaces those that are there: all or none.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn update(&mut self, removed: &[String], added: &[Indexed]) -> Result<(), StoreError> {
        let mut update = || {
            let transaction = self.connection.transaction()?;
            for path in removed
                .iter()
                .chain(added.iter().map(|article| &article.path))
            {
                remove(&transaction, path)?;
            }
            for article in added {
                add(&transaction, article)?;
            }
            transaction.commit()
        };
        let updated = update();
        self.checked(updated)
    }

    /// Sets the stamp, by which the next search knows whether anything changed.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn set_stamp(&mut self, stamp: &str) -> Result<(), StoreError> {
        let mut set = || {
            let transaction = self.connection.transaction()?;
            transaction.execute("DELETE FROM stamp", [])?;
            transaction.execute("INSERT INTO stamp VALUES (?1)", [stamp])?;
            transaction.commit()
        };
        let set = set();
        self.checked(set)
    }

    /// The paths of the articles that fit an expression of FTS5, the best first, at most `most` of
    /// them; and how many fit.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn find(&self, expression: &str, most: u32) -> Result<(Vec<String>, u32), StoreError> {
        let query = || {
            let count = self.connection.query_row(
                "SELECT count(*) FROM texts WHERE texts MATCH ?1",
                [expression],
                |row| row.get(0),
            )?;
            let mut statement = self.connection.prepare(
                "SELECT path FROM texts JOIN articles ON number = texts.rowid
                     WHERE texts MATCH ?1 ORDER BY bm25(texts, 8.0, 1.0, 0.5), path LIMIT ?2",
            )?;
            let paths = statement.query_map(params![expression, most], |row| row.get(0))?;
            Ok((paths.collect::<rusqlite::Result<_>>()?, count))
        };
        self.checked(query())
    }
}

/// The version of the layout that the file has; 0 for a new one.
fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Makes the tables of an empty index, in the place of those of another version.
fn make(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "DROP TABLE IF EXISTS articles; DROP TABLE IF EXISTS texts; DROP TABLE IF EXISTS stamp;
         CREATE TABLE articles (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, text_id TEXT NOT NULL,
             whole INTEGER NOT NULL);
         CREATE VIRTUAL TABLE texts USING fts5(
             headline, text, stems, content='', contentless_delete=1,
             tokenize='unicode61 remove_diacritics 0');
         CREATE TABLE stamp (of_index TEXT NOT NULL);
         PRAGMA user_version = {VERSION};"
    ))
}

fn remove(connection: &Connection, path: &str) -> rusqlite::Result<()> {
    let number: Option<i64> = connection
        .prepare_cached("DELETE FROM articles WHERE path = ?1 RETURNING number")?
        .query_row([path], |row| row.get(0))
        .optional()?;
    if let Some(number) = number {
        connection
            .prepare_cached("DELETE FROM texts WHERE rowid = ?1")?
            .execute([number])?;
    }
    Ok(())
}

fn add(connection: &Connection, article: &Indexed) -> rusqlite::Result<()> {
    let Indexed { path, text_id, .. } = article;
    connection
        .prepare_cached("INSERT INTO articles (path, text_id, whole) VALUES (?1, ?2, ?3)")?
        .execute(params![path, text_id, article.whole])?;
    connection
        .prepare_cached("INSERT INTO texts (rowid, headline, text, stems) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            connection.last_insert_rowid(),
            article.headline,
            article.text,
            article.stems
        ])?;
    Ok(())
}

fn trouble(path: &Path, error: &rusqlite::Error) -> StoreError {
    StoreError::of_database(path, error, |path, reason| StoreError::Search {
        path,
        reason,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn article(path: &str, text_id: &str, headline: &str, text: &str) -> Indexed {
        Indexed {
            path: path.to_owned(),
            text_id: text_id.to_owned(),
            whole: true,
            headline: headline.to_owned(),
            text: text.to_owned(),
            stems: String::new(),
        }
    }

    #[test]
    fn articles_are_found_headlines_first_replaced_and_removed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("search.sqlite");
        let mut index = SearchIndex::open(&path).unwrap();
        let articles = [
            article("a", "1", "rain", "dam and sea and much else"),
            article("b", "2", "dam", "سد"),
        ];
        index.update(&[], &articles).unwrap();
        let found = |index: &SearchIndex, query: &str, most| index.find(query, most).unwrap();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(found(&index, "\"dam\"", 9), (names(&["b", "a"]), 2));
        assert_eq!(found(&index, "\"سد\"", 9), (names(&["b"]), 1));
        assert_eq!(found(&index, "\"dam\"", 1), (names(&["b"]), 2));
        index
            .update(&["b".to_owned()], &[article("a", "3", "rain", "sea")])
            .unwrap();
        index.set_stamp("s1").unwrap();
        index.set_stamp("s2").unwrap();
        drop(index);
        let index = SearchIndex::open(&path).unwrap();
        assert_eq!(found(&index, "\"dam\"", 9), (vec![], 0));
        let known = BTreeMap::from([("a".to_owned(), ("3".to_owned(), true))]);
        assert_eq!(index.articles().unwrap(), known);
        assert_eq!(index.stamp().unwrap().as_deref(), Some("s2"));
    }

    #[test]
    fn an_index_that_another_search_makes_meanwhile_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("search.sqlite");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let articles = std::thread::scope(|scope| {
            let opened = scope.spawn(|| SearchIndex::open(&path).unwrap().articles().unwrap());
            // Meanwhile it finds that the file has no tables, and waits to make them.
            std::thread::sleep(std::time::Duration::from_millis(300));
            make(&other).unwrap();
            add(&other, &article("a", "1", "dam", "sea")).unwrap();
            other.execute_batch("COMMIT").unwrap();
            opened.join().unwrap()
        });
        let known = BTreeMap::from([("a".to_owned(), ("1".to_owned(), true))]);
        assert_eq!(articles, known);
    }

    #[test]
    fn an_index_of_another_version_is_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("search.sqlite");
        let old = Connection::open(&path).unwrap();
        old.execute_batch("CREATE TABLE articles (x); PRAGMA user_version = 99;")
            .unwrap();
        drop(old);
        assert!(
            SearchIndex::open(&path)
                .unwrap()
                .articles()
                .unwrap()
                .is_empty()
        );
    }
}
