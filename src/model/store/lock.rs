//! The lock file of a pulled model, and checking a model's folder. This file owns the lock's layout
//! and which files a model must have; it never repairs anything.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::digest::blake3_of;
use crate::model::checkpoint::firefox_files::{self, is_model_file};
use crate::model::checkpoint::marian_file::MarianFile;
use crate::model::checkpoint::safetensors_file;
use crate::model::{ModelError, regular_file};
use crate::store::file_is_there;
use crate::system_error::{in_words, is_absent};

/// Name of the file that records what was pulled; it is written last.
pub const LOCK_FILE: &str = "mujaz-lock.json";

const VERSION: u32 = 1;

/// The record of what was pulled from where. A pulled model without it is incomplete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Version of this layout.
    pub version: u32,
    /// Name of the model.
    pub name: String,
    /// Repository on the hub.
    pub repository: String,
    /// Commit that all files were taken from.
    pub revision: String,
    /// SPDX name of the licence, where the card or the catalogue states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The files, in the order of their names.
    pub files: Vec<LockedFile>,
}

/// One file of a pulled model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedFile {
    /// Name in the folder.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hex, for a file that the hub keeps in Git LFS or Xet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Git's blob hash in hex, for a file that the hub keeps in git itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub git_sha1: Option<String>,
    /// BLAKE3 in hex, computed by mujaz.
    pub blake3: String,
}

impl Lock {
    /// A lock of the present layout; the files are sorted by name.
    pub fn new(
        name: &str,
        repository: &str,
        revision: &str,
        licence: Option<String>,
        mut files: Vec<LockedFile>,
    ) -> Self {
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            version: VERSION,
            name: name.to_string(),
            repository: repository.to_string(),
            revision: revision.to_string(),
            licence,
            files,
        }
    }

    /// Reads the lock of a folder; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`ModelError::BadConfig`] for a lock that does not parse or is of a later version,
    /// [`ModelError::Io`] for one that cannot be read.
    pub fn read(dir: &Path) -> Result<Option<Self>, ModelError> {
        let path = dir.join(LOCK_FILE);
        let bytes = match regular_file::read(&path, regular_file::SETTINGS) {
            Ok(bytes) => bytes,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(source) => {
                return Err(ModelError::Io {
                    path,
                    action: "read",
                    source,
                });
            }
        };
        Self::parse(&bytes, &path).map(Some)
    }

    /// The lock in the bytes of this file.
    pub(in crate::model) fn parse(bytes: &[u8], path: &Path) -> Result<Self, ModelError> {
        let bad = |reason: String| ModelError::BadConfig {
            path: path.into(),
            reason,
        };
        let lock: Self = serde_json::from_slice(bytes)
            .map_err(|error| bad(format!("not a lock file of mujaz: {error}")))?;
        if lock.version > VERSION {
            let version = lock.version;
            return Err(bad(format!("written by a later mujaz (version {version})")));
        }
        Ok(lock)
    }

    /// Writes the lock into a folder and waits until it is on disk.
    ///
    /// # Errors
    ///
    /// [`ModelError::Io`].
    pub fn write(&self, dir: &Path) -> Result<(), ModelError> {
        let path = dir.join(LOCK_FILE);
        let write = || -> io::Result<()> {
            let mut text = serde_json::to_vec_pretty(self)?;
            text.push(b'\n');
            let mut file = File::create(&path)?;
            file.write_all(&text)?;
            file.sync_all()
        };
        write().map_err(ModelError::io(&path, "write"))
    }
}

/// A problem with one file of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Name in the folder.
    pub file: String,
    /// The problem, as the rest of a sentence that begins with the name.
    pub what: String,
}

impl Problem {
    fn new(file: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.file, self.what)
    }
}

/// Checks a model's folder; an empty list means that nothing is wrong.
///
/// With a lock, every locked file must exist and have its size and its BLAKE3. Without one, the
/// files that a model needs must exist, and the header of each safetensors and Marian file must
/// parse and account for the file's size.
pub fn verify(dir: &Path) -> Vec<Problem> {
    match Lock::read(dir) {
        Ok(Some(lock)) if lock.files.is_empty() => vec![Problem::new(LOCK_FILE, "lists no files")],
        Ok(Some(lock)) => lock
            .files
            .iter()
            .filter_map(|file| check_locked(dir, file))
            .collect(),
        Ok(None) => check_unlocked(dir),
        Err(error) => vec![Problem::new(LOCK_FILE, format!("cannot be used: {error}"))],
    }
}

/// The sets of files of which a tokenizer has one.
const TOKENIZERS: [&[&str]; 5] = [
    &["source.spm", "target.spm", "vocab.json"],
    &["tokenizer.json"],
    &["vocab.json", "merges.txt"],
    &["spiece.model"],
    &["sentencepiece.bpe.model"],
];

/// Whether a folder holds something else than a model: it has files, and none of them is one of a
/// model. What is built into the program lies in such folders.
pub(in crate::model) fn is_something_else(dir: &Path) -> bool {
    let of_model = |name: &String| {
        let tokenizer = TOKENIZERS.iter().any(|set| set.contains(&name.as_str()));
        let known = name == "config.json" || name == LOCK_FILE;
        tokenizer || known || is_weights(name) || is_model_file(name)
    };
    file_names(dir).is_ok_and(|names| !names.is_empty() && !names.iter().any(of_model))
}

/// Whether a folder has the settings of a model: a `config.json`, or the model file of a Firefox
/// model, which holds its own.
///
/// # Errors
/// [`ModelError::Io`] if the disk does not give back what is in it.
pub(in crate::model) fn has_settings(dir: &Path) -> Result<bool, ModelError> {
    let names = names_in(dir)?;
    Ok(names
        .iter()
        .any(|name| name == "config.json" || is_model_file(name)))
}

/// Names of the files directly in a folder, sorted; none if there is no such folder.
fn names_in(dir: &Path) -> Result<Vec<String>, ModelError> {
    match file_names(dir) {
        Err(error) if is_absent(&error) => Ok(Vec::new()),
        names => names.map_err(ModelError::io(dir, "read")),
    }
}

/// Files that every model needs and this folder lacks: the configuration, weights, and one of the
/// known sets of tokenizer files; of a Firefox model, its vocabularies.
///
/// # Errors
/// [`ModelError::Io`] if the disk does not say.
pub fn missing_files(dir: &Path) -> Result<Vec<String>, ModelError> {
    let names = names_in(dir)?;
    let has = |name: &str| names.iter().any(|own| own == name);
    if !has("config.json") && names.iter().any(|name| is_model_file(name)) {
        // What else is wrong with the files is said when they are opened.
        return match firefox_files::vocabularies(dir) {
            Err(ModelError::Missing { names, .. }) => Ok(names),
            _ => Ok(Vec::new()),
        };
    }
    let mut missing = Vec::new();
    if !has("config.json") {
        missing.push("config.json".to_string());
    }
    if !names.iter().any(|name| is_weights(name)) {
        missing.push("weights (model.safetensors, pytorch_model.bin or rust_model.ot)".to_string());
    }
    if !TOKENIZERS
        .iter()
        .any(|set| set.iter().all(|name| has(name)))
    {
        // For a folder with some files of a set, the message names what is missing from the
        // nearest set.
        let nearest = TOKENIZERS
            .iter()
            .filter(|set| set.iter().any(|name| has(name)))
            .min_by_key(|set| set.iter().filter(|name| !has(name)).count());
        match nearest {
            Some(set) => {
                let lacking = set.iter().filter(|name| !has(name));
                missing.extend(lacking.map(|name| (*name).to_string()));
            }
            None => missing.push(
                "a tokenizer (source.spm, target.spm and vocab.json; or tokenizer.json)"
                    .to_string(),
            ),
        }
    }
    Ok(missing)
}

/// Names of the files directly in a folder, sorted.
pub(in crate::model) fn file_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        // A name that is not Unicode cannot be the name of a file that a model needs.
        if let Ok(name) = entry.file_name().into_string()
            && file_is_there(&entry.path())?
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a file's name ends in this extension.
pub(in crate::model) fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == extension)
}

fn is_weights(name: &str) -> bool {
    has_extension(name, "safetensors")
        || has_extension(name, "ot")
        || (has_extension(name, "bin") && name.starts_with("pytorch_model"))
}

/// Whether the name stays inside the folder that it is joined to.
pub(in crate::model) fn is_plain_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    ) && !name.contains(['/', '\\'])
}

fn check_locked(dir: &Path, file: &LockedFile) -> Option<Problem> {
    let problem = |what: String| Some(Problem::new(&file.name, what));
    if !is_plain_name(&file.name) {
        return problem("is no plain file name; the lock file was changed".into());
    }
    let path = dir.join(&file.name);
    let size = match fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => metadata.len(),
        Ok(_) => return problem("is not a file".into()),
        Err(error) if is_absent(&error) => {
            return problem("is missing".into());
        }
        Err(error) => return problem(format!("cannot be read: {}", in_words(&error))),
    };
    if size != file.size {
        return problem(format!("has {size} bytes instead of {}", file.size));
    }
    match blake3_of(&path) {
        Ok(hash) if hash == file.blake3 => None,
        Ok(_) => problem("has changed since it was pulled".into()),
        Err(error) => problem(format!("cannot be read: {}", in_words(&error))),
    }
}

fn check_unlocked(dir: &Path) -> Vec<Problem> {
    let missing = match missing_files(dir) {
        Ok(missing) => missing,
        Err(error) => return vec![Problem::new("the folder", error.to_string())],
    };
    let mut problems: Vec<Problem> = missing
        .into_iter()
        .map(|name| Problem::new(name, "is missing"))
        .collect();
    let names = file_names(dir).unwrap_or_default();
    for name in names
        .iter()
        .filter(|name| has_extension(name, "safetensors"))
    {
        if let Err(error) = check_safetensors(&dir.join(name)) {
            let reason = in_words(&error);
            problems.push(Problem::new(name, format!("cannot be read: {reason}")));
        }
    }
    for name in names.iter().filter(|name| is_model_file(name)) {
        if let Err(ModelError::Unreadable { reason, .. }) = MarianFile::open(&dir.join(name)) {
            problems.push(Problem::new(name, format!("cannot be read: {reason}")));
        }
    }
    problems
}

/// Checks that the header parses, its tensors follow each other without gaps, and the file ends
/// where the last tensor does. Reads only the header.
fn check_safetensors(path: &Path) -> io::Result<()> {
    let file = regular_file::open(path)?;
    let size = file.metadata()?.len();
    safetensors_file::header(&file, size).map(|_| ())
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
