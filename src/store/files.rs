//! The output folder. This file owns the lock that keeps other runs out, and writing every file
//! under a temporary name before renaming it; it never reads a result.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::durable::Unsynced;
use super::rewrite::Rewriting;
use super::spill::Spill;
use super::{Journal, StoreError};
use crate::system_error::{bare, is_absent};

/// How many bytes of memory a collection of data takes at most, more or less, before it has a temporary
/// file. Those of 50,000 articles need none.
const IN_MEMORY: usize = 16 << 20;

/// The name of the folder for mujaz's own state in an output folder.
pub(super) const STATE: &str = ".mujaz";

/// The folder for mujaz's own state in an output folder; neither need exist.
pub(crate) fn state_folder(root: &Path) -> PathBuf {
    root.join(STATE)
}

/// An output folder that only this run writes to.
pub struct OutputDir {
    root: PathBuf,
    state: PathBuf,
    temporary: PathBuf,
    unsynced: Unsynced,
    _lock: File,
}

impl OutputDir {
    /// Creates the folder if necessary and locks it for this run. `part` names the shard, so that
    /// shards of one run can share a folder.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be created or another run holds it.
    pub fn open(root: &Path, part: &str) -> Result<Self, StoreError> {
        let state = state_folder(root);
        let unsynced = Unsynced::below(root);
        fs::create_dir_all(&state).map_err(StoreError::io(&state, "create this folder"))?;
        let lock_path = state.join(format!("lock{part}"));
        let lock = lock_file(&lock_path).map_err(StoreError::io(&lock_path, "lock this file"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Occupied { path: root.into() });
            }
            // Some network file systems have no locks; there the user must keep runs apart.
            Err(TryLockError::Error(_)) => {}
        }
        let temporary = state.join(format!("tmp{part}"));
        // Removes what a killed run left half-written.
        match fs::remove_dir_all(&temporary) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&temporary, "clear this folder")(e));
            }
            _ => {}
        }
        fs::create_dir_all(&temporary).map_err(StoreError::io(&temporary, "create this folder"))?;
        // The journal is made in it.
        unsynced.add(&state);
        Ok(Self {
            root: root.into(),
            state,
            temporary,
            unsynced,
            _lock: lock,
        })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file of mujaz's own state.
    pub fn state_file(&self, name: &str) -> PathBuf {
        self.state.join(name)
    }

    /// The place for data that are needed until a file about all articles is written.
    pub(crate) fn spill(&self) -> Spill {
        Spill::new(&self.temporary, IN_MEMORY)
    }

    /// Waits until no other shard that shares the folder does the thing of this name, and holds
    /// its place until the returned file is dropped.
    ///
    /// # Errors
    /// [`StoreError`] naming the lock.
    pub fn turn(&self, name: &str) -> Result<File, StoreError> {
        let path = self.state.join(format!("lock-{name}"));
        let lock = lock_file(&path).map_err(StoreError::io(&path, "lock this file"))?;
        // Some network file systems have no locks; there the user must keep runs apart.
        let _ = lock.lock();
        Ok(lock)
    }

    /// Waits until all files that were written, renamed and removed are so on the disk. What says that
    /// something is done, as the journal does, is written afterwards.
    ///
    /// # Errors
    /// [`StoreError`] naming the folder.
    pub fn sync(&self) -> Result<(), StoreError> {
        let synced = self.unsynced.sync();
        synced.map_err(|(folder, error)| StoreError::io(&folder, "sync this folder")(error))
    }

    /// Writes a file so that it appears complete or not at all, even if the power fails. After
    /// [`OutputDir::sync`] it is there for good.
    ///
    /// # Errors
    /// [`StoreError`] naming the file.
    pub fn write(&self, relative: &Path, content: &[u8]) -> Result<(), StoreError> {
        let path = self.root.join(relative);
        let failed = |e| StoreError::io(&path, "write this file")(e);
        let mut file = temporary_in(&self.temporary).map_err(failed)?;
        // An error of the file itself does not name the temporary file.
        file.as_file_mut().write_all(content).map_err(failed)?;
        self.put(file, &path)
    }

    /// Writes a file as [`OutputDir::write`] does, unless it has this content already.
    ///
    /// # Errors
    /// [`StoreError`] naming the file.
    pub fn write_if_changed(&self, relative: &Path, content: &[u8]) -> Result<(), StoreError> {
        let path = self.root.join(relative);
        // A link is replaced, as by any other writing.
        let has_its_size = fs::symlink_metadata(&path)
            .is_ok_and(|found| found.is_file() && found.len() == content.len() as u64);
        if has_its_size && fs::read(&path).is_ok_and(|own| own == content) {
            self.renamed(&path);
            return Ok(());
        }
        self.write(relative, content)
    }

    /// Removes a file, if it exists.
    ///
    /// # Errors
    /// [`StoreError`] naming the file.
    pub fn remove(&self, relative: &Path) -> Result<(), StoreError> {
        let path = self.root.join(relative);
        match fs::remove_file(&path) {
            Err(e) if !is_absent(&e) => Err(StoreError::io(&path, "remove this file")(e)),
            Err(_) => Ok(()),
            Ok(()) => {
                self.renamed(&path);
                Ok(())
            }
        }
    }

    /// Removes a file, if it exists, that lay at another place than the one that replaces it, and the
    /// folders that are empty without it.
    ///
    /// # Errors
    /// [`StoreError`] naming the file.
    pub fn remove_replaced(&self, relative: &Path, by: &Path) -> Result<(), StoreError> {
        self.remove(relative)?;
        self.remove_empty_folders(&self.root.join(relative), &self.root.join(by));
        Ok(())
    }

    /// Gives a file another place, at which it replaces any other, and removes the folders that are
    /// empty without it. Does nothing if there is none.
    ///
    /// # Errors
    /// [`StoreError`] naming the file.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        let (from, to) = (self.root.join(from), self.root.join(to));
        if fs::symlink_metadata(&from).is_err_and(|e| is_absent(&e)) {
            return Ok(());
        }
        let parent = to.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent).map_err(StoreError::io(parent, "create this folder"))?;
        fs::rename(&from, &to).map_err(StoreError::io(&from, "rename this file"))?;
        self.renamed(&from);
        self.renamed(&to);
        self.remove_empty_folders(&from, &to);
        Ok(())
    }

    /// Writes a file as [`OutputDir::write_if_changed`] does, with content that is produced while
    /// writing. Nothing is written before it differs from what the file has.
    ///
    /// # Errors
    /// [`StoreError`] naming the file.
    pub fn write_with(
        &self,
        relative: &Path,
        fill: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), StoreError> {
        let path = self.root.join(relative);
        let failed = |e| StoreError::io(&path, "write this file")(e);
        let mut file = Rewriting::of(&path, &self.temporary).map_err(failed)?;
        fill(&mut file).map_err(failed)?;
        match file.finish().map_err(failed)? {
            Some(file) => self.put(file, &path),
            None => {
                self.renamed(&path);
                Ok(())
            }
        }
    }

    /// Gives a complete temporary file its place.
    fn put(&self, file: NamedTempFile, path: &Path) -> Result<(), StoreError> {
        let parent = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent).map_err(StoreError::io(parent, "create this folder"))?;
        let failed = |e| StoreError::io(path, "write this file")(e);
        file.as_file().sync_all().map_err(failed)?;
        file.persist(path).map_err(|e| failed(e.error))?;
        self.renamed(path);
        Ok(())
    }

    /// Takes down that a name was made or removed, or was found as a run left it that may have ended
    /// before it was on the disk.
    fn renamed(&self, path: &Path) {
        self.unsynced.add(path.parent().unwrap_or(&self.root));
    }

    /// Removes the folders around the place that a file had, as far as they are empty and not around
    /// its new place too. One that is not removed does no harm.
    fn remove_empty_folders(&self, from: &Path, to: &Path) {
        let left = from.ancestors().skip(1);
        for folder in left.take_while(|folder| !to.starts_with(folder)) {
            // The system refuses to remove a folder with anything in it.
            if fs::remove_dir(folder).is_err() {
                break;
            }
            self.unsynced.remove(folder);
        }
    }
}

/// Whether a folder is one that runs wrote to: it has a journal, or a folder of mujaz's own in which the
/// disk hides whether there is one. Briefs must not be taken for articles.
pub(crate) fn is_output(folder: &Path) -> bool {
    let state = state_folder(folder);
    let has_journal = state.join(Journal::FILE).try_exists();
    has_journal.unwrap_or_else(|_| fs::metadata(&state).is_ok_and(|found| found.is_dir()))
}

/// Whether there is a file at a path.
///
/// # Errors
/// That of the disk, if it does not say: what it hides for a moment is not to be taken for missing.
pub(crate) fn file_is_there(path: &Path) -> std::io::Result<bool> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.is_file()),
        Err(error) if is_absent(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens a file that is only there to be locked, and makes it if necessary. Nothing is ever written
/// to it, and it is not emptied: a link in its place may lead to a file of the user's, and a named
/// pipe would be waited for.
pub(crate) fn lock_file(path: &Path) -> std::io::Result<File> {
    own_file(path)?;
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path)
}

/// Refuses what stands in the place of a file of mujaz's own and is a link, or no file.
pub(super) fn own_file(path: &Path) -> std::io::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        let reason = "it is a link, or no file at all; remove it";
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidInput,
            reason,
        ));
    }
    Ok(())
}

/// A temporary file, which is renamed once it is complete.
pub(crate) fn temporary_in(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Temporary files are private by default; results get the permissions that the umask allows.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder).map_err(bare)
}

impl Drop for OutputDir {
    fn drop(&mut self) {
        // It is empty by now; the next run clears a leftover.
        let _ = fs::remove_dir_all(&self.temporary);
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_link_in_the_place_of_a_lock_is_refused_and_its_target_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let own = dir.path().join("own");
        fs::write(&own, "precious").unwrap();
        let state = dir.path().join("out/.mujaz");
        fs::create_dir_all(&state).unwrap();
        let link = |name: &str| std::os::unix::fs::symlink(&own, state.join(name)).unwrap();
        link("lock");
        let error = OutputDir::open(&dir.path().join("out"), "").err().unwrap();
        assert!(error.to_string().contains("remove it"), "{error}");
        fs::remove_file(state.join("lock")).unwrap();
        let out = OutputDir::open(&dir.path().join("out"), "").unwrap();
        link("lock-index");
        assert!(out.turn("index").is_err());
        assert_eq!(fs::read_to_string(&own).unwrap(), "precious");
        // What an earlier version wrote is locked as it is.
        fs::remove_file(state.join("lock-index")).unwrap();
        fs::write(state.join("lock-index"), "").unwrap();
        assert!(out.turn("index").is_ok());
    }

    #[test]
    fn a_file_that_the_disk_hides_is_not_one_that_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        assert!(!file_is_there(&path).unwrap());
        assert!(!file_is_there(dir.path()).unwrap(), "it is a folder");
        // A link to itself cannot be looked behind.
        std::os::unix::fs::symlink(&path, &path).unwrap();
        assert!(file_is_there(&path).is_err());
        fs::remove_file(&path).unwrap();
        fs::write(&path, "text").unwrap();
        assert!(file_is_there(&path).unwrap());
        assert!(
            !file_is_there(&path.join("b")).unwrap(),
            "it is in no folder"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_whose_journal_the_disk_hides_is_one_that_runs_wrote_to() {
        let dir = tempfile::tempdir().unwrap();
        let state = state_folder(dir.path());
        fs::create_dir(&state).unwrap();
        assert!(!is_output(dir.path()));
        // A link to itself cannot be looked behind.
        let journal = state.join(Journal::FILE);
        std::os::unix::fs::symlink(&journal, &journal).unwrap();
        assert!(is_output(dir.path()));
        let file = dir.path().join("a");
        fs::write(&file, "text").unwrap();
        assert!(!is_output(&file));
    }

    #[test]
    fn a_file_that_gets_another_place_leaves_no_empty_folder() {
        let dir = tempfile::tempdir().unwrap();
        let out = OutputDir::open(dir.path(), "").unwrap();
        for file in ["b/m#1/z/a", "b/m#1/c", "b/m#2/a"] {
            out.write(Path::new(file), b"text").unwrap();
        }
        let is_there = |name: &str| dir.path().join(name).exists();
        out.rename(Path::new("b/m#1/z/a"), Path::new("b/m/1/z/a"))
            .unwrap();
        assert!(!is_there("b/m#1/z") && is_there("b/m#1/c") && is_there("b/m/1/z/a"));
        out.remove_replaced(Path::new("b/m#1/c"), Path::new("b/m/1/c"))
            .unwrap();
        assert!(!is_there("b/m#1") && is_there("b/m#2/a"));
        // The folder that both are in stays, even if nothing else is in it.
        out.remove_replaced(Path::new("b/m#2/a"), Path::new("b/m#2/1/a"))
            .unwrap();
        assert!(!is_there("b/m#2/a") && is_there("b/m#2"));
        out.remove_replaced(Path::new("b/m#3/a"), Path::new("b/m/3/a"))
            .unwrap();
    }

    #[test]
    fn a_file_is_written_only_if_its_content_is_new() {
        use std::os::unix::fs::MetadataExt as _;
        let dir = tempfile::tempdir().unwrap();
        let out = OutputDir::open(dir.path(), "").unwrap();
        let path = dir.path().join("a");
        let inode = || fs::symlink_metadata(&path).unwrap().ino();
        out.write_if_changed(Path::new("a"), b"one").unwrap();
        // While another name holds it, its number is given to no other file.
        fs::hard_link(&path, dir.path().join("first")).unwrap();
        let first = inode();
        out.write_if_changed(Path::new("a"), b"one").unwrap();
        assert_eq!(inode(), first);
        out.write_if_changed(Path::new("a"), b"two").unwrap();
        assert_ne!(inode(), first);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(dir.path().join("first"), &path).unwrap();
        out.write_if_changed(Path::new("a"), b"one").unwrap();
        assert!(fs::symlink_metadata(&path).unwrap().is_file());
    }
}
