//! The brief: the result type for one article, the pages that show it, and where they are stored.
//! Renderers are pure functions from a [`Brief`] to text; article text is escaped here and nowhere
//! else. Nothing here reads or writes files or knows of models.

mod digest;
mod html;
mod markdown;
mod paths;
mod rendering;
mod types;
mod wording;

pub use digest::{DigestEntry, IndexLine, index_html, index_line, line_of, outcome_of};
pub use paths::{brief_file, brief_path};
pub use rendering::Rendering;
pub use types::*;
pub(crate) use wording::clean;
