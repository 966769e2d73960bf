//! The catalogue of known models, compiled in from `models/catalogue.toml`. This file owns its
//! layout and the lookup by name; it never looks at models on disk or on the network.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Family, ModelError};

const BUILTIN: &str = include_str!("../../models/catalogue.toml");

/// The files of a Marian model on the Hub: the necessary and the optional ones, and the names of the
/// weights.
const MARIAN: [&[&str]; 3] = [
    &["config.json", "source.spm", "target.spm", "vocab.json"],
    &[
        "generation_config.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
    ],
    &["model.safetensors", "pytorch_model.bin"],
];

/// The use of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Translates from one language into another.
    Translator,
    /// Turns an English article into a shorter English text.
    Summarizer,
    /// Turns an English article into its headline.
    Headliner,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Translator => "translator",
            Self::Summarizer => "summarizer",
            Self::Headliner => "headliner",
        })
    }
}

/// A published result of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The test set.
    pub test: String,
    /// The measure: `BLEU`, `chrF`, `ROUGE-2`.
    pub metric: String,
    /// The value, on the scale of the source (0 to 100 for the measures above).
    pub value: f64,
    /// Where it is published.
    pub origin: String,
}

/// One model of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name that users type; also the name of its folder.
    pub name: String,
    /// The model's use.
    pub kind: Kind,
    /// Repository on the hub, `owner/name`, or for a Firefox model the pair of languages and the
    /// architecture in Mozilla's registry, `ar-en/base-memory`; absent for a model that ships with
    /// mujaz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// Branch, tag or commit; `main` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The family of network.
    pub architecture: Family,
    /// ISO 639-1 codes of the languages it reads.
    pub source: Vec<String>,
    /// ISO 639-1 codes of the languages it writes.
    pub target: Vec<String>,
    /// SPDX name of the licence; if absent, the model card decides when the model is pulled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whether the licence forbids some uses, so that pulling asks for `--accept-license`.
    #[serde(default)]
    pub needs_licence: bool,
    /// Whether it is the model to take when in doubt; at most one for each kind and source
    /// language.
    #[serde(default)]
    pub recommended: bool,
    /// Number of parameters, in millions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<u32>,
    /// Files without which the model cannot run, apart from the weights. Empty for a Firefox
    /// model, of which all files are pulled.
    #[serde(default)]
    pub files: Vec<String>,
    /// Files that are pulled if the repository has them.
    #[serde(default)]
    pub optional: Vec<String>,
    /// Possible names of the weights; the first one that the repository has is pulled.
    #[serde(default)]
    pub weights: Vec<String>,
    /// Published results.
    #[serde(default)]
    pub scores: Vec<Score>,
    /// One line that helps people choose.
    pub note: String,
}

impl Entry {
    /// Whether it ships with mujaz. All others can be pulled.
    pub fn ships(&self) -> bool {
        self.repository.is_none()
    }
}

/// All models that mujaz knows, in the order of the file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    #[serde(rename = "model")]
    entries: Vec<Entry>,
}

impl Catalogue {
    /// The catalogue that is compiled into the program.
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).expect("a built-in catalogue that cannot be parsed is a bug")
    }

    /// Reads a catalogue from TOML.
    ///
    /// # Errors
    ///
    /// [`ModelError::BadConfig`] if the text is not TOML, has an unknown key or lacks one.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let mut catalogue: Self = toml::from_str(text).map_err(|error| ModelError::BadConfig {
            path: PathBuf::from("catalogue.toml"),
            reason: error.to_string(),
        })?;
        for entry in &mut catalogue.entries {
            if entry.architecture == Family::Marian && entry.files.is_empty() {
                let [files, optional, weights] = MARIAN.map(|names| {
                    let names = names.iter();
                    names.map(|&name| name.to_owned()).collect()
                });
                (entry.files, entry.optional, entry.weights) = (files, optional, weights);
            }
        }
        Ok(catalogue)
    }

    /// The model of this name.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The translators from a language into `target`, the one to take in front: the recommended
    /// one, then the more special ones; what ships with mujaz comes last.
    pub fn translators(&self, language: &str, target: &str) -> Vec<&Entry> {
        let has = |codes: &[String], code: &str| codes.iter().any(|own| own == code);
        let fits = |entry: &&Entry| {
            entry.kind == Kind::Translator
                && has(&entry.source, language)
                && has(&entry.target, target)
        };
        let mut found: Vec<&Entry> = self.entries.iter().filter(fits).collect();
        found.sort_by_key(|entry| (entry.ships(), !entry.recommended, entry.source.len()));
        found
    }

    /// The languages that can be translated into `target`, in the order of their codes.
    pub fn languages(&self, target: &str) -> BTreeSet<&str> {
        let translators = self.entries.iter().filter(|entry| {
            entry.kind == Kind::Translator && entry.target.iter().any(|own| own == target)
        });
        translators
            .flat_map(|entry| entry.source.iter().map(String::as_str))
            .filter(|language| *language != target)
            .collect()
    }

    /// All models, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Names that a misspelt one may stand for, best first, at most three.
    pub fn nearest(&self, name: &str) -> Vec<&str> {
        let wanted = name.to_lowercase();
        if wanted.is_empty() || wanted.len() > 100 {
            return Vec::new();
        }
        let mut near: Vec<(usize, &str)> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let known = entry.name.to_lowercase();
                let distance = if known.contains(&wanted) {
                    1
                } else {
                    distance(&known, &wanted)
                };
                let allowed = (wanted.chars().count() / 3).max(2);
                (distance <= allowed).then_some((distance, entry.name.as_str()))
            })
            .collect();
        near.sort_by_key(|&(distance, _)| distance);
        near.into_iter().take(3).map(|(_, name)| name).collect()
    }
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = corner + usize::from(from != *to);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::check_name;

    #[test]
    fn the_builtin_catalogue_keeps_its_promises() {
        let catalogue = Catalogue::builtin();
        let mut names = BTreeSet::new();
        for entry in catalogue.entries() {
            let name = &entry.name;
            assert!(names.insert(name), "{name} is there twice");
            assert!(check_name(name).is_ok(), "{name} is no folder name");
            let listed = entry.files.contains(&"config.json".to_string());
            let listed = listed && !entry.weights.is_empty();
            assert_eq!(listed, entry.architecture != Family::Firefox, "{name}");
            for file in entry
                .files
                .iter()
                .chain(&entry.optional)
                .chain(&entry.weights)
            {
                assert!(
                    !file.contains(['/', '\\']),
                    "{name}: {file} is no plain file name"
                );
            }
            for language in entry.source.iter().chain(&entry.target) {
                assert!(
                    language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase()),
                    "{name}: {language} is no ISO 639-1 code"
                );
            }
            assert!(
                !entry.source.is_empty() && !entry.target.is_empty(),
                "{name}: no languages"
            );
            assert!(
                !entry.note.is_empty() && !entry.note.contains('\n'),
                "{name}: note"
            );
            if let Some(repository) = &entry.repository {
                assert_eq!(repository.split('/').count(), 2, "{name}: {repository}");
            }
            let restricted = entry
                .licence
                .as_deref()
                .is_some_and(|licence| licence.contains("-NC"));
            assert_eq!(entry.needs_licence, restricted, "{name}: licence");
            for score in &entry.scores {
                assert!(
                    (0.0..=100.0).contains(&score.value),
                    "{name}: {}",
                    score.metric
                );
                assert!(
                    !score.origin.is_empty(),
                    "{name}: a score without its source"
                );
            }
        }
    }

    #[test]
    fn at_most_one_model_is_recommended_for_a_language() {
        let catalogue = Catalogue::builtin();
        let mut seen = BTreeSet::new();
        for entry in catalogue.entries().iter().filter(|e| e.recommended) {
            for language in &entry.source {
                let key = (entry.kind.to_string(), language.as_str());
                assert!(seen.insert(key), "{}: {language}", entry.name);
            }
        }
        for language in [
            "ar", "de", "es", "fa", "fr", "he", "ru", "tr", "uk", "ur", "zh",
        ] {
            assert!(
                seen.contains(&("translator".to_string(), language)),
                "{language}"
            );
        }
    }

    #[test]
    fn only_the_starter_models_ship() {
        let catalogue = Catalogue::builtin();
        let shipped: Vec<&str> = catalogue
            .entries()
            .iter()
            .filter(|entry| entry.ships())
            .map(|entry| entry.name.as_str())
            .collect();
        assert_eq!(shipped, ["starter-ar-en", "starter-headline-en"]);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let text = "[[model]]\nname = \"x\"\nsize = 3\n";
        let error = Catalogue::parse(text).unwrap_err().to_string();
        assert!(error.contains("unknown field `size`"), "{error}");
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbours() {
        let catalogue = Catalogue::builtin();
        assert_eq!(catalogue.nearest("opus-mt-ar-em")[0], "opus-mt-ar-en");
        assert_eq!(catalogue.nearest("tc-big-ar"), ["opus-mt-tc-big-ar-en"]);
        assert_eq!(catalogue.nearest("firefox-ar"), ["firefox-ar-en"]);
        assert_eq!(
            catalogue.nearest("starter"),
            ["starter-ar-en", "starter-headline-en"]
        );
        assert!(catalogue.nearest("completely-different-thing").is_empty());
        assert!(catalogue.nearest("").is_empty());
    }

    #[test]
    fn the_distance_is_levenshteins() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("موجز", "موجز"), 0);
    }
}
