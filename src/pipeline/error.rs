//! Why a run ends early.

use thiserror::Error;

use crate::store::StoreError;

/// Why a run ended early.
#[derive(Debug, Error)]
pub enum RunError {
    /// Results cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The models cannot be used; the error inside is the reason.
    #[error("{0:#}")]
    Models(anyhow::Error),
}
