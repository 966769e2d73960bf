//! An int8 GEMM for processors with AVX-512 VNNI and without AMX. For as few rows as a decode step
//! has, oneDNN's takes 10 to 30% longer there.

#![cfg_attr(not(target_arch = "x86_64"), expect(dead_code, unused_imports))]

use std::cell::Cell;
use std::sync::LazyLock;

use crate::engine::device::hardware::has_flag;
use crate::engine::simd::dispatch::{Level, level};

/// Outputs of a panel: four registers of sums.
pub(crate) const PANEL: usize = 64;
/// Inputs that one VNNI instruction multiplies and adds up for each output.
pub(crate) const DEPTH: usize = 4;
/// Rows that are multiplied by a panel together: their sums and the panel's weights fill the
/// registers.
const TOGETHER: usize = 6;
/// Approximate size in bytes of the groups in which a product is handed on: each is read, and its
/// memory reused, while it is in the L2 cache.
const LOT: usize = 384 << 10;

/// [`DEPTH`] weights of each output of a panel, by registers of sixteen outputs.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Slice([[i8; 16 * DEPTH]; PANEL / 16]);

/// Packed weights, in panels of [`PANEL`] outputs.
pub(crate) struct Panels {
    /// `[panels, in / DEPTH]`, padded with zeros after the last output.
    slices: Vec<Slice>,
    /// The initial value of each output's sum: it compensates for inputs that are 128 too large.
    starts: Vec<[i32; PANEL]>,
    scales: Vec<[f32; PANEL]>,
    inner: usize,
    outer: usize,
}

/// Whether this GEMM is the fastest on this processor for layers with `inner` inputs.
pub(crate) fn suits(inner: usize) -> bool {
    static AMX: LazyLock<bool> = LazyLock::new(|| has_flag("amx_int8"));
    available() && !*AMX && inner.is_multiple_of(DEPTH)
}

/// Whether the processor has AVX-512 and VNNI, and [`level`] allows them.
pub(crate) fn available() -> bool {
    #[cfg(target_arch = "x86_64")]
    return level() == Level::Avx512 && is_x86_feature_detected!("avx512vnni");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

impl Panels {
    /// Packs weights, `[out, in]`, with a scale for each output.
    pub(crate) fn new(weights: &[i8], scales: &[f32]) -> Self {
        let (outer, inner) = (scales.len(), weights.len() / scales.len().max(1));
        let depth = inner / DEPTH;
        let panels = outer.div_ceil(PANEL);
        let mut all = Self {
            slices: vec![Slice([[0; 16 * DEPTH]; PANEL / 16]); panels * depth],
            starts: vec![[0; PANEL]; panels],
            scales: vec![[0.0; PANEL]; panels],
            inner,
            outer,
        };
        for (output, (weights, scale)) in weights.chunks_exact(inner).zip(scales).enumerate() {
            let (panel, column) = (output / PANEL, output % PANEL);
            let sum: i32 = weights.iter().map(|&w| i32::from(w)).sum();
            all.starts[panel][column] = -128 * sum;
            all.scales[panel][column] = *scale;
            let slices = &mut all.slices[panel * depth..];
            for (slice, weights) in slices.iter_mut().zip(weights.as_chunks::<DEPTH>().0) {
                slice.0[column / 16].as_chunks_mut::<DEPTH>().0[column % 16] = *weights;
            }
        }
        all
    }

    /// Computes `(x - 128) · weightsᵀ · scales` for `x`, `[rows, in]`. `take` gets groups of rows
    /// in order: the index of the first row, and `[rows, out]`.
    pub(crate) fn multiply(&self, x: &[u8], mut take: impl FnMut(usize, &[f32])) {
        assert!(available(), "this processor has no VNNI: a bug");
        debug_assert!(x.len().is_multiple_of(self.inner));
        let depth = self.inner / DEPTH;
        let lot = LOT / (self.outer * size_of::<f32>() * TOGETHER);
        let lot = lot.max(1) * TOGETHER;
        let mut space = SPACE.take();
        let x = x.as_chunks::<DEPTH>().0;
        for (number, x) in x.chunks(lot * depth).enumerate() {
            space.resize(x.len() / depth * self.outer, 0.0);
            for (panel, slices) in self.slices.chunks_exact(depth).enumerate() {
                let panel = Panel {
                    slices,
                    starts: &self.starts[panel],
                    scales: &self.scales[panel],
                    from: panel * PANEL,
                };
                let groups = x.chunks(TOGETHER * depth);
                for (x, out) in groups.zip(space.chunks_mut(TOGETHER * self.outer)) {
                    // SAFETY: `available` was asserted above, so the processor has AVX-512 F and
                    // VNNI.
                    unsafe { panel.multiply(x, out) };
                }
            }
            take(number * lot, &space);
        }
        SPACE.set(space);
    }
}

thread_local! {
    /// The buffer for products, kept between calls.
    static SPACE: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// One panel of [`Panels`].
#[derive(Clone, Copy)]
struct Panel<'a> {
    slices: &'a [Slice],
    starts: &'a [i32; PANEL],
    scales: &'a [f32; PANEL],
    /// The index of the panel's first output.
    from: usize,
}

impl Panel<'_> {
    /// Computes the panel's part of `out`, `[rows, out]`, for up to [`TOGETHER`] rows.
    ///
    /// # Safety
    /// The processor must have AVX-512 F and VNNI.
    unsafe fn multiply(self, x: &[[u8; DEPTH]], out: &mut [f32]) {
        // SAFETY: by contract the processor has the features that `tile` enables.
        unsafe {
            match x.len() / self.slices.len() {
                6 => self.tile::<6>(x, out),
                5 => self.tile::<5>(x, out),
                4 => self.tile::<4>(x, out),
                3 => self.tile::<3>(x, out),
                2 => self.tile::<2>(x, out),
                _ => self.tile::<1>(x, out),
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn tile<const ROWS: usize>(self, x: &[[u8; DEPTH]], out: &mut [f32]) {
        use std::arch::x86_64::*;
        let depth = self.slices.len();
        // Without closures, because they would be compiled without the instructions that this
        // function enables.
        let mut rows = [&x[..depth]; ROWS];
        for (row, x) in rows.iter_mut().zip(x.chunks_exact(depth)) {
            *row = x;
        }
        let starts = self.starts.as_ptr();
        // SAFETY: `starts` points to an array of 64 integers, which are four registers.
        let starts = unsafe {
            [
                _mm512_loadu_si512(starts.cast()),
                _mm512_loadu_si512(starts.add(16).cast()),
                _mm512_loadu_si512(starts.add(32).cast()),
                _mm512_loadu_si512(starts.add(48).cast()),
            ]
        };
        let mut sums = [starts; ROWS];
        for (at, Slice([a, b, c, d])) in self.slices.iter().enumerate() {
            // SAFETY: each of the four is an array of 64 bytes, which is what a load reads.
            let weights = unsafe {
                [
                    _mm512_loadu_si512(a.as_ptr().cast()),
                    _mm512_loadu_si512(b.as_ptr().cast()),
                    _mm512_loadu_si512(c.as_ptr().cast()),
                    _mm512_loadu_si512(d.as_ptr().cast()),
                ]
            };
            for (row, sums) in rows.iter().zip(&mut sums) {
                let x = _mm512_set1_epi32(i32::from_ne_bytes(row[at]));
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = _mm512_dpbusd_epi32(*sum, x, weights);
                }
            }
        }
        let width = out.len() / ROWS;
        let (scales, _) = self.scales.as_chunks::<16>();
        for (out, sums) in out.chunks_exact_mut(width).zip(sums) {
            let registers = out[self.from..].chunks_mut(16).zip(sums);
            for ((out, sum), scales) in registers.zip(scales) {
                // SAFETY: `scales` is an array of sixteen floats, which is what the load reads.
                let scales = unsafe { _mm512_loadu_ps(scales.as_ptr()) };
                let values = _mm512_mul_ps(_mm512_cvtepi32_ps(sum), scales);
                if out.len() == 16 {
                    // SAFETY: the slice has sixteen floats, which is what the store writes.
                    unsafe { _mm512_storeu_ps(out.as_mut_ptr(), values) };
                } else {
                    let inside = (1 << out.len()) - 1;
                    // SAFETY: the mask limits the store to the floats of the slice, fewer than
                    // sixteen.
                    unsafe { _mm512_mask_storeu_ps(out.as_mut_ptr(), inside, values) };
                }
            }
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    unsafe fn tile<const ROWS: usize>(self, _: &[[u8; DEPTH]], _: &mut [f32]) {
        unreachable!("only x86 has the instructions")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_any_shape_are_exact() {
        if !available() {
            eprintln!("SKIPPED: this processor has no VNNI");
            return;
        }
        for (outer, inner) in [(1, 4), (63, 8), (64, 20), (65, 512), (3000, 64)] {
            let weight = |i: usize| ((i * 7919) % 255) as u8 as i8;
            let weights: Vec<i8> = (0..outer * inner).map(weight).collect();
            let scales: Vec<f32> = (0..outer).map(|i| 0.5 + i as f32).collect();
            let panels = Panels::new(&weights, &scales);
            for rows in [0, 1, 2, 3, 4, 5, 6, 7, 193] {
                let x: Vec<u8> = (0..rows * inner).map(|i| (i * 31 % 256) as u8).collect();
                let mut found = Vec::new();
                panels.multiply(&x, |first, values| {
                    assert_eq!(first * outer, found.len());
                    found.extend_from_slice(values);
                });
                assert_eq!(found.len(), rows * outer);
                let pairs = x.chunks(inner).zip(found.chunks(outer));
                for (row, (x, found)) in pairs.enumerate() {
                    let columns = weights.chunks(inner).zip(&scales).zip(found);
                    for (column, ((weights, scale), found)) in columns.enumerate() {
                        let products = x.iter().zip(weights);
                        let sum: i32 = products
                            .map(|(x, w)| (i32::from(*x) - 128) * i32::from(*w))
                            .sum();
                        let right = sum as f32 * scale;
                        assert_eq!(*found, right, "{rows} by {outer}: {row}, {column}");
                    }
                }
            }
        }
    }
}
