//! Sixteen floats in the registers of x86 processors: one of AVX-512, or two of AVX2.

// SAFETY of all blocks in this file: they run only where a value of the type exists or the
// contract of a function without one holds, so the processor has the instructions and the code
// around them enables them. Loads and stores stay inside arrays of sixteen numbers, or of four in
// `four`.
#![expect(
    clippy::undocumented_unsafe_blocks,
    reason = "the comment above is that of each of these thirty lines"
)]

use std::arch::x86_64::*;

use super::{LANES, Lanes};

/// Sixteen floats in one AVX-512 register.
#[derive(Clone, Copy)]
pub(crate) struct Avx512(pub(crate) __m512);

// SAFETY: uses AVX-512 F and DQ, which are part of the level. Loads and stores stay inside
// their arrays.
unsafe impl Lanes for Avx512 {
    #[inline(always)]
    unsafe fn zero() -> Self {
        Self(unsafe { _mm512_setzero_ps() })
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Self(unsafe { _mm512_set1_ps(value) })
    }
    #[inline(always)]
    unsafe fn load(values: &[f32; LANES]) -> Self {
        Self(unsafe { _mm512_loadu_ps(values.as_ptr()) })
    }
    #[inline(always)]
    unsafe fn widen(values: &[u16; LANES]) -> Self {
        unsafe {
            let bits = _mm512_cvtepu16_epi32(_mm256_loadu_si256(values.as_ptr().cast()));
            Self(_mm512_castsi512_ps(_mm512_slli_epi32::<16>(bits)))
        }
    }
    #[inline(always)]
    unsafe fn from_bytes(values: &[i8; LANES]) -> Self {
        unsafe {
            let wide = _mm512_cvtepi8_epi32(_mm_loadu_si128(values.as_ptr().cast()));
            Self(_mm512_cvtepi32_ps(wide))
        }
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; LANES]) {
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), self.0) }
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, added: Self) -> Self {
        Self(unsafe { _mm512_fmadd_ps(self.0, factor.0, added.0) })
    }
    #[inline(always)]
    fn divided_by(self, divisor: Self) -> Self {
        Self(unsafe { _mm512_div_ps(self.0, divisor.0) })
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(unsafe { _mm512_max_ps(self.0, other.0) })
    }
    #[inline(always)]
    fn shifted(self, power: Self) -> Self {
        Self(unsafe { _mm512_scalef_ps(self.0, power.0) })
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        unsafe { _mm512_reduce_add_ps(self.0) }
    }
    #[inline(always)]
    fn largest(self) -> f32 {
        unsafe { _mm512_reduce_max_ps(self.0) }
    }
    #[inline(always)]
    fn sums([a, b, c, d]: [Self; 4]) -> [f32; 4] {
        unsafe {
            let pair = |a: Self, b: Self| {
                let (low, high) = (_mm512_unpacklo_ps(a.0, b.0), _mm512_unpackhi_ps(a.0, b.0));
                _mm512_castps_pd(_mm512_add_ps(low, high))
            };
            let (ab, cd) = (pair(a, b), pair(c, d));
            let (low, high) = (_mm512_unpacklo_pd(ab, cd), _mm512_unpackhi_pd(ab, cd));
            // Each quarter holds a part of all four sums.
            let all = _mm512_add_ps(_mm512_castpd_ps(low), _mm512_castpd_ps(high));
            let half = _mm256_add_ps(
                _mm512_castps512_ps256(all),
                _mm512_extractf32x8_ps::<1>(all),
            );
            four(half)
        }
    }
}

/// Adds both halves of a register.
///
/// # Safety
/// The processor must have AVX.
#[inline(always)]
unsafe fn four(halves: __m256) -> [f32; 4] {
    let mut sums = [0.0; 4];
    unsafe {
        let high = _mm256_extractf128_ps::<1>(halves);
        let sum = _mm_add_ps(_mm256_castps256_ps128(halves), high);
        _mm_storeu_ps(sums.as_mut_ptr(), sum);
    }
    sums
}

/// Multiplies eight values by two to whole powers.
///
/// # Safety
/// The processor must have AVX2.
#[inline(always)]
unsafe fn shifted(values: __m256, powers: __m256) -> __m256 {
    unsafe {
        let biased = _mm256_add_epi32(_mm256_cvtps_epi32(powers), _mm256_set1_epi32(127));
        _mm256_mul_ps(values, _mm256_castsi256_ps(_mm256_slli_epi32::<23>(biased)))
    }
}

/// Sixteen floats in two AVX2 registers.
#[derive(Clone, Copy)]
pub(crate) struct Avx2(__m256, __m256);

// SAFETY: uses AVX2 and FMA, which are the level. Loads and stores stay inside their arrays.
unsafe impl Lanes for Avx2 {
    #[inline(always)]
    unsafe fn zero() -> Self {
        unsafe { Self(_mm256_setzero_ps(), _mm256_setzero_ps()) }
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        unsafe { Self(_mm256_set1_ps(value), _mm256_set1_ps(value)) }
    }
    #[inline(always)]
    unsafe fn load(values: &[f32; LANES]) -> Self {
        let from = values.as_ptr();
        unsafe { Self(_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))) }
    }
    #[inline(always)]
    unsafe fn widen(values: &[u16; LANES]) -> Self {
        unsafe {
            let half = |at: usize| {
                let bits = _mm_loadu_si128(values.as_ptr().add(at).cast());
                _mm256_castsi256_ps(_mm256_slli_epi32::<16>(_mm256_cvtepu16_epi32(bits)))
            };
            Self(half(0), half(8))
        }
    }
    #[inline(always)]
    unsafe fn from_bytes(values: &[i8; LANES]) -> Self {
        unsafe {
            let half = |at: usize| {
                let eight = _mm_loadl_epi64(values.as_ptr().add(at).cast());
                _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(eight))
            };
            Self(half(0), half(8))
        }
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; LANES]) {
        unsafe {
            _mm256_storeu_ps(to.as_mut_ptr(), self.0);
            _mm256_storeu_ps(to.as_mut_ptr().add(8), self.1);
        }
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, added: Self) -> Self {
        unsafe {
            Self(
                _mm256_fmadd_ps(self.0, factor.0, added.0),
                _mm256_fmadd_ps(self.1, factor.1, added.1),
            )
        }
    }
    #[inline(always)]
    fn divided_by(self, divisor: Self) -> Self {
        unsafe {
            Self(
                _mm256_div_ps(self.0, divisor.0),
                _mm256_div_ps(self.1, divisor.1),
            )
        }
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        unsafe {
            Self(
                _mm256_max_ps(self.0, other.0),
                _mm256_max_ps(self.1, other.1),
            )
        }
    }
    #[inline(always)]
    fn shifted(self, power: Self) -> Self {
        unsafe { Self(shifted(self.0, power.0), shifted(self.1, power.1)) }
    }
    #[inline(always)]
    fn largest(self) -> f32 {
        unsafe {
            let eight = _mm256_max_ps(self.0, self.1);
            let four = _mm_max_ps(
                _mm256_castps256_ps128(eight),
                _mm256_extractf128_ps::<1>(eight),
            );
            let two = _mm_max_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps::<1>(two, two)))
        }
    }
    #[inline(always)]
    fn sums(all: [Self; 4]) -> [f32; 4] {
        unsafe {
            let [a, b, c, d] = all.map(|v| _mm256_add_ps(v.0, v.1));
            four(_mm256_hadd_ps(_mm256_hadd_ps(a, b), _mm256_hadd_ps(c, d)))
        }
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        unsafe {
            let eight = _mm256_add_ps(self.0, self.1);
            let four = _mm_add_ps(
                _mm256_castps256_ps128(eight),
                _mm256_extractf128_ps::<1>(eight),
            );
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
        }
    }
}
