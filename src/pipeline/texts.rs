//! The full texts of the articles, beside the digest, for searching on its page. They are read from
//! stored briefs, a group of articles at a time, and only where a text of the group is new.
//! `brief::digest` says what the files look like.

use std::fs;
use std::mem;
use std::path::Path;

use crate::brief::{ArticleText, Brief, IndexLine, Rendering, TextGroup, texts_js};
use crate::store::{OutputDir, StoreError, file_is_there};

use super::stored::brief_in;

/// The number of briefs above which a folder has no files of full texts: a browser would take too
/// long to go through them.
const MOST_BRIEFS: usize = 100_000;

/// Where the files lie, and how their names begin and end.
const FOLDER: &str = "index";
const BEGINNING: &str = "texts-";
const ENDING: &str = ".js";

/// Whether the full texts of so many briefs can be searched on the page.
pub(super) fn are_searchable(briefs: usize) -> bool {
    briefs <= MOST_BRIEFS
}

/// Full texts that are being written, group by group.
pub(super) struct Texts<'a> {
    out: &'a OutputDir,
    group: TextGroup,
    /// The articles of the group.
    waiting: Vec<IndexLine>,
    files: Vec<String>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(out: &'a OutputDir) -> Self {
        Self {
            out,
            group: TextGroup::default(),
            waiting: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Adds the next article, in the order of paths.
    pub(super) fn add(&mut self, line: &IndexLine) -> Result<(), StoreError> {
        self.waiting.push(line.clone());
        if self.group.add(line) {
            self.write_group()?;
        }
        Ok(())
    }

    /// Writes the last group; returns the addresses of all files, relative to the output folder.
    pub(super) fn finish(mut self) -> Result<Vec<String>, StoreError> {
        if !self.waiting.is_empty() {
            self.write_group()?;
        }
        Ok(self.files)
    }

    fn write_group(&mut self) -> Result<(), StoreError> {
        let group = mem::take(&mut self.group);
        let waiting = mem::take(&mut self.waiting);
        let name = group.name();
        let complete = file_of(&name);
        let path = self.out.root().join(&complete);
        let is_there = file_is_there(&path);
        if is_there.map_err(StoreError::io(&path, "look for this file"))? {
            self.files.push(complete);
            return Ok(());
        }
        let (mut texts, mut is_complete) = (Vec::new(), true);
        for line in &waiting {
            let brief = self.brief(line)?;
            is_complete &= brief.as_ref().is_some_and(|brief| line.is_of(brief));
            texts.extend(brief.as_ref().map(ArticleText::of));
        }
        if texts.is_empty() {
            return Ok(());
        }
        // What is missing may be there the next time, so a file without it has another name. So has
        // one with a text that its line does not know yet, as after a run that was killed.
        let name = if is_complete { name } else { name + "-part" };
        let file = file_of(&name);
        let content = texts_js(&name, &texts);
        self.out
            .write_if_changed(Path::new(&file), content.as_bytes())?;
        self.files.push(file);
        Ok(())
    }

    /// The brief of an article, if it is stored as JSON and is the one of its line.
    fn brief(&self, line: &IndexLine) -> Result<Option<Brief>, StoreError> {
        let Some(file) = line.briefs.get(Rendering::Json.extension()) else {
            return Ok(None);
        };
        // A text that is left out because of the disk would be missing for good.
        let path = self.out.root().join(file);
        let brief = brief_in(self.out.root(), file);
        let brief = brief.map_err(StoreError::io(&path, "read this file"))?;
        Ok(brief.filter(|brief| brief.id == line.id))
    }
}

fn file_of(name: &str) -> String {
    format!("{FOLDER}/{BEGINNING}{name}{ENDING}")
}

/// Removes all files of full texts but these.
pub(super) fn remove_other_texts(out: &OutputDir, files: &[String]) -> Result<(), StoreError> {
    let folder = out.root().join(FOLDER);
    let found = match fs::read_dir(&folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        found => found.map_err(StoreError::io(&folder, "read this folder"))?,
    };
    for entry in found {
        let entry = entry.map_err(StoreError::io(&folder, "read this folder"))?;
        let name = entry.file_name();
        let name = name.to_str().and_then(|name| name.strip_prefix(BEGINNING));
        let Some(name) = name.and_then(|name| name.strip_suffix(ENDING)) else {
            continue;
        };
        let file = file_of(name);
        if !files.contains(&file) {
            out.remove(Path::new(&file))?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_a_hundred_thousand_briefs_can_be_searched_and_not_of_more() {
        assert!(are_searchable(100_000));
        assert!(!are_searchable(100_001));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_of_texts_that_the_disk_hides_is_not_taken_for_missing() {
        let folder = tempfile::tempdir().unwrap();
        let out = OutputDir::open(folder.path(), "").unwrap();
        let path = folder.path().join(file_of(&TextGroup::default().name()));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A link to itself cannot be looked behind.
        std::os::unix::fs::symlink(&path, &path).unwrap();
        let error = Texts::new(&out).write_group().unwrap_err().to_string();
        assert!(error.contains("cannot look for this file"), "{error}");
        fs::remove_file(&path).unwrap();
        fs::write(&path, "texts").unwrap();
        let mut texts = Texts::new(&out);
        texts.write_group().unwrap();
        assert_eq!(texts.files.len(), 1);
    }

    #[test]
    fn only_files_of_texts_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let out = OutputDir::open(folder.path(), "").unwrap();
        remove_other_texts(&out, &[]).unwrap();
        let names = [
            "texts-a.js",
            "texts-b-part.js",
            "articles-0001.js",
            "texts-notes.txt",
        ];
        for name in names {
            let file = Path::new(FOLDER).join(name);
            out.write(&file, b"content").unwrap();
        }
        remove_other_texts(&out, &[file_of("a")]).unwrap();
        let is_there = |name: &str| folder.path().join(FOLDER).join(name).is_file();
        assert_eq!(names.map(is_there), [true, false, true, true]);
    }
}
