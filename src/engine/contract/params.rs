use std::sync::Arc;

use super::error::EngineError;

pub use crate::model::EarlyStopping;

/// How to decode one text. Requests of one batch may differ in everything but `beams`.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodeParams {
    /// Beams; 1 is greedy search.
    pub beams: usize,
    /// Most tokens that may come out, the end token not counted as text but counted here.
    pub max_new: usize,
    /// Tokens before which the end token may not come.
    pub min_new: usize,
    /// A finished hypothesis of n tokens scores the sum of its log-probabilities / n^this.
    pub length_penalty: f32,
    /// When a sentence ends.
    pub early_stopping: EarlyStopping,
    /// A beam search collects `beams` times this many finished hypotheses (Kasai et al. 2022,
    /// "A Call for Clarity in Beam Search"); 1 is the usual search.
    pub patience: f32,
    /// No n-gram of this size may come twice; 0 allows all.
    pub no_repeat_ngram: usize,
    /// Divides (or multiplies, when negative) the score of tokens that came before; 1 changes nothing.
    pub repetition_penalty: f32,
    /// Best hypotheses to return, at most as many as a search collects.
    pub n_best: usize,
}

impl Default for DecodeParams {
    fn default() -> Self {
        Self {
            beams: 1,
            max_new: 256,
            min_new: 0,
            length_penalty: 1.0,
            early_stopping: EarlyStopping::default(),
            patience: 1.0,
            no_repeat_ngram: 0,
            repetition_penalty: 1.0,
            n_best: 1,
        }
    }
}

/// A text to decode.
#[derive(Debug, Clone)]
pub struct Request {
    /// The caller's name for it; also the tie-break of every order, so keys should be distinct.
    pub key: u64,
    /// Source token ids, end token included.
    pub source: Arc<[u32]>,
    /// Settings.
    pub params: Arc<DecodeParams>,
}

/// One finished output.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hypothesis {
    /// Target token ids, without the start token; the end token is there if it was reached.
    pub tokens: Vec<u32>,
    /// Sum of log-probabilities, divided by the length penalty (beam search) or by the
    /// number of tokens (greedy search).
    pub score: f32,
    /// The log-probability of each token, after the rules that applied to its row.
    pub log_probs: Vec<f32>,
}

/// The result of a request.
#[derive(Debug)]
pub struct Outcome {
    /// The request's key.
    pub key: u64,
    /// Its hypotheses, best first, never empty; or why there are none.
    pub result: Result<Vec<Hypothesis>, EngineError>,
}
