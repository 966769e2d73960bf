//! The formats in which keys and values are cached on processors: f32, bf16, and eight bits with a
//! scale for each head.

use crate::engine::cpu::attention::{SMALLEST, vnni_pages};
use crate::engine::cpu::precision::element::Element;
use crate::engine::cpu::precision::product::Rows;
use crate::engine::simd::lanes::{Has, LANES, Lanes};

/// The key or the value of a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    Key = 0,
    Value = 1,
}

/// A cell of the key-value cache. The cells of a position are its key and then its value, one cell
/// per number; a format with scales appends them after both.
pub(crate) trait Cached: Copy + Default + Send + Sync + 'static {
    /// Number of cells of a position whose key and value each have `width` numbers in `heads`
    /// heads.
    fn cells(width: usize, heads: usize) -> usize;

    /// Writes a key followed by its value, `[2 width]`, to the cells of a position.
    fn keep(key_value: &[f32], heads: usize, cells: &mut [Self]);

    /// Loads sixteen cells as floats, which are to be multiplied by [`Cached::scale`].
    fn lanes<L: Lanes>(has: Has<L>, cells: &[Self; LANES]) -> L;

    /// Reads one cell as a float, which is to be multiplied by [`Cached::scale`].
    fn get(self) -> f32;

    /// Whether keys and values of a source are kept in [`HeadPage`](vnni_pages::HeadPage)s on this
    /// processor if heads have `size` numbers.
    fn in_head_pages(_size: usize) -> bool {
        false
    }

    /// The scale of one head's key or value; 1 in the float formats.
    fn scale(position: &[Self], width: usize, heads: usize, of: (Half, usize)) -> f32;
}

impl<T: Element> Cached for T {
    #[inline(always)]
    fn cells(width: usize, _: usize) -> usize {
        2 * width
    }
    #[inline(always)]
    fn keep(key_value: &[f32], _: usize, cells: &mut [Self]) {
        for (cell, v) in cells.iter_mut().zip(key_value) {
            *cell = T::put(*v);
        }
    }
    #[inline(always)]
    fn lanes<L: Lanes>(has: Has<L>, cells: &[Self; LANES]) -> L {
        T::lanes(has, cells)
    }
    #[inline(always)]
    fn get(self) -> f32 {
        Element::get(self)
    }
    #[inline(always)]
    fn scale(_: &[Self], _: usize, _: usize, _: (Half, usize)) -> f32 {
        1.0
    }
}

/// A cell of eight bits. Each head of a key or value has a scale: an f32 in four cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Byte(i8);

impl From<i8> for Byte {
    fn from(value: i8) -> Self {
        Self(value)
    }
}

const FLOAT: usize = size_of::<f32>();

impl Cached for Byte {
    #[inline(always)]
    fn cells(width: usize, heads: usize) -> usize {
        2 * width + 2 * heads * FLOAT
    }

    #[inline(always)]
    fn keep(key_value: &[f32], heads: usize, cells: &mut [Self]) {
        let (numbers, scales) = cells.split_at_mut(key_value.len());
        let size = key_value.len() / (2 * heads);
        let parts = key_value
            .chunks_exact(size)
            .zip(numbers.chunks_exact_mut(size));
        for ((values, cells), scale) in parts.zip(scales.chunks_exact_mut(FLOAT)) {
            let mut most = SMALLEST;
            for v in values {
                most = if v.abs() > most { v.abs() } else { most };
            }
            let bytes = (most / 127.0).to_ne_bytes();
            scale.copy_from_slice(&bytes.map(|byte| Self(byte as i8)));
            let inverse = 127.0 / most;
            for (cell, v) in cells.iter_mut().zip(values) {
                // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
                *cell = Self((v * inverse + 12_582_912.0).to_bits() as i8);
            }
        }
    }

    #[inline(always)]
    fn lanes<L: Lanes>(has: Has<L>, cells: &[Self; LANES]) -> L {
        // SAFETY: `Byte` is `repr(transparent)` over `i8`, so the two array types have the same
        // layout.
        has.convert(unsafe { &*std::ptr::from_ref(cells).cast() })
    }

    #[inline(always)]
    fn get(self) -> f32 {
        f32::from(self.0)
    }

    fn in_head_pages(size: usize) -> bool {
        vnni_pages::suits(size)
    }

    #[inline(always)]
    fn scale(position: &[Self], width: usize, heads: usize, (half, head): (Half, usize)) -> f32 {
        let at = 2 * width + (half as usize * heads + head) * FLOAT;
        let bytes = position[at..].first_chunk::<FLOAT>();
        let bytes = bytes.expect("a position has all its scales: else a bug");
        f32::from_ne_bytes(bytes.map(|byte| byte.0 as u8))
    }
}

/// A writer for the cells of consecutive positions.
pub(crate) struct CellRows<'a, T> {
    pub(crate) cells: &'a mut [T],
    pub(crate) heads: usize,
}

impl<T: Cached> Rows for CellRows<'_, T> {
    /// Writes a position's key and value, `[2 width]`.
    #[inline(always)]
    fn put(&mut self, row: usize, values: &[f32]) {
        let size = T::cells(values.len() / 2, self.heads);
        let cells = &mut self.cells[row * size..(row + 1) * size];
        T::keep(values, self.heads, cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_within_half_a_step_of_its_number() {
        let (width, heads) = (32, 4);
        let numbers: Vec<f32> = (0..2 * width)
            .map(|i| ((i * 37) % 29) as f32 - 14.0)
            .chain(std::iter::once(0.0))
            .take(2 * width)
            .collect();
        let mut cells = vec![Byte::default(); Byte::cells(width, heads)];
        Byte::keep(&numbers, heads, &mut cells);
        for (i, number) in numbers.iter().enumerate() {
            let half = if i < width { Half::Key } else { Half::Value };
            let head = i % width / (width / heads);
            let scale = Byte::scale(&cells, width, heads, (half, head));
            let kept = Cached::get(cells[i]) * scale;
            assert!(
                (kept - number).abs() <= scale * 0.5001,
                "{i}: {kept} for {number}"
            );
        }
    }

    #[test]
    fn a_head_of_zeros_stays_zeros() {
        let mut cells = vec![Byte(1); Byte::cells(8, 2)];
        Byte::keep(&[0.0; 16], 2, &mut cells);
        assert_eq!(cells[..16], [Byte(0); 16]);
    }
}
