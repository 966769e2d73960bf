//! Tests of the engine against transformers, rust-bert's modules, and the whole output layer.

mod firefox;
mod golden;
mod phrases;
mod rust_bert;
mod settings;
mod shortlist;
mod t5;
mod texts;
pub(crate) mod under_test;
