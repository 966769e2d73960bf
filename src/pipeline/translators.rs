//! The translators of a run, one for each language. This file owns that nothing is done about one
//! before an article needs it; which model translates a language is decided by the command line.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::text::{TARGET, language_name};
use crate::translate::{ApprovedPairs, Glossary};

use super::error::RunError;
use super::settings::ModelUse;

/// A translator of one language, with everything that its translations depend on.
#[derive(Debug, Clone)]
pub struct Translator {
    /// The model.
    pub model: ModelUse,
    /// The terms that translations are to have.
    pub glossary: Option<Arc<Glossary>>,
    /// Translations that people approved, if there are any.
    pub approved: Option<Arc<ApprovedPairs>>,
}

/// Finds out what a translator is.
pub type Resolve = Box<dyn FnOnce() -> anyhow::Result<Translator> + Send>;

/// The error is taken out by the first who asks, and ends the run.
type Resolved = Result<Translator, Mutex<Option<anyhow::Error>>>;

type Lazy = LazyLock<Resolved, Box<dyn FnOnce() -> Resolved + Send>>;

/// The translators of a run, by ISO 639-1 code of the language that they read. A machine may have
/// dozens, so each is looked at when the first article needs it.
#[derive(Debug, Default)]
pub struct Translators {
    by_language: BTreeMap<String, Lazy>,
    to_pull: BTreeMap<String, String>,
}

impl Translators {
    /// Adds the translator of a language.
    pub fn add(&mut self, language: &str, resolve: Resolve) {
        let translator: Lazy = LazyLock::new(Box::new(move || {
            resolve().map_err(|error| Mutex::new(Some(error)))
        }));
        self.by_language.insert(language.to_owned(), translator);
    }

    /// Says which model could be pulled for a language that has no translator.
    pub fn could_pull(&mut self, language: &str, model: &str) {
        self.to_pull.insert(language.to_owned(), model.to_owned());
    }

    /// Whether a language has a translator.
    pub fn reads(&self, language: &str) -> bool {
        self.by_language.contains_key(language)
    }

    /// The translator of a language, if it has one.
    ///
    /// # Errors
    /// [`RunError::Models`] if the model, the glossary or the memory cannot be read.
    pub fn of(&self, language: &str) -> Result<Option<&Translator>, RunError> {
        let Some(translator) = self.by_language.get(language) else {
            return Ok(None);
        };
        match &**translator {
            Ok(translator) => Ok(Some(translator)),
            Err(error) => {
                let error = error.lock().unwrap_or_else(PoisonError::into_inner).take();
                let again = || anyhow::anyhow!("the translator of {language:?} cannot be used");
                Err(RunError::Models(error.unwrap_or_else(again)))
            }
        }
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
    fn a_translator_is_looked_at_when_it_is_needed_and_its_error_is_told_once() {
        let mut translators = Translators::default();
        translators.add("fa", Box::new(|| Err(anyhow::anyhow!("it is damaged"))));
        translators.add("ur", Box::new(|| panic!("nobody needs it")));
        assert!(translators.reads("ur"));
        let error = translators.of("fa").expect_err("damaged");
        assert_eq!(error.to_string(), "it is damaged");
        assert!(translators.of("fa").is_err());
        assert!(translators.of("he").expect("none").is_none());
    }

    #[test]
    fn what_a_language_lacks_is_said_with_the_command_that_brings_it() {
        let mut translators = Translators::default();
        translators.add("ar", Box::new(|| panic!("nobody needs it")));
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
