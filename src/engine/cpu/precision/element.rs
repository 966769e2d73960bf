//! The element types of activations on processors, and access to the elements of tensors as slices.

pub(crate) use half::bf16 as Bf16;
use tch::{Kind, Tensor};

use crate::engine::simd::lanes::{Has, LANES, Lanes};

/// An element type of activations.
pub(crate) trait Element: Copy + Default + Send + Sync + 'static {
    /// The type's name in libtorch.
    const KIND: Kind;
    fn get(self) -> f32;
    fn put(value: f32) -> Self;
    /// Loads sixteen elements as floats.
    fn lanes<L: Lanes>(has: Has<L>, values: &[Self; LANES]) -> L;
}

impl Element for f32 {
    const KIND: Kind = Kind::Float;
    #[inline(always)]
    fn get(self) -> f32 {
        self
    }
    #[inline(always)]
    fn put(value: f32) -> Self {
        value
    }
    #[inline(always)]
    fn lanes<L: Lanes>(has: Has<L>, values: &[Self; LANES]) -> L {
        has.load(values)
    }
}

impl Element for Bf16 {
    const KIND: Kind = Kind::BFloat16;
    #[inline(always)]
    fn get(self) -> f32 {
        self.to_f32()
    }
    /// Rounds to nearest, ties to even; what is not a number stays none.
    #[inline(always)]
    fn put(value: f32) -> Self {
        Self::from_f32(value)
    }
    #[inline(always)]
    fn lanes<L: Lanes>(has: Has<L>, values: &[Self; LANES]) -> L {
        // SAFETY: `half::bf16` is `repr(transparent)` over `u16`, so the two array types have the
        // same layout.
        has.widen(unsafe { &*std::ptr::from_ref(values).cast() })
    }
}

/// An element type of tensors that can be read as slices.
pub(crate) trait Stored: Copy {
    const KIND: Kind;
}

impl<T: Element> Stored for T {
    const KIND: Kind = T::KIND;
}

impl Stored for i8 {
    const KIND: Kind = Kind::Int8;
}

impl Stored for u8 {
    const KIND: Kind = Kind::Uint8;
}

/// The elements of a contiguous CPU tensor; panics for any other tensor.
pub(crate) fn elements<T: Stored>(tensor: &Tensor) -> &[T] {
    check::<T>(tensor);
    // SAFETY: `check` found a contiguous CPU tensor of this element type, so its memory holds
    // `numel` elements; it is borrowed for as long as the slice lives.
    unsafe { std::slice::from_raw_parts(tensor.data_ptr().cast(), tensor.numel()) }
}

/// The elements of a contiguous CPU tensor, for writing; panics for any other tensor.
///
/// # Safety
/// No other tensor may share the memory, as a view or a shallow clone would; this cannot be checked
/// here. A tensor that was just created has memory of its own.
pub(crate) unsafe fn elements_mut<T: Stored>(tensor: &mut Tensor) -> &mut [T] {
    check::<T>(tensor);
    // SAFETY: `check` found a contiguous CPU tensor of this element type, so its memory holds
    // `numel` elements. By contract nothing else refers to them, and the tensor is borrowed mutably
    // for as long as the slice lives.
    unsafe { std::slice::from_raw_parts_mut(tensor.data_ptr().cast(), tensor.numel()) }
}

fn check<T: Stored>(tensor: &Tensor) {
    assert!(
        tensor.kind() == T::KIND && tensor.is_contiguous() && tensor.device() == tch::Device::Cpu,
        "a kernel got a tensor of another layout: a bug"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_round_to_the_nearest_bfloat16_and_what_is_no_number_stays_none() {
        let rounded = |value: f32| Bf16::put(value).get();
        assert_eq!(rounded(1.0 + 1.0 / 256.0), 1.0);
        assert_eq!(rounded(1.0 + 3.0 / 256.0), 1.0 + 4.0 / 256.0);
        assert_eq!(rounded(f32::MAX), f32::INFINITY);
        // A NaN with all bits set must not be carried over into a zero.
        for bits in [0x7fc0_0000_u32, 0x7fff_ffff, 0xffff_ffff, 0x7f80_0001] {
            assert!(rounded(f32::from_bits(bits)).is_nan(), "{bits:x}");
        }
    }
}
