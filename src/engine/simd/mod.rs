//! Loops over sixteen floats in the best instructions that the processor has, chosen at run time.

pub(crate) mod dispatch;
pub(crate) mod lanes;
pub(crate) mod prefetch;
