//! Attention on processors: how keys and values are stored, and the kernels that compute attention
//! over them. Nothing here multiplies by weights.

pub(crate) mod batch;
pub(crate) mod bias;
pub(crate) mod kv_cell;
pub(crate) mod paging;
pub(crate) mod rows;
pub(crate) mod scratch;
pub(crate) mod vnni_pages;

/// Number of positions in a page of keys and values.
pub(crate) const PAGE: usize = 16;

/// Lower bound on the largest absolute value of a head when it is quantized, so that 127 divided by
/// it is finite.
pub(crate) const SMALLEST: f32 = 1e-30;
