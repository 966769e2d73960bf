//! Int8 attention over pages of keys and values with AVX-512 VNNI. Queries are quantized to 8 bits
//! and probabilities to 16, and products are summed as integers.

#![cfg_attr(not(target_arch = "x86_64"), expect(dead_code))]

use std::mem::offset_of;

use crate::engine::cpu::attention::PAGE;
use crate::engine::cpu::attention::bias::Bias;
use crate::engine::cpu::attention::scratch::Scratch;
use crate::engine::cpu::precision::product::Rows;
use crate::engine::cpu::precision::vnni_gemm::{self, DEPTH};

/// Number of values in a head; heads of other sizes are not kept in pages of this kind.
const HEAD: usize = 64;
/// Queries whose scores are computed together.
const TOGETHER: usize = 6;
/// Largest 16-bit weight (probability × value scale). With it, 32-bit sums cannot overflow below
/// 65,536 positions, far more than models have.
const LARGEST: f32 = 65535.0;

/// Keys and values of one head at the positions of a page, in the order in which the VNNI
/// instructions take them. Each position has a scale for its key and one for its value.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct HeadPage {
    /// Keys plus 128: for each group of [`DEPTH`] numbers of the head, those of every position.
    keys: [[[u8; DEPTH]; PAGE]; HEAD / DEPTH],
    /// Values: for each group of [`DEPTH`] positions, theirs of every number of the head.
    values: [[[i8; DEPTH]; HEAD]; PAGE / DEPTH],
    key_scales: [f32; PAGE],
    value_scales: [f32; PAGE],
}

// The kernels load whole registers from these fields and rely on their alignment.
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
    /// A page whose keys, values and scales are all 0.
    pub(crate) const EMPTY: Self = Self {
        keys: [[[128; DEPTH]; PAGE]; HEAD / DEPTH],
        values: [[[0; DEPTH]; HEAD]; PAGE / DEPTH],
        key_scales: [0.0; PAGE],
        value_scales: [0.0; PAGE],
    };
}

/// Whether heads of `size` numbers are kept this way on this processor.
pub(crate) fn suits(size: usize) -> bool {
    vnni_gemm::available() && size == HEAD
}

/// Quantizes a position's key and value, `[2 width]`, and writes them to place `at` of a page,
/// `[heads]`.
pub(crate) fn keep(page: &mut [HeadPage], at: usize, key_value: &[f32]) {
    assert!(vnni_gemm::available(), "this processor has no VNNI: a bug");
    // SAFETY: `available` was just asserted, and covers every feature that the function enables.
    unsafe { x86::keep(page, at, key_value) };
}

/// The arguments of [`attend`]: some queries, and the pages of the source that they attend to.
pub(crate) struct PagedAttention<'a> {
    /// `[queries, width]`, scaled.
    pub(crate) queries: &'a [f32],
    /// The source's pages, each `[heads]`.
    pub(crate) pages: &'a [&'a [HeadPage]],
    /// The pages that will be read after these, which are prefetched.
    pub(crate) next: &'a [&'a [HeadPage]],
    /// Number of positions; the last page may be partly filled.
    pub(crate) length: usize,
    /// Numbers that are added to the scores, if there are any.
    pub(crate) bias: Option<Bias<'a>>,
    /// The row of the output for the first query; the others follow.
    pub(crate) row: usize,
    pub(crate) scratch: &'a mut Scratch,
}

/// Computes multi-head dot-product attention, one row of `out` for each query.
pub(crate) fn attend<R: Rows>(attention: PagedAttention<'_>, out: &mut R) {
    assert!(vnni_gemm::available(), "this processor has no VNNI: a bug");
    // SAFETY: `available` was just asserted, and covers every feature that the function enables.
    unsafe { x86::attend(attention, out) };
}

#[cfg(target_arch = "x86_64")]
mod x86;

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
