//! The models of a run. This file owns their roles and how they are loaded; the stages decide what
//! to ask and what to do with the answers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::Receiver;

use crate::engine::{DecodeParams, Engine, Notice, Outcome as Answer, Request};
use crate::model::TextCodec;
use crate::quality::Judging;
use crate::translate::Budget;

use super::error::RunError;
use super::key::Key;

/// A loaded model with everything that belongs to it. A clone is the same model.
#[derive(Clone)]
pub struct Running {
    /// Its replicas.
    pub engine: Arc<Engine>,
    /// Its tokenizer.
    pub codec: Arc<dyn TextCodec>,
    /// Its limits.
    pub budget: Budget,
    /// The settings that the model's authors decode with.
    pub defaults: DecodeParams,
    /// How its translations are judged word by word.
    pub judging: Judging,
}

/// The role of a model in a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It translates from the language with this ISO 639-1 code.
    Translator(String),
    /// It translates from that language what the first translator fails at.
    SecondTranslator(String),
    /// It writes headlines of articles without a title.
    Headliner,
    /// It writes summaries.
    Summarizer,
}

impl fmt::Display for Role {
    /// Writes the role as records name it, as in "translator ar".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Translator(code) => write!(f, "translator {code}"),
            Self::SecondTranslator(code) => write!(f, "second translator {code}"),
            Self::Headliner => f.write_str("headliner"),
            Self::Summarizer => f.write_str("summarizer"),
        }
    }
}

/// Models that several runs use, one after the other. Each is loaded when the first of them needs it.
pub struct Kept<'a> {
    models: BTreeMap<Role, Mutex<KeptModel<'a>>>,
}

enum KeptModel<'a> {
    NotLoaded(Load<'a>),
    Loaded(Running),
    /// It cannot be loaded, for this reason.
    Useless(String),
}

impl<'a> Kept<'a> {
    /// Keeps the models that these functions load.
    pub fn new(loads: Loads<'a>) -> Self {
        let keep = |(role, load)| (role, Mutex::new(KeptModel::NotLoaded(load)));
        Self {
            models: loads.into_iter().map(keep).collect(),
        }
    }

    /// The models for one run. Answers that an earlier run did not wait for are none of this one's,
    /// so they are dropped, and only here: once a model is in use, what it answers is this run's, also
    /// when the run loads it in another role.
    pub fn loads(&self) -> Loads<'_> {
        for model in self.models.values() {
            let model = model.lock().unwrap_or_else(PoisonError::into_inner);
            if let KeptModel::Loaded(running) = &*model {
                running.engine.outcomes().try_iter().for_each(drop);
            }
        }
        let load = |(role, model): (&Role, _)| -> (Role, Load<'_>) {
            (role.clone(), Box::new(move || KeptModel::get(model)))
        };
        self.models.iter().map(load).collect()
    }

    /// Loads those that are not loaded yet, but for second translators, which may never be needed.
    ///
    /// # Errors
    /// [`RunError::Models`] for the first that cannot be loaded.
    pub fn load_all(&self) -> Result<(), RunError> {
        let models = self.models.iter();
        let mut models = models.filter(|(role, _)| !matches!(role, Role::SecondTranslator(_)));
        models
            .try_for_each(|(_, model)| KeptModel::get(model).map(drop))
            .map_err(RunError::Models)
    }

    /// Ends the models' threads.
    pub fn stop(self) {
        for model in self.models.into_values() {
            let model = model.into_inner().unwrap_or_else(PoisonError::into_inner);
            if let KeptModel::Loaded(running) = model {
                running.stop();
            }
        }
    }
}

impl KeptModel<'_> {
    fn get(model: &Mutex<Self>) -> anyhow::Result<Running> {
        let mut model = model.lock().unwrap_or_else(PoisonError::into_inner);
        // What is found here if loading panics.
        let defect = Self::Useless("loading it hit a defect in mujaz; please report it".to_owned());
        let loaded = match std::mem::replace(&mut *model, defect) {
            Self::NotLoaded(load) => load(),
            Self::Loaded(running) => Ok(running),
            Self::Useless(reason) => Err(anyhow::anyhow!("{reason}")),
        };
        *model = match &loaded {
            Ok(running) => Self::Loaded(running.clone()),
            Err(error) => Self::Useless(format!("{error:#}")),
        };
        loaded
    }
}

/// Loads a model.
pub type Load<'a> = Box<dyn FnOnce() -> anyhow::Result<Running> + Send + 'a>;

/// The functions that load the models of a run when they are needed.
pub type Loads<'a> = BTreeMap<Role, Load<'a>>;

/// The models that are loaded. Several translators may share an engine.
#[derive(Default)]
pub(super) struct Models {
    by_role: BTreeMap<Role, Running>,
    /// The seconds that the replicas of each had spent in it before this run.
    spent_before: BTreeMap<Role, f64>,
    /// The channels on which answers arrive, with one of the roles of each.
    answers: Vec<(Role, Receiver<Answer>)>,
}

impl Models {
    /// Adds a model whose replicas have spent this many seconds in it so far. If it is in use in
    /// another role already, a part of them belongs to this run.
    pub(super) fn add(&mut self, role: Role, model: Running, spent: f64) {
        let mut known = self.by_role.iter();
        let known = known.find(|(_, known)| Arc::ptr_eq(&known.engine, &model.engine));
        let before = known.map_or(spent, |(known, _)| self.spent_before[known]);
        self.spent_before.insert(role.clone(), before);
        self.by_role.insert(role, model);
        let answers =
            |(role, engine): (&Role, &Arc<Engine>)| (role.clone(), engine.outcomes().clone());
        self.answers = self.engines().into_iter().map(answers).collect();
    }

    /// The model of a role.
    pub(super) fn get(&self, role: &Role) -> Option<&Running> {
        self.by_role.get(role)
    }

    /// The channels on which the answers of models arrive, with one of the roles of each.
    pub(super) fn answers(&self) -> &[(Role, Receiver<Answer>)] {
        &self.answers
    }

    /// Closes the models to requests; what is being decoded finishes.
    pub(super) fn close(&self) {
        for model in self.by_role.values() {
            model.engine.intake().close();
        }
    }

    /// Notices of the replicas since the last call.
    pub(super) fn notices(&self) -> Vec<Notice> {
        self.by_role
            .values()
            .flat_map(|model| model.engine.notices().try_iter())
            .collect()
    }

    /// The replicas of the translator that has most of them, and the seconds that those of all
    /// translators spent in the model in this run.
    pub(super) fn worked(&self) -> Worked {
        let mut worked = Worked::default();
        for (role, engine) in self.engines() {
            if matches!(role, Role::Translator(_) | Role::SecondTranslator(_)) {
                worked.replicas = worked.replicas.max(engine.replicas());
                worked.model_seconds += engine.spent().total() - self.spent_before[role];
            }
        }
        worked
    }

    /// Ends the models' threads; returns their last notices.
    pub(super) fn stop(self) -> Vec<Notice> {
        self.by_role.into_values().flat_map(Running::stop).collect()
    }

    /// Each engine once, with one of its roles.
    fn engines(&self) -> Vec<(&Role, &Arc<Engine>)> {
        let mut engines: Vec<(&Role, &Arc<Engine>)> = Vec::new();
        for (role, model) in &self.by_role {
            if !engines
                .iter()
                .any(|(_, known)| Arc::ptr_eq(known, &model.engine))
            {
                engines.push((role, &model.engine));
            }
        }
        engines
    }
}

/// The work of the translators' replicas.
#[derive(Default)]
pub(super) struct Worked {
    pub(super) replicas: usize,
    /// Seconds that they spent in the model in this run.
    pub(super) model_seconds: f64,
}

impl Running {
    /// Ends the replicas, unless another translator uses them; returns their last notices.
    pub fn stop(self) -> Vec<Notice> {
        let Some(engine) = Arc::into_inner(self.engine) else {
            return Vec::new();
        };
        let notices = engine.notices().clone();
        engine.stop();
        notices.try_iter().collect()
    }

    /// Submits a request that must not wait for room, because its article is in progress.
    pub(super) fn ask(&self, key: Key, tokens: Vec<u32>, params: DecodeParams) {
        // Only a closed engine refuses it; the article then stays undone until the next run.
        self.engine.intake().submit_again(Request {
            key: key.packed(),
            source: tokens.into(),
            params: params.into(),
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::engine::{Budget as BatchBudget, Mock, MockCodec, Seq2Seq};

    /// A model that copies its source.
    pub(in crate::pipeline) fn running() -> Running {
        let model = Mock::new(MockCodec::EOS, 64, Duration::ZERO);
        let replicas = vec![Box::new(model) as Box<dyn Seq2Seq>];
        let batch = BatchBudget {
            tokens: 64,
            rows: 8,
        };
        Running {
            engine: Arc::new(Engine::start(replicas, batch).unwrap()),
            codec: Arc::new(MockCodec),
            budget: Budget {
                source: 64,
                target: 63,
            },
            defaults: DecodeParams::default(),
            judging: Judging::default(),
        }
    }

    /// Asks a model for something and waits until it has answered.
    fn ask(model: &Running) {
        let key = Key {
            article: 0,
            piece: 0,
        };
        model.ask(key, vec![5, MockCodec::EOS], DecodeParams::default());
        let begun = Instant::now();
        while model.engine.outcomes().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(20), "no answer");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn the_time_of_a_kept_model_is_counted_for_the_run_that_spent_it() {
        let model = running();
        ask(&model);
        assert_eq!(model.engine.outcomes().try_iter().count(), 1);
        let earlier = model.engine.spent().total();
        assert!(earlier > 0.0);
        let [arabic, persian] = ["ar", "fa"].map(|code| Role::Translator(code.to_owned()));
        let mut models = Models::default();
        models.add(persian, model.clone(), earlier);
        assert_eq!(models.worked().model_seconds, 0.0);
        ask(&model);
        let all = model.engine.spent().total();
        models.add(arabic, model.clone(), all);
        assert_eq!(models.worked().model_seconds, all - earlier);
        models.stop();
        model.stop();
    }

    #[test]
    fn a_model_in_use_keeps_its_answers_when_it_is_loaded_in_another_role() {
        let model = running();
        let roles = ["ar", "fa"].map(|code| Role::Translator(code.to_owned()));
        let mut loads = Loads::new();
        for role in &roles {
            let shared = model.clone();
            loads.insert(role.clone(), Box::new(move || Ok(shared)));
        }
        let kept = Kept::new(loads);
        kept.load_all().unwrap();
        ask(&model);
        let mut loads = kept.loads();
        assert!(model.engine.outcomes().is_empty(), "of an earlier run");
        for role in &roles {
            ask(&model);
            loads.remove(role).unwrap()().unwrap();
            assert_eq!(model.engine.outcomes().try_iter().count(), 1, "{role:?}");
        }
        drop(loads);
        kept.stop();
        model.stop();
    }
}
