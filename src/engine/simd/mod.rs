//! SIMD on processors: vectors of sixteen floats, and loops compiled for several levels of
//! instructions, of which the best is chosen at run time.

pub(crate) mod dispatch;
pub(crate) mod lanes;
pub(crate) mod prefetch;
