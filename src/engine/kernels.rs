//! Loops between the matrix products of a layer: residual and layer norm, activations, the split
//! of fused projections. One thread, plain slices, row by row.

use rust_bert::Activation;
use tch::Tensor;

use super::arithmetic::{Product, Rows};
use super::cached::Cached;
use super::dispatch::dispatched;
use super::element::{Element, elements};
use super::lanes::LANES;
use super::select::fast_exp;
use super::weights::Residual;

#[inline(always)]
fn sum(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// One layer norm's parameters.
pub(crate) struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
    residual: Residual,
}

impl Norm {
    pub(crate) fn new(weight: &Tensor, bias: &Tensor, residual: Residual) -> Self {
        Self {
            residual,
            weight: elements::<f32>(&weight.contiguous()).to_vec(),
            bias: elements::<f32>(&bias.contiguous()).to_vec(),
        }
    }
}

const EPSILON: f32 = 1e-5;

#[inline(always)]
fn normalise(row: &mut [f32], norm: &Norm) {
    let mut lanes = [0.0f32; LANES];
    for chunk in row.chunks(LANES) {
        for (l, v) in lanes.iter_mut().zip(chunk) {
            *l += v;
        }
    }
    let mean = sum(lanes) / row.len() as f32;
    let mut lanes = [0.0f32; LANES];
    for chunk in row.chunks(LANES) {
        for (l, v) in lanes.iter_mut().zip(chunk) {
            *l += (v - mean) * (v - mean);
        }
    }
    let scale = 1.0 / (sum(lanes) / row.len() as f32 + EPSILON).sqrt();
    for ((v, w), b) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
        *v = (*v - mean) * scale * w + b;
    }
}

/// The norm of a row of the state as a row of `out`, and in the state where the norm says so.
#[inline(always)]
fn normalise_to<R: Rows>(
    out: &mut R,
    number: usize,
    row: &mut [f32],
    norm: &Norm,
    spare: &mut Vec<f32>,
) {
    match norm.residual {
        Residual::Normalised => {
            normalise(row, norm);
            out.put(number, row);
        }
        Residual::Kept => {
            spare.clear();
            spare.extend_from_slice(row);
            normalise(spare, norm);
            out.put(number, spare);
        }
    }
}

dispatched! {
    /// `state = state + added`, row by row, and its norm, the input of the next layer, in `out`.
    /// The norm says whether it becomes the state.
    add_and_norm / add_and_norm_body [P: Product, R: Rows]
    (state: &mut [f32], added: P, norm: &Norm, out: R)
}

#[inline(always)]
fn add_and_norm_body<P: Product, R: Rows>(state: &mut [f32], added: P, norm: &Norm, mut out: R) {
    let mut spare = Vec::new();
    for (number, row) in state.chunks_exact_mut(norm.weight.len()).enumerate() {
        added.add_to(number, row);
        normalise_to(&mut out, number, row, norm, &mut spare);
    }
}

dispatched! {
    /// The input of the first layer: `state` after `norms`, one after the other.
    enter / enter_body [R: Rows]
    (state: &mut [f32], width: usize, norms: &[Norm], out: R)
}

#[inline(always)]
fn enter_body<R: Rows>(state: &mut [f32], width: usize, norms: &[Norm], mut out: R) {
    let mut spare = Vec::new();
    for (number, row) in state.chunks_exact_mut(width).enumerate() {
        if norms.is_empty() {
            out.put(number, row);
        }
        for norm in norms {
            normalise_to(&mut out, number, row, norm, &mut spare);
        }
    }
}

dispatched! {
    /// Divides fused queries, keys and values `[rows, 3 d]` into queries times `scale`, in f32,
    /// and the cells of keys and values.
    split / split_body [P: Product, T: Cached]
    (fused: P, scale: f32, heads: usize, queries: &mut [f32], cells: &mut [T])
}

#[inline(always)]
fn split_body<P: Product, T: Cached>(
    fused: P,
    scale: f32,
    heads: usize,
    queries: &mut [f32],
    cells: &mut [T],
) {
    let d = fused.width() / 3;
    let mut row = vec![0.0f32; 3 * d];
    let rows = queries
        .chunks_exact_mut(d)
        .zip(cells.chunks_exact_mut(T::cells(d, heads)));
    for (number, (query, cells)) in rows.enumerate() {
        fused.read(number, 0, &mut row);
        for (q, v) in query.iter_mut().zip(&row) {
            *q = v * scale;
        }
        T::keep(&row[d..], heads, cells);
    }
}

dispatched! {
    /// Rows `from..` of keys beside values, `[rows, 2 d]`, as cells, as many as `cells` takes.
    keep / keep_body [P: Product, T: Cached]
    (memory: P, from: usize, heads: usize, cells: &mut [T])
}

#[inline(always)]
fn keep_body<P: Product, T: Cached>(memory: P, from: usize, heads: usize, cells: &mut [T]) {
    let mut row = vec![0.0f32; memory.width()];
    let size = T::cells(memory.width() / 2, heads);
    for (number, cells) in cells.chunks_exact_mut(size).enumerate() {
        memory.read(from + number, 0, &mut row);
        T::keep(&row, heads, cells);
    }
}

dispatched! {
    /// Rows `from..` of a product as elements, times `scale`, as many as `out` takes.
    copy / copy_body [P: Product, T: Element]
    (product: P, from: usize, scale: f32, out: &mut [T])
}

#[inline(always)]
fn copy_body<P: Product, T: Element>(product: P, from: usize, scale: f32, out: &mut [T]) {
    let mut row = vec![0.0f32; product.width()];
    for (number, out) in out.chunks_exact_mut(product.width()).enumerate() {
        product.read(from + number, 0, &mut row);
        for (o, v) in out.iter_mut().zip(&row) {
            *o = T::put(v * scale);
        }
    }
}

dispatched! {
    /// The product's activation, as the next layer's input.
    activate / activate_body [P: Product, R: Rows]
    (product: P, rows: usize, activation: Activation, out: R)
}

#[inline(always)]
fn activate_body<P: Product, R: Rows>(product: P, rows: usize, activation: Activation, mut out: R) {
    let mut values = vec![0.0f32; product.width()];
    for row in 0..rows {
        product.read(row, 0, &mut values);
        match activation {
            Activation::swish => values.iter_mut().for_each(|v| *v = swish(*v)),
            Activation::relu => values.iter_mut().for_each(|v| *v = v.max(0.0)),
            Activation::gelu => values.iter_mut().for_each(|v| *v = gelu(*v)),
            _ => {}
        }
        out.put(row, &values);
    }
}

#[inline(always)]
fn swish(x: f32) -> f32 {
    let e = fast_exp(-x.abs());
    let numerator = if x < 0.0 { x * e } else { x };
    numerator / (1.0 + e)
}

/// With the error function of Abramowitz and Stegun 7.1.26: exact to 1.5e-7.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let p = 1.061_405_4f32;
    let p = p * t - 1.453_152_1;
    let p = p * t + 1.421_413_8;
    let p = p * t - 0.284_496_72;
    let p = p * t + 0.254_829_6;
    let erf = 1.0 - p * t * fast_exp(-z * z);
    0.5 * x * (1.0 + if x < 0.0 { -erf } else { erf })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activations_are_those_of_libtorch() {
        let values: Vec<f32> = (-400..400).map(|i| i as f32 / 20.0).collect();
        let tensor = Tensor::from_slice(&values);
        let check = |ours: fn(f32) -> f32, theirs: Tensor| {
            for (x, y) in values.iter().zip(elements::<f32>(&theirs)) {
                assert!(
                    (ours(*x) - y).abs() <= 2e-6 * y.abs().max(1.0),
                    "{x}: {} for {y}",
                    ours(*x)
                );
            }
        };
        check(swish, tensor.silu());
        check(gelu, tensor.gelu("none"));
    }
}
