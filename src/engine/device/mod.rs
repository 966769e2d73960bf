//! Devices and number formats, and what this machine has of them.

pub(crate) mod cuda;
pub(crate) mod hardware;
