//! Models as files: which ones mujaz knows, where they are stored, how they are fetched from a
//! hub, checked and identified. Nothing here runs a model, and nothing but `hub` uses the network.

mod catalogue;
mod checkpoint;
mod config;
mod error;
mod family;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod hub;
mod languages;
mod licence;
mod regular_file;
mod store;
mod tokenizer;

pub use catalogue::{Catalogue, Entry, Kind, Score};
pub use checkpoint::generation::{EarlyStopping, Generation};
pub use checkpoint::shortlist::Shortlist;
pub use checkpoint::summary_task::SummaryTask;
pub use checkpoint::tensors::Checkpoint;
pub use config::ModelConfig;
pub use error::ModelError;
pub use family::{BartLike, Decoder, Family, LongT5Network, Network, Pair, Positions, T5Network};
pub use hub::event::PullEvent;
pub use hub::offline::switched_off;
pub use hub::pull::{PullOptions, pull};
pub use languages::{check_reads, check_translates, check_writes, languages_read};
pub use licence::{Restriction, restriction};
pub use store::identity::{HashCache, identity, identity_cached};
pub use store::locate::{Located, Places, locate};
pub use store::lock::{LOCK_FILE, Lock, LockedFile, Problem, missing_files, verify};
pub use store::name::check_name;
pub use tokenizer::{TextCodec, Tokenizer};
