//! The languages that a model reads and writes, as far as its files or its entry in the catalogue tell.

use std::path::Path;

use super::checkpoint::firefox_files;
use super::family::language_tokens;
use super::family::m2m100::NLLB_LANGUAGES;
use super::tokenizer::setting;
use super::{Located, ModelConfig, ModelError};
use crate::text::known_languages;

/// ISO 639-1 codes of the languages that a translator on this machine reads; empty if nothing tells.
pub fn languages_read(located: &Located) -> Vec<String> {
    if let Some(token) = tokens(located) {
        let codes = known_languages().filter(|code| token(code).is_some());
        return codes.map(str::to_owned).collect();
    }
    if let Some(entry) = &located.entry {
        return entry.source.clone();
    }
    if let Some((language, _)) = firefox_files::languages_of(&located.dir) {
        return vec![language];
    }
    let named = named_language(&located.dir, "source_lang");
    named.into_iter().collect()
}

/// The language that a setting of the tokenizer names by a code of two letters.
fn named_language(dir: &Path, key: &str) -> Option<String> {
    let named = setting(dir, key);
    let named = named.as_ref().and_then(|value| value.as_str());
    let two_letters = |code: &&str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
    named.filter(two_letters).map(str::to_owned)
}

/// ISO 639-1 code of the only language that a translator writes; `None` if it writes several, or nothing
/// tells. The catalogue is asked last, because it lists only the target languages that briefs need.
fn only_language_written(located: &Located) -> Option<String> {
    if let Some((_, language)) = firefox_files::languages_of(&located.dir) {
        return Some(language);
    }
    if let Some(named) = setting(&located.dir, "target_lang") {
        let named = named.as_str()?;
        let three_letters = |code: &&str| {
            let token = (NLLB_LANGUAGES.token)(code).unwrap_or_default();
            token.split_once('_').is_some_and(|(own, _)| own == named)
        };
        let known = || known_languages().find(three_letters).map(str::to_owned);
        return named_language(&located.dir, "target_lang").or_else(known);
    }
    match located.entry.as_ref()?.target.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Checks that a model can translate from a language into another one, given by their ISO 639-1 codes.
/// What nothing tells is found out when the model is loaded.
///
/// # Errors
/// [`ModelError::Unsupported`] if it reads or writes other languages only.
pub fn check_translates(located: &Located, from: &str, to: &str) -> Result<(), ModelError> {
    if let Some(token) = tokens(located) {
        if token(from).is_none() {
            return Err(not_among_many(located, from));
        }
    } else {
        let read = languages_read(located);
        if !read.is_empty() && !read.iter().any(|code| code == from) {
            let read = read.join(", ");
            let what = format!("translation from {from:?} by a model that reads {read}");
            return Err(unsupported(located, what));
        }
    }
    check_writes(located, to)
}

/// Checks that a model can write the language with this ISO 639-1 code, as far as its files or its entry
/// in the catalogue tell.
///
/// # Errors
/// [`ModelError::Unsupported`] if it writes other languages only.
pub fn check_writes(located: &Located, to: &str) -> Result<(), ModelError> {
    if let Some(token) = tokens(located) {
        return match token(to) {
            Some(_) => Ok(()),
            None => Err(not_among_many(located, to)),
        };
    }
    match only_language_written(located) {
        Some(own) if own != to => {
            let what = format!("translation into {to:?} by a model that writes {own}");
            Err(unsupported(located, what))
        }
        _ => Ok(()),
    }
}

/// The tokens of the languages of a model that reads and writes many.
fn tokens(located: &Located) -> Option<fn(&str) -> Option<String>> {
    let config = ModelConfig::read(&located.dir).ok()?;
    language_tokens(&located.dir, config.family)
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
/// [`ModelError::Unsupported`] if that is another one.
pub fn check_reads(located: &Located, language: &str) -> Result<(), ModelError> {
    match firefox_files::languages_of(&located.dir) {
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
    use super::*;
    use crate::model::{Catalogue, Places};

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
            only_language_written(&Located {
                name: "model".to_owned(),
                dir: dir.path().to_owned(),
                entry: None,
                lock: None,
            })
        };
        assert_eq!(written("eng").as_deref(), Some("en"));
        assert_eq!(written("tr").as_deref(), Some("tr"));
        assert_eq!(written("deu+eng+fra"), None);
        assert_eq!(written("trk"), None);
    }
}
