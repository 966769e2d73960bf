//! The backend for processors: linear layers packed once for their matrix products, everything else
//! in plain memory.

use std::marker::PhantomData;

use rust_bert::Activation;
use tch::{Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::cpu::kernels::Norm;
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::precision::element::{Element, elements};
use crate::engine::cpu::shortlisted_output::ListedLayer;
use crate::engine::weights::layout::{Backend, Embedding, NormWay};
use crate::engine::weights::relative::PositionBias;
use crate::engine::weights::vocabulary::OutputVocabulary;

/// Approximate number of rows of the output layer that are multiplied together.
const OUTPUT_BLOCK: i64 = 2048;
/// Blocks are multiples of this, because the GEMM pads outputs to whole panels.
const GROUP: i64 = crate::engine::cpu::precision::vnni_gemm::PANEL as i64;

/// The backend that packs layers for the number format `A`.
pub(crate) struct Packed<A>(PhantomData<A>);

impl<A> Packed<A> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

/// The output layer, which scores tokens.
pub(crate) enum OutputLayer<A: Arithmetic> {
    /// Blocks of rows, so that a block's product is read while it is in the caches.
    Blocks(Vec<A::Linear>),
    /// Rows that are read one by one, for sentences with a shortlist.
    Listed(ListedLayer<A::Cached>),
}

/// A table of token or position embeddings.
pub(crate) struct Table<T> {
    /// `[rows, d]`.
    values: Tensor,
    /// The factor of all values.
    scale: f32,
    element: PhantomData<T>,
}

impl<T: Element> Table<T> {
    fn values(&self) -> &[T] {
        elements(&self.values)
    }
}

// SAFETY: norms, biases, tables and listed output layers consist of vectors and tensors that nothing
// writes after loading; libtorch's reference counts are atomic, and its operators do not write to
// their inputs. Linear layers are sound by the contract of `Arithmetic`.
unsafe impl<A: Arithmetic> Backend for Packed<A> {
    type Linear = A::Linear;
    type Output = OutputLayer<A>;
    type Norm = Norm;
    type Table = Table<A::Element>;
    type Bias = PositionBias;

    fn linear(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<A::Linear, EngineError> {
        A::pack(weight, bias, activation)
    }

    fn output(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        vocabulary: &OutputVocabulary,
        listed: bool,
    ) -> Result<OutputLayer<A>, EngineError> {
        let tokens = vocabulary.tokens();
        if listed {
            let part = |of: &Tensor| match &tokens {
                Some(tokens) => of.f_index_select(0, tokens),
                None => Ok(of.shallow_clone()),
            };
            let (values, scales) = A::by_rows(&part(weight)?)?;
            let bias = match bias {
                Some(bias) => {
                    elements(&part(bias)?.f_to_kind(Kind::Float)?.f_contiguous()?).to_vec()
                }
                None => vec![0.0; scales.len()],
            };
            return Ok(OutputLayer::Listed(ListedLayer::new(&values, scales, bias)));
        }
        let rows = tokens.as_ref().unwrap_or(weight).size()[0];
        let blocks = (rows / OUTPUT_BLOCK).max(1);
        let size = (rows + blocks * GROUP - 1) / (blocks * GROUP) * GROUP;
        let blocks: Result<_, EngineError> = (0..rows)
            .step_by(size.max(1) as usize)
            .map(|at| {
                let size = size.min(rows - at);
                let part = |of: &Tensor| match &tokens {
                    Some(tokens) => of.f_index_select(0, &tokens.f_narrow(0, at, size)?),
                    None => of.f_narrow(0, at, size),
                };
                let bias = bias.map(part).transpose()?;
                A::pack(&part(weight)?, bias.as_ref(), Activation::identity)
            })
            .collect();
        Ok(OutputLayer::Blocks(blocks?))
    }

    fn norm(
        &self,
        weight: &Tensor,
        bias: Option<&Tensor>,
        way: NormWay,
    ) -> Result<Norm, EngineError> {
        Ok(Norm::new(weight, bias, way))
    }

    fn table(&self, table: &Tensor, scale: f32) -> Result<Self::Table, EngineError> {
        Ok(Table {
            values: table.f_to_kind(A::Element::KIND)?.f_contiguous()?,
            scale,
            element: PhantomData,
        })
    }

    fn bias(&self, bias: PositionBias) -> Result<PositionBias, EngineError> {
        Ok(bias)
    }
}

impl<A: Arithmetic> Embedding<Packed<A>> {
    /// Writes the embedding of `token` at `position` to `out`, `[d]`. Tokens beyond the table are
    /// read as its last row.
    pub(crate) fn write(&self, token: u32, position: usize, out: &mut [f32]) {
        let width = out.len();
        let tokens = self.tokens.values();
        let token = (token as usize).min(tokens.len() / width - 1) * width;
        let token = &tokens[token..token + width];
        let Some(positions) = &self.positions else {
            for (o, t) in out.iter_mut().zip(token) {
                *o = t.get() * self.tokens.scale;
            }
            return;
        };
        let position = &positions.values()[position * width..(position + 1) * width];
        for ((o, t), p) in out.iter_mut().zip(token).zip(position) {
            *o = t.get() * self.tokens.scale + p.get() * positions.scale;
        }
    }
}
