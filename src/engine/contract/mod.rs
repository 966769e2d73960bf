//! What the parts of the engine agree on: a request, how to decode it, its result, and what the
//! search asks of a model. It holds types and no code that computes.

pub(crate) mod error;
pub(crate) mod params;
pub(crate) mod seq2seq;
