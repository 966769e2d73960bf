//! Models on this machine: where they are stored, whether they are complete, and what identifies
//! them. Nothing here uses the network.

pub(super) mod digest;
pub(super) mod identity;
pub(super) mod locate;
pub(super) mod lock;
pub(super) mod name;
