//! The output layer restricted to a shortlist for each sentence. Only the rows that the list names
//! are multiplied, where they lie, and a row's logits do not depend on the other sentences of the
//! batch.

use crate::engine::cpu::attention::kv_cell::Cached;
use crate::engine::simd::dispatch::dispatched;
use crate::engine::simd::lanes::{Has, LANES, Lanes};

/// Listed rows that are multiplied together.
const TOGETHER: usize = 4;

/// The rows of an output layer, for access one by one.
pub(crate) struct ListedLayer<T> {
    /// `[rows, width]`; each row is yet to be multiplied by its scale.
    values: Vec<T>,
    /// A multiple of [`LANES`]; the numbers are padded with zeros.
    width: usize,
    /// `[rows]`.
    scales: Vec<f32>,
    /// `[rows]`.
    bias: Vec<f32>,
}

impl<T: Cached> ListedLayer<T> {
    /// Builds the layer from `values`, `[rows, d]`, and `scales` and `bias`, `[rows]`.
    pub(crate) fn new(values: &[T], scales: Vec<f32>, bias: Vec<f32>) -> Self {
        let d = values.len() / scales.len().max(1);
        let width = d.next_multiple_of(LANES);
        let mut padded = vec![T::default(); scales.len() * width];
        for (to, from) in padded
            .chunks_exact_mut(width)
            .zip(values.chunks_exact(d.max(1)))
        {
            to[..d].copy_from_slice(from);
        }
        Self {
            values: padded,
            width,
            scales,
            bias,
        }
    }

    /// Length of a state as [`score`] takes it: padded with zeros to the layer's width.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    #[inline(always)]
    fn row(&self, row: u32) -> &[T] {
        &self.values[row as usize * self.width..][..self.width]
    }
}

dispatched! {
    /// Computes the logits of the layer's rows `list` for each of `states`, `[n, width]`, into
    /// `logits`, `[n, list]`.
    score / score_body [Lanes, T: Cached]
    (layer: &ListedLayer<T>, list: &[u32], states: &[f32], logits: &mut [f32])
}

#[inline(always)]
fn score_body<L: Lanes, T: Cached>(
    has: Has<L>,
    layer: &ListedLayer<T>,
    list: &[u32],
    states: &[f32],
    logits: &mut [f32],
) {
    for (number, rows) in list.chunks(TOGETHER).enumerate() {
        for row in list.iter().skip((number + 2) * TOGETHER).take(TOGETHER) {
            crate::engine::simd::prefetch::prefetch(layer.row(*row));
        }
        let four: [u32; TOGETHER] = std::array::from_fn(|i| rows[i.min(rows.len() - 1)]);
        let values = four.map(|row| layer.row(row).as_chunks::<LANES>().0);
        let states = states.chunks_exact(layer.width);
        for (state, logits) in states.zip(logits.chunks_exact_mut(list.len())) {
            let mut sums = [has.zero(); TOGETHER];
            for (at, part) in state.as_chunks::<LANES>().0.iter().enumerate() {
                let part = has.load(part);
                for (sum, values) in sums.iter_mut().zip(&values) {
                    *sum = T::lanes(has, &values[at]).mul_add(part, *sum);
                }
            }
            let logits = &mut logits[number * TOGETHER..];
            for ((logit, sum), &row) in logits.iter_mut().zip(L::sums(sums)).zip(rows) {
                *logit = sum * layer.scales[row as usize] + layer.bias[row as usize];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tch::Tensor;

    use super::*;
    use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
    use crate::engine::cpu::precision::element::Bf16;
    use crate::engine::cpu::precision::int8::Int8;

    #[test]
    fn logits_of_listed_rows_agree_with_the_definition() {
        check::<Floats<f32>>(1e-5);
        check::<Floats<Bf16>>(0.01);
        check::<Int8>(0.01);
    }

    fn check<A: Arithmetic>(tolerance: f64) {
        const ROWS: usize = 40;
        for d in [8, 16, 40, 512] {
            let weight: Vec<f32> = (0..ROWS * d)
                .map(|i| ((i * 37 % 101) as f32 - 50.0) / 50.0)
                .collect();
            let tensor = Tensor::from_slice(&weight).view([ROWS as i64, d as i64]);
            let (values, scales) = A::by_rows(&tensor).unwrap_or_else(|e| panic!("{e}"));
            let bias: Vec<f32> = (0..ROWS).map(|i| i as f32 / 7.0).collect();
            let layer = ListedLayer::new(&values, scales, bias.clone());
            for (list, count) in [
                (vec![3], 1),
                (vec![0, 7, 8, 39], 2),
                ((1..40).collect(), 4),
                (vec![5, 6, 9, 12, 30, 31], 1),
            ] {
                let mut states = vec![0.0; count * layer.width()];
                for (n, state) in states.chunks_exact_mut(layer.width()).enumerate() {
                    for (i, value) in state[..d].iter_mut().enumerate() {
                        *value = ((i * 13 + n * 5) % 17) as f32 / 17.0 - 0.4;
                    }
                }
                let mut logits = vec![f32::NAN; count * list.len()];
                score(&layer, &list, &states, &mut logits);
                for (n, logits) in logits.chunks_exact(list.len()).enumerate() {
                    let state = &states[n * layer.width()..];
                    for (&row, &logit) in list.iter().zip(logits) {
                        let own = &weight[row as usize * d..][..d];
                        let terms = own.iter().zip(state);
                        let (dot, size) = terms.fold((0.0, 0.0), |(dot, size), (w, s)| {
                            let product = f64::from(*w) * f64::from(*s);
                            (dot + product, size + product.abs())
                        });
                        let right = dot + f64::from(bias[row as usize]);
                        let error = (f64::from(logit) - right).abs();
                        assert!(error <= tolerance * size, "{d} {row}: {logit}, not {right}");
                    }
                }
            }
        }
    }
}
