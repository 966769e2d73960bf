//! Reading the parts that networks have in common: linear layers, norms and attentions. Which names
//! they have in a checkpoint is the network's own.

use rust_bert::Activation;
use tch::Tensor;

use crate::engine::contract::error::EngineError;
use crate::engine::weights::layout::{Backend, CrossAttention, NormWay, Residual, SelfAttention};
use crate::engine::weights::loader::LoadError;
use crate::model::{Checkpoint, ModelError};

/// The norms of a side's blocks, in the order in which they are applied.
pub(crate) type Norms<B> = std::vec::IntoIter<<B as Backend>::Norm>;

/// The norm that comes after a block.
pub(crate) fn next<B: Backend>(norms: &mut Norms<B>) -> B::Norm {
    norms.next().expect("a norm for each block: else a bug")
}

/// Reads the parts of a network from its checkpoint, by their names, for a backend.
pub(crate) struct Reader<'a, B> {
    pub(crate) checkpoint: &'a Checkpoint,
    pub(crate) backend: &'a B,
    /// Width of the model.
    pub(crate) width: i64,
    /// Number of numbers in all heads of a query, a key or a value.
    pub(crate) all_heads: i64,
    /// The names of an attention's projections: queries, keys, values and output.
    pub(crate) projections: [&'static str; 4],
    /// Whether linear layers and norms have biases.
    pub(crate) biased: bool,
    pub(crate) norm_epsilon: f64,
}

impl<B: Backend> Reader<'_, B> {
    /// Reads the weights of a linear layer or a norm, of this shape, and its bias, whose size is the
    /// first of the shape.
    fn weights(&self, name: &str, shape: &[i64]) -> Result<(Tensor, Option<Tensor>), ModelError> {
        let part = |part: &str, shape: &[i64]| {
            let name = format!("{name}.{part}");
            self.checkpoint.take(&name, shape)
        };
        let weight = part("weight", shape)?;
        let bias = self.biased.then(|| part("bias", &shape[..1])).transpose()?;
        Ok((weight, bias))
    }

    /// Reads a linear layer of the shape `[out, in]`.
    pub(crate) fn linear(
        &self,
        name: &str,
        shape: [i64; 2],
        activation: Activation,
    ) -> Result<B::Linear, LoadError> {
        let (weight, bias) = self.weights(name, &shape)?;
        Ok(self.backend.linear(&weight, bias.as_ref(), activation)?)
    }

    /// Reads linear layers of the shape `[out, in]` and fuses them to one.
    pub(crate) fn fused(&self, names: &[String], shape: [i64; 2]) -> Result<B::Linear, LoadError> {
        let (mut weights, mut biases) = (Vec::<Tensor>::new(), Vec::<Tensor>::new());
        for name in names {
            let (weight, bias) = self.weights(name, &shape)?;
            weights.push(weight);
            biases.extend(bias);
        }
        let joined = |parts: &[Tensor]| Tensor::f_cat(parts, 0).map_err(EngineError::from);
        let weight = joined(&weights)?;
        let bias = self.biased.then(|| joined(&biases)).transpose()?;
        let plain = Activation::identity;
        Ok(self.backend.linear(&weight, bias.as_ref(), plain)?)
    }

    /// Reads a norm.
    pub(crate) fn norm(&self, name: &str, residual: Residual) -> Result<B::Norm, LoadError> {
        self.scaled_norm(name, residual, 1.0)
    }

    /// Reads a norm, whose output is multiplied by `factor`.
    pub(crate) fn scaled_norm(
        &self,
        name: &str,
        residual: Residual,
        factor: f64,
    ) -> Result<B::Norm, LoadError> {
        let (weight, bias) = self.weights(name, &[self.width])?;
        let scaled = |of: &Tensor| of.f_mul_scalar(factor).map_err(EngineError::from);
        let bias = bias.as_ref().map(scaled).transpose()?;
        let epsilon = self.norm_epsilon;
        let way = NormWay { residual, epsilon };
        Ok(self.backend.norm(&scaled(&weight)?, bias.as_ref(), way)?)
    }

    fn projections(&self, attention: &str) -> [String; 4] {
        self.projections.map(|part| format!("{attention}.{part}"))
    }

    /// Reads the self-attention of this name.
    pub(crate) fn self_attention(
        &self,
        name: &str,
        norms: &mut Norms<B>,
    ) -> Result<SelfAttention<B>, LoadError> {
        let [query, key, value, out] = self.projections(name);
        let (heads, d) = (self.all_heads, self.width);
        Ok(SelfAttention {
            qkv: self.fused(&[query, key, value], [heads, d])?,
            out: self.linear(&out, [d, heads], Activation::identity)?,
            norm: next::<B>(norms),
        })
    }

    /// Reads the cross-attention of this name.
    pub(crate) fn cross_attention(
        &self,
        name: &str,
        norms: &mut Norms<B>,
    ) -> Result<CrossAttention<B>, LoadError> {
        let [query, key, value, out] = self.projections(name);
        let (heads, d) = (self.all_heads, self.width);
        Ok(CrossAttention {
            query: self.linear(&query, [heads, d], Activation::identity)?,
            memory: self.fused(&[key, value], [heads, d])?,
            out: self.linear(&out, [d, heads], Activation::identity)?,
            norm: next::<B>(norms),
        })
    }
}
