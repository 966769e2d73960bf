//! The state of a run on disk: the journal of jobs, the translation memory, the search index, and
//! files that appear complete or not at all. Nothing here knows what a file contains.

mod durable;
mod error;
mod files;
mod journal;
mod memory;
mod read_only;
mod rewrite;
mod search;

pub(crate) use durable::sync_folder;
pub use error::StoreError;
pub use files::OutputDir;
pub(crate) use files::{is_absent, lock_file, temporary_in};
pub use journal::{Entry, Journal, Outcome, Totals};
pub use memory::{Approved, Forget, Memory, MemoryPair, MemoryStats, Origin, Remembered, TextKey};
pub use search::{Indexed, SearchIndex};
