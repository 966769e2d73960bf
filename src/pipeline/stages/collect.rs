//! The collecting stage. This file owns taking the models' answers and deciding about further
//! attempts; `compose` makes briefs of translated articles.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crossbeam_channel::{Receiver, Select, Sender, never, select};

use crate::engine::Outcome as Answer;
use crate::pipeline::error::RunError;
use crate::pipeline::job::Job;
use crate::pipeline::key::Key;
use crate::pipeline::messages::{Event, Loaded, Named, Product, Settled, Want};
use crate::pipeline::models::{Models, Role};
use crate::pipeline::state::{Shared, hand_on};

use super::compose::Composer;
use super::second::SecondLook;

/// How often the loop checks whether the run was stopped.
const TICK: std::time::Duration = std::time::Duration::from_millis(50);

pub(in crate::pipeline) struct Collector<'a> {
    shared: &'a Shared<'a>,
    products: Sender<Product>,
    models: Models,
    second: SecondLook<'a>,
    composer: Composer<'a>,
    /// The error because of which the run cannot go on.
    broken: Option<RunError>,
}

/// The channels that the collector listens to.
pub(in crate::pipeline) struct Inbox {
    pub(in crate::pipeline) events: Receiver<Event>,
    pub(in crate::pipeline) loaded: Receiver<Loaded>,
}

/// A message to the collector.
enum Heard {
    Answer(Role, Answer),
    Loaded(Loaded),
    Event(Event),
    /// The stages before have finished.
    End,
    Nothing,
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
            second: SecondLook::new(shared, wants.clone()),
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
        while !self.shared.stopped() && (reading || self.is_busy()) {
            self.shared.save_in_time();
            for notice in self.models.notices() {
                self.shared.observer.notice(&notice.to_string());
            }
            reading = self.listen(&inbox, reading);
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

    /// Whether articles are in progress.
    fn is_busy(&self) -> bool {
        !self.shared.jobs().is_empty() || self.second.is_busy() || self.composer.is_busy()
    }

    /// Takes one message. Returns whether the stages before are still working.
    fn listen(&mut self, inbox: &Inbox, reading: bool) -> bool {
        match self.hear(inbox, reading) {
            Heard::Answer(role, answer) => self.answer(&role, answer),
            Heard::Loaded(loaded) => self.loaded(loaded),
            Heard::Event(event) => {
                // A model that was loaded for an article is there before the article.
                while let Ok(loaded) = inbox.loaded.try_recv() {
                    self.loaded(loaded);
                }
                self.event(event);
            }
            Heard::End => return false,
            Heard::Nothing => {}
        }
        reading
    }

    /// Waits for a message, no longer than a tick, so that a stop is seen.
    fn hear(&self, inbox: &Inbox, reading: bool) -> Heard {
        let answers = self.models.answers();
        let mut select = Select::new();
        for (_, answers) in answers {
            select.recv(answers);
        }
        let loaded = select.recv(&inbox.loaded);
        if reading {
            select.recv(&inbox.events);
        }
        let Ok(ready) = select.select_timeout(TICK) else {
            return Heard::Nothing;
        };
        match ready.index() {
            at if at < loaded => {
                let (role, answers) = &answers[at];
                let answer = ready.recv(answers);
                answer.map_or(Heard::Nothing, |answer| Heard::Answer(role.clone(), answer))
            }
            at if at == loaded => {
                let loaded = ready.recv(&inbox.loaded);
                loaded.map_or(Heard::Nothing, Heard::Loaded)
            }
            _ => ready.recv(&inbox.events).map_or(Heard::End, Heard::Event),
        }
    }

    /// Finishes after a stop: sentences that are being decoded are completed, and articles
    /// complete with them are written; the others are left for the next run.
    fn drain(&mut self, inbox: &Inbox) {
        self.second.want_nothing_more();
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
        for (role, answers) in self.models.answers().to_vec() {
            for answer in answers {
                self.answer(&role, answer);
            }
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Complete(number, job) => self.complete(number, *job),
            // The writer is gone only after it failed, and then the run is being stopped.
            Event::Settled(settled) => drop(self.products.send(Product::Settled(settled))),
            Event::Again(brief, key) => drop(self.products.send(Product::Again(brief, key))),
            Event::Broken(error) => self.stop(error),
        }
    }

    fn loaded(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::Ready(role, model, spent) => {
                let is_headliner = role == Role::Headliner;
                self.models.add(role, *model, spent);
                if is_headliner {
                    self.composer.headliner_is_there(&self.models);
                }
            }
            Loaded::Second(translating) => {
                for (number, job) in self.second.is_there(translating) {
                    self.complete(number, job);
                }
            }
            Loaded::LetGo(roles, done) => {
                self.models.remove(&roles);
                for role in &roles {
                    if let Role::SecondTranslator(code) = role {
                        self.second.is_gone(code);
                    }
                }
                let _ = done.send(());
            }
            Loaded::Failed(error) => self.stop(error),
        }
    }

    fn stop(&mut self, error: RunError) {
        self.broken = self.broken.take().or(Some(error));
        self.shared.stop();
    }

    fn answer(&mut self, role: &Role, answer: Answer) {
        match role {
            Role::Translator(_) | Role::OnwardTranslator(_) | Role::SecondTranslator(_) => {
                self.translated(answer);
            }
            Role::Headliner => self.composer.headlined(answer, &self.models),
            Role::Summarizer => self.composer.summarized(answer, &self.models),
        }
    }

    /// Takes an answer of a translator. A panic costs the article that asked, or one that waits for
    /// the same text, and not the run.
    fn translated(&mut self, answer: Answer) {
        let key = Key::unpacked(answer.key);
        let mut jobs = self.shared.jobs();
        let Some(job) = jobs.get_mut(&key.article) else {
            return;
        };
        if let Ok(hypotheses) = &answer.result {
            self.shared.counts().target_tokens +=
                hypotheses.first().map_or(0, |h| h.tokens.len() as u64);
        }
        let translating = job.translating(key.piece).clone();
        let answered = catch_unwind(AssertUnwindSafe(|| job.answer(key.piece, answer.result)));
        let Ok(again) = answered else {
            drop(jobs);
            return self.give_up(key.article);
        };
        if let Some(ask) = again {
            translating.submit_again(key, ask);
            return;
        }
        let text = job.text(key.piece);
        let translation = job.translation(key.piece);
        self.shared.observer.translated(1);
        let mut articles = BTreeSet::from([key.article]);
        let mut defects = BTreeSet::new();
        match translation {
            Some((translated, keeping)) => {
                let waiting = self
                    .shared
                    .settle(&translating.recall, &translated, keeping);
                self.shared.observer.translated(waiting.len());
                let begun = Instant::now();
                for key in waiting {
                    if self.shared.gives_up(begun) {
                        break;
                    }
                    let Some(job) = jobs.get_mut(&key.article) else {
                        continue;
                    };
                    let taken = catch_unwind(AssertUnwindSafe(|| job.take(key.piece, &translated)));
                    let ended = match taken {
                        Ok(()) => &mut articles,
                        Err(_) => &mut defects,
                    };
                    ended.insert(key.article);
                }
            }
            // A failure is of one request; whoever waits for the text makes another.
            None => hand_on(&jobs, &translating, &text),
        }
        articles.retain(|article| jobs.get(article).is_some_and(Job::is_complete));
        let complete = articles.into_iter();
        let complete: Vec<_> = complete
            .filter_map(|n| Some((n, jobs.remove(&n)?)))
            .collect();
        drop(jobs);
        for number in defects {
            self.give_up(number);
        }
        for (number, job) in complete {
            self.complete(number, job);
        }
    }

    /// Ends an article in progress on which the program panicked.
    fn give_up(&self, number: u32) {
        if let Some(job) = self.shared.abandon(number) {
            let article = Named::of(&job.article.source, &job.key);
            let settled = Settled::defect(article, "checking");
            drop(self.products.send(Product::Settled(settled)));
        }
    }

    /// Goes on with an article of which no piece is with a model; a panic costs this article, not the
    /// run.
    fn complete(&mut self, number: u32, mut job: Job) {
        let article = Named::of(&job.article.source, &job.key);
        let (shared, second) = (self.shared, &mut self.second);
        let looked = catch_unwind(AssertUnwindSafe(|| {
            let job = if job.go_on() {
                shared.ask_again(number, job)?
            } else {
                job
            };
            second.look(number, job)
        }));
        match looked {
            Ok(Some(job)) => self.composer.begin(number, job, &self.models),
            // Its sentences are halfway, or a second translator has the doubtful ones or is being loaded.
            Ok(None) => {}
            Err(_) => {
                let settled = Settled::defect(article, "checking");
                drop(self.products.send(Product::Settled(settled)));
            }
        }
    }
}

#[cfg(test)]
#[path = "collect_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
