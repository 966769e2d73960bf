//! The current `tch` under the version number that rust-bert 0.23 asks for.
pub use tch_current::*;
