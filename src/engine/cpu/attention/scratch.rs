//! Buffers of the attention kernels, kept between calls to save allocations.

/// Buffers of the attention kernels.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) scores: Vec<f32>,
    pub(crate) sums: Vec<f32>,
    pub(crate) bytes: Vec<u8>,
}
