//! Models as files: which ones mujaz knows, where they lie, how they are fetched from a hub,
//! checked and identified. Nothing here runs a model, and nothing but `pull` uses the network.

mod bpe;
mod catalogue;
mod config;
mod digest;
mod download;
mod error;
mod fault;
mod http;
mod hub;
mod identity;
mod languages;
mod locate;
mod lock;
mod pickle;
mod pull;
mod sentencepiece;
mod shortlist;
mod spiece;
mod t5_config;
mod tokenizer;
mod weights;

pub use catalogue::{Architecture, Catalogue, Entry, Kind, Score};
pub use config::{EarlyStopping, Family, Generation, ModelConfig, Positions};
pub use error::ModelError;
pub use identity::{HashCache, identity, identity_cached};
pub use languages::Pair;
pub use locate::{Located, Places, check_name, locate};
pub use lock::{LOCK_FILE, Lock, LockedFile, Problem, missing_files, verify};
pub use pull::{PullEvent, PullOptions, pull};
pub use shortlist::Shortlist;
pub(crate) use t5_config::limits as t5_limits;
pub use t5_config::{SummaryTask, T5Settings, T5Shape};
pub use tokenizer::{TextCodec, Tokenizer};
pub use weights::Checkpoint;
