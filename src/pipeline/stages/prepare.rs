//! The preparing stage. This file owns turning articles into jobs and submitting their pieces to
//! the translator; it requests the models only when the first article has arrived.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::engine::Request;
use crate::pipeline::job::{Job, Readable};
use crate::pipeline::messages::{Event, Settled, Want};
use crate::pipeline::models::{Key, Translating};
use crate::pipeline::state::Shared;

pub(in crate::pipeline) struct Preparer<'a> {
    pub(in crate::pipeline) shared: &'a Shared<'a>,
    pub(in crate::pipeline) articles: Receiver<Readable>,
    pub(in crate::pipeline) events: Sender<Event>,
    pub(in crate::pipeline) wants: Sender<Want>,
}

impl Preparer<'_> {
    /// Works until the reader has finished or the run is stopped.
    pub(in crate::pipeline) fn run(self) {
        let mut translating = None;
        for (number, readable) in (0..).zip(&self.articles) {
            if self.shared.stopped() {
                return;
            }
            if translating.is_none() {
                translating = self.translator();
            }
            let Some(translating) = &translating else {
                // The loader has reported the reason.
                return;
            };
            let (path, key) = (readable.article.source.path.clone(), readable.key.clone());
            let submitted = catch_unwind(AssertUnwindSafe(|| {
                self.submit(number, readable, translating);
            }));
            if submitted.is_err() {
                let _ = self
                    .events
                    .send(Event::Settled(Settled::defect(path, key, "reading")));
            }
        }
    }

    fn translator(&self) -> Option<Arc<Translating>> {
        let (reply, translating) = bounded(1);
        self.wants.send(Want::Translator(reply)).ok()?;
        translating.recv().ok()
    }

    fn submit(&self, number: u32, readable: Readable, translating: &Arc<Translating>) {
        let language = self.shared.recipe.language();
        let mut job = Job::new(readable, language, translating.clone());
        self.shared.look_up(&mut job);
        let bytes = job.article.source.bytes;
        self.shared.observer.read(bytes, job.unanswered().len());
        // No answer may arrive before the job is there.
        let mut jobs = self.shared.jobs();
        let asks = self.shared.requests(number, &mut job);
        if job.is_complete() {
            drop(jobs);
            // The collector stays until it has seen the end of this channel.
            let _ = self.events.send(Event::Complete(number, Box::new(job)));
            return;
        }
        jobs.insert(number, job);
        drop(jobs);
        for ask in asks {
            let key = Key {
                article: number,
                piece: ask.piece,
            };
            let request = Request {
                key: key.packed(),
                source: ask.tokens.into(),
                params: ask.params.into(),
            };
            if !translating.intake.submit(request) {
                break;
            }
        }
    }
}
