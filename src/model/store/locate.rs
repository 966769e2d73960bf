//! Finding a model by name or path. This file owns the folders that are searched and their order;
//! it never downloads and never writes.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::lock::{file_names, has_settings, is_something_else};
use super::name::check_name;
use crate::model::checkpoint::firefox_files::is_model_file;
use crate::model::{Catalogue, Entry, Lock, ModelError, missing_files};
use crate::system_error::is_absent;

/// A model on this machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// Name in the catalogue, or of the folder.
    pub name: String,
    /// Its folder.
    pub dir: PathBuf,
    /// The model's entry in the catalogue, if it has one.
    pub entry: Option<Entry>,
    /// The lock of a model that was pulled.
    pub lock: Option<Lock>,
}

impl Located {
    /// SPDX name of the licence, if known; the pulled files override the catalogue.
    pub fn licence(&self) -> Option<&str> {
        let pulled = self.lock.as_ref().and_then(|lock| lock.licence.as_deref());
        pulled.or_else(|| {
            self.entry
                .as_ref()
                .and_then(|entry| entry.licence.as_deref())
        })
    }

    /// What to do if its files are damaged, as a sentence without its full stop.
    pub fn remedy(&self) -> String {
        let entry = self.entry.as_ref();
        let on_hub = entry.is_some_and(|entry| entry.repository.is_some());
        if on_hub && self.lock.is_some() {
            format!("Run: mujaz models pull {}", self.name)
        } else {
            "Copy its files anew from where they came from".to_owned()
        }
    }
}

/// The folders that hold models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    user: Option<PathBuf>,
    roots: Vec<PathBuf>,
}

impl Places {
    /// The folders of this machine in search order: `$MUJAZ_MODELS`, `mujaz/models` in the user's
    /// cache folder, then `models` beside the program, one and two folders above it (a checkout),
    /// and `share/mujaz/models` beside the folder of the program (an installation).
    pub fn of_this_machine() -> Self {
        let chosen = env::var_os("MUJAZ_MODELS").filter(|value| !value.is_empty());
        let chosen = chosen.map(PathBuf::from);
        let cache = etcetera::choose_base_strategy()
            .ok()
            .map(|strategy| strategy.cache_dir().join("mujaz").join("models"));
        let user = chosen.clone().or_else(|| cache.clone());
        let mut roots: Vec<PathBuf> = chosen.into_iter().chain(cache).collect();
        // A link to the program is followed, because the models lie beside the program itself.
        let program = env::current_exe().and_then(fs::canonicalize).ok();
        if let Some(dir) = program.as_deref().and_then(Path::parent) {
            roots.push(dir.join("models"));
            if let Some(above) = dir.parent() {
                roots.push(above.join("models"));
                roots.extend(above.parent().map(|top| top.join("models")));
                roots.push(above.join("share").join("mujaz").join("models"));
            }
        }
        Self::new(user, roots)
    }

    /// Folders of the caller's choice: the one for the user's models, and all that are searched,
    /// in order. Duplicates are dropped.
    pub fn new(user: Option<PathBuf>, roots: Vec<PathBuf>) -> Self {
        let mut seen = BTreeSet::new();
        let roots = roots
            .into_iter()
            .filter(|root| seen.insert(root.clone()))
            .collect();
        Self { user, roots }
    }

    /// The folder that models are pulled and added to.
    ///
    /// # Errors
    ///
    /// [`ModelError::BadConfig`] if the machine has no home folder and `$MUJAZ_MODELS` is not set.
    pub fn user(&self) -> Result<&Path, ModelError> {
        self.user.as_deref().ok_or_else(|| ModelError::BadConfig {
            path: PathBuf::from("$HOME"),
            reason: "there is no home folder; set MUJAZ_MODELS to the folder for models".into(),
        })
    }

    /// All folders, in search order.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Finds the model that a name or path stands for.
    ///
    /// A spec that contains a `/`, or is a folder with a model's settings, is a path; anything else
    /// is a name, which is looked up in [`Places::roots`].
    ///
    /// # Errors
    ///
    /// [`ModelError::NotFound`] if there is nothing, [`ModelError::Incomplete`] for an interrupted
    /// download, [`ModelError::Missing`] for another folder that lacks files, [`ModelError::Io`] if the disk
    /// does not say, and the errors of [`Lock::read`].
    pub fn locate(&self, catalogue: &Catalogue, spec: &str) -> Result<Located, ModelError> {
        let path = Path::new(spec);
        if spec.contains(['/', MAIN_SEPARATOR]) || has_settings(path)? {
            return at_path(catalogue, path);
        }
        check_name(spec)?;
        let entry = catalogue.find(spec);
        // A broken folder in one place must not hide a complete one in the next.
        let mut trouble = None;
        for root in &self.roots {
            match in_root(root, spec, entry) {
                Ok(Some(located)) => return Ok(located),
                Ok(None) => {}
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
        Err(trouble.unwrap_or_else(|| self.not_found(catalogue, spec)))
    }

    /// Names of all folders and links under [`Places::roots`] that could be models, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names = BTreeSet::new();
        for entry in self
            .roots
            .iter()
            .filter_map(|root| fs::read_dir(root).ok())
            .flatten()
        {
            let Ok(entry) = entry else { continue };
            let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            if let Ok(name) = entry.file_name().into_string()
                && check_name(&name).is_ok()
                && (link || entry.path().is_dir())
                && !is_something_else(&entry.path())
            {
                names.insert(name);
            }
        }
        names.into_iter().collect()
    }

    fn not_found(&self, catalogue: &Catalogue, name: &str) -> ModelError {
        let hint = match catalogue.find(name) {
            Some(entry) if entry.repository.is_some() => {
                format!("To fetch it, run: mujaz models pull {name}")
            }
            Some(_) => "It ships with mujaz: reinstall mujaz to get it back.".to_string(),
            None if Path::new(name).is_dir() => {
                format!("The folder {name} holds none: it has no config.json.")
            }
            None => match catalogue.nearest(name).as_slice() {
                [] => "Run mujaz models list for the known names, or give a folder.".to_string(),
                near => format!("Did you mean {}?", near.join(" or ")),
            },
        };
        ModelError::NotFound {
            name: name.to_string(),
            looked: self.roots.clone(),
            hint,
        }
    }
}

/// Finds a model as [`Places::locate`] does, on this machine and with the built-in catalogue.
///
/// # Errors
///
/// The errors of [`Places::locate`].
pub fn locate(spec: &str) -> Result<Located, ModelError> {
    Places::of_this_machine().locate(&Catalogue::builtin(), spec)
}

/// The folder in which a download is collected until it is complete.
pub(in crate::model) fn partial_dir(root: &Path, name: &str) -> PathBuf {
    root.join(format!(".{name}.partial"))
}

/// Whether there is a folder at a path.
///
/// # Errors
/// [`ModelError::Io`] if the disk does not say.
fn is_folder(path: &Path) -> Result<bool, ModelError> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if is_absent(&error) => Ok(false),
        Err(error) => Err(ModelError::io(path, "look at")(error)),
    }
}

fn at_path(catalogue: &Catalogue, path: &Path) -> Result<Located, ModelError> {
    if !is_folder(path)? {
        let reason = "there is no such folder; give a folder that holds a model, or a name from \
                      mujaz models list";
        return Err(ModelError::unreadable(path, reason));
    }
    if !has_settings(path)? {
        if let Some(name) = packed_model(path) {
            let path = path.join(name);
            let reason =
                "it is still compressed; unpack the files of this folder with gunzip".into();
            return Err(ModelError::Unreadable { path, reason });
        }
        let names = vec!["config.json".to_string()];
        return Err(ModelError::Missing {
            path: path.to_path_buf(),
            names,
        });
    }
    let full = fs::canonicalize(path).map_err(ModelError::io(path, "open"))?;
    let name = full
        .file_name()
        .unwrap_or(full.as_os_str())
        .to_string_lossy()
        .into_owned();
    let entry = catalogue.find(&name).cloned();
    Ok(Located {
        lock: Lock::read(path)?,
        dir: path.to_path_buf(),
        entry,
        name,
    })
}

/// The model file of a Firefox model as Mozilla stores it, if a folder has one.
fn packed_model(dir: &Path) -> Option<String> {
    let names = file_names(dir).unwrap_or_default();
    let packed = |name: &String| name.strip_suffix(".gz").is_some_and(is_model_file);
    names.into_iter().find(packed)
}

fn in_root(root: &Path, name: &str, entry: Option<&Entry>) -> Result<Option<Located>, ModelError> {
    let dir = root.join(name);
    if !is_folder(&dir)? {
        if let Ok(target) = fs::read_link(&dir) {
            let reason = format!(
                "it is a link to {}, which is gone; run: mujaz models remove {name}",
                target.display()
            );
            return Err(ModelError::Unreadable { path: dir, reason });
        }
        let partial = partial_dir(root, name);
        if partial.is_dir() {
            let (name, missing) = (name.to_string(), Vec::new());
            return Err(ModelError::Incomplete {
                name,
                path: partial,
                missing,
            });
        }
        return Ok(None);
    }
    let lock = Lock::read(&dir)?;
    let missing = missing_files(&dir)?;
    if missing.is_empty() {
        let name = name.to_string();
        return Ok(Some(Located {
            name,
            dir,
            entry: entry.cloned(),
            lock,
        }));
    }
    if lock.is_some() || entry.is_some_and(|entry| entry.repository.is_some()) {
        return Err(ModelError::Incomplete {
            name: name.to_string(),
            path: dir,
            missing,
        });
    }
    Err(ModelError::Missing {
        path: dir,
        names: missing,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::verify;

    fn model(dir: &Path) {
        fs::create_dir_all(dir).unwrap();
        for file in ["config.json", "tokenizer.json", "model.safetensors"] {
            fs::write(dir.join(file), "{}").unwrap();
        }
    }

    fn two_roots(dir: &Path) -> Places {
        let roots = vec![dir.join("a"), dir.join("b"), dir.join("a")];
        Places::new(Some(dir.join("a")), roots)
    }

    #[test]
    fn a_name_is_looked_up_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let places = two_roots(dir.path());
        assert_eq!(places.roots().len(), 2);
        let catalogue = Catalogue::builtin();
        model(&dir.path().join("b/opus-mt-ar-en"));
        let found = places.locate(&catalogue, "opus-mt-ar-en").unwrap();
        assert_eq!(found.dir, dir.path().join("b/opus-mt-ar-en"));
        assert_eq!(found.licence(), Some("Apache-2.0"));
        model(&dir.path().join("a/opus-mt-ar-en"));
        let found = places.locate(&catalogue, "opus-mt-ar-en").unwrap();
        assert_eq!(found.dir, dir.path().join("a/opus-mt-ar-en"));
        fs::create_dir(dir.path().join("b/lexicon")).unwrap();
        fs::write(dir.path().join("b/lexicon/model.json"), "{}").unwrap();
        assert_eq!(places.names(), ["opus-mt-ar-en"]);
    }

    #[test]
    fn a_folder_without_a_model_is_told_from_a_misspelt_name() {
        let dir = tempfile::tempdir().unwrap();
        let (places, catalogue) = (two_roots(dir.path()), Catalogue::builtin());
        // Tests run in the folder of the project.
        let error = places.locate(&catalogue, "src").unwrap_err().to_string();
        let said = "no model called \"src\" is on this machine. The folder src holds none: it has no \
                    config.json.\nLooked in:";
        assert!(error.starts_with(said), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_model_that_the_disk_hides_is_not_one_that_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        let (places, catalogue) = (two_roots(dir.path()), Catalogue::builtin());
        // A link to itself cannot be looked behind.
        let root = dir.path().join("a");
        std::os::unix::fs::symlink(&root, &root).unwrap();
        let error = places.locate(&catalogue, "opus-mt-ar-en").unwrap_err();
        assert!(matches!(error, ModelError::Io { .. }), "{error}");
        // It hides no complete one in the next place.
        model(&dir.path().join("b/opus-mt-ar-en"));
        let found = places.locate(&catalogue, "opus-mt-ar-en").unwrap();
        assert_eq!(found.dir, dir.path().join("b/opus-mt-ar-en"));
    }

    #[test]
    fn a_path_is_a_path_and_takes_the_folders_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("my-model");
        model(&path);
        let places = Places::new(None, Vec::new());
        let found = places
            .locate(&Catalogue::builtin(), path.to_str().unwrap())
            .unwrap();
        assert_eq!((found.name.as_str(), found.entry), ("my-model", None));
        fs::remove_file(path.join("config.json")).unwrap();
        let error = places
            .locate(&Catalogue::builtin(), path.to_str().unwrap())
            .unwrap_err();
        assert!(matches!(error, ModelError::Missing { .. }), "{error}");
        let error = places
            .locate(&Catalogue::builtin(), "./no/such/folder")
            .unwrap_err();
        assert!(matches!(error, ModelError::Unreadable { .. }), "{error}");
    }

    #[test]
    fn a_known_model_that_is_not_here_names_the_command() {
        let dir = tempfile::tempdir().unwrap();
        let places = two_roots(dir.path());
        let text = places
            .locate(&Catalogue::builtin(), "opus-mt-ar-en")
            .unwrap_err()
            .to_string();
        assert!(text.contains("mujaz models pull opus-mt-ar-en"), "{text}");
        assert!(
            text.contains(&dir.path().join("b").display().to_string()),
            "{text}"
        );
        let text = places
            .locate(&Catalogue::builtin(), "opus-mt-ar-em")
            .unwrap_err()
            .to_string();
        assert!(text.contains("Did you mean opus-mt-ar-en"), "{text}");
    }

    #[test]
    fn a_broken_off_download_is_incomplete() {
        let dir = tempfile::tempdir().unwrap();
        let places = two_roots(dir.path());
        fs::create_dir_all(partial_dir(&dir.path().join("a"), "opus-mt-ar-en")).unwrap();
        let error = places
            .locate(&Catalogue::builtin(), "opus-mt-ar-en")
            .unwrap_err();
        assert!(matches!(error, ModelError::Incomplete { .. }), "{error}");
        assert!(places.names().is_empty());
        // A complete one elsewhere is used all the same.
        model(&dir.path().join("b/opus-mt-ar-en"));
        assert!(
            places
                .locate(&Catalogue::builtin(), "opus-mt-ar-en")
                .is_ok()
        );
    }

    #[test]
    fn a_folder_that_lacks_files_says_which() {
        let dir = tempfile::tempdir().unwrap();
        let places = two_roots(dir.path());
        model(&dir.path().join("a/mine"));
        fs::remove_file(dir.path().join("a/mine/config.json")).unwrap();
        let error = places.locate(&Catalogue::builtin(), "mine").unwrap_err();
        assert!(
            error.to_string().ends_with("missing config.json"),
            "{error}"
        );
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in [
            "",
            ".",
            "..",
            ".hidden",
            "-x",
            "a b",
            "موجز",
            "a.",
            &"x".repeat(101),
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
        for name in ["opus-mt-ar-en", "pegasus-cnn_dailymail", "a.b", "X1"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_firefox_model_is_found_by_its_own_files() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("mine");
        fs::create_dir(&folder).unwrap();
        let spec = folder.to_str().unwrap();
        let places = Places::new(None, vec![dir.path().to_path_buf()]);
        let packed = folder.join("model.aren.intgemm.alphas.bin.gz");
        fs::write(&packed, "").unwrap();
        let error = places.locate(&Catalogue::builtin(), spec).unwrap_err();
        assert!(error.to_string().contains("gunzip"), "{error}");
        fs::rename(&packed, packed.with_extension("")).unwrap();
        assert_eq!(
            places.locate(&Catalogue::builtin(), spec).unwrap().name,
            "mine"
        );
        let error = places.locate(&Catalogue::builtin(), "mine").unwrap_err();
        assert!(error.to_string().contains("vocab.*.spm"), "{error}");
        fs::write(folder.join("vocab.aren.spm"), "").unwrap();
        assert!(places.locate(&Catalogue::builtin(), "mine").is_ok());
        // The folder of another program's model, and a model file that was cut off.
        assert!(!is_model_file("model.bin"));
        let problems: Vec<String> = verify(&folder).iter().map(|p| p.to_string()).collect();
        let cut = "model.aren.intgemm.alphas.bin cannot be read: it is no model file of Marian";
        assert_eq!(problems, [cut]);
    }
}
