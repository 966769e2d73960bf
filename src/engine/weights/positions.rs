//! The position tables of the families: learned ones are read, sinusoids are computed.

use tch::{Device, Kind, Tensor};

use crate::model::{BartLike, Checkpoint, Generation, ModelError, Positions};

/// The position table of a side (`encoder` or `decoder`), `[positions, d]`, from the first position
/// that a text uses.
///
/// # Errors
/// [`ModelError`] if a table is missing or has another shape.
pub(crate) fn positions(
    checkpoint: &Checkpoint,
    (network, generation): (&BartLike, &Generation),
    side: &str,
) -> Result<Tensor, ModelError> {
    let d = network.shape.d_model;
    let count = network.shape.max_position_embeddings;
    let name = format!("model.{side}.embed_positions.weight");
    match network.positions {
        Positions::Learned { unused } => Ok(checkpoint
            .take(&name, &[count + unused, d])?
            .narrow(0, unused, count)),
        // Current files on the Hub leave them out.
        Positions::Sinusoids => match checkpoint.find(&[&name])? {
            Some(stored) => checkpoint.shaped(&name, stored, &[count, d]),
            None => Ok(Tensor::from_slice(&sinusoids(count as usize, d as usize)).view([count, d])),
        },
        Positions::Marian => Ok(fairseq_sinusoids(count, d)),
        Positions::Fairseq => {
            // transformers computes them even if a file has them.
            checkpoint.ignore(&[&format!("model.{side}.embed_positions.weights")]);
            let first = i64::from(generation.pad) + 1;
            Ok(fairseq_sinusoids(first + count, d).narrow(0, first, count))
        }
    }
}

/// Sinusoidal positions of Marian and PEGASUS as transformers has them, `[count * d]`: sines in the
/// first half of a row, cosines in the second.
pub(crate) fn sinusoids(count: usize, d: usize) -> Vec<f32> {
    let half = d.div_ceil(2);
    let mut table = vec![0.0f32; count * d];
    for position in 0..count {
        for i in 0..d {
            let angle = position as f64 / 10000f64.powf(2.0 * (i / 2) as f64 / d as f64);
            // transformers fills column i/2 of each half from angle i of the original interleaved
            // layout.
            let column = if i % 2 == 0 { i / 2 } else { half + i / 2 };
            table[position * d + column] =
                if i % 2 == 0 { angle.sin() } else { angle.cos() } as f32;
        }
    }
    table
}

/// Sinusoidal positions of fairseq and of Marian itself, `[count, d]`, whose lowest frequency is
/// 1/10000. They are computed in single precision with the operators of transformers, because at
/// far positions the rounding of an angle shows.
fn fairseq_sinusoids(count: i64, d: i64) -> Tensor {
    let half = d / 2;
    let floats = (Kind::Float, Device::Cpu);
    let step = 10000f64.ln() / (half - 1).max(1) as f64;
    let frequencies = (Tensor::arange(half, floats) * -step).exp();
    let angles = Tensor::arange(count, floats).unsqueeze(1) * frequencies.unsqueeze(0);
    Tensor::cat(&[angles.sin(), angles.cos()], 1).constant_pad_nd([0, d % 2])
}
