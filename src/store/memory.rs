//! The translation memory: what translators wrote, and pairs that people approved. This file owns
//! its SQLite tables; what a text's key depends on is decided elsewhere.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

/// A translation memory in a file, which several runs may use at once.
pub struct Memory {
    connection: Connection,
    path: PathBuf,
}

/// How texts were translated: only the same translator with the same settings writes the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// A hash of the translator and of the settings that change its text.
    pub key: String,
    /// The translator in words.
    pub translator: String,
    /// Language of the sources, ISO 639-1.
    pub from: String,
    /// Language of the translations, ISO 639-1.
    pub to: String,
}

/// A text and its translation by a translator.
#[derive(Debug, Clone, PartialEq)]
pub struct Remembered {
    /// What was sent to the translator.
    pub source: String,
    /// Whether it is a fragment and not a sentence.
    pub fragment: bool,
    /// What came back.
    pub translation: String,
    /// Mean log-probability of a target token in nats.
    pub score: f32,
    /// Whether it was cut at the length limit.
    pub cut: bool,
}

/// A pair that people approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// The normalised source.
    pub source: String,
    /// Its translation.
    pub translation: String,
}

/// A pair of a memory, approved or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryPair {
    /// Language of the source, ISO 639-1.
    pub from: String,
    /// Language of the translation, ISO 639-1.
    pub to: String,
    /// The source.
    pub source: String,
    /// The translation.
    pub translation: String,
    /// The translator, or `approved`.
    pub origin: String,
}

/// The size of a memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryStats {
    /// Number of pairs by translator, with their languages.
    pub translators: Vec<(Origin, u64)>,
    /// Number of approved pairs by languages.
    pub approved: Vec<((String, String), u64)>,
}

/// The pairs that are to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// All.
    All,
    /// Those that people approved.
    Approved,
    /// Those of translators, and not the approved ones.
    Translated,
    /// Those whose source or translation contains this text.
    Containing(String),
}

/// The name that approved pairs have as an origin.
const APPROVED: &str = "approved";

impl Memory {
    /// Opens or creates a memory.
    ///
    /// # Errors
    /// [`StoreError`] if SQLite cannot use the file, or it is no memory.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(path)?;
            connection.busy_timeout(Duration::from_secs(30))?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // What is lost in a power cut is translated again.
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.execute_batch(
                "CREATE TABLE IF NOT EXISTS origins (
                    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
                    translator TEXT NOT NULL, source_language TEXT NOT NULL,
                    target_language TEXT NOT NULL);
                 CREATE TABLE IF NOT EXISTS texts (
                    origin INTEGER NOT NULL, hash BLOB NOT NULL, source TEXT NOT NULL,
                    fragment INTEGER NOT NULL, translation TEXT NOT NULL, score REAL NOT NULL,
                    cut INTEGER NOT NULL, PRIMARY KEY (origin, hash)) WITHOUT ROWID;
                 CREATE TABLE IF NOT EXISTS approved (
                    source_language TEXT NOT NULL, target_language TEXT NOT NULL,
                    source TEXT NOT NULL, translation TEXT NOT NULL,
                    PRIMARY KEY (source_language, target_language, source)) WITHOUT ROWID;",
            )?;
            Ok(connection)
        };
        let connection = open().map_err(|e| StoreError::Memory {
            path: path.into(),
            reason: e.to_string(),
        })?;
        Ok(Self {
            connection,
            path: path.into(),
        })
    }

    fn checked<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|e| StoreError::Memory {
            path: self.path.clone(),
            reason: e.to_string(),
        })
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
    pub fn find(
        &self,
        origin: i64,
        source: &str,
        fragment: bool,
    ) -> Result<Option<Remembered>, StoreError> {
        let query = || {
            let mut statement = self.connection.prepare_cached(
                "SELECT source, fragment, translation, score, cut FROM texts
                    WHERE origin = ?1 AND hash = ?2",
            )?;
            let hash = hash(source, fragment);
            statement
                .query_row(params![origin, &hash[..]], |row| {
                    Ok(Remembered {
                        source: row.get(0)?,
                        fragment: row.get(1)?,
                        translation: row.get(2)?,
                        score: row.get(3)?,
                        cut: row.get(4)?,
                    })
                })
                .optional()
        };
        let found = self.checked(query())?;
        // A hash of sixteen bytes is no proof.
        Ok(found.filter(|found| found.source == source && found.fragment == fragment))
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
                        (origin, hash, source, fragment, translation, score, cut)
                        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?;
                for text in texts {
                    let hash = hash(&text.source, text.fragment);
                    statement.execute(params![
                        origin,
                        &hash[..],
                        text.source,
                        text.fragment,
                        text.translation,
                        text.score,
                        text.cut
                    ])?;
                }
            }
            transaction.commit()
        };
        self.checked(add())
    }

    /// Approves pairs, in place of earlier translations of the same sources.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails; nothing is approved then.
    pub fn approve(&self, (from, to): (&str, &str), pairs: &[Approved]) -> Result<(), StoreError> {
        let approve = || -> rusqlite::Result<()> {
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
                    FROM texts JOIN origins ON origins.number = texts.origin",
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
                    (SELECT COUNT(*) FROM texts WHERE origin = number)
                    FROM origins ORDER BY number",
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

    /// Forgets pairs, and gives the room on the disk back. Returns how many they were.
    ///
    /// # Errors
    /// [`StoreError`] when SQLite fails.
    pub fn forget(&self, which: &Forget) -> Result<usize, StoreError> {
        let forget = || -> rusqlite::Result<usize> {
            let texts = |filter: &str, text: &str| {
                let delete = format!("DELETE FROM texts WHERE {filter}");
                self.connection.execute(&delete, [text])
            };
            let approved = |filter: &str, text: &str| {
                let delete = format!("DELETE FROM approved WHERE {filter}");
                self.connection.execute(&delete, [text])
            };
            const EVERY: &str = "?1 = ''";
            const CONTAINS: &str = "instr(source, ?1) > 0 OR instr(translation, ?1) > 0";
            let count = match which {
                Forget::All => texts(EVERY, "")? + approved(EVERY, "")?,
                Forget::Approved => approved(EVERY, "")?,
                Forget::Translated => texts(EVERY, "")?,
                Forget::Containing(text) => texts(CONTAINS, text)? + approved(CONTAINS, text)?,
            };
            self.connection.execute_batch("VACUUM")?;
            Ok(count)
        };
        self.checked(forget())
    }
}

/// The first sixteen bytes of the BLAKE3 of a text and its kind.
fn hash(source: &str, fragment: bool) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::from(fragment)]);
    hasher.update(source.as_bytes());
    let hash = hasher.finalize();
    std::array::from_fn(|i| hash.as_bytes()[i])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn origin(key: &str) -> Origin {
        Origin {
            key: key.into(),
            translator: format!("translator {key}"),
            from: "ar".into(),
            to: "en".into(),
        }
    }

    fn text(source: &str, translation: &str) -> Remembered {
        Remembered {
            source: source.into(),
            fragment: false,
            translation: translation.into(),
            score: -0.5,
            cut: false,
        }
    }

    fn memory() -> (tempfile::TempDir, Memory) {
        let dir = tempfile::tempdir().unwrap();
        let memory = Memory::open(&dir.path().join("memory.sqlite")).unwrap();
        (dir, memory)
    }

    #[test]
    fn a_text_is_known_to_its_origin_alone_and_in_its_kind() {
        let (dir, memory) = memory();
        let number = memory.number(&origin("a")).unwrap();
        memory
            .add(number, &[text("نص", "text"), text("نص آخر", "other")])
            .unwrap();
        let again = Memory::open(&dir.path().join("memory.sqlite")).unwrap();
        assert_eq!(again.number(&origin("a")).unwrap(), number);
        let found = again.find(number, "نص", false).unwrap();
        assert_eq!(found, Some(text("نص", "text")));
        assert_eq!(again.find(number, "نص", true).unwrap(), None);
        assert_eq!(again.find(number, "نصوص", false).unwrap(), None);
        let other = again.number(&origin("b")).unwrap();
        assert_eq!(again.find(other, "نص", false).unwrap(), None);
    }

    #[test]
    fn pairs_are_counted_listed_and_forgotten() {
        let (_dir, memory) = memory();
        let number = memory.number(&origin("a")).unwrap();
        memory
            .add(number, &[text("نص", "text"), text("سر", "a secret")])
            .unwrap();
        let pair = Approved {
            source: "مرحبا".into(),
            translation: "hello".into(),
        };
        let pairs = [pair];
        memory.approve(("ar", "en"), &pairs).unwrap();
        assert_eq!(memory.approved(("ar", "en")).unwrap(), pairs);
        assert_eq!(memory.approved(("fa", "en")).unwrap(), []);
        let stats = memory.stats().unwrap();
        assert_eq!(stats.translators, [(origin("a"), 2)]);
        assert_eq!(stats.approved, [(("ar".to_owned(), "en".to_owned()), 1)]);
        let mut origins = Vec::new();
        let listed = memory.each(&mut |pair| {
            origins.push(pair.origin);
            Ok(())
        });
        listed.unwrap().unwrap();
        assert_eq!(origins[0], APPROVED);
        assert_eq!(origins.len(), 3);
        let containing = Forget::Containing("secret".into());
        assert_eq!(memory.forget(&containing).unwrap(), 1);
        assert_eq!(memory.forget(&Forget::Translated).unwrap(), 1);
        assert_eq!(memory.forget(&Forget::All).unwrap(), 1);
    }

    #[test]
    fn a_file_that_is_no_memory_is_refused_with_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m.sqlite");
        std::fs::write(
            &path,
            "no database, but long enough to be read as one".repeat(20),
        )
        .unwrap();
        let error = Memory::open(&path).err().unwrap().to_string();
        assert!(error.contains("m.sqlite"), "{error}");
    }
}
