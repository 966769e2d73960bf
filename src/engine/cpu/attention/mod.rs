//! Attention on processors: where keys and values lie, in which form, and how queries meet them.

pub(crate) mod batch;
pub(crate) mod kv_cell;
pub(crate) mod paging;
pub(crate) mod rows;
pub(crate) mod scratch;
pub(crate) mod vnni_pages;

/// Positions of a page of keys and values.
pub(crate) const PAGE: usize = 16;

/// Heads with no larger number are zeros; the quotient of 127 and it is finite.
pub(crate) const SMALLEST: f32 = 1e-30;
