//! The models of one run, or of several. This file owns how they are loaded and unloaded; `room` decides
//! which of them are in memory together.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU32;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::engine::Notice;

use super::error::RunError;
use super::models::{Role, Running};
use super::room::{Footprint, Room};

/// The models of one run, or of several that use them one after the other. Each is loaded when it is
/// first needed, and may be unloaded in between.
pub struct Kept<'a> {
    models: BTreeMap<Role, Mutex<KeptModel<'a>>>,
    room: Mutex<Room>,
    numbers: AtomicU32,
}

struct KeptModel<'a> {
    load: Box<dyn FnMut() -> anyhow::Result<Running> + Send + 'a>,
    /// The number of its weights.
    weights: usize,
    state: State,
}

enum State {
    NotLoaded,
    Loaded(Running),
    /// It cannot be loaded, for this reason.
    Useless(String),
}

impl<'a> Kept<'a> {
    /// Keeps the models that these functions load. Translators that would take more than `limit` bytes
    /// together are loaded one after the other.
    pub fn new(loads: Loads<'a>, limit: Option<u64>) -> Self {
        let footprints = loads.iter();
        let footprints = footprints.map(|(role, load)| (role.clone(), load.footprint));
        let room = Room::new(&footprints.collect(), limit);
        let keep = |(role, load): (Role, Load<'a>)| {
            let model = KeptModel {
                load: load.load,
                weights: load.footprint.weights,
                state: State::NotLoaded,
            };
            (role, Mutex::new(model))
        };
        Self {
            models: loads.into_iter().map(keep).collect(),
            room: Mutex::new(room),
            numbers: AtomicU32::new(0),
        }
    }

    /// Begins a run. Answers that an earlier run did not wait for are dropped, and only here: once a
    /// model is in use, it answers this run, also when the run loads it in another role. What an earlier
    /// run asked and a model is still at is answered later; the number of its article tells it apart.
    pub(super) fn begin(&self) {
        for model in self.models.values() {
            if let State::Loaded(running) = &lock(model).state {
                running.engine.outcomes().try_iter().for_each(drop);
            }
        }
    }

    /// The number of the next article. Numbers run on from one run to the next, so that no answer to an
    /// article of an earlier run is taken for one to an article of this run.
    pub(super) fn numbers(&self) -> &AtomicU32 {
        &self.numbers
    }

    /// Which models may be in memory together.
    pub(super) fn room(&self) -> &Mutex<Room> {
        &self.room
    }

    /// Whether there is a model for this role.
    pub(super) fn has(&self, role: &Role) -> bool {
        self.models.contains_key(role)
    }

    /// The model of a role, which is loaded if it is not; `None` if there is none.
    ///
    /// # Errors
    /// That of loading it, and again its text whenever it is asked for later.
    pub(super) fn get(&self, role: &Role) -> Option<anyhow::Result<Running>> {
        self.models.get(role).map(|model| lock(model).get())
    }

    /// Takes it that a translator that could not be had has no place in memory, unless its model itself can
    /// be loaded: then another try needs the place.
    pub(super) fn give_up(&self, code: &str) {
        let first = self.models.get(&Role::Translator(code.to_owned()));
        let onward = self.models.get(&Role::OnwardTranslator(code.to_owned()));
        let mut legs = first.into_iter().chain(onward);
        let is_useless = legs.any(|model| matches!(lock(model).state, State::Useless(_)));
        if first.is_none() || is_useless {
            let mut room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
            room.is_useless(code);
        }
    }

    /// Unloads these weights of translators. `let_go` gets the roles of the models that have them, and sees to it that
    /// nobody uses these any more. Returns their last notices.
    pub(super) fn unload(&self, weights: usize, let_go: impl FnOnce(&[Role])) -> Vec<Notice> {
        let (mut roles, mut unloaded) = (Vec::new(), Vec::new());
        for (role, model) in &self.models {
            let mut model = lock(model);
            if role.language().is_some()
                && model.weights == weights
                && let Some(running) = model.take()
            {
                roles.push(role.clone());
                unloaded.push(running);
            }
        }
        let_go(&roles);
        unloaded.into_iter().flat_map(Running::stop).collect()
    }

    /// Loads those that are not loaded yet, but for second translators, which may never be needed.
    ///
    /// # Errors
    /// [`RunError::Models`] for the first that cannot be loaded.
    pub fn load_all(&self) -> Result<(), RunError> {
        let models = self.models.iter();
        let mut models = models.filter(|(role, _)| !matches!(role, Role::SecondTranslator(_)));
        models
            .try_for_each(|(_, model)| lock(model).get().map(drop))
            .map_err(RunError::Models)
    }

    /// Ends the models' threads.
    pub fn stop(self) {
        for model in self.models.into_values() {
            let mut model = model.into_inner().unwrap_or_else(PoisonError::into_inner);
            if let Some(running) = model.take() {
                running.stop();
            }
        }
    }
}

fn lock<'m, 'a>(model: &'m Mutex<KeptModel<'a>>) -> MutexGuard<'m, KeptModel<'a>> {
    model.lock().unwrap_or_else(PoisonError::into_inner)
}

impl KeptModel<'_> {
    fn get(&mut self) -> anyhow::Result<Running> {
        match &self.state {
            State::Loaded(running) => return Ok(running.clone()),
            State::Useless(reason) => return Err(anyhow::anyhow!("{reason}")),
            State::NotLoaded => {}
        }
        // What is found here if loading panics.
        let defect = "loading it hit a defect in mujaz; please report it".to_owned();
        self.state = State::Useless(defect);
        let loaded = (self.load)();
        self.state = match &loaded {
            Ok(running) => State::Loaded(running.clone()),
            Err(error) => State::Useless(format!("{error:#}")),
        };
        loaded
    }

    /// Takes the model out, if it is loaded.
    fn take(&mut self) -> Option<Running> {
        match std::mem::replace(&mut self.state, State::NotLoaded) {
            State::Loaded(running) => Some(running),
            other => {
                self.state = other;
                None
            }
        }
    }
}

/// A model that is not loaded yet.
pub struct Load<'a> {
    /// The memory that it will take.
    pub footprint: Footprint,
    /// Loads it; called again after it was unloaded.
    pub load: Box<dyn FnMut() -> anyhow::Result<Running> + Send + 'a>,
}

/// The models of a run, by their roles.
pub type Loads<'a> = BTreeMap<Role, Load<'a>>;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Weak};

    use super::*;
    use crate::engine::Engine;
    use crate::pipeline::models::tests::{ask, running, with};

    #[test]
    fn a_model_in_use_keeps_its_answers_when_it_is_loaded_in_another_role() {
        let model = running();
        let roles = ["ar", "fa"].map(|code| Role::Translator(code.to_owned()));
        let mut loads = Loads::new();
        for role in &roles {
            let shared = model.clone();
            loads.insert(role.clone(), load(0, move || Ok(shared.clone())));
        }
        let kept = Kept::new(loads, None);
        kept.load_all().unwrap();
        ask(&model);
        kept.begin();
        assert!(model.engine.outcomes().is_empty(), "of an earlier run");
        for role in &roles {
            ask(&model);
            kept.get(role).unwrap().unwrap();
            assert_eq!(model.engine.outcomes().try_iter().count(), 1, "{role:?}");
        }
        kept.stop();
        model.stop();
    }

    #[test]
    fn a_model_is_unloaded_for_all_its_languages_and_loaded_again_when_it_is_needed() {
        let roles = ["ar", "fa", "fr"].map(|code| Role::Translator(code.to_owned()));
        let [arabic, persian, french] = &roles;
        let (shared, loaded) = (Mutex::new(Weak::<Engine>::new()), AtomicUsize::new(0));
        let start = || {
            let mut shared = shared.lock().unwrap();
            let engine = shared.upgrade().unwrap_or_else(|| {
                loaded.fetch_add(1, Ordering::Relaxed);
                running().engine
            });
            *shared = Arc::downgrade(&engine);
            Ok(with(engine))
        };
        let loads = [
            (arabic.clone(), load(0, start)),
            (persian.clone(), load(0, start)),
            (french.clone(), load(1, || Ok(running()))),
        ];
        let kept = Kept::new(loads.into_iter().collect(), None);
        kept.load_all().unwrap();
        let engine = |role| kept.get(role).unwrap().unwrap().engine;
        assert!(Arc::ptr_eq(&engine(arabic), &engine(persian)));
        let [old, other] = [arabic, french].map(|role| Arc::downgrade(&engine(role)));
        let mut told = Vec::new();
        kept.unload(0, |roles| told.extend_from_slice(roles));
        assert_eq!(told, [arabic.clone(), persian.clone()]);
        assert!(old.upgrade().is_none(), "its replicas have ended");
        assert!(other.upgrade().is_some());
        kept.unload(0, |roles| assert!(roles.is_empty()));
        assert_eq!(loaded.load(Ordering::Relaxed), 1);
        assert!(Arc::ptr_eq(&engine(arabic), &engine(persian)));
        assert_eq!(loaded.load(Ordering::Relaxed), 2);
        ask(&kept.get(persian).unwrap().unwrap());
        kept.stop();
    }

    /// A model of these weights, and what loads it.
    fn load<'a>(
        weights: usize,
        load: impl FnMut() -> anyhow::Result<Running> + Send + 'a,
    ) -> Load<'a> {
        let footprint = Footprint { weights, bytes: 1 };
        let load = Box::new(load);
        Load { footprint, load }
    }
}
