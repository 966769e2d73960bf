//! The index of an output folder, made again from its stored briefs. They are read on all cores.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::Builder;

use serde::Deserialize;

use crate::brief::{Brief, IndexLine, Rendering, Sketch};
use crate::engine::cores;
use crate::store::{Entry, Journal, OutputDir, StoreError};

use super::index::write;
use super::listed::{Line, Listing};
use super::place::look_for;

/// Rebuilds the index from the stored `.json` briefs and, where the journal is there, its lines of
/// articles without one, in the order of their paths. Returns the number of briefs, and the files
/// that are not briefs.
///
/// # Errors
/// [`StoreError`] naming the file that cannot be written.
pub fn rebuild_index(out: &OutputDir) -> Result<(usize, Vec<(PathBuf, String)>), StoreError> {
    let mut articles = without_briefs(out)?;
    let (files, mut unreadable) = stored_files(out);
    let read = read_briefs(out, &files)?;
    let mut briefs = 0;
    for (file, read) in files.iter().zip(read) {
        match read {
            Ok(article) => {
                // Of an article that lies at its own place and at that of an earlier version, the own one
                // is read later: `01xxxx/012345.json` comes after `012345.json`, and
                // `a.mbox/01xxxx/012345/b.json` after `a.mbox#12345/b.json`.
                let other = articles.insert(article.path.clone(), article);
                let is_new = other.is_none_or(|other| other.sketch.is_empty());
                briefs += usize::from(is_new);
            }
            Err(reason) => unreadable.push((file.clone(), reason)),
        }
    }
    write(out, true, &mut |take| {
        for article in articles.values() {
            take(article.clone());
        }
        Ok(())
    })?;
    out.sync()?;
    Ok((briefs, unreadable))
}

/// The articles that were skipped or failed, by path: only the journal knows them.
fn without_briefs(out: &OutputDir) -> Result<BTreeMap<String, Listing>, StoreError> {
    let mut articles = BTreeMap::new();
    if let Some(journal) = journal_of(out)? {
        journal.each(&mut |entry| {
            if entry.has_brief() {
                return;
            }
            if matches!(Line::read(&entry.path, &entry.line), Line::Without(_)) {
                articles.insert(entry.path.clone(), entry.into());
            }
        })?;
    }
    Ok(articles)
}

/// The journal of an output folder, if there is one. One that the disk hides is not taken for none:
/// what it alone knows would be missing.
fn journal_of(out: &OutputDir) -> Result<Option<Journal>, StoreError> {
    let path = out.state_file(Journal::FILE);
    let is_there = path.try_exists();
    let is_there = is_there.map_err(StoreError::io(&path, "look for this file"))?;
    is_there.then(|| Journal::look_into(&path)).transpose()
}

/// The files of an output folder that may be briefs, in order, and what cannot be looked at.
fn stored_files(out: &OutputDir) -> (Vec<PathBuf>, Vec<(PathBuf, String)>) {
    let mut files = Vec::new();
    let mut unreadable = Vec::new();
    for found in ignore::WalkBuilder::new(out.root().join("briefs"))
        .standard_filters(false)
        .build()
    {
        match found {
            Ok(entry) => {
                let extension = entry.path().extension();
                let is_json = extension.is_some_and(|e| e == Rendering::Json.extension());
                // A link is followed.
                let is_file = |kind: std::fs::FileType| {
                    kind.is_file() || kind.is_symlink() && entry.path().is_file()
                };
                if is_json && entry.file_type().is_some_and(is_file) {
                    files.push(entry.into_path());
                }
            }
            Err(error) => unreadable.push((out.root().into(), error.to_string())),
        }
    }
    files.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    (files, unreadable)
}

/// A stored brief, or the reason why its file is none.
type FoundBrief = Result<Listing, String>;

/// Reads stored briefs on all cores. The results are in the order of the files.
///
/// # Errors
/// [`StoreError`] if the system has no thread, or if the journal cannot be read.
fn read_briefs(out: &OutputDir, files: &[PathBuf]) -> Result<Vec<FoundBrief>, StoreError> {
    let read = |files: &[PathBuf]| -> Result<Vec<FoundBrief>, StoreError> {
        // A connection cannot be shared.
        let journal = journal_of(out)?;
        files
            .iter()
            .map(|file| read_brief(out, journal.as_ref(), file))
            .collect()
    };
    let read = &read;
    let share = files.len().div_ceil(cores()).max(1);
    let no_thread = StoreError::io(out.root(), "start a thread to read the briefs");
    std::thread::scope(|scope| {
        let started: Vec<_> = files
            .chunks(share)
            .map(|files| Builder::new().spawn_scoped(scope, move || read(files)))
            .collect::<std::io::Result<_>>()
            .map_err(no_thread)?;
        let mut found = Vec::with_capacity(files.len());
        for thread in started {
            found.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(found)
    })
}

fn read_brief(
    out: &OutputDir,
    journal: Option<&Journal>,
    file: &Path,
) -> Result<FoundBrief, StoreError> {
    let text = std::fs::read(file).map_err(|e| e.to_string());
    let brief = text.and_then(|t| serde_json::from_slice::<Brief>(&t).map_err(|e| e.to_string()));
    let brief = match brief {
        Ok(brief) => brief,
        Err(reason) => return Ok(Err(reason)),
    };
    let path = &brief.source.path;
    let mut files = BTreeMap::new();
    for rendering in Rendering::ALL {
        match look_for(out.root(), path, rendering) {
            Ok(Some(file)) => {
                files.insert(rendering.extension().to_owned(), file);
            }
            Ok(None) => {}
            Err(error) => return Ok(Err(error.to_string())),
        }
    }
    let entry = match journal {
        Some(journal) => entry_of(journal, &brief)?,
        None => None,
    };
    let made = entry.as_ref().and_then(|entry| entry.made);
    // A journal of an earlier version may lack the sketch.
    let sketch = entry.filter(|entry| !entry.sketch.is_empty());
    let sketch = sketch.map_or_else(|| Sketch::of(&brief).to_bytes(), |entry| entry.sketch);
    Ok(Ok(Listing {
        path: brief.source.path.clone(),
        line: IndexLine::of(&brief, &files).to_json(),
        sketch,
        made,
    }))
}

/// What the journal has of this brief. A brief of the same `id` has the same source: the `id`
/// stands for the article's path and content, and for the settings.
///
/// # Errors
/// [`StoreError`] when SQLite fails.
fn entry_of(journal: &Journal, brief: &Brief) -> Result<Option<Entry>, StoreError> {
    #[derive(Deserialize)]
    struct Identity {
        id: String,
    }
    let is_its = |entry: &Entry| {
        serde_json::from_str(&entry.line).is_ok_and(|own: Identity| own.id == brief.id)
    };
    let entry = journal.find_in_order(&brief.source.path)?;
    Ok(entry.filter(is_its))
}
