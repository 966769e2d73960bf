//! The collecting stage: takes the answers of the models and decides about further attempts;
//! `compose` makes briefs of what is translated.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::{Receiver, Sender, never, select};

use crate::brief::Brief;
use crate::engine::{DecodeParams, Outcome as Answer, Request};
use crate::store::Outcome;
use crate::translate::Ladder;

use super::compose::Unfinished;
use super::job::Job;
use super::observe::Settlement;
use super::run::{RunError, Shared};
use super::settings::Models;
use super::write::Write;

/// A message from the reader to the collector.
pub(super) enum Event {
    /// The models are ready.
    Models(Box<Models>),
    /// A job that the model has nothing to do for.
    Complete(Box<Job>),
    /// An article that becomes no brief.
    Settled(Settled),
    /// An article that was done before.
    Unchanged {
        path: String,
        outcome: Outcome,
        reason: String,
    },
    /// A brief of an earlier run whose files are not all there, with the key of its job.
    Again(Box<Brief>, String),
    /// The run cannot go on.
    Broken(RunError),
}

/// An article that became no brief.
pub(super) struct Settled {
    pub(super) path: String,
    pub(super) key: String,
    pub(super) outcome: Outcome,
    pub(super) reason: String,
}

pub(super) struct Collector<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) writer: Sender<Write>,
    pub(super) models: Option<Models>,
    /// Articles that are with the summarizer, with the limit of tokens that it was given.
    pub(super) summaries: BTreeMap<u64, (Unfinished, usize)>,
    /// Articles that are with the model for headlines.
    pub(super) headlines: BTreeMap<u64, Unfinished>,
    pub(super) next_key: u64,
    /// Why the run cannot go on.
    pub(super) broken: Option<RunError>,
    ladder: Ladder,
}

/// The collector's result.
pub(super) struct Collected {
    pub(super) models: Option<Models>,
    pub(super) error: Option<RunError>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, writer: Sender<Write>) -> Self {
        Self {
            shared,
            writer,
            models: None,
            summaries: BTreeMap::new(),
            headlines: BTreeMap::new(),
            next_key: 0,
            broken: None,
            ladder: Ladder::new(shared.settings.beams, DecodeParams::default()),
        }
    }

    fn pass_notices_on(&self) {
        let notices = self.models.iter().flat_map(Models::notices);
        for notice in notices.flat_map(|n| n.try_iter().collect::<Vec<_>>()) {
            self.shared.observer.notice(&notice.to_string());
        }
    }

    /// Works until the reader has finished and nothing is open, or the run is stopped.
    pub(super) fn run(mut self, events: &Receiver<Event>) -> Collected {
        let mut error = None;
        let mut reading = true;
        let tick = crossbeam_channel::tick(std::time::Duration::from_millis(50));
        loop {
            if self.shared.stopped() {
                break;
            }
            let open = !self.shared.jobs().is_empty()
                || !self.summaries.is_empty()
                || !self.headlines.is_empty();
            if !reading && !open {
                break;
            }
            self.pass_notices_on();
            let events = if reading { events.clone() } else { never() };
            let translated = self
                .models
                .as_ref()
                .map_or_else(never, |m| m.translator.engine.outcomes().clone());
            let summarized = self
                .models
                .as_ref()
                .and_then(|m| m.summarizer.as_ref())
                .map_or_else(never, |s| s.engine.outcomes().clone());
            let headlined = self
                .models
                .as_ref()
                .and_then(|m| m.headliner.as_ref()?.running())
                .map_or_else(never, |h| h.engine.outcomes().clone());
            select! {
                recv(events) -> event => match event {
                    Ok(Event::Broken(broken)) => {
                        error = Some(broken);
                        self.shared.stop();
                    }
                    Ok(event) => self.event(event),
                    Err(_) => reading = false,
                },
                recv(translated) -> answer => if let Ok(answer) = answer { self.translated(answer) },
                recv(summarized) -> answer => if let Ok(answer) = answer { self.summarized(answer) },
                recv(headlined) -> answer => if let Ok(answer) = answer { self.headlined(answer) },
                // Wakes the loop to see that the run was stopped.
                recv(tick) -> _ => {}
            }
        }
        if self.shared.stopped() {
            if !self.shared.broken() {
                self.shared.observer.stopping();
            }
            let broken = self.drain(events);
            error = error.or(broken);
        }
        Collected {
            models: self.models,
            error: error.or(self.broken),
        }
    }

    /// After a stop: sentences that are being decoded finish, and articles that are complete
    /// with them are written; the others are left for the next run.
    fn drain(&mut self, events: &Receiver<Event>) -> Option<RunError> {
        let mut broken = None;
        // The reader may be waiting for room in the pool, or in this channel.
        loop {
            if let Some(models) = &self.models {
                models.translator.engine.intake().close();
                if let Some(summarizer) = &models.summarizer {
                    summarizer.engine.intake().close();
                }
                if let Some(headliner) = models.headliner.as_ref().and_then(|h| h.running()) {
                    headliner.engine.intake().close();
                }
            }
            match events.recv() {
                Ok(Event::Models(models)) => self.set_models(*models),
                Ok(Event::Broken(error)) => broken = Some(error),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        let Some(models) = &self.models else {
            return broken;
        };
        let headlined = models.headliner.as_ref().and_then(|h| h.running());
        let headlined = headlined.map(|h| h.engine.outcomes().clone());
        let (translated, summarized) = (
            models.translator.engine.outcomes().clone(),
            models
                .summarizer
                .as_ref()
                .map(|s| s.engine.outcomes().clone()),
        );
        // Closed engines end their threads, and with them these channels.
        for answer in translated {
            self.translated(answer);
        }
        for answer in headlined.into_iter().flatten() {
            self.headlined(answer);
        }
        for answer in summarized.into_iter().flatten() {
            self.summarized(answer);
        }
        broken
    }

    fn set_models(&mut self, models: Models) {
        self.ladder = Ladder::new(
            self.shared.settings.beams,
            models.translator.defaults.clone(),
        );
        self.models = Some(models);
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Models(models) => self.set_models(*models),
            Event::Complete(job) => self.complete(*job),
            Event::Settled(settled) => drop(self.writer.send(Write::Settled(settled))),
            Event::Unchanged {
                path,
                outcome,
                reason,
            } => {
                let settlement = Settlement {
                    path: &path,
                    outcome,
                    reason: &reason,
                    unchanged: true,
                };
                self.shared.observer.settled(&settlement);
                self.shared.counts().unchanged.add(outcome);
            }
            Event::Again(brief, key) => drop(self.writer.send(Write::Again(brief, key))),
            Event::Broken(_) => {}
        }
    }

    fn translated(&mut self, answer: Answer) {
        let Some(models) = &self.models else { return };
        let (number, piece) = (answer.key >> 32, (answer.key & 0xffff_ffff) as usize);
        let mut jobs = self.shared.jobs();
        let Some(job) = jobs.get_mut(&number) else {
            return;
        };
        if let Ok(hypotheses) = &answer.result {
            self.shared.counts().target_tokens +=
                hypotheses.first().map_or(0, |h| h.tokens.len() as u64);
        }
        if let Some(ask) = job.answer(
            piece,
            answer.result,
            &*models.translator.codec,
            &self.ladder,
        ) {
            let request = Request {
                key: answer.key,
                source: ask.tokens.into(),
                params: ask.params.into(),
            };
            // Refused only by a closed engine: the article stays undone, and the next run takes it up.
            models.translator.engine.intake().submit_again(request);
            return;
        }
        self.shared.observer.translated(1);
        if !job.complete() {
            return;
        }
        let job = jobs.remove(&number);
        drop(jobs);
        if let Some(job) = job {
            self.complete(job);
        }
    }

    /// Makes a brief of a translated article.
    fn complete(&mut self, job: Job) {
        let (path, key) = (job.article.source.path.clone(), job.key.clone());
        self.guarded(path, key, |collector| collector.assemble(job));
    }

    /// Works on one article; a defect on the way costs this article, not the run.
    pub(super) fn guarded(&mut self, path: String, key: String, work: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(&mut *self))).is_err() {
            let reason =
                "checking it hit a defect in mujaz; please report it with the article".to_owned();
            let settled = Settled {
                path,
                key,
                outcome: Outcome::Failed,
                reason,
            };
            // The writer is gone only when it failed, and then the run is being stopped.
            let _ = self.writer.send(Write::Settled(settled));
        }
    }
}
