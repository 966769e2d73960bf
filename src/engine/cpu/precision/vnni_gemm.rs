//! Products of bytes by AVX-512's VNNI, for processors without AMX: with as few rows as a decoder
//! step has, oneDNN's own take 10 to 30% longer there.

#![cfg_attr(not(target_arch = "x86_64"), expect(dead_code, unused_imports))]

use std::cell::Cell;
use std::sync::LazyLock;

use crate::engine::device::hardware::has_flag;
use crate::engine::simd::dispatch::{Level, level};

/// Outputs of a panel: four registers of sums.
pub(crate) const PANEL: usize = 64;
/// Inputs that one instruction multiplies and adds.
pub(crate) const DEPTH: usize = 4;
/// Rows that go through a panel together: their sums and its weights fill the registers.
const TOGETHER: usize = 6;
/// Bytes of a product that is handed on before the next rows are multiplied, about: it is read
/// from the second cache, and its memory is used again while it is there.
const LOT: usize = 384 << 10;

/// `DEPTH` weights of each output of a panel, by registers of sixteen outputs.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Slice([[i8; 16 * DEPTH]; PANEL / 16]);

/// Weights in panels of outputs.
pub(crate) struct Panels {
    /// `[panels, in / DEPTH]`; zeros stand behind the last output.
    slices: Vec<Slice>,
    /// The initial value of each output's sum: it compensates for inputs that are 128 too large.
    starts: Vec<[i32; PANEL]>,
    scales: Vec<[f32; PANEL]>,
    inner: usize,
    outer: usize,
}

/// Whether these are this processor's fastest products of so many inputs.
pub(crate) fn suits(inner: usize) -> bool {
    static AMX: LazyLock<bool> = LazyLock::new(|| has_flag("amx_int8"));
    available() && !*AMX && inner.is_multiple_of(DEPTH)
}

/// Whether the processor has the instructions.
pub(crate) fn available() -> bool {
    #[cfg(target_arch = "x86_64")]
    return level() == Level::Avx512 && is_x86_feature_detected!("avx512vnni");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

impl Panels {
    /// From weights `[out, in]` and a scale for each output.
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

    /// `(x - 128) · weightsᵀ · scales` of `x` `[rows, in]`. `take` gets some rows after the
    /// other: the number of the first, and `[rows, out]`.
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
                    // SAFETY: it was just asked for.
                    unsafe { panel.multiply(x, out) };
                }
            }
            take(number * lot, &space);
        }
        SPACE.set(space);
    }
}

thread_local! {
    /// For products, kept between calls.
    static SPACE: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

#[derive(Clone, Copy)]
struct Panel<'a> {
    slices: &'a [Slice],
    starts: &'a [i32; PANEL],
    scales: &'a [f32; PANEL],
    /// Its first output.
    from: usize,
}

impl Panel<'_> {
    /// The panel's part of `out`, `[rows, out]`, of up to [`TOGETHER`] rows.
    ///
    /// # Safety
    /// The processor has AVX-512 F and VNNI.
    unsafe fn multiply(self, x: &[[u8; DEPTH]], out: &mut [f32]) {
        // SAFETY: by contract.
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
        // Without closures, which are not compiled into generic functions of fewer instructions.
        let mut rows = [&x[..depth]; ROWS];
        for (row, x) in rows.iter_mut().zip(x.chunks_exact(depth)) {
            *row = x;
        }
        let starts = self.starts.as_ptr();
        // SAFETY: here and below, loads from arrays of their size.
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
            // SAFETY: as above.
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
                // SAFETY: as above.
                let scales = unsafe { _mm512_loadu_ps(scales.as_ptr()) };
                let values = _mm512_mul_ps(_mm512_cvtepi32_ps(sum), scales);
                if out.len() == 16 {
                    // SAFETY: all sixteen are inside the slice.
                    unsafe { _mm512_storeu_ps(out.as_mut_ptr(), values) };
                } else {
                    let inside = (1 << out.len()) - 1;
                    // SAFETY: the mask leaves out what is not inside.
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
