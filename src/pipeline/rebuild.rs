//! The index of an output folder, made again from its stored briefs. They are read on all cores.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

use crossbeam_channel::{Receiver, Sender, bounded};
use ignore::DirEntry;
use serde::Deserialize;

use crate::brief::{Brief, IndexLine, Rendering, Sketch};
use crate::engine::cores;
use crate::store::{Entry, Journal, OutputDir, StoreError, read_regular};
use crate::system_error::{in_words, of_walk};

use super::gathered::Gathered;
use super::index::write;
use super::listed::{Line, Listing};
use super::place::look_for;

/// How many files are put in order at a time. A folder of records of one file has fewer.
const PUT_IN_ORDER: usize = 16 << 10;

/// How many files a thread takes at once. They follow each other, so that the journal can be read ahead.
const TAKEN: usize = 256;

/// Rebuilds the index from the stored `.json` briefs and, where the journal is there, its lines of
/// articles without one, in the order of their paths. Returns the number of briefs, and the files
/// that are not briefs. Shards that write the index of the folder are waited for.
///
/// # Errors
/// [`StoreError`] naming the file that cannot be written.
pub fn rebuild_index(out: &OutputDir) -> Result<(usize, Vec<(PathBuf, String)>), StoreError> {
    let _turn = out.turn("index")?;
    let mut articles = Gathered::new(out.spill());
    add_without_briefs(out, &mut articles)?;
    let found = Mutex::new(Found {
        articles,
        unreadable: Vec::new(),
    });
    let mut hidden = read_briefs(out, &found)?;
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (mut articles, mut unreadable) = (found.articles, found.unreadable);
    unreadable.sort_unstable_by(|(a, _), (b, _)| a.as_os_str().cmp(b.as_os_str()));
    hidden.append(&mut unreadable);
    let mut briefs = 0;
    write(out, true, &mut |take| {
        briefs = 0;
        articles.each(&mut |article| {
            briefs += usize::from(article.has_brief());
            take(article);
        })
    })?;
    out.sync()?;
    Ok((briefs, hidden))
}

/// The articles of an output folder, as they are found.
struct Found {
    articles: Gathered,
    /// The files that are not briefs, and why.
    unreadable: Vec<(PathBuf, String)>,
}

impl Found {
    fn add(&mut self, file: PathBuf, brief: FoundBrief) -> Result<(), StoreError> {
        match brief {
            // Of an article that lies at its own place and at that of an earlier version, the own one
            // comes later: `01xxxx/012345.json` after `012345.json`, and `a.mbox/01xxxx/012345/b.json`
            // after `a.mbox#12345/b.json`.
            Ok(article) => self.articles.add(article, file.as_os_str()),
            Err(reason) => {
                self.unreadable.push((file, reason));
                Ok(())
            }
        }
    }
}

/// Adds the articles that were skipped or failed: only the journal knows them. A stored brief of the same
/// article takes the place of one.
fn add_without_briefs(out: &OutputDir, articles: &mut Gathered) -> Result<(), StoreError> {
    let Some(journal) = Journal::look_if_there(&out.state_file(Journal::FILE))? else {
        return Ok(());
    };
    let mut added = Ok(());
    journal.each(&mut |entry| {
        if added.is_err() || entry.has_brief() {
            return;
        }
        if matches!(Line::read(&entry.path, &entry.line), Line::Without(_)) {
            added = articles.add(entry.into(), OsStr::new(""));
        }
    })?;
    added
}

/// A stored brief, or the reason why its file is none.
type FoundBrief = Result<Listing, String>;

/// Reads the stored briefs on all cores. Returns what cannot be looked at.
///
/// # Errors
/// [`StoreError`] if the system has no thread, or if the journal or the disk fails.
fn read_briefs(
    out: &OutputDir,
    found: &Mutex<Found>,
) -> Result<Vec<(PathBuf, String)>, StoreError> {
    let read = |files: Receiver<Vec<PathBuf>>| -> Result<(), StoreError> {
        // A connection cannot be shared.
        let journal = Journal::look_if_there(&out.state_file(Journal::FILE))?;
        for file in files.iter().flatten() {
            let brief = read_brief(out, journal.as_ref(), &file)?;
            lock(found).add(file, brief)?;
        }
        Ok(())
    };
    let read = &read;
    let no_thread = StoreError::io(out.root(), "start a thread to read the briefs");
    std::thread::scope(|scope| {
        let (sender, files) = bounded(cores());
        let started: Vec<_> = (0..cores())
            .map(|_| {
                let files = files.clone();
                Builder::new().spawn_scoped(scope, move || read(files))
            })
            .collect::<std::io::Result<_>>()
            .map_err(no_thread)?;
        // Where all threads failed, nobody takes the files.
        drop(files);
        let hidden = hand_out_files(out, &sender);
        drop(sender);
        for thread in started {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        }
        Ok(hidden)
    })
}

fn lock(found: &Mutex<Found>) -> MutexGuard<'_, Found> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands out the files of an output folder that may be briefs. Returns what cannot be looked at.
fn hand_out_files(out: &OutputDir, to: &Sender<Vec<PathBuf>>) -> Vec<(PathBuf, String)> {
    let (mut files, mut hidden) = (Vec::new(), Vec::new());
    for found in ignore::WalkBuilder::new(out.root().join("briefs"))
        .standard_filters(false)
        .build()
    {
        match found {
            Ok(entry) if may_be_brief(&entry) => {
                files.push(entry.into_path());
                if files.len() == PUT_IN_ORDER {
                    hand_out(&mut files, to);
                }
            }
            Ok(_) => {}
            Err(error) => hidden.push((out.root().into(), of_walk(&error))),
        }
    }
    hand_out(&mut files, to);
    hidden
}

/// Whether something has the name of a brief and is not a folder. A link is followed. What is no file,
/// and what the disk hides, is named when it is read.
fn may_be_brief(entry: &DirEntry) -> bool {
    let extension = entry.path().extension();
    let is_json = extension.is_some_and(|e| e == Rendering::Json.extension());
    is_json && entry.file_type().is_some_and(|kind| !kind.is_dir())
}

/// Hands out files, of which none is left.
fn hand_out(files: &mut Vec<PathBuf>, to: &Sender<Vec<PathBuf>>) {
    files.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    for taken in files.chunks(TAKEN) {
        // It fails only if every thread has ended with an error, which is reported.
        let _ = to.send(taken.to_vec());
    }
    files.clear();
}

fn read_brief(
    out: &OutputDir,
    journal: Option<&Journal>,
    file: &Path,
) -> Result<FoundBrief, StoreError> {
    let text = read_regular(file).map_err(|e| in_words(&e));
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_shard_that_writes_the_index_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let out = OutputDir::open(dir.path(), "").unwrap();
        let index = dir.path().join("index.jsonl");
        let shard = out.turn("index").unwrap();
        std::thread::scope(|scope| {
            let rebuilt = scope.spawn(|| rebuild_index(&out).unwrap());
            std::thread::sleep(Duration::from_millis(300));
            assert!(!index.exists());
            drop(shard);
            assert_eq!(rebuilt.join().unwrap().0, 0);
        });
        assert!(index.exists());
    }
}
