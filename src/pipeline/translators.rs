//! The translators of a run, one for each language. This file owns that nothing is done about one
//! before an article needs it; which model translates a language is decided by the command line.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::brief::OnwardTranslator;
use crate::text::{TARGET, language_name};
use crate::translate::{ApprovedPairs, Glossary};

use super::error::RunError;
use super::model_use::ModelUse;

/// A translator of one language, with everything that its translations depend on.
#[derive(Debug, Clone)]
pub struct Translator {
    /// The model, or the first of two where the translation goes by way of another language.
    pub model: ModelUse,
    /// The rest of the way, if the model does not write English.
    pub onward: Option<Onward>,
    /// The terms that translations are to have.
    pub glossary: Option<Arc<Glossary>>,
    /// Translations that people approved, if there are any.
    pub approved: Option<Arc<ApprovedPairs>>,
    /// The model for sentences that this one fails at or is probably wrong about, if there is one.
    pub second: Option<ModelUse>,
}

/// The second model of a translator that goes by way of another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onward {
    /// ISO 639-1 code of the language in between: the first model writes it, and this one reads it.
    pub through: String,
    /// The model.
    pub model: ModelUse,
}

impl Onward {
    /// What a brief and the record of a run say of it.
    pub(super) fn recorded(&self) -> OnwardTranslator {
        OnwardTranslator {
            through: self.through.clone(),
            model: self.model.identity.clone(),
        }
    }
}

impl Translator {
    /// The translator for what this one fails at, if there is one.
    pub(super) fn for_second(&self) -> Option<Self> {
        let model = self.second.clone()?;
        Some(Self {
            model,
            onward: None,
            glossary: self.glossary.clone(),
            approved: self.approved.clone(),
            second: None,
        })
    }
}

/// Finds out what a translator is.
pub type Resolve = Box<dyn FnOnce() -> anyhow::Result<Translator> + Send>;

/// A translator, or why it cannot be used.
type Resolved = Result<Translator, Unusable>;

#[derive(Debug)]
struct Unusable {
    reason: String,
    /// The error, until it is taken out and ends the run.
    error: Mutex<Option<anyhow::Error>>,
}

#[derive(Debug)]
struct Lazy {
    /// The model's name.
    name: String,
    /// Whether the user names it, so that the run cannot do without it.
    named: bool,
    resolved: LazyLock<Resolved, Box<dyn FnOnce() -> Resolved + Send>>,
}

/// The translators of a run, by ISO 639-1 code of the language that they read. A machine may have
/// dozens, so each is looked at when the first article needs it. One that the user does not name
/// and that cannot be used concerns its own language only.
#[derive(Debug, Default)]
pub struct Translators {
    by_language: BTreeMap<String, Lazy>,
    to_pull: BTreeMap<String, String>,
    /// The glossary of the first language that has one.
    glossary: Option<Arc<Glossary>>,
}

impl Translators {
    /// Adds the translator of a language: the model's name, whether the user names it, and what finds
    /// out the rest.
    pub fn add(&mut self, language: &str, name: &str, named: bool, resolve: Resolve) {
        let resolved: Box<dyn FnOnce() -> Resolved + Send> = Box::new(move || {
            resolve().map_err(|error| Unusable {
                reason: format!("{error:#}"),
                error: Mutex::new(Some(error)),
            })
        });
        let lazy = Lazy {
            name: name.to_owned(),
            named,
            resolved: LazyLock::new(resolved),
        };
        self.by_language.insert(language.to_owned(), lazy);
    }

    /// Says which model could be pulled for a language that has no translator.
    pub fn could_pull(&mut self, language: &str, model: &str) {
        self.to_pull.insert(language.to_owned(), model.to_owned());
    }

    /// Names the glossary of a language for the record of a run in which no translator is loaded. The
    /// first one counts.
    pub fn record_glossary(&mut self, glossary: Option<&Arc<Glossary>>) {
        if self.glossary.is_none() {
            self.glossary = glossary.cloned();
        }
    }

    /// The glossary of the first language that has one.
    pub(super) fn glossary(&self) -> Option<&Glossary> {
        self.glossary.as_deref()
    }

    /// Whether a language has a translator.
    pub fn reads(&self, language: &str) -> bool {
        self.by_language.contains_key(language)
    }

    /// The translator of a language, if it has one that can be used.
    ///
    /// # Errors
    /// [`RunError::Models`] if the user names its model, and that, the glossary or the memory cannot
    /// be read.
    pub fn of(&self, language: &str) -> Result<Option<&Translator>, RunError> {
        let Some(lazy) = self.by_language.get(language) else {
            return Ok(None);
        };
        match &*lazy.resolved {
            Ok(translator) => Ok(Some(translator)),
            Err(_) if !lazy.named => Ok(None),
            Err(Unusable { reason, error }) => {
                let error = error.lock().unwrap_or_else(PoisonError::into_inner).take();
                let again = || anyhow::anyhow!("{reason}");
                Err(RunError::Models(error.unwrap_or_else(again)))
            }
        }
    }

    /// Whether the run cannot do without the translator of a language.
    pub fn needs(&self, language: &str) -> bool {
        self.by_language
            .get(language)
            .is_some_and(|lazy| lazy.named)
    }

    /// Why the translator of a language is of no use, as a clause for a report; `why` is the
    /// reason if it could not be loaded.
    pub fn useless(&self, language: &str, why: Option<&str>) -> String {
        let lazy = self.by_language.get(language);
        let name = lazy.map_or("", |lazy| lazy.name.as_str());
        let unread = lazy.and_then(|lazy| lazy.resolved.as_ref().err());
        let why = why.or(unread.map(|unusable| unusable.reason.as_str()));
        let language = language_name(language);
        format!(
            "it is in {language}, and {name}, the translator for that on this machine, cannot be \
             used: {}",
            why.unwrap_or("it is gone")
        )
    }

    /// The languages that have a translator.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.by_language.keys().map(String::as_str)
    }

    /// What a text in this language lacks, if it can be made English here by nothing: a clause for
    /// a report.
    pub fn lack(&self, language: &str) -> Option<String> {
        if language == TARGET.code || self.reads(language) {
            return None;
        }
        let name = language_name(language);
        let lack = format!("it is in {name}, and there is no translator for that");
        Some(match self.to_pull.get(language) {
            Some(model) => format!("{lack}; to get one: mujaz models pull {model}"),
            None => lack,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translator_is_looked_at_when_it_is_needed_and_only_a_named_one_ends_the_run() {
        let mut translators = Translators::default();
        let damaged = || -> Resolve { Box::new(|| Err(anyhow::anyhow!("it is damaged"))) };
        translators.add("fa", "persian", true, damaged());
        translators.add("he", "hebrew", false, damaged());
        translators.add("ur", "urdu", false, Box::new(|| panic!("nobody needs it")));
        assert!(translators.reads("ur") && !translators.needs("ur"));
        let error = translators.of("fa").expect_err("damaged");
        assert_eq!(error.to_string(), "it is damaged");
        assert!(translators.of("fa").is_err());
        assert!(translators.of("he").expect("not named").is_none());
        let why = translators.useless("he", None);
        assert!(
            why.contains("Hebrew") && why.ends_with("it is damaged"),
            "{why}"
        );
        assert!(translators.of("tr").expect("none").is_none());
    }

    #[test]
    fn what_a_language_lacks_is_said_with_the_command_that_brings_it() {
        let mut translators = Translators::default();
        translators.add("ar", "arabic", true, Box::new(|| panic!("nobody needs it")));
        translators.could_pull("fa", "firefox-fa-en");
        assert_eq!(translators.lack("ar"), None);
        assert_eq!(translators.lack("en"), None);
        let persian = translators.lack("fa").expect("a lack");
        assert!(persian.contains("it is in Persian"), "{persian}");
        assert!(
            persian.ends_with("mujaz models pull firefox-fa-en"),
            "{persian}"
        );
        let turkish = translators.lack("tr").expect("a lack");
        assert!(
            turkish.contains("Turkish") && !turkish.contains("pull"),
            "{turkish}"
        );
    }
}
