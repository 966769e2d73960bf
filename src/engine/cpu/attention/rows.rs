//! Attention of queries over keys and values that need not be contiguous in memory.

use crate::engine::cpu::attention::bias::Bias;
use crate::engine::cpu::attention::kv_cell::{Cached, Half};
use crate::engine::cpu::attention::scratch::Scratch;
use crate::engine::cpu::precision::product::Rows;
use crate::engine::simd::dispatch::dispatched;
use crate::engine::simd::lanes::{Has, LANES, Lanes};
use crate::engine::simd::prefetch::prefetch;

/// The arguments of [`attend`]: some queries and the positions that they attend to.
pub(crate) struct Attention<'a, T> {
    /// `[queries, width]`, already scaled.
    pub(crate) queries: &'a [f32],
    /// The cells of each position that all queries attend to.
    pub(crate) memory: &'a [&'a [T]],
    /// Further positions that one query attends to alone, `[queries, positions]`.
    pub(crate) own: &'a [&'a [T]],
    /// Numbers that are added to the scores, if there are any.
    pub(crate) bias: Option<Bias<'a>>,
    pub(crate) width: usize,
    pub(crate) heads: usize,
    /// The row of the output for the first query; the others follow.
    pub(crate) row: usize,
    /// Buffers, kept between calls to save allocations.
    pub(crate) scratch: &'a mut Scratch,
}

/// Number of positions to prefetch ahead: they are scattered, so the hardware prefetcher cannot
/// predict their addresses.
const AHEAD: usize = 8;
/// Positions whose values are added to one head's sums before the next head's.
const BLOCK: usize = 16;

/// Prefetches the positions that [`attend`] reads first; called for the sentence that comes next.
pub(crate) fn warm<T>(memory: &[&[T]], own: &[&[T]]) {
    let first = memory.iter().chain(own).take(AHEAD);
    first.for_each(|cells| prefetch(cells));
}

dispatched! {
    /// Computes multi-head dot-product attention, one row of `out` for each query; writes nothing
    /// if there are no positions. Queries are taken in groups, so that each key that is loaded
    /// serves several.
    attend / attend_body [Lanes, T: Cached, R: Rows] (a: Attention<'_, T>, out: &mut R)
}

#[inline(always)]
fn attend_body<L: Lanes, T: Cached, R: Rows>(has: Has<L>, mut a: Attention<'_, T>, out: &mut R) {
    if a.memory.is_empty() && a.own.is_empty() {
        return;
    }
    let own = a.own.len() * a.width / a.queries.len().max(1);
    while a.queries.len() >= 4 * a.width {
        group::<L, T, R, 4>(has, &mut a, own, out);
    }
    if a.queries.len() >= 2 * a.width {
        group::<L, T, R, 2>(has, &mut a, own, out);
    }
    if !a.queries.is_empty() {
        group::<L, T, R, 1>(has, &mut a, own, out);
    }
}

/// Computes attention for the first `N` queries, each of which attends to `own` positions alone,
/// and removes them from `a`.
#[inline(always)]
fn group<L: Lanes, T: Cached, R: Rows, const N: usize>(
    has: Has<L>,
    a: &mut Attention<'_, T>,
    own: usize,
    out: &mut R,
) {
    let (width, heads, shared) = (a.width, a.heads, a.memory.len());
    let (queries, other_queries) = a.queries.split_at(N * width);
    let (owned, other_owned) = a.own.split_at(N * own);
    // Pad to whole SIMD lanes: on rows this short, a loop without a scalar tail is several times
    // faster.
    let padded = (shared + own).next_multiple_of(LANES);
    let Scratch { scores, sums, .. } = &mut *a.scratch;
    scores.clear();
    scores.resize(N * heads * padded, f32::NEG_INFINITY);
    let shape = Shape {
        width,
        heads,
        padded,
    };
    let cells = |position: usize| match position.checked_sub(shared) {
        Some(position) => owned.get(position),
        None => a.memory.get(position),
    };
    // Four dot products at a time, because their lanes are summed up together.
    for (number, part) in a.memory.chunks(4 / N).enumerate() {
        let first = number * (4 / N);
        (first + AHEAD..first + AHEAD + 4 / N)
            .filter_map(cells)
            .for_each(|cells| prefetch(cells));
        score::<L, T, N>(has, shape, queries, part, &mut scores[first..]);
    }
    for (n, query) in queries.chunks_exact(width).enumerate() {
        for (number, part) in owned[n * own..(n + 1) * own].chunks(4).enumerate() {
            let first = shared + n * own + number * 4;
            (first + AHEAD..first + AHEAD + 4)
                .filter_map(cells)
                .for_each(|cells| prefetch(cells));
            let scores = &mut scores[n * heads * padded + shared + number * 4..];
            score::<L, T, 1>(has, shape, query, part, scores);
        }
    }
    if let Some(bias) = a.bias {
        for (number, row) in scores.chunks_exact_mut(padded).enumerate() {
            let values = bias.of(number % heads, number / heads);
            for (score, value) in row[..shared + own].iter_mut().zip(values) {
                *score += value;
            }
        }
        a.bias = Some(bias.after(N));
    }
    for head in scores.chunks_exact_mut(padded) {
        softmax::<L>(has, head);
    }
    sums.clear();
    sums.resize(N * width, 0.0);
    for (number, block) in a.memory.chunks(BLOCK).enumerate() {
        add::<L, T, N>(has, shape, &scores[number * BLOCK..], block, sums);
    }
    for (n, sums) in sums.chunks_exact_mut(width).enumerate() {
        for (number, block) in owned[n * own..(n + 1) * own].chunks(BLOCK).enumerate() {
            let weights = &scores[n * heads * padded + shared + number * BLOCK..];
            add::<L, T, 1>(has, shape, weights, block, sums);
        }
    }
    for (n, row) in sums.chunks_exact(width).enumerate() {
        out.put(a.row + n, row);
    }
    (a.queries, a.own) = (other_queries, other_owned);
    a.row += N;
}

/// The shapes of queries, `[queries, width]`, and of their scores, `[queries, heads, padded]`.
#[derive(Clone, Copy)]
struct Shape {
    width: usize,
    heads: usize,
    padded: usize,
}

/// Computes the scores of `N` queries at the positions `part`, at most `4 / N`. `scores` begins
/// with the score of the first query's first head at the first of them.
#[inline(always)]
fn score<L: Lanes, T: Cached, const N: usize>(
    has: Has<L>,
    shape: Shape,
    queries: &[f32],
    part: &[&[T]],
    scores: &mut [f32],
) {
    let Shape {
        width,
        heads,
        padded,
    } = shape;
    let size = width / heads;
    for head in 0..heads {
        let queries = &queries[head * size..];
        let keys = part.iter().map(|cells| &cells[head * size..][..size]);
        let mut found = [0.0; 4];
        if size.is_multiple_of(LANES) && part.len() == 4 / N {
            let mut sums = [has.zero(); 4];
            for (sums, key) in sums.chunks_exact_mut(N).zip(keys) {
                sums.copy_from_slice(&products::<L, T, N>(has, queries, width, key));
            }
            found = L::sums(sums);
        } else {
            for (found, key) in found.chunks_exact_mut(N).zip(keys) {
                found.copy_from_slice(&dots::<L, T, N>(has, queries, width, key));
            }
        }
        for (offset, (found, cells)) in found.chunks_exact(N).zip(part).enumerate() {
            let scale = T::scale(cells, width, heads, (Half::Key, head));
            for (n, dot) in found.iter().enumerate() {
                scores[(n * heads + head) * padded + offset] = dot * scale;
            }
        }
    }
}

/// Adds the weighted values of the positions `block` to the sums of `N` queries,
/// `[queries, width]`. `weights` is laid out as the scores of [`score`].
#[inline(always)]
fn add<L: Lanes, T: Cached, const N: usize>(
    has: Has<L>,
    shape: Shape,
    weights: &[f32],
    block: &[&[T]],
    sums: &mut [f32],
) {
    let size = shape.width / shape.heads;
    for head in 0..shape.heads {
        let values = Values {
            block,
            weights: &weights[head * shape.padded..],
            shape,
            head,
        };
        let sums = &mut sums[head * size..];
        if size == HEAD {
            add_head::<L, T, N>(has, values, sums);
        } else {
            add_values::<L, T, N>(has, values, sums);
        }
    }
}

/// The usual number of values in a head.
const HEAD: usize = 64;
/// Number of [`Lanes`] in such a head.
const PARTS: usize = HEAD / LANES;

/// The products of `key` with `N` queries that begin `stride` apart, with lanes not yet summed up.
/// Numbers after the last whole [`LANES`] are left out.
#[inline(always)]
fn products<L: Lanes, T: Cached, const N: usize>(
    has: Has<L>,
    queries: &[f32],
    stride: usize,
    key: &[T],
) -> [L; N] {
    let (key, _) = key.as_chunks::<LANES>();
    match <&[_; PARTS]>::try_from(key) {
        // A known length lets the compiler unroll the loop.
        Ok(key) => lane_products(has, queries, stride, key),
        Err(_) => lane_products(has, queries, stride, key),
    }
}

#[inline(always)]
fn lane_products<L: Lanes, T: Cached, const N: usize>(
    has: Has<L>,
    queries: &[f32],
    stride: usize,
    key: &[[T; LANES]],
) -> [L; N] {
    let mut sums = [has.zero(); N];
    for (at, key) in key.iter().enumerate() {
        let key: L = T::lanes(has, key);
        for (n, sum) in sums.iter_mut().enumerate() {
            let query = queries[n * stride + at * LANES..].first_chunk();
            let query = has.load(query.expect("queries are as wide as keys: else a bug"));
            *sum = query.mul_add(key, *sum);
        }
    }
    sums
}

/// The dot products of `key` with `N` queries that begin `stride` apart.
#[inline(always)]
fn dots<L: Lanes, T: Cached, const N: usize>(
    has: Has<L>,
    queries: &[f32],
    stride: usize,
    key: &[T],
) -> [f32; N] {
    let mut dots = products::<L, T, N>(has, queries, stride, key).map(L::sum);
    let whole = key.len() / LANES * LANES;
    for (at, key) in key.iter().enumerate().skip(whole) {
        for (n, dot) in dots.iter_mut().enumerate() {
            *dot += queries[n * stride + at] * key.get();
        }
    }
    dots
}

/// One head's values at some positions, and their weights.
#[derive(Clone, Copy)]
struct Values<'a, T> {
    /// The cells of each position.
    block: &'a [&'a [T]],
    /// Weights of the first query by position; those of the next query begin [`Values::stride`]
    /// later.
    weights: &'a [f32],
    shape: Shape,
    head: usize,
}

impl<'a, T: Cached> Values<'a, T> {
    #[inline(always)]
    fn stride(self) -> usize {
        self.shape.heads * self.shape.padded
    }

    /// The scale and the values of each position.
    #[inline(always)]
    fn all(self) -> impl Iterator<Item = (f32, &'a [T])> {
        let Shape { width, heads, .. } = self.shape;
        let size = width / heads;
        let from = width + self.head * size;
        self.block.iter().map(move |cells| {
            let scale = T::scale(cells, width, heads, (Half::Value, self.head));
            (scale, &cells[from..from + size])
        })
    }
}

/// Adds the values, weighted for each of `N` queries, to the queries' sums, which begin a width
/// apart.
#[inline(always)]
fn add_values<L: Lanes, T: Cached, const N: usize>(
    has: Has<L>,
    values: Values<'_, T>,
    sums: &mut [f32],
) {
    for (position, (scale, value)) in values.all().enumerate() {
        for n in 0..N {
            let sums = &mut sums[n * values.shape.width..][..value.len()];
            let weight = values.weights[n * values.stride() + position] * scale;
            add_scaled::<L, T>(has, sums, weight, value);
        }
    }
}

/// Does the same as [`add_values`] for heads of [`HEAD`] values, keeping the sums in registers.
#[inline(always)]
fn add_head<L: Lanes, T: Cached, const N: usize>(
    has: Has<L>,
    values: Values<'_, T>,
    sums: &mut [f32],
) {
    let mut kept = [[has.zero(); PARTS]; N];
    for (position, (scale, value)) in values.all().enumerate() {
        let (value, _) = value[..HEAD].as_chunks::<LANES>();
        // Written out, because a closure would be compiled without the instructions that the
        // enclosing function enables.
        let value: [L; PARTS] = [
            T::lanes(has, &value[0]),
            T::lanes(has, &value[1]),
            T::lanes(has, &value[2]),
            T::lanes(has, &value[3]),
        ];
        for (n, kept) in kept.iter_mut().enumerate() {
            let weight = values.weights[n * values.stride() + position] * scale;
            let weight = has.splat(weight);
            for (kept, value) in kept.iter_mut().zip(value) {
                *kept = value.mul_add(weight, *kept);
            }
        }
    }
    let one = has.splat(1.0);
    for (n, kept) in kept.into_iter().enumerate() {
        let (sums, _) = sums[n * values.shape.width..][..HEAD].as_chunks_mut::<LANES>();
        for (sums, kept) in sums.iter_mut().zip(kept) {
            kept.mul_add(one, has.load(sums)).store(sums);
        }
    }
}

/// `sums += weight * values`.
#[inline(always)]
fn add_scaled<L: Lanes, T: Cached>(has: Has<L>, sums: &mut [f32], weight: f32, values: &[T]) {
    let (sums, sums_rest) = sums.as_chunks_mut::<LANES>();
    let (values, values_rest) = values.as_chunks::<LANES>();
    let weights = has.splat(weight);
    for (sums, values) in sums.iter_mut().zip(values) {
        let values: L = T::lanes(has, values);
        values.mul_add(weights, has.load(sums)).store(sums);
    }
    for (s, v) in sums_rest.iter_mut().zip(values_rest) {
        *s += weight * v.get();
    }
}

/// Turns scores into probabilities, in place; negative infinity becomes e^-87 at most. `scores` is
/// a multiple of [`LANES`] long.
#[inline(always)]
fn softmax<L: Lanes>(has: Has<L>, scores: &mut [f32]) {
    let (chunks, _) = scores.as_chunks_mut::<LANES>();
    let mut most = has.splat(f32::NEG_INFINITY);
    for chunk in chunks.iter() {
        most = has.load(chunk).max(most);
    }
    let less = has.splat(-most.largest());
    let (one, mut total) = (has.splat(1.0), has.zero());
    for chunk in chunks.iter_mut() {
        let exp = has.load(chunk).mul_add(one, less).exp();
        exp.store(chunk);
        total = exp.mul_add(one, total);
    }
    let scale = has.splat(1.0 / total.sum());
    for chunk in chunks {
        has.load(chunk).mul_add(scale, has.zero()).store(chunk);
    }
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
