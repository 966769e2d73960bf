//! The languages that a model reads, as far as its files or its entry in the catalogue tell.

use super::checkpoint::firefox_files;
use super::family::language_tokens;
use super::tokenizer::setting;
use super::{Located, ModelConfig, ModelError};
use crate::text::known_languages;

/// ISO 639-1 codes of the languages that a translator on this machine reads; empty if nothing tells.
pub fn languages_read(located: &Located) -> Vec<String> {
    let config = ModelConfig::read(&located.dir).ok();
    if let Some(token) = config.and_then(|config| language_tokens(&located.dir, config.family)) {
        let codes = known_languages().filter(|code| token(code).is_some());
        return codes.map(str::to_owned).collect();
    }
    if let Some(entry) = &located.entry {
        return entry.source.clone();
    }
    if let Some(language) = firefox_files::source_language(&located.dir) {
        return vec![language];
    }
    let named = setting(&located.dir, "source_lang");
    let named = named.as_ref().and_then(|value| value.as_str());
    let two_letters = |code: &&str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
    named
        .filter(two_letters)
        .map(str::to_owned)
        .into_iter()
        .collect()
}

/// Checks that a model can read a language, where its files name the only one that it reads.
///
/// # Errors
/// [`ModelError::Unsupported`] if that is another one.
pub fn check_reads(located: &Located, language: &str) -> Result<(), ModelError> {
    match firefox_files::source_language(&located.dir) {
        Some(own) if own != language => Err(ModelError::Unsupported {
            path: located.dir.clone(),
            what: format!("translation from {language:?} by a model that reads {own:?}"),
        }),
        _ => Ok(()),
    }
}
