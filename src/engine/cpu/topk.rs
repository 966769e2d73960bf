//! Choosing the best next tokens on processors. The output layer comes in blocks of columns that
//! fit the caches: while a block is there, each row takes its sum of exponentials and its top k
//! from it.

use crate::engine::contract::seq2seq::{Candidate, RowRules, Scoring, Spec};
use crate::engine::cpu::precision::product::Product;
use crate::engine::simd::dispatch::dispatched;
use crate::engine::simd::lanes::{Has, LANES, Lanes};
use crate::engine::weights::vocabulary::OutputVocabulary;

/// Number of logits in a stretch, which share one maximum.
const STRIDE: usize = 128;

/// One row's logits of one block, padded with negative infinity to whole stretches.
#[derive(Default)]
pub(crate) struct Logits {
    values: Vec<f32>,
    /// The maximum of each stretch, which saves most of the comparisons of the choice.
    maxima: Vec<f32>,
}

dispatched! {
    /// Reads row `at.0` of a block whose first column is position `at.1` into `logits`. Logits at
    /// the positions in `ruled`, which rise, are moved there. Returns how many were moved, and
    /// `sum` plus the exponentials of all others.
    read / read_body [Lanes, P: Product]
    (product: P, at: (usize, usize), ruled: &mut [(u32, f32)], logits: &mut Logits, sum: SumExp)
    -> (usize, SumExp)
}

/// Works in one pass, stretch by stretch.
#[inline(always)]
fn read_body<L: Lanes, P: Product>(
    has: Has<L>,
    product: P,
    (row, from): (usize, usize),
    ruled: &mut [(u32, f32)],
    logits: &mut Logits,
    mut sum: SumExp,
) -> (usize, SumExp) {
    let width = product.width();
    let Logits { values, maxima } = logits;
    values.resize(width.next_multiple_of(STRIDE), 0.0);
    maxima.clear();
    let mut taken = 0;
    let (one, mut sums) = (has.splat(1.0), [has.zero(); 4]);
    for (number, stretch) in values.chunks_exact_mut(STRIDE).enumerate() {
        let start = number * STRIDE;
        let (inside, behind) = stretch.split_at_mut(STRIDE.min(width - start));
        product.read(row, start, inside);
        behind.fill(f32::NEG_INFINITY);
        while let Some((position, logit)) = ruled.get_mut(taken) {
            let Some(value) = inside.get_mut(*position as usize - from - start) else {
                break;
            };
            *logit = std::mem::replace(value, f32::NEG_INFINITY);
            taken += 1;
        }
        let (fours, _) = stretch.as_chunks::<LANES>().0.as_chunks::<4>();
        let mut largest = has.splat(f32::NEG_INFINITY);
        for part in fours.as_flattened() {
            largest = has.load(part).max(largest);
        }
        let most = largest.largest();
        maxima.push(most);
        if most > sum.max {
            let scale = (sum.max - most).exp();
            for s in &mut sums {
                *s = s.mul_add(has.splat(scale), has.zero());
            }
            sum = SumExp {
                max: most,
                sum: sum.sum * scale,
            };
        }
        // Until the first finite logit, all are negative infinity or NaN, which add nothing.
        if sum.max > f32::NEG_INFINITY {
            let less = has.splat(-sum.max);
            for four in fours {
                for (s, part) in sums.iter_mut().zip(four) {
                    let exp = has.load(part).mul_add(one, less).exp();
                    *s = exp.mul_add(one, *s);
                }
            }
        }
    }
    sum.sum += L::sums(sums).iter().sum::<f32>();
    (taken, sum)
}

/// A sum of exponentials, kept as `exp(max) * sum` so that it cannot overflow.
#[derive(Clone, Copy)]
pub(crate) struct SumExp {
    max: f32,
    sum: f32,
}

impl SumExp {
    const EMPTY: Self = Self {
        max: f32::NEG_INFINITY,
        sum: 0.0,
    };

    fn add(&mut self, other: Self) {
        // Negative infinity and NaN add nothing.
        if other.max > f32::NEG_INFINITY {
            let max = self.max.max(other.max);
            self.sum = self.sum * (self.max - max).exp() + other.sum * (other.max - max).exp();
            self.max = max;
        }
    }

    fn ln(self) -> f32 {
        self.max + self.sum.ln()
    }
}

/// Chooses a row's next tokens while its logits come in block by block.
pub(crate) struct Choice {
    k: usize,
    forced: Option<u32>,
    /// The logits that the row's rules change, as (position, logit), rising. They are kept apart
    /// until all blocks have been read.
    ruled: Vec<(u32, f32)>,
    /// Number of these that have been read.
    taken: usize,
    /// The sum of exponentials of the other logits.
    sum: SumExp,
    /// The best of the others, as (position, logit), best first; ties: smaller position first.
    best: Vec<(u32, f32)>,
}

impl Choice {
    /// Begins the choice of `k` candidates. Positions are rows of `vocabulary`.
    pub(crate) fn new(
        rules: &RowRules,
        spec: &Spec,
        vocabulary: &OutputVocabulary,
        k: usize,
    ) -> Self {
        let seen: &[u32] = if rules.is_penalised() {
            &rules.seen
        } else {
            &[]
        };
        let tokens = seen.iter().chain(&rules.banned).chain(&spec.suppressed);
        let tokens = tokens.chain(&rules.wanted);
        let mut ruled: Vec<_> = tokens
            .filter_map(|&token| Some((vocabulary.row(token)? as u32, f32::NEG_INFINITY)))
            .collect();
        ruled.sort_unstable_by_key(|r| r.0);
        ruled.dedup_by_key(|r| r.0);
        Self {
            k,
            forced: rules.forced,
            ruled,
            taken: 0,
            sum: SumExp::EMPTY,
            best: Vec::with_capacity(k + 1),
        }
    }

    /// Reads row `row` of a block whose first column is position `from`. Blocks must come in order.
    pub(crate) fn take<P: Product>(
        &mut self,
        (product, row): (P, usize),
        from: usize,
        logits: &mut Logits,
    ) {
        if self.forced.is_some() {
            return;
        }
        let ruled = &mut self.ruled[self.taken..];
        let (taken, sum) = read(product, (row, from), ruled, logits, self.sum);
        self.taken += taken;
        self.sum = sum;
        self.keep_best(logits, from);
    }

    fn keep_best(&mut self, logits: &Logits, from: usize) {
        let stretches = logits.values.chunks_exact(STRIDE).zip(&logits.maxima);
        for (number, (stretch, &max)) in stretches.enumerate() {
            // Almost no stretch holds a value above the threshold.
            if max <= self.threshold() {
                continue;
            }
            let start = from + number * STRIDE;
            for (number, few) in stretch.chunks_exact(LANES).enumerate() {
                let threshold = self.threshold();
                // Without an early exit, the compiler compares several values at once.
                if !few.iter().fold(false, |any, v| any | (*v > threshold)) {
                    continue;
                }
                for (offset, &value) in few.iter().enumerate() {
                    if value > self.threshold() {
                        self.keep((start + number * LANES + offset) as u32, value);
                    }
                }
            }
        }
    }

    /// The value that a later logit must exceed to be kept.
    fn threshold(&self) -> f32 {
        match self.best.get(self.k - 1) {
            Some(&(_, value)) => value,
            None => f32::NEG_INFINITY,
        }
    }

    fn keep(&mut self, position: u32, value: f32) {
        let better = |&(p, v): &(u32, f32)| v > value || (v == value && p < position);
        let at = self.best.partition_point(better);
        self.best.insert(at, (position, value));
        self.best.truncate(self.k);
    }

    /// Returns the `k` best next tokens, best first (fewer if the rules leave fewer), after the
    /// rules that the choice was created with.
    pub(crate) fn candidates(
        mut self,
        rules: &RowRules,
        spec: &Spec,
        (vocabulary, scoring): (&OutputVocabulary, Scoring),
    ) -> Vec<Candidate> {
        if let Some(token) = self.forced {
            // transformers sets every other token to negative infinity and this one to zero.
            return vec![Candidate {
                token,
                log_prob: 0.0,
            }];
        }
        let penalised = rules.is_penalised();
        let mut normaliser = None;
        if scoring == Scoring::LogProbs && (penalised || !spec.renormalize) {
            normaliser = Some(self.log_sum_exp());
        }
        if penalised {
            let shift = normaliser.unwrap_or(0.0);
            let seen = rules.seen.iter().filter_map(|&token| vocabulary.row(token));
            for position in seen {
                self.change(position, |logit| {
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
        let never = rules.banned.iter().chain(&spec.suppressed);
        for position in never.filter_map(|&token| vocabulary.row(token)) {
            self.change(position, |_| f32::NEG_INFINITY);
        }
        let normaliser = match normaliser {
            Some(value) if !spec.renormalize => value,
            _ => self.log_sum_exp(),
        };
        let wanted = self.wanted(rules, vocabulary);
        for (position, logit) in std::mem::take(&mut self.ruled) {
            if logit > f32::NEG_INFINITY {
                self.keep(position, logit);
            }
        }
        let missing = |&&(position, _): &&(u32, f32)| self.best.iter().all(|b| b.0 != position);
        self.best
            .iter()
            .chain(wanted.iter().filter(missing))
            .map(|&(position, logit)| Candidate {
                token: vocabulary.token(position as usize),
                log_prob: logit - normaliser,
            })
            .collect()
    }

    /// The wanted tokens that the rules applied so far allow, as (position, logit).
    fn wanted(&self, rules: &RowRules, vocabulary: &OutputVocabulary) -> Vec<(u32, f32)> {
        let positions = rules
            .wanted
            .iter()
            .filter_map(|&token| vocabulary.row(token));
        let ruled = |position: usize| {
            let place = self.ruled.binary_search_by_key(&(position as u32), |r| r.0);
            place.ok().map(|at| self.ruled[at])
        };
        positions
            .filter_map(ruled)
            .filter(|&(_, logit)| logit > f32::NEG_INFINITY)
            .collect()
    }

    fn change(&mut self, position: usize, to: impl FnOnce(f32) -> f32) {
        let found = self.ruled.binary_search_by_key(&(position as u32), |r| r.0);
        if let Ok(at) = found {
            self.ruled[at].1 = to(self.ruled[at].1);
        }
    }

    /// The log-sum-exp of all logits, with the rules applied so far.
    fn log_sum_exp(&self) -> f32 {
        let mut all = self.sum;
        for &(_, max) in &self.ruled {
            all.add(SumExp { max, sum: 1.0 });
        }
        all.ln()
    }
}

/// The logarithm of the sum of exponentials.
#[cfg(test)]
pub(crate) fn log_sum_exp(values: &[f32]) -> f32 {
    let width = values.len();
    let product = crate::engine::cpu::precision::product::Plain { values, width };
    let mut logits = Logits::default();
    let (_, sum) = read(product, (0, 0), &mut [], &mut logits, SumExp::EMPTY);
    sum.ln()
}

#[cfg(test)]
#[path = "topk_tests.rs"]
mod tests;
