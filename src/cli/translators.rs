//! The translators of a run. This file owns what they depend on besides their models, and when these are
//! looked at; which language gets which is decided in `routes`, and no model is loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::exit::UsageError;
use super::memory::approved;
use super::model_use::On;
use super::named::{Named, SECOND};
use super::pivot::Legs;
use super::routes::{Route, Routes};
use crate::model::{Catalogue, Entry, HashCache, Located, ModelError, Places};
use crate::pipeline::{ModelUse, Onward, Translator, Translators};
use crate::text::{Language, TARGET, language_name};
use crate::translate::Glossary;

/// What translators depend on besides their models.
pub(super) struct Beside {
    /// The files of the glossary.
    pub(super) glossary: Vec<PathBuf>,
    /// The file of the translation memory.
    pub(super) memory: Option<PathBuf>,
}

impl Beside {
    /// Models as the translator of a language.
    pub(super) fn translator(
        &self,
        models: Models,
        glossary: Option<Arc<Glossary>>,
        language: &str,
    ) -> anyhow::Result<Translator> {
        let Models {
            model,
            onward,
            second,
        } = models;
        Ok(Translator {
            model,
            onward,
            glossary,
            second,
            approved: approved(self.memory.as_deref(), language)?.map(Arc::new),
        })
    }
}

/// The models of a translator.
pub(super) struct Models {
    pub(super) model: ModelUse,
    /// The rest of the way, if that does not write English.
    pub(super) onward: Option<Onward>,
    pub(super) second: Option<ModelUse>,
}

/// The translators of a run.
#[derive(Default)]
pub(super) struct Chosen {
    /// What each is, by language.
    pub(super) translators: Translators,
    /// Where the model of each lies, by language.
    pub(super) first: BTreeMap<String, Located>,
    /// The language in between of those that go by way of one.
    pub(super) through: BTreeMap<String, String>,
    /// Where the models lie that lead from there to English.
    pub(super) onward: BTreeMap<String, Located>,
    /// Where the models lie of those that have a second one.
    pub(super) second: BTreeMap<String, Located>,
}

impl Chosen {
    /// Checks that the second translators of this call are second to something. Those of `mujaz.toml` are
    /// for many calls, of which some are about other languages or with that model alone.
    ///
    /// # Errors
    /// [`UsageError`] for one that no language of the run has.
    fn check_second(&self, named: &Named) -> Result<(), UsageError> {
        let named = &named.flags;
        let unused = named
            .of
            .iter()
            .find(|(code, _)| !self.second.contains_key(*code));
        if let Some((code, name)) = unused {
            let language = language_name(code);
            return Err(UsageError(format!(
                "{SECOND} {code}={name}: there is no other translator for {language} that it could come after"
            )));
        }
        match &named.any {
            Some(name) if self.second.is_empty() => Err(UsageError(format!(
                "{SECOND} {name}: no language has another translator that it could come after"
            ))),
            _ => Ok(()),
        }
    }
}

/// The translators that the user names.
pub(super) struct AllNamed {
    pub(super) first: Named,
    pub(super) second: Named,
}

/// Chooses a model for the language `from`, or for every language that one is here for. What the
/// user names is looked at now; the rest when it is needed.
///
/// # Errors
/// Those of finding and hashing a named model, [`ModelError::NoTranslator`] if there is none for
/// `from`, and [`UsageError`] for a glossary that cannot be read.
pub(super) fn choose(
    named: &AllNamed,
    from: Option<&str>,
    on: &Arc<On>,
    beside: Beside,
    hashes: &Arc<Mutex<HashCache>>,
) -> anyhow::Result<Chosen> {
    let (places, catalogue) = (Places::of_this_machine(), Catalogue::builtin());
    let beside = Arc::new(beside);
    let routes = Routes::new(&named.first, &places, &catalogue)?;
    let seconds = Routes::new(&named.second, &places, &catalogue)?;
    let codes = match from {
        Some(code) => BTreeSet::from([code]),
        None => routes.languages(),
    };
    let mut chosen = Chosen::default();
    let mut looked_at = BTreeSet::new();
    for code in codes.into_iter().filter(|code| *code != TARGET.code) {
        let taken = match Taken::of(routes.of(code, from.is_some())?) {
            Ok(taken) => taken,
            Err(entry) if from.is_some() => return Err(no_translator(entry, code).into()),
            Err(entry) => {
                if let Some(entry) = entry {
                    chosen.translators.could_pull(code, &entry.name);
                }
                continue;
            }
        };
        let direct = taken.onward.is_none().then_some(&taken.first);
        let second = match seconds.second(code, from.is_some(), direct)? {
            None => None,
            Some(located) => {
                let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
                let model = on.model(&located, &mut hashes)?;
                chosen.second.insert(code.to_owned(), located);
                Some(model)
            }
        };
        let Taken {
            name,
            first,
            onward,
            is_named,
        } = taken;
        chosen.first.insert(code.to_owned(), first.clone());
        if let Some((through, located)) = onward.clone() {
            chosen.through.insert(code.to_owned(), through);
            chosen.onward.insert(code.to_owned(), located);
        }
        let glossary = glossary(&beside.glossary, code)?.map(Arc::new);
        chosen.translators.record_glossary(glossary.as_ref());
        let (language, on, beside) = (code.to_owned(), on.clone(), beside.clone());
        let hashes = hashes.clone();
        let resolve = move || {
            let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
            let model = on.model(&first, &mut hashes)?;
            let onward = match onward {
                Some((through, located)) => {
                    let model = on.model(&located, &mut hashes)?;
                    Some(Onward { through, model })
                }
                None => None,
            };
            let models = Models {
                model,
                onward,
                second,
            };
            beside.translator(models, glossary, &language)
        };
        chosen
            .translators
            .add(code, &name, is_named, Box::new(resolve));
        if is_named && looked_at.insert(name) {
            chosen.translators.of(code)?;
        }
    }
    chosen.check_second(&named.second)?;
    Ok(chosen)
}

/// The models that a language gets.
struct Taken {
    /// As the user would name them.
    name: String,
    first: Located,
    /// The language that the first one writes, and the model that leads from there to English.
    onward: Option<(String, Located)>,
    is_named: bool,
}

impl Taken {
    /// The models of a route; without any on this machine, the one to pull.
    fn of(route: Route<'_>) -> Result<Self, Option<&Entry>> {
        let (name, first, onward, is_named) = match route {
            Route::Named(located) => (located.name.clone(), located, None, true),
            Route::Best(located) => (located.name.clone(), located, None, false),
            Route::Pivot(legs) => {
                let name = legs.name();
                let Legs {
                    first,
                    through,
                    onward,
                } = *legs;
                (name, first, Some((through, onward)), true)
            }
            Route::Missing(entry) => return Err(entry),
        };
        Ok(Self {
            name,
            first,
            onward,
            is_named,
        })
    }
}

fn no_translator(to_pull: Option<&Entry>, code: &str) -> ModelError {
    let hint = match to_pull {
        Some(entry) => format!("To fetch one, run: mujaz models pull {}", entry.name),
        None => "Name a folder that holds one: --translator DIR".to_owned(),
    };
    ModelError::NoTranslator {
        language: language_name(code).to_owned(),
        hint,
    }
}

/// The glossary of the files that are named, of terms in a language.
pub(super) fn glossary(files: &[PathBuf], language: &str) -> Result<Option<Glossary>, UsageError> {
    Glossary::read(files, Language::of(language))
        .map_err(|error| UsageError(format!("--glossary: {error}")))
}
