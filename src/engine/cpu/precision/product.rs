//! The interfaces for reading rows of a linear layer's output and for writing rows of the next
//! layer's input, and their implementations for plain elements.

use std::ops::Range;

use crate::engine::cpu::precision::element::Element;

/// Some rows of a linear layer's output.
pub(crate) trait Product: Copy {
    /// The indices of the rows.
    fn rows(self) -> Range<usize>;
    /// Number of values in a row.
    fn width(self) -> usize;
    /// Adds a row to `out`.
    fn add_to(self, row: usize, out: &mut [f32]);
    /// Writes a row's values to `out`, from column `from` on.
    fn read(self, row: usize, from: usize, out: &mut [f32]);
}

/// A writer of rows.
pub(crate) trait Rows {
    /// Writes row `row`.
    fn put(&mut self, row: usize, values: &[f32]);
}

/// Rows of plain elements.
#[derive(Clone, Copy)]
pub(crate) struct Plain<'a, T> {
    pub(crate) values: &'a [T],
    pub(crate) width: usize,
}

impl<T: Element> Product for Plain<'_, T> {
    #[inline(always)]
    fn rows(self) -> Range<usize> {
        0..self.values.len() / self.width
    }
    #[inline(always)]
    fn width(self) -> usize {
        self.width
    }
    #[inline(always)]
    fn add_to(self, row: usize, out: &mut [f32]) {
        for (o, v) in out.iter_mut().zip(&self.values[row * self.width..]) {
            *o += v.get();
        }
    }
    #[inline(always)]
    fn read(self, row: usize, from: usize, out: &mut [f32]) {
        for (o, v) in out.iter_mut().zip(&self.values[row * self.width + from..]) {
            *o = v.get();
        }
    }
}

/// A writer for rows of plain elements.
pub(crate) struct PlainRows<'a, T> {
    pub(crate) values: &'a mut [T],
    pub(crate) width: usize,
}

impl<T: Element> Rows for PlainRows<'_, T> {
    #[inline(always)]
    fn put(&mut self, row: usize, values: &[f32]) {
        for (o, v) in self.values[row * self.width..].iter_mut().zip(values) {
            *o = T::put(*v);
        }
    }
}
