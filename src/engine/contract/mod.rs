//! The types that all parts of the engine agree on: requests and their settings, results, errors,
//! and the trait that the search calls models through. Nothing here computes.

pub(crate) mod error;
pub(crate) mod params;
pub(crate) mod phrases;
pub(crate) mod seq2seq;
