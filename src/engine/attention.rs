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
const AHEAD: usize = 8;
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
    for (number, part) in a.memory.chunks(together).enumerate() {
        let first = number * together;
        for position in first + AHEAD..first + AHEAD + together {
            if let Some(cells) = a.memory.get(position) {
                prefetch(cells);
            }
        }
        for head in 0..heads {
            let queries = &queries[head * size..];
            let keys = part.iter().map(|cells| &cells[head * size..][..size]);
            let found = if size == HEAD && part.len() == together {
                head_dots::<L, T, N>(queries, width, keys)
            } else {
                let mut found = [0.0; 4];
                for (found, key) in found.chunks_exact_mut(N).zip(keys) {
                    found.copy_from_slice(&dots::<L, T, N>(queries, width, key));
                }
                found
            };
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
        for head in 0..heads {
            let values = Values {
                block,
                width,
                heads,
                head,
            };
            let weights = &scores[head * padded + number * BLOCK..];
            let weights = (weights, heads * padded);
            let sums = &mut sums[head * size..];
            if size == HEAD {
                add_head::<L, T, N>(values, weights, sums);
            } else {
                add_values::<L, T, N>(values, weights, sums);
            }
        }
    }
    for (n, row) in sums.chunks_exact(width).enumerate() {
        out.put(a.row + n, row);
    }
}

/// The usual size of a head.
const HEAD: usize = 64;
const PARTS: usize = HEAD / LANES;

/// The dot products of `4 / N` keys of [`HEAD`] numbers with `N` queries that begin `stride`
/// apart, key by key.
#[inline(always)]
fn head_dots<'a, L: Lanes, T: Cached, const N: usize>(
    queries: &[f32],
    stride: usize,
    keys: impl Iterator<Item = &'a [T]>,
) -> [f32; 4] {
    let mut sums = [L::zero(); 4];
    let mut loaded = [[L::zero(); PARTS]; N];
    for (n, query) in loaded.iter_mut().enumerate() {
        let (parts, _) = queries[n * stride..][..HEAD].as_chunks::<LANES>();
        for (lanes, part) in query.iter_mut().zip(parts) {
            *lanes = L::load(part);
        }
    }
    for (sums, key) in sums.chunks_exact_mut(N).zip(keys) {
        let (key, _) = key[..HEAD].as_chunks::<LANES>();
        for (at, key) in key.iter().enumerate() {
            let key: L = T::lanes(key);
            for (sum, query) in sums.iter_mut().zip(&loaded) {
                *sum = query[at].mul_add(key, *sum);
            }
        }
    }
    L::sums(sums)
}

/// The dot products of `key` with `N` queries that begin `stride` apart.
#[inline(always)]
fn dots<L: Lanes, T: Cached, const N: usize>(
    queries: &[f32],
    stride: usize,
    key: &[T],
) -> [f32; N] {
    let (keys, rest) = key.as_chunks::<LANES>();
    let mut dots = [0.0; N];
    for (n, dot) in dots.iter_mut().enumerate() {
        let (query, query_rest) = queries[n * stride..][..key.len()].as_chunks::<LANES>();
        let mut sum = L::zero();
        for (query, key) in query.iter().zip(keys) {
            sum = L::load(query).mul_add(T::lanes(key), sum);
        }
        *dot = sum.sum();
        for (q, k) in query_rest.iter().zip(rest) {
            *dot += q * k.get();
        }
    }
    dots
}

/// One head's values at some positions.
#[derive(Clone, Copy)]
struct Values<'a, T> {
    /// The cells of each position.
    block: &'a [&'a [T]],
    width: usize,
    heads: usize,
    head: usize,
}

impl<'a, T: Cached> Values<'a, T> {
    /// Each position's scale and values.
    #[inline(always)]
    fn all(self) -> impl Iterator<Item = (f32, &'a [T])> {
        let size = self.width / self.heads;
        let from = self.width + self.head * size;
        self.block.iter().map(move |cells| {
            let scale = T::scale(cells, self.width, self.heads, (Half::Value, self.head));
            (scale, &cells[from..from + size])
        })
    }
}

/// Adds values, with the weights of `N` queries, to their sums, which begin a width apart; the
/// weights begin `weights.1` apart.
#[inline(always)]
fn add_values<L: Lanes, T: Cached, const N: usize>(
    values: Values<'_, T>,
    weights: (&[f32], usize),
    sums: &mut [f32],
) {
    for (position, (scale, value)) in values.all().enumerate() {
        for n in 0..N {
            let sums = &mut sums[n * values.width..][..value.len()];
            let weight = weights.0[n * weights.1 + position] * scale;
            add_scaled::<L, T>(sums, weight, value);
        }
    }
}

/// [`add_values`] for heads of [`HEAD`] values, whose sums stay in registers.
#[inline(always)]
fn add_head<L: Lanes, T: Cached, const N: usize>(
    values: Values<'_, T>,
    weights: (&[f32], usize),
    sums: &mut [f32],
) {
    let mut kept = [[L::zero(); PARTS]; N];
    for (position, (scale, value)) in values.all().enumerate() {
        let (value, _) = value[..HEAD].as_chunks::<LANES>();
        let value: [L; PARTS] = [
            T::lanes(&value[0]),
            T::lanes(&value[1]),
            T::lanes(&value[2]),
            T::lanes(&value[3]),
        ];
        for (n, kept) in kept.iter_mut().enumerate() {
            let weight = L::splat(weights.0[n * weights.1 + position] * scale);
            for (kept, value) in kept.iter_mut().zip(value) {
                *kept = value.mul_add(weight, *kept);
            }
        }
    }
    let one = L::splat(1.0);
    for (n, kept) in kept.into_iter().enumerate() {
        let (sums, _) = sums[n * values.width..][..HEAD].as_chunks_mut::<LANES>();
        for (sums, kept) in sums.iter_mut().zip(kept) {
            kept.mul_add(one, L::load(sums)).store(sums);
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
