//! What a run remembers on disk: the journal of jobs, and files that appear whole or not at all.

mod files;
mod journal;

pub(crate) use files::temporary_in;
pub use files::{OutputDir, StoreError};
pub use journal::{Entry, Journal, Outcome, Totals};
