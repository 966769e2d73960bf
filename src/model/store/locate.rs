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
pub(in crate::model) fn is_folder(path: &Path) -> Result<bool, ModelError> {
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
        if is_folder(&partial)? {
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
#[path = "locate_tests.rs"]
mod tests;
