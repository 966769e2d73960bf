//! Which model translates which language. This file owns the order of what the user says and what is
//! on this machine; it never loads a model.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::memory::approved;
use super::placement::DEFAULT_LANGUAGE;
use super::resolve::On;
use crate::model::{Catalogue, Entry, HashCache, Located, ModelError, Places, languages_read};
use crate::pipeline::{ModelUse, Translator, Translators};
use crate::text::{Language, TARGET, language_name};
use crate::translate::Glossary;

/// What the user says about translators.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Models by the language that they are to read.
    of: BTreeMap<String, String>,
    /// A model for every language that it reads.
    any: Option<String>,
}

impl Named {
    /// Of the command line and, below it, of `mujaz.toml`.
    pub(super) fn read(flags: &[String], file: &FileSettings) -> Result<Self, UsageError> {
        let mut named = Self::default();
        for flag in flags {
            match flag.split_once('=').filter(|(code, _)| is_code(code)) {
                Some((code, model)) => {
                    named.of.insert(code.to_owned(), model.to_owned());
                }
                None if named.any.is_some() => {
                    return Err(UsageError(format!(
                        "--translator {flag}: only one model can stand for all languages; name a \
                         language, as in --translator fa={flag}"
                    )));
                }
                None => named.any = Some(flag.clone()),
            }
        }
        // A model that the command line names for all languages stands above those of the file.
        if named.any.is_none() {
            named.any.clone_from(&file.translator);
            for (code, model) in file.translators.iter().flatten() {
                named
                    .of
                    .entry(code.clone())
                    .or_insert_with(|| model.clone());
            }
        }
        if let Some(code) = named.of.keys().find(|code| !is_code(code)) {
            return Err(UsageError(format!(
                "[translators] {code:?}: a language is a code of two or three letters, as in fa"
            )));
        }
        Ok(named)
    }
}

fn is_code(code: &str) -> bool {
    (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())
}

/// What translators depend on besides their models.
pub(super) struct Beside {
    /// The files of the glossary.
    pub(super) glossary: Vec<PathBuf>,
    /// The file of the translation memory.
    pub(super) memory: Option<PathBuf>,
}

impl Beside {
    /// A model as the translator of a language.
    pub(super) fn translator(&self, model: ModelUse, language: &str) -> anyhow::Result<Translator> {
        Ok(Translator {
            model,
            glossary: glossary(&self.glossary, language)?.map(Arc::new),
            approved: approved(self.memory.as_deref(), language)?.map(Arc::new),
        })
    }
}

/// What the user says about translators, and where they are looked for.
pub(super) struct Routes<'a> {
    places: &'a Places,
    catalogue: &'a Catalogue,
    named: &'a Named,
    /// The model that is named for all languages, and those that it reads.
    any: Option<(Located, Vec<String>)>,
}

/// The translator that a language gets.
pub(super) enum Route<'a> {
    /// The user names it.
    Named(Located),
    /// It is the best one on this machine.
    Best(Located),
    /// There is none on this machine; it is the one to pull, if the catalogue has one.
    Missing(Option<&'a Entry>),
}

impl<'a> Routes<'a> {
    /// # Errors
    /// Those of finding the model that is named for all languages.
    pub(super) fn new(
        named: &'a Named,
        places: &'a Places,
        catalogue: &'a Catalogue,
    ) -> Result<Self, ModelError> {
        let any = match &named.any {
            Some(spec) => {
                let located = places.locate(catalogue, spec)?;
                let mut read = languages_read(catalogue, &located);
                // Nothing may tell which languages it reads.
                if read.is_empty() {
                    read.push(DEFAULT_LANGUAGE.to_owned());
                }
                Some((located, read))
            }
            None => None,
        };
        Ok(Self {
            places,
            catalogue,
            named,
            any,
        })
    }

    /// Every language that the user names, a named model reads, or the catalogue has.
    pub(super) fn languages(&self) -> BTreeSet<&str> {
        let read = self.any.iter().flat_map(|(_, read)| read);
        let mut codes = self.catalogue.languages(TARGET.code);
        codes.extend(read.chain(self.named.of.keys()).map(String::as_str));
        codes.remove(TARGET.code);
        codes
    }

    /// The translator of a language. If it is the `only` one of the run, a model that is named
    /// for all languages is its translator, whatever it is known to read.
    ///
    /// # Errors
    /// Those of finding a named model.
    pub(super) fn of(&self, code: &str, only: bool) -> Result<Route<'a>, ModelError> {
        if let Some(spec) = self.named.of.get(code) {
            return Ok(Route::Named(self.places.locate(self.catalogue, spec)?));
        }
        if let Some((located, read)) = &self.any
            && (only || read.iter().any(|own| own == code))
        {
            return Ok(Route::Named(located.clone()));
        }
        let listed = self.catalogue.translators(code, TARGET.code);
        // One that is damaged is passed over.
        let here = |entry: &&Entry| self.places.locate(self.catalogue, &entry.name).ok();
        Ok(match listed.iter().find_map(here) {
            Some(located) => Route::Best(located),
            None => Route::Missing(listed.first().copied()),
        })
    }
}

/// The models of a run by language, and how each becomes known.
pub(super) type Chosen = (Translators, BTreeMap<String, Located>);

/// Chooses a model for the language `from`, or for every language that one is here for. What the
/// user names is looked at now; the rest when it is needed.
///
/// # Errors
/// Those of finding and hashing a named model, [`ModelError::NoTranslator`] if there is none for
/// `from`, and [`UsageError`] for a glossary that cannot be read.
pub(super) fn choose(
    (named, from): (&Named, Option<&str>),
    on: &Arc<On>,
    beside: Beside,
    hashes: &Arc<Mutex<HashCache>>,
) -> anyhow::Result<Chosen> {
    let (places, catalogue) = (Places::of_this_machine(), Catalogue::builtin());
    // The lines of a glossary are the same in every language.
    glossary(&beside.glossary, from.unwrap_or_default())?;
    let beside = Arc::new(beside);
    let routes = Routes::new(named, &places, &catalogue)?;
    let codes = match from {
        Some(code) => BTreeSet::from([code]),
        None => routes.languages(),
    };
    let (mut translators, mut models) = Chosen::default();
    for code in codes.into_iter().filter(|code| *code != TARGET.code) {
        let (located, is_named) = match routes.of(code, from.is_some())? {
            Route::Named(located) => (located, true),
            Route::Best(located) => (located, false),
            Route::Missing(entry) if from.is_some() => {
                return Err(no_translator(entry, code).into());
            }
            Route::Missing(entry) => {
                if let Some(entry) = entry {
                    translators.could_pull(code, &entry.name);
                }
                continue;
            }
        };
        models.insert(code.to_owned(), located.clone());
        let (language, on, beside) = (code.to_owned(), on.clone(), beside.clone());
        let hashes = hashes.clone();
        let resolve = move || {
            let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
            beside.translator(on.model(&located, &mut hashes)?, &language)
        };
        translators.add(code, Box::new(resolve));
        if is_named {
            translators.of(code)?;
        }
    }
    Ok((translators, models))
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
fn glossary(files: &[PathBuf], language: &str) -> Result<Option<Glossary>, UsageError> {
    Glossary::read(files, Language::of(language))
        .map_err(|error| UsageError(format!("--glossary: {error}")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn named(flags: &[&str], file: &str) -> Result<Named, String> {
        let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
        let file: FileSettings = toml::from_str(file).unwrap();
        Named::read(&flags, &file).map_err(|error| error.to_string())
    }

    #[test]
    fn a_model_is_named_for_one_language_or_for_all_that_it_reads() {
        let read = named(&["fa=persian", "other", "ur=./a=b"], "").unwrap();
        assert_eq!(read.any.as_deref(), Some("other"));
        assert_eq!(read.of["fa"], "persian");
        assert_eq!(read.of["ur"], "./a=b");
        let path = named(&["./fa=persian"], "").unwrap();
        assert_eq!(path.any.as_deref(), Some("./fa=persian"));
        assert!(named(&["one", "two"], "").unwrap_err().contains("fa=two"));
    }

    #[test]
    fn the_command_line_stands_above_the_file() {
        let file = "translator = 'all'\n[translators]\nfa = 'persian'\nhe = 'hebrew'";
        let read = named(&["fa=mine"], file).unwrap();
        assert_eq!(
            (read.of["fa"].as_str(), read.of["he"].as_str()),
            ("mine", "hebrew")
        );
        assert_eq!(read.any.as_deref(), Some("all"));
        let read = named(&["mine"], file).unwrap();
        assert!(read.of.is_empty());
        assert_eq!(read.any.as_deref(), Some("mine"));
        let wrong = named(&[], "[translators]\nPersian = 'x'").unwrap_err();
        assert!(wrong.contains("Persian"), "{wrong}");
    }
}
