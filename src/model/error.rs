//! The error type of the `model` module. This file owns the messages: each names a file or a model,
//! says what is wrong and, where possible, what to do.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::system_error::in_words;

/// An error of a model. Each message names the file or model and says what is wrong and, where
/// possible, what to do.
#[derive(Debug, Error)]
pub enum ModelError {
    /// There is no folder of this name and no such path.
    #[error("no model called {name:?} is on this machine. {hint}\nLooked in:{}", lines(.looked))]
    NotFound {
        /// The name that was asked for.
        name: String,
        /// Folders that were searched, in order.
        looked: Vec<PathBuf>,
        /// The next step for the user, as a sentence.
        hint: String,
    },
    /// A download was broken off, or files of a pulled model are gone.
    #[error(
        "{}: the model is incomplete{}. Run: mujaz models pull {name}",
        .path.display(), without(.missing)
    )]
    Incomplete {
        /// Name of the model.
        name: String,
        /// Its folder.
        path: PathBuf,
        /// Files that are known to be missing.
        missing: Vec<String>,
    },
    /// A file cannot be read, or is not what its name says.
    #[error("{}: cannot be read: {reason}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// A file was read and has impossible content.
    #[error("{}: {reason}", .path.display())]
    BadConfig {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// Something that a model needs is missing: files of a folder, or tensors of a file.
    #[error("{}: missing {}", .path.display(), .names.join(", "))]
    Missing {
        /// The folder or file.
        path: PathBuf,
        /// The missing names.
        names: Vec<String>,
    },
    /// The model is complete, but mujaz cannot run it.
    #[error("{}: {what} is not supported", .path.display())]
    Unsupported {
        /// The file that says so.
        path: PathBuf,
        /// The unsupported feature.
        what: String,
    },
    /// A model that the user names does not read or write what it is named for.
    #[error("{named}: {reason}. {advice}")]
    NamedFor {
        /// The setting that names it, and the part of the setting.
        named: String,
        /// What is wrong with the model.
        reason: String,
        /// The next step for the user, as a sentence.
        advice: String,
    },
    /// Files have changed since the model was pulled.
    #[error("{}: the model is damaged: {}. {advice}", .path.display(), .problems.join("; "))]
    Damaged {
        /// Folder of the model.
        path: PathBuf,
        /// The problems, as one sentence each.
        problems: Vec<String>,
        /// The next step for the user, as a sentence.
        advice: String,
    },
    /// A name that could leave the models' folder or that a command line could misread.
    #[error(
        "{name:?} cannot be a model's name: use letters, digits, '-', '_' and '.', not '.' first"
    )]
    BadName {
        /// The name.
        name: String,
    },
    /// The folder where the model should go belongs to something else.
    #[error("{}: {reason}", .path.display())]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// The reason, and the next step for the user.
        reason: String,
    },
    /// No model on this machine reads a language.
    #[error("there is no translator for {language} on this machine. {hint}")]
    NoTranslator {
        /// English name of the language.
        language: String,
        /// The next step for the user, as a sentence.
        hint: String,
    },
    /// The network is needed but switched off.
    #[error(
        "{name} is not on this machine and the network is switched off ({reason}). On a machine \
         with a network, run: mujaz models pull {name}. Copy the folder that mujaz models path \
         {name} prints there to this machine, and run beside it: mujaz models add {name} --copy"
    )]
    Offline {
        /// Name of the model.
        name: String,
        /// Which switch forbids it.
        reason: String,
    },
    /// A switch in the environment is set to a word that is neither yes nor no.
    #[error("{variable}={value}: {reason}")]
    UnclearSwitch {
        /// Name of the variable.
        variable: &'static str,
        /// Its value.
        value: String,
        /// The reason, with what to write instead.
        reason: String,
    },
    /// The licence restricts use and was not accepted.
    #[error(
        "{name} is licensed under {licence}, which does not allow every use. If your use is \
         allowed, run: mujaz models pull {name} --accept-license"
    )]
    LicenceNotAccepted {
        /// Name of the model.
        name: String,
        /// SPDX name of the licence.
        licence: String,
    },
    /// The model has no repository to pull from.
    #[error("{name} ships with mujaz and is on no hub: reinstall mujaz to get it back")]
    NotOnHub {
        /// Name of the model.
        name: String,
    },
    /// The hub refused or could not be reached.
    #[error("{repository}: {what}. {advice}")]
    Hub {
        /// Repository on the hub.
        repository: String,
        /// The problem.
        what: String,
        /// The next step for the user, as a sentence.
        advice: String,
    },
    /// A file arrived complete but is not the one that is listed.
    #[error(
        "{repository}: {file} is not the file that is listed ({expected} expected, {found} \
         received). It was deleted. Pull again; if it happens again, a proxy or mirror on the \
         way changes files"
    )]
    WrongHash {
        /// Repository on the hub.
        repository: String,
        /// Name of the file.
        file: String,
        /// The hash that the hub states.
        expected: String,
        /// The hash of what was received.
        found: String,
    },
    /// The file system returned an error.
    #[error("{}: cannot {action}: {}", .path.display(), in_words(.source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The attempted action, as a verb: "write", "create".
        action: &'static str,
        /// The system's error.
        source: io::Error,
    },
}

impl ModelError {
    /// The error of a file that cannot be read, or is not what its name says.
    pub(crate) fn unreadable(path: &Path, reason: impl ToString) -> Self {
        Self::Unreadable {
            path: path.into(),
            reason: reason.to_string(),
        }
    }

    /// A function for `map_err` that adds the path and the attempted action.
    pub(crate) fn io(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io {
            path,
            action,
            source,
        }
    }
}

fn lines(paths: &[PathBuf]) -> String {
    paths
        .iter()
        .map(|path| format!("\n  {}", path.display()))
        .collect()
}

fn without(missing: &[String]) -> String {
    if missing.is_empty() {
        String::new()
    } else {
        format!(" ({} missing)", missing.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_model_names_its_files_and_the_command() {
        let error = ModelError::Incomplete {
            name: "small".into(),
            path: PathBuf::from("/m/small"),
            missing: vec!["vocab.json".into(), "source.spm".into()],
        };
        assert_eq!(
            error.to_string(),
            "/m/small: the model is incomplete (vocab.json, source.spm missing). \
             Run: mujaz models pull small"
        );
    }

    #[test]
    fn a_model_that_was_not_found_lists_where_it_was_looked_for() {
        let error = ModelError::NotFound {
            name: "x".into(),
            looked: vec![PathBuf::from("/a"), PathBuf::from("/b")],
            hint: "Run: mujaz models list".into(),
        };
        assert_eq!(
            error.to_string(),
            "no model called \"x\" is on this machine. Run: mujaz models list\n\
             Looked in:\n  /a\n  /b"
        );
    }
}
