//! Rows that come out of a linear layer, and rows that are being written for the next one.

use std::ops::Range;

use crate::engine::cpu::precision::element::Element;

/// Some rows of the result of a linear layer.
pub(crate) trait Product: Copy {
    /// Which.
    fn rows(self) -> Range<usize>;
    /// Values of a row.
    fn width(self) -> usize;
    /// Adds a row to `out`.
    fn add_to(self, row: usize, out: &mut [f32]);
    /// Writes a row's values from column `from` on to `out`.
    fn read(self, row: usize, from: usize, out: &mut [f32]);
}

/// Rows that are being written.
pub(crate) trait Rows {
    fn put(&mut self, row: usize, values: &[f32]);
}

/// Rows of one element type.
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

/// The same, to be written.
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
