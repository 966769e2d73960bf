//! The encoder as libtorch operators: sources are padded to one length, and a mask hides the padding.

use tch::{Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::torch::layers::{aligned, attend, biased, feed_forward, mask};
use crate::engine::torch::weights::Placed;
use crate::engine::weights::layout::Weights;

/// The mask that hides the padding after each source, `[sentences, 1, 1, length]`; `None` if all
/// sources fill `length`.
pub(crate) fn source_mask(
    lengths: &[i64],
    length: i64,
    backend: &Placed,
) -> Result<Option<Tensor>, EngineError> {
    // A source without tokens attends to one column of padding, because attention over nothing is
    // NaN.
    let ends: Vec<i64> = lengths.iter().map(|&n| n.max(1)).collect();
    if ends.iter().all(|&end| end == length) {
        return Ok(None);
    }
    let columns = Tensor::f_arange(aligned(length), (Kind::Int64, backend.device))?;
    let ends = backend.put(&ends)?.f_view([-1, 1, 1, 1])?;
    let mask = mask(&columns.f_ge_tensor(&ends)?, backend)?;
    Ok(Some(mask.f_narrow(3, 0, length)?))
}

/// Encodes sources. Returns the output, `[sources, length, d]` with padding after each source,
/// and the mask that hides the padding, if there is any.
pub(crate) fn encode(
    w: &Weights<Placed>,
    sources: &[&[u32]],
) -> Result<(Tensor, Option<Tensor>), EngineError> {
    let length = sources.iter().map(|s| s.len()).max().unwrap_or(0).max(1) as i64;
    let count = sources.len() as i64;
    let vocabulary = w.source.tokens.size2()?.0;
    let mut tokens = Vec::with_capacity((count * length) as usize);
    for source in sources {
        tokens.extend(source.iter().map(|&t| i64::from(t).min(vocabulary - 1)));
        let padding = i64::from(w.spec.pad).min(vocabulary - 1);
        tokens.resize(tokens.len() + length as usize - source.len(), padding);
    }
    let tokens = w.backend.put(&tokens)?.f_view([count, length])?;
    let positions = Tensor::f_arange(length, (Kind::Int64, w.backend.device))?;
    let lengths: Vec<i64> = sources.iter().map(|s| s.len() as i64).collect();
    let mask = source_mask(&lengths, length, &w.backend)?;

    let (heads, size) = (w.encoder_heads.count as i64, w.encoder_heads.size as i64);
    let width = w.encoder_heads.width() as i64;
    let seen = match &w.encoder_bias {
        Some(bias) => Some(biased(bias, 0..length, length, mask.as_ref())?),
        None => mask.as_ref().map(Tensor::shallow_clone),
    };
    let (mut state, mut x) = w.source.forward(&tokens, &positions, w.backend.kind)?;
    for layer in &w.encoder {
        let qkv = layer
            .attention
            .qkv
            .forward(&x)?
            .f_view([count, length, 3, heads, size])?
            .f_permute([2, 0, 3, 1, 4])?;
        let context = attend(
            (&qkv.f_get(0)?, &qkv.f_get(1)?, &qkv.f_get(2)?),
            seen.as_ref(),
            w.encoder_heads.scaled,
        )?
        .f_transpose(1, 2)?
        .f_reshape([count, length, width])?;
        let out = layer.attention.out.forward(&context)?;
        x = layer.attention.norm.close(&mut state, &out)?;
        x = feed_forward(&layer.feed_forward, &mut state, &x)?;
    }
    Ok((x, mask))
}
