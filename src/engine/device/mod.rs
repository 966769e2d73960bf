//! Devices and precisions: which exist, which of them this machine has, and loading CUDA.

pub(crate) mod cuda;
pub(crate) mod hardware;
