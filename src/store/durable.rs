//! Names that outlast a power cut. A file that was synced and renamed may have its old name afterwards,
//! or none, unless its folder is synced too, and a new folder may be missing from the one that it lies
//! in. This file owns which folders are still to be synced.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The folders below a root with names that may not be on the disk yet.
pub(super) struct Unsynced(Mutex<Folders>);

struct Folders {
    /// Those in which names were made or removed since they were synced.
    changed: BTreeSet<PathBuf>,
    /// Those that were changed before: their own names are not new any more.
    known: BTreeSet<PathBuf>,
}

impl Unsynced {
    /// No folders yet. The innermost folder around the root that is there now is not new, nor are those
    /// that it lies in.
    pub(super) fn below(root: &Path) -> Self {
        let is_there = |outer: &&Path| outer.as_os_str().is_empty() || outer.exists();
        let outer = root.ancestors().skip(1).find(is_there);
        Self(Mutex::new(Folders {
            changed: BTreeSet::new(),
            known: outer.map(Path::to_path_buf).into_iter().collect(),
        }))
    }

    fn folders(&self) -> MutexGuard<'_, Folders> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a folder in which a name was made or removed. It may be a new one, in others that are new.
    pub(super) fn add(&self, folder: &Path) {
        let mut folders = self.folders();
        folders.changed.insert(folder.to_path_buf());
        let mut inner = folder;
        while folders.known.insert(inner.to_path_buf())
            && let Some(outer) = inner.parent()
        {
            folders.changed.insert(outer.to_path_buf());
            inner = outer;
        }
    }

    /// Takes down that a folder was removed. If it is made again, it is a new one.
    pub(super) fn remove(&self, folder: &Path) {
        let mut folders = self.folders();
        folders.changed.remove(folder);
        folders.known.remove(folder);
        drop(folders);
        if let Some(outer) = folder.parent() {
            self.add(outer);
        }
    }

    /// Waits until the names in all of them are on the disk.
    ///
    /// # Errors
    /// The folder that cannot be synced. It and the others are still to be synced then.
    pub(super) fn sync(&self) -> Result<(), (PathBuf, io::Error)> {
        let changed = std::mem::take(&mut self.folders().changed);
        let failed = changed
            .iter()
            .find_map(|folder| Some((folder.clone(), sync_folder(folder).err()?)));
        match failed {
            None => Ok(()),
            Some(failed) => {
                self.folders().changed.extend(changed);
                Err(failed)
            }
        }
    }
}

/// Waits until the names in a folder are on the disk, as far as its file system can.
///
/// # Errors
/// The system's error.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, NotFound, PermissionDenied, Unsupported};
    let here = folder.as_os_str().is_empty();
    let folder = if here { Path::new(".") } else { folder };
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    // Some file systems of networks sync no folders, a folder may be closed to readers, and one that is
    // gone has no names.
    let cannot = |error: &io::Error| {
        matches!(
            error.kind(),
            InvalidInput | NotFound | PermissionDenied | Unsupported
        )
    };
    match synced {
        Err(error) if cannot(&error) => Ok(()),
        synced => synced,
    }
}

/// Other systems do not open folders as files.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn changed(unsynced: &Unsynced) -> Vec<PathBuf> {
        unsynced.folders().changed.iter().cloned().collect()
    }

    #[test]
    fn a_new_folder_is_synced_with_those_that_it_lies_in() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("out");
        let inner = root.join("briefs/news");
        std::fs::create_dir_all(&inner).unwrap();
        let unsynced = Unsynced::below(&root);
        unsynced.add(&inner);
        let all = [
            dir.path().to_owned(),
            root.clone(),
            root.join("briefs"),
            inner.clone(),
        ];
        assert_eq!(changed(&unsynced), all);
        unsynced.sync().unwrap();
        assert!(changed(&unsynced).is_empty());
        // From now on only the folder itself has new names.
        unsynced.add(&inner);
        assert_eq!(changed(&unsynced), [inner]);
    }

    #[test]
    fn folders_that_are_made_around_the_root_are_synced_too() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("new/out");
        let unsynced = Unsynced::below(&root);
        std::fs::create_dir_all(&root).unwrap();
        unsynced.add(&root);
        let all = [dir.path().to_owned(), dir.path().join("new"), root];
        assert_eq!(changed(&unsynced), all);
    }

    #[test]
    fn a_folder_that_is_made_again_is_a_new_one() {
        let root = Path::new("out");
        let (outer, inner) = (root.join("a"), root.join("a/b"));
        let unsynced = Unsynced::below(root);
        unsynced.add(&inner);
        unsynced.sync().unwrap();
        unsynced.remove(&inner);
        assert_eq!(changed(&unsynced), std::slice::from_ref(&outer));
        unsynced.remove(&outer);
        assert_eq!(changed(&unsynced), [root.to_owned()]);
        unsynced.sync().unwrap();
        unsynced.add(&inner);
        assert_eq!(changed(&unsynced), [root.to_owned(), outer, inner]);
    }

    #[test]
    fn a_relative_root_ends_at_the_current_folder() {
        let unsynced = Unsynced::below(Path::new("out"));
        unsynced.add(Path::new("out/index"));
        let all = ["", "out", "out/index"].map(PathBuf::from);
        assert_eq!(changed(&unsynced), all);
        // Two of them are not there, and have no names.
        unsynced.sync().unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_could_not_be_synced_is_still_to_be_synced() {
        let dir = tempfile::tempdir().unwrap();
        let unsynced = Unsynced::below(dir.path());
        // A link to itself cannot be opened.
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&link, &link).unwrap();
        unsynced.add(&link);
        for _ in 0..2 {
            assert_eq!(unsynced.sync().unwrap_err().0, link);
        }
        std::fs::remove_file(&link).unwrap();
        unsynced.sync().unwrap();
    }
}
