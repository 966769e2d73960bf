//! The state of a run on disk: the journal of jobs, the translation memory, the search index,
//! files that appear complete or not at all, and data that are too large for memory. Nothing here knows
//! what a file contains.

mod bounded;
mod database;
mod durable;
mod error;
mod files;
mod journal;
mod memory;
mod regular;
mod rewrite;
mod scratch;
mod search;
mod second_look;
mod sorter;
mod spill;

pub(crate) use bounded::{at_most, read_at_most, too_large};
pub(crate) use durable::sync_folder;
pub use error::StoreError;
pub use files::OutputDir;
pub(crate) use files::{file_is_there, is_output, lock_file, state_folder, temporary_in};
pub use journal::{Entry, Journal, Outcome, Totals};
pub(crate) use memory::APPROVED;
pub use memory::{Approved, Forget, Memory, MemoryPair, MemoryStats, Origin, Remembered, TextKey};
pub(crate) use regular::{open_regular, read_regular};
pub(crate) use scratch::Scratch;
pub use search::{Indexed, SearchIndex};
pub(crate) use sorter::{Record, Sorted, Sorter};
pub(crate) use spill::Spill;
