//! Exit codes, and which error ends with which of them.

use crate::article::DiscoverError;
use crate::engine::{EngineError, LoadError, SelfTestError};
use crate::model::ModelError;
use crate::pipeline::RunError;
use crate::store::StoreError;

/// How the program ends. The numbers are a stable interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything worked.
    Success,
    /// The command line cannot be carried out as it stands.
    Usage,
    /// libtorch, a device or a model is missing or damaged.
    Environment,
    /// Some articles failed, or were flagged where that was asked to count.
    Articles,
    /// Nothing to do.
    Nothing,
    /// Input or output error: the disk is full, or permission is missing.
    Io,
    /// Stopped by the user; state is saved.
    Interrupted,
    /// A code that a subcommand chose.
    Other(u8),
}

impl Exit {
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
            Self::Other(code) => code,
        }
    }
}

/// An error of the command line itself.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub(super) String);

/// An input that the system does not give out.
#[derive(Debug, thiserror::Error)]
#[error("{name}: cannot be read")]
pub(super) struct ReadError {
    pub(super) name: String,
    pub(super) source: std::io::Error,
}

/// The exit for an error, by its type.
pub(super) fn of_error(error: &anyhow::Error) -> Exit {
    if error.is::<UsageError>() {
        return Exit::Usage;
    }
    if let Some(error) = error.downcast_ref::<ReadError>() {
        return match error.source.kind() {
            std::io::ErrorKind::NotFound => Exit::Usage,
            _ => Exit::Io,
        };
    }
    if let Some(error) = error.downcast_ref::<DiscoverError>() {
        return match error {
            DiscoverError::Unreadable { .. } => Exit::Io,
            _ => Exit::Usage,
        };
    }
    if let Some(error) = error.downcast_ref::<ModelError>() {
        return Exit::Other(super::models::exit_code(error));
    }
    if error.is::<EngineError>() || error.is::<LoadError>() {
        return Exit::Environment;
    }
    if let Some(error) = error.downcast_ref::<RunError>() {
        return match error {
            RunError::Store(error) => of_store(error),
            RunError::Models(_) => Exit::Environment,
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
    if error.is::<std::io::Error>() {
        return Exit::Io;
    }
    Exit::Other(1)
}

fn of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::Busy { .. } => Exit::Usage,
        StoreError::Io { .. } | StoreError::Journal { .. } => Exit::Io,
    }
}
