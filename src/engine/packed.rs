//! Weights for the CPU: packed once for oneDNN, the rest as plain slices.

use std::marker::PhantomData;

use rust_bert::Activation;
use tch::Tensor;

use super::EngineError;
use super::arithmetic::Arithmetic;
use super::element::{Element, elements};
use super::kernels::Norm;
use super::weights::{Backend, Embedding, Residual};

/// Packs layers for one number format.
pub(crate) struct Packed<A>(PhantomData<A>);

impl<A> Packed<A> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

/// A table of embeddings or positions.
pub(crate) struct Table<T> {
    /// `[rows * d]`.
    values: Vec<T>,
    scale: f32,
}

// SAFETY: slices and tensors, which nothing writes after loading; libtorch's reference counts are
// atomic and its operators do not write to their inputs.
unsafe impl<A: Arithmetic> Backend for Packed<A> {
    type Linear = A::Linear;
    type Norm = Norm;
    type Table = Table<A::Element>;

    fn linear(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<A::Linear, EngineError> {
        A::pack(weight, bias, activation)
    }

    fn norm(
        &self,
        weight: &Tensor,
        bias: &Tensor,
        residual: Residual,
    ) -> Result<Norm, EngineError> {
        Ok(Norm::new(weight, bias, residual))
    }

    fn table(&self, table: &Tensor, scale: f32) -> Result<Self::Table, EngineError> {
        let table = table.f_to_kind(A::Element::KIND)?.f_contiguous()?;
        Ok(Table {
            values: elements::<A::Element>(&table).to_vec(),
            scale,
        })
    }
}

impl<A: Arithmetic> Embedding<Packed<A>> {
    /// Writes the embedding of `token` at `position` to `out`, `[d]`.
    pub(crate) fn write(&self, token: u32, position: usize, out: &mut [f32]) {
        let width = out.len();
        let (tokens, positions) = (&self.tokens.values, &self.positions.values);
        let token = (token as usize).min(tokens.len() / width - 1) * width;
        let token = &tokens[token..token + width];
        let position = &positions[position * width..(position + 1) * width];
        for ((o, t), p) in out.iter_mut().zip(token).zip(position) {
            *o = t.get() * self.tokens.scale + p.get() * self.positions.scale;
        }
    }
}
