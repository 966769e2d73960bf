//! The networks that the engine computes itself, on processors. Matrix products run in oneDNN
//! through libtorch or in mujaz's int8 GEMM; the rest are loops over slices. Each replica computes
//! on one thread, without padding.

pub(crate) mod activations;
pub(crate) mod attention;
pub(crate) mod beams;
pub(crate) mod encoder;
pub(crate) mod history;
pub(crate) mod kernels;
pub(crate) mod layers;
pub(crate) mod model;
pub(crate) mod precision;
pub(crate) mod sentence;
pub(crate) mod shortlisted_output;
pub(crate) mod topk;
pub(crate) mod weights;
