//! The collecting stage: answers of the models to briefs. It decides about further attempts,
//! asks the summarizer, and hands finished briefs to the writer.

use std::collections::BTreeMap;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, never, select};

use crate::brief::{Brief, Flag, FlagKind, Origin, Provenance, SCHEMA, Summary, Timings};
use crate::engine::{DecodeParams, Outcome as Answer, Request};
use crate::store::Outcome;
use crate::summarize::limits;
use crate::translate::Ladder;

use super::job::Job;
use super::observe::Settlement;
use super::run::{RunError, Shared};
use super::settings::{Models, Running, Summarizing};
use super::summary;
use super::write::Write;

/// Tokens below which an article is its own summary.
const SHORTEST_INPUT: usize = 16;

/// What the reader tells the collector.
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
        bytes: u64,
    },
    /// The run cannot go on.
    Broken(RunError),
}

/// An article that became no brief.
pub(super) struct Settled {
    pub(super) path: String,
    pub(super) key: String,
    pub(super) outcome: Outcome,
    pub(super) reason: String,
    pub(super) bytes: u64,
}

/// An article whose summary the model is writing.
struct Summarized {
    brief: Brief,
    shortened: Option<(usize, usize)>,
    started: Instant,
}

pub(super) struct Collector<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) writer: Sender<Write>,
    models: Option<Models>,
    summaries: BTreeMap<u64, Summarized>,
    next_summary: u64,
    ladder: Ladder,
}

/// What the collector ends with.
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
            next_summary: 0,
            ladder: Ladder::new(shared.settings.beams),
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
            let open = !self.shared.jobs().is_empty() || !self.summaries.is_empty();
            if !reading && !open {
                break;
            }
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
                // Wakes the loop to see that the run was stopped.
                recv(tick) -> _ => {}
            }
        }
        if self.shared.stopped() {
            self.shared.observer.stopping();
            self.drain(events);
        }
        Collected {
            models: self.models,
            error,
        }
    }

    /// After a stop: sentences that are being decoded finish, and articles that are complete
    /// with them are written; the others are left for the next run.
    fn drain(&mut self, events: &Receiver<Event>) {
        // The reader may be waiting for room in the pool, or in this channel.
        loop {
            if let Some(models) = &self.models {
                models.translator.engine.intake().close();
                if let Some(summarizer) = &models.summarizer {
                    summarizer.engine.intake().close();
                }
            }
            match events.recv() {
                Ok(Event::Models(models)) => self.models = Some(*models),
                Ok(_) => {}
                Err(_) => break,
            }
        }
        let Some(models) = &self.models else { return };
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
        for answer in summarized.into_iter().flatten() {
            self.summarized(answer);
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Models(models) => self.models = Some(*models),
            Event::Complete(job) => self.complete(*job),
            Event::Settled(settled) => drop(self.writer.send(Write::Settled(settled))),
            Event::Unchanged {
                path,
                outcome,
                reason,
                bytes,
            } => {
                let settlement = Settlement {
                    path: &path,
                    outcome,
                    reason: &reason,
                    bytes,
                    unchanged: true,
                };
                self.shared.observer.settled(&settlement);
                self.shared.counts().unchanged.add(outcome);
            }
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
        if let Some(ask) = job.answer(piece, answer.result, &*models.translator.codec, self.ladder)
        {
            let request = Request {
                key: answer.key,
                source: ask.tokens.into(),
                params: ask.params.into(),
            };
            if models.translator.engine.intake().submit_again(request) {
                return;
            }
            // The engine is closed: the article stays undone and the next run takes it up.
            return;
        }
        self.shared.observer.segments(1);
        if !job.complete() {
            return;
        }
        let job = jobs.remove(&number);
        drop(jobs);
        if let Some(job) = job {
            self.complete(job);
        }
    }

    fn complete(&mut self, job: Job) {
        self.shared.observer.segments(job.kept());
        let settings = self.shared.settings;
        let paragraphs = job.paragraphs();
        let headline = summary::headline(&paragraphs);
        let timings = Timings {
            read: job.read_seconds,
            translate: job.translate_seconds,
            summarize: 0.0,
        };
        let summarizer = match &settings.summarizing {
            Summarizing::Model(identity) => Some(identity.clone()),
            _ => None,
        };
        let mut brief = Brief {
            schema: SCHEMA,
            id: job.key,
            source: job.article.source,
            headline,
            summary: Summary {
                sentences: Vec::new(),
                origin: Origin::None,
                flags: Vec::new(),
            },
            paragraphs,
            flags: Vec::new(),
            provenance: Provenance {
                translator: settings.translator.clone(),
                summarizer,
                device: settings.device.clone(),
                precision: settings.precision.clone(),
                settings: settings.recorded(),
                mujaz: env!("CARGO_PKG_VERSION").to_owned(),
            },
            timings,
        };
        let started = Instant::now();
        match &settings.summarizing {
            Summarizing::Off => {}
            Summarizing::Extractive => brief.summary = summary::extract(&brief.paragraphs),
            Summarizing::Model(_) => match self.ask_for_summary(brief) {
                Some(unasked) => brief = *unasked,
                None => return,
            },
        }
        brief.timings.summarize = started.elapsed().as_secs_f64();
        self.finish(brief);
    }

    /// Hands the article to the summarizer; gives the brief back, with an extractive summary,
    /// where there is nothing to summarize.
    fn ask_for_summary(&mut self, mut brief: Brief) -> Option<Box<Brief>> {
        let summarizer = self.models.as_ref().and_then(|m| m.summarizer.as_ref());
        let Some(Running {
            engine,
            codec,
            budget,
            defaults,
        }) = summarizer
        else {
            brief.summary = summary::extract(&brief.paragraphs);
            return Some(Box::new(brief));
        };
        let fits = |text: &str| codec.encode(text).len() <= budget.source;
        let (text, used, all) = summary::input(&brief.paragraphs, &fits);
        let tokens = codec.encode(&text);
        if used == 0 || tokens.len() < SHORTEST_INPUT {
            brief.summary = summary::extract(&brief.paragraphs);
            if used == 0 && all > 0 {
                brief.summary.flags.push(Flag::new(
                    FlagKind::Length,
                    "The first sentence alone is longer than the summarizer reads, so sentences of the translation stand in its place.",
                ));
            }
            return Some(Box::new(brief));
        }
        let (min_new, max_new) = limits(tokens.len());
        let beams = defaults.beams.max(2);
        let params = DecodeParams {
            beams,
            n_best: beams,
            min_new,
            max_new: max_new.min(budget.target),
            ..defaults.clone()
        };
        let key = self.next_summary;
        self.next_summary += 1;
        engine.intake().submit_again(Request {
            key,
            source: tokens.into(),
            params: params.into(),
        });
        let shortened = (used < all).then_some((used, all));
        self.summaries.insert(
            key,
            Summarized {
                brief,
                shortened,
                started: Instant::now(),
            },
        );
        None
    }

    fn summarized(&mut self, answer: Answer) {
        let Some(Summarized {
            mut brief,
            shortened,
            started,
        }) = self.summaries.remove(&answer.key)
        else {
            return;
        };
        let Some(summarizer) = self.models.as_ref().and_then(|m| m.summarizer.as_ref()) else {
            return;
        };
        let texts = match &answer.result {
            Ok(hypotheses) => hypotheses
                .iter()
                .map(|h| summarizer.codec.decode(&h.tokens))
                .collect(),
            Err(_) => Vec::new(),
        };
        brief.summary = match summary::faithful(&texts, &brief.paragraphs) {
            Ok(sentences) => Summary {
                sentences,
                origin: Origin::Generated,
                flags: Vec::new(),
            },
            Err(invented) => {
                let mut extracted = summary::extract(&brief.paragraphs);
                let flag = match &answer.result {
                    Err(error) => Flag::new(
                        FlagKind::Failure,
                        format!(
                            "The summarizer failed ({error}), so sentences of the translation stand in its place."
                        ),
                    ),
                    Ok(_) => summary::rejected(&invented),
                };
                extracted.flags.insert(0, flag);
                extracted
            }
        };
        if let Some((used, all)) = shortened {
            let what = format!(
                "The summary was made from the first {used} of {all} sentences: the article is longer than the summarizer reads."
            );
            brief.summary.flags.push(Flag::new(FlagKind::Length, what));
        }
        brief.timings.summarize = started.elapsed().as_secs_f64();
        self.finish(brief);
    }

    fn finish(&self, brief: Brief) {
        // The writer is gone only when it failed, and then the run is being stopped.
        let _ = self.writer.send(Write::Brief(Box::new(brief)));
    }
}
