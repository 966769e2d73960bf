//! Vectors of sixteen floats in the instructions of each level, for loops that the compiler does
//! not vectorise by itself.

#[cfg(target_arch = "x86_64")]
mod x86;

use std::marker::PhantomData;

#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Avx2, Avx512};

/// Number of floats in a [`Lanes`].
pub(crate) const LANES: usize = 16;

/// Proof that this processor has the instructions of `L`, and that the code around it may use them.
/// Values of `L` are made through it; `dispatched!` makes it for each level, and
/// [`Has::everywhere`] for the portable one.
pub(crate) struct Has<L>(PhantomData<fn() -> L>);

impl<L> Clone for Has<L> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for Has<L> {}

impl<L: Lanes> Has<L> {
    /// Creates the proof without a check.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`, and what is called with the proof must be
    /// inlined into a function that enables them.
    #[inline(always)]
    pub(crate) unsafe fn assume() -> Self {
        Self(PhantomData)
    }

    /// Sixteen zeros.
    #[inline(always)]
    pub(crate) fn zero(self) -> L {
        // SAFETY: `self` proves that the instructions may be used here.
        unsafe { L::zero() }
    }

    /// Sixteen copies of `value`.
    #[inline(always)]
    pub(crate) fn splat(self, value: f32) -> L {
        // SAFETY: `self` proves that the instructions may be used here.
        unsafe { L::splat(value) }
    }

    /// Loads sixteen floats.
    #[inline(always)]
    pub(crate) fn load(self, values: &[f32; LANES]) -> L {
        // SAFETY: `self` proves that the instructions may be used here.
        unsafe { L::load(values) }
    }

    /// Loads sixteen bfloat16 numbers, given as their bits.
    #[inline(always)]
    pub(crate) fn widen(self, values: &[u16; LANES]) -> L {
        // SAFETY: `self` proves that the instructions may be used here.
        unsafe { L::widen(values) }
    }

    /// Loads sixteen integers as floats.
    #[inline(always)]
    pub(crate) fn convert(self, values: &[i8; LANES]) -> L {
        // SAFETY: `self` proves that the instructions may be used here.
        unsafe { L::from_bytes(values) }
    }
}

impl Has<Portable> {
    /// The proof for [`Portable`], which every processor can run.
    #[inline(always)]
    pub(crate) fn everywhere() -> Self {
        Self(PhantomData)
    }
}

/// Sixteen floats in the registers of one level. Values come from [`Has`], so that they exist only
/// where their instructions do.
///
/// # Safety
/// An implementation may use the instructions of its level and no others. Functions that take no
/// value of the type may be called only if the processor has these instructions, and only inside a
/// function that enables them; the others rely on their values.
pub(crate) unsafe trait Lanes: Copy {
    unsafe fn zero() -> Self;
    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(values: &[f32; LANES]) -> Self;
    unsafe fn widen(values: &[u16; LANES]) -> Self;
    unsafe fn from_bytes(values: &[i8; LANES]) -> Self;
    fn store(self, to: &mut [f32; LANES]);
    /// Sixteen copies of `value`.
    #[inline(always)]
    fn filled(self, value: f32) -> Self {
        // SAFETY: `self` exists, so its instructions may be used.
        unsafe { Self::splat(value) }
    }
    /// `self * factor + added`.
    fn mul_add(self, factor: Self, added: Self) -> Self;
    fn divided_by(self, divisor: Self) -> Self;
    /// The larger of each pair; `other` where either is NaN.
    fn max(self, other: Self) -> Self;
    /// `self * 2^power`, for whole powers from -126 to 127.
    fn shifted(self, power: Self) -> Self;
    /// The sum of all sixteen.
    fn sum(self) -> f32;
    /// The largest of all sixteen.
    fn largest(self) -> f32;
    /// e^x for x <= 87 with a relative error below 3e-7 (the polynomial of Cephes' `expf`); e^-87
    /// below -87 and for NaN.
    #[inline(always)]
    fn exp(self) -> Self {
        // Adding 1.5 * 2^23 rounds to an integer.
        let round = 12_582_912.0;
        let one = self.filled(1.0);
        let x = self.max(self.filled(-87.0));
        let n = x.mul_add(self.filled(std::f32::consts::LOG2_E), self.filled(round));
        let n = n.mul_add(one, self.filled(-round));
        let r = n.mul_add(self.filled(-0.693_359_4), x);
        let r = n.mul_add(self.filled(2.121_944_4e-4), r);
        let p = self.filled(1.987_569_1e-4);
        let p = p.mul_add(r, self.filled(1.398_199_9e-3));
        let p = p.mul_add(r, self.filled(8.333_452e-3));
        let p = p.mul_add(r, self.filled(4.166_579_6e-2));
        let p = p.mul_add(r, self.filled(1.666_666_5e-1));
        let p = p.mul_add(r, self.filled(0.5));
        p.mul_add(r, one).mul_add(r, one).shifted(n)
    }
    /// The sums of four vectors, which together are cheaper than one after the other.
    #[inline(always)]
    fn sums(four: [Self; 4]) -> [f32; 4] {
        four.map(Self::sum)
    }
}

/// Sixteen floats as an array, for any processor.
#[derive(Clone, Copy)]
pub(crate) struct Portable([f32; LANES]);

// SAFETY: only instructions that every processor has are used.
unsafe impl Lanes for Portable {
    #[inline(always)]
    unsafe fn zero() -> Self {
        Self([0.0; LANES])
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Self([value; LANES])
    }
    #[inline(always)]
    unsafe fn load(values: &[f32; LANES]) -> Self {
        Self(*values)
    }
    #[inline(always)]
    unsafe fn widen(values: &[u16; LANES]) -> Self {
        Self(values.map(|v| f32::from_bits(u32::from(v) << 16)))
    }
    #[inline(always)]
    unsafe fn from_bytes(values: &[i8; LANES]) -> Self {
        Self(values.map(f32::from))
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; LANES]) {
        *to = self.0;
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, added: Self) -> Self {
        // Multiplied and added separately: without the FMA instruction, a fused operation is a slow
        // call.
        Self(std::array::from_fn(|i| {
            self.0[i] * factor.0[i] + added.0[i]
        }))
    }
    #[inline(always)]
    fn divided_by(self, divisor: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] / divisor.0[i]))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        let larger = |i: usize| match self.0[i] > other.0[i] {
            true => self.0[i],
            false => other.0[i],
        };
        Self(std::array::from_fn(larger))
    }
    #[inline(always)]
    fn shifted(self, power: Self) -> Self {
        let factor = |power: f32| f32::from_bits(((power as i32 + 127) as u32) << 23);
        Self(std::array::from_fn(|i| self.0[i] * factor(power.0[i])))
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        self.0.iter().sum()
    }
    #[inline(always)]
    fn largest(self) -> f32 {
        self.0.into_iter().fold(f32::NEG_INFINITY, f32::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[inline(always)]
    fn check<L: Lanes>(has: Has<L>) {
        let values: [[f32; LANES]; 4] =
            std::array::from_fn(|i| std::array::from_fn(|j| (i * LANES + j * j) as f32));
        let sums = L::sums(values.map(|v| has.load(&v)));
        assert_eq!(sums, values.map(|v| v.iter().sum::<f32>()));
        let bytes: [i8; LANES] = std::array::from_fn(|i| (i as i8 - 8) * 15);
        let mut floats = [0.0; LANES];
        has.convert(&bytes).store(&mut floats);
        assert_eq!(floats, bytes.map(f32::from));

        let stored = |lanes: L| {
            let mut floats = [0.0; LANES];
            lanes.store(&mut floats);
            floats
        };
        let (rising, falling) = (values[0], std::array::from_fn(|i| 9.0 - i as f32));
        let larger = stored(has.load(&rising).max(has.load(&falling)));
        assert_eq!(larger, std::array::from_fn(|i| rising[i].max(falling[i])));
        for largest in 0..LANES {
            let mut lanes = [-3.0; LANES];
            lanes[largest] = -2.0;
            assert_eq!(has.load(&lanes).largest(), -2.0);
        }
        assert_eq!(
            stored(has.splat(f32::NAN).max(has.splat(1.0))),
            [1.0; LANES]
        );
        assert_eq!(
            stored(has.splat(3.0).divided_by(has.splat(-2.0))),
            [-1.5; LANES]
        );
        for first in (-8704..8700).step_by(LANES) {
            let x: [f32; LANES] =
                std::array::from_fn(|i| ((first + i as i32) as f32 / 100.0).clamp(-87.0, 87.0));
            for (x, y) in x.into_iter().zip(stored(has.load(&x).exp())) {
                let exact = f64::from(x).exp();
                let error = (f64::from(y) - exact).abs() / exact;
                assert!(error < 3e-7, "{x}: {error}");
            }
        }
        for least in [f32::NEG_INFINITY, f32::NAN, -100.0] {
            let low = stored(has.splat(least).exp());
            assert!(low.iter().all(|&v| v > 0.0 && v < 1e-37), "{low:?}");
        }
    }

    #[test]
    fn every_level_computes_alike() {
        check(Has::everywhere());
        #[cfg(target_arch = "x86_64")]
        {
            use crate::engine::simd::dispatch::{Level, level};

            #[target_feature(enable = "avx2,fma")]
            fn avx2() {
                // SAFETY: this function enables AVX2 and FMA, and is called only if the level
                // includes them.
                check::<Avx2>(unsafe { Has::assume() });
            }
            #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,fma")]
            fn avx512() {
                // SAFETY: this function enables the features of AVX-512 and FMA, and is called only
                // if the level includes them.
                check::<Avx512>(unsafe { Has::assume() });
            }
            if level() >= Level::Avx2 {
                // SAFETY: the level says that the processor has these features.
                unsafe { avx2() };
            }
            if level() >= Level::Avx512 {
                // SAFETY: the level says that the processor has these features.
                unsafe { avx512() };
            }
        }
    }
}
