//! A run over files. The journal tells what was done before, and briefs go to a folder.

mod sink;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::brief::{ModelIdentity, Rendering};
use crate::engine::torch_version;
use crate::store::{Journal, OutputDir, file_is_there};

use super::error::RunError;
use super::index::{is_written, write_index};
use super::kept::Kept;
use super::model_use::ModelUse;
use super::observe::Control;
use super::precisions::Precisions;
use super::report::{RunRecord, onward_of, write_record};
use super::settings::{FolderRun, Recipe};
use super::state::{MemoryUse, Shared};
use super::translating::Translating;
use super::work::work;
use sink::Folder;
use source::Files;

pub(super) use source::known;

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
