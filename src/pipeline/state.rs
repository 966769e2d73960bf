//! The state that the stages share: settings, counts, the articles in progress, and whether to
//! stop.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::brief::{Brief, Status, Suitability, is_unfinished};
use crate::store::{Entry, Memory, Origin, Remembered, StoreError, TextKey, Totals};

use super::job::Job;
use super::key::Key;
use super::observe::{Control, Observer};
use super::recall::{Lookup, Recall, Registered};
use super::settings::Recipe;
use super::translating::{Ask, Translating};

/// Maximum number of different reasons in a report.
const REASONS_KEPT: usize = 1000;

/// Maximum number of articles in progress at once.
const UNDER_WAY: usize = 2048;

/// How long the checks of one article may take after a stop. Those of the longest take minutes.
const PATIENCE: Duration = Duration::from_secs(3);

/// The counts that stages add to.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) articles: Totals,
    pub(super) unchanged: Totals,
    /// Unchanged articles of whose brief missing files were written.
    pub(super) formats_added: u64,
    pub(super) segments: [u64; 3],
    pub(super) verdicts: BTreeMap<Suitability, u64>,
    pub(super) unfinished: u64,
    pub(super) target_tokens: u64,
    pub(super) recalled: Recalled,
    pub(super) second: SecondTranslations,
    pub(super) reasons: BTreeMap<(String, String), (u64, String)>,
    /// Paths of articles that may do better another time.
    pub(super) troubled: BTreeSet<String>,
}

/// The texts of a run that need not be translated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Recalled {
    /// Texts for the translator.
    pub texts: u64,
    /// Texts among them that were translated once already, in this run or an earlier one.
    pub known: u64,
    /// Segments with a translation that people approved.
    pub approved: u64,
}

/// The work of second translators in a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct SecondTranslations {
    /// Sentences that were given to them.
    pub asked: u64,
    /// Sentences whose second translation is kept.
    pub kept: u64,
}

impl SecondTranslations {
    /// Whether no second translator was asked.
    pub fn is_empty(&self) -> bool {
        self.asked == 0
    }
}

impl Recalled {
    fn add(&mut self, other: &Self) {
        self.texts += other.texts;
        self.known += other.known;
        self.approved += other.approved;
    }
}

impl Counts {
    pub(super) fn brief(&mut self, brief: &Brief) {
        self.unfinished += u64::from(is_unfinished(brief));
        if let Some(verdict) = &brief.verdict {
            *self.verdicts.entry(verdict.suitability).or_default() += 1;
        }
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
            // Reasons can name lines and fields, so a run of a million articles must limit their
            // number.
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

/// The translation memory of a run, and whether it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct MemoryUse<'a> {
    /// Its file, if there is one.
    pub(super) path: Option<&'a Path>,
    /// Whether everything is translated anew, and the memory is only added to.
    pub(super) anew: bool,
}

impl MemoryUse<'_> {
    /// Checks before anything is loaded that the memory can be used.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match self.path {
            Some(path) => Memory::open(path).map(drop),
            None => Ok(()),
        }
    }
}

/// The requests that are to be made for an article.
pub(super) type Asks = Vec<(Key, Arc<Translating>, Ask)>;

/// What became of an article that was taken in.
pub(super) enum TakenIn {
    /// Its texts are all known.
    Complete(Box<Job>),
    /// These requests are to be made for it, by [`Shared::make`].
    Asks(Asks),
}

/// State that the stages share.
pub(super) struct Shared<'a> {
    pub(super) recipe: &'a Recipe,
    pub(super) observer: &'a dyn Observer,
    pub(super) stop: &'a AtomicBool,
    /// Whether a stage stopped the run because it cannot go on.
    broken: AtomicBool,
    jobs: Mutex<BTreeMap<u32, Job>>,
    counts: Mutex<Counts>,
    memory: MemoryUse<'a>,
    /// The translators that were loaded.
    translating: Mutex<Vec<Arc<Translating>>>,
    /// Limits the number of articles between the reader and the disk.
    pub(super) places: Places,
}

impl<'a> Shared<'a> {
    pub(super) fn new(recipe: &'a Recipe, control: Control<'a>, memory: MemoryUse<'a>) -> Self {
        Self {
            recipe,
            observer: control.observer,
            stop: control.stop,
            broken: AtomicBool::new(false),
            jobs: Mutex::default(),
            counts: Mutex::default(),
            memory,
            translating: Mutex::default(),
            places: Places::new(),
        }
    }

    /// Looks up the texts of an article in the translation memory.
    pub(super) fn look_up(&self, job: &mut Job) {
        let mut counts = Recalled::default();
        for piece in job.unanswered() {
            counts.texts += 1;
            match job.translating(piece).recall.find(&job.text(piece)) {
                Ok(Some(known)) => {
                    counts.known += 1;
                    job.take(piece, &known);
                }
                Ok(None) => {}
                Err(error) => self.report(&error),
            }
        }
        self.counts().recalled.add(&counts);
    }

    /// Takes in an article whose texts were looked up. If something is to be asked for it, it is in
    /// progress from then on.
    pub(super) fn take_in(&self, number: u32, mut job: Box<Job>) -> TakenIn {
        // No answer may arrive before the job is there.
        let mut jobs = self.jobs();
        let requests = self.requests(number, &mut job);
        if job.is_complete() {
            return TakenIn::Complete(job);
        }
        jobs.insert(number, *job);
        TakenIn::Asks(requests)
    }

    /// The requests for the texts of an article that nothing is known of; the others wait for those
    /// of other articles.
    fn requests(&self, number: u32, job: &mut Job) -> Asks {
        let mut asks = Vec::new();
        let mut registered = Registered::default();
        for piece in job.unanswered() {
            let key = Key {
                article: number,
                piece,
            };
            let translating = job.translating(piece).clone();
            let text = job.text(piece);
            match translating.recall.ask(text.clone(), key) {
                Lookup::Known(known) => {
                    self.counts().recalled.known += 1;
                    job.take(piece, &known);
                }
                Lookup::Waits => {}
                Lookup::New => {
                    registered.add(&translating.recall, text);
                    asks.push((key, translating, job.ask(piece)));
                }
            }
        }
        asks
    }

    /// Makes the requests of an article that was taken in, until `make` returns false because the engine
    /// is closed. If `make` panics, the article is in progress no more, and others that wait for its
    /// texts make the requests in its place; then the panic goes on.
    pub(super) fn make(
        &self,
        number: u32,
        asks: Asks,
        make: impl Fn(&Translating, Key, Ask) -> bool,
    ) {
        let made = catch_unwind(AssertUnwindSafe(|| {
            asks.into_iter()
                .all(|(key, translating, ask)| make(&translating, key, ask))
        }));
        if let Err(panic) = made
            && self.abandon(number).is_some()
        {
            resume_unwind(panic);
        }
    }

    /// Makes the requests for further pieces of an article of which nothing else is in progress. Returns
    /// the article if what they ask for is known.
    pub(super) fn ask_again(&self, number: u32, mut job: Job) -> Option<Job> {
        self.look_up(&mut job);
        self.observer.asked(job.unanswered().len());
        match self.take_in(number, Box::new(job)) {
            TakenIn::Complete(job) => Some(*job),
            TakenIn::Asks(asks) => {
                self.make(number, asks, |translating, key, ask| {
                    translating.submit_again(key, ask);
                    true
                });
                None
            }
        }
    }

    /// Takes an article out of progress, with all its texts: others that wait for one of them ask for it
    /// in its place. Returns the article, unless it was complete already.
    pub(super) fn abandon(&self, number: u32) -> Option<Job> {
        let mut jobs = self.jobs();
        let job = jobs.remove(&number)?;
        for (translating, text) in job.texts() {
            hand_on(&jobs, translating, &text);
        }
        Some(job)
    }

    /// Opens the recall of a translator: the texts that it need not translate again.
    ///
    /// # Errors
    /// [`StoreError`] if there is a memory that cannot be used.
    pub(super) fn recall(&self, origin: &Origin) -> Result<Recall, StoreError> {
        Recall::open(self.memory.path, origin, self.memory.anew)
    }

    /// Adds a translator whose translations are written to the memory from time to time.
    pub(super) fn save_later(&self, translating: Arc<Translating>) {
        self.translating().push(translating);
    }

    fn translating(&self) -> MutexGuard<'_, Vec<Arc<Translating>>> {
        self.translating
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the translation of a text; returns the pieces that wait for it. Only one that is worth
    /// `keeping` is kept for others.
    pub(super) fn settle(
        &self,
        recall: &Recall,
        translated: &Remembered,
        keeping: bool,
    ) -> Vec<Key> {
        let waiting = recall.settle(translated, keeping);
        self.counts().recalled.known += waiting.len() as u64;
        waiting
    }

    /// Writes to the translation memory if it is time to.
    pub(super) fn save_in_time(&self) {
        for translating in &*self.translating() {
            if let Err(error) = translating.recall.save_in_time() {
                self.report(&error);
            }
        }
    }

    /// Writes what is not in the translation memory yet.
    pub(super) fn save(&self) {
        for translating in &*self.translating() {
            if let Err(error) = translating.recall.save() {
                self.report(&error);
            }
        }
    }

    /// The translators that were used, first and second ones.
    pub(super) fn used(&self) -> Vec<Arc<Translating>> {
        self.translating().clone()
    }

    fn report(&self, error: &StoreError) {
        self.observer
            .notice(&format!("{error}. The run goes on without it"));
    }

    /// The articles that the translator works on, by number.
    pub(super) fn jobs(&self) -> MutexGuard<'_, BTreeMap<u32, Job>> {
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

    /// Stops the run because of an error, which is reported at the end.
    pub(super) fn stop(&self) {
        self.broken.store(true, Ordering::Relaxed);
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether an error stopped the run, and not the user.
    pub(super) fn broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether the run was stopped and checks that were begun then have taken so long that their article
    /// is left for the next run, although its translation is there.
    pub(super) fn gives_up(&self, begun: Instant) -> bool {
        self.stopped() && begun.elapsed() >= PATIENCE
    }

    /// Waits for a place for an article; false if the run was stopped meanwhile.
    pub(super) fn take_place(&self) -> bool {
        self.places.take(self.stop)
    }
}

/// Has the next article that waits for a text make the request for it, because the one that was to is
/// gone, or got no translation.
pub(super) fn hand_on(jobs: &BTreeMap<u32, Job>, translating: &Translating, text: &TextKey) {
    // An article that hit a defect is gone.
    while let Some(key) = translating.recall.fail(text) {
        if let Some(job) = jobs.get(&key.article) {
            translating.submit_again(key, job.ask(key.piece));
            break;
        }
    }
}

/// Places for articles in progress: the reader takes one for each that it reads, and the sink gives it
/// back ([`Product::has_place`](super::messages::Product::has_place)).
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

    fn take(&self, stop: &AtomicBool) -> bool {
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

    /// How many are free.
    #[cfg(test)]
    pub(super) fn free(&self) -> usize {
        *self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a place back.
    pub(super) fn give(&self) {
        *self.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_one();
    }
}

/// Stops the run if its thread panics, because the other stages would wait for it.
pub(super) struct StopIfPanicking<'a>(pub(super) &'a Shared<'a>);

impl Drop for StopIfPanicking<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
#[allow(clippy::unwrap_used)]
pub(super) mod tests;
