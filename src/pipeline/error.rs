//! The errors that end a run early.

use thiserror::Error;

use crate::store::StoreError;

/// An error that ends a run early.
#[derive(Debug, Error)]
pub enum RunError {
    /// Results cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system has no thread for a stage of the run.
    #[error(
        "cannot start a thread: {0}. Memory is short, or the number of threads is limited; run the same command again when there is room"
    )]
    Thread(std::io::Error),
    /// The models cannot be used; the error inside is the reason.
    #[error("{0:#}")]
    Models(anyhow::Error),
}
