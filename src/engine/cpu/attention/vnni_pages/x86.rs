//! The kernels in the instructions of AVX-512 VNNI.

use std::arch::x86_64::*;
use std::hint::black_box;

use super::*;
use crate::engine::cpu::attention::SMALLEST;
use crate::engine::simd::lanes::{Avx512, LANES, Lanes};
use crate::engine::simd::prefetch::prefetch;

/// Number of registers that one head's numbers fill.
const PARTS: usize = HEAD / LANES;

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
pub(crate) fn keep(page: &mut [HeadPage], at: usize, key_value: &[f32]) {
    let (keys, values) = key_value.split_at(key_value.len() / 2);
    let heads = keys.as_chunks().0.iter().zip(values.as_chunks().0);
    for (head, (key, value)) in page.iter_mut().zip(heads) {
        let (key, scale) = bytes(key);
        head.key_scales[at] = scale;
        for (keys, key) in head.keys.iter_mut().zip(key.as_chunks().0) {
            keys[at] = key.map(|number| (number as u8) ^ 0x80);
        }
        let (value, scale) = bytes(value);
        head.value_scales[at] = scale;
        let values = &mut head.values[at / DEPTH];
        for (values, value) in values.iter_mut().zip(value) {
            values[at % DEPTH] = value;
        }
    }
}

/// Quantizes a head's numbers to eight bits; returns them and their scale.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
fn bytes(numbers: &[f32; HEAD]) -> ([i8; HEAD], f32) {
    let mut most = _mm512_set1_ps(SMALLEST);
    for part in numbers.as_chunks::<LANES>().0 {
        // SAFETY: `part` is an array of sixteen floats, which is what the load reads.
        let part = unsafe { _mm512_loadu_ps(part.as_ptr()) };
        most = _mm512_max_ps(_mm512_abs_ps(part), most);
    }
    let most = _mm512_reduce_max_ps(most);
    let inverse = _mm512_set1_ps(127.0 / most);
    let mut bytes = [0i8; HEAD];
    let parts = numbers.as_chunks::<LANES>().0.iter();
    for (part, bytes) in parts.zip(bytes.as_chunks_mut::<LANES>().0) {
        // SAFETY: `part` is an array of sixteen floats, which is what the load reads.
        let part = unsafe { _mm512_loadu_ps(part.as_ptr()) };
        let whole = _mm512_cvtps_epi32(_mm512_mul_ps(part, inverse));
        // SAFETY: `bytes` is an array of sixteen bytes, which is what the store writes.
        unsafe { _mm_storeu_si128(bytes.as_mut_ptr().cast(), _mm512_cvtepi32_epi8(whole)) };
    }
    (bytes, most / 127.0)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
pub(crate) fn attend<R: Rows>(a: PagedAttention<'_>, out: &mut R) {
    let heads = a.pages.first().map_or(0, |page| page.len());
    let width = heads * HEAD;
    let count = a.queries.len() / width.max(1);
    let padded = a.pages.len() * PAGE;
    let Scratch {
        scores,
        sums,
        bytes,
    } = a.scratch;
    sums.resize(count * width, 0.0);
    scores.resize(TOGETHER * padded, 0.0);
    bytes.resize(2 * TOGETHER * padded, 0);
    for head in 0..heads {
        let (coming, coming_head) = match head + 1 < heads {
            true => (a.pages, head + 1),
            false => (a.next, 0),
        };
        let mut tile = Tile {
            pages: a.pages,
            head,
            coming,
            coming_head,
            length: a.length,
            largest: largest(a.pages, a.length, head),
            bias: a.bias,
            scores,
            bytes,
        };
        let queries = a.queries.chunks(TOGETHER * width);
        for (queries, sums) in queries.zip(sums.chunks_mut(TOGETHER * width)) {
            match queries.len() / width {
                6 => tile.attend::<6>(queries, sums),
                5 => tile.attend::<5>(queries, sums),
                4 => tile.attend::<4>(queries, sums),
                3 => tile.attend::<3>(queries, sums),
                2 => tile.attend::<2>(queries, sums),
                _ => tile.attend::<1>(queries, sums),
            }
            // The coming pages need to be prefetched only once.
            tile.coming = &[];
            tile.bias = tile.bias.map(|bias| bias.after(queries.len() / width));
        }
    }
    for (n, row) in sums.chunks_exact(width.max(1)).enumerate() {
        out.put(a.row + n, row);
    }
}

/// The largest scale of a head's values, over the positions of the source.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
fn largest(pages: &[&[HeadPage]], length: usize, head: usize) -> f32 {
    let mut most = _mm512_set1_ps(SMALLEST / 127.0);
    for (number, page) in pages.iter().enumerate() {
        let scales = page[head].value_scales.as_ptr();
        // SAFETY: `scales` points to an array of sixteen floats; the mask only leaves some of
        // them out.
        let scales = unsafe { _mm512_maskz_loadu_ps(inside(length, number), scales) };
        most = _mm512_max_ps(scales, most);
    }
    _mm512_reduce_max_ps(most)
}

/// The mask of a page's places that hold positions of the source; the others hold what an
/// earlier use of the page left.
#[inline(always)]
fn inside(length: usize, page: usize) -> __mmask16 {
    let left = (length - page * PAGE).min(PAGE);
    ((1u32 << left) - 1) as __mmask16
}

/// One head of a source, and buffers for up to [`TOGETHER`] queries.
struct Tile<'a> {
    pages: &'a [&'a [HeadPage]],
    head: usize,
    /// Pages to prefetch: those of the next head or of the next source.
    coming: &'a [&'a [HeadPage]],
    /// The head to prefetch from them.
    coming_head: usize,
    length: usize,
    /// The largest scale of the head's values.
    largest: f32,
    /// The biases of the scores of the queries at hand.
    bias: Option<Bias<'a>>,
    /// `[TOGETHER, places]`, for all places of the pages.
    scores: &'a mut [f32],
    /// 16-bit weights of the values, `[TOGETHER, 2, places]`: their high bytes, then their low
    /// ones.
    bytes: &'a mut [u8],
}

impl Tile<'_> {
    /// Computes attention of `N` queries, `[N, width]`, and writes the head's part to `sums`,
    /// `[N, width]`.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
    fn attend<const N: usize>(&mut self, queries: &[f32], sums: &mut [f32]) {
        let mut most = self.score::<N>(queries);
        if let Some(bias) = self.bias {
            most = self.shift::<N>(bias);
        }
        let mut scales = [0.0; N];
        for n in 0..N {
            scales[n] = self.weigh(n, most[n]);
        }
        match N {
            6 => {
                self.add::<3>(0, &scales, sums);
                self.add::<3>(3, &scales, sums);
            }
            5 => {
                self.add::<3>(0, &scales, sums);
                self.add::<2>(3, &scales, sums);
            }
            4 => {
                self.add::<2>(0, &scales, sums);
                self.add::<2>(2, &scales, sums);
            }
            3 => self.add::<3>(0, &scales, sums),
            2 => self.add::<2>(0, &scales, sums),
            _ => self.add::<1>(0, &scales, sums),
        }
    }

    /// Computes the scores of `N` queries at all positions; returns the largest score of each.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
    fn score<const N: usize>(&mut self, queries: &[f32]) -> [f32; N] {
        let (width, padded) = (queries.len() / N, self.pages.len() * PAGE);
        let mut numbers = [[0; N]; HEAD / DEPTH];
        let mut scales = [_mm512_setzero_ps(); N];
        // Initial sums that compensate for keys being stored with 128 added.
        let mut starts = [_mm512_setzero_si512(); N];
        for n in 0..N {
            let query = queries[n * width + self.head * HEAD..].first_chunk();
            let (query, scale) = bytes(query.expect("queries have all heads: else a bug"));
            scales[n] = _mm512_set1_ps(scale);
            let mut sum = 0;
            for (numbers, query) in numbers.iter_mut().zip(query.as_chunks::<DEPTH>().0) {
                numbers[n] = i32::from_ne_bytes(query.map(|number| number as u8));
                sum += i32::from(query[0]) + i32::from(query[1]);
                sum += i32::from(query[2]) + i32::from(query[3]);
            }
            starts[n] = _mm512_set1_epi32(-128 * sum);
        }
        let numbers = black_box(&numbers[..]);
        let mut most = [_mm512_set1_ps(f32::NEG_INFINITY); N];
        for (number, page) in self.pages.iter().enumerate() {
            if let Some(coming) = self.coming.get(number) {
                prefetch(&coming[self.coming_head..][..1]);
            }
            let page = &page[self.head];
            let mut products = starts;
            for (keys, numbers) in page.keys.iter().zip(numbers) {
                // SAFETY: `keys` is 64 bytes, aligned to 64, as asserted below `HeadPage`.
                let keys = unsafe { _mm512_load_si512(keys.as_ptr().cast()) };
                for n in 0..N {
                    let query = _mm512_set1_epi32(numbers[n]);
                    products[n] = _mm512_dpbusd_epi32(products[n], keys, query);
                }
            }
            // SAFETY: `key_scales` is 64 bytes, aligned to 64, as asserted below `HeadPage`.
            let key_scales = unsafe { _mm512_load_ps(page.key_scales.as_ptr()) };
            let inside = inside(self.length, number);
            for n in 0..N {
                let scale = _mm512_mul_ps(key_scales, scales[n]);
                let scores = _mm512_mul_ps(_mm512_cvtepi32_ps(products[n]), scale);
                let outside = _mm512_set1_ps(f32::NEG_INFINITY);
                let scores = _mm512_mask_mov_ps(outside, inside, scores);
                most[n] = _mm512_max_ps(scores, most[n]);
                let to = &mut self.scores[n * padded + number * PAGE..][..PAGE];
                // SAFETY: `to` is a slice of `PAGE` floats, sixteen, which is what the store
                // writes.
                unsafe { _mm512_storeu_ps(to.as_mut_ptr(), scores) };
            }
        }
        let mut largest = [0.0; N];
        for n in 0..N {
            largest[n] = _mm512_reduce_max_ps(most[n]);
        }
        largest
    }

    /// Adds biases to the scores of `N` queries; returns the largest sum of each.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
    fn shift<const N: usize>(&mut self, bias: Bias<'_>) -> [f32; N] {
        let padded = self.pages.len() * PAGE;
        let mut most = [0.0; N];
        for (n, most) in most.iter_mut().enumerate() {
            let values = &bias.of(self.head, n)[..self.length];
            let mut largest = _mm512_set1_ps(f32::NEG_INFINITY);
            for number in 0..self.pages.len() {
                let from = values[number * PAGE..].as_ptr();
                // SAFETY: the mask leaves out the floats after the end of the slice.
                let values = unsafe { _mm512_maskz_loadu_ps(inside(self.length, number), from) };
                let scores = &mut self.scores[n * padded + number * PAGE..][..PAGE];
                // SAFETY: `scores` is a slice of `PAGE` floats, sixteen, which is what the load
                // reads.
                let sums = _mm512_add_ps(unsafe { _mm512_loadu_ps(scores.as_ptr()) }, values);
                largest = _mm512_max_ps(sums, largest);
                // SAFETY: and it is what the store writes.
                unsafe { _mm512_storeu_ps(scores.as_mut_ptr(), sums) };
            }
            *most = _mm512_reduce_max_ps(largest);
        }
        most
    }

    /// Turns a query's scores into 16-bit weights of the values; returns the factor that the
    /// weighted sums must be multiplied by.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
    fn weigh(&mut self, n: usize, most: f32) -> f32 {
        let padded = self.pages.len() * PAGE;
        let scores = &self.scores[n * padded..(n + 1) * padded];
        let (high, low) = self.bytes[2 * n * padded..2 * (n + 1) * padded].split_at_mut(padded);
        let less = _mm512_set1_ps(most);
        let factor = _mm512_set1_ps(LARGEST / self.largest);
        let mut total = _mm512_setzero_ps();
        for (number, page) in self.pages.iter().enumerate() {
            let places = number * PAGE..(number + 1) * PAGE;
            // SAFETY: the slice has `PAGE` floats, sixteen, which is what the load reads.
            let scores = unsafe { _mm512_loadu_ps(scores[places.clone()].as_ptr()) };
            let exp = Avx512(_mm512_sub_ps(scores, less)).exp().0;
            total = _mm512_add_ps(total, exp);
            // SAFETY: `value_scales` is 64 bytes, aligned to 64, as asserted below `HeadPage`.
            let scales = unsafe { _mm512_load_ps(page[self.head].value_scales.as_ptr()) };
            let weights = _mm512_mul_ps(exp, _mm512_mul_ps(scales, factor));
            let weights = _mm512_cvtps_epi32(weights);
            let highs = _mm512_cvtepi32_epi8(_mm512_srli_epi32::<8>(weights));
            let lows = _mm512_cvtepi32_epi8(weights);
            let (high, low) = (&mut high[places.clone()], &mut low[places]);
            // SAFETY: both slices have `PAGE` bytes, sixteen, which is what each store writes.
            unsafe {
                _mm_storeu_si128(high.as_mut_ptr().cast(), highs);
                _mm_storeu_si128(low.as_mut_ptr().cast(), lows);
            }
        }
        self.largest / LARGEST / _mm512_reduce_add_ps(total)
    }

    /// Computes the weighted sums of the values for the `N` queries from `first` on.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
    fn add<const N: usize>(&self, first: usize, scales: &[f32], sums: &mut [f32]) {
        let padded = self.pages.len() * PAGE;
        let width = sums.len() / scales.len();
        let mut weights: [(&[_], &[_]); N] = [(&[], &[]); N];
        for (n, weights) in weights.iter_mut().enumerate() {
            let bytes = &self.bytes[2 * (first + n) * padded..][..2 * padded];
            let (high, low) = bytes.split_at(padded);
            *weights = (high.as_chunks::<DEPTH>().0, low.as_chunks::<DEPTH>().0);
        }
        let mut high = [[_mm512_setzero_si512(); PARTS]; N];
        let mut low = high;
        for (number, page) in self.pages.iter().enumerate() {
            for (at, values) in page[self.head].values.iter().enumerate() {
                let at = number * (PAGE / DEPTH) + at;
                let from = values.as_ptr();
                // SAFETY: `values` is `HEAD` groups of `DEPTH` bytes: four registers, of
                // sixteen groups each, aligned to 64 bytes as asserted below `HeadPage`.
                let values = unsafe {
                    [
                        _mm512_load_si512(from.cast()),
                        _mm512_load_si512(from.add(LANES).cast()),
                        _mm512_load_si512(from.add(2 * LANES).cast()),
                        _mm512_load_si512(from.add(3 * LANES).cast()),
                    ]
                };
                for n in 0..N {
                    let weight = _mm512_set1_epi32(i32::from_ne_bytes(weights[n].0[at]));
                    for part in 0..PARTS {
                        high[n][part] = _mm512_dpbusd_epi32(high[n][part], weight, values[part]);
                    }
                    let weight = _mm512_set1_epi32(i32::from_ne_bytes(weights[n].1[at]));
                    for part in 0..PARTS {
                        low[n][part] = _mm512_dpbusd_epi32(low[n][part], weight, values[part]);
                    }
                }
            }
        }
        for n in 0..N {
            let scale = _mm512_set1_ps(scales[first + n]);
            let sums = &mut sums[(first + n) * width + self.head * HEAD..][..HEAD];
            for (part, sums) in sums.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let high = _mm512_cvtepi32_ps(high[n][part]);
                let low = _mm512_cvtepi32_ps(low[n][part]);
                let sum = _mm512_fmadd_ps(high, _mm512_set1_ps(256.0), low);
                // SAFETY: `sums` is an array of sixteen floats, which is what the store writes.
                unsafe { _mm512_storeu_ps(sums.as_mut_ptr(), _mm512_mul_ps(sum, scale)) };
            }
        }
    }
}
