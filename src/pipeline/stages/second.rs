//! Second translations. This file owns when a translated article waits for a second translator, and
//! asking it; `job` decides about which sentences, and which translation is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossbeam_channel::Sender;

use crate::pipeline::job::Job;
use crate::pipeline::messages::Want;
use crate::pipeline::state::Shared;
use crate::pipeline::translating::Translating;

/// Gives sentences that their translator failed at, or is probably wrong about, to a second one.
pub(super) struct SecondLook<'a> {
    shared: &'a Shared<'a>,
    /// The channel to the loader, until no further model is wanted.
    wants: Option<Sender<Want>>,
    /// The languages whose second translator was requested from the loader.
    wanted: BTreeSet<String>,
    /// The second translators that are loaded, by language.
    known: BTreeMap<String, Arc<Translating>>,
    /// Articles that wait for one to be loaded, with their numbers.
    waiting: Vec<(u32, Job)>,
}

impl<'a> SecondLook<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, wants: Sender<Want>) -> Self {
        Self {
            shared,
            wants: Some(wants),
            wanted: BTreeSet::new(),
            known: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    /// Whether articles wait for a model to be loaded.
    pub(super) fn is_busy(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Makes no further requests to the loader; articles that wait for it are left for the next
    /// run.
    pub(super) fn want_nothing_more(&mut self) {
        self.wants = None;
    }

    /// Takes it that the second translator of a language is unloaded; no article needs it now.
    pub(super) fn is_gone(&mut self, language: &str) {
        self.known.remove(language);
        self.wanted.remove(language);
    }

    /// Takes a second translator that was loaded; returns the articles that waited for one.
    pub(super) fn is_there(&mut self, translating: Arc<Translating>) -> Vec<(u32, Job)> {
        self.known.insert(translating.code.clone(), translating);
        std::mem::take(&mut self.waiting)
    }

    /// Takes an article of which no piece is with a model. Returns it if its translation is
    /// finished; otherwise a second translator is asked, or loaded first.
    pub(super) fn look(&mut self, number: u32, mut job: Job) -> Option<Job> {
        if job.has_asked_second() {
            return Some(self.finish(job));
        }
        let languages = job.languages_for_second();
        if languages.is_empty() {
            return Some(job);
        }
        for code in &languages {
            if !self.known.contains_key(code) && self.wanted.insert(code.clone()) {
                let want = Want::SecondTranslator(code.clone());
                // The channel is gone only after a stop; the next run then does the article.
                let _ = self.wants.as_ref().map(|wants| wants.send(want));
            }
        }
        if languages.iter().all(|code| self.known.contains_key(code)) {
            return self.ask(number, job);
        }
        self.waiting.push((number, job));
        None
    }

    /// Asks the second translators. Returns the article if what they say is known already.
    fn ask(&self, number: u32, mut job: Job) -> Option<Job> {
        let asked = job.ask_second(&self.known);
        self.shared.counts().second.asked += asked;
        let job = self.shared.ask_again(number, job)?;
        Some(self.finish(job))
    }

    fn finish(&self, mut job: Job) -> Job {
        self.shared.counts().second.kept += job.keep_better();
        job
    }
}
