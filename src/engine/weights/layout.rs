//! The weights of an encoder-decoder model: its layers, how they are fused, and where networks
//! differ. A backend lays them out, and all replicas share them.

use std::sync::Arc;

use rust_bert::Activation;
use tch::Tensor;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::Spec;
use crate::engine::weights::relative::PositionBias;
use crate::engine::weights::vocabulary::OutputVocabulary;
use crate::model::Shortlist;

/// The content of the residual stream after a layer norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Residual {
    /// The normalised values (post-norm models, and the norms after embeddings and at the end of a
    /// side).
    Normalised,
    /// The values from before the norm, which only prepares the next block's input (pre-norm
    /// models).
    Kept,
}

/// How a layer norm works.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NormWay {
    pub(crate) residual: Residual,
    /// The number that is added to the variance.
    pub(crate) epsilon: f64,
}

/// The shape of a side's attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heads {
    pub(crate) count: usize,
    /// Number of numbers in one head of a query, a key or a value.
    pub(crate) size: usize,
    /// Whether scores are divided by the square root of `size`.
    pub(crate) scaled: bool,
}

impl Heads {
    /// Number of numbers in all heads of a query, a key or a value. It need not be the model's
    /// width.
    pub(crate) fn width(self) -> usize {
        self.count * self.size
    }
}

/// The error of a backend without a linear layer that has this activation.
pub(crate) fn no_fused_layer(activation: Activation) -> EngineError {
    EngineError::Unavailable(format!("no fused layer for the activation {activation:?}"))
}

/// Stores weights in the form that a device computes with. All tensors that are passed in are f32
/// on the CPU.
///
/// # Safety
/// Threads share the backend and its associated types: reading them on several threads at once, and
/// dropping them on another thread than the one that made them, must be sound.
pub(crate) unsafe trait Backend {
    /// A linear layer: `activation(x · weightᵀ + bias)`.
    type Linear;
    /// The output layer, which scores tokens.
    type Output;
    /// A layer norm.
    type Norm;
    /// An embedding table.
    type Table;
    /// The biases of a side's attention scores by the distance of two positions.
    type Bias;

    /// Creates a linear layer from `weight`, `[out, in]`, and `bias`, `[out]`.
    fn linear(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<Self::Linear, EngineError>;

    /// Creates the output layer from `weight`, `[tokens, d]`, and `bias`, `[tokens]`, of all
    /// tokens, for those of `vocabulary`. `listed` says whether each sentence scores only a
    /// shortlist of them.
    fn output(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        vocabulary: &OutputVocabulary,
        listed: bool,
    ) -> Result<Self::Output, EngineError>;

    /// Creates a layer norm from `weight` and `bias`, `[d]`. One without a bias subtracts no mean
    /// (RMS norm: Zhang and Sennrich 2019, "Root Mean Square Layer Normalization").
    fn norm(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        way: NormWay,
    ) -> Result<Self::Norm, EngineError>;

    /// Creates an embedding table from `table`, `[rows, d]`, times `scale`.
    fn table(&self, table: &Tensor, scale: f32) -> Result<Self::Table, EngineError>;

    /// Takes over the biases of a side's attention scores.
    fn bias(&self, bias: PositionBias) -> Result<Self::Bias, EngineError>;
}

/// A self-attention block: fused projections, the output projection, and the norm that comes after
/// the block (in pre-norm models the next block's, after the last block the side's own).
pub(crate) struct SelfAttention<B: Backend> {
    /// Query, key and value, `[3 heads, d]`, where `heads` is [`Heads::width`].
    pub(crate) qkv: B::Linear,
    pub(crate) out: B::Linear,
    pub(crate) norm: B::Norm,
}

/// A cross-attention block of the decoder.
pub(crate) struct CrossAttention<B: Backend> {
    pub(crate) query: B::Linear,
    /// Key and value of the source, `[2 heads, d]`.
    pub(crate) memory: B::Linear,
    pub(crate) out: B::Linear,
    pub(crate) norm: B::Norm,
}

/// The first half of a feed-forward block.
pub(crate) enum Inner<B: Backend> {
    /// A layer with its activation.
    Plain(B::Linear),
    /// `gelu(gate(x)) * value(x)`, with the approximation of GELU by tanh (Shazeer 2020, "GLU
    /// Variants Improve Transformer").
    Gated {
        /// Gate and value, `[2 width, d]`.
        fused: B::Linear,
        width: usize,
    },
}

/// A feed-forward block.
pub(crate) struct FeedForward<B: Backend> {
    pub(crate) inner: Inner<B>,
    pub(crate) outer: B::Linear,
    pub(crate) norm: B::Norm,
}

pub(crate) struct EncoderLayer<B: Backend> {
    pub(crate) attention: SelfAttention<B>,
    pub(crate) feed_forward: FeedForward<B>,
}

/// A block of the decoder that looks back at the target by a simpler simple recurrent unit: with
/// `f = σ(gate(x))`, the cell becomes `f · cell + (1 - f) · candidate(x)`, and the block adds
/// `relu(cell)`.
pub(crate) struct Ssru<B: Backend> {
    /// Candidate and gate, `[2 d, d]`.
    pub(crate) fused: B::Linear,
    pub(crate) norm: B::Norm,
}

/// The block by which a decoder's layer looks back at the target.
pub(crate) enum Past<B: Backend> {
    Attention(SelfAttention<B>),
    Ssru(Ssru<B>),
}

pub(crate) struct DecoderLayer<B: Backend> {
    pub(crate) past: Past<B>,
    pub(crate) cross: CrossAttention<B>,
    pub(crate) feed_forward: FeedForward<B>,
}

impl<B: Backend> DecoderLayer<B> {
    /// Whether the layer looks back by a recurrent unit, and not by attention.
    pub(crate) fn is_recurrent(&self) -> bool {
        matches!(self.past, Past::Ssru(_))
    }
}

/// The numbers of a decoder's layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LayerNumber {
    /// Its number among all layers.
    pub(crate) layer: usize,
    /// Its number among the layers of its kind, recurrent or not. What a kind keeps from step to step
    /// has this order.
    pub(crate) of_kind: usize,
}

/// The numbers of layers of which each is recurrent or not.
fn numbers(recurrent: impl Iterator<Item = bool>) -> impl Iterator<Item = LayerNumber> {
    let mut counts = [0; 2];
    recurrent.enumerate().map(move |(layer, recurrent)| {
        let count: &mut usize = &mut counts[usize::from(recurrent)];
        let of_kind = *count;
        *count += 1;
        LayerNumber { layer, of_kind }
    })
}

/// The token and position tables of one side.
pub(crate) struct Embedding<B: Backend> {
    /// `[vocabulary, d]`, scaled if the model scales its embeddings.
    pub(crate) tokens: Arc<B::Table>,
    /// `[positions, d]`, from the first position that a text uses; `None` if the model tells
    /// positions apart by the biases of its attention alone.
    pub(crate) positions: Option<B::Table>,
    /// The norms before the first block: that of the embedding, if the model has it, and in
    /// pre-norm models that of the first block.
    pub(crate) norms: Vec<B::Norm>,
}

/// All weights of a model, as `B` holds them.
pub(crate) struct Weights<B: Backend> {
    pub(crate) backend: B,
    pub(crate) spec: Spec,
    pub(crate) width: usize,
    pub(crate) encoder_heads: Heads,
    pub(crate) decoder_heads: Heads,
    /// The biases of self-attention in all layers of the encoder, if the model has them.
    pub(crate) encoder_bias: Option<B::Bias>,
    /// The biases of self-attention in all layers of the decoder, if the model has them.
    pub(crate) decoder_bias: Option<B::Bias>,
    pub(crate) source: Embedding<B>,
    pub(crate) target: Embedding<B>,
    pub(crate) encoder: Vec<EncoderLayer<B>>,
    pub(crate) decoder: Vec<DecoderLayer<B>>,
    /// `[vocabulary, d]`, with only the rows of `vocabulary`.
    pub(crate) output: B::Output,
    /// The tokens that the output layer's rows stand for.
    pub(crate) vocabulary: OutputVocabulary,
    /// Restricts each sentence to its own subset of the vocabulary, if the model has a lexical
    /// shortlist.
    pub(crate) shortlist: Option<Arc<Shortlist>>,
}

impl<B: Backend> Weights<B> {
    /// The layers of the decoder with their numbers, in order.
    pub(crate) fn decoder_layers(&self) -> impl Iterator<Item = (LayerNumber, &DecoderLayer<B>)> {
        numbers(self.decoder.iter().map(DecoderLayer::is_recurrent)).zip(&self.decoder)
    }

    /// How many layers of the decoder are recurrent.
    pub(crate) fn recurrent_layers(&self) -> usize {
        let layers = self.decoder.iter();
        layers.filter(|layer| layer.is_recurrent()).count()
    }
}

// SAFETY: by the contract of `Backend`, threads may share the backend and its types; the other
// fields are plain data.
unsafe impl<B: Backend> Sync for Weights<B> {}
// SAFETY: by the contract of `Backend`, the backend and its types may be dropped on another thread;
// the other fields are plain data.
unsafe impl<B: Backend> Send for Weights<B> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_numbered_within_their_kind_too() {
        let numbered = numbers([true, false, false, true].into_iter());
        let numbered: Vec<(usize, usize)> = numbered.map(|n| (n.layer, n.of_kind)).collect();
        assert_eq!(numbered, [(0, 0), (1, 0), (2, 1), (3, 1)]);
    }
}
