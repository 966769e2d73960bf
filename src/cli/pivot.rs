//! Ways through another language: how two models and the language between them are named, and whether
//! they fit together. Which language goes such a way is decided in `routes`.

use std::fmt;
use std::path::Path;

use super::codes::{check_foreign, check_language};
use super::exit::UsageError;
use crate::brief::WAY_SIGN;
use crate::model::{Catalogue, Located, ModelError, Places, check_translates, restriction};
use crate::text::{TARGET, language_name};

/// How such a way is written, for messages.
const FORM: &str = "a way through another language is MODEL>LANG>MODEL, as in one-model>tr>another, and LANG is a code of \
    two small letters; give a folder whose name has > in it a symbolic link without one";

/// The translator that the user names for a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spec {
    /// A model that writes English.
    Model(String),
    /// A way through another language.
    Pivot(Pivot),
}

/// Two models, with the language that the first one writes and the other one reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pivot {
    pub(super) first: String,
    /// ISO 639-1 code of the language in between.
    pub(super) through: String,
    pub(super) onward: String,
}

impl Spec {
    /// Reads what the user names for the language with this code.
    ///
    /// # Errors
    /// [`UsageError`] for a way that is none, or goes through more than one language.
    pub(super) fn read(code: &str, text: &str) -> Result<Self, UsageError> {
        if !is_way(text) {
            return Ok(Self::Model(text.to_owned()));
        }
        let no_way = || UsageError(format!("{text}: {FORM}"));
        let (first, through, onward) = parts_of(text).ok_or_else(no_way)?;
        if parts_of(onward).is_some() {
            let what = "only one language may stand between a text and its English";
            return Err(UsageError(format!("{text}: {what}; {FORM}")));
        }
        if [first, onward]
            .iter()
            .any(|part| part.is_empty() || is_way(part))
        {
            return Err(no_way());
        }
        check_foreign(through).map_err(|UsageError(why)| UsageError(format!("{text}: {why}")))?;
        if language_name(through) == through {
            return Err(UsageError(format!(
                "{text}: no language has the code {through}; name one by its code of ISO 639-1, as in tr"
            )));
        }
        if through == code {
            let language = language_name(code);
            return Err(UsageError(format!(
                "{text}: a way from {language} cannot go through {language}"
            )));
        }
        Ok(Self::Pivot(Pivot {
            first: first.to_owned(),
            through: through.to_owned(),
            onward: onward.to_owned(),
        }))
    }
}

impl fmt::Display for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(name) => f.write_str(name),
            Self::Pivot(pivot) => write!(f, "{pivot}"),
        }
    }
}

impl fmt::Display for Pivot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            first,
            through,
            onward,
        } = self;
        write!(f, "{first}{WAY_SIGN}{through}{WAY_SIGN}{onward}")
    }
}

/// Whether the user means a way through another language, and no model. The name of a folder may have the
/// sign in it, unless it could be a way.
pub(super) fn is_way(text: &str) -> bool {
    text.contains(WAY_SIGN) && (parts_of(text).is_some() || !Path::new(text).is_dir())
}

/// What stands before the first sign that a language and another sign follow, the code of this language, and the
/// rest.
fn parts_of(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices(WAY_SIGN).find_map(|(at, sign)| {
        let (through, onward) = text[at + sign.len()..].split_once(WAY_SIGN)?;
        let through = through.trim();
        let is_language = check_language(through).is_ok();
        is_language.then(|| (text[..at].trim(), through, onward.trim()))
    })
}

/// The two models of a way, on this machine.
pub(super) struct Legs {
    pub(super) first: Located,
    /// ISO 639-1 code of the language in between.
    pub(super) through: String,
    pub(super) onward: Located,
}

impl Legs {
    /// Finds the models of a way from the language with this code, which the user names so.
    ///
    /// # Errors
    /// [`ModelError`] if one is not found, or is known not to read or write what it has to.
    pub(super) fn locate(
        pivot: &Pivot,
        (code, named): (&str, &str),
        places: &Places,
        catalogue: &Catalogue,
    ) -> Result<Self, ModelError> {
        let check = |model: &Located, part: &str, from: &str, to: &str| {
            let wrong = |error| {
                let named = format!("{named}, the {part} model");
                let more = ", or another language between the two models";
                named_for(error, named, (from, to), more)
            };
            check_translates(model, from, to).map_err(wrong)
        };
        let first = places.locate(catalogue, &pivot.first)?;
        check(&first, "first", code, &pivot.through)?;
        let onward = places.locate(catalogue, &pivot.onward)?;
        check(&onward, "second", &pivot.through, TARGET.code)?;
        Ok(Self {
            first,
            through: pivot.through.clone(),
            onward,
        })
    }

    /// The way as the user writes it, with the names of the models.
    pub(super) fn name(&self) -> String {
        let pivot = Pivot {
            first: self.first.name.clone(),
            through: self.through.clone(),
            onward: self.onward.name.clone(),
        };
        pivot.to_string()
    }

    /// The model whose licence asks more, as what both make is bound by it; the first one if they ask the
    /// same.
    pub(super) fn most_restricted(&self) -> &Located {
        if restriction(&self.onward) > restriction(&self.first) {
            &self.onward
        } else {
            &self.first
        }
    }
}

/// The error of a model that does not read or write what it is named for, with the setting that names it and what to
/// do: take one between these languages, or `more`. Other errors stay as they are.
pub(super) fn named_for(
    error: ModelError,
    named: String,
    (from, to): (&str, &str),
    more: &str,
) -> ModelError {
    if !matches!(error, ModelError::Unsupported { .. }) {
        return error;
    }
    let (from, to) = (language_name(from), language_name(to));
    ModelError::NamedFor {
        named,
        reason: error.to_string(),
        advice: format!("Name a model from {from} to {to}{more}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_two_models_with_a_language_between_them() {
        let read = |text: &str| Spec::read("ku", text).map_err(|UsageError(why)| why);
        assert_eq!(read("./a=b"), Ok(Spec::Model("./a=b".to_owned())));
        let pivot = Spec::Pivot(Pivot {
            first: "one".to_owned(),
            through: "tr".to_owned(),
            onward: "./two".to_owned(),
        });
        assert_eq!(read("one>tr>./two").as_ref(), Ok(&pivot));
        assert_eq!(read("one > tr > ./two").as_ref(), Ok(&pivot));
        assert_eq!(pivot.to_string(), "one>tr>./two");
        for (text, words) in [
            ("one>tr", "MODEL>LANG>MODEL"),
            (">tr>two", "MODEL>LANG>MODEL"),
            ("one>tr>", "MODEL>LANG>MODEL"),
            ("one>tr>two>fa>three", "only one language may stand between"),
            ("one>tr>two>", "MODEL>LANG>MODEL"),
            ("one>tr>fa>two", "MODEL>LANG>MODEL"),
            ("one>tur>two", "LANG is a code of two small letters"),
            (
                "one>en>two",
                "briefs are in English, which needs no translator",
            ),
            ("one>ku>two", "a way from Kurdish cannot go through Kurdish"),
            ("one>xx>two", "no language has the code xx; name one by"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.starts_with(text) && why.contains(words), "{why}");
        }
        // Texts in Galician are not told from others, which nobody needs here.
        let pivot = read("one>gl>two").unwrap();
        assert_eq!(pivot.to_string(), "one>gl>two");
        assert!(matches!(pivot, Spec::Pivot(_)));
    }

    #[test]
    fn a_folder_may_have_the_sign_of_ways_in_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let [model, way] = ["a>b", "a>tr>b"].map(|name| dir.path().join(name));
        std::fs::create_dir(&model).unwrap();
        std::fs::create_dir(&way).unwrap();
        let [model, way] = [model, way].map(|folder| folder.display().to_string());
        let read = |text: &str| Spec::read("ku", text).map_err(|UsageError(why)| why);
        assert!(!is_way(&model));
        assert_eq!(read(&model), Ok(Spec::Model(model.clone())));
        let both = Spec::Pivot(Pivot {
            first: model.clone(),
            through: "tr".to_owned(),
            onward: model.clone(),
        });
        assert_eq!(read(&format!("{model}>tr>{model}")), Ok(both));
        // It cannot be told from a way.
        assert!(matches!(read(&way), Ok(Spec::Pivot(_))));
        let missing = format!("{model}c");
        let why = read(&missing).unwrap_err();
        assert!(
            why.contains("give a folder whose name has > in it a symbolic link"),
            "{why}"
        );
    }

    #[test]
    fn the_models_of_a_way_have_to_fit_together() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let (places, catalogue) = (Places::new(None, Vec::new()), Catalogue::builtin());
        let legs = |code: &str, first: &str, through: &str, onward: &str| {
            let [first, onward] = [first, onward].map(|name| fixtures.join(name));
            let pivot = Pivot {
                first: first.display().to_string(),
                through: through.to_owned(),
                onward: onward.display().to_string(),
            };
            let legs = Legs::locate(&pivot, (code, "--translator x"), &places, &catalogue);
            legs.map_err(|error| error.to_string())
        };
        let fitting = legs("fa", "m2m100", "ar", "firefox").unwrap();
        assert_eq!(fitting.name(), "m2m100>ar>firefox");
        for ([code, first, through, onward], part, words, [from, to]) in [
            (
                ["ku", "m2m100", "ar", "firefox"],
                "first",
                "the language \"ku\"",
                ["Kurdish", "Arabic"],
            ),
            (
                ["fa", "m2m100", "tr", "firefox"],
                "second",
                "from \"tr\" by a model that reads ar",
                ["Turkish", "English"],
            ),
            (
                ["ar", "firefox", "fa", "m2m100"],
                "first",
                "into \"fa\" by a model that writes en",
                ["Arabic", "Persian"],
            ),
        ] {
            let error = legs(code, first, through, onward).err().unwrap();
            let start = format!("--translator x, the {part} model: ");
            let end = format!(
                " is not supported. Name a model from {from} to {to}, or another language between the two models"
            );
            assert!(error.starts_with(&start), "{error}");
            assert!(error.contains(words) && error.ends_with(&end), "{error}");
        }
    }

    #[test]
    fn what_a_way_may_be_used_for_is_the_least_that_its_models_allow() {
        let catalogue = Catalogue::builtin();
        let located = |name: &str| Located {
            name: name.to_owned(),
            dir: name.into(),
            entry: catalogue.find(name).cloned(),
            lock: None,
        };
        let worst = |first: &str, onward: &str| {
            let legs = Legs {
                first: located(first),
                through: "tr".to_owned(),
                onward: located(onward),
            };
            legs.most_restricted().name.clone()
        };
        let (free, not_for_trade) = ("opus-mt-tc-big-tr-en", "nllb-200-distilled-600M");
        assert_eq!(worst(free, not_for_trade), not_for_trade);
        assert_eq!(worst(not_for_trade, free), not_for_trade);
        assert_eq!(worst(free, "mine"), "mine");
        assert_eq!(worst(free, "m2m100_418M"), free);
    }
}
