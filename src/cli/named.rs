//! The translators that the user names. This file owns how their names are read; where the models lie
//! and which language gets which is decided in `routes`.

use std::collections::BTreeMap;

use super::codes::check_code;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::pivot::{Spec, is_way};
use crate::text::TARGET;

/// The translators that the user names, on the command line and in `mujaz.toml`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Those of this call.
    pub(super) flags: Level,
    /// Those of `mujaz.toml`.
    pub(super) file: Level,
}

/// The translators that are named in one place.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Level {
    /// The setting that names them, for messages.
    pub(super) setting: &'static str,
    /// The one that names a model for all languages.
    pub(super) setting_for_all: &'static str,
    /// Translators by the language that they are to read.
    pub(super) of: BTreeMap<String, Spec>,
    /// A model for every language that it reads.
    pub(super) any: Option<String>,
}

/// The option that names translators.
const FIRST: &str = "--translator";
/// The option that names second translators.
pub(super) const SECOND: &str = "--second-translator";
/// What names a translator for all languages in `mujaz.toml`.
const ANY_IN_FILE: &str = "translator =";
/// In place of a second translator: there is none, whatever `mujaz.toml` says.
const NONE: &str = "none";

impl Named {
    /// # Errors
    /// [`UsageError`] for a code that is none, and for a language or all of them named twice.
    pub(super) fn read(flags: &[String], file: &FileSettings) -> Result<Self, UsageError> {
        let mut named = Self {
            flags: Level::read(FIRST, flags)?,
            file: Level {
                setting: "[translators]",
                setting_for_all: ANY_IN_FILE,
                ..Level::default()
            },
        };
        if let Some(model) = &file.translator {
            check_is_model(ANY_IN_FILE, model)?;
            named.file.any = Some(model.clone());
        }
        for (code, model) in file.translators.iter().flatten() {
            let wrong = |UsageError(why)| UsageError(format!("[translators] {why}"));
            check_code(code).map_err(wrong)?;
            let spec = Spec::read(code, model).map_err(wrong)?;
            named.file.of.insert(code.clone(), spec);
        }
        Ok(named)
    }

    /// The translator that is named for a language alone.
    pub(super) fn of(&self, code: &str) -> Option<&Spec> {
        let file = || self.file.of.get(code);
        self.flags.of.get(code).or_else(file)
    }

    /// The translators of a run without options: those that the environment and `mujaz.toml` name.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub(super) fn without_options(file: &FileSettings) -> Result<Self, UsageError> {
        let from_environment = std::env::var("MUJAZ_TRANSLATOR").ok();
        let flags: Vec<String> = from_environment.into_iter().collect();
        Self::read(&flags, file)
    }

    /// The second translators that the user names.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub(super) fn read_second(flags: &[String], file: &FileSettings) -> Result<Self, UsageError> {
        if flags == [NONE] {
            return Ok(Self::default());
        }
        let named = Self {
            flags: Level::read(SECOND, flags)?,
            file: Level::read(SECOND, file.second_translator.as_slice())?,
        };
        for (code, spec) in named.flags.of.iter().chain(&named.file.of) {
            if let Spec::Pivot(way) = spec {
                return Err(UsageError(format!(
                    "{SECOND} {code}={way}: a second translator is one model, which writes {}",
                    TARGET.name
                )));
            }
        }
        Ok(named)
    }
}

impl Level {
    /// Reads the values of an option.
    fn read(option: &'static str, flags: &[String]) -> Result<Self, UsageError> {
        let mut level = Self {
            setting: option,
            setting_for_all: option,
            ..Self::default()
        };
        for flag in flags.iter().flat_map(|flag| several(flag)) {
            level.add(option, flag)?;
        }
        Ok(level)
    }

    fn add(&mut self, option: &str, flag: &str) -> Result<(), UsageError> {
        let Some((code, model)) = flag.split_once('=').filter(|(code, _)| is_code_like(code))
        else {
            if self.any.is_some() {
                return Err(UsageError(format!(
                    "{option} {flag}: only one model can stand for all languages; name a \
                     language, as in {option} fa={flag}"
                )));
            }
            check_is_model(option, flag)?;
            self.any = Some(flag.to_owned());
            return Ok(());
        };
        check_code(code).map_err(|UsageError(why)| UsageError(format!("{option} {why}")))?;
        if model.is_empty() {
            return Err(UsageError(format!(
                "{option} {code}=: no model is named behind it"
            )));
        }
        let spec = Spec::read(code, model)
            .map_err(|UsageError(why)| UsageError(format!("{option} {code}={why}")))?;
        match self.of.insert(code.to_owned(), spec) {
            None => Ok(()),
            Some(other) => Err(UsageError(format!(
                "{option} {code}: both {other} and {model} are named"
            ))),
        }
    }
}

/// Checks that a model is named, and no way through another language: nobody knows where that begins.
///
/// # Errors
/// [`UsageError`] that says how it is named.
fn check_is_model(setting: &str, text: &str) -> Result<(), UsageError> {
    if !is_way(text) {
        return Ok(());
    }
    Err(UsageError(format!(
        "{setting} {text}: a way through another language is named for one language, as in ku={text}"
    )))
}

/// The parts of a flag that names models of several languages with spaces or commas between them,
/// as a variable of the environment has to.
fn several(flag: &str) -> Vec<&str> {
    let parts: Vec<&str> = flag
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let named = |part: &&str| {
        part.split_once('=')
            .is_some_and(|(code, _)| is_code_like(code))
    };
    if parts.iter().all(named) {
        parts
    } else {
        vec![flag]
    }
}

fn is_code_like(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;

    pub(in crate::cli) fn named(flags: &[&str], file: &str) -> Result<Named, String> {
        let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
        let file: FileSettings = toml::from_str(file).unwrap();
        Named::read(&flags, &file).map_err(|error| error.to_string())
    }

    #[test]
    fn a_model_is_named_for_one_language_or_for_all_that_it_reads() {
        let read = named(&["fa=persian", "other", "ur=./a=b"], "")
            .unwrap()
            .flags;
        assert_eq!(read.any.as_deref(), Some("other"));
        assert_eq!(read.of["fa"].to_string(), "persian");
        assert_eq!(read.of["ur"].to_string(), "./a=b");
        let path = named(&["./fa=persian"], "").unwrap().flags;
        assert_eq!(path.any.as_deref(), Some("./fa=persian"));
        let together = named(&["fa=a ur=b"], "").unwrap().flags;
        assert_eq!(together.of["fa"].to_string(), "a");
        assert_eq!(together.of["ur"].to_string(), "b");
        let spaced = named(&["fa=my models/a"], "").unwrap().flags;
        assert_eq!(spaced.of["fa"].to_string(), "my models/a");
    }

    #[test]
    fn a_way_through_another_language_is_named_for_one_language() {
        let read = named(&["ku=a>tr>b,fa=c"], "[translators]\nps = 'd > fa > e'").unwrap();
        let way = |code: &str| match read.of(code) {
            Some(Spec::Pivot(way)) => way.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(way("ku"), "a>tr>b");
        assert_eq!(way("ps"), "d>fa>e");
        assert_eq!(read.of("fa"), Some(&Spec::Model("c".to_owned())));
        assert_eq!(read.of("ur"), None);
        for (flags, file, words) in [
            (&["a>tr>b"][..], "", "as in ku=a>tr>b"),
            (&[], "translator = 'a>tr>b'", "as in ku=a>tr>b"),
            (
                &["ku=a>tr>b>fa>c"],
                "",
                "--translator ku=a>tr>b>fa>c: only one language",
            ),
            (
                &[],
                "[translators]\nku = 'a>tr'",
                "[translators] a>tr: a way through another language is",
            ),
        ] {
            let error = named(flags, file).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
        let second = Named::read_second(&["ku=a>tr>b".to_owned()], &FileSettings::default());
        let error = second.unwrap_err().to_string();
        assert!(
            error.starts_with("--second-translator ku=a>tr>b: a second translator is one model"),
            "{error}"
        );
    }

    #[test]
    fn names_that_contradict_or_are_none_are_errors() {
        for (flags, file, word) in [
            (&["one", "two"][..], "", "fa=two"),
            (&["fa=a", "fa=b"], "", "both a and b"),
            (&["en=a"], "", "needs no translator"),
            (&["FA=a"], "", "two small letters"),
            (&["fas=a"], "", "two small letters"),
            (
                &[],
                "[translators]\nPersian = 'x'",
                "[translators] \"Persian\"",
            ),
        ] {
            let error = named(flags, file).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }
}
