//! The loops between the matrix products of a layer: residual sums, layer norms, recurrent units,
//! and the split of fused projections. They work on slices, row by row, on the calling thread.

use tch::Tensor;

use crate::engine::cpu::activations::{Sigmoid, change};
use crate::engine::cpu::precision::element::elements;
use crate::engine::cpu::precision::product::{Product, Rows};
use crate::engine::simd::dispatch::dispatched;
use crate::engine::simd::lanes::{Has, LANES, Lanes};
use crate::engine::weights::layout::{NormWay, Residual};

/// The parameters of a layer norm.
pub(crate) struct Norm {
    weight: Vec<f32>,
    /// `None` for an RMS norm, which subtracts no mean either.
    bias: Option<Vec<f32>>,
    way: NormWay,
}

impl Norm {
    pub(crate) fn new(weight: &Tensor, bias: Option<&Tensor>, way: NormWay) -> Self {
        let numbers = |of: &Tensor| elements::<f32>(&of.contiguous()).to_vec();
        Self {
            way,
            weight: numbers(weight),
            bias: bias.map(numbers),
        }
    }
}

/// The sum of `value - less` over all values, or of its squares.
#[inline(always)]
fn sum<L: Lanes, const SQUARES: bool>(has: Has<L>, values: &[f32], less: f32) -> f32 {
    let (lanes, rest) = values.as_chunks::<LANES>();
    let mut last = [less; LANES];
    last[..rest.len()].copy_from_slice(rest);
    let (one, minus) = (has.splat(1.0), has.splat(-less));
    // Four independent sums hide the latency of additions. The last numbers are padded with `less`,
    // which adds nothing.
    let mut sums = [has.zero(); 4];
    for four in lanes.chunks(sums.len()).chain([&[last][..]]) {
        for (sum, part) in sums.iter_mut().zip(four) {
            let value = has.load(part).mul_add(one, minus);
            *sum = value.mul_add(if SQUARES { value } else { one }, *sum);
        }
    }
    L::sums(sums).iter().sum()
}

#[inline(always)]
fn normalise<L: Lanes>(has: Has<L>, row: &mut [f32], norm: &Norm) {
    let count = row.len() as f32;
    let Some(bias) = &norm.bias else {
        let square = sum::<L, true>(has, row, 0.0) / count;
        let scale = 1.0 / (square + norm.way.epsilon as f32).sqrt();
        for (v, w) in row.iter_mut().zip(&norm.weight) {
            *v = *v * scale * w;
        }
        return;
    };
    let mean = sum::<L, false>(has, row, 0.0) / count;
    let variance = sum::<L, true>(has, row, mean) / count;
    let scale = 1.0 / (variance + norm.way.epsilon as f32).sqrt();
    for ((v, w), b) in row.iter_mut().zip(&norm.weight).zip(bias) {
        *v = (*v - mean) * scale * w + b;
    }
}

/// Writes the norm of a row of the state to row `number` of `out`, and also to the state if the
/// norm is [`Residual::Normalised`].
#[inline(always)]
fn normalise_to<L: Lanes, R: Rows>(
    has: Has<L>,
    out: &mut R,
    number: usize,
    row: &mut [f32],
    norm: &Norm,
    spare: &mut Vec<f32>,
) {
    match norm.way.residual {
        Residual::Normalised => {
            normalise::<L>(has, row, norm);
            out.put(number, row);
        }
        Residual::Kept => {
            spare.clear();
            spare.extend_from_slice(row);
            normalise::<L>(has, spare, norm);
            out.put(number, spare);
        }
    }
}

dispatched! {
    /// Adds the rows of `added` to those of `state`, and writes their norms, the input of the next
    /// layer, to `out`. Norms that are [`Residual::Normalised`] also replace the state.
    add_and_norm / add_and_norm_body [Lanes, P: Product, R: Rows]
    (state: &mut [f32], added: P, norm: &Norm, out: &mut R)
}

#[inline(always)]
fn add_and_norm_body<L: Lanes, P: Product, R: Rows>(
    has: Has<L>,
    state: &mut [f32],
    added: P,
    norm: &Norm,
    out: &mut R,
) {
    let mut spare = Vec::new();
    let d = added.width();
    for number in added.rows() {
        let row = &mut state[number * d..(number + 1) * d];
        added.add_to(number, row);
        normalise_to::<L, R>(has, out, number, row, norm, &mut spare);
    }
}

/// The cells of a layer of simpler simple recurrent units, from one step to the next.
pub(crate) struct Cells<'a> {
    /// For each row, the row of the step before that it goes on from; `None` for a row that begins.
    pub(crate) from: &'a [Option<usize>],
    /// The cells of the step before, `[rows, d]`.
    pub(crate) before: &'a [f32],
    /// The cells of this step, `[rows, d]`.
    pub(crate) now: &'a mut [f32],
}

dispatched! {
    /// Computes a block of simpler simple recurrent units: `fused` has candidates followed by
    /// gates, `[2 d]` in each row. Writes the new cells, and ends the block as [`add_and_norm`]
    /// does.
    recur / recur_body [Lanes, P: Product, R: Rows]
    (state: &mut [f32], fused: P, cells: &mut Cells<'_>, norm: &Norm, out: &mut R)
}

#[inline(always)]
fn recur_body<L: Lanes, P: Product, R: Rows>(
    has: Has<L>,
    state: &mut [f32],
    fused: P,
    cells: &mut Cells<'_>,
    norm: &Norm,
    out: &mut R,
) {
    let d = fused.width() / 2;
    let (mut row, mut spare) = (vec![0.0f32; 2 * d], Vec::new());
    let zeros = vec![0.0f32; d];
    for number in fused.rows() {
        fused.read(number, 0, &mut row);
        let (candidate, gate) = row.split_at_mut(d);
        change::<L, Sigmoid>(has, gate);
        let before = match cells.from[number] {
            Some(from) => &cells.before[from * d..(from + 1) * d],
            None => &zeros[..],
        };
        let now = &mut cells.now[number * d..(number + 1) * d];
        let state = &mut state[number * d..(number + 1) * d];
        let parts = before.iter().zip(candidate.iter()).zip(gate.iter());
        for ((cell, state), ((before, candidate), gate)) in
            now.iter_mut().zip(&mut *state).zip(parts)
        {
            *cell = gate * before + (1.0 - gate) * candidate;
            *state += cell.max(0.0);
        }
        normalise_to::<L, R>(has, out, number, state, norm, &mut spare);
    }
}

dispatched! {
    /// Writes the input of the first layer to `out`: `state` after applying `norms` in order.
    enter / enter_body [Lanes, R: Rows]
    (state: &mut [f32], width: usize, norms: &[Norm], out: R)
}

#[inline(always)]
fn enter_body<L: Lanes, R: Rows>(
    has: Has<L>,
    state: &mut [f32],
    width: usize,
    norms: &[Norm],
    mut out: R,
) {
    let mut spare = Vec::new();
    for (number, row) in state.chunks_exact_mut(width).enumerate() {
        if norms.is_empty() {
            out.put(number, row);
        }
        for norm in norms {
            normalise_to::<L, R>(has, &mut out, number, row, norm, &mut spare);
        }
    }
}

dispatched! {
    /// Splits fused queries, keys and values, `[3 width]` in each row, into queries times `scale`
    /// in f32, and keys followed by values for `memory`.
    split / split_body [P: Product, R: Rows]
    (fused: P, scale: f32, queries: &mut [f32], memory: &mut R)
}

#[inline(always)]
fn split_body<P: Product, R: Rows>(fused: P, scale: f32, queries: &mut [f32], memory: &mut R) {
    let d = fused.width() / 3;
    let mut row = vec![0.0f32; 3 * d];
    for number in fused.rows() {
        fused.read(number, 0, &mut row);
        let query = &mut queries[number * d..(number + 1) * d];
        for (q, v) in query.iter_mut().zip(&row) {
            *q = v * scale;
        }
        memory.put(number, &row[d..]);
    }
}

dispatched! {
    /// Copies a product's rows to `out`.
    transfer / transfer_body [P: Product, R: Rows]
    (product: P, out: &mut R)
}

#[inline(always)]
fn transfer_body<P: Product, R: Rows>(product: P, out: &mut R) {
    let mut row = vec![0.0f32; product.width()];
    for number in product.rows() {
        product.read(number, 0, &mut row);
        out.put(number, &row);
    }
}

dispatched! {
    /// Writes a product times `scale` to `out`, in f32.
    copy / copy_body [P: Product]
    (product: P, scale: f32, out: &mut [f32])
}

#[inline(always)]
fn copy_body<P: Product>(product: P, scale: f32, out: &mut [f32]) {
    let width = product.width();
    for number in product.rows() {
        let out = &mut out[number * width..(number + 1) * width];
        product.read(number, 0, out);
        for o in out {
            *o *= scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
    use crate::engine::cpu::precision::product::Plain;

    /// `width` numbers from -1 to 2.2, others for each `by`.
    fn numbers(width: usize, by: usize) -> Vec<f32> {
        (0..width)
            .map(|i| ((i * by) % 97) as f32 / 30.0 - 1.0)
            .collect()
    }

    /// The state, `[d]`, and the output, `[1, d]`, after [`add_and_norm`] of one row.
    fn added_and_normed(state: &[f32], added: &[f32], norm: &Norm) -> (Vec<f32>, Tensor) {
        let (mut row, width) = (state.to_vec(), state.len());
        let mut out = Floats::<f32>::input(1, width);
        let product = Plain {
            values: added,
            width,
        };
        let mut rows = Floats::<f32>::rows(&mut out);
        add_and_norm(&mut row, product, norm, &mut rows);
        (row, out)
    }

    #[test]
    fn layer_norms_of_any_width_are_those_of_libtorch() {
        for width in [1, 15, 16, 24, 64, 65, 1000] {
            let numbers = |by| numbers(width, by);
            let (state, added, weight, bias) = (numbers(31), numbers(17), numbers(7), numbers(3));
            let tensors = [&state, &added, &weight, &bias].map(|v| Tensor::from_slice(v));
            let way = NormWay {
                residual: Residual::Normalised,
                epsilon: 1e-5,
            };
            let norm = Norm::new(&tensors[2], Some(&tensors[3]), way);
            let (row, out) = added_and_normed(&state, &added, &norm);
            let [state, added, weight, bias] = tensors;
            let right = (state + added).layer_norm(
                [width as i64],
                Some(weight),
                Some(bias),
                way.epsilon,
                false,
            );
            let found = elements::<f32>(&out).iter().zip(elements::<f32>(&right));
            for ((found, right), kept) in found.zip(&row) {
                assert!((found - right).abs() < 1e-5, "{width}: {found} for {right}");
                assert_eq!(found, kept);
            }
        }
    }

    #[test]
    fn norms_without_a_bias_divide_by_the_root_of_the_mean_square() {
        for width in [1, 15, 16, 24, 65, 1000] {
            let numbers = |by| numbers(width, by);
            let (state, added, weight) = (numbers(31), numbers(17), numbers(7));
            let way = NormWay {
                residual: Residual::Kept,
                epsilon: 1e-6,
            };
            let norm = Norm::new(&Tensor::from_slice(&weight), None, way);
            let (row, out) = added_and_normed(&state, &added, &norm);
            let sums: Vec<f32> = state.iter().zip(&added).map(|(s, a)| s + a).collect();
            assert_eq!(row, sums);
            let squares: f64 = sums.iter().map(|&s| f64::from(s) * f64::from(s)).sum();
            let root = (squares / width as f64 + way.epsilon).sqrt();
            for ((found, sum), weight) in elements::<f32>(&out).iter().zip(&sums).zip(&weight) {
                let right = f64::from(*sum) / root * f64::from(*weight);
                let error = (f64::from(*found) - right).abs();
                assert!(error < 1e-5, "{width}: {found} for {right}");
            }
        }
    }
}
