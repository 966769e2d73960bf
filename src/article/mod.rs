//! Files to articles: finding them, decoding their bytes, extracting text and structure.
//! Nothing here knows of models or translation.

mod types;

pub use types::*;
