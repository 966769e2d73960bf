//! What is the same in loading all networks: its errors, that no tensor is left over, and what the
//! search must know of a model.

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::Spec;
use crate::engine::weights::layout::{Backend, Weights};
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, Generation, ModelError};

/// The reason why a checkpoint cannot be loaded or run.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The files are missing or wrong.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The engine or the device cannot run the model.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A network that the engine computes itself.
pub(crate) trait Loadable {
    /// Reads the weights of this network from a checkpoint. The output layer scores the tokens in
    /// `scope`.
    ///
    /// # Errors
    /// [`LoadError`] if a tensor is missing, has another shape, or is not used by the model.
    fn weights<B: Backend>(
        &self,
        backend: B,
        checkpoint: &Checkpoint,
        generation: &Generation,
        scope: OutputScope,
    ) -> Result<Weights<B>, LoadError>;
}

/// Refuses a checkpoint with tensors that nothing used or ignored.
pub(crate) fn all_used(checkpoint: &Checkpoint) -> Result<(), ModelError> {
    let unused = checkpoint.unused();
    let Some(first) = unused.first() else {
        return Ok(());
    };
    let count = unused.len();
    Err(ModelError::BadConfig {
        path: checkpoint.path().into(),
        reason: format!("{count} tensors belong to no part of the model, first {first}"),
    })
}

/// The special tokens of a model, and the most source and target tokens that it takes.
pub(crate) fn spec(g: &Generation, (max_source, max_target): (usize, usize)) -> Spec {
    Spec {
        start: g.start,
        eos: g.eos,
        pad: g.pad,
        forced_bos: g.forced_bos,
        forced_eos: g.forced_eos,
        suppressed: g.suppressed.clone(),
        renormalize: g.renormalize,
        max_source,
        max_target,
    }
}
