//! The parts that encoder and decoder layers share on processors: the scale of queries, the
//! feed-forward block, and the end of every block.

use crate::engine::contract::error::EngineError;
use crate::engine::cpu::activations::gate;
use crate::engine::cpu::kernels::{Norm, add_and_norm};
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::weights::Packed;
use crate::engine::weights::layout::{FeedForward, Heads, Inner};

/// The factor of queries in attention.
pub(crate) fn scale(heads: Heads) -> f32 {
    match heads.scaled {
        true => 1.0 / (heads.size as f32).sqrt(),
        false => 1.0,
    }
}

/// Computes the feed-forward block of `rows` rows: updates `state`, and leaves the next block's
/// input in `x`.
pub(crate) fn feed_forward<A: Arithmetic>(
    layer: &FeedForward<Packed<A>>,
    rows: usize,
    state: &mut [f32],
    x: &mut A::Input,
) -> Result<(), EngineError> {
    let inner = match &layer.inner {
        Inner::Plain(inner) => A::activated(inner, x)?,
        Inner::Gated { fused, width } => gated::<A>(fused, (rows, *width), x)?,
    };
    close::<A>(&layer.outer, &layer.norm, &inner, state, x)
}

/// Computes the first half of a gated feed-forward block, `[rows, width]`.
fn gated<A: Arithmetic>(
    fused: &A::Linear,
    (rows, width): (usize, usize),
    x: &A::Input,
) -> Result<A::Input, EngineError> {
    let mut inner = A::input(rows, width);
    let mut out = A::rows(&mut inner);
    A::multiply(fused, x, |product| gate(product, &mut out))?;
    drop(out);
    Ok(inner)
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
