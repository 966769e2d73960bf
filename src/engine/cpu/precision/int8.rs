//! The int8 format: weights have a scale for each output, activations one for each row, as in
//! CTranslate2. Products are sums of integers, so that a row's result depends only on the row.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rust_bert::Activation;
use tch::{Device, Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::cpu::activations::activate;
use crate::engine::cpu::attention::kv_cell::Byte;
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::precision::element::{Bf16, elements, elements_mut};
use crate::engine::cpu::precision::onednn::{mujaz_int8_linear, mujaz_int8_pack};
use crate::engine::cpu::precision::product::{Product, Rows};
use crate::engine::cpu::precision::vnni_gemm::{self, Panels};
use crate::engine::device::operators::owned;

/// The int8 format: weights, inputs of layers and the decoder's keys and values in eight bits,
/// embedding tables in bf16, everything between in f32.
pub(crate) struct Int8;

/// A linear layer with weights in eight bits.
pub(crate) struct Int8Linear {
    weights: PackedWeights,
    /// `[out]`.
    bias: Vec<f32>,
    activation: Activation,
}

/// Weights in eight bits and a scale for each output, in the layout of this processor's fastest
/// int8 GEMM.
enum PackedWeights {
    Vnni(Panels),
    OneDnn {
        packed: Tensor,
        /// `[out]` in f32.
        scales: Tensor,
        /// Zero points, `[out]`, which the operator requires; all are 0.
        zeros: Tensor,
    },
}

/// Quantized rows: unsigned bytes with zero point 128, and a scale for each row.
pub(crate) struct Quantised {
    /// `[rows, width]`.
    values: Tensor,
    /// `[rows]`.
    scales: Vec<f32>,
}

/// Rows of integer products as floats, not yet multiplied by their row's scale, and without the
/// bias.
#[derive(Clone, Copy)]
pub(crate) struct Scaled<'a> {
    /// Values of the rows from `first` on, `[rows, out]`.
    values: &'a [f32],
    first: usize,
    /// The scales of all rows.
    scales: &'a [f32],
    bias: &'a [f32],
}

impl Scaled<'_> {
    #[inline(always)]
    fn row(&self, row: usize) -> (&[f32], f32) {
        let from = (row - self.first) * self.bias.len();
        (&self.values[from..from + self.bias.len()], self.scales[row])
    }
}

impl Product for Scaled<'_> {
    #[inline(always)]
    fn rows(self) -> Range<usize> {
        self.first..self.first + self.values.len() / self.bias.len()
    }
    #[inline(always)]
    fn width(self) -> usize {
        self.bias.len()
    }
    #[inline(always)]
    fn add_to(self, row: usize, out: &mut [f32]) {
        let (values, scale) = self.row(row);
        for ((o, v), b) in out.iter_mut().zip(values).zip(self.bias) {
            *o += v * scale + b;
        }
    }
    #[inline(always)]
    fn read(self, row: usize, from: usize, out: &mut [f32]) {
        let (values, scale) = self.row(row);
        let values = values[from..].iter().zip(&self.bias[from..]);
        for (o, (v, b)) in out.iter_mut().zip(values) {
            *o = v * scale + b;
        }
    }
}

/// A writer that quantizes rows.
pub(crate) struct QuantisedRows<'a> {
    values: &'a mut [u8],
    scales: &'a mut [f32],
    width: usize,
}

impl Rows for QuantisedRows<'_> {
    #[inline(always)]
    fn put(&mut self, row: usize, values: &[f32]) {
        // The lower bound keeps 127 divided by it finite.
        let most = largest(values).max(1e-30);
        self.scales[row] = most / 127.0;
        let inverse = 127.0 / most;
        let out = &mut self.values[row * self.width..(row + 1) * self.width];
        for (o, v) in out.iter_mut().zip(values) {
            // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
            *o = ((v * inverse + 12_582_912.0).to_bits() as u8).wrapping_add(128);
        }
    }
}

/// The largest absolute value; NaN is ignored.
#[inline(always)]
fn largest(values: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 32];
    let chunks = values.chunks_exact(32);
    let rest = chunks
        .remainder()
        .iter()
        .fold(0.0f32, |m, v| if v.abs() > m { v.abs() } else { m });
    for chunk in chunks {
        for (l, v) in lanes.iter_mut().zip(chunk) {
            let v = v.abs();
            *l = if v > *l { v } else { *l };
        }
    }
    lanes.into_iter().fold(rest, f32::max)
}

/// The largest quantized weight of a layer with `inner` inputs. Without VNNI, oneDNN adds pairs of
/// products in 16 bits, which overflow if both sides use their full range; whether they do on this
/// processor is tried out once.
fn weight_limit(inner: usize) -> Result<u8, EngineError> {
    if vnni_gemm::suits(inner) {
        return Ok(127);
    }
    static OVERFLOWS: Mutex<Option<bool>> = Mutex::new(None);
    let mut known = OVERFLOWS.lock().unwrap_or_else(PoisonError::into_inner);
    let overflows = match *known {
        Some(overflows) => overflows,
        None => *known.insert(overflows()?),
    };
    Ok(if overflows { 63 } else { 127 })
}

/// Whether oneDNN's int8 product overflows if both sides use their full range.
fn overflows() -> Result<bool, EngineError> {
    const SIZE: i64 = 64;
    let weights = Tensor::full([SIZE, SIZE], 127, (Kind::Int8, Device::Cpu));
    let scales = Tensor::ones([SIZE], (Kind::Float, Device::Cpu));
    let weights = PackedWeights::one_dnn(&weights, scales)?;
    let mut input = Int8::input(SIZE as usize, SIZE as usize);
    let mut rows = Int8::rows(&mut input);
    (0..SIZE as usize).for_each(|row| rows.put(row, &[127.0; SIZE as usize]));
    let exact = (SIZE * 127 * 127) as f32;
    let mut overflows = false;
    weights.multiply(&input, |_, sums| {
        overflows |= sums.iter().any(|&sum| sum != exact);
    })?;
    Ok(overflows)
}

/// Quantizes weights, `[out, in]`, to integers up to `limit`; returns them and the scale of each
/// output, `[out]`.
fn quantised(weight: &Tensor, limit: u8) -> Result<(Tensor, Tensor), EngineError> {
    let weight = weight.f_to_kind(Kind::Float)?.f_contiguous()?;
    let width = weight.size()[1].max(1) as usize;
    let rows = elements::<f32>(&weight).chunks_exact(width);
    let scales: Vec<f32> = rows.map(|row| scale(row, limit)).collect();
    let scales = Tensor::f_from_slice(&scales)?;
    let values = weight.f_div(&scales.f_view([-1, 1])?)?.f_round()?;
    Ok((values.f_to_kind(Kind::Int8)?.f_contiguous()?, scales))
}

/// The scale of an output's weights. Weights that were integers up to `limit` times one number, as
/// in a checkpoint of eight bits, become such integers again, without loss.
fn scale(weights: &[f32], limit: u8) -> f32 {
    const NEAR: f32 = 1e-3;
    // The lower bound keeps numbers divided by it finite.
    let most = largest(weights).max(1e-30);
    let whole = |number: f32| (number - number.round()).abs() < NEAR;
    let exact = (1..=limit).rev().find(|&integer| {
        let inverse = f32::from(integer) / most;
        weights.iter().all(|&weight| whole(weight * inverse))
    });
    most / f32::from(exact.unwrap_or(limit))
}

impl PackedWeights {
    /// Packs int8 weights, `[out, in]`, with a scale for each output.
    fn pack(weights: &Tensor, scales: Tensor) -> Result<Self, EngineError> {
        if vnni_gemm::suits(weights.size()[1] as usize) {
            return Ok(Self::Vnni(Panels::new(
                elements(weights),
                elements(&scales),
            )));
        }
        Self::one_dnn(weights, scales)
    }

    fn one_dnn(weights: &Tensor, scales: Tensor) -> Result<Self, EngineError> {
        let mut error = std::ptr::null_mut();
        // SAFETY: `weights` is a live tensor. The result is a new tensor that passes to the caller,
        // or null with an error text, as `owned` requires.
        let packed = unsafe {
            owned(
                mujaz_int8_pack(weights.as_ptr().cast(), &raw mut error),
                error,
            )?
        };
        Ok(Self::OneDnn {
            packed,
            zeros: Tensor::f_zeros_like(&scales)?.f_to_kind(Kind::Int64)?,
            scales,
        })
    }

    /// Computes the sums of products, times the scales of their outputs. `take` gets groups of rows
    /// in order: the index of the first row, and `[rows, out]`.
    fn multiply(
        &self,
        x: &Quantised,
        mut take: impl FnMut(usize, &[f32]),
    ) -> Result<(), EngineError> {
        match self {
            Self::Vnni(panels) => panels.multiply(elements(&x.values), take),
            Self::OneDnn {
                packed,
                scales,
                zeros,
            } => {
                let mut error = std::ptr::null_mut();
                // SAFETY: all four tensors are live. The result is a new tensor that passes to the
                // caller, or null with an error text, as `owned` requires.
                let result = unsafe {
                    let result = mujaz_int8_linear(
                        x.values.as_ptr().cast(),
                        packed.as_ptr().cast(),
                        scales.as_ptr().cast(),
                        zeros.as_ptr().cast(),
                        &raw mut error,
                    );
                    owned(result, error)?
                };
                take(0, elements(&result));
            }
        }
        Ok(())
    }
}

// SAFETY: a layer consists of tensors and vectors that nothing writes after packing, and libtorch's
// reference counts are atomic. An input's memory is a tensor and a vector that `input` created for
// it alone.
unsafe impl Arithmetic for Int8 {
    type Element = Bf16;
    type Cached = Byte;
    type Linear = Int8Linear;
    type Input = Quantised;
    type Product<'a> = Scaled<'a>;
    type Rows<'a> = QuantisedRows<'a>;

    fn pack(
        weight: &Tensor,
        bias: Option<&Tensor>,
        activation: Activation,
    ) -> Result<Int8Linear, EngineError> {
        let out = weight.size()[0];
        let inner = weight.size()[1] as usize;
        let (values, scales) = quantised(weight, weight_limit(inner)?)?;
        let bias = match bias {
            Some(bias) => elements::<f32>(&bias.f_to_kind(Kind::Float)?.f_contiguous()?).to_vec(),
            None => vec![0.0; out as usize],
        };
        Ok(Int8Linear {
            weights: PackedWeights::pack(&values, scales)?,
            bias,
            activation,
        })
    }

    fn input(rows: usize, width: usize) -> Quantised {
        Quantised {
            values: Tensor::empty([rows as i64, width as i64], (Kind::Uint8, Device::Cpu)),
            scales: vec![0.0; rows],
        }
    }

    fn rows(input: &mut Quantised) -> QuantisedRows<'_> {
        let width = input.values.size()[1] as usize;
        QuantisedRows {
            // SAFETY: an input owns its memory, by the contract of `Arithmetic`.
            values: unsafe { elements_mut(&mut input.values) },
            scales: &mut input.scales,
            width,
        }
    }

    fn multiply(
        layer: &Int8Linear,
        x: &Quantised,
        mut take: impl FnMut(Scaled<'_>),
    ) -> Result<(), EngineError> {
        layer.weights.multiply(x, |first, values| {
            take(Scaled {
                values,
                first,
                scales: &x.scales,
                bias: &layer.bias,
            });
        })
    }

    fn by_rows(weight: &Tensor) -> Result<(Vec<Byte>, Vec<f32>), EngineError> {
        let (values, scales) = quantised(weight, 127)?;
        let values = elements::<i8>(&values).iter().copied().map(Byte::from);
        Ok((values.collect(), elements(&scales).to_vec()))
    }

    fn read(x: &Quantised, row: usize, out: &mut [f32]) {
        let (values, scale) = (&elements::<u8>(&x.values)[row * out.len()..], x.scales[row]);
        for (o, v) in out.iter_mut().zip(values) {
            *o = (f32::from(*v) - 128.0) * scale;
        }
    }

    fn activated(layer: &Int8Linear, x: &Quantised) -> Result<Quantised, EngineError> {
        let mut out = Self::input(x.scales.len(), layer.bias.len());
        let mut rows = Self::rows(&mut out);
        Self::multiply(layer, x, |product| {
            activate(product, layer.activation, &mut rows)
        })?;
        Ok(out)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::engine::cpu::kernels::copy;

    #[test]
    fn weights_that_were_integers_are_the_same_integers_again() {
        let _no_grad = tch::no_grad_guard();
        let step = 0.003_721_f32;
        let integers: [[i8; 6]; 3] = [[127, -3, 5, 0, 77, 1], [-90, 7, 8, 9, -2, 89], [0; 6]];
        let weights: Vec<f32> = integers
            .iter()
            .flatten()
            .map(|&q| f32::from(q) * step)
            .collect();
        let weight = Tensor::from_slice(&weights).view([3, 6]);
        let (values, scales) = quantised(&weight, 127).unwrap();
        let scales = elements::<f32>(&scales);
        for (row, scale) in elements::<i8>(&values).chunks(6).zip(scales).take(2) {
            assert!((scale / step - 1.0).abs() < 1e-6, "{scale} for {step}");
            assert!(integers.iter().any(|integers| integers == row), "{row:?}");
        }
        assert_eq!(elements::<i8>(&values)[12..], [0; 6]);
    }

    /// The values are exact in eight bits, so that the product has one right answer.
    #[test]
    fn products_of_integers_are_exact_with_full_range_on_both_sides() {
        crate::engine::device::hardware::set_threads();
        let _no_grad = tch::no_grad_guard();
        // A layer with one input does not suit the VNNI kernel, so its limit is oneDNN's.
        exact_products(PackedWeights::one_dnn, |_| 1);
        exact_products(PackedWeights::pack, |inner| inner);
    }

    fn exact_products(
        pack: impl Fn(&Tensor, Tensor) -> Result<PackedWeights, EngineError>,
        limited_as: impl Fn(usize) -> usize,
    ) {
        for (rows, inner, outer) in [(1, 16, 8), (5, 64, 33), (3, 18, 5), (40, 512, 96)] {
            let whole = weight_limit(limited_as(inner)).unwrap();
            let limit = f32::from(whole);
            let x: Vec<f32> = (0..rows * inner)
                .map(|i| {
                    if i % inner == 0 {
                        127.0
                    } else {
                        ((i * 37 + i / 7) % 255) as f32 - 127.0
                    }
                })
                .collect();
            let w: Vec<f32> = (0..outer * inner)
                .map(|i| match i % inner {
                    0 => -limit,
                    _ if i % 3 == 0 => limit,
                    _ => ((i * 53) % (2 * limit as usize)) as f32 - limit,
                })
                .collect();
            let bias: Vec<f32> = (0..outer).map(|i| i as f32).collect();
            let weight = Tensor::from_slice(&w).view([outer as i64, inner as i64]);
            let (values, scales) = quantised(&weight, whole).unwrap();
            let layer = Int8Linear {
                weights: pack(&values, scales).unwrap(),
                bias: bias.clone(),
                activation: Activation::identity,
            };
            let mut input = Int8::input(rows, inner);
            let mut sink = Int8::rows(&mut input);
            for (row, values) in x.chunks(inner).enumerate() {
                sink.put(row, values);
            }
            let mut ours = vec![0.0f32; rows * outer];
            Int8::multiply(&layer, &input, |product| copy(product, 1.0, &mut ours)).unwrap();
            for r in 0..rows {
                for o in 0..outer {
                    let exact: i64 = (0..inner)
                        .map(|i| x[r * inner + i] as i64 * w[o * inner + i] as i64)
                        .sum();
                    let exact = exact as f32 + bias[o];
                    let got = ours[r * outer + o];
                    assert!(
                        (got - exact).abs() <= exact.abs().max(1.0) * 1e-5,
                        "{r} {o}: {got} for {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_row_of_zeros_and_a_row_with_no_number_do_no_harm() {
        let mut input = Int8::input(2, 16);
        let mut rows = Int8::rows(&mut input);
        rows.put(0, &[0.0; 16]);
        rows.put(1, &[f32::NAN; 16]);
        assert_eq!(elements::<u8>(&input.values)[..16], [128; 16]);
    }
}
