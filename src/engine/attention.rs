//! Attention of rows over keys and values that lie anywhere in memory.

use super::arithmetic::Rows;
use super::cached::{Cached, Half};
use super::dispatch::{Level, level};
#[cfg(target_arch = "x86_64")]
use super::lanes::{Avx2, Avx512};
use super::lanes::{LANES, Lanes, Portable};
use super::select::fast_exp;

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

/// Multi-head dot-product attention. Queries are taken in groups, so that a key that was loaded
/// serves several.
pub(crate) fn attend<T: Cached, R: Rows>(a: Attention<'_, T>, out: &mut R) {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,fma,bmi2")]
        fn avx512<T: Cached, R: Rows>(a: Attention<'_, T>, out: &mut R) {
            body::<Avx512, T, R>(a, out);
        }
        #[target_feature(enable = "avx2,fma,bmi2")]
        fn avx2<T: Cached, R: Rows>(a: Attention<'_, T>, out: &mut R) {
            body::<Avx2, T, R>(a, out);
        }
        match level() {
            // SAFETY: the level says that the processor has these features.
            Level::Avx512 => return unsafe { avx512(a, out) },
            Level::Avx2 => return unsafe { avx2(a, out) },
            Level::Plain => {}
        }
    }
    body::<Portable, T, R>(a, out);
}

#[inline(always)]
fn body<L: Lanes, T: Cached, R: Rows>(mut a: Attention<'_, T>, out: &mut R) {
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
    for (position, cells) in a.memory.iter().enumerate() {
        if let Some(cells) = a.memory.get(position + AHEAD) {
            prefetch(cells);
        }
        for (head, key) in cells[..width].chunks_exact(size).enumerate() {
            let scale = T::scale(cells, width, heads, (Half::Key, head));
            let dots = dots::<L, T, N>(&queries[head * size..], width, key);
            for (n, dot) in dots.into_iter().enumerate() {
                scores[(n * heads + head) * padded + position] = dot * scale;
            }
        }
    }
    for head in scores.chunks_exact_mut(padded) {
        softmax::<L>(head);
    }
    sums.clear();
    sums.resize(N * width, 0.0);
    for (position, cells) in a.memory.iter().enumerate() {
        for (head, value) in cells[width..2 * width].chunks_exact(size).enumerate() {
            let scale = T::scale(cells, width, heads, (Half::Value, head));
            for n in 0..N {
                let weight = scores[(n * heads + head) * padded + position] * scale;
                let at = n * width + head * size;
                add_scaled::<L, T>(&mut sums[at..at + size], weight, value);
            }
        }
    }
    for (n, row) in sums.chunks_exact(width).enumerate() {
        out.put(a.row + n, row);
    }
}

/// The dot products of `key` with `N` queries that begin `stride` apart.
#[inline(always)]
fn dots<L: Lanes, T: Cached, const N: usize>(
    queries: &[f32],
    stride: usize,
    key: &[T],
) -> [f32; N] {
    let (keys, rest) = key.as_chunks::<LANES>();
    let mut sums = [L::zero(); N];
    for (at, key) in keys.iter().enumerate() {
        let key: L = T::lanes(key);
        for (n, sum) in sums.iter_mut().enumerate() {
            let query = queries[n * stride + at * LANES..].first_chunk();
            let query = L::load(query.expect("queries are as wide as keys: else a bug"));
            *sum = query.mul_add(key, *sum);
        }
    }
    let mut dots = sums.map(L::sum);
    for (at, key) in rest.iter().enumerate() {
        for (n, dot) in dots.iter_mut().enumerate() {
            *dot += queries[n * stride + keys.len() * LANES + at] * key.get();
        }
    }
    dots
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
    let mut most = [f32::NEG_INFINITY; LANES];
    for chunk in chunks.iter() {
        for (m, c) in most.iter_mut().zip(chunk) {
            *m = if *c > *m { *c } else { *m };
        }
    }
    let most = most.into_iter().fold(f32::NEG_INFINITY, f32::max);
    let mut total = L::zero();
    for chunk in chunks.iter_mut() {
        for c in chunk.iter_mut() {
            *c = fast_exp(*c - most);
        }
        total = L::load(chunk).mul_add(L::splat(1.0), total);
    }
    let scale = L::splat(1.0 / total.sum());
    for chunk in chunks {
        L::load(chunk).mul_add(scale, L::zero()).store(chunk);
    }
}
