//! This file owns the exit codes and which error ends with which of them.

use std::path::Path;

use crate::article::DiscoverError;
use crate::engine::{EngineError, LoadError, SelfTestError};
use crate::model::ModelError;
use crate::pipeline::RunError;
use crate::store::StoreError;
use crate::system_error::{is_absent, why_unreadable};

/// The outcome of the program. The numbers are a stable interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything worked.
    Success,
    /// The command line cannot be carried out as it stands.
    Usage,
    /// libtorch, a device or a model is missing or damaged.
    Environment,
    /// Some articles failed, or were flagged and `--fail-on` counts that.
    Articles,
    /// There was nothing to do.
    Nothing,
    /// Input or output error: the disk is full, or permission is missing.
    Io,
    /// The user stopped the run; its state is saved.
    Interrupted,
    /// An unexpected error.
    Unexpected,
}

impl Exit {
    /// The exit that counts if several things were done: the one with the higher code.
    pub(super) fn worse(self, other: Self) -> Self {
        if other.code() > self.code() {
            other
        } else {
            self
        }
    }

    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Usage => 2,
            Self::Environment => 3,
            Self::Articles => 4,
            Self::Nothing => 5,
            Self::Io => 6,
            Self::Interrupted => 130,
            Self::Unexpected => 1,
        }
    }
}

/// An error of the command line itself.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub(super) String);

/// An input that the system does not let mujaz read.
#[derive(Debug, thiserror::Error)]
#[error("{name}: cannot be read: {}", why_unreadable(Path::new(.name), .error))]
pub(super) struct ReadError {
    pub(super) name: String,
    pub(super) error: std::io::Error,
}

/// Whoever read the answers has closed standard output, and some of them are lost.
#[derive(Debug, thiserror::Error)]
#[error("standard output was closed before every line was answered")]
struct UnreadAnswers;

/// Whether whoever read what is written has stopped reading.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// How a command ends that answers each line. Others end without a word if nobody reads to the end;
/// here it leaves lines without an answer.
pub(super) fn of_answers(ended: anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    match ended {
        Err(error) if is_broken_pipe(&error) => Err(UnreadAnswers.into()),
        ended => ended,
    }
}

/// The exit for an error, by its type.
pub(super) fn of_error(error: &anyhow::Error) -> Exit {
    if error.is::<UsageError>() {
        return Exit::Usage;
    }
    if let Some(error) = error.downcast_ref::<ReadError>() {
        let is_usage =
            is_absent(&error.error) || error.error.kind() == std::io::ErrorKind::FileTooLarge;
        return if is_usage { Exit::Usage } else { Exit::Io };
    }
    if let Some(error) = error.downcast_ref::<DiscoverError>() {
        return match error {
            DiscoverError::Unreadable { .. } => Exit::Io,
            _ => Exit::Usage,
        };
    }
    if let Some(error) = error.downcast_ref::<ModelError>() {
        return of_model(error);
    }
    if let Some(error) = error.downcast_ref::<EngineError>() {
        return match error {
            EngineError::Unknown(_) => Exit::Usage,
            _ => Exit::Environment,
        };
    }
    if error.is::<LoadError>() {
        return Exit::Environment;
    }
    if let Some(error) = error.downcast_ref::<RunError>() {
        return match error {
            RunError::Store(error) => of_store(error),
            RunError::Thread(_) => Exit::Io,
            RunError::Models(error) => match of_error(error) {
                // Any other reason why a model cannot be loaded is a fault of this machine.
                Exit::Unexpected => Exit::Environment,
                exit => exit,
            },
        };
    }
    if let Some(error) = error.downcast_ref::<StoreError>() {
        return of_store(error);
    }
    if let Some(error) = error.downcast_ref::<SelfTestError>() {
        return match error {
            SelfTestError::Write(_) => Exit::Io,
            _ => Exit::Environment,
        };
    }
    if error.is::<std::io::Error>() || error.is::<UnreadAnswers>() {
        return Exit::Io;
    }
    Exit::Unexpected
}

/// The exit for an error of a model.
pub(super) fn of_model(error: &ModelError) -> Exit {
    match error {
        ModelError::Io { .. } => Exit::Io,
        ModelError::BadName { .. }
        | ModelError::LicenceNotAccepted { .. }
        | ModelError::UnclearSwitch { .. }
        | ModelError::Occupied { .. } => Exit::Usage,
        _ => Exit::Environment,
    }
}

fn of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::Occupied { .. } => Exit::Usage,
        StoreError::Io { .. }
        | StoreError::Journal { .. }
        | StoreError::Memory { .. }
        | StoreError::Search { .. }
        | StoreError::ForNow { .. }
        | StoreError::Busy { .. } => Exit::Io,
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::PathBuf;

    use super::*;

    fn full() -> ModelError {
        ModelError::Io {
            path: PathBuf::from("x"),
            action: "write",
            source: io::Error::other("full"),
        }
    }

    #[test]
    fn each_error_of_a_model_has_its_code() {
        assert_eq!(of_model(&full()).code(), 6);
        let name = ModelError::BadName { name: "..".into() };
        assert_eq!(of_model(&name).code(), 2);
        let gone = ModelError::NotOnHub { name: "x".into() };
        assert_eq!(of_model(&gone).code(), 3);
    }

    #[test]
    fn an_error_while_models_are_loaded_keeps_its_code() {
        let of = |error: anyhow::Error| of_error(&RunError::Models(error).into());
        assert_eq!(of(full().into()), Exit::Io);
        assert_eq!(
            of(anyhow::Error::from(full()).context("the summarizer")),
            Exit::Io
        );
        assert_eq!(of(anyhow::anyhow!("a defect")), Exit::Environment);
    }

    #[test]
    fn answers_that_nobody_reads_are_an_error_of_the_output() {
        let closed = || anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_broken_pipe(&closed().context("stdout")));
        let error = of_answers(Err(closed())).unwrap_err();
        assert_eq!(of_error(&error), Exit::Io);
        assert!(!is_broken_pipe(&error));
        assert_eq!(of_answers(Ok(Exit::Nothing)).unwrap(), Exit::Nothing);
    }

    #[test]
    fn the_worse_of_two_exits_counts() {
        assert_eq!(Exit::Success.worse(Exit::Usage), Exit::Usage);
        assert_eq!(Exit::Io.worse(Exit::Environment), Exit::Io);
    }
}
