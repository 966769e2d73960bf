//! The folder that the briefs of a run go to. An article's files are written before its row in the journal.

use std::collections::BTreeMap;
use std::time::SystemTime;

use crate::brief::{
    Brief, IndexLine, Rendering, Sketch, WithoutBrief, brief_file, brief_path, is_unfinished,
};
use crate::pipeline::digest::milliseconds;
use crate::pipeline::job_key::content_of_key;
use crate::pipeline::messages::{Named, Product, Settled};
use crate::pipeline::observe::Settlement;
use crate::pipeline::outdated::{forget, former_records, told};
use crate::pipeline::place::{may_be_there, remove_earlier, remove_files};
use crate::pipeline::settings::FolderRun;
use crate::pipeline::stages::Sink;
use crate::pipeline::state::Shared;
use crate::store::{Entry, Journal, Outcome, OutputDir, StoreError};

/// A folder of briefs and its journal. A brief's files are written first, and are on the disk before
/// its row is written into the journal.
pub(super) struct Folder<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) folder: &'a FolderRun,
    pub(super) out: &'a OutputDir,
    pub(super) journal: Journal,
}

impl Sink for Folder<'_> {
    fn put(&mut self, product: Product) -> Result<(), StoreError> {
        let (unchanged, has_place) = (matches!(product, Product::Again(..)), product.has_place());
        let mut unfinished = false;
        let entry = match product {
            Product::Settled(settled) => self.settled(settled)?,
            Product::Brief(brief, key) => {
                unfinished = is_unfinished(&brief);
                self.shared.counts().brief(&brief);
                self.brief(&brief, key)?
            }
            Product::Again(brief, key) => self.brief(&brief, key)?,
        };
        self.forget_former_records(&entry)?;
        self.out.sync()?;
        self.journal.record(&entry)?;
        if self.folder.watching && (unfinished || entry.outcome == Outcome::Failed) {
            self.shared.counts().troubled.insert(entry.path.clone());
        }
        self.shared.observer.settled(&Settlement {
            path: &entry.path,
            outcome: entry.outcome,
            reason: &entry.reason,
            unchanged,
        });
        if unchanged {
            let mut counts = self.shared.counts();
            counts.unchanged.add(entry.outcome);
            counts.formats_added += 1;
        } else {
            self.shared.counts().settled(&entry);
        }
        if has_place {
            self.shared.places.give();
        }
        Ok(())
    }
}

impl Folder<'_> {
    /// Removes what the journal has of the records of a file that is one article now, with their
    /// briefs. Without a brief it keeps them: it may be cut off, or the page of an error.
    fn forget_former_records(&self, entry: &Entry) -> Result<(), StoreError> {
        if !entry.has_brief() {
            return Ok(());
        }
        let records = former_records(&self.journal, &self.folder.files, &entry.path)?;
        let briefs = forget(self.out, &self.journal, &records)?;
        if briefs > 0 {
            self.shared.observer.notice(&told(&entry.path, briefs));
        }
        Ok(())
    }

    /// The journal row of an article without a brief.
    fn settled(&self, settled: Settled) -> Result<Entry, StoreError> {
        let Settled {
            article: Named {
                path, key, title, ..
            },
            outcome,
            reason,
            ..
        } = settled;
        let earlier = self.journal.find(&path)?;
        let earlier = earlier.map(|entry| entry.key).unwrap_or_default();
        let contents = content_of_key(&earlier).zip(content_of_key(&key));
        let has_changed = contents.is_some_and(|(earlier, now)| earlier != now);
        // What failed for now and is, or may be, what it was keeps the files that were written of it.
        if outcome == Outcome::Skipped || has_changed {
            remove_files(self.out, &path)?;
        }
        // The row goes on to say of which content these files are.
        let is_unread = outcome == Outcome::Failed && content_of_key(&key).is_none();
        let key = if is_unread { earlier } else { key };
        let line = WithoutBrief {
            outcome: outcome.name().to_owned(),
            path: path.clone(),
            title,
            reason: reason.clone(),
        };
        Ok(Entry {
            path,
            key,
            outcome,
            reason,
            line: line.to_json(),
            sketch: Vec::new(),
            made: None,
        })
    }

    /// Writes a brief's files, those of other formats too where an earlier run wrote them, so that
    /// all say the same; returns its row for the journal.
    fn brief(&self, brief: &Brief, key: String) -> Result<Entry, StoreError> {
        let path = brief.source.path.clone();
        let mut files = BTreeMap::new();
        let mut wanted = Vec::with_capacity(Rendering::ALL.len());
        for rendering in Rendering::ALL {
            let is_asked_for = self.folder.renderings.contains(&rendering);
            if is_asked_for || may_be_there(self.out, &self.journal, &path, rendering)? {
                wanted.push(rendering);
            }
        }
        for &rendering in &wanted {
            let content = rendering.render(brief);
            self.out
                .write(&brief_path(&path, rendering), content.as_bytes())?;
            let extension = rendering.extension().to_owned();
            files.insert(extension, brief_file(&path, rendering));
        }
        remove_earlier(self.out, &path, &wanted)?;
        let line = IndexLine::of(brief, &files);
        let made = self.made(&line)?;
        Ok(Entry {
            path,
            key,
            outcome: Outcome::of(&line.outcome),
            reason: String::new(),
            line: line.to_json(),
            sketch: Sketch::of(brief).to_bytes(),
            made,
        })
    }

    /// When the brief of a line was made, in milliseconds since 1970. One that says what the earlier
    /// one said keeps its time, so that a further format, or another attempt that fails in the same
    /// way, makes no news.
    fn made(&self, line: &IndexLine) -> Result<Option<i64>, StoreError> {
        let says_the_same = |entry: &Entry| {
            serde_json::from_str(&entry.line).is_ok_and(|earlier: IndexLine| {
                let briefs = line.briefs.clone();
                IndexLine { briefs, ..earlier } == *line
            })
        };
        let earlier = self.journal.find(&line.path)?.filter(says_the_same);
        let made = earlier.and_then(|entry| entry.made);
        Ok(made.or_else(|| milliseconds(SystemTime::now())))
    }
}
