//! Weights for the CPU: packed once for oneDNN, the rest as plain slices.

use rust_bert::Activation;
use tch::{Kind, Tensor};

use super::EngineError;
use super::kernels::{Element, Norm, elements};
use super::linear::Linear;
use super::weights::{Backend, Embedding};

/// Packs layers whose activations are stored in one kind.
pub(crate) struct Packed {
    kind: Kind,
}

impl Packed {
    /// For activations stored as `T`.
    pub(crate) fn of<T: Element>() -> Self {
        Self { kind: T::KIND }
    }
}

// SAFETY: slices and tensors, which nothing writes after loading; libtorch's reference counts are
// atomic and its operators do not write to their inputs.
unsafe impl Backend for Packed {
    type Linear = Linear;
    type Norm = Norm;
    /// `[rows * d]`.
    type Table = Vec<f32>;

    fn linear(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<Linear, EngineError> {
        Linear::pack(weight, bias, self.kind)?.then(activation)
    }

    fn norm(&self, weight: &Tensor, bias: &Tensor) -> Result<Norm, EngineError> {
        Ok(Norm::new(weight, bias))
    }

    fn table(&self, table: &Tensor, scale: f32) -> Result<Vec<f32>, EngineError> {
        let mut values = elements::<f32>(&table.contiguous()).to_vec();
        if scale != 1.0 {
            values.iter_mut().for_each(|v| *v *= scale);
        }
        Ok(values)
    }
}

impl Embedding<Packed> {
    /// Writes the embedding of `token` at `position` to `out`, `[d]`.
    pub(crate) fn write(&self, token: u32, position: usize, out: &mut [f32]) {
        let width = out.len();
        let rows = self.tokens.len() / width;
        let token = (token as usize).min(rows - 1) * width;
        let position = position * width;
        let (token, position) = (
            &self.tokens[token..token + width],
            &self.positions[position..position + width],
        );
        for ((o, t), p) in out.iter_mut().zip(token).zip(position) {
            *o = t + p;
        }
    }
}
