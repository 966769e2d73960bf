//! The weights of BART-shaped models: which tensors a checkpoint must have, how they are fused, and
//! which tokens the output layer scores. How they are stored is a backend's business.

pub(crate) mod layout;
pub(crate) mod positions;
pub(crate) mod vocabulary;
