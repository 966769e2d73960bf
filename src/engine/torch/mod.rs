//! Models as libtorch operators: BART-shaped ones on a GPU, and rust-bert's own modules (T5, mT5,
//! LongT5) on any device. The one C++ file binds operators that `tch` does not.

pub(crate) mod layers;
pub(crate) mod model;
pub(crate) mod rust_bert;
pub(crate) mod t5;
pub(crate) mod topk;
pub(crate) mod weights;
