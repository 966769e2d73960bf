//! Inference with encoder-decoder models: token ids in, token ids out. The engine knows nothing of
//! text or articles, and reads no files but a model's.
//!
//! `contract` holds the types that all parts agree on. `decode` batches and searches, and `serve`
//! runs it on threads. `cpu` and `torch` are the two implementations of [`Seq2Seq`], built on
//! `weights`, `device` and `simd`; `load` chooses between them. Dependencies have no cycles.

mod contract;
mod cpu;
mod decode;
mod device;
mod load;
mod selftest;
mod serve;
mod simd;
#[cfg(test)]
mod tests;
mod torch;
mod weights;

pub use contract::error::EngineError;
pub use contract::params::{Bans, DecodeParams, EarlyStopping, Hypothesis, Outcome, Request};
pub use contract::phrases::{Asked, MOST_PHRASES, Phrase, Phrases, Spelling};
pub use contract::seq2seq::{Candidate, RowRules, Scoring, Seq2Seq, Spec, Step};
pub use decode::batch::{Budget, Waiting};
pub use decode::mock::{Mock, MockCodec};
pub use decode::scheduler::Spent;
pub use device::hardware::{
    Device, Devices, Precision, cores, cpu_features, cuda_state, describe, device_memory,
    set_threads, torch_version, torch_works,
};
pub use load::{LoadedModel, load};
pub use selftest::{Comparison, SelfTestError, Speed, compare, precisions, speeds};
pub use serve::engine::Engine;
pub use serve::messages::Notice;
pub use serve::pool::Intake;
pub use weights::loader::LoadError;
pub use weights::vocabulary::OutputScope;
