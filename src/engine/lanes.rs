//! Sixteen floats at once, in the instructions of each level: for loops that the compiler does
//! not vectorise by itself.

/// Floats in a [`Lanes`].
pub(crate) const LANES: usize = 16;

/// Sixteen floats.
///
/// # Safety
/// A type may be used only where the processor has its instructions, inside a function that
/// enables them.
pub(crate) unsafe trait Lanes: Copy {
    fn zero() -> Self;
    fn splat(value: f32) -> Self;
    fn load(values: &[f32; LANES]) -> Self;
    /// From the bits of bfloat16.
    fn widen(values: &[u16; LANES]) -> Self;
    fn from_bytes(values: &[i8; LANES]) -> Self;
    fn store(self, to: &mut [f32; LANES]);
    /// `self * factor + added`.
    fn mul_add(self, factor: Self, added: Self) -> Self;
    fn sum(self) -> f32;
    /// The sum of each: cheaper than one after the other.
    #[inline(always)]
    fn sums(four: [Self; 4]) -> [f32; 4] {
        four.map(Self::sum)
    }
}

/// For any processor.
#[derive(Clone, Copy)]
pub(crate) struct Portable([f32; LANES]);

// SAFETY: nothing special is used.
unsafe impl Lanes for Portable {
    #[inline(always)]
    fn zero() -> Self {
        Self([0.0; LANES])
    }
    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; LANES])
    }
    #[inline(always)]
    fn load(values: &[f32; LANES]) -> Self {
        Self(*values)
    }
    #[inline(always)]
    fn widen(values: &[u16; LANES]) -> Self {
        Self(values.map(|v| f32::from_bits(u32::from(v) << 16)))
    }
    #[inline(always)]
    fn from_bytes(values: &[i8; LANES]) -> Self {
        Self(values.map(f32::from))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; LANES]) {
        *to = self.0;
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, added: Self) -> Self {
        // Multiplied and added apart: without the instruction, a fused one is a slow call.
        Self(std::array::from_fn(|i| {
            self.0[i] * factor.0[i] + added.0[i]
        }))
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        self.0.iter().sum()
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{LANES, Lanes};

    /// One register of AVX-512.
    #[derive(Clone, Copy)]
    pub(crate) struct Avx512(__m512);

    // SAFETY: uses AVX-512 F; see the trait. Loads and stores stay inside their arrays.
    unsafe impl Lanes for Avx512 {
        #[inline(always)]
        fn zero() -> Self {
            Self(unsafe { _mm512_setzero_ps() })
        }
        #[inline(always)]
        fn splat(value: f32) -> Self {
            Self(unsafe { _mm512_set1_ps(value) })
        }
        #[inline(always)]
        fn load(values: &[f32; LANES]) -> Self {
            Self(unsafe { _mm512_loadu_ps(values.as_ptr()) })
        }
        #[inline(always)]
        fn widen(values: &[u16; LANES]) -> Self {
            unsafe {
                let bits = _mm512_cvtepu16_epi32(_mm256_loadu_si256(values.as_ptr().cast()));
                Self(_mm512_castsi512_ps(_mm512_slli_epi32::<16>(bits)))
            }
        }
        #[inline(always)]
        fn from_bytes(values: &[i8; LANES]) -> Self {
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
        fn sum(self) -> f32 {
            unsafe { _mm512_reduce_add_ps(self.0) }
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
                // Four sums in each quarter.
                let all = _mm512_add_ps(_mm512_castpd_ps(low), _mm512_castpd_ps(high));
                let half = _mm256_add_ps(
                    _mm512_castps512_ps256(all),
                    _mm512_extractf32x8_ps::<1>(all),
                );
                four(half)
            }
        }
    }

    /// The sum of both halves.
    ///
    /// # Safety
    /// Where AVX is.
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

    /// Two registers of AVX2.
    #[derive(Clone, Copy)]
    pub(crate) struct Avx2(__m256, __m256);

    // SAFETY: uses AVX2 and FMA; see the trait. Loads and stores stay inside their arrays.
    unsafe impl Lanes for Avx2 {
        #[inline(always)]
        fn zero() -> Self {
            unsafe { Self(_mm256_setzero_ps(), _mm256_setzero_ps()) }
        }
        #[inline(always)]
        fn splat(value: f32) -> Self {
            unsafe { Self(_mm256_set1_ps(value), _mm256_set1_ps(value)) }
        }
        #[inline(always)]
        fn load(values: &[f32; LANES]) -> Self {
            let from = values.as_ptr();
            unsafe { Self(_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))) }
        }
        #[inline(always)]
        fn widen(values: &[u16; LANES]) -> Self {
            unsafe {
                let half = |at: usize| {
                    let bits = _mm_loadu_si128(values.as_ptr().add(at).cast());
                    _mm256_castsi256_ps(_mm256_slli_epi32::<16>(_mm256_cvtepu16_epi32(bits)))
                };
                Self(half(0), half(8))
            }
        }
        #[inline(always)]
        fn from_bytes(values: &[i8; LANES]) -> Self {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dispatch::{Level, level};

    fn check<L: Lanes>() {
        let values: [[f32; LANES]; 4] =
            std::array::from_fn(|i| std::array::from_fn(|j| (i * LANES + j * j) as f32));
        let sums = L::sums(values.map(|v| L::load(&v)));
        assert_eq!(sums, values.map(|v| v.iter().sum::<f32>()));
        let bytes: [i8; LANES] = std::array::from_fn(|i| (i as i8 - 8) * 15);
        let mut floats = [0.0; LANES];
        L::from_bytes(&bytes).store(&mut floats);
        assert_eq!(floats, bytes.map(f32::from));
    }

    #[test]
    fn every_level_adds_and_widens_alike() {
        check::<Portable>();
        #[cfg(target_arch = "x86_64")]
        {
            if level() >= Level::Avx2 {
                check::<Avx2>();
            }
            if level() >= Level::Avx512 {
                check::<Avx512>();
            }
        }
    }
}
