//! The parts that encoder and decoder layers share on processors: the scale of queries, the
//! feed-forward block, and the end of every block.

use crate::engine::contract::error::EngineError;
use crate::engine::cpu::kernels::{Norm, add_and_norm};
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::weights::Packed;
use crate::engine::weights::layout::FeedForward;

/// The factor of queries in attention, for heads of `width / heads` numbers.
pub(crate) fn scale(width: usize, heads: usize) -> f32 {
    1.0 / ((width / heads) as f32).sqrt()
}

/// Computes the feed-forward block: updates `state`, and leaves the next block's input in `x`.
pub(crate) fn feed_forward<A: Arithmetic>(
    layer: &FeedForward<Packed<A>>,
    state: &mut [f32],
    x: &mut A::Input,
) -> Result<(), EngineError> {
    let inner = A::activated(&layer.inner, x)?;
    close::<A>(&layer.outer, &layer.norm, &inner, state, x)
}

/// Ends a block: adds `linear(inner)` to `state`, and leaves its norm, the next block's input, in
/// `x`.
pub(crate) fn close<A: Arithmetic>(
    linear: &A::Linear,
    norm: &Norm,
    inner: &A::Input,
    state: &mut [f32],
    x: &mut A::Input,
) -> Result<(), EngineError> {
    let mut x = A::rows(x);
    A::multiply(linear, inner, |product| {
        add_and_norm(state, product, norm, &mut x)
    })
}
