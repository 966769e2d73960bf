//! Models on this machine: where they lie, whether they are whole, and which they are.

pub(super) mod digest;
pub(super) mod identity;
pub(super) mod locate;
pub(super) mod lock;
pub(super) mod name;
