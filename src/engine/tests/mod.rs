//! The engine against the outside world: transformers, rust-bert's modules, whole output layers.

mod golden;
mod rust_bert;
mod shortlist;
mod t5;
pub(crate) mod under_test;
