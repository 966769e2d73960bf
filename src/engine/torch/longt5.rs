//! rust-bert's LongT5 with the weights of a checkpoint: the encoder, and one decode step over caches
//! that the caller keeps.

use rust_bert::longt5::LongT5ForConditionalGeneration;
use rust_bert::t5::LayerState;
use tch::{Device, Kind, Tensor, nn};

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::Spec;
use crate::engine::weights::loader::{LoadError, spec};
use crate::engine::weights::t5::{HEAD, SHARED, all_are_used, embeddings, logit_factor};
use crate::model::{Checkpoint, Generation, LongT5Network, ModelError};

/// For each decoder layer, the keys and values of the target and of the source, each
/// `[rows, heads, tokens, size]`.
pub(crate) type Caches = Vec<(Option<LayerState>, Option<LayerState>)>;

/// A model with its weights, shared by all replicas.
pub(crate) struct Network {
    definition: LongT5ForConditionalGeneration,
    pub(crate) spec: Spec,
    pub(crate) device: Device,
    /// The kind of weights and activations.
    pub(crate) kind: Kind,
    pub(crate) width: i64,
    pub(crate) vocabulary: i64,
    /// The factor of the logits, if rust-bert does not apply it.
    factor: f64,
}

// SAFETY: the model consists of tensors that nothing writes after loading; libtorch's reference
// counts are atomic, and rust-bert's forward passes write to no weight.
unsafe impl Sync for Network {}

impl Network {
    /// Builds the model that `config.json` describes and fills it from its checkpoint.
    ///
    /// # Errors
    /// [`LoadError`] if a tensor is missing, has another shape, or is not used by the model.
    pub(crate) fn load(
        checkpoint: &Checkpoint,
        (network, generation): (&LongT5Network, &Generation),
        (device, kind): (Device, Kind),
    ) -> Result<Self, LoadError> {
        let (shared, own) = embeddings(checkpoint)?;
        // rust-bert scales logits if and only if weights are tied; transformers decides the two
        // separately.
        let tied = own.is_none() && network.scaled;
        let head = own.unwrap_or_else(|| shared.shallow_clone());

        let mut store = nn::VarStore::new(device);
        let mut shape = network.shape.clone();
        shape.tie_word_embeddings = Some(tied);
        let definition = LongT5ForConditionalGeneration::new(store.root(), &shape);
        store.freeze();
        if kind != Kind::Float {
            store.set_kind(kind);
        }
        fill(&store, checkpoint, (&shared, &head))?;

        let width = network.shape.d_model;
        Ok(Self {
            definition,
            spec: spec(generation, (network.max_source, network.max_target)),
            device,
            kind,
            width,
            vocabulary: network.shape.vocab_size,
            factor: if network.scaled && !tied {
                logit_factor(width)
            } else {
                1.0
            },
        })
    }

    /// Runs the encoder; returns its output, `[sources, length, width]`. `tokens` and `mask` (1 for
    /// tokens, 0 for padding) are `[sources, length]`, integers.
    pub(crate) fn encode(&self, tokens: &Tensor, mask: &Tensor) -> Tensor {
        self.definition.encode(tokens, Some(mask))
    }

    /// Runs one decode step; returns the logits of the next tokens, `[rows, vocabulary]` in f32,
    /// and the caches after this step.
    ///
    /// `tokens` is `[rows, 1]`. `mask` hides the padding of the sources, `[rows, length]`, and must
    /// hold integers, because rust-bert would change a mask of floats. `states` is the encoder's
    /// output, `[rows, length, width]`; once there are caches only its first dimension counts, and
    /// its second may be 1: rust-bert then computes keys and values from it and drops them.
    pub(crate) fn decode(
        &self,
        tokens: &Tensor,
        (states, mask): (&Tensor, &Tensor),
        caches: Option<Caches>,
    ) -> Result<(Tensor, Caches), EngineError> {
        let (mask, states, tokens) = (Some(mask), Some(states), Some(tokens));
        let output = self
            .definition
            .forward_t(None, mask, states, tokens, None, None, None, caches, false)
            .map_err(|e| EngineError::Torch(e.to_string()))?;
        let mut logits = output
            .decoder_output
            .f_squeeze_dim(1)?
            .f_to_kind(Kind::Float)?;
        if self.factor != 1.0 {
            logits = logits.f_mul_scalar(self.factor)?;
        }
        let caches = output
            .next_cache
            .ok_or_else(|| EngineError::Torch("a decoder without caches: a bug".into()))?;
        Ok((logits, caches))
    }
}

/// Copies the checkpoint's tensors to rust-bert's variables, which have the same names. A tensor
/// that the model does not use is an error.
fn fill(
    store: &nn::VarStore,
    checkpoint: &Checkpoint,
    (shared, head): (&Tensor, &Tensor),
) -> Result<(), LoadError> {
    let mut variables: Vec<(String, Tensor)> = store.variables().into_iter().collect();
    variables.sort_by(|a, b| a.0.cmp(&b.0));
    let mut missing = Vec::new();
    for (name, mut variable) in variables {
        let value = match name.as_str() {
            HEAD => Some(head.shallow_clone()),
            SHARED => Some(shared.shallow_clone()),
            name => checkpoint.find(&[name])?,
        };
        let Some(value) = value else {
            missing.push(name);
            continue;
        };
        let value = checkpoint.shaped(&name, value, &variable.size())?;
        variable.f_copy_(&value).map_err(EngineError::from)?;
    }
    if !missing.is_empty() {
        let (path, names) = (checkpoint.path().into(), missing);
        return Err(ModelError::Missing { path, names }.into());
    }
    Ok(all_are_used(checkpoint)?)
}
