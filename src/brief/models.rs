//! The models of a brief, in words. It is plain text on one line each; renderings escape it.

use std::fmt::Write as _;

use super::types::{Brief, ModelIdentity, OnwardTranslator};
use crate::text::language_name;

/// The sign between the models and the language of a way through another language.
pub const WAY_SIGN: &str = ">";

impl Brief {
    /// The name of the article's translator; that of an English article is not there. Where the way goes
    /// through another language, it has both models and that language, as the user writes them:
    /// `one-model>tr>another`.
    pub fn translator_name(&self) -> Option<String> {
        let made = &self.provenance;
        let first = made.translator.as_ref()?;
        let onward = made.onward_translators.get(&self.source.language);
        Some(match onward {
            Some(OnwardTranslator { through, model }) => {
                [first.name.as_str(), through.as_str(), model.name.as_str()].join(WAY_SIGN)
            }
            None => first.name.clone(),
        })
    }
}

/// The translators, a sentence each: those that read the article, the second models of those that go by way
/// of another language, and second translators.
pub(super) fn translator_lines(brief: &Brief) -> Vec<String> {
    let made = &brief.provenance;
    let of = |language: &str| format!(" of paragraphs in {}", language_name(language));
    let line = |(role, of, identity): (&str, String, &ModelIdentity)| {
        format!("{role}{of}: {}.", model(identity))
    };
    let first = made.translator.iter();
    let first = first.map(|identity| ("Translator", String::new(), identity));
    let others = made.other_translators.iter();
    let others = others.map(|(language, identity)| ("Translator", of(language), identity));
    let seconds = made.second_translators.iter();
    let seconds = seconds.map(|(language, identity)| {
        let is_own = *language == brief.source.language;
        let of = if is_own { String::new() } else { of(language) };
        ("Second translator", of, identity)
    });
    let mut lines: Vec<String> = first.chain(others).map(line).collect();
    lines.extend(onward_lines(brief));
    lines.extend(seconds.map(line));
    lines
}

/// The second models of translators that go by way of another language, a sentence each.
fn onward_lines(brief: &Brief) -> impl Iterator<Item = String> {
    let onward = brief.provenance.onward_translators.iter();
    onward.map(move |(language, onward)| {
        let what = if *language == brief.source.language {
            "it was".to_owned()
        } else {
            format!("paragraphs in {} were", language_name(language))
        };
        format!(
            "From {}, by way of which {what} translated: {}.",
            language_name(&onward.through),
            model(&onward.model)
        )
    })
}

/// A model with its revision, the beginning of its hash and its licence.
pub(super) fn model(identity: &ModelIdentity) -> String {
    let mut text = identity.name.clone();
    if let Some(revision) = &identity.revision {
        let _ = write!(text, ", revision {revision}");
    }
    let _ = write!(text, ", BLAKE3 {}", prefix(&identity.hash));
    match &identity.licence {
        Some(licence) => text + ", licence " + licence,
        // The models that ship have none by name: their cards list what they were trained on.
        None => text + ", licence: see its model card",
    }
}

/// The beginning of a hash.
pub(super) fn prefix(hash: &str) -> String {
    hash.chars().take(12).collect()
}
