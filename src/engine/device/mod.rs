//! Devices and precisions: which exist, which of them this machine has, loading CUDA, and
//! what libtorch's operators give back.

pub(crate) mod cuda;
pub(crate) mod hardware;
pub(crate) mod operators;
