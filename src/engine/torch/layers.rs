//! The parts that encoder and decoder layers share as libtorch operators: attention, its masks and
//! biases, and the feed-forward block.

use std::ops::Range;

use tch::Tensor;

use crate::engine::contract::error::EngineError;
use crate::engine::torch::weights::{Biases, Placed};
use crate::engine::weights::layout::{FeedForward, Inner};

/// Rows of masks begin at multiples of this many numbers, as fused attention requires.
const ALIGNMENT: i64 = 8;

/// Rounds up to a multiple of [`ALIGNMENT`].
pub(crate) fn aligned(length: i64) -> i64 {
    (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT
}

/// Computes attention of queries `[batch, heads, queries, size]` over keys and values
/// `[batch, heads, keys, size]`; the result has the queries' shape. `scaled` says whether scores are
/// divided by the square root of `size`.
pub(crate) fn attend(
    (query, key, value): (&Tensor, &Tensor, &Tensor),
    mask: Option<&Tensor>,
    scaled: bool,
) -> Result<Tensor, EngineError> {
    let scale: Option<f64> = if scaled { None } else { Some(1.0) };
    Ok(Tensor::f_scaled_dot_product_attention(
        query, key, value, mask, 0.0, false, scale, false,
    )?)
}

/// A mask of the model's kind and the shape of `hidden`: negative infinity where it is true, else
/// zero.
pub(crate) fn mask(hidden: &Tensor, backend: &Placed) -> Result<Tensor, EngineError> {
    let place = (backend.kind, backend.device);
    Ok(Tensor::f_zeros(hidden.size(), place)?.f_masked_fill(hidden, f64::NEG_INFINITY)?)
}

/// The biases of queries at the positions `queries` over `keys` keys, plus a mask
/// `[batch, 1, 1, keys]` if there is one: `[batch, heads, queries, keys]`.
pub(crate) fn biased(
    bias: &Biases,
    queries: Range<i64>,
    keys: i64,
    mask: Option<&Tensor>,
) -> Result<Tensor, EngineError> {
    let bias = bias.of(queries, aligned(keys))?;
    let Some(mask) = mask else {
        return Ok(bias.f_narrow(3, 0, keys)?);
    };
    // Added in place, so that rows still begin at aligned places.
    let sum = bias.f_repeat([mask.size()[0], 1, 1, 1])?;
    let mut sum = sum.f_narrow(3, 0, keys)?;
    let _ = sum.f_add_(mask)?;
    Ok(sum)
}

/// Computes the feed-forward block: updates `state`, and returns the next block's input.
pub(crate) fn feed_forward(
    layer: &FeedForward<Placed>,
    state: &mut Tensor,
    x: &Tensor,
) -> Result<Tensor, EngineError> {
    let inner = match &layer.inner {
        Inner::Plain(inner) => inner.forward(x)?,
        Inner::Gated { fused, width } => {
            let (both, width) = (fused.forward(x)?, *width as i64);
            let gate = both.f_narrow(-1, 0, width)?.f_gelu("tanh")?;
            gate.f_mul(&both.f_narrow(-1, width, width)?)?
        }
    };
    layer.norm.close(state, &layer.outer.forward(&inner)?)
}
