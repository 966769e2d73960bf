//! Working space, kept between calls.

/// Working space of attention.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) scores: Vec<f32>,
    pub(crate) sums: Vec<f32>,
    pub(crate) bytes: Vec<u8>,
}
