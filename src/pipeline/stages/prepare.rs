//! The preparing stage. This file owns turning articles into jobs and submitting their pieces to
//! the translators; it requests a model only when an article needs it. Which article is next is decided
//! in `turns`.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crossbeam_channel::{Sender, bounded};

use crate::brief::{Flag, FlagKind};
use crate::pipeline::job::{Job, Readable};
use crate::pipeline::languages::{Languages, Way};
use crate::pipeline::messages::{Event, Named, Settled, Want};
use crate::pipeline::room::Hold;
use crate::pipeline::state::{Shared, TakenIn};
use crate::pipeline::translating::Translating;
use crate::store::Outcome;
use crate::text::language_name;

use super::turns::{Turn, Turns};

pub(in crate::pipeline) struct Preparer<'a> {
    pub(in crate::pipeline) shared: &'a Shared<'a>,
    pub(in crate::pipeline) turns: Turns<'a>,
    /// The number of the next article.
    pub(in crate::pipeline) numbers: &'a AtomicU32,
    pub(in crate::pipeline) events: Sender<Event>,
    pub(in crate::pipeline) wants: Sender<Want>,
}

/// The translators that are loaded, or why one cannot be used, by language.
type Known = BTreeMap<String, Result<Arc<Translating>, String>>;

impl Preparer<'_> {
    /// Works until the reader has finished or the run is stopped.
    pub(in crate::pipeline) fn run(mut self) {
        let mut known = Known::new();
        let shared = self.shared;
        let mut is_first = true;
        while let Some(turn) = self.turns.take(&|| shared.stopped()) {
            let Turn {
                readable,
                hold,
                leaving,
            } = turn;
            if std::mem::take(&mut is_first) && self.ask(Want::Summarizer).is_none() {
                // The loader has reported the reason.
                return;
            }
            if self
                .load(&readable.languages, leaving, &mut known)
                .is_none()
            {
                return;
            }
            if let Some(Err(why)) = known.get(&readable.languages.own) {
                self.give_up(&readable, why);
                continue;
            }
            let article = Named::of(&readable.article.source, &readable.key);
            let submitted = catch_unwind(AssertUnwindSafe(|| {
                self.submit(readable, hold, &known);
            }));
            if submitted.is_err() {
                let settled = Settled::defect(article, "reading");
                let _ = self.events.send(Event::Settled(settled));
            }
        }
    }

    /// Has the translators of an article's languages loaded that are not, after others have left. `None`
    /// if the run ends.
    fn load(&self, languages: &Languages, leaving: Vec<usize>, known: &mut Known) -> Option<()> {
        for weights in leaving {
            let gone = self.turns.room().take_away(weights);
            known.retain(|code, answer| answer.is_err() || !gone.contains(code));
            self.ask(|reply| Want::Unload(weights, reply))?;
        }
        for code in languages.all() {
            if known.contains_key(code) || !self.shared.recipe.translators.reads(code) {
                continue;
            }
            let answer = self.ask(|reply| Want::Translator(code.to_owned(), reply))?;
            known.insert(code.to_owned(), answer);
        }
        Some(())
    }

    /// Ends an article whose translator cannot be used; the next run tries it again.
    fn give_up(&self, readable: &Readable, why: &str) {
        let translators = &self.shared.recipe.translators;
        let source = &readable.article.source;
        self.shared.observer.read(source.bytes, 0);
        let settled = Settled {
            article: Named::of(source, &readable.key),
            outcome: Outcome::Failed,
            reason: translators.useless(&readable.languages.own, Some(why)),
            may_pass: true,
        };
        // The collector stays until it has seen the end of this channel.
        let _ = self.events.send(Event::Settled(settled));
    }

    /// Asks the loader and waits for its answer.
    fn ask<T>(&self, want: impl FnOnce(Sender<T>) -> Want) -> Option<T> {
        let (reply, answer) = bounded(1);
        self.wants.send(want(reply)).ok()?;
        answer.recv().ok()
    }

    fn submit(&self, readable: Readable, hold: Hold, known: &Known) {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let job = Job::new(readable, &|languages, paragraph| {
            self.way(languages, paragraph, known)
        });
        let mut job = job.holding(hold);
        self.shared.counts().recalled.approved += job.approved() as u64;
        self.shared.look_up(&mut job);
        let bytes = job.article.source.bytes;
        self.shared.observer.read(bytes, job.unanswered().len());
        match self.shared.take_in(number, Box::new(job)) {
            // The collector stays until it has seen the end of this channel.
            TakenIn::Complete(job) => drop(self.events.send(Event::Complete(number, job))),
            TakenIn::Asks(asks) => self.shared.make(number, asks, Translating::submit),
        }
    }

    /// The treatment of a paragraph.
    fn way(&self, languages: &Languages, paragraph: usize, known: &Known) -> Way {
        let translators = &self.shared.recipe.translators;
        let (code, own) = (languages.of(paragraph), languages.own.as_str());
        let missing = match known.get(code) {
            Some(Ok(translating)) => return Way::Translated(translating.clone(), None),
            Some(Err(why)) => translators.useless(code, Some(why)),
            None => match translators.lack(code) {
                Some(lack) => lack,
                None => return Way::Kept,
            },
        };
        let other = languages.others.get(&paragraph);
        match known.get(own) {
            // The article's translator may read it better than nobody.
            Some(Ok(translating)) if other.is_some_and(|other| other.same_script) => {
                let (other, own) = (language_name(code), language_name(own));
                let what = format!("It seems to be in {other}, and was translated as {own}.");
                let doubt = Flag::new(FlagKind::Language, what);
                Way::Translated(translating.clone(), Some(doubt))
            }
            _ => Way::Left(missing),
        }
    }
}
