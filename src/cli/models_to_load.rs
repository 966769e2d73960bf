//! The models of a run, before they are loaded. This file owns which of them share their weights; how a
//! located model becomes a running one is decided in `load`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::load::{MockSettings, Task, start_mock, start_shared, start_summarizer};
use super::model_memory::reckoned;
use super::placement::{DEFAULT_TRANSLATOR, Placement, for_summaries, script_of_source};
use super::progress::Progress;
use crate::model::Located;
use crate::pipeline::{Footprint, Kept, Load, Loads, Recipe, Role};
use crate::text::{Script, TARGET};

/// The models of a run, before they are loaded.
pub(super) struct ModelsToLoad {
    /// The translators, by the language that they read.
    pub(super) translators: BTreeMap<String, Located>,
    /// The language that those write which do not write English, likewise.
    pub(super) through: BTreeMap<String, String>,
    /// The models that lead from there to English, likewise.
    pub(super) onward_translators: BTreeMap<String, Located>,
    /// The second translators, likewise.
    pub(super) second_translators: BTreeMap<String, Located>,
    pub(super) summarizer: Option<Located>,
    pub(super) headliner: Option<Located>,
    pub(super) placement: Placement,
    /// The bytes that models may take together on each device.
    pub(super) limit: Option<u64>,
    /// The mock, if it stands for the translators.
    pub(super) mock: Option<MockSettings>,
}

const STARTER_NOTE: &str = "using the starter translator, a small model for trying mujaz out; its \
    English is poor. For a good one: mujaz setup";

impl ModelsToLoad {
    /// The models of a recipe, which are loaded when they are needed.
    pub(super) fn kept<'a>(self, recipe: &Recipe, progress: &'a Progress) -> Kept<'a> {
        let limit = self.limit;
        Kept::new(self.loads(recipe, progress), limit)
    }

    fn loads<'a>(self, recipe: &Recipe, progress: &'a Progress) -> Loads<'a> {
        let Self {
            translators,
            through,
            onward_translators,
            second_translators,
            summarizer,
            headliner,
            placement,
            limit: _,
            mock,
        } = self;
        let mut loads = Loads::default();
        let mut footprints = Footprints::default();
        for (role, located) in [(Role::Summarizer, summarizer), (Role::Headliner, headliner)] {
            if let Some(located) = located {
                let placement = for_summaries(placement.clone());
                let footprint = footprints.of(&located, None, TARGET.code);
                let load = Box::new(move || {
                    let tell = |text: &str| progress.note(text);
                    start_summarizer(&located, placement.clone(), &tell)
                });
                loads.insert(role, Load { footprint, load });
            }
        }
        let running = Arc::new(Mutex::new(Vec::new()));
        let first = translators.into_iter().map(|(code, located)| {
            let task = match through.get(&code) {
                Some(through) => Task::between(&code, through),
                None => Task::of(&code),
            };
            (Role::Translator(code), task, located)
        });
        let onward = onward_translators.into_iter().map(|(code, located)| {
            let from = through.get(&code).unwrap_or(&code);
            let task = Task {
                article: code.clone(),
                ..Task::of(from)
            };
            (Role::OnwardTranslator(code), task, located)
        });
        let second = second_translators.into_iter().map(|(code, located)| {
            let task = Task::of(&code);
            (Role::SecondTranslator(code), task, located)
        });
        for (role, task, located) in first.chain(onward).chain(second) {
            let running = running.clone();
            let placement = Placement {
                foreign: script_of_source(&task.from, &task.to),
                ..placement.clone()
            };
            let footprint = footprints.of(&located, placement.foreign, &task.to);
            let mut is_told = false;
            let load = Box::new(move || {
                // It may be loaded again, and then nothing is new about it.
                let is_new = !std::mem::replace(&mut is_told, true);
                let tell = |text: &str| {
                    if is_new {
                        progress.note(text);
                    }
                };
                if located.name == DEFAULT_TRANSLATOR {
                    tell(STARTER_NOTE);
                }
                let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
                start_shared(&located, placement.clone(), &task, &mut running, &tell)
            });
            loads.insert(role, Load { footprint, load });
        }
        if let Some(settings) = mock {
            let first = recipe.translators.languages().map(str::to_owned);
            let first = first.map(Role::Translator);
            let onward = through.into_keys().map(Role::OnwardTranslator);
            for (weights, role) in first.chain(onward).enumerate() {
                let placement = placement.clone();
                let footprint = Footprint { weights, bytes: 0 };
                let load = Box::new(move || start_mock(placement.clone(), settings));
                loads.insert(role, Load { footprint, load });
            }
        }
        loads
    }
}

/// The weights that were met, with the script that they do not write and the language that they do: what
/// shares an engine has the same number.
#[derive(Default)]
struct Footprints(Vec<(PathBuf, Option<Script>, String)>);

impl Footprints {
    fn of(&mut self, located: &Located, foreign: Option<Script>, to: &str) -> Footprint {
        let own = (located.dir.clone(), foreign, to.to_owned());
        let known = self.0.iter().position(|known| *known == own);
        let weights = known.unwrap_or(self.0.len());
        if known.is_none() {
            self.0.push(own);
        }
        Footprint {
            weights,
            bytes: reckoned(&located.dir),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_one_script_share_the_weights_of_a_model_that_writes_the_same() {
        let located = Located {
            name: "many".to_owned(),
            dir: "many".into(),
            entry: None,
            lock: None,
        };
        let mut footprints = Footprints::default();
        let mut weights = |(from, to)| {
            let foreign = script_of_source(from, to);
            footprints.of(&located, foreign, to).weights
        };
        let english = ["ar", "fa", "ru", "ar"].map(|from| weights((from, "en")));
        assert_eq!(english, [0, 0, 1, 0]);
        let others = [("fa", "tr"), ("fa", "ar"), ("ar", "en"), ("ur", "tr")];
        assert_eq!(others.map(weights), [2, 3, 0, 2]);
    }
}
