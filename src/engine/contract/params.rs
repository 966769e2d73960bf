//! Requests and results of the engine: a source with its decoding settings, and the hypotheses or
//! the error that come of it.

use std::sync::Arc;

use super::error::EngineError;
use super::phrases::Phrases;

pub use crate::model::EarlyStopping;

/// The settings for decoding one source. The requests of a batch may differ in everything but
/// `beams`.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodeParams {
    /// Number of beams; 1 is greedy search.
    pub beams: usize,
    /// Maximum number of output tokens, the end token included.
    pub max_new: usize,
    /// Minimum number of output tokens before the end token.
    pub min_new: usize,
    /// Length penalty: beam search divides the sum of a hypothesis's log-probabilities by its
    /// length in tokens raised to this power.
    pub length_penalty: f32,
    /// When a beam search stops.
    pub early_stopping: EarlyStopping,
    /// Patience factor: a beam search collects `beams` times this many finished hypotheses (Kasai
    /// et al. 2022, "A Call for Clarity in Beam Search"); 1 is the usual search.
    pub patience: f32,
    /// Size of the n-grams that may not occur twice, counting the start token as part of the text;
    /// 0 allows all.
    pub no_repeat_ngram: usize,
    /// Repetition penalty, as in transformers: the score of a token that occurred before is divided
    /// by it, or multiplied if the score is negative; 1 changes nothing.
    pub repetition_penalty: f32,
    /// Number of hypotheses to return; at most as many as the search collects.
    pub n_best: usize,
    /// Phrases that the output is to contain. A search with one beam takes no notice of them;
    /// [`Phrases::beams`] says how many are enough. If no hypothesis contains all of them, the best
    /// without some of them is the result.
    pub phrases: Option<Arc<Phrases>>,
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
            phrases: None,
        }
    }
}

/// A source to decode.
#[derive(Debug, Clone)]
pub struct Request {
    /// The caller's identifier. It also breaks ties between requests, so keys must be distinct.
    pub key: u64,
    /// Source token ids, the end token included.
    pub source: Arc<[u32]>,
    /// The settings for decoding it.
    pub params: Arc<DecodeParams>,
}

/// One finished output.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hypothesis {
    /// Target token ids without the start token; the end token is included if it was reached.
    pub tokens: Vec<u32>,
    /// Sum of the log-probabilities, divided by the length penalty (beam search) or by the number
    /// of tokens (greedy search).
    pub score: f32,
    /// The log-probability of each token after the rules of its row.
    pub log_probs: Vec<f32>,
}

/// The result of a request.
#[derive(Debug)]
pub struct Outcome {
    /// The request's key.
    pub key: u64,
    /// The hypotheses, best first and at least one, or the reason why there are none.
    pub result: Result<Vec<Hypothesis>, EngineError>,
}
