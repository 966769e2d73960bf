//! Models as libtorch operators: those that the engine computes itself on a GPU, and rust-bert's own
//! modules (LongT5) on any device. The one C++ file binds operators that `tch` does not.

pub(crate) mod encoder;
pub(crate) mod layers;
pub(crate) mod longt5;
pub(crate) mod model;
pub(crate) mod rust_bert;
pub(crate) mod topk;
pub(crate) mod weights;
