//! A run over files. The journal tells what was done before, and briefs go to a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::article::{Ended, InputFile, Record, read_file};
use crate::brief::{
    Brief, FlagKind, IndexLine, ModelIdentity, Rendering, SCHEMA, Sketch, WithoutBrief, brief_file,
    brief_path, is_unfinished,
};
use crate::engine::torch_version;
use crate::store::{Entry, Journal, Outcome, OutputDir, StoreError, file_is_there};

use super::digest::milliseconds;
use super::error::RunError;
use super::index::{is_written, write_index};
use super::job_key::{Earlier, content_of_key};
use super::kept::Kept;
use super::messages::{Named, Product, Settled};
use super::model_use::ModelUse;
use super::observe::{Control, Settlement};
use super::outdated::{HandedOver, forget, former_records, outdated, told};
use super::place::{
    at_its_place, found_file, has_content, may_be_there, remove_earlier, remove_files,
};
use super::precisions::Precisions;
use super::report::{RunRecord, onward_of, write_record};
use super::settings::{FolderRun, Recipe};
use super::stages::{Known, Sink, Source};
use super::state::{MemoryUse, Shared};
use super::stored::brief_of;
use super::translating::Translating;
use super::work::work;

/// The outcome of a run.
#[derive(Debug, Clone)]
pub struct RunReport {
    /// The content of `run.json`.
    pub record: RunRecord,
    /// Reasons why articles were skipped or failed: (outcome, reason) with the number of
    /// articles and the first of them.
    pub reasons: BTreeMap<(String, String), (u64, String)>,
    /// Paths of the articles that failed, or of which a part failed that may work another time; only
    /// of a watched folder.
    pub troubled: BTreeSet<String>,
    /// Seconds that replicas of the translators spent in the model in this run, summed over the
    /// replicas. A watch has a report for each batch, of that batch.
    pub model_seconds: f64,
}

/// Runs. A model is loaded when the first article needs it, and not at all if none does. A run that
/// is stopped leaves what is not complete for the next run.
///
/// # Errors
/// [`RunError`] if results cannot be written or the models cannot be loaded. Everything written
/// until then is complete, and the same call continues from it.
pub fn run(
    recipe: &Recipe,
    folder: &FolderRun,
    out: &OutputDir,
    models: &Kept<'_>,
    control: Control<'_>,
) -> Result<RunReport, RunError> {
    let clock = Instant::now();
    let started = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    // All shards share one journal: each writes the index of everything that is done.
    let state = out.state_file(Journal::FILE);
    let memory = MemoryUse {
        path: folder.memory.as_deref(),
        anew: folder.force,
    };
    memory.check()?;
    let shared = Shared::new(recipe, control, memory);
    // A connection can move between threads but not be shared, so each stage has its own.
    let source = Files {
        shared: &shared,
        folder,
        out,
        journal: Journal::open(&state)?,
    };
    let sink = Folder {
        shared: &shared,
        folder,
        out,
        journal: Journal::open(&state)?,
    };
    let worked = work(&shared, source, sink, models);
    shared.save();
    let worked = worked?;
    let mut all = shared.used();
    // A record names them with the first part of their way.
    all.retain(|used| !used.is_onward);
    let (seconds, used): (Vec<_>, Vec<_>) = all.iter().partition(|used| used.is_second);
    let by_language = |translators: &[&Arc<Translating>]| -> BTreeMap<String, ModelIdentity> {
        let identity =
            |used: &&Arc<Translating>| (used.code.clone(), used.translator.model.identity.clone());
        translators.iter().map(identity).collect()
    };
    let precisions = Precisions::of_run(recipe, &used, &seconds);
    let mut settings = recipe.recorded_of_run(used.first().map(|used| &used.translator));
    settings.extend(precisions.settings());
    let counts = shared.into_counts();
    let identity = |model: Option<&ModelUse>| model.map(|model| model.identity.clone());
    let record = RunRecord {
        mujaz: env!("CARGO_PKG_VERSION").to_owned(),
        libtorch: torch_version().to_owned(),
        started,
        seconds: clock.elapsed().as_secs_f64(),
        device: recipe.device.clone(),
        precision: precisions.first(),
        replicas: worked.replicas,
        translators: by_language(&used),
        onward_translators: onward_of(&used),
        second_translators: by_language(&seconds),
        summarizer: identity(recipe.summarizing.model()),
        headliner: identity(recipe.headliner.as_ref()),
        settings,
        articles: counts.articles,
        unchanged: counts.unchanged,
        formats_added: counts.formats_added,
        not_read: folder.not_read.clone(),
        segments: counts.segments,
        verdicts: counts.verdicts,
        unfinished: counts.unfinished,
        target_tokens: counts.target_tokens,
        memory: counts.recalled,
        second_translations: counts.second,
        interrupted: control.stop.load(Ordering::Relaxed),
    };
    if !folder.watching {
        update_index(out, folder)?;
    }
    let name = format!("run{}.json", folder.part());
    // A run with nothing to do leaves the record of the one that did something, also if the disk hides it.
    let has_done = record.articles.all() + record.formats_added > 0;
    if has_done || matches!(file_is_there(&out.root().join(&name)), Ok(false)) {
        write_record(out, &name, &record)?;
    }
    Ok(RunReport {
        record,
        reasons: counts.reasons,
        troubled: counts.troubled,
        model_seconds: worked.model_seconds,
    })
}

/// Writes the index, the digest and its feed if they are missing or lack an article that was done;
/// returns whether they were written.
///
/// # Errors
/// [`RunError::Store`] naming the file.
pub fn update_index(out: &OutputDir, folder: &FolderRun) -> Result<bool, RunError> {
    let journal = Journal::open(&out.state_file(Journal::FILE))?;
    let html = folder.renderings.contains(&Rendering::Html);
    let is_old = journal.not_in_index()? > 0 || !is_written(out, html);
    if is_old {
        write_index(out, &journal, html)?;
    }
    Ok(is_old)
}

/// The files of a run, and the journal of earlier runs.
struct Files<'a> {
    shared: &'a Shared<'a>,
    folder: &'a FolderRun,
    out: &'a OutputDir,
    journal: Journal,
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
pub(super) fn known(
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

/// A folder of briefs and its journal. A brief's files are written first, and are on the disk before
/// its row is written into the journal.
struct Folder<'a> {
    shared: &'a Shared<'a>,
    folder: &'a FolderRun,
    out: &'a OutputDir,
    journal: Journal,
}

impl Sink for Folder<'_> {
    fn put(&mut self, product: Product) -> Result<(), StoreError> {
        let unchanged = matches!(product, Product::Again(..));
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
            article: Named { path, key, title },
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
