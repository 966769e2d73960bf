//! The identity of a model: one hash over all files that can change its output, with a cache of
//! file hashes. This file never decides whether a model is complete.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::digest::blake3_of;
use super::lock::{file_names, has_extension};
use crate::brief::ModelIdentity;
use crate::model::checkpoint::shortlist;
use crate::model::{Located, ModelError};

/// The identity of a model: BLAKE3 over the names and BLAKE3 hashes of all files that can change
/// its output. Reads every byte; see [`identity_cached`].
///
/// # Errors
///
/// [`ModelError::Io`] for a file that cannot be read, [`ModelError::Missing`] for a folder without
/// any such file, [`ModelError::Damaged`] if a file is not the one that was pulled.
pub fn identity(located: &Located) -> Result<ModelIdentity, ModelError> {
    identity_by(located, |path| {
        blake3_of(path).map_err(ModelError::io(path, "read"))
    })
}

/// [`identity`], with hashes of unchanged files taken from a cache. The caller saves the cache.
///
/// # Errors
///
/// The errors of [`identity`].
pub fn identity_cached(
    located: &Located,
    cache: &mut HashCache,
) -> Result<ModelIdentity, ModelError> {
    identity_by(located, |path| cache.blake3(path))
}

fn identity_by(
    located: &Located,
    mut hash: impl FnMut(&Path) -> Result<String, ModelError>,
) -> Result<ModelIdentity, ModelError> {
    let names = file_names(&located.dir).map_err(ModelError::io(&located.dir, "read"))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"mujaz model 1\n");
    let mut any = false;
    let mut problems = Vec::new();
    let locked = located.lock.as_ref().map(|lock| &lock.files);
    for name in names.iter().filter(|name| matters(name)) {
        any = true;
        let file = hash(&located.dir.join(name))?;
        let pulled = locked.and_then(|files| files.iter().find(|file| file.name == *name));
        if pulled.is_some_and(|pulled| pulled.blake3 != file) {
            problems.push(format!("{name} has changed since it was pulled"));
        }
        // A file name holds no NUL byte, so no two lists of files give the same bytes.
        hasher.update(name.as_bytes());
        hasher.update(b"\0");
        hasher.update(file.as_bytes());
        hasher.update(b"\n");
    }
    if !any {
        let names = vec!["config.json".to_string(), "weights".to_string()];
        return Err(ModelError::Missing {
            path: located.dir.clone(),
            names,
        });
    }
    if !problems.is_empty() {
        return Err(ModelError::Damaged {
            path: located.dir.clone(),
            problems,
            advice: located.remedy(),
        });
    }
    Ok(ModelIdentity {
        name: located.name.clone(),
        revision: located.lock.as_ref().map(|lock| lock.revision.clone()),
        hash: hasher.finalize().to_hex().to_string(),
        licence: located.licence().map(str::to_string),
    })
}

/// Whether a file can change the model's output. A model card cannot.
fn matters(name: &str) -> bool {
    const NAMES: [&str; 5] = [
        "config.json",
        "generation_config.json",
        "merges.txt",
        "tokenizer.json",
        "tokenizer_config.json",
    ];
    const EXTENSIONS: [&str; 5] = ["safetensors", "bin", "ot", "spm", "model"];
    NAMES.contains(&name)
        || shortlist::FILES.contains(&name)
        || EXTENSIONS
            .iter()
            .any(|extension| has_extension(name, extension))
        || (name.starts_with("vocab") && has_extension(name, "json"))
}

/// Hashes of files by path, size and times of change, stored in a small JSON file, so that a second
/// run need not read gigabytes. The default cache is not stored.
#[derive(Debug, Default)]
pub struct HashCache {
    path: PathBuf,
    files: BTreeMap<String, Known>,
    changed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    size: u64,
    /// Nanoseconds since 1970.
    modified: u64,
    /// What else the file system knows the file by.
    #[serde(default)]
    mark: Mark,
    blake3: String,
}

/// What programs that copy files, unlike the time of modification, do not carry over: the time of
/// the last change of any kind in nanoseconds since 1970, and the number of the file.
type Mark = (u64, u64);

#[cfg(unix)]
fn mark(metadata: &fs::Metadata) -> Mark {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = metadata.ctime().wrapping_mul(1_000_000_000);
    let changed = seconds.wrapping_add(metadata.ctime_nsec());
    (changed.cast_unsigned(), metadata.ino())
}

#[cfg(not(unix))]
fn mark(_: &fs::Metadata) -> Mark {
    Mark::default()
}

impl HashCache {
    /// The cache at this path; empty if the file is missing or cannot be used.
    pub fn open(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        // A named pipe in its place would be waited for.
        let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        let files = is_file
            .then(|| fs::read(&path).ok())
            .flatten()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        Self {
            path,
            files,
            changed: false,
        }
    }

    /// BLAKE3 of a file in hex; the stored one if path, size and times of change are the same.
    ///
    /// # Errors
    ///
    /// [`ModelError::Io`].
    pub fn blake3(&mut self, path: &Path) -> Result<String, ModelError> {
        let full = fs::canonicalize(path).map_err(ModelError::io(path, "open"))?;
        let metadata = fs::metadata(&full).map_err(ModelError::io(path, "open"))?;
        let modified = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .and_then(|age| u64::try_from(age.as_nanos()).ok());
        // Without a usable key the file is hashed each time.
        let (Some(key), Some(modified)) = (full.to_str(), modified) else {
            return blake3_of(&full).map_err(ModelError::io(path, "read"));
        };
        let (size, mark) = (metadata.len(), mark(&metadata));
        if let Some(known) = self.files.get(key)
            && (known.size, known.modified, known.mark) == (size, modified, mark)
        {
            return Ok(known.blake3.clone());
        }
        let blake3 = blake3_of(&full).map_err(ModelError::io(path, "read"))?;
        let known = Known {
            size,
            modified,
            mark,
            blake3: blake3.clone(),
        };
        self.files.insert(key.to_string(), known);
        self.changed = true;
        Ok(blake3)
    }

    /// Writes the cache if anything was added to it. Entries of deleted files are dropped.
    ///
    /// # Errors
    ///
    /// [`ModelError::Io`], which need not end the run.
    pub fn save(&mut self) -> Result<(), ModelError> {
        if !self.changed {
            return Ok(());
        }
        self.files.retain(|path, _| Path::new(path).is_file());
        let parent = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&parent)?;
            let mut file = tempfile::NamedTempFile::new_in(&parent)?;
            file.write_all(&serde_json::to_vec(&self.files)?)?;
            file.persist(&self.path).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(ModelError::io(&self.path, "write"))?;
        self.changed = false;
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Lock, LockedFile};

    fn model(dir: &Path) -> Located {
        for (name, text) in [
            ("config.json", "{}"),
            ("model.safetensors", "w"),
            ("README.md", "x"),
        ] {
            fs::write(dir.join(name), text).unwrap();
        }
        Located {
            name: "m".into(),
            dir: dir.to_path_buf(),
            entry: None,
            lock: None,
        }
    }

    #[test]
    fn the_hash_is_over_names_and_hashes_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let expected = format!(
            "mujaz model 1\nconfig.json\0{}\nmodel.safetensors\0{}\n",
            blake3::hash(b"{}").to_hex(),
            blake3::hash(b"w").to_hex()
        );
        let identity = identity(&model(dir.path())).unwrap();
        assert_eq!(
            identity.hash,
            blake3::hash(expected.as_bytes()).to_hex().to_string()
        );
        assert_eq!((identity.revision, identity.licence), (None, None));
    }

    #[test]
    fn a_card_does_not_change_the_hash_and_a_vocabulary_does() {
        let dir = tempfile::tempdir().unwrap();
        let located = model(dir.path());
        let before = identity(&located).unwrap();
        fs::write(dir.path().join("README.md"), "another card").unwrap();
        assert_eq!(identity(&located).unwrap(), before);
        fs::write(dir.path().join("vocab.json"), "{}").unwrap();
        assert_ne!(identity(&located).unwrap().hash, before.hash);
    }

    #[test]
    fn the_lock_gives_revision_and_licence() {
        let dir = tempfile::tempdir().unwrap();
        let mut located = model(dir.path());
        let files: Vec<LockedFile> = Vec::new();
        located.lock = Some(Lock::new("m", "o/m", "abc123", Some("MIT".into()), files));
        let identity = identity(&located).unwrap();
        assert_eq!(identity.revision.as_deref(), Some("abc123"));
        assert_eq!(identity.licence.as_deref(), Some("MIT"));
    }

    #[test]
    fn a_file_that_is_not_the_one_that_was_pulled_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let mut located = model(dir.path());
        let locked = |name: &str, text: &str| LockedFile {
            name: name.into(),
            size: text.len() as u64,
            sha256: None,
            git_sha1: None,
            blake3: blake3::hash(text.as_bytes()).to_hex().to_string(),
        };
        let files = vec![
            locked("config.json", "{}"),
            locked("model.safetensors", "w"),
        ];
        located.lock = Some(Lock::new("m", "o/m", "abc123", None, files));
        assert!(identity(&located).is_ok());
        fs::write(dir.path().join("model.safetensors"), "v").unwrap();
        let error = identity(&located).unwrap_err().to_string();
        let said = "model.safetensors has changed since it was pulled";
        assert!(error.contains(said), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn other_bytes_of_the_same_size_and_date_are_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("w");
        fs::write(&path, "one").unwrap();
        let date = fs::metadata(&path).unwrap().modified().unwrap();
        let mut cache = HashCache::default();
        let before = cache.blake3(&path).unwrap();
        // File systems count time in ticks.
        std::thread::sleep(std::time::Duration::from_millis(50));
        fs::write(&path, "two").unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(date).unwrap();
        drop(file);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), date);
        assert_ne!(cache.blake3(&path).unwrap(), before);
    }

    #[test]
    fn an_empty_folder_has_no_identity() {
        let dir = tempfile::tempdir().unwrap();
        let located = Located {
            name: "m".into(),
            dir: dir.path().to_path_buf(),
            entry: None,
            lock: None,
        };
        assert!(matches!(
            identity(&located),
            Err(ModelError::Missing { .. })
        ));
    }

    #[test]
    fn a_kept_hash_is_used_until_the_file_changes() {
        let dir = tempfile::tempdir().unwrap();
        let located = model(dir.path());
        let file = dir.path().join("cache").join("hashes.json");
        let mut cache = HashCache::open(&file);
        assert_eq!(
            identity_cached(&located, &mut cache).unwrap(),
            identity(&located).unwrap()
        );
        cache.save().unwrap();

        // A false hash in the cache shows that the file is not read again.
        let weights = fs::canonicalize(dir.path().join("model.safetensors")).unwrap();
        let kept = fs::read_to_string(&file).unwrap();
        let truth = blake3::hash(b"w").to_hex().to_string();
        assert!(kept.contains(&truth));
        fs::write(&file, kept.replace(&truth, "false")).unwrap();
        let mut cache = HashCache::open(&file);
        assert_eq!(cache.blake3(&weights).unwrap(), "false");

        fs::write(&weights, "longer").unwrap();
        let hash = blake3::hash(b"longer").to_hex().to_string();
        assert_eq!(cache.blake3(&weights).unwrap(), hash);
    }

    #[test]
    fn a_broken_cache_is_an_empty_one() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("hashes.json");
        fs::write(&file, "not json").unwrap();
        assert!(HashCache::open(&file).files.is_empty());
    }
}
