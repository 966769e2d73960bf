//! Pulling a model from the hub into its folder. This file owns the order of the steps, so that a
//! model found under its name is always complete; it never replaces a folder that was not pulled.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::download::Download;
use super::event::PullEvent;
use super::hub::{Hub, is_commit};
use super::origin::{HubFile, Origin};
use super::registry::Registry;
use crate::model::licence::forbids_commerce;
use crate::model::store::locate::{is_folder, partial_dir};
use crate::model::store::lock::{file_names, is_plain_name};
use crate::model::{Entry, Family, LOCK_FILE, Lock, LockedFile, ModelError, check_name, verify};
use crate::store::{lock_file, sync_folder};
use crate::system_error::is_absent;

/// Options of pulling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullOptions {
    /// What switches the network off, as [`switched_off`](crate::model::switched_off) finds it; `None` if
    /// the network may be used.
    pub offline: Option<String>,
    /// Whether the user accepts a licence that forbids some uses.
    pub accept_licence: bool,
    /// Address of the hub; `$HF_ENDPOINT` or Hugging Face if absent. Firefox models come from
    /// Mozilla's registry instead.
    pub endpoint: Option<String>,
    /// The folder that the model's folder goes into.
    pub destination: PathBuf,
}

/// Fetches a model and returns its folder, `<destination>/<name>`.
///
/// The revision is resolved to a commit first, and all files are of that commit. They are
/// collected in a hidden folder beside the final one, each is compared with the hash that the hub
/// lists, the lock is written last, and only then does the folder get its name; a model found
/// under its name is therefore complete. An interrupted download continues where it stopped.
///
/// # Errors
///
/// [`ModelError::NotOnHub`], [`ModelError::Offline`], [`ModelError::LicenceNotAccepted`],
/// [`ModelError::Hub`], [`ModelError::WrongHash`], [`ModelError::Occupied`] if the folder belongs
/// to something else or another process is pulling, and [`ModelError::Io`].
pub fn pull(
    entry: &Entry,
    options: &PullOptions,
    progress: &mut dyn FnMut(PullEvent),
) -> Result<PathBuf, ModelError> {
    check_name(&entry.name)?;
    let name = &entry.name;
    let Some(repository) = &entry.repository else {
        return Err(ModelError::NotOnHub { name: name.clone() });
    };
    let target = options.destination.join(name);
    if present(entry, &target)? {
        progress(PullEvent::Present);
        return Ok(target);
    }
    if let Some(reason) = &options.offline {
        return Err(ModelError::Offline {
            name: name.clone(),
            reason: reason.clone(),
        });
    }
    accept(entry, options, None)?;

    let origin: Box<dyn Origin> = match entry.architecture {
        Family::Firefox => Box::new(Registry::connect(repository)?),
        _ => Box::new(Hub::connect(repository, options.endpoint.as_deref())?),
    };
    let resolved = origin.resolve(entry.revision.as_deref())?;
    accept(entry, options, resolved.licence.as_deref())?;
    let files = choose(entry, &*origin, &resolved.commit)?;
    let licence = resolved.licence.or_else(|| entry.licence.clone());
    progress(PullEvent::Resolved {
        commit: resolved.commit.clone(),
        licence: licence.clone(),
        files: files.len(),
        bytes: files
            .iter()
            .map(HubFile::stored)
            .fold(0, u64::saturating_add),
    });

    let root = &options.destination;
    fs::create_dir_all(root).map_err(ModelError::io(root, "create"))?;
    let _exclusive = exclusive(root, name)?;
    // Another process may have pulled it meanwhile, or somebody put a folder of their own there.
    if present(entry, &target)? {
        progress(PullEvent::Present);
        return Ok(target);
    }
    check_room(root, [&partial_dir(root, name), &target], &files)?;
    let staging = stage(root, name)?;
    let mut locked = Vec::new();
    for file in &files {
        let download = Download {
            origin: &*origin,
            commit: &resolved.commit,
            folder: &staging,
            file,
        };
        locked.push(download.run(progress)?);
    }
    remove_strangers(&staging, &locked)?;
    Lock::new(name, repository, &resolved.commit, licence, locked).write(&staging)?;
    // After a power cut too, the model is complete if it is there under its name.
    sync_folder(&staging).map_err(ModelError::io(&staging, "sync"))?;
    take_place(entry, &staging, &target)?;
    sync_folder(root).map_err(ModelError::io(root, "sync"))?;
    Ok(target)
}

/// Gives a complete folder the model's name, in the place of what was pulled before.
///
/// # Errors
/// [`ModelError::Occupied`] if somebody put a folder of another origin there meanwhile, and
/// [`ModelError::Io`].
fn take_place(entry: &Entry, staging: &Path, target: &Path) -> Result<(), ModelError> {
    lock_at(entry, target)?;
    if is_folder(target)? {
        fs::remove_dir_all(target).map_err(ModelError::io(target, "replace"))?;
    }
    fs::rename(staging, target).map_err(ModelError::io(target, "create"))
}

/// Whether the model is here, complete and of the wanted revision. A folder of another origin is
/// an error.
fn present(entry: &Entry, target: &Path) -> Result<bool, ModelError> {
    let lock = lock_at(entry, target)?;
    Ok(lock.is_some_and(|lock| is_of(&lock, entry) && verify(target).is_empty()))
}

/// The lock of the model that was pulled to this place; `None` if nothing is there, or a model whose lock
/// is damaged, which is fetched anew. A folder of another origin is an error.
fn lock_at(entry: &Entry, target: &Path) -> Result<Option<Lock>, ModelError> {
    let occupied = |reason: String| {
        let (path, name) = (target.to_path_buf(), &entry.name);
        let reason = format!("{reason}. To pull it here, first run: mujaz models remove {name}");
        Err(ModelError::Occupied { path, reason })
    };
    let metadata = match fs::symlink_metadata(target) {
        Ok(metadata) => metadata,
        Err(error) if is_absent(&error) => return Ok(None),
        // What the disk hides may be somebody's own folder, which would be replaced.
        Err(error) => return Err(ModelError::io(target, "look at")(error)),
    };
    if metadata.is_symlink() {
        return occupied("this name is registered for another folder".to_string());
    }
    if !metadata.is_dir() {
        return occupied("this is a file, not a model's folder".to_string());
    }
    match Lock::read(target) {
        Ok(None) => occupied("this folder was not pulled from a hub".to_string()),
        Err(error) if !matches!(error, ModelError::Io { .. }) => Ok(None),
        read => read,
    }
}

/// Whether what was pulled is of the entry's repository and revision. A branch or tag cannot be compared
/// with a commit without asking the hub.
fn is_of(lock: &Lock, entry: &Entry) -> bool {
    let may_be = |wanted: &str| !is_commit(wanted) || wanted == lock.revision;
    entry.repository.as_ref() == Some(&lock.repository)
        && entry.revision.as_deref().is_none_or(may_be)
}

/// Refuses a licence that restricts use, by the catalogue or the model card, unless the user
/// accepts it.
fn accept(entry: &Entry, options: &PullOptions, card: Option<&str>) -> Result<(), ModelError> {
    let restricted = card.is_some_and(forbids_commerce);
    if options.accept_licence || !(entry.needs_licence || restricted) {
        return Ok(());
    }
    let licence = card
        .or(entry.licence.as_deref())
        .unwrap_or("a restricted licence")
        .to_string();
    Err(ModelError::LicenceNotAccepted {
        name: entry.name.clone(),
        licence,
    })
}

/// The files to fetch: all required ones, the optional ones that exist, and the first name of the
/// weights that exists; all files for an entry that names none.
fn choose(entry: &Entry, origin: &dyn Origin, commit: &str) -> Result<Vec<HubFile>, ModelError> {
    let listed = origin.list(commit)?;
    if entry.files.is_empty() {
        return Ok(listed);
    }
    let find = |name: &String| {
        listed
            .iter()
            .find(|file| file.name == *name && is_plain_name(&file.name))
            .cloned()
    };
    let missing = |what: String| ModelError::Hub {
        repository: origin.repository().to_string(),
        what: format!("there is no {what} at commit {commit}"),
        advice: "The repository has changed; take another model from mujaz models list".into(),
    };
    let mut files = Vec::new();
    for name in &entry.files {
        files.push(find(name).ok_or_else(|| missing(format!("file {name}")))?);
    }
    files.extend(entry.optional.iter().filter_map(find));
    let weights = entry.weights.iter().find_map(find);
    files.push(weights.ok_or_else(|| missing(entry.weights.join(" or ")))?);
    Ok(files)
}

/// Keeps a second process from writing into the same folder, until dropped.
fn exclusive(root: &Path, name: &str) -> Result<File, ModelError> {
    let path = root.join(format!(".{name}.lock"));
    let file = lock_file(&path).map_err(ModelError::io(&path, "lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let reason = "another process is pulling this model; wait for it".to_string();
            Err(ModelError::Occupied {
                path: root.join(name),
                reason,
            })
        }
        // Some network file systems have no locks; a single process works without.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(source)) => Err(ModelError::Io {
            path,
            action: "lock",
            source,
        }),
    }
}

/// The folder in which files are collected. A damaged model is moved there, so that only its
/// damaged files are fetched again.
fn stage(root: &Path, name: &str) -> Result<PathBuf, ModelError> {
    let (staging, target) = (partial_dir(root, name), root.join(name));
    if is_folder(&target)? && !is_folder(&staging)? {
        fs::rename(&target, &staging).map_err(ModelError::io(&target, "move"))?;
        let lock = staging.join(LOCK_FILE);
        fs::remove_file(&lock).map_err(ModelError::io(&lock, "delete"))?;
    }
    fs::create_dir_all(&staging).map_err(ModelError::io(&staging, "create"))?;
    Ok(staging)
}

/// Checks that there is room on the disk for the files, apart from what these folders hold already.
fn check_room(root: &Path, folders: [&Path; 2], files: &[HubFile]) -> Result<(), ModelError> {
    let size = |folder: &Path| -> u64 {
        let names = file_names(folder).unwrap_or_default().into_iter();
        let found = names.filter_map(|name| fs::metadata(folder.join(name)).ok());
        found.map(|found| found.len()).sum()
    };
    let here: u64 = folders.into_iter().map(size).sum();
    let all = files.iter().map(HubFile::stored);
    let needed = all.fold(0, u64::saturating_add).saturating_sub(here);
    // A file system that does not say how much room it has is simply written to.
    match fs4::available_space(root) {
        Ok(free) if free < needed => {
            let reason = format!("it needs {needed} bytes more, and {free} are free");
            let full = io::Error::new(io::ErrorKind::StorageFull, reason);
            Err(ModelError::io(root, "write the model into this folder")(
                full,
            ))
        }
        _ => Ok(()),
    }
}

/// Deletes the files that earlier attempts left for other commits.
fn remove_strangers(staging: &Path, locked: &[LockedFile]) -> Result<(), ModelError> {
    for name in file_names(staging).map_err(ModelError::io(staging, "read"))? {
        if !locked.iter().any(|file| file.name == name) {
            let path = staging.join(name);
            fs::remove_file(&path).map_err(ModelError::io(&path, "delete"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::Catalogue;

    fn options(destination: &Path) -> PullOptions {
        PullOptions {
            offline: Some("--offline".to_owned()),
            accept_licence: false,
            endpoint: None,
            destination: destination.to_path_buf(),
        }
    }

    #[test]
    fn a_shipped_model_is_not_pulled_and_offline_touches_no_network() {
        let dir = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::builtin();
        let pull = |name: &str| {
            pull(
                catalogue.find(name).unwrap(),
                &options(dir.path()),
                &mut |_| {},
            )
            .unwrap_err()
        };
        assert!(matches!(pull("starter-ar-en"), ModelError::NotOnHub { .. }));
        assert!(matches!(pull("opus-mt-ar-en"), ModelError::Offline { .. }));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_the_disk_hides_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        // A link to itself cannot be looked behind.
        let root = dir.path().join("models");
        std::os::unix::fs::symlink(&root, &root).unwrap();
        let catalogue = Catalogue::builtin();
        let entry = catalogue.find("opus-mt-ar-en").unwrap();
        let error = pull(entry, &options(&root), &mut |_| {}).unwrap_err();
        assert!(matches!(error, ModelError::Io { .. }), "{error}");
    }

    #[test]
    fn a_restricted_licence_is_refused_by_catalogue_or_card() {
        let catalogue = Catalogue::builtin();
        let mut options = options(Path::new("/nowhere"));
        let nllb = catalogue.find("nllb-200-distilled-600M").unwrap();
        let text = accept(nllb, &options, None).unwrap_err().to_string();
        assert!(
            text.contains("CC-BY-NC-4.0") && text.contains("--accept-license"),
            "{text}"
        );
        let free = catalogue.find("opus-mt-uk-en").unwrap();
        assert!(accept(free, &options, Some("Apache-2.0")).is_ok());
        assert!(accept(free, &options, Some("CC-BY-NC-SA-4.0")).is_err());
        options.accept_licence = true;
        assert!(accept(nllb, &options, None).is_ok());
    }

    #[test]
    fn a_model_of_another_commit_or_repository_is_pulled_anew() {
        let catalogue = Catalogue::builtin();
        let mut entry = catalogue.find("opus-mt-ar-en").unwrap().clone();
        let repository = entry.repository.clone().unwrap();
        // Git's hashes are of 40 or of 64 digits.
        for [pulled, other] in [
            ["a", "b"].map(|digit| digit.repeat(40)),
            ["a", "b"].map(|digit| digit.repeat(64)),
        ] {
            let lock = Lock::new(&entry.name, &repository, &pulled, None, Vec::new());
            let other_repository = Lock::new(&entry.name, "a/b", &pulled, None, Vec::new());
            for (revision, is_same) in [
                (None, true),
                (Some("main".to_owned()), true),
                (Some(pulled), true),
                (Some(other), false),
            ] {
                entry.revision = revision;
                assert_eq!(is_of(&lock, &entry), is_same, "{:?}", entry.revision);
                assert!(!is_of(&other_repository, &entry));
            }
        }
    }

    #[test]
    fn a_folder_of_another_origin_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::builtin();
        let entry = catalogue.find("opus-mt-ar-en").unwrap();
        fs::create_dir(dir.path().join("opus-mt-ar-en")).unwrap();
        let error = pull(entry, &options(dir.path()), &mut |_| {}).unwrap_err();
        assert!(matches!(error, ModelError::Occupied { .. }), "{error}");
    }

    #[test]
    fn a_folder_that_came_during_the_download_is_left_alone_unless_it_was_pulled() {
        let dir = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::builtin();
        let entry = catalogue.find("opus-mt-ar-en").unwrap();
        let [staging, target] = ["staging", "target"].map(|name| dir.path().join(name));
        for folder in [&staging, &target] {
            fs::create_dir(folder).unwrap();
        }
        fs::write(staging.join("new"), "").unwrap();
        fs::write(target.join("own"), "precious").unwrap();
        let error = take_place(entry, &staging, &target).unwrap_err();
        assert!(matches!(error, ModelError::Occupied { .. }), "{error}");
        assert!(target.join("own").exists() && staging.join("new").exists());
        let lock = Lock::new(&entry.name, "a/b", "main", None, Vec::new());
        lock.write(&target).unwrap();
        take_place(entry, &staging, &target).unwrap();
        assert!(target.join("new").exists() && !target.join("own").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_the_lock_leaves_its_target_alone() {
        let dir = tempfile::tempdir().unwrap();
        let own = dir.path().join("own");
        fs::write(&own, "precious").unwrap();
        std::os::unix::fs::symlink(&own, dir.path().join(".m.lock")).unwrap();
        let error = exclusive(dir.path(), "m").err().unwrap();
        assert!(error.to_string().contains("remove it"), "{error}");
        assert_eq!(fs::read_to_string(&own).unwrap(), "precious");
    }

    #[test]
    fn a_model_for_which_there_is_no_room_is_not_begun() {
        let dir = tempfile::tempdir().unwrap();
        let file = |size| HubFile {
            name: "w".into(),
            size,
            hash: crate::model::hub::origin::HubHash::Git("x".into()),
            packed: None,
        };
        let root = dir.path();
        let (partial, target) = (root.join("a"), root.join("b"));
        let nothing: [&Path; 2] = [&partial, &target];
        assert!(check_room(root, nothing, &[file(1)]).is_ok());
        let error = check_room(root, nothing, &[file(u64::MAX), file(1)]);
        let error = error.unwrap_err().to_string();
        assert!(error.contains("bytes more"), "{error}");
    }

    #[test]
    fn only_one_process_pulls_a_model() {
        let dir = tempfile::tempdir().unwrap();
        let first = exclusive(dir.path(), "m").unwrap();
        assert!(matches!(
            exclusive(dir.path(), "m"),
            Err(ModelError::Occupied { .. })
        ));
        drop(first);
        assert!(exclusive(dir.path(), "m").is_ok());
    }
}
