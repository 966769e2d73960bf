//! The languages of translations from anywhere, for subcommands that judge them without a
//! translator. This file owns which pairs of languages can be judged; the checks are in the module
//! `quality`.

use std::io::Write;

use clap::Args;

use super::codes::check_language;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::placement::DEFAULT_LANGUAGE;
use super::resolve::{AUTO, pick};
use crate::quality::{Judgement, Judging, Lexicon, Pair, judge};
use crate::text::{Language, TARGET};

/// Both languages as the user names them.
#[derive(Debug, Args)]
pub(super) struct LanguageArgs {
    /// Language of the sources [default: ar]
    #[arg(long, value_name = "LANG", env = "MUJAZ_FROM")]
    from: Option<String>,
    /// Language of the translations [default: en]
    #[arg(long, value_name = "LANG", env = "MUJAZ_TO")]
    to: Option<String>,
}

impl LanguageArgs {
    /// Both languages, with their lexicon where there is one.
    ///
    /// # Errors
    /// Translations into this language cannot be judged.
    pub(super) fn resolve(&self, file: &FileSettings) -> Result<Languages, UsageError> {
        // A run finds the language of each article; pairs of sentences are too short for that.
        let from = match pick(&self.from, &file.from, AUTO) {
            auto if auto == AUTO => DEFAULT_LANGUAGE.to_owned(),
            code => code,
        };
        check_language(&from).map_err(|UsageError(why)| UsageError(format!("--from {why}")))?;
        Languages::of(&from, &pick(&self.to, &file.to, TARGET.code))
    }
}

/// Both languages of the pairs, with their lexicon.
pub(super) struct Languages {
    from: &'static Language,
    to: &'static Language,
    lexicon: Option<&'static Lexicon>,
}

impl Languages {
    pub(super) fn of(from: &str, to: &str) -> Result<Self, UsageError> {
        if to != TARGET.code {
            return Err(UsageError(format!(
                "--to {to}: translations are checked in {} only",
                TARGET.name
            )));
        }
        Ok(Self {
            from: Language::of(from),
            to: TARGET,
            lexicon: Lexicon::between(from, to),
        })
    }

    /// Tells what is not done for languages without a lexicon.
    pub(super) fn tell(&self, err: &mut dyn Write) {
        if self.lexicon.is_none() {
            // Whether anybody reads messages makes no difference to the answers.
            let _ = writeln!(
                err,
                "mujaz: there is no lexicon of these two languages, so words are not compared, and \
                 there is no estimate"
            );
        }
    }

    /// Judges a translation by both texts, and by the mean log-probability of a token where a model
    /// gave one. It takes no part in the estimate, which was fitted to the scores of one model.
    pub(super) fn judge(&self, source: &str, translation: &str, score: Option<f32>) -> Judgement {
        judge(&Pair {
            source,
            from: self.from,
            translation,
            to: self.to,
            fragment: false,
            score,
            judging: Judging {
                lexicon: self.lexicon,
                calibrated: false,
            },
        })
    }
}
