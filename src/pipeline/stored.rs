//! Reading what an output folder holds: the lines of its index, and the briefs that they name.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::brief::{Brief, IndexLine, Rendering};
use crate::store::{StoreError, open_regular, read_regular};
use crate::system_error::is_absent;

use super::place::{found_file, look_for};

/// Calls a function with the lines of all articles that have a brief.
///
/// # Errors
/// [`StoreError`] if `index.jsonl` cannot be read.
pub fn each_line(out: &Path, each: &mut dyn FnMut(IndexLine)) -> Result<(), StoreError> {
    IndexFile::open(out)?.each(&mut |_, line| each(line))
}

/// The `index.jsonl` of an output folder. It is opened once: a run that puts another one in its place
/// meanwhile changes nothing for who reads this one.
pub(super) struct IndexFile {
    path: PathBuf,
    lines: BufReader<File>,
}

impl IndexFile {
    /// Opens the index of an output folder.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub(super) fn open(out: &Path) -> Result<Self, StoreError> {
        let path = out.join("index.jsonl");
        let file = open_regular(&path).map_err(StoreError::io(&path, "read this file"))?;
        let lines = BufReader::new(file);
        Ok(Self { path, lines })
    }

    /// The size and the time of the file: as long as they are the same, so is the index.
    pub(super) fn stamp(&self) -> Option<String> {
        let metadata = self.lines.get_ref().metadata().ok()?;
        let modified = metadata.modified().ok()?;
        let since = modified.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} {}", metadata.len(), since.as_nanos()))
    }

    /// Calls a function with the lines of all articles that have a brief, and where each of them
    /// begins, in bytes.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub(super) fn each(&mut self, each: &mut dyn FnMut(u64, IndexLine)) -> Result<(), StoreError> {
        let (mut place, mut text) = (0, String::new());
        loop {
            let bytes = self.read(&mut text)?;
            if bytes == 0 {
                return Ok(());
            }
            if let Ok(line) = serde_json::from_str(&text) {
                each(place, line);
            }
            place += bytes;
        }
    }

    /// The line that begins at a place which [`IndexFile::each`] named.
    ///
    /// # Errors
    /// [`StoreError`] if the file cannot be read.
    pub(super) fn line_at(&mut self, place: u64) -> Result<Option<IndexLine>, StoreError> {
        let sought = self.lines.seek(SeekFrom::Start(place));
        sought.map_err(StoreError::io(&self.path, "read this file"))?;
        let mut text = String::new();
        self.read(&mut text)?;
        Ok(serde_json::from_str(&text).ok())
    }

    /// Reads the next line, and returns its length in bytes with the line break: 0 behind the last.
    fn read(&mut self, text: &mut String) -> Result<u64, StoreError> {
        text.clear();
        let read = self.lines.read_line(text);
        let read = read.map_err(StoreError::io(&self.path, "read this file"))?;
        Ok(read as u64)
    }
}

/// The brief of a line, if it is stored as JSON and can be read.
pub fn stored_brief(out: &Path, line: &IndexLine) -> Option<Brief> {
    let named = line.briefs.get(Rendering::Json.extension())?;
    // A run that moves briefs of an earlier version writes the index when it ends.
    let moved = || brief_of(out, &found_file(out, &line.path, Rendering::Json)?);
    brief_of(out, named).or_else(moved)
}

/// As [`stored_brief`], where it matters why there is none.
///
/// # Errors
/// That of the disk, if it does not give back a brief that is there.
pub(super) fn look_for_brief(out: &Path, line: &IndexLine) -> io::Result<Option<Brief>> {
    let Some(named) = line.briefs.get(Rendering::Json.extension()) else {
        return Ok(None);
    };
    if let Some(brief) = brief_in(out, named)? {
        return Ok(Some(brief));
    }
    match look_for(out, &line.path, Rendering::Json)? {
        Some(moved) => brief_in(out, &moved),
        None => Ok(None),
    }
}

/// The brief in a file of an output folder, as a line of the index names it, if it can be read.
pub(super) fn brief_of(out: &Path, file: &str) -> Option<Brief> {
    brief_in(out, file).ok().flatten()
}

/// As [`brief_of`], where it matters why there is none.
///
/// # Errors
/// That of the disk, if it does not give back a file that is there.
pub(super) fn brief_in(out: &Path, file: &str) -> io::Result<Option<Brief>> {
    // The index may be anybody's, and must not lead out of the folder.
    let stays = |part| matches!(part, Component::Normal(_));
    if !Path::new(file).components().all(stays) {
        return Ok(None);
    }
    match read_regular(&out.join(file)) {
        Ok(text) => Ok(serde_json::from_slice(&text).ok()),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_the_disk_does_not_give_back_is_not_one_that_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(brief_in(dir.path(), "none/a.json").unwrap().is_none());
        fs::write(dir.path().join("a.json"), "{}").unwrap();
        assert!(brief_in(dir.path(), "a.json").unwrap().is_none());
        assert!(brief_in(dir.path(), "a.json/b.json").unwrap().is_none());
        fs::create_dir(dir.path().join("folder.json")).unwrap();
        assert!(brief_in(dir.path(), "folder.json").is_err());
        assert!(brief_of(dir.path(), "folder.json").is_none());
        assert!(brief_in(dir.path(), "../folder.json").unwrap().is_none());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/dev/null", dir.path().join("device.json")).unwrap();
            assert!(brief_in(dir.path(), "device.json").is_err());
        }
    }
}
