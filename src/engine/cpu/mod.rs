//! BART-shaped models on processors. Products run in oneDNN through libtorch or in a kernel of
//! our own; all else are loops over slices, one thread for each replica, without padding.

pub(crate) mod attention;
pub(crate) mod beams;
pub(crate) mod encoder;
pub(crate) mod kernels;
pub(crate) mod layers;
pub(crate) mod model;
pub(crate) mod precision;
pub(crate) mod shortlisted_output;
pub(crate) mod topk;
pub(crate) mod weights;
