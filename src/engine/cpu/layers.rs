//! What the encoder's and the decoder's layers on the CPU share.

use crate::engine::contract::error::EngineError;
use crate::engine::cpu::kernels::{Norm, add_and_norm};
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::weights::Packed;
use crate::engine::weights::layout::FeedForward;

/// The factor that queries of so many heads are multiplied by.
pub(crate) fn scale(width: usize, heads: usize) -> f32 {
    1.0 / ((width / heads) as f32).sqrt()
}

/// The feed-forward block: `state` after it, and the input of the next block in `x`.
pub(crate) fn feed_forward<A: Arithmetic>(
    layer: &FeedForward<Packed<A>>,
    state: &mut [f32],
    x: &mut A::Input,
) -> Result<(), EngineError> {
    let inner = A::activated(&layer.inner, x)?;
    close::<A>(&layer.outer, &layer.norm, &inner, state, x)
}

/// Ends a block: `state = state + linear(inner)`, and its norm, the input of the next one, in `x`.
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
