//! The files of a run over files, and what is known of their articles from earlier runs. What is not in a
//! file any more is removed from the folder.

use std::ops::ControlFlow;

use crate::article::{Ended, InputFile, Record, read_file};
use crate::brief::{Brief, FlagKind, IndexLine, Rendering, SCHEMA};
use crate::pipeline::error::RunError;
use crate::pipeline::job_key::Earlier;
use crate::pipeline::outdated::{HandedOver, forget, outdated, told};
use crate::pipeline::place::{at_its_place, found_file, has_content};
use crate::pipeline::settings::{FolderRun, Recipe};
use crate::pipeline::stages::{Known, Source};
use crate::pipeline::state::Shared;
use crate::pipeline::stored::brief_of;
use crate::store::{Entry, Journal, Outcome, OutputDir, StoreError};

/// The files of a run, and the journal of earlier runs.
pub(super) struct Files<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) folder: &'a FolderRun,
    pub(super) out: &'a OutputDir,
    pub(super) journal: Journal,
}

impl Source for Files<'_> {
    fn each(&self, take: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), RunError> {
        for file in &self.folder.files {
            if self.shared.stopped() {
                break;
            }
            // What was done before stays when its file is removed.
            if self.folder.watching && matches!(file.absolute.try_exists(), Ok(false)) {
                continue;
            }
            // A file that holds one article has the article's path, so a file of another shard is
            // not opened.
            if file.is_one_article() && !self.folder.holds(&file.relative) {
                let bytes = file.absolute.metadata().map_or(0, |found| found.len());
                self.shared.observer.read(bytes, 0);
                continue;
            }
            let mut is_stopped = false;
            let mut taken = 0;
            let mut given = HandedOver::of(file);
            let settings = self
                .folder
                .reading(self.shared.recipe, Some(self.shared.stop));
            let ended = read_file(file, settings, &mut |record| {
                taken += record.bytes;
                given.add(&record.path);
                if !self.folder.takes(file, &record.path) {
                    self.shared.observer.read(record.bytes, 0);
                    return ControlFlow::Continue(());
                }
                let flow = take(record);
                is_stopped |= flow.is_break();
                flow
            });
            if is_stopped || self.shared.stopped() {
                break;
            }
            self.forget_outdated(file, &ended, given)?;
            // A file may hold more than its articles, unless it is one.
            if taken == 0 || !file.is_one_article() {
                let size = file.absolute.metadata().map_or(0, |found| found.len());
                self.shared.observer.read(size.saturating_sub(taken), 0);
            }
        }
        Ok(())
    }

    fn known(&self, record: &Record) -> Result<Known, RunError> {
        if self.folder.force {
            return Ok(Known::Nothing);
        }
        let entry = self.journal.find_in_order(&record.path)?;
        let entry = entry.map(|entry| at_its_place(self.out, &self.journal, entry));
        known(entry.transpose()?, self.folder, record, self.shared.recipe)
    }
}

impl Files<'_> {
    /// Removes what the journal has of a file that was read, and of what is packed in it, that is not in
    /// them any more, with the briefs: nothing would ever replace them.
    fn forget_outdated(
        &self,
        file: &InputFile,
        ended: &Ended,
        given: HandedOver<'_>,
    ) -> Result<(), StoreError> {
        let outdated = outdated(&self.journal, ended, given)?.into_iter();
        let outdated: Vec<_> = outdated
            .filter(|path| self.folder.takes(file, path))
            .collect();
        let briefs = forget(self.out, &self.journal, &outdated)?;
        if briefs > 0 {
            self.shared.observer.notice(&told(&file.relative, briefs));
        }
        Ok(())
    }
}

/// Looks up an article in the folder. `entry` is what the journal has of it.
pub(in crate::pipeline) fn known(
    entry: Option<Entry>,
    folder: &FolderRun,
    record: &Record,
    recipe: &Recipe,
) -> Result<Known, RunError> {
    let path = record.path.as_str();
    // A failed article is tried again, because the cause may be gone.
    let Some(entry) = entry.filter(|entry| entry.outcome != Outcome::Failed) else {
        return Ok(Known::Nothing);
    };
    let translatable = match recipe.compare_key(&entry.key, &record.blake3)? {
        Earlier::Same => true,
        // What was translated stays, although its translator is gone.
        Earlier::Untranslatable if entry.outcome != Outcome::Skipped => false,
        Earlier::Untranslatable | Earlier::Other => return Ok(Known::Nothing),
    };
    let line = serde_json::from_str::<IndexLine>(&entry.line).ok();
    // An article of which a part failed is tried again too, if that part may work now.
    let is_unfinished = |line: &IndexLine| line.flags.contains_key(&FlagKind::Error);
    if translatable && line.as_ref().is_some_and(is_unfinished) {
        return Ok(Known::Nothing);
    }
    // A file that the line does not name may be of an earlier version of the article.
    let is_there = |rendering: &Rendering| {
        let briefs = line.as_ref().map(|line| &line.briefs);
        let named = briefs.and_then(|briefs| briefs.get(rendering.extension()));
        named.is_some_and(|file| {
            has_content(&folder.out.join(file))
                || found_file(&folder.out, path, *rendering).is_some()
        })
    };
    let done = Known::Done {
        outcome: entry.outcome,
        reason: entry.reason,
    };
    if entry.outcome == Outcome::Skipped || folder.renderings.iter().all(is_there) {
        return Ok(done);
    }
    // Another format is asked for than last time: only the rendering is missing, not the brief.
    let is_current = |brief: &Brief| line.as_ref().is_some_and(|line| line.id == brief.id);
    Ok(match stored(folder, path).filter(is_current) {
        Some(brief) => Known::Brief(Box::new(brief), entry.key),
        None if translatable => Known::Nothing,
        // Without a translator it could only be skipped, and would lose what was written.
        None => done,
    })
}

/// The brief of an earlier run, if it was written as JSON and can be read.
fn stored(folder: &FolderRun, path: &str) -> Option<Brief> {
    let file = found_file(&folder.out, path, Rendering::Json)?;
    brief_of(&folder.out, &file).filter(|brief| brief.schema == SCHEMA && brief.source.path == path)
}
