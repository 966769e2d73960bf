//! Requests and results of the engine: a source with its decoding settings, and the hypotheses or
//! the error that come of it.

use std::sync::Arc;

use super::error::EngineError;
use super::phrases::Phrases;
use crate::model::Generation;

pub use crate::model::EarlyStopping;

/// Tokens that may not come at certain places of an output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bans {
    /// Sequences of tokens that may not occur: the last token of each may not follow the others.
    pub words: Vec<Vec<u32>>,
    /// Tokens that may not come first, or first after a forced first token.
    pub at_start: Vec<u32>,
}

impl Bans {
    /// The tokens that may not come after `text`, an output without its start token. `at_start` says
    /// whether nothing but a forced token is there yet.
    pub(crate) fn after(&self, text: &[u32], at_start: bool) -> impl Iterator<Item = u32> {
        let words = self.words.iter().filter_map(|word| word.split_last());
        let ending = words.filter(move |(_, before)| text.ends_with(before));
        let first: &[u32] = if at_start { &self.at_start } else { &[] };
        ending.map(|(last, _)| last).chain(first).copied()
    }
}

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
    /// Size of the n-grams of the source that may not occur in the output; 0 allows all.
    pub encoder_no_repeat_ngram: usize,
    /// Repetition penalty, as in transformers: the score of a token that occurred before is divided
    /// by it, or multiplied if the score is negative; 1 changes nothing.
    pub repetition_penalty: f32,
    /// Tokens that may not come at certain places, besides those that the model never generates.
    pub bans: Option<Arc<Bans>>,
    /// Number of hypotheses to return; at most as many as the search collects.
    pub n_best: usize,
    /// Phrases that the output is to contain. A search with one beam takes no notice of them;
    /// [`Phrases::beams`] says how many are enough. If no hypothesis contains all of them, the best
    /// without some of them is the result.
    pub phrases: Option<Arc<Phrases>>,
    /// Whether a search for phrases is built around the greedy output: that is the result if it contains
    /// them and no output that left it for the sake of a phrase was nearly as probable before, and
    /// otherwise the best one that did. The rows of such a search are `beams`, and most steps compute fewer.
    pub around_greedy: bool,
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
            encoder_no_repeat_ngram: 0,
            repetition_penalty: 1.0,
            bans: None,
            n_best: 1,
            phrases: None,
            around_greedy: false,
        }
    }
}

impl DecodeParams {
    /// Number of rows that most steps compute for a request: `beams`, but half of them, rounded up, in a
    /// search around the greedy output.
    pub(crate) fn usual_rows(&self) -> usize {
        let rows = self.beams.max(1);
        if self.around_greedy {
            rows.div_ceil(2)
        } else {
            rows
        }
    }

    /// The settings that a checkpoint's author decodes with, but with mujaz's own maximum length.
    pub fn of(generation: &Generation) -> Self {
        let bans = Bans {
            words: generation.bad_words.clone(),
            at_start: generation.suppressed_at_start.clone(),
        };
        Self {
            beams: generation.beams,
            min_new: generation.min_new,
            length_penalty: generation.length_penalty,
            early_stopping: generation.early_stopping,
            no_repeat_ngram: generation.no_repeat_ngram,
            encoder_no_repeat_ngram: generation.encoder_no_repeat_ngram,
            repetition_penalty: generation.repetition_penalty,
            bans: (bans != Bans::default()).then(|| Arc::new(bans)),
            ..Self::default()
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
