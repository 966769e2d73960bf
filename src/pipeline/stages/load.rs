//! The loader. This file owns loading each model once, when it is first wanted, and handing it to
//! the stages that use it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use crossbeam_channel::{Receiver, Sender};

use crate::pipeline::error::RunError;
use crate::pipeline::messages::{Loaded, Want};
use crate::pipeline::models::{Loads, Role, Running};
use crate::pipeline::state::Shared;
use crate::pipeline::translating::Translating;
use crate::pipeline::translators::Translator;
use crate::text::counted;
use crate::translate::Terms;

/// The advice given if the headline model cannot be loaded.
const WITHOUT_HEADLINER: &str =
    "the model for headlines (mend it, or do without it: --headliner extractive)";

/// The advice given if a second translator cannot be loaded.
const WITHOUT_SECOND: &str =
    "the second translator (mend it, or do without it: leave out --second-translator)";

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
                let _ = self.loaded.send(Loaded::Failed(error));
            }
            // Whoever waits for an answer goes on only when the collector can know of the failure.
            drop(want);
        }
    }

    // The collector gets a model before the stage that asked for it, because it closes the models
    // that it knows when the run is stopped.
    fn answer(&mut self, want: &Want) -> Result<(), RunError> {
        match want {
            Want::Summarizer(reply) => {
                if let Some(summarizer) = self.load(&Role::Summarizer)? {
                    self.hand_over(Role::Summarizer, summarizer);
                }
                let _ = reply.send(());
            }
            Want::Translator(code, reply) => {
                let answer = match self.translator(code) {
                    Ok(translating) => Ok(translating),
                    Err(error) if self.shared.recipe.translators.needs(code) => return Err(error),
                    Err(error) => Err(format!("{error:#}")),
                };
                let _ = reply.send(answer);
            }
            Want::SecondTranslator(code) => {
                let missing = || anyhow!("there is no second translator for {code}: a defect");
                let first = self.shared.recipe.translators.of(code)?;
                let second = first.and_then(Translator::for_second);
                let second = second.ok_or_else(missing).map_err(RunError::Models)?;
                let role = Role::SecondTranslator(code.clone());
                let translating = self.translating(code, second, role)?;
                let translating = self.keep(translating.into_second());
                let _ = self.loaded.send(Loaded::Second(translating));
            }
            Want::Headliner => {
                if let Some(headliner) = self.load(&Role::Headliner)? {
                    self.hand_over(Role::Headliner, headliner);
                }
            }
        }
        Ok(())
    }

    /// Loads the translator of a language and hands it to the collector.
    fn translator(&mut self, code: &str) -> Result<Arc<Translating>, RunError> {
        let recipe = self.shared.recipe;
        let missing = || RunError::Models(anyhow!("{}", recipe.translators.useless(code, None)));
        let translator = recipe.translators.of(code)?.ok_or_else(missing)?;
        let role = Role::Translator(code.to_owned());
        let translating = self.translating(code, translator.clone(), role)?;
        Ok(self.keep(translating))
    }

    /// Shares a translator, whose translations are then written to the memory.
    fn keep(&self, translating: Translating) -> Arc<Translating> {
        let translating = Arc::new(translating);
        self.shared.save_later(translating.clone());
        translating
    }

    /// Loads the model of a role for texts in a language and hands it to the collector.
    fn translating(
        &mut self,
        code: &str,
        translator: Translator,
        role: Role,
    ) -> Result<Translating, RunError> {
        let recipe = self.shared.recipe;
        let recall = self.shared.recall(&recipe.origin(code, &translator))?;
        let missing = || RunError::Models(anyhow!("{}", recipe.translators.useless(code, None)));
        let running = self.load(&role)?.ok_or_else(missing)?;
        let translating = Translating::new(&running, code, translator, recipe.beams, recall);
        if let Some(terms) = &translating.terms {
            self.tell_unwritable(terms);
        }
        self.hand_over(role, running);
        Ok(translating)
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
    fn load(&mut self, role: &Role) -> Result<Option<Running>, RunError> {
        let Some(load) = self.loads.remove(role) else {
            return Ok(None);
        };
        self.shared.observer.loading();
        let loaded = catch_unwind(AssertUnwindSafe(load)).unwrap_or_else(|_| {
            Err(anyhow!(
                "loading the models hit a defect in mujaz; please report it"
            ))
        });
        self.shared.observer.loaded();
        let loaded = match role {
            Role::Headliner => loaded.context(WITHOUT_HEADLINER),
            Role::SecondTranslator(_) => loaded.context(WITHOUT_SECOND),
            Role::Translator(_) | Role::Summarizer => loaded,
        };
        loaded.map(Some).map_err(RunError::Models)
    }

    fn hand_over(&self, role: Role, model: Running) {
        let spent = model.engine.spent().total();
        let ready = Loaded::Ready(role, Box::new(model), spent);
        let _ = self.loaded.send(ready);
    }
}
