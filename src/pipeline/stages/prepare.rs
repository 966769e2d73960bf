//! The preparing stage. This file owns turning articles into jobs and submitting their pieces to
//! the translators; it requests a model only when the first article that needs it has arrived.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::brief::{Flag, FlagKind};
use crate::pipeline::job::{Job, Readable};
use crate::pipeline::key::Key;
use crate::pipeline::languages::Way;
use crate::pipeline::messages::{Event, Settled, Want};
use crate::pipeline::state::Shared;
use crate::pipeline::translating::Translating;
use crate::text::{language_name, script_of_language};

pub(in crate::pipeline) struct Preparer<'a> {
    pub(in crate::pipeline) shared: &'a Shared<'a>,
    pub(in crate::pipeline) articles: Receiver<Readable>,
    pub(in crate::pipeline) events: Sender<Event>,
    pub(in crate::pipeline) wants: Sender<Want>,
}

/// What is loaded of the translators, by the language that they read.
type Known = BTreeMap<String, Arc<Translating>>;

impl Preparer<'_> {
    /// Works until the reader has finished or the run is stopped.
    pub(in crate::pipeline) fn run(self) {
        let mut known = Known::new();
        for (number, readable) in (0..).zip(&self.articles) {
            if self.shared.stopped() {
                return;
            }
            if number == 0 && self.ask(Want::Summarizer).is_none() {
                // The loader has reported the reason.
                return;
            }
            for code in readable.languages.all() {
                if known.contains_key(code) || !self.shared.recipe.translators.reads(code) {
                    continue;
                }
                let want = |reply| Want::Translator(code.to_owned(), reply);
                let Some(translating) = self.ask(want) else {
                    return;
                };
                known.insert(code.to_owned(), translating);
            }
            let (path, key) = (readable.article.source.path.clone(), readable.key.clone());
            let submitted = catch_unwind(AssertUnwindSafe(|| {
                self.submit(number, readable, &known);
            }));
            if submitted.is_err() {
                let _ = self
                    .events
                    .send(Event::Settled(Settled::defect(path, key, "reading")));
            }
        }
    }

    /// Asks the loader and waits for its answer.
    fn ask<T>(&self, want: impl FnOnce(Sender<T>) -> Want) -> Option<T> {
        let (reply, answer) = bounded(1);
        self.wants.send(want(reply)).ok()?;
        answer.recv().ok()
    }

    fn submit(&self, number: u32, readable: Readable, known: &Known) {
        let own = readable.languages.own.clone();
        let mut job = Job::new(readable, &|code| self.way(code, &own, known));
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
        for (piece, translating, ask) in asks {
            let key = Key {
                article: number,
                piece,
            };
            if !translating.submit(key, ask) {
                break;
            }
        }
    }

    /// What becomes of texts in a language, in an article whose own language is `own`.
    fn way(&self, code: &str, own: &str, known: &Known) -> Way {
        if let Some(translating) = known.get(code) {
            return Way::Translated(translating.clone(), None);
        }
        let Some(lack) = self.shared.recipe.translators.lack(code) else {
            return Way::Kept;
        };
        match known.get(own) {
            // What the article's translator can read, it may translate better than nobody.
            Some(translating) if script_of_language(code) == script_of_language(own) => {
                let (other, own) = (language_name(code), language_name(own));
                let what = format!("It seems to be in {other}, and was translated as {own}.");
                let doubt = Flag::new(FlagKind::Language, what);
                Way::Translated(translating.clone(), Some(doubt))
            }
            _ => Way::Left(lack),
        }
    }
}
