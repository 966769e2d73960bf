//! The brief: the result type for one article, and its renderers.

mod types;

pub use types::*;
