//! The loader. This file owns loading each model once, when it is first wanted, and handing it to
//! the stages that use it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use crossbeam_channel::{Receiver, Sender};

use crate::pipeline::messages::{Loaded, RunError, Want};
use crate::pipeline::models::{Loads, Role, Running, Translating};
use crate::pipeline::settings::counted;
use crate::pipeline::state::Shared;
use crate::translate::Terms;

/// The advice given if the headline model cannot be loaded.
const WITHOUT_HEADLINER: &str =
    "the model for headlines (mend it, or do without it: --headliner extractive)";

pub(in crate::pipeline) struct Loader<'a> {
    pub(in crate::pipeline) shared: &'a Shared<'a>,
    pub(in crate::pipeline) loads: Loads<'a>,
    pub(in crate::pipeline) wants: Receiver<Want>,
    pub(in crate::pipeline) loaded: Sender<Loaded>,
}

impl Loader<'_> {
    /// Works until no stage is left that could want a model.
    pub(in crate::pipeline) fn run(mut self) {
        while let Ok(want) = self.wants.recv() {
            if self.shared.stopped() {
                // It is too late; the next run does these articles.
                continue;
            }
            if let Err(error) = self.answer(&want) {
                self.shared.stop();
                // The collector stays until it has seen the end of this channel.
                let _ = self.loaded.send(Loaded::Failed(RunError::Models(error)));
            }
            // Whoever waits for an answer goes on only when the collector can know of the failure.
            drop(want);
        }
    }

    fn answer(&mut self, want: &Want) -> anyhow::Result<()> {
        match want {
            Want::Translator(reply) => {
                self.shared.observer.loading();
                let translator = self
                    .load(Role::Translator)?
                    .ok_or_else(|| anyhow!("there is no translator"))?;
                let summarizer = self.load(Role::Summarizer)?;
                self.shared.observer.loaded();
                let translating = Translating::with(&translator, self.shared.recipe);
                if let Some(terms) = &translating.terms {
                    self.tell_unwritable(terms);
                }
                // The collector gets it first, because it closes the models that it knows when the
                // run is stopped.
                self.hand_over(Role::Translator, translator);
                if let Some(summarizer) = summarizer {
                    self.hand_over(Role::Summarizer, summarizer);
                }
                let _ = reply.send(Arc::new(translating));
            }
            Want::Headliner => {
                if let Some(headliner) = self.load(Role::Headliner).context(WITHOUT_HEADLINER)? {
                    self.hand_over(Role::Headliner, headliner);
                }
            }
        }
        Ok(())
    }

    /// Says which terms of the glossary the translator cannot write.
    fn tell_unwritable(&self, terms: &Terms) {
        let unwritable: Vec<&str> = terms.unwritable().map(|term| &*term.english).collect();
        if let Some(first) = unwritable.first() {
            self.shared.observer.notice(&format!(
                "{} of the glossary cannot be written by this translator, first “{first}”: a brief \
                 says where one is missing",
                counted(unwritable.len(), "term")
            ));
        }
    }

    /// The model of a role, when it is asked for the first time.
    fn load(&mut self, role: Role) -> anyhow::Result<Option<Running>> {
        let Some(load) = self.loads.take(role) else {
            return Ok(None);
        };
        catch_unwind(AssertUnwindSafe(load))
            .unwrap_or_else(|_| {
                Err(anyhow!(
                    "loading the models hit a defect in mujaz; please report it"
                ))
            })
            .map(Some)
    }

    fn hand_over(&self, role: Role, model: Running) {
        let _ = self.loaded.send(Loaded::Ready(role, Box::new(model)));
    }
}
