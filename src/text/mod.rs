//! Text of the source language: what a model gets to read, where sentences begin and end, how
//! a long one is divided, and whether a text is in the expected language at all.
//!
//! The module owns every rule that depends on a language, in tables chosen by language code.
//! It takes strings and gives spans and strings; it never reads files, never asks a model, and
//! never changes the text that a span points into.

mod cuts;
mod dateline;
mod enclosures;
mod fold;
mod language;
mod months;
mod normalize;
mod script;
mod segment;
mod split;
pub mod tables;

pub use fold::fold_for_search;
pub use language::{Language, check, identify, is_translatable, script_of_language};
pub use normalize::{Changes, Normalized, normalize};
pub use script::Script;
pub use segment::{Segment, SegmentKind, segment};
pub use split::split_long;
pub use tables::LanguageTables;
