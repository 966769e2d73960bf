//! Attention of rows over keys and values that lie anywhere in memory.

use super::arithmetic::Rows;
use super::cached::{Cached, Half};
use super::dispatch::dispatched;
use super::lanes::{LANES, Lanes};

/// Attention of some queries over one memory.
pub(crate) struct Attention<'a, T> {
    /// `[queries, width]`, scaled.
    pub(crate) queries: &'a [f32],
    /// The cells of each position.
    pub(crate) memory: &'a [&'a [T]],
    pub(crate) width: usize,
    pub(crate) heads: usize,
    /// The row of the output that the first query's result is written to; the others follow.
    pub(crate) row: usize,
    /// Working space, kept between calls to save allocations.
    pub(crate) scratch: &'a mut Scratch,
}

/// Positions that are fetched before they are needed: they lie too far apart for the processor
/// to guess them.
const AHEAD: usize = 4;
const CACHE_LINE: usize = 64;
/// Positions whose values are added one head after the other.
const BLOCK: usize = 16;

/// Asks the processor to fetch the values into its caches.
#[inline(always)]
fn prefetch<T>(values: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in values.chunks(CACHE_LINE / size_of::<T>()) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: fetching changes nothing, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = values;
}

/// Fetches what [`attend`] will read first: for the memory that comes after the present one.
pub(crate) fn warm<T>(memory: &[&[T]]) {
    memory.iter().take(AHEAD).for_each(|cells| prefetch(cells));
}

/// Working space of [`attend`].
#[derive(Default)]
pub(crate) struct Scratch {
    scores: Vec<f32>,
    sums: Vec<f32>,
}

dispatched! {
    /// Multi-head dot-product attention. Queries are taken in groups, so that a key that was
    /// loaded serves several.
    attend / attend_body [Lanes, T: Cached, R: Rows] (a: Attention<'_, T>, out: &mut R)
}

#[inline(always)]
fn attend_body<L: Lanes, T: Cached, R: Rows>(mut a: Attention<'_, T>, out: &mut R) {
    if a.memory.is_empty() {
        return;
    }
    let width = a.width;
    let mut left = a.queries;
    while left.len() >= 4 * width {
        group::<L, T, R, 4>(&mut a, &left[..4 * width], out);
        left = &left[4 * width..];
        a.row += 4;
    }
    if left.len() >= 2 * width {
        group::<L, T, R, 2>(&mut a, &left[..2 * width], out);
        left = &left[2 * width..];
        a.row += 2;
    }
    if !left.is_empty() {
        group::<L, T, R, 1>(&mut a, left, out);
    }
}

#[inline(always)]
fn group<L: Lanes, T: Cached, R: Rows, const N: usize>(
    a: &mut Attention<'_, T>,
    queries: &[f32],
    out: &mut R,
) {
    let (width, heads, positions) = (a.width, a.heads, a.memory.len());
    let size = width / heads;
    // Whole lanes: loops without a rest are a multiple faster on rows as short as these.
    let padded = positions.next_multiple_of(LANES);
    let Scratch { scores, sums } = &mut *a.scratch;
    scores.clear();
    scores.resize(N * heads * padded, f32::NEG_INFINITY);
    // As many positions at a time as make four dot products, which are summed up together.
    let together = 4 / N;
    let whole = size.is_multiple_of(LANES);
    for (number, part) in a.memory.chunks(together).enumerate() {
        let first = number * together;
        for position in first + AHEAD..first + AHEAD + together {
            if let Some(cells) = a.memory.get(position) {
                prefetch(cells);
            }
        }
        for head in 0..heads {
            let (queries, at) = (&queries[head * size..], head * size);
            let mut found = [0.0; 4];
            if whole && part.len() == together {
                let mut sums = [L::zero(); 4];
                for (sums, cells) in sums.chunks_exact_mut(N).zip(part) {
                    sums.copy_from_slice(&products::<L, T, N>(
                        queries,
                        width,
                        &cells[at..at + size],
                    ));
                }
                found = L::sums(sums);
            } else {
                for (found, cells) in found.chunks_exact_mut(N).zip(part) {
                    found.copy_from_slice(&dots::<L, T, N>(queries, width, &cells[at..at + size]));
                }
            }
            for (offset, (found, cells)) in found.chunks_exact(N).zip(part).enumerate() {
                let scale = T::scale(cells, width, heads, (Half::Key, head));
                for (n, dot) in found.iter().enumerate() {
                    scores[(n * heads + head) * padded + first + offset] = dot * scale;
                }
            }
        }
    }
    for head in scores.chunks_exact_mut(padded) {
        softmax::<L>(head);
    }
    sums.clear();
    sums.resize(N * width, 0.0);
    for (number, block) in a.memory.chunks(BLOCK).enumerate() {
        let first = number * BLOCK;
        for head in 0..heads {
            let weigh = |n: usize, position: usize| {
                let scale = T::scale(block[position], width, heads, (Half::Value, head));
                scores[(n * heads + head) * padded + first + position] * scale
            };
            let values = Values {
                block,
                from: width + head * size,
                size,
            };
            let sums = &mut sums[head * size..];
            if size == HEAD {
                add_head::<L, T, N>(values, weigh, sums, width);
            } else {
                add_values::<L, T, N>(values, weigh, sums, width);
            }
        }
    }
    for (n, row) in sums.chunks_exact(width).enumerate() {
        out.put(a.row + n, row);
    }
}

/// The products of `key` with `N` queries that begin `stride` apart, yet to be summed up; without
/// what is left after whole lanes.
#[inline(always)]
fn products<L: Lanes, T: Cached, const N: usize>(
    queries: &[f32],
    stride: usize,
    key: &[T],
) -> [L; N] {
    let (keys, _) = key.as_chunks::<LANES>();
    let mut sums = [L::zero(); N];
    for (at, key) in keys.iter().enumerate() {
        let key: L = T::lanes(key);
        for (n, sum) in sums.iter_mut().enumerate() {
            let query = queries[n * stride + at * LANES..].first_chunk();
            let query = L::load(query.expect("queries are as wide as keys: else a bug"));
            *sum = query.mul_add(key, *sum);
        }
    }
    sums
}

/// The dot products of `key` with `N` queries that begin `stride` apart.
#[inline(always)]
fn dots<L: Lanes, T: Cached, const N: usize>(
    queries: &[f32],
    stride: usize,
    key: &[T],
) -> [f32; N] {
    let mut dots = products::<L, T, N>(queries, stride, key).map(L::sum);
    let whole = key.len() / LANES * LANES;
    for (at, key) in key.iter().enumerate().skip(whole) {
        for (n, dot) in dots.iter_mut().enumerate() {
            *dot += queries[n * stride + at] * key.get();
        }
    }
    dots
}

/// One head's values at some positions.
#[derive(Clone, Copy)]
struct Values<'a, T> {
    /// The cells of each position.
    block: &'a [&'a [T]],
    /// Where the head's values begin.
    from: usize,
    size: usize,
}

/// Adds weighted values to the sums of `N` queries, which begin `stride` apart. `weigh` gives the
/// weight of a query at a position.
#[inline(always)]
fn add_values<L: Lanes, T: Cached, const N: usize>(
    values: Values<'_, T>,
    weigh: impl Fn(usize, usize) -> f32,
    sums: &mut [f32],
    stride: usize,
) {
    for (position, cells) in values.block.iter().enumerate() {
        let value = &cells[values.from..values.from + values.size];
        for n in 0..N {
            let sums = &mut sums[n * stride..n * stride + values.size];
            add_scaled::<L, T>(sums, weigh(n, position), value);
        }
    }
}

/// The usual size of a head.
const HEAD: usize = 64;

/// [`add_values`] for heads of [`HEAD`] values, whose sums stay in registers.
#[inline(always)]
fn add_head<L: Lanes, T: Cached, const N: usize>(
    values: Values<'_, T>,
    weigh: impl Fn(usize, usize) -> f32,
    sums: &mut [f32],
    stride: usize,
) {
    const PARTS: usize = HEAD / LANES;
    let lane = |n: usize, part: usize| n * stride + part * LANES;
    let mut kept = [[L::zero(); PARTS]; N];
    for (n, kept) in kept.iter_mut().enumerate() {
        for (part, kept) in kept.iter_mut().enumerate() {
            let sum = sums[lane(n, part)..].first_chunk();
            *kept = L::load(sum.expect("sums are as wide as values: else a bug"));
        }
    }
    for (position, cells) in values.block.iter().enumerate() {
        let (value, _) = cells[values.from..values.from + HEAD].as_chunks::<LANES>();
        let weights: [L; N] = std::array::from_fn(|n| L::splat(weigh(n, position)));
        for part in 0..PARTS {
            let value: L = T::lanes(&value[part]);
            for (kept, weight) in kept.iter_mut().zip(weights) {
                kept[part] = value.mul_add(weight, kept[part]);
            }
        }
    }
    for (n, kept) in kept.iter().enumerate() {
        for (part, kept) in kept.iter().enumerate() {
            let sum = sums[lane(n, part)..].first_chunk_mut();
            kept.store(sum.expect("sums are as wide as values: else a bug"));
        }
    }
}

/// `sums += weight * values`.
#[inline(always)]
fn add_scaled<L: Lanes, T: Cached>(sums: &mut [f32], weight: f32, values: &[T]) {
    let (sums, sums_rest) = sums.as_chunks_mut::<LANES>();
    let (values, values_rest) = values.as_chunks::<LANES>();
    let weights = L::splat(weight);
    for (sums, values) in sums.iter_mut().zip(values) {
        let values: L = T::lanes(values);
        values.mul_add(weights, L::load(sums)).store(sums);
    }
    for (s, v) in sums_rest.iter_mut().zip(values_rest) {
        *s += weight * v.get();
    }
}

/// Turns scores into probabilities, in place; negative infinity becomes next to nothing.
/// `scores` are whole lanes.
#[inline(always)]
fn softmax<L: Lanes>(scores: &mut [f32]) {
    let (chunks, _) = scores.as_chunks_mut::<LANES>();
    let mut most = L::splat(f32::NEG_INFINITY);
    for chunk in chunks.iter() {
        most = L::load(chunk).max(most);
    }
    let less = L::splat(-most.largest());
    let (one, mut total) = (L::splat(1.0), L::zero());
    for chunk in chunks.iter_mut() {
        let exp = L::load(chunk).mul_add(one, less).exp();
        exp.store(chunk);
        total = exp.mul_add(one, total);
    }
    let scale = L::splat(1.0 / total.sum());
    for chunk in chunks {
        L::load(chunk).mul_add(scale, L::zero()).store(chunk);
    }
}
