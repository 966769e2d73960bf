//! Which model translates which language. This file owns the order of what the user says and what is
//! on this machine; it never loads a model.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::exit::UsageError;
use super::memory::approved;
use super::model_use::On;
use super::named::{Level, Named, SECOND};
use super::placement::DEFAULT_LANGUAGE;
use crate::model::{
    Catalogue, Entry, HashCache, Located, ModelError, Places, check_reads, languages_read,
};
use crate::pipeline::{ModelUse, Translator, Translators};
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
    /// A model as the translator of a language.
    pub(super) fn translator(
        &self,
        model: ModelUse,
        glossary: Option<Arc<Glossary>>,
        language: &str,
        second: Option<ModelUse>,
    ) -> anyhow::Result<Translator> {
        Ok(Translator {
            model,
            glossary,
            second,
            approved: approved(self.memory.as_deref(), language)?.map(Arc::new),
        })
    }
}

/// The translators that the user names, and the places where they are looked for.
pub(super) struct Routes<'a> {
    places: &'a Places,
    catalogue: &'a Catalogue,
    named: [NamedModels<'a>; 2],
}

/// The models that are named in one place.
struct NamedModels<'a> {
    of: &'a BTreeMap<String, String>,
    /// The model for all languages that it reads, with those.
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
    /// [`ModelError`] if a model that is named for all languages is not found, or reads only
    /// English.
    pub(super) fn new(
        named: &'a Named,
        places: &'a Places,
        catalogue: &'a Catalogue,
    ) -> Result<Self, ModelError> {
        let models = |level: &'a Level| -> Result<NamedModels<'a>, ModelError> {
            let any = level
                .any
                .as_ref()
                .map(|spec| for_all(places.locate(catalogue, spec)?));
            Ok(NamedModels {
                of: &level.of,
                any: any.transpose()?,
            })
        };
        Ok(Self {
            places,
            catalogue,
            named: [models(&named.flags)?, models(&named.file)?],
        })
    }

    /// Every language that the user names, a named model reads, or the catalogue has.
    pub(super) fn languages(&self) -> BTreeSet<&str> {
        let mut codes = self.catalogue.languages(TARGET.code);
        for named in &self.named {
            let read = named.any.iter().flat_map(|(_, read)| read);
            codes.extend(read.chain(named.of.keys()).map(String::as_str));
        }
        codes.remove(TARGET.code);
        codes
    }

    /// The translator of a language. If it is the `only` one of the run, a model that is named
    /// for all languages is its translator, whatever it is known to read.
    ///
    /// # Errors
    /// [`ModelError`] if a named model is not found, or if the disk does not say which are here.
    pub(super) fn of(&self, code: &str, only: bool) -> Result<Route<'a>, ModelError> {
        if let Some(located) = self.named(code, [only; 2])? {
            return Ok(Route::Named(located));
        }
        let listed = self.catalogue.translators(code, TARGET.code);
        for entry in &listed {
            match self.places.locate(self.catalogue, &entry.name) {
                Ok(located) => return Ok(Route::Best(located)),
                // With another translator all its articles would be translated again.
                Err(error) if may_pass(&error) => return Err(error),
                // One that lacks files is passed over.
                Err(_) => {}
            }
        }
        Ok(match self.unlisted(code) {
            Some(located) => Route::Best(located),
            None => Route::Missing(listed.first().copied()),
        })
    }

    /// The model that the user names for a language. `only` says of each place whether its model for
    /// all languages is taken even for one that it is not known to read.
    fn named(&self, code: &str, only: [bool; 2]) -> Result<Option<Located>, ModelError> {
        for (named, only) in self.named.iter().zip(only) {
            if let Some(spec) = named.of.get(code) {
                let located = self.places.locate(self.catalogue, spec)?;
                check_reads(&located, code)?;
                return Ok(Some(located));
            }
            if let Some((located, read)) = &named.any
                && (only || read.iter().any(|own| own == code))
            {
                return Ok(Some(located.clone()));
            }
        }
        Ok(None)
    }

    /// The second translator of a language whose first one is `first`.
    ///
    /// # Errors
    /// [`ModelError`] if a named model is not found.
    fn second(
        &self,
        code: &str,
        only: bool,
        first: &Located,
    ) -> Result<Option<Located>, ModelError> {
        // The file is for many calls, and its model for the languages of those.
        let named = self.named(code, [only, false])?;
        let place = |located: &Located| std::fs::canonicalize(&located.dir).ok();
        let is_first = |second: &Located| second.dir == first.dir || place(second) == place(first);
        Ok(named.filter(|second| !is_first(second)))
    }

    /// A model on this machine that is not in the catalogue and says that it reads a language.
    fn unlisted(&self, code: &str) -> Option<Located> {
        let names = self.places.names().into_iter();
        let others = names.filter(|name| self.catalogue.find(name).is_none());
        let located = others.filter_map(|name| self.places.locate(self.catalogue, &name).ok());
        let mut readers =
            located.filter(|located| languages_read(located).iter().any(|c| c == code));
        readers.next()
    }
}

/// Whether an error says nothing about a model, but comes from the disk. A folder that this user may not
/// enter is none of his.
fn may_pass(error: &ModelError) -> bool {
    let is_denied = |source: &io::Error| source.kind() == io::ErrorKind::PermissionDenied;
    matches!(error, ModelError::Io { source, .. } if !is_denied(source))
}

/// A model that is named for all languages, with those that it reads.
fn for_all(located: Located) -> Result<(Located, Vec<String>), ModelError> {
    let mut read = languages_read(&located);
    if read.is_empty() {
        read.push(DEFAULT_LANGUAGE.to_owned());
    }
    if read.iter().all(|code| code == TARGET.code) {
        let what = format!("a model that only reads {}, as a translator", TARGET.name);
        let path = located.dir;
        return Err(ModelError::Unsupported { path, what });
    }
    Ok((located, read))
}

/// The translators of a run.
#[derive(Default)]
pub(super) struct Chosen {
    /// What each is, by language.
    pub(super) translators: Translators,
    /// Where the model of each lies, by language.
    pub(super) first: BTreeMap<String, Located>,
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
        let (located, is_named) = match routes.of(code, from.is_some())? {
            Route::Named(located) => (located, true),
            Route::Best(located) => (located, false),
            Route::Missing(entry) if from.is_some() => {
                return Err(no_translator(entry, code).into());
            }
            Route::Missing(entry) => {
                if let Some(entry) = entry {
                    chosen.translators.could_pull(code, &entry.name);
                }
                continue;
            }
        };
        let second = match seconds.second(code, from.is_some(), &located)? {
            None => None,
            Some(located) => {
                let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
                let model = on.model(&located, &mut hashes)?;
                chosen.second.insert(code.to_owned(), located);
                Some(model)
            }
        };
        chosen.first.insert(code.to_owned(), located.clone());
        let glossary = glossary(&beside.glossary, code)?.map(Arc::new);
        chosen.translators.record_glossary(glossary.as_ref());
        let name = located.name.clone();
        let (language, on, beside) = (code.to_owned(), on.clone(), beside.clone());
        let hashes = hashes.clone();
        let resolve = move || {
            let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
            let model = on.model(&located, &mut hashes)?;
            beside.translator(model, glossary, &language, second)
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use super::super::named::tests::named;
    use super::*;

    #[test]
    fn the_command_line_stands_above_the_file_for_the_languages_that_it_concerns() {
        let dir = tempfile::tempdir().unwrap();
        let add = |name: &str, language: &str| {
            let model = dir.path().join(name);
            std::fs::create_dir(&model).unwrap();
            let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/firefox");
            for entry in std::fs::read_dir(fixture).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                let name = name.replace("aren", &format!("{language}en"));
                std::fs::copy(&path, model.join(name)).unwrap();
            }
        };
        for (name, language) in [
            ("mine-ar", "ar"),
            ("mine-fa", "fa"),
            ("other-fa", "fa"),
            ("mine-he", "he"),
            ("mine-ur", "ur"),
        ] {
            add(name, language);
        }
        let places = Places::new(None, vec![dir.path().to_owned()]);
        let catalogue = Catalogue::builtin();
        let file = "translator = 'mine-ar'\n[translators]\nfa = 'mine-fa'\nhe = 'mine-he'";
        let named = named(&["fa=other-fa", "mine-he"], file).unwrap();
        let routes = Routes::new(&named, &places, &catalogue).unwrap();
        let name = |code: &str| match routes.of(code, false).unwrap() {
            Route::Named(located) => located.name,
            Route::Best(located) => format!("best {}", located.name),
            Route::Missing(entry) => format!("no {}", entry.unwrap().name),
        };
        assert_eq!(name("fa"), "other-fa");
        assert_eq!(name("he"), "mine-he");
        assert_eq!(name("ar"), "mine-ar");
        // It is in no catalogue, and its files say what it reads.
        assert_eq!(name("ur"), "best mine-ur");
        assert_eq!(name("tr"), "no opus-mt-tc-big-tr-en");
    }

    #[cfg(unix)]
    #[test]
    fn a_translator_that_the_disk_hides_is_not_replaced_by_another_one() {
        let dir = tempfile::tempdir().unwrap();
        // A link to itself cannot be looked behind.
        let hidden = dir.path().join("models");
        std::os::unix::fs::symlink(&hidden, &hidden).unwrap();
        let places = Places::new(None, vec![hidden]);
        let (named, catalogue) = (Named::default(), Catalogue::builtin());
        let routes = Routes::new(&named, &places, &catalogue).unwrap();
        let error = routes.of("ar", false).err().unwrap();
        assert!(matches!(error, ModelError::Io { .. }), "{error}");
        assert!(may_pass(&error));
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert!(!may_pass(&ModelError::Io {
            path: "m".into(),
            action: "look at",
            source: denied,
        }));
    }
}
