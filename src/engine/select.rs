//! From logits to candidates on the CPU: one pass over the vocabulary for the maximum and the
//! best k, one for the sum of exponentials.

#[cfg(test)]
use super::arithmetic::Plain;
use super::arithmetic::Product;
use super::dispatch::dispatched;
use super::vocabulary::OutputVocabulary;
use super::{Candidate, RowRules, Scoring, Spec};

/// Values that share one maximum.
const BLOCK: usize = 128;

/// The logits of one row, with the maximum of each block, which spares most of the passes that
/// choosing would take otherwise.
#[derive(Default)]
pub(crate) struct Logits {
    values: Vec<f32>,
    /// Of each [`BLOCK`] values.
    maxima: Vec<f32>,
}

impl Logits {
    /// Takes a row of the output layer's product.
    pub(crate) fn read<P: Product>(&mut self, product: P, row: usize) {
        self.values.resize(product.width(), 0.0);
        self.maxima.resize(product.width().div_ceil(BLOCK), 0.0);
        read(product, row, &mut self.values, &mut self.maxima);
    }

    #[cfg(test)]
    pub(super) fn of(values: &[f32]) -> Self {
        let mut logits = Self::default();
        let width = values.len();
        logits.read(Plain { values, width }, 0);
        logits
    }

    /// Changes one value.
    fn change(&mut self, row: Option<usize>, to: impl FnOnce(f32) -> f32) {
        let Some(row) = row.filter(|&row| row < self.values.len()) else {
            return;
        };
        self.values[row] = to(self.values[row]);
        let start = row / BLOCK * BLOCK;
        let end = (start + BLOCK).min(self.values.len());
        self.maxima[row / BLOCK] = max(&self.values[start..end]);
    }

    fn log_sum_exp(&self) -> f32 {
        sum_exp(&self.values, max(&self.maxima))
    }
}

dispatched! {
    /// Reads a row and the maxima of its blocks.
    read / read_body [P: Product]
    (product: P, row: usize, values: &mut [f32], maxima: &mut [f32])
}

#[inline(always)]
fn read_body<P: Product>(product: P, row: usize, values: &mut [f32], maxima: &mut [f32]) {
    let blocks = values.chunks_mut(BLOCK).zip(maxima);
    for (number, (block, maximum)) in blocks.enumerate() {
        product.read(row, number * BLOCK, block);
        *maximum = max(block);
    }
}

/// The `k` best next tokens of one row. `logits` are changed by the row's rules.
pub(crate) fn select(
    logits: &mut Logits,
    vocabulary: &OutputVocabulary,
    rules: &RowRules,
    spec: &Spec,
    (k, scoring): (usize, Scoring),
) -> Vec<Candidate> {
    if let Some(token) = rules.forced {
        // transformers sets every other token to negative infinity and this one to zero.
        return vec![Candidate {
            token,
            log_prob: 0.0,
        }];
    }
    let penalised = rules.penalty != 1.0 && !rules.seen.is_empty();
    let mut normaliser = None;
    if scoring == Scoring::LogProbs && (penalised || !spec.renormalize) {
        normaliser = Some(logits.log_sum_exp());
    }
    if penalised {
        let shift = if scoring == Scoring::LogProbs {
            normaliser.unwrap_or(0.0)
        } else {
            0.0
        };
        for &token in &rules.seen {
            logits.change(vocabulary.row(token), |logit| {
                let value = logit - shift;
                shift
                    + if value < 0.0 {
                        value * rules.penalty
                    } else {
                        value / rules.penalty
                    }
            });
        }
    }
    for &token in rules.banned.iter().chain(&spec.suppressed) {
        logits.change(vocabulary.row(token), |_| f32::NEG_INFINITY);
    }
    let normaliser = match normaliser {
        Some(value) if !spec.renormalize => value,
        _ => logits.log_sum_exp(),
    };
    best(logits, k)
        .into_iter()
        .filter(|&(_, logit)| logit > f32::NEG_INFINITY)
        .map(|(row, logit)| Candidate {
            token: vocabulary.token(row as usize),
            log_prob: logit - normaliser,
        })
        .collect()
}

/// Logarithm of the sum of exponentials.
#[cfg(test)]
pub(crate) fn log_sum_exp(values: &[f32]) -> f32 {
    sum_exp(values, max(values))
}

dispatched! {
    /// Logarithm of the sum of exponentials of values up to `max`.
    sum_exp / sum_exp_body [] (values: &[f32], max: f32) -> f32
}

#[inline(always)]
fn sum_exp_body(values: &[f32], max: f32) -> f32 {
    if max == f32::NEG_INFINITY {
        return max;
    }
    const LANES: usize = 64;
    // Lanes keep the sum independent of order effects of one long chain, and let it vectorise.
    let mut lanes = [0.0f32; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest: f32 = chunks.remainder().iter().map(|v| fast_exp(v - max)).sum();
    for chunk in chunks {
        for (lane, v) in lanes.iter_mut().zip(chunk) {
            *lane += fast_exp(v - max);
        }
    }
    max + (lanes.iter().sum::<f32>() + rest).ln()
}

#[inline(always)]
fn max(values: &[f32]) -> f32 {
    const LANES: usize = 64;
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let chunks = values.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, v) in lanes.iter_mut().zip(chunk) {
            *lane = if *v > *lane { *v } else { *lane };
        }
    }
    lanes
        .into_iter()
        .chain(rest.iter().copied())
        .fold(f32::NEG_INFINITY, f32::max)
}

/// e^x for x <= 0 to a relative error of 2e-7, in operations that vectorise (Cephes' expf).
#[inline(always)]
pub(crate) fn fast_exp(x: f32) -> f32 {
    // Adding 1.5 * 2^23 rounds to an integer, and leaves it in the sum's low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = if x > -87.0 { x } else { -87.0 };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4f32;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let p = p * r * r + r + 1.0;
    p * f32::from_bits(
        rounded
            .to_bits()
            .wrapping_sub(ROUND.to_bits())
            .wrapping_add(127)
            << 23,
    )
}

/// The `k` largest values with their positions, falling; ties: smaller position first.
fn best(logits: &Logits, k: usize) -> Vec<(u32, f32)> {
    let mut kept: Vec<(u32, f32)> = Vec::with_capacity(k + 1);
    let mut threshold = f32::NEG_INFINITY;
    let blocks = logits.values.chunks(BLOCK).zip(&logits.maxima);
    for (index, (block, &max)) in blocks.enumerate() {
        // Almost no block holds a value above the threshold.
        if max <= threshold && kept.len() >= k {
            continue;
        }
        for (offset, &value) in block.iter().enumerate() {
            if kept.len() < k || value > threshold {
                let at = kept.partition_point(|&(_, kept)| kept >= value);
                kept.insert(at, ((index * BLOCK + offset) as u32, value));
                kept.truncate(k);
                if kept.len() == k {
                    threshold = kept[k - 1].1;
                }
            }
        }
    }
    kept
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_exact_to_single_precision() {
        for i in 0..8000 {
            let x = -(i as f32) / 100.0;
            let exact = f64::from(x).exp();
            let relative = (f64::from(fast_exp(x)) - exact).abs() / exact;
            assert!(relative < 3e-7, "{x}: {relative}");
        }
    }

    #[test]
    fn the_best_come_in_falling_order_and_ties_by_position() {
        let mut values = vec![0.0; 300];
        values[7] = 2.0;
        values[250] = 3.0;
        values[251] = 2.0;
        assert_eq!(
            best(&Logits::of(&values), 4),
            [(250, 3.0), (7, 2.0), (251, 2.0), (0, 0.0)]
        );
    }

    #[test]
    fn log_sum_exp_agrees_with_the_definition() {
        let values: Vec<f32> = (0..1000).map(|i| ((i * 37) % 101) as f32 / 10.0).collect();
        let exact = values.iter().map(|&v| f64::from(v).exp()).sum::<f64>().ln();
        assert!((f64::from(log_sum_exp(&values)) - exact).abs() < 1e-5);
        assert_eq!(log_sum_exp(&[f32::NEG_INFINITY; 3]), f32::NEG_INFINITY);
    }
}
