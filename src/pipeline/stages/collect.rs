//! The collecting stage. This file owns taking the models' answers and deciding about further
//! attempts; `compose` makes briefs of translated articles.

use std::collections::BTreeSet;

use crossbeam_channel::{Receiver, Sender, never, select};

use crate::engine::{Outcome as Answer, Request};
use crate::pipeline::job::Job;
use crate::pipeline::messages::{Event, Loaded, Product, RunError, Want};
use crate::pipeline::models::{Key, Models, Role};
use crate::pipeline::observe::Settlement;
use crate::pipeline::state::Shared;

use super::compose::Composer;

/// How often the loop checks whether the run was stopped.
const TICK: std::time::Duration = std::time::Duration::from_millis(50);

pub(in crate::pipeline) struct Collector<'a> {
    shared: &'a Shared<'a>,
    products: Sender<Product>,
    models: Models,
    composer: Composer<'a>,
    /// The error because of which the run cannot go on.
    broken: Option<RunError>,
}

/// The channels that the collector listens to.
pub(in crate::pipeline) struct Inbox {
    pub(in crate::pipeline) events: Receiver<Event>,
    pub(in crate::pipeline) loaded: Receiver<Loaded>,
}

/// The result of collecting.
pub(in crate::pipeline) struct Collected {
    pub(in crate::pipeline) models: Models,
    pub(in crate::pipeline) error: Option<RunError>,
}

impl<'a> Collector<'a> {
    pub(in crate::pipeline) fn new(
        shared: &'a Shared<'a>,
        products: Sender<Product>,
        wants: Sender<Want>,
    ) -> Self {
        Self {
            shared,
            composer: Composer::new(shared, products.clone(), wants),
            products,
            models: Models::default(),
            broken: None,
        }
    }

    /// Works until the stages before it have finished and no article is in progress, or the run is
    /// stopped.
    pub(in crate::pipeline) fn run(mut self, inbox: Inbox) -> Collected {
        let mut reading = true;
        let tick = crossbeam_channel::tick(TICK);
        while !self.shared.stopped()
            && (reading || !self.shared.jobs().is_empty() || self.composer.is_busy())
        {
            self.shared.save_in_time();
            for notice in self.models.notices() {
                self.shared.observer.notice(&notice.to_string());
            }
            let events = if reading {
                inbox.events.clone()
            } else {
                never()
            };
            let [translated, headlined, summarized] =
                Role::ALL.map(|role| self.models.answers(role));
            select! {
                recv(events) -> event => match event {
                    Ok(event) => self.event(event),
                    Err(_) => reading = false,
                },
                recv(inbox.loaded) -> loaded => if let Ok(loaded) = loaded { self.loaded(loaded) },
                recv(translated) -> answer => self.answer(Role::Translator, answer.ok()),
                recv(headlined) -> answer => self.answer(Role::Headliner, answer.ok()),
                recv(summarized) -> answer => self.answer(Role::Summarizer, answer.ok()),
                // Wakes the loop, so that it sees a stop.
                recv(tick) -> _ => {}
            }
        }
        // The stages before may have ended because of a failure that waits here.
        while let Ok(loaded) = inbox.loaded.try_recv() {
            self.loaded(loaded);
        }
        if self.shared.stopped() {
            if !self.shared.broken() {
                self.shared.observer.stopping();
            }
            self.drain(&inbox);
        }
        Collected {
            models: self.models,
            error: self.broken,
        }
    }

    /// Finishes after a stop: sentences that are being decoded are completed, and articles
    /// complete with them are written; the others are left for the next run.
    fn drain(&mut self, inbox: &Inbox) {
        self.composer.want_nothing_more();
        let (mut reading, mut loading) = (true, true);
        // The preparer may be waiting for room in a pool, and the reader in a channel.
        while reading || loading {
            self.models.close();
            let events = if reading {
                inbox.events.clone()
            } else {
                never()
            };
            let loaded = if loading {
                inbox.loaded.clone()
            } else {
                never()
            };
            select! {
                recv(events) -> event => match event {
                    Ok(Event::Broken(error)) => self.broken = self.broken.take().or(Some(error)),
                    Ok(_) => {}
                    Err(_) => reading = false,
                },
                recv(loaded) -> loaded => match loaded {
                    Ok(loaded) => self.loaded(loaded),
                    Err(_) => loading = false,
                },
            }
        }
        // Closed engines end their threads and with them these channels.
        for role in Role::ALL {
            if self.models.get(role).is_some() {
                for answer in self.models.answers(role) {
                    self.answer(role, Some(answer));
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Complete(number, job) => self.composer.begin(number, *job, &self.models),
            // The writer is gone only after it failed, and then the run is being stopped.
            Event::Settled(settled) => drop(self.products.send(Product::Settled(settled))),
            Event::Unchanged {
                path,
                outcome,
                reason,
            } => {
                self.shared.observer.settled(&Settlement {
                    path: &path,
                    outcome,
                    reason: &reason,
                    unchanged: true,
                });
                self.shared.counts().unchanged.add(outcome);
            }
            Event::Again(brief, key) => drop(self.products.send(Product::Again(brief, key))),
            Event::Broken(error) => self.stop(error),
        }
    }

    fn loaded(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::Ready(role, model) => {
                self.models.set(role, *model);
                if role == Role::Headliner {
                    self.composer.headliner_is_there(&self.models);
                }
            }
            Loaded::Failed(error) => self.stop(error),
        }
    }

    fn stop(&mut self, error: RunError) {
        self.broken = self.broken.take().or(Some(error));
        self.shared.stop();
    }

    fn answer(&mut self, role: Role, answer: Option<Answer>) {
        let Some(answer) = answer else { return };
        match role {
            Role::Translator => self.translated(answer),
            Role::Headliner => self.composer.headlined(answer, &self.models),
            Role::Summarizer => self.composer.summarized(answer, &self.models),
        }
    }

    fn translated(&mut self, answer: Answer) {
        let Some(translator) = self.models.get(Role::Translator) else {
            return;
        };
        let key = Key::unpacked(answer.key);
        let mut jobs = self.shared.jobs();
        let Some(job) = jobs.get_mut(&key.article) else {
            return;
        };
        if let Ok(hypotheses) = &answer.result {
            self.shared.counts().target_tokens +=
                hypotheses.first().map_or(0, |h| h.tokens.len() as u64);
        }
        if let Some(ask) = job.answer(key.piece, answer.result) {
            // Only a closed engine refuses it; the article then stays undone until the next run.
            translator.engine.intake().submit_again(Request {
                key: answer.key,
                source: ask.tokens.into(),
                params: ask.params.into(),
            });
            return;
        }
        let text = job.text(key.piece);
        let translation = job.translation(key.piece);
        self.shared.observer.translated(1);
        let mut articles = BTreeSet::from([key.article]);
        match translation {
            Some((translated, keeping)) => {
                let waiting = self.shared.settle(&translated, keeping);
                self.shared.observer.translated(waiting.len());
                for key in waiting {
                    if let Some(job) = jobs.get_mut(&key.article) {
                        job.take(key.piece, &translated);
                        articles.insert(key.article);
                    }
                }
            }
            // A failure is of one request; whoever waits for the text makes another.
            None => {
                let next = self.shared.fail(&text);
                if let Some((key, job)) = next.and_then(|key| Some((key, jobs.get(&key.article)?)))
                {
                    let ask = job.ask(key.piece);
                    translator.engine.intake().submit_again(Request {
                        key: key.packed(),
                        source: ask.tokens.into(),
                        params: ask.params.into(),
                    });
                }
            }
        }
        articles.retain(|article| jobs.get(article).is_some_and(Job::is_complete));
        let complete = articles.into_iter();
        let complete: Vec<_> = complete
            .filter_map(|n| Some((n, jobs.remove(&n)?)))
            .collect();
        drop(jobs);
        for (number, job) in complete {
            self.composer.begin(number, job, &self.models);
        }
    }
}
