//! The loader. This file owns loading each model when it is first wanted, handing it to the stages that
//! use it, and unloading it where it has to make room.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use crossbeam_channel::{Receiver, Sender, bounded};

use crate::pipeline::error::RunError;
use crate::pipeline::kept::Kept;
use crate::pipeline::messages::{Loaded, Want};
use crate::pipeline::models::{Role, Running};
use crate::pipeline::state::Shared;
use crate::pipeline::translating::Translating;
use crate::pipeline::translators::{Onward, Translator};
use crate::store::Origin;
use crate::text::{counted, language_name};
use crate::translate::Terms;

/// The advice given if the headline model cannot be loaded.
const WITHOUT_HEADLINER: &str =
    "the model for headlines (mend it, or do without it: --headliner extractive)";

/// The advice given if a second translator cannot be loaded.
const WITHOUT_SECOND: &str =
    "the second translator (mend it, or do without it: leave out --second-translator)";

pub(in crate::pipeline) struct Loader<'a, 'm> {
    shared: &'a Shared<'a>,
    models: &'a Kept<'m>,
    wants: Receiver<Want>,
    loaded: Sender<Loaded>,
    /// The translators of this run, those that were unloaded included: what they translated is known.
    known: BTreeMap<Role, Arc<Translating>>,
}

impl<'a, 'm> Loader<'a, 'm> {
    pub(in crate::pipeline) fn new(
        shared: &'a Shared<'a>,
        models: &'a Kept<'m>,
        wants: Receiver<Want>,
        loaded: Sender<Loaded>,
    ) -> Self {
        Self {
            shared,
            models,
            wants,
            loaded,
            known: BTreeMap::new(),
        }
    }

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
                    Err(error) => {
                        self.models.give_up(code);
                        Err(format!("{error:#}"))
                    }
                };
                let _ = reply.send(answer);
            }
            Want::SecondTranslator(code) => {
                let translating = self.second_translator(code)?;
                let _ = self.loaded.send(Loaded::Second(translating));
            }
            Want::Headliner => {
                if let Some(headliner) = self.load(&Role::Headliner)? {
                    self.hand_over(Role::Headliner, headliner);
                }
            }
            Want::Unload(weights, reply) => {
                self.unload(*weights);
                let _ = reply.send(());
            }
        }
        Ok(())
    }

    /// Loads the translator of a language, with both of its models if it has two, and hands it to the
    /// collector.
    fn translator(&mut self, code: &str) -> Result<Arc<Translating>, RunError> {
        let role = Role::Translator(code.to_owned());
        if let Some(earlier) = self.again(&role)? {
            return Ok(earlier);
        }
        let recipe = self.shared.recipe;
        let missing = || RunError::Models(anyhow!("{}", recipe.translators.useless(code, None)));
        let translator = recipe.translators.of(code)?.ok_or_else(missing)?;
        let origin = recipe.origin(code, translator);
        let onward = match &translator.onward {
            Some(onward) => Some(self.onward_translator(code, translator, onward)?),
            None => None,
        };
        let translating = self.translating(translator.clone(), &role, &origin)?;
        let translating = match onward {
            Some(onward) => translating.into_first(onward),
            None => translating,
        };
        Ok(self.keep(role, translating))
    }

    /// The same for the second model of a translator that goes by way of another language.
    fn onward_translator(
        &mut self,
        code: &str,
        translator: &Translator,
        onward: &Onward,
    ) -> Result<Arc<Translating>, RunError> {
        let role = Role::OnwardTranslator(code.to_owned());
        if let Some(earlier) = self.again(&role)? {
            return Ok(earlier);
        }
        let recipe = self.shared.recipe;
        let origin = recipe.onward_origin(code, &translator.model, onward);
        let translating = self.translating(translator.clone(), &role, &origin)?;
        Ok(self.keep(role, translating.into_onward(&onward.through)))
    }

    /// The same for the second translator of a language.
    fn second_translator(&mut self, code: &str) -> Result<Arc<Translating>, RunError> {
        let role = Role::SecondTranslator(code.to_owned());
        if let Some(earlier) = self.again(&role)? {
            return Ok(earlier);
        }
        let missing = || anyhow!("there is no second translator for {code}: a defect");
        let first = self.shared.recipe.translators.of(code)?;
        let second = first.and_then(Translator::for_second);
        let second = second.ok_or_else(missing).map_err(RunError::Models)?;
        let origin = self.shared.recipe.origin(code, &second);
        let translating = self.translating(second, &role, &origin)?;
        Ok(self.keep(role, translating.into_second()))
    }

    /// Loads a translator of this run of which a part was unloaded, and hands it to the collector.
    fn again(&self, role: &Role) -> Result<Option<Arc<Translating>>, RunError> {
        let Some(translating) = self.known.get(role).cloned() else {
            return Ok(None);
        };
        if translating.onward.is_some() {
            self.again(&Role::OnwardTranslator(translating.code.clone()))?;
        }
        let running = self.load(role)?;
        Ok(running.map(|running| {
            translating.resume(&running);
            self.hand_over(role.clone(), running);
            translating
        }))
    }

    /// Shares a translator, whose translations are then written to the memory.
    fn keep(&mut self, role: Role, translating: Translating) -> Arc<Translating> {
        if let Some(terms) = &translating.terms {
            self.tell_unwritable(terms);
        }
        let translating = Arc::new(translating);
        self.shared.save_later(translating.clone());
        self.known.insert(role, translating.clone());
        translating
    }

    /// Unloads the models that have these weights, which no article uses.
    fn unload(&self, weights: usize) {
        let mut languages = BTreeSet::new();
        let notices = self.models.unload(weights, |roles| {
            let translated = roles.iter().filter_map(Role::language);
            languages.extend(translated.map(|code| language_name(code).to_owned()));
            let (done, gone) = bounded(1);
            // A collector that has ended has let go of everything.
            let _ = self.loaded.send(Loaded::LetGo(roles.to_vec(), done));
            let _ = gone.recv();
        });
        let observer = self.shared.observer;
        for notice in notices {
            observer.notice(&notice.to_string());
        }
        if !languages.is_empty() {
            let languages: Vec<_> = languages.into_iter().collect();
            observer.notice(&format!(
                "unloaded the model for {}, to make room for others (--model-memory)",
                languages.join(", ")
            ));
        }
    }

    /// Loads the model of a translator's role and hands it to the collector. What it writes has this
    /// origin.
    fn translating(
        &self,
        translator: Translator,
        role: &Role,
        origin: &Origin,
    ) -> Result<Translating, RunError> {
        let recipe = self.shared.recipe;
        let code = role.language().unwrap_or_default();
        let recall = self.shared.recall(origin)?;
        let missing = || RunError::Models(anyhow!("{}", recipe.translators.useless(code, None)));
        let running = self.load(role)?.ok_or_else(missing)?;
        let translating = Translating::new(&running, code, translator, recipe.beams, recall);
        self.hand_over(role.clone(), running);
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

    /// The model of a role, if there is one.
    fn load(&self, role: &Role) -> Result<Option<Running>, RunError> {
        if !self.models.has(role) {
            return Ok(None);
        }
        self.shared.observer.loading();
        let load = AssertUnwindSafe(|| self.models.get(role));
        let loaded = catch_unwind(load).unwrap_or_else(|_| {
            Some(Err(anyhow!(
                "loading the models hit a defect in mujaz; please report it"
            )))
        });
        self.shared.observer.loaded();
        let Some(loaded) = loaded else {
            return Ok(None);
        };
        let loaded = match role {
            Role::Headliner => loaded.context(WITHOUT_HEADLINER),
            Role::SecondTranslator(_) => loaded.context(WITHOUT_SECOND),
            Role::Translator(_) | Role::OnwardTranslator(_) | Role::Summarizer => loaded,
        };
        loaded.map(Some).map_err(RunError::Models)
    }

    fn hand_over(&self, role: Role, model: Running) {
        let spent = model.engine.spent().total();
        let ready = Loaded::Ready(role, Box::new(model), spent);
        let _ = self.loaded.send(ready);
    }
}
