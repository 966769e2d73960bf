//! Attention over pages of keys and values in products of bytes, by AVX-512's VNNI. Queries become
//! bytes, probabilities sixteen bits; sums are integers.

#![cfg_attr(not(target_arch = "x86_64"), expect(dead_code))]

use std::mem::offset_of;

use crate::engine::cpu::attention::PAGE;
use crate::engine::cpu::attention::scratch::Scratch;
use crate::engine::cpu::precision::product::Rows;
use crate::engine::cpu::precision::vnni_gemm::{self, DEPTH};

/// Numbers of a head.
const HEAD: usize = 64;
/// Queries whose scores are computed together.
const TOGETHER: usize = 6;
/// Largest 16-bit weight (probability × value scale). With it, 32-bit sums cannot overflow below
/// 65,536 positions; real models use about 6,500.
const LARGEST: f32 = 65535.0;

/// Keys and values of one head at the positions of a page, in the order in which the products take
/// them. Each position has its scales.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct HeadPage {
    /// 128 more than the key, by [`DEPTH`] numbers: those of each position.
    keys: [[[u8; DEPTH]; PAGE]; HEAD / DEPTH],
    /// By [`DEPTH`] positions: theirs of each number.
    values: [[[i8; DEPTH]; HEAD]; PAGE / DEPTH],
    key_scales: [f32; PAGE],
    value_scales: [f32; PAGE],
}

// The kernels load whole registers from these places.
const _: () = {
    const REGISTER: usize = 64;
    assert!(align_of::<HeadPage>().is_multiple_of(REGISTER));
    assert!(size_of::<[[u8; DEPTH]; PAGE]>() == REGISTER);
    assert!(size_of::<[f32; PAGE]>() == REGISTER);
    assert!(offset_of!(HeadPage, keys).is_multiple_of(REGISTER));
    assert!(offset_of!(HeadPage, values).is_multiple_of(REGISTER));
    assert!(offset_of!(HeadPage, key_scales).is_multiple_of(REGISTER));
    assert!(offset_of!(HeadPage, value_scales).is_multiple_of(REGISTER));
};

impl HeadPage {
    pub(crate) const EMPTY: Self = Self {
        keys: [[[128; DEPTH]; PAGE]; HEAD / DEPTH],
        values: [[[0; DEPTH]; HEAD]; PAGE / DEPTH],
        key_scales: [0.0; PAGE],
        value_scales: [0.0; PAGE],
    };
}

/// Whether heads of so many numbers are kept this way on this processor.
pub(crate) fn suits(size: usize) -> bool {
    vnni_gemm::available() && size == HEAD
}

/// Writes a position's key and value, `[2 width]`, to place `at` of a page, `[heads]`.
pub(crate) fn keep(page: &mut [HeadPage], at: usize, key_value: &[f32]) {
    assert!(vnni_gemm::available(), "this processor has no VNNI: a bug");
    // SAFETY: it was just asked for.
    unsafe { x86::keep(page, at, key_value) };
}

/// Some queries over one source.
pub(crate) struct PagedAttention<'a> {
    /// `[queries, width]`, scaled.
    pub(crate) queries: &'a [f32],
    /// Each `[heads]`.
    pub(crate) pages: &'a [&'a [HeadPage]],
    /// Pages that will be read after these, which are prefetched.
    pub(crate) next: &'a [&'a [HeadPage]],
    /// Positions, not all of the last page.
    pub(crate) length: usize,
    /// The row of the output that the first query's result is written to; the others follow.
    pub(crate) row: usize,
    pub(crate) scratch: &'a mut Scratch,
}

/// Multi-head dot-product attention.
pub(crate) fn attend<R: Rows>(attention: PagedAttention<'_>, out: &mut R) {
    assert!(vnni_gemm::available(), "this processor has no VNNI: a bug");
    // SAFETY: it was just asked for.
    unsafe { x86::attend(attention, out) };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;
    use std::hint::black_box;

    use super::*;
    use crate::engine::cpu::attention::SMALLEST;
    use crate::engine::simd::lanes::{Avx512, LANES, Lanes};
    use crate::engine::simd::prefetch::prefetch;

    /// Registers of a head's numbers.
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

    /// A head's numbers in eight bits, and their scale.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
    fn bytes(numbers: &[f32; HEAD]) -> ([i8; HEAD], f32) {
        let mut most = _mm512_set1_ps(SMALLEST);
        for part in numbers.as_chunks::<LANES>().0 {
            // SAFETY: here and below, loads and stores of arrays of their size.
            let part = unsafe { _mm512_loadu_ps(part.as_ptr()) };
            most = _mm512_max_ps(_mm512_abs_ps(part), most);
        }
        let most = _mm512_reduce_max_ps(most);
        let inverse = _mm512_set1_ps(127.0 / most);
        let mut bytes = [0i8; HEAD];
        let parts = numbers.as_chunks::<LANES>().0.iter();
        for (part, bytes) in parts.zip(bytes.as_chunks_mut::<LANES>().0) {
            // SAFETY: as above.
            let part = unsafe { _mm512_loadu_ps(part.as_ptr()) };
            let whole = _mm512_cvtps_epi32(_mm512_mul_ps(part, inverse));
            // SAFETY: as above.
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
                // Fetched once.
                tile.coming = &[];
            }
        }
        for (n, row) in sums.chunks_exact(width.max(1)).enumerate() {
            out.put(a.row + n, row);
        }
    }

    /// The largest scale of a head's values.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
    fn largest(pages: &[&[HeadPage]], length: usize, head: usize) -> f32 {
        let mut most = _mm512_set1_ps(SMALLEST / 127.0);
        for (number, page) in pages.iter().enumerate() {
            let scales = page[head].value_scales.as_ptr();
            // SAFETY: as above.
            let scales = unsafe { _mm512_maskz_loadu_ps(inside(length, number), scales) };
            most = _mm512_max_ps(scales, most);
        }
        _mm512_reduce_max_ps(most)
    }

    /// The places of a page that hold positions; the others hold what the page was used for before.
    #[inline(always)]
    fn inside(length: usize, page: usize) -> __mmask16 {
        let left = (length - page * PAGE).min(PAGE);
        ((1u32 << left) - 1) as __mmask16
    }

    /// One head.
    struct Tile<'a> {
        pages: &'a [&'a [HeadPage]],
        head: usize,
        /// Pages that come after it.
        coming: &'a [&'a [HeadPage]],
        coming_head: usize,
        length: usize,
        /// Scale of its values.
        largest: f32,
        /// `[TOGETHER, positions]`.
        scores: &'a mut [f32],
        /// Weights of values, `[TOGETHER, 2, positions]`: their high bytes, then their low ones.
        bytes: &'a mut [u8],
    }

    impl Tile<'_> {
        /// `N` queries, `[N, width]`, and their sums.
        #[inline]
        #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
        fn attend<const N: usize>(&mut self, queries: &[f32], sums: &mut [f32]) {
            let most = self.score::<N>(queries);
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

        /// Scores of `N` queries with all positions, and the largest of each.
        #[inline]
        #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,bmi2")]
        fn score<const N: usize>(&mut self, queries: &[f32]) -> [f32; N] {
            let (width, padded) = (queries.len() / N, self.pages.len() * PAGE);
            let mut numbers = [[0; N]; HEAD / DEPTH];
            let mut scales = [_mm512_setzero_ps(); N];
            // What takes back that keys are 128 too large.
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
                    // SAFETY: aligned to 64 bytes, as asserted below `HeadPage`.
                    let keys = unsafe { _mm512_load_si512(keys.as_ptr().cast()) };
                    for n in 0..N {
                        let query = _mm512_set1_epi32(numbers[n]);
                        products[n] = _mm512_dpbusd_epi32(products[n], keys, query);
                    }
                }
                // SAFETY: as above.
                let key_scales = unsafe { _mm512_load_ps(page.key_scales.as_ptr()) };
                let inside = inside(self.length, number);
                for n in 0..N {
                    let scale = _mm512_mul_ps(key_scales, scales[n]);
                    let scores = _mm512_mul_ps(_mm512_cvtepi32_ps(products[n]), scale);
                    let outside = _mm512_set1_ps(f32::NEG_INFINITY);
                    let scores = _mm512_mask_mov_ps(outside, inside, scores);
                    most[n] = _mm512_max_ps(scores, most[n]);
                    let to = &mut self.scores[n * padded + number * PAGE..][..PAGE];
                    // SAFETY: as above.
                    unsafe { _mm512_storeu_ps(to.as_mut_ptr(), scores) };
                }
            }
            let mut largest = [0.0; N];
            for n in 0..N {
                largest[n] = _mm512_reduce_max_ps(most[n]);
            }
            largest
        }

        /// Turns a query's scores into weights of its values; what their sums are to be multiplied
        /// with.
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
                // SAFETY: sixteen numbers are inside the slice.
                let scores = unsafe { _mm512_loadu_ps(scores[places.clone()].as_ptr()) };
                let exp = Avx512(_mm512_sub_ps(scores, less)).exp().0;
                total = _mm512_add_ps(total, exp);
                // SAFETY: aligned to 64 bytes, as asserted below `HeadPage`.
                let scales = unsafe { _mm512_load_ps(page[self.head].value_scales.as_ptr()) };
                let weights = _mm512_mul_ps(exp, _mm512_mul_ps(scales, factor));
                let weights = _mm512_cvtps_epi32(weights);
                let highs = _mm512_cvtepi32_epi8(_mm512_srli_epi32::<8>(weights));
                let lows = _mm512_cvtepi32_epi8(weights);
                let (high, low) = (&mut high[places.clone()], &mut low[places]);
                // SAFETY: as above.
                unsafe {
                    _mm_storeu_si128(high.as_mut_ptr().cast(), highs);
                    _mm_storeu_si128(low.as_mut_ptr().cast(), lows);
                }
            }
            self.largest / LARGEST / _mm512_reduce_add_ps(total)
        }

        /// The weighted sums of `N` queries from `first` on.
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
                    // SAFETY: as above.
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
                            high[n][part] =
                                _mm512_dpbusd_epi32(high[n][part], weight, values[part]);
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
                    // SAFETY: as above.
                    unsafe { _mm512_storeu_ps(sums.as_mut_ptr(), _mm512_mul_ps(sum, scale)) };
                }
            }
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod x86 {
    use super::*;

    pub(crate) unsafe fn keep(_: &mut [HeadPage], _: usize, _: &[f32]) {
        unreachable!("only x86 has the instructions")
    }

    pub(crate) unsafe fn attend<R: Rows>(_: PagedAttention<'_>, _: &mut R) {
        unreachable!("only x86 has the instructions")
    }
}

#[cfg(test)]
#[path = "vnni_pages_tests.rs"]
mod tests;
