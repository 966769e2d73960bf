//! The run as a whole: starts the stages, joins them, writes the index.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crossbeam_channel::bounded;
use thiserror::Error;

use crate::brief::{Brief, Status};
use crate::engine::torch_version;
use crate::store::{Entry, Journal, OutputDir, StoreError, Totals};

use super::collect::Collector;
use super::job::Job;
use super::observe::Observer;
use super::read::{Reader, Source};
use super::report::{RunRecord, write_index, write_record};
use super::settings::{Deferred, Models, Settings, Summarizing};
use super::write::{self, Folder, Sink};

/// Briefs that may wait for the disk.
const WRITE_QUEUE: usize = 64;
/// Articles that may wait for the collector.
const EVENT_QUEUE: usize = 256;

/// Different reasons that a report holds.
const REASONS_KEPT: usize = 1000;

/// Loads the models.
pub type Load<'a> = Box<dyn FnOnce() -> Result<Models, RunError> + Send + 'a>;

/// Why a run ended early.
#[derive(Debug, Error)]
pub enum RunError {
    /// Results cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The models cannot be used.
    #[error("{0}")]
    Models(String),
}

/// The outcome of a run.
#[derive(Debug, Clone)]
pub struct RunReport {
    /// The content of `run.json`.
    pub record: RunRecord,
    /// Reasons why articles were skipped or failed: (outcome, reason) with the number of
    /// articles and the first of them.
    pub reasons: BTreeMap<(String, String), (u64, String)>,
    /// Seconds that replicas of the translator spent in the model.
    pub model_seconds: f64,
}

/// Figures that stages add to.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) articles: Totals,
    pub(super) unchanged: Totals,
    pub(super) segments: [u64; 3],
    pub(super) target_tokens: u64,
    pub(super) reasons: BTreeMap<(String, String), (u64, String)>,
}

impl Counts {
    pub(super) fn segments(&mut self, brief: &Brief) {
        for segment in brief.paragraphs.iter().flat_map(|p| &p.segments) {
            self.segments[match segment.status {
                Status::Translated => 0,
                Status::Flagged => 1,
                Status::Failed => 2,
            }] += 1;
        }
    }

    pub(super) fn settled(&mut self, entry: &Entry) {
        self.articles.add(entry.outcome);
        if !entry.reason.is_empty() {
            let mut key = (entry.outcome.name().to_owned(), entry.reason.clone());
            // Reasons can name lines and fields; a run of a million articles keeps only so many.
            if self.reasons.len() >= REASONS_KEPT && !self.reasons.contains_key(&key) {
                key.1 = "other reasons, see index.jsonl".to_owned();
            }
            self.reasons
                .entry(key)
                .or_insert_with(|| (0, entry.path.clone()))
                .0 += 1;
        }
    }
}

/// State that the stages share.
pub(super) struct Shared<'a> {
    pub(super) settings: &'a Settings,
    pub(super) observer: &'a dyn Observer,
    pub(super) stop: &'a AtomicBool,
    /// Whether a stage stopped it, which cannot go on.
    broken: AtomicBool,
    jobs: Mutex<BTreeMap<u64, Job>>,
    counts: Mutex<Counts>,
    /// Bounds the articles that are between the reader and the disk.
    pub(super) places: Places,
}

/// Articles that may be under way at once.
const UNDER_WAY: usize = 2048;

/// Places for articles under way: the reader takes one for each, the writer gives it back.
pub(super) struct Places {
    free: Mutex<usize>,
    changed: Condvar,
}

impl Places {
    fn new() -> Self {
        Self {
            free: Mutex::new(UNDER_WAY),
            changed: Condvar::new(),
        }
    }

    /// Waits for a place; false if the run was stopped meanwhile.
    pub(super) fn take(&self, stop: &AtomicBool) -> bool {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            if stop.load(Ordering::Relaxed) {
                return false;
            }
            let wait = self.changed.wait_timeout(free, Duration::from_millis(50));
            free = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= 1;
        true
    }

    /// Gives a place back.
    pub(super) fn give(&self) {
        *self.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_one();
    }
}

/// Stops the run when its thread panics: the other stages must not go on for nobody.
struct StopIfPanicking<'a>(&'a Shared<'a>);

impl Drop for StopIfPanicking<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

impl<'a> Shared<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        observer: &'a dyn Observer,
        stop: &'a AtomicBool,
    ) -> Self {
        Self {
            settings,
            observer,
            stop,
            broken: AtomicBool::new(false),
            jobs: Mutex::default(),
            counts: Mutex::default(),
            places: Places::new(),
        }
    }

    pub(super) fn jobs(&self) -> MutexGuard<'_, BTreeMap<u64, Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn into_counts(self) -> Counts {
        self.counts
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops because of an error, which is said at the end.
    pub(super) fn stop(&self) {
        self.broken.store(true, Ordering::Relaxed);
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it was stopped by an error and not from outside.
    pub(super) fn broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Runs. `load` is called when the first article needs the models, and never if none does.
/// Setting `stop` ends the run soon: sentences that are being decoded finish, complete
/// articles are written, the rest is left for the next run.
///
/// # Errors
/// [`RunError`] when results cannot be written or the models cannot be loaded. What was written
/// until then is whole, and the same call goes on from it.
pub fn run(
    settings: &Settings,
    out: &OutputDir,
    load: Load<'_>,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<RunReport, RunError> {
    let clock = Instant::now();
    let started = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    // One journal for all shards: each writes the index of everything that is done.
    let state = out.state_file("state.sqlite");
    let journal = Journal::open(&state)?;
    let shared = Shared::new(settings, observer, stop);
    // A connection moves between threads but is not shared: each stage has its own.
    let source = Source::Files(Journal::open(&state)?);
    let folder = Folder {
        shared: &shared,
        out,
        journal: Journal::open(&state)?,
    };
    let worked = work(&shared, source, folder, load)?;
    let counts = shared.into_counts();
    let record = RunRecord {
        mujaz: env!("CARGO_PKG_VERSION").to_owned(),
        libtorch: torch_version().to_owned(),
        started,
        seconds: clock.elapsed().as_secs_f64(),
        device: settings.device.clone(),
        precision: settings.precision.clone(),
        replicas: worked.replicas,
        translator: settings.translator.clone(),
        summarizer: match &settings.summarizing {
            Summarizing::Model(identity) => Some(identity.clone()),
            _ => None,
        },
        headliner: settings.headliner.clone(),
        settings: settings.recorded(),
        articles: counts.articles,
        unchanged: counts.unchanged,
        segments: counts.segments,
        target_tokens: counts.target_tokens,
        interrupted: stop.load(Ordering::Relaxed),
    };
    let index = out.root().join("index.jsonl");
    if journal.index_is_old()? || !index.is_file() {
        write_index(out, &journal, settings.formats.html)?;
        journal.index_written()?;
    }
    if record.articles.all() > 0 {
        write_record(out, &format!("run{}.json", settings.part()), &record)?;
    }
    Ok(RunReport {
        record,
        reasons: counts.reasons,
        model_seconds: worked.model_seconds,
    })
}

/// The work of the translator's replicas.
#[derive(Default)]
pub(super) struct Worked {
    replicas: usize,
    /// Seconds that they spent in the model.
    model_seconds: f64,
}

/// Runs the stages until everything from `source` is in `sink`, or the run is stopped.
pub(super) fn work(
    shared: &Shared<'_>,
    source: Source<'_>,
    mut sink: impl Sink + Send,
    load: Load<'_>,
) -> Result<Worked, RunError> {
    let (event_sender, events) = bounded(EVENT_QUEUE);
    let (write_sender, writes) = bounded(WRITE_QUEUE);
    let reader = Reader {
        shared,
        source,
        events: event_sender,
        load,
    };
    let (collected, written) = std::thread::scope(|scope| {
        let reading = scope.spawn(move || {
            let _guard = StopIfPanicking(shared);
            reader.run();
        });
        let writing = scope.spawn(move || {
            let _guard = StopIfPanicking(shared);
            write::run(shared, &mut sink, &writes)
        });
        let _guard = StopIfPanicking(shared);
        let collected = Collector::new(shared, write_sender).run(&events);
        drop(events);
        let written = writing.join().unwrap_or_else(|panic| resume_unwind(panic));
        reading.join().unwrap_or_else(|panic| resume_unwind(panic));
        (collected, written)
    });
    let mut worked = Worked::default();
    if let Some(models) = collected.models {
        worked = Worked {
            replicas: models.translator.engine.replicas(),
            model_seconds: models.translator.engine.spent().total(),
        };
        let notices: Vec<_> = models.notices().collect();
        models.translator.engine.stop();
        if let Some(summarizer) = models.summarizer {
            summarizer.engine.stop();
        }
        if let Some(Deferred::Running(headliner)) = models.headliner {
            headliner.engine.stop();
        }
        for notice in notices.iter().flat_map(|n| n.try_iter()) {
            shared.observer.notice(&notice.to_string());
        }
    }
    written?;
    match collected.error {
        Some(error) => Err(error),
        None => Ok(worked),
    }
}
