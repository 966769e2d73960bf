//! Where the files of a brief lie, if an earlier version of mujaz may have written them: it had other
//! names for some. A run moves them to their own place.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

use crate::brief::{IndexLine, Rendering, brief_file, earlier_brief_files};
use crate::store::{Entry, Journal, OutputDir, StoreError};
use crate::system_error::is_absent;

/// The places of a brief's file, relative to the output folder: its own one, then those of earlier
/// versions that had others.
fn places(path: &str, rendering: Rendering) -> impl Iterator<Item = String> {
    let own = brief_file(path, rendering);
    let earlier = std::iter::once_with(move || earlier_brief_files(path, rendering));
    std::iter::once(own).chain(earlier.flatten())
}

/// The file of a brief in an output folder, relative to it, if there is one.
pub(super) fn found_file(root: &Path, path: &str, rendering: Rendering) -> Option<String> {
    places(path, rendering).find(|file| has_content(&root.join(file)))
}

/// Whether a file is there and not empty. No file of ours is, but a disk may empty one whose content
/// it had not written before the power failed.
pub(super) fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0)
}

/// As [`found_file`], where it matters why there is none.
///
/// # Errors
/// That of the disk, if it does not say whether there is one.
pub(super) fn look_for(
    root: &Path,
    path: &str,
    rendering: Rendering,
) -> io::Result<Option<String>> {
    for file in places(path, rendering) {
        match fs::metadata(root.join(&file)) {
            Ok(found) if found.is_file() && found.len() > 0 => return Ok(Some(file)),
            Err(error) if !is_absent(&error) => return Err(error),
            _ => {}
        }
    }
    Ok(None)
}

/// Whether a brief's file may be there. One that the disk hides for a moment counts as one, if the
/// journal knows the article: a new one has no files yet.
///
/// # Errors
/// [`StoreError`] where the journal cannot be read.
pub(super) fn may_be_there(
    out: &OutputDir,
    journal: &Journal,
    path: &str,
    rendering: Rendering,
) -> Result<bool, StoreError> {
    let mut found = places(path, rendering).map(|file| out.root().join(file).try_exists());
    match found.find(|found| !matches!(found, Ok(false))) {
        Some(Err(_)) => Ok(journal.find(path)?.is_some()),
        found => Ok(found.is_some()),
    }
}

/// Removes the files of an article's brief, of all formats, wherever they lie. A place that can hold
/// no file of ours, as a folder's, is passed over.
///
/// # Errors
/// [`StoreError`] naming the file.
pub(super) fn remove_files(out: &OutputDir, path: &str) -> Result<(), StoreError> {
    Rendering::ALL.into_iter().try_for_each(|rendering| {
        let removed = out.remove(Path::new(&brief_file(path, rendering)));
        match removed.and_then(|()| remove_from_earlier_places(out, path, rendering)) {
            Err(error) if error.is_about_one_path() => Ok(()),
            removed => removed,
        }
    })
}

/// Removes what earlier versions wrote of a brief at other places, in formats of which its own files
/// were written now, once these are on the disk.
///
/// # Errors
/// [`StoreError`] naming the file.
pub(super) fn remove_earlier(
    out: &OutputDir,
    path: &str,
    renderings: &[Rendering],
) -> Result<(), StoreError> {
    let has_earlier = |rendering: &Rendering| !earlier_brief_files(path, *rendering).is_empty();
    if renderings.iter().any(has_earlier) {
        out.sync()?;
    }
    let mut renderings = renderings.iter();
    renderings.try_for_each(|rendering| remove_from_earlier_places(out, path, *rendering))
}

fn remove_from_earlier_places(
    out: &OutputDir,
    path: &str,
    rendering: Rendering,
) -> Result<(), StoreError> {
    let own = brief_file(path, rendering);
    let mut earlier = earlier_brief_files(path, rendering).into_iter();
    earlier.try_for_each(|earlier| out.remove_replaced(Path::new(&earlier), Path::new(&own)))
}

/// The files of a brief in its line of the index.
#[derive(Deserialize)]
struct NamedFiles {
    briefs: BTreeMap<String, String>,
}

/// Moves the files of a brief that earlier versions wrote to their own place, and records that;
/// returns the row of the journal as it is then. If it ends between the two, the next call goes on.
///
/// # Errors
/// [`StoreError`] naming the file or the journal.
pub(super) fn at_its_place(
    out: &OutputDir,
    journal: &Journal,
    entry: Entry,
) -> Result<Entry, StoreError> {
    let elsewhere = |NamedFiles { briefs }: NamedFiles| {
        Rendering::ALL.into_iter().any(|rendering| {
            let named = briefs.get(rendering.extension());
            named.is_some_and(|named| *named != brief_file(&entry.path, rendering))
        })
    };
    if !serde_json::from_str(&entry.line).is_ok_and(elsewhere) {
        return Ok(entry);
    }
    let Ok(mut line) = serde_json::from_str::<IndexLine>(&entry.line) else {
        return Ok(entry);
    };
    let mut moved = false;
    for rendering in Rendering::ALL {
        let earlier = earlier_brief_files(&entry.path, rendering);
        if let Some(named) = line.briefs.get_mut(rendering.extension())
            && earlier.contains(named)
        {
            let own = brief_file(&entry.path, rendering);
            // The journal names the earlier one, so that is the newer one if there are two.
            out.rename(Path::new(named.as_str()), Path::new(&own))?;
            *named = own;
            moved = true;
        }
    }
    if !moved {
        return Ok(entry);
    }
    let entry = Entry {
        line: line.to_json(),
        ..entry
    };
    out.sync()?;
    journal.record(&entry)?;
    Ok(entry)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::Outcome;

    const PATH: &str = "a.jsonl#12345";
    const OWN: &str = "briefs/a.jsonl/01xxxx/012345.md";
    const EARLIER: &str = "briefs/a.jsonl/012345.md";

    /// A folder with a journal that says that the Markdown of the record lies at `file`.
    fn folder(file: &str) -> (tempfile::TempDir, OutputDir, Journal, Entry) {
        folder_of(PATH, file)
    }

    /// A folder with a journal that says that the Markdown of an article lies at `file`.
    fn folder_of(path: &str, file: &str) -> (tempfile::TempDir, OutputDir, Journal, Entry) {
        let dir = tempfile::tempdir().unwrap();
        let out = OutputDir::open(dir.path(), "").unwrap();
        let journal = Journal::open(&out.state_file(Journal::FILE)).unwrap();
        let line = format!(
            r#"{{"id":"i","path":"{path}","outcome":"done","headline":"h","summary":"s","translated":1,"flagged":0,"failed":0,"flags":{{}},"title":null,"date":null,"url":null,"briefs":{{"md":"{file}"}}}}"#
        );
        let entry = Entry {
            path: path.to_owned(),
            key: "k".to_owned(),
            outcome: Outcome::Done,
            reason: String::new(),
            line,
            sketch: vec![1],
            made: Some(7),
        };
        journal.record(&entry).unwrap();
        (dir, out, journal, entry)
    }

    /// The content of the file at its own place, after one at an earlier place was looked for.
    fn moved(out: &OutputDir, journal: &Journal, entry: Entry) -> Option<String> {
        let entry = at_its_place(out, journal, entry).unwrap();
        assert!(
            entry
                .line
                .contains(&format!(r#""briefs":{{"md":"{OWN}"}}"#))
        );
        assert_eq!(journal.find(PATH).unwrap(), Some(entry));
        assert!(!out.root().join(EARLIER).exists());
        fs::read_to_string(out.root().join(OWN)).ok()
    }

    #[test]
    fn a_file_at_an_earlier_place_is_moved_and_the_journal_names_its_own() {
        let (_dir, out, journal, entry) = folder(EARLIER);
        out.write(Path::new(EARLIER), b"text").unwrap();
        assert_eq!(
            found_file(out.root(), PATH, Rendering::Markdown).as_deref(),
            Some(EARLIER)
        );
        assert_eq!(moved(&out, &journal, entry).as_deref(), Some("text"));
        assert_eq!(
            found_file(out.root(), PATH, Rendering::Markdown).as_deref(),
            Some(OWN)
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_the_disk_hides_may_be_there_only_if_the_journal_knows_its_article() {
        let (_dir, out, journal, _) = folder_of("m/a.txt", "briefs/m/a.txt.md");
        let briefs = out.root().join("briefs");
        std::fs::create_dir_all(&briefs).unwrap();
        std::os::unix::fs::symlink("m", briefs.join("m")).unwrap();
        let may_be_there = |path| may_be_there(&out, &journal, path, Rendering::Markdown).unwrap();
        assert!(may_be_there("m/a.txt"));
        assert!(!may_be_there("m/new.txt"));
    }

    #[test]
    fn what_is_attached_is_moved_from_the_places_of_all_versions_and_leaves_no_folder() {
        let path = "m/a.mbox#12345/c.csv#30000";
        let own = "briefs/m/a.mbox/01xxxx/012345/c.csv/03xxxx/030000.md";
        let earlier = [
            "briefs/m/a.mbox#12345/c.csv/03xxxx/030000.md",
            "briefs/m/a.mbox#12345/c.csv/030000.md",
        ];
        for file in earlier {
            let (_dir, out, journal, entry) = folder_of(path, file);
            out.write(Path::new(file), b"text").unwrap();
            let found = || found_file(out.root(), path, Rendering::Markdown);
            assert_eq!(found().as_deref(), Some(file));
            assert!(may_be_there(&out, &journal, path, Rendering::Markdown).unwrap());
            let entry = at_its_place(&out, &journal, entry).unwrap();
            assert!(entry.line.contains(&format!(r#"{{"md":"{own}"}}"#)));
            assert_eq!(found().as_deref(), Some(own));
            assert!(!out.root().join("briefs/m/a.mbox#12345").exists(), "{file}");
            remove_files(&out, path).unwrap();
            assert_eq!(found(), None);
        }
        // One that is made again has no need of what lies there.
        let (_dir, out, ..) = folder_of(path, own);
        for file in earlier {
            out.write(Path::new(file), b"old").unwrap();
        }
        out.write(Path::new(own), b"new").unwrap();
        remove_earlier(&out, path, &[Rendering::Markdown]).unwrap();
        assert!(!out.root().join("briefs/m/a.mbox#12345").exists());
        assert!(out.root().join(own).is_file());
    }

    #[test]
    fn a_move_that_was_cut_short_is_finished() {
        let (_dir, out, journal, entry) = folder(EARLIER);
        out.write(Path::new(OWN), b"text").unwrap();
        assert_eq!(moved(&out, &journal, entry).as_deref(), Some("text"));
    }

    #[test]
    fn the_file_that_the_journal_names_replaces_an_older_one_at_its_own_place() {
        let (_dir, out, journal, entry) = folder(EARLIER);
        out.write(Path::new(OWN), b"old").unwrap();
        out.write(Path::new(EARLIER), b"new").unwrap();
        assert_eq!(moved(&out, &journal, entry).as_deref(), Some("new"));
    }

    #[test]
    fn a_file_that_is_gone_is_not_made_up() {
        let (_dir, out, journal, entry) = folder(EARLIER);
        assert_eq!(moved(&out, &journal, entry), None);
    }

    #[test]
    fn the_row_of_a_file_at_its_own_place_stays_as_it_is() {
        let (_dir, out, journal, entry) = folder(OWN);
        out.write(Path::new(OWN), b"text").unwrap();
        let changes = journal.not_in_index().unwrap();
        let same = at_its_place(&out, &journal, entry.clone()).unwrap();
        assert_eq!(same, entry);
        assert_eq!(journal.not_in_index().unwrap(), changes);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_the_disk_hides_is_not_one_that_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        let find = || look_for(dir.path(), PATH, Rendering::Markdown);
        assert_eq!(find().unwrap(), None);
        let own = dir.path().join(OWN);
        fs::create_dir_all(own.parent().unwrap()).unwrap();
        // A link to itself cannot be looked behind.
        std::os::unix::fs::symlink(&own, &own).unwrap();
        assert!(find().is_err());
        assert_eq!(found_file(dir.path(), PATH, Rendering::Markdown), None);
        fs::remove_file(&own).unwrap();
        fs::write(&own, "text").unwrap();
        assert_eq!(find().unwrap().as_deref(), Some(OWN));
    }
}
