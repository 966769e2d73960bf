//! Which models a language gets. This file owns the order of what the user names and what is on this
//! machine; it never loads a model.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::named::{Level, Named};
use super::pivot::{Legs, Spec, named_for};
use super::placement::DEFAULT_LANGUAGE;
use crate::model::{
    Catalogue, Entry, Located, ModelError, Places, check_reads, check_writes, languages_read,
};
use crate::text::TARGET;

/// The translators that the user names, and the places where they are looked for.
pub(super) struct Routes<'a> {
    places: &'a Places,
    catalogue: &'a Catalogue,
    named: [NamedModels<'a>; 2],
}

/// The models that are named in one place.
struct NamedModels<'a> {
    setting: &'static str,
    of: &'a BTreeMap<String, Spec>,
    /// The model for all languages that it reads, with those.
    any: Option<(Located, Vec<String>)>,
}

/// The translator that a language gets.
pub(super) enum Route<'a> {
    /// The user names it.
    Named(Located),
    /// The user names two models, with a language between them.
    Pivot(Box<Legs>),
    /// It is the best one on this machine.
    Best(Located),
    /// There is none on this machine; it is the one to pull, if the catalogue has one.
    Missing(Option<&'a Entry>),
}

impl<'a> Routes<'a> {
    /// # Errors
    /// [`ModelError`] if a model that is named for all languages is not found, reads only English, or
    /// is known not to write it.
    pub(super) fn new(
        named: &'a Named,
        places: &'a Places,
        catalogue: &'a Catalogue,
    ) -> Result<Self, ModelError> {
        let models = |level: &'a Level| -> Result<NamedModels<'a>, ModelError> {
            let any = level.any.as_ref().map(|name| {
                let named = format!("{} {name}", level.setting_for_all);
                for_all(places.locate(catalogue, name)?, named)
            });
            Ok(NamedModels {
                setting: level.setting,
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
    /// [`ModelError`] if a named model is not found, or is known not to read or write what it has to,
    /// or if the disk does not say which are here.
    pub(super) fn of(&self, code: &str, only: bool) -> Result<Route<'a>, ModelError> {
        if let Some(route) = self.named(code, [only; 2])? {
            return Ok(route);
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

    /// What the user names for a language. `only` says of each place whether its model for all languages
    /// is taken even for one that it is not known to read.
    fn named(&self, code: &str, only: [bool; 2]) -> Result<Option<Route<'a>>, ModelError> {
        for (named, only) in self.named.iter().zip(only) {
            match named.of.get(code) {
                Some(Spec::Model(name)) => {
                    let located = self.places.locate(self.catalogue, name)?;
                    let checked = check_reads(&located, code)
                        .and_then(|()| check_writes(&located, TARGET.code));
                    checked.map_err(|error| {
                        let what = format!("{} {code}={name}", named.setting);
                        named_for(error, what, (code, TARGET.code), "")
                    })?;
                    return Ok(Some(Route::Named(located)));
                }
                Some(Spec::Pivot(pivot)) => {
                    let what = format!("{} {code}={pivot}", named.setting);
                    let legs =
                        Legs::locate(pivot, (code, what.as_str()), self.places, self.catalogue)?;
                    return Ok(Some(Route::Pivot(Box::new(legs))));
                }
                None => {}
            }
            if let Some((located, read)) = &named.any
                && (only || read.iter().any(|own| own == code))
            {
                return Ok(Some(Route::Named(located.clone())));
            }
        }
        Ok(None)
    }

    /// The second translator of a language whose first one is `first`; `None` if that is no single model.
    ///
    /// # Errors
    /// [`ModelError`] if a named model is not found, or is known not to read or write what it has to.
    pub(super) fn second(
        &self,
        code: &str,
        only: bool,
        first: Option<&Located>,
    ) -> Result<Option<Located>, ModelError> {
        // The file is for many calls, and its model for the languages of those.
        let Some(Route::Named(second)) = self.named(code, [only, false])? else {
            return Ok(None);
        };
        let place = |located: &Located| std::fs::canonicalize(&located.dir).ok();
        let is_first =
            first.is_some_and(|first| second.dir == first.dir || place(&second) == place(first));
        Ok((!is_first).then_some(second))
    }

    /// A model on this machine that is not in the catalogue, says that it reads a language, and does not
    /// say that it writes another one than English.
    fn unlisted(&self, code: &str) -> Option<Located> {
        let names = self.places.names().into_iter();
        let others = names.filter(|name| self.catalogue.find(name).is_none());
        let located = others.filter_map(|name| self.places.locate(self.catalogue, &name).ok());
        let mut translators = located.filter(|located| {
            languages_read(located).is_ok_and(|read| read.iter().any(|own| own == code))
                && check_writes(located, TARGET.code).is_ok()
        });
        translators.next()
    }
}

/// Whether an error says nothing about a model, but comes from the disk. A folder that this user may not
/// enter is none of his.
fn may_pass(error: &ModelError) -> bool {
    let is_denied = |source: &io::Error| source.kind() == io::ErrorKind::PermissionDenied;
    matches!(error, ModelError::Io { source, .. } if !is_denied(source))
}

/// A model that is named for all languages by this setting, with those that it reads.
fn for_all(located: Located, named: String) -> Result<(Located, Vec<String>), ModelError> {
    let wrong = |error: &ModelError| ModelError::NamedFor {
        named,
        reason: error.to_string(),
        advice: format!("Name a model that translates into {}", TARGET.name),
    };
    let mut read = languages_read(&located)?;
    if read.is_empty() {
        read.push(DEFAULT_LANGUAGE.to_owned());
    }
    if read.iter().all(|code| code == TARGET.code) {
        let what = format!("a model that only reads {}, as a translator", TARGET.name);
        let path = located.dir;
        return Err(wrong(&ModelError::Unsupported { path, what }));
    }
    match check_writes(&located, TARGET.code) {
        Ok(()) => Ok((located, read)),
        Err(error) => Err(wrong(&error)),
    }
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
        for (name, language) in [
            ("mine-ar", "ar"),
            ("mine-fa", "fa"),
            ("other-fa", "fa"),
            ("mine-he", "he"),
            ("mine-ur", "ur"),
        ] {
            add(dir.path(), name, "firefox", (language, Some("en")));
        }
        let places = Places::new(None, vec![dir.path().to_owned()]);
        let catalogue = Catalogue::builtin();
        let file = "translator = 'mine-ar'\n[translators]\nfa = 'mine-fa'\nhe = 'mine-he'";
        let named = named(&["fa=other-fa", "mine-he"], file).unwrap();
        let routes = Routes::new(&named, &places, &catalogue).unwrap();
        let name = |code: &str| match routes.of(code, false).unwrap() {
            Route::Named(located) => located.name,
            Route::Pivot(legs) => legs.name(),
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

    #[test]
    fn a_way_through_another_language_is_taken_only_where_the_user_names_it() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let places = Places::new(None, vec![fixtures]);
        let catalogue = Catalogue::builtin();
        let route = |flags: &[&str], code: &str| {
            let named = named(flags, "[translators]\nps = 'm2m100>ar>firefox'").unwrap();
            let routes = Routes::new(&named, &places, &catalogue).unwrap();
            match routes.of(code, false).unwrap() {
                Route::Pivot(legs) => legs.name(),
                Route::Named(located) => located.name,
                Route::Best(_) | Route::Missing(_) => "not named".to_owned(),
            }
        };
        assert_eq!(route(&[], "ps"), "m2m100>ar>firefox");
        assert_eq!(route(&["ps=m2m100>fa>m2m100"], "ps"), "m2m100>fa>m2m100");
        assert_eq!(route(&["ps=m2m100"], "ps"), "m2m100");
        assert_eq!(route(&[], "tr"), "not named");
        let named = named(&["ps=m2m100>tr>firefox"], "").unwrap();
        let routes = Routes::new(&named, &places, &catalogue).unwrap();
        let error = routes.of("ps", false).err().unwrap();
        assert!(
            error.to_string().contains("by a model that reads ar"),
            "{error}"
        );
        let start = "--translator ps=m2m100>tr>firefox, the second model: ";
        assert!(error.to_string().starts_with(start), "{error}");
        // A second translator is one model, and comes after a way through another language, too.
        let second = |code: &str, flags: &[&str]| {
            let named = super::super::named::tests::named(flags, "").unwrap();
            let routes = Routes::new(&named, &places, &catalogue).unwrap();
            let second = routes.second(code, false, None).unwrap();
            second.map(|located| located.name)
        };
        assert_eq!(second("ps", &["ps=m2m100"]).as_deref(), Some("m2m100"));
        assert_eq!(second("ps", &["ps=m2m100>ar>firefox"]), None);
    }

    /// Copies a tiny model as one that reads a language and writes another one, or does not say which.
    fn add(dir: &Path, name: &str, fixture: &str, (from, to): (&str, Option<&str>)) {
        let model = dir.join(name);
        std::fs::create_dir(&model).unwrap();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        for entry in std::fs::read_dir(fixtures.join(fixture)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let name = name.replace("aren", &format!("{from}{}", to.unwrap_or("en")));
            std::fs::copy(&path, model.join(name)).unwrap();
        }
        if fixture == "marian" {
            let path = model.join("tokenizer_config.json");
            let text = std::fs::read_to_string(&path).unwrap();
            let mut settings: serde_json::Value = serde_json::from_str(&text).unwrap();
            settings["source_lang"] = from.into();
            settings["target_lang"] = to.into();
            std::fs::write(path, settings.to_string()).unwrap();
        }
    }

    #[test]
    fn a_model_that_is_known_to_write_another_language_is_no_translator() {
        let catalogue = Catalogue::builtin();
        for (fixture, code, to) in [
            ("marian", "ar", Some("tr")),
            ("firefox", "fa", Some("tr")),
            ("marian", "ar", Some("en")),
            ("marian", "ar", None),
        ] {
            let dir = tempfile::tempdir().unwrap();
            add(dir.path(), "mine", fixture, (code, to));
            let places = Places::new(None, vec![dir.path().to_owned()]);
            // What is found, for the translator and for the second one.
            let found = |flags: &[&str], is_second: bool| -> Result<Option<Located>, ModelError> {
                let named = named(flags, "").unwrap();
                let routes = Routes::new(&named, &places, &catalogue)?;
                if is_second {
                    return routes.second(code, false, None);
                }
                Ok(match routes.of(code, false)? {
                    Route::Named(located) | Route::Best(located) => Some(located),
                    Route::Pivot(_) | Route::Missing(_) => None,
                })
            };
            let writes_english = to != Some("tr");
            let in_file = named(&[], "translator = 'mine'").unwrap();
            let told = Routes::new(&in_file, &places, &catalogue).err();
            if writes_english {
                assert!(told.is_none());
            } else {
                let error = told.unwrap().to_string();
                let end = "is not supported. Name a model that translates into English";
                assert!(error.starts_with("translator = mine: "), "{error}");
                assert!(error.ends_with(end), "{error}");
            }
            let unlisted = found(&[], false).unwrap();
            assert_eq!(unlisted.is_some(), writes_english, "{fixture} {to:?}");
            for is_second in [false, true] {
                for flag in ["mine".to_owned(), format!("{code}=mine")] {
                    let told = found(&[flag.as_str()], is_second);
                    let told = told.map(|located| located.unwrap().name);
                    if writes_english {
                        assert_eq!(told.unwrap(), "mine");
                    } else {
                        let error = told.unwrap_err().to_string();
                        let words = "translation into \"en\" by a model that writes tr";
                        assert!(error.contains(words), "{flag}: {error}");
                        let start = format!("--translator {flag}: ");
                        assert!(error.starts_with(&start), "{error}");
                    }
                }
            }
        }
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
