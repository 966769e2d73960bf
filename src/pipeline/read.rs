//! The reading stage: files to jobs, jobs to the model. It asks the journal first, and has the
//! models loaded only when the first article needs them.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crossbeam_channel::Sender;

use crate::article::{Article, Context, InputFile, Record, Refusal, read_file};
use crate::brief::{Brief, SCHEMA, brief_path};
use crate::engine::Request;
use crate::store::{Journal, Outcome};
use crate::text::{Language, check};
use crate::translate::Ladder;

use super::collect::{Event, Settled};
use super::filter::Lines;
use super::job::Job;
use super::run::{Load, RunError, Shared};
use super::settings::Settings;

pub(super) struct Reader<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) source: Source<'a>,
    pub(super) events: Sender<Event>,
    pub(super) load: Load<'a>,
}

/// Where articles come from.
pub(super) enum Source<'a> {
    /// The files of the settings; what the journal knows is not done again.
    Files(Journal),
    /// Lines.
    Lines(Lines<'a>),
}

/// Everything that submitting needs, once the models are there.
struct Ready {
    intake: crate::engine::Intake,
    codec: std::sync::Arc<dyn crate::model::TextCodec>,
    budget: crate::translate::Budget,
    ladder: Ladder,
}

impl Reader<'_> {
    /// Reads everything; ends early when the run is stopped.
    pub(super) fn run(self) {
        let Self {
            shared,
            source,
            events,
            load,
        } = self;
        let mut state = State {
            shared,
            journal: None,
            events,
            load: Some(load),
            ready: None,
            next: 0,
        };
        let read = match source {
            Source::Files(journal) => {
                state.journal = Some(journal);
                state.files(&shared.settings.files)
            }
            Source::Lines(lines) => state.lines(&lines),
        };
        if let Err(error) = read {
            // The collector is there until it has seen the end of this channel.
            let _ = state.events.send(Event::Broken(error));
        }
    }
}

struct State<'a> {
    shared: &'a Shared<'a>,
    /// The journal of earlier runs, where there can be any.
    journal: Option<Journal>,
    events: Sender<Event>,
    load: Option<Load<'a>>,
    ready: Option<Ready>,
    next: u64,
}

impl State<'_> {
    fn files(&mut self, files: &[InputFile]) -> Result<(), RunError> {
        let shared = self.shared;
        for file in files {
            if shared.stopped() {
                break;
            }
            let mut failure = None;
            // A defect in a parser must cost one file, not the run.
            let read = catch_unwind(AssertUnwindSafe(|| {
                read_file(file, &mut |record| match self.take(record) {
                    Ok(()) if shared.stopped() => ControlFlow::Break(()),
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        failure = Some(error);
                        ControlFlow::Break(())
                    }
                });
            }));
            if read.is_err() {
                self.defect(file.relative.clone());
            }
            if let Some(error) = failure {
                return Err(error);
            }
        }
        Ok(())
    }

    fn lines(&mut self, lines: &Lines<'_>) -> Result<(), RunError> {
        while let Some(record) = lines.next(self.shared)? {
            let path = record.path.clone();
            match catch_unwind(AssertUnwindSafe(|| self.take(record))) {
                Ok(taken) => taken?,
                Err(_) => self.defect(path),
            }
        }
        Ok(())
    }

    fn defect(&self, path: String) {
        let reason = "reading it hit a defect in mujaz; please report it with the file";
        self.settle(Settled {
            path,
            key: String::new(),
            outcome: Outcome::Failed,
            reason: reason.to_owned(),
        });
    }

    fn take(&mut self, record: Record) -> Result<(), RunError> {
        let settings = self.shared.settings;
        if settings
            .shard
            .is_some_and(|shard| !shard.holds(&record.path))
        {
            self.shared.observer.read(record.bytes, 0);
            return Ok(());
        }
        let started = Instant::now();
        let key = settings.key(&record.blake3);
        if let Some(journal) = self.journal.as_ref().filter(|_| !settings.force) {
            // What failed is tried again: its cause may be gone.
            let known = journal.find(&record.path)?;
            if let Some(entry) = known.filter(|e| e.key == key && e.outcome != Outcome::Failed) {
                let path = record.path.clone();
                if written(settings, &path, entry.outcome) {
                    self.shared.observer.read(record.bytes, 0);
                    let (outcome, reason) = (entry.outcome, entry.reason);
                    let _ = self.events.send(Event::Unchanged {
                        path,
                        outcome,
                        reason,
                    });
                    return Ok(());
                }
                // Another format than last time: the brief is there, only its rendering is not.
                if let Some(brief) = stored(settings, &path) {
                    self.shared.observer.read(record.bytes, 0);
                    let _ = self.events.send(Event::Again(Box::new(brief), key));
                    return Ok(());
                }
            }
        }
        if !self.shared.places.take(self.shared.stop) {
            return Ok(());
        }
        let (path, bytes) = (record.path.clone(), record.bytes);
        match readable(record, &settings.from) {
            Ok(article) => self.start(key, article, started.elapsed().as_secs_f64()),
            Err(refusal) => {
                let outcome = if matches!(refusal, Refusal::Skipped(_)) {
                    Outcome::Skipped
                } else {
                    Outcome::Failed
                };
                self.shared.observer.read(bytes, 0);
                let reason = refusal.to_string();
                self.settle(Settled {
                    path,
                    key,
                    outcome,
                    reason,
                });
                Ok(())
            }
        }
    }

    fn settle(&self, settled: Settled) {
        // The collector is there until it has seen the end of this channel.
        let _ = self.events.send(Event::Settled(settled));
    }

    fn start(&mut self, key: String, article: Article, read_seconds: f64) -> Result<(), RunError> {
        if self.ready.is_none() {
            let load = self
                .load
                .take()
                .expect("models are loaded once: else a bug");
            self.shared.observer.loading();
            let models = catch_unwind(AssertUnwindSafe(load)).unwrap_or_else(|_| {
                Err(RunError::Models(
                    "loading the models hit a defect in mujaz; please report it".into(),
                ))
            })?;
            self.shared.observer.loaded();
            let translator = &models.translator;
            self.ready = Some(Ready {
                intake: translator.engine.intake(),
                codec: translator.codec.clone(),
                budget: translator.budget,
                ladder: Ladder::new(self.shared.settings.beams, translator.defaults.clone()),
            });
            let _ = self.events.send(Event::Models(Box::new(models)));
        }
        let ready = self.ready.as_ref().expect("just set: else a bug");
        let language = Language::of(&self.shared.settings.from);
        let job = Job::new(
            key,
            article,
            language,
            (&*ready.codec, ready.budget),
            read_seconds,
        );
        let number = self.next;
        self.next += 1;
        let asks = job.asks(&ready.ladder);
        self.shared
            .observer
            .read(job.article.source.bytes, asks.len());
        if asks.is_empty() {
            let _ = self.events.send(Event::Complete(Box::new(job)));
            return Ok(());
        }
        self.shared.jobs().insert(number, job);
        for ask in asks {
            let request = Request {
                key: number << 32 | ask.piece as u64,
                source: ask.tokens.into(),
                params: ask.params.into(),
            };
            if !ready.intake.submit(request) {
                break;
            }
        }
        Ok(())
    }
}

/// The article of a record, if it is in the language that the run reads.
pub(super) fn readable(record: Record, from: &str) -> Result<Article, Refusal> {
    let language = Language::of(from);
    let mut article = record.parse(&Context { language })?;
    let text: String = article
        .paragraphs
        .iter()
        .flat_map(|p| [article.paragraph_text(p), "\n"])
        .collect();
    check(&text, from).map_err(Refusal::Skipped)?;
    from.clone_into(&mut article.source.language);
    Ok(article)
}

/// Whether the files of an earlier outcome are all there.
pub(super) fn written(settings: &Settings, path: &str, outcome: Outcome) -> bool {
    outcome == Outcome::Skipped
        || settings
            .formats
            .extensions()
            .iter()
            .all(|extension| settings.out.join(brief_path(path, extension)).is_file())
}

/// The brief of an earlier run, if it was written as JSON and can be read.
fn stored(settings: &Settings, path: &str) -> Option<Brief> {
    let text = std::fs::read(settings.out.join(brief_path(path, "json"))).ok()?;
    serde_json::from_slice(&text)
        .ok()
        .filter(|brief: &Brief| brief.schema == SCHEMA && brief.source.path == path)
}
