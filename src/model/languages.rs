//! The languages that a model reads, as far as its entry in the catalogue or its files tell.

use super::checkpoint::firefox_files;
use super::tokenizer::setting;
use super::{Catalogue, Family, Located, ModelConfig};

/// ISO 639-1 codes of the languages that a translator on this machine reads; empty if nothing tells.
pub fn languages_read(catalogue: &Catalogue, located: &Located) -> Vec<String> {
    if let Some(entry) = &located.entry {
        return entry.source.clone();
    }
    if let Some(language) = firefox_files::source_language(&located.dir) {
        return vec![language];
    }
    let family = ModelConfig::read(&located.dir).map(|config| config.family);
    if let Ok(family @ (Family::M2m100 | Family::MBart)) = family {
        // Models of these families were trained on about the same languages.
        let alike = catalogue
            .entries()
            .iter()
            .find(|e| e.architecture == family);
        return alike.map(|entry| entry.source.clone()).unwrap_or_default();
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
