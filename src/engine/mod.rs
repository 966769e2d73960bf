//! Running encoder-decoder models: batching, search, the decoder step, precision, devices.
//! It turns token ids into token ids and knows nothing of text, articles or files.

mod adapter;
#[cfg(test)]
mod adapter_tests;
mod arithmetic;
mod attention;
mod batch;
mod beams;
mod blocks;
mod cached;
mod cpu;
mod cuda;
mod dispatch;
mod element;
mod encoder;
mod error;
#[cfg(test)]
mod golden_tests;
mod hardware;
mod head_page;
mod int8;
mod kernels;
mod lanes;
mod linear;
mod listed;
mod load;
mod mock;
mod packed;
mod pages;
mod params;
mod placed;
mod pool;
mod positions;
mod rank;
mod replica;
#[cfg(test)]
mod rust_bert_tests;
mod scheduler;
mod search;
mod seen;
mod select;
mod selftest;
mod seq2seq;
#[cfg(test)]
mod shortlist_tests;
mod synthetic;
mod t5;
mod tensor;
#[cfg(test)]
mod under_test;
mod vnni;
mod vocabulary;
mod weights;

pub use batch::{Budget, Waiting};
pub use error::EngineError;
pub use hardware::{
    Device, Devices, Precision, cpu_features, cuda_state, describe, set_threads, torch_version,
    torch_works,
};
pub use load::{LoadedModel, load};
pub use mock::{Mock, MockCodec};
pub use params::{DecodeParams, EarlyStopping, Hypothesis, Request};
pub use pool::{Engine, Intake, Outcome};
pub use replica::Notice;
pub use scheduler::Spent;
pub use selftest::{Comparison, SelfTestError, Speed, compare, precisions, speeds};
pub use seq2seq::{Candidate, RowRules, Scoring, Seq2Seq, Spec, Step};
pub use vocabulary::OutputScope;
pub use weights::LoadError;
