//! The languages that a model reads and writes, as far as its files or its entry in the catalogue tell.
//! Files that are missing or damaged tell nothing, and loading the model says what is wrong with them; a
//! disk that does not answer is an error, because the model could be taken for another one.

use super::checkpoint::fields::Fields;
use super::checkpoint::firefox_files;
use super::family::m2m100::NLLB_LANGUAGES;
use super::family::{LanguageToken, language_tokens};
use super::tokenizer::settings;
use super::{Located, ModelConfig, ModelError};
use crate::system_error::is_absent;
use crate::text::known_languages;

/// What the files of a model tell of its languages.
struct Told {
    /// The tokens of the languages, if it reads and writes many.
    tokens: Option<LanguageToken>,
    /// The languages that a Firefox model reads and writes.
    pair: Option<(String, String)>,
    /// The settings of its tokenizer.
    settings: Option<Fields>,
}

impl Told {
    fn of(located: &Located) -> Result<Self, ModelError> {
        let dir = &located.dir;
        let settings = told(settings(dir))?;
        let config = told(ModelConfig::read(dir))?;
        let tokens = match (config, &settings) {
            (Some(config), Some(settings)) => language_tokens(dir, config.family, settings)?,
            _ => None,
        };
        Ok(Self {
            tokens,
            pair: pair(located)?,
            settings,
        })
    }

    /// A setting of the tokenizer that is a text.
    fn setting(&self, key: &str) -> Option<&str> {
        self.settings.as_ref()?.map.get(key)?.as_str()
    }

    /// The language that a setting of the tokenizer names by a code of two letters.
    fn named_language(&self, key: &str) -> Option<String> {
        let two_letters =
            |code: &&str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
        self.setting(key).filter(two_letters).map(str::to_owned)
    }

    /// ISO 639-1 codes of the languages that the model reads; empty if nothing tells.
    fn languages_read(&self, located: &Located) -> Vec<String> {
        if let Some(token) = self.tokens {
            let codes = known_languages().filter(|code| token(code).is_some());
            return codes.map(str::to_owned).collect();
        }
        if let Some(entry) = &located.entry {
            return entry.source.clone();
        }
        if let Some((language, _)) = &self.pair {
            return vec![language.clone()];
        }
        self.named_language("source_lang").into_iter().collect()
    }

    /// ISO 639-1 code of the only language that the model writes; `None` if it writes several, or nothing
    /// tells. The catalogue is asked last, because it lists only the target languages that briefs need.
    fn only_language_written(&self, located: &Located) -> Option<String> {
        if let Some((_, language)) = &self.pair {
            return Some(language.clone());
        }
        if let Some(named) = self.setting("target_lang") {
            let three_letters = |code: &&str| {
                let token = (NLLB_LANGUAGES.token)(code).unwrap_or_default();
                token.split_once('_').is_some_and(|(own, _)| own == named)
            };
            let known = || known_languages().find(three_letters).map(str::to_owned);
            return self.named_language("target_lang").or_else(known);
        }
        match located.entry.as_ref()?.target.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    fn check_writes(&self, located: &Located, to: &str) -> Result<(), ModelError> {
        if let Some(token) = self.tokens {
            return match token(to) {
                Some(_) => Ok(()),
                None => Err(not_among_many(located, to)),
            };
        }
        match self.only_language_written(located) {
            Some(own) if own != to => {
                let what = format!("translation into {to:?} by a model that writes {own}");
                Err(unsupported(located, what))
            }
            _ => Ok(()),
        }
    }
}

/// What was read of a model; `None` if its files are missing or damaged.
fn told<T>(read: Result<T, ModelError>) -> Result<Option<T>, ModelError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(ModelError::Io { source, .. }) if is_absent(&source) => Ok(None),
        Err(error @ ModelError::Io { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The languages that a Firefox model reads and writes.
fn pair(located: &Located) -> Result<Option<(String, String)>, ModelError> {
    Ok(told(firefox_files::languages_of(&located.dir))?.flatten())
}

/// ISO 639-1 codes of the languages that a translator on this machine reads; empty if nothing tells.
///
/// # Errors
/// [`ModelError::Io`] if the disk does not give back the files.
pub fn languages_read(located: &Located) -> Result<Vec<String>, ModelError> {
    Ok(Told::of(located)?.languages_read(located))
}

/// Checks that a model can translate from a language into another one, given by their ISO 639-1 codes.
/// What nothing tells is found out when the model is loaded.
///
/// # Errors
/// [`ModelError::Unsupported`] if it reads or writes other languages only, and [`ModelError::Io`] if the
/// disk does not give back its files.
pub fn check_translates(located: &Located, from: &str, to: &str) -> Result<(), ModelError> {
    let told = Told::of(located)?;
    if let Some(token) = told.tokens {
        if token(from).is_none() {
            return Err(not_among_many(located, from));
        }
    } else {
        let read = told.languages_read(located);
        if !read.is_empty() && !read.iter().any(|code| code == from) {
            let read = read.join(", ");
            let what = format!("translation from {from:?} by a model that reads {read}");
            return Err(unsupported(located, what));
        }
    }
    told.check_writes(located, to)
}

/// Checks that a model can write the language with this ISO 639-1 code, as far as its files or its entry
/// in the catalogue tell.
///
/// # Errors
/// [`ModelError::Unsupported`] if it writes other languages only, and [`ModelError::Io`] if the disk does
/// not give back its files.
pub fn check_writes(located: &Located, to: &str) -> Result<(), ModelError> {
    Told::of(located)?.check_writes(located, to)
}

fn not_among_many(located: &Located, code: &str) -> ModelError {
    unsupported(located, format!("the language {code:?} by this model"))
}

fn unsupported(located: &Located, what: String) -> ModelError {
    let path = located.dir.clone();
    ModelError::Unsupported { path, what }
}

/// Checks that a model can read a language, where its files name the only one that it reads.
///
/// # Errors
/// [`ModelError::Unsupported`] if that is another one, and [`ModelError::Io`] if the disk does not give
/// back its files.
pub fn check_reads(located: &Located, language: &str) -> Result<(), ModelError> {
    match pair(located)? {
        Some((own, _)) if own != language => {
            let what = format!("translation from {language:?} by a model that reads {own:?}");
            Err(unsupported(located, what))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::{Catalogue, Places};

    /// The model in a folder, which is in no catalogue.
    fn at(dir: &Path) -> Located {
        Located {
            name: "model".to_owned(),
            dir: dir.to_owned(),
            entry: None,
            lock: None,
        }
    }

    #[test]
    fn a_model_translates_between_the_languages_that_its_files_name() {
        let told = |model: &str, from: &str, to: &str| {
            let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
            let dir = fixtures.join(model);
            let places = Places::new(None, Vec::new());
            let located = places.locate(&Catalogue::builtin(), dir.to_str().unwrap());
            let checked = check_translates(&located.unwrap(), from, to);
            checked.map_err(|error| error.to_string())
        };
        for (model, from, to) in [
            ("m2m100", "fa", "tr"),
            ("nllb", "ku", "tr"),
            ("firefox", "ar", "en"),
            ("marian", "ar", "en"),
        ] {
            assert_eq!(told(model, from, to), Ok(()), "{model}");
        }
        for (model, from, to, words) in [
            ("m2m100", "ku", "tr", "the language \"ku\" by this model"),
            (
                "firefox",
                "tr",
                "en",
                "from \"tr\" by a model that reads ar",
            ),
            (
                "firefox",
                "ar",
                "tr",
                "into \"tr\" by a model that writes en",
            ),
            ("marian", "fa", "en", "from \"fa\" by a model that reads ar"),
            (
                "marian",
                "ar",
                "fa",
                "into \"fa\" by a model that writes en",
            ),
        ] {
            let error = told(model, from, to).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn a_language_of_three_letters_is_known_and_a_group_of_languages_is_none() {
        let written = |target: &str| {
            let dir = tempfile::tempdir().unwrap();
            let settings = serde_json::json!({ "target_lang": target }).to_string();
            std::fs::write(dir.path().join("tokenizer_config.json"), settings).unwrap();
            let located = at(dir.path());
            Told::of(&located).unwrap().only_language_written(&located)
        };
        assert_eq!(written("eng").as_deref(), Some("en"));
        assert_eq!(written("tr").as_deref(), Some("tr"));
        assert_eq!(written("deu+eng+fra"), None);
        assert_eq!(written("trk"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_model_whose_files_the_disk_hides_is_not_taken_for_another_one() {
        let dir = tempfile::tempdir().unwrap();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/m2m100");
        let config = dir.path().join("config.json");
        std::fs::copy(fixture.join("config.json"), config).unwrap();
        let located = at(dir.path());
        // Without a vocabulary it is a model of NLLB-200, which writes Sorani.
        check_writes(&located, "ku").unwrap();
        // A link to itself cannot be looked behind.
        let vocabulary = dir.path().join("vocab.json");
        std::os::unix::fs::symlink(&vocabulary, &vocabulary).unwrap();
        for checked in [
            check_writes(&located, "ku"),
            check_translates(&located, "ku", "en"),
            languages_read(&located).map(|_| ()),
        ] {
            let error = checked.unwrap_err();
            assert!(matches!(error, ModelError::Io { .. }), "{error}");
        }
    }
}
