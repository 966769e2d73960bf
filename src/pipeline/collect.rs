//! The collecting stage: answers of the models to briefs. It decides about further attempts,
//! asks the summarizer, and hands finished briefs to the writer.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
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
use super::settings::{Deferred, Models, Running, Summarizing};
use super::summary;
use super::write::Write;

/// Tokens of an article that are read for its headline, which its beginning tells.
const HEADLINE_INPUT: usize = 128;
/// Headlines that are tried.
const HEADLINE_BEAMS: usize = 8;
/// Most tokens of a headline, and fewest.
const HEADLINE: (usize, usize) = (48, 4);

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

/// An article whose headline or summary is to come.
struct Unsummarized {
    brief: Brief,
    key: String,
    /// How many of its sentences the summarizer reads, where not all.
    shortened: Option<(usize, usize)>,
    started: Instant,
}

impl Unsummarized {
    /// The article's path and the key of its job.
    fn names(&self) -> (String, String) {
        (self.brief.source.path.clone(), self.key.clone())
    }
}

pub(super) struct Collector<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) writer: Sender<Write>,
    models: Option<Models>,
    /// Articles that are with the summarizer, with the limit of tokens that it was given.
    summaries: BTreeMap<u64, (Unsummarized, usize)>,
    /// Articles that are with the model for headlines.
    headlines: BTreeMap<u64, Unsummarized>,
    next_key: u64,
    /// Why the run cannot go on.
    broken: Option<RunError>,
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
            self.shared.observer.stopping();
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
    fn guarded(&mut self, path: String, key: String, work: impl FnOnce(&mut Self)) {
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

    fn assemble(&mut self, job: Job) {
        let settings = self.shared.settings;
        let paragraphs = job.paragraphs();
        let headline = summary::headline(&paragraphs);
        let summarizer = match &settings.summarizing {
            Summarizing::Model(identity) => Some(identity.clone()),
            _ => None,
        };
        let source = job.article.source;
        let brief = Brief {
            schema: SCHEMA,
            id: blake3::hash(format!("{}\0{}", source.path, job.key).as_bytes())
                .to_hex()
                .to_string(),
            source,
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
                headliner: None,
                device: settings.device.clone(),
                precision: settings.precision.clone(),
                settings: settings.recorded(),
                mujaz: env!("CARGO_PKG_VERSION").to_owned(),
            },
            timings: Timings {
                read: job.read_seconds,
                translate: job.translate_seconds,
                summarize: 0.0,
            },
        };
        let work = Unsummarized {
            brief,
            key: job.key,
            shortened: None,
            started: Instant::now(),
        };
        if work.brief.headline.origin == Origin::Extracted && settings.headliner.is_some() {
            self.ask_for_headline(work);
        } else {
            self.summarize(work);
        }
    }

    fn summarize(&mut self, work: Unsummarized) {
        match &self.shared.settings.summarizing {
            Summarizing::Off => self.finish(work),
            Summarizing::Extractive => self.extract(work, None),
            Summarizing::Model(_) => self.ask_for_summary(work),
        }
    }

    /// Hands the beginning of the article to the model for headlines. Where there is nothing to
    /// hand over, the headline stays what was cut out of the first sentence.
    fn ask_for_headline(&mut self, work: Unsummarized) {
        let headliner = self.models.as_mut().and_then(|m| m.headliner.as_mut());
        let Some(headliner) = headliner else {
            return self.summarize(work);
        };
        if self.shared.stopped() && matches!(headliner, Deferred::Waiting(_)) {
            // Too late to load it: the next run takes the article up.
            return;
        }
        let Running {
            engine,
            codec,
            budget,
            defaults,
        } = match headliner.get() {
            Ok(running) => running,
            Err(reason) => {
                // The next run takes the article up.
                let what = format!(
                    "the model for headlines: {reason}. Mend it, or do without it: --headliner extractive"
                );
                self.broken = Some(RunError::Models(what));
                self.shared.stop();
                return;
            }
        };
        let most = budget.source.min(HEADLINE_INPUT);
        let fits = |text: &str| codec.encode(text).len() <= most;
        let (text, used, _) = summary::input(&work.brief.paragraphs, &fits);
        let tokens = codec.encode(&text);
        if used == 0 || tokens.is_empty() {
            return self.summarize(work);
        }
        let params = DecodeParams {
            beams: HEADLINE_BEAMS,
            n_best: HEADLINE_BEAMS,
            max_new: HEADLINE.0.min(budget.target),
            min_new: HEADLINE.1,
            ..defaults.clone()
        };
        let key = self.next_key;
        self.next_key += 1;
        engine.intake().submit_again(Request {
            key,
            source: tokens.into(),
            params: params.into(),
        });
        self.headlines.insert(key, work);
    }

    fn headlined(&mut self, answer: Answer) {
        if let Some(work) = self.headlines.remove(&answer.key) {
            let (path, key) = work.names();
            self.guarded(path, key, |c| c.take_headline(work, answer));
        }
    }

    fn take_headline(&mut self, mut work: Unsummarized, answer: Answer) {
        let headliner = self.models.as_ref().and_then(|m| m.headliner.as_ref());
        let Some(headliner) = headliner.and_then(|h| h.running()) else {
            return;
        };
        match answer.result {
            Ok(hypotheses) => {
                let texts: Vec<String> = hypotheses
                    .iter()
                    .map(|h| headliner.codec.decode(&h.tokens))
                    .collect();
                let brief = &mut work.brief;
                if let Some(headline) = summary::generated_headline(&texts, &brief.paragraphs) {
                    brief.headline = headline;
                    brief.provenance.headliner = self.shared.settings.headliner.clone();
                }
            }
            Err(error) => {
                let what = format!(
                    "The model for headlines failed ({error}), so the headline is cut out of the first sentence."
                );
                let flag = Flag::new(FlagKind::Failure, what);
                work.brief.headline.flags.push(flag);
            }
        }
        self.summarize(work);
    }

    /// Ends with sentences of the translation as the summary, and says why if a model was asked for.
    fn extract(&self, mut work: Unsummarized, why: Option<Flag>) {
        work.brief.summary = summary::extract(&work.brief.paragraphs);
        work.brief.summary.flags.extend(why);
        self.finish(work);
    }

    /// Hands the article to the summarizer, unless there is nothing to summarize.
    fn ask_for_summary(&mut self, mut work: Unsummarized) {
        let summarizer = self.models.as_ref().and_then(|m| m.summarizer.as_ref());
        let Some(Running {
            engine,
            codec,
            budget,
            defaults,
        }) = summarizer
        else {
            return self.extract(work, None);
        };
        let fits = |text: &str| codec.encode(text).len() <= budget.source;
        let (text, used, all) = summary::input(&work.brief.paragraphs, &fits);
        let tokens = codec.encode(&text);
        if used == 0 && all > 0 {
            let what = "The first sentence alone is longer than the summarizer reads, so sentences of the translation stand in its place.";
            return self.extract(work, Some(Flag::new(FlagKind::Length, what)));
        }
        if tokens.len() < SHORTEST_INPUT {
            return self.extract(work, None);
        }
        let (min_new, max_new) = limits(tokens.len());
        let beams = defaults.beams.max(2);
        let max_new = max_new.min(budget.target);
        let params = DecodeParams {
            beams,
            n_best: beams,
            min_new,
            max_new,
            ..defaults.clone()
        };
        let key = self.next_key;
        self.next_key += 1;
        engine.intake().submit_again(Request {
            key,
            source: tokens.into(),
            params: params.into(),
        });
        work.shortened = (used < all).then_some((used, all));
        self.summaries.insert(key, (work, max_new));
    }

    fn summarized(&mut self, answer: Answer) {
        if let Some((work, max_new)) = self.summaries.remove(&answer.key) {
            let (path, key) = work.names();
            self.guarded(path, key, |c| c.take_summary((work, max_new), answer));
        }
    }

    fn take_summary(&mut self, (mut work, max_new): (Unsummarized, usize), answer: Answer) {
        let Some(summarizer) = self.models.as_ref().and_then(|m| m.summarizer.as_ref()) else {
            return;
        };
        let hypotheses = match answer.result {
            Ok(hypotheses) => hypotheses,
            Err(error) => {
                let what = format!(
                    "The summarizer failed ({error}), so sentences of the translation stand in its place."
                );
                return self.extract(work, Some(Flag::new(FlagKind::Failure, what)));
            }
        };
        let texts: Vec<String> = hypotheses
            .iter()
            .map(|h| {
                (
                    summarizer.codec.decode(&h.tokens),
                    h.tokens.len() >= max_new,
                )
            })
            .map(|(text, cut)| {
                if cut {
                    summary::whole_sentences(&text)
                } else {
                    text
                }
            })
            .collect();
        match summary::faithful(&texts, &work.brief.paragraphs) {
            Ok(sentences) => {
                work.brief.summary = Summary {
                    sentences,
                    origin: Origin::Generated,
                    flags: Vec::new(),
                };
                if let Some((used, all)) = work.shortened {
                    let what = format!(
                        "The summary was made from the first {used} of {all} sentences: the article is longer than the summarizer reads."
                    );
                    work.brief
                        .summary
                        .flags
                        .push(Flag::new(FlagKind::Length, what));
                }
                self.finish(work);
            }
            Err(invented) => self.extract(work, Some(summary::rejected(&invented))),
        }
    }

    fn finish(&self, work: Unsummarized) {
        let Unsummarized {
            mut brief,
            key,
            started,
            ..
        } = work;
        brief.timings.summarize = started.elapsed().as_secs_f64();
        // The writer is gone only when it failed, and then the run is being stopped.
        let _ = self.writer.send(Write::Brief(Box::new(brief), key));
    }
}
