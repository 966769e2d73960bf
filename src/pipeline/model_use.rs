//! A model in a run: which weights, and how they are computed with.

use crate::brief::ModelIdentity;
use crate::engine::Precision;

/// A model with the settings that it runs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelUse {
    /// The identity of its weights.
    pub identity: ModelIdentity,
    /// The number format that it computes in.
    pub precision: Precision,
    /// Whether a lexical shortlist restricts its output.
    pub shortlist: bool,
}
