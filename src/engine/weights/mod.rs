//! The weights of the networks that the engine computes itself: which tensors a checkpoint must
//! have, how they are fused, and which tokens the output layer scores. A backend decides how they
//! are stored.

mod bart_like;
pub(crate) mod layout;
pub(crate) mod loader;
pub(crate) mod positions;
pub(crate) mod reader;
pub(crate) mod relative;
pub(crate) mod t5;
pub(crate) mod vocabulary;
