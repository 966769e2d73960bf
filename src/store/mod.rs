//! The state of a run on disk: the journal of jobs, the translation memory, the search index, and
//! files that appear
//! complete or not at all.
//! Nothing here knows what a file contains.

mod files;
mod journal;
mod memory;
mod read_only;
mod search;

pub(crate) use files::temporary_in;
pub use files::{OutputDir, StoreError};
pub use journal::{Entry, Journal, Outcome, Totals};
pub use memory::{Approved, Forget, Memory, MemoryPair, MemoryStats, Origin, Remembered, TextKey};
pub use search::{Indexed, SearchIndex};
