//! What the scheduler asks of a model. Everything the search needs to know about an
//! encoder-decoder model is on this page.

use crate::engine::contract::error::EngineError;

/// Special tokens and limits of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The decoder's first input.
    pub start: u32,
    /// Ends a text.
    pub eos: u32,
    /// Fed to rows whose sentence is finished.
    pub pad: u32,
    /// The first output token, if forced.
    pub forced_bos: Option<u32>,
    /// The token forced at the length limit, if any.
    pub forced_eos: Option<u32>,
    /// Tokens that never come out.
    pub suppressed: Vec<u32>,
    /// Normalise log-probabilities again after tokens were suppressed.
    pub renormalize: bool,
    /// Most source tokens of a text.
    pub max_source: usize,
    /// Most target tokens of a text, the start token included.
    pub max_target: usize,
}

/// The rules that apply to one row in one step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowRules {
    /// Only this token may come.
    pub forced: Option<u32>,
    /// Tokens that may not come, besides the model's suppressed ones.
    pub banned: Vec<u32>,
    /// Tokens that came before, each once; subject to `penalty`.
    pub seen: Vec<u32>,
    /// Repetition penalty; 1 changes nothing.
    pub penalty: f32,
}

impl RowRules {
    /// Whether the repetition penalty changes anything.
    pub(crate) fn is_penalised(&self) -> bool {
        self.forced.is_none() && self.penalty != 1.0 && !self.seen.is_empty()
    }
}

/// One possible next token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its id.
    pub token: u32,
    /// Log-probability after the row's rules; negative infinity is never returned.
    pub log_prob: f32,
}

/// How candidates are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scoring {
    /// Rules apply to logits (transformers' greedy search).
    Logits,
    /// Rules apply to log-probabilities (transformers' beam search).
    LogProbs,
}

/// One decode step: what comes in for each row, and what is asked. In the first step of a sentence
/// its rows must be equal: a model may compute one for all.
pub struct Step<'a> {
    /// The token each row goes on from.
    pub tokens: &'a [u32],
    /// The rules of each row.
    pub rules: &'a [RowRules],
    /// Candidates wanted for each row.
    pub k: usize,
    /// How they are scored.
    pub scoring: Scoring,
}

/// An encoder-decoder model with the state of the sentences that are being decoded.
///
/// State is a list of sentences, each with `width` rows (its beams); row `r` belongs to
/// sentence `r / width`.
pub trait Seq2Seq: Send {
    /// Special tokens and limits.
    fn spec(&self) -> &Spec;

    /// Encodes `sources` and appends them as new sentences with `width` rows each.
    ///
    /// # Errors
    /// [`EngineError`] when the device fails; the state is then undefined until [`Seq2Seq::clear`].
    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError>;

    /// Runs one decode step for all rows and returns, for each, its `k` best next tokens in
    /// falling order (ties: smaller id first).
    ///
    /// # Errors
    /// As for [`Seq2Seq::admit`].
    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError>;

    /// Keeps the sentences at `sentences` (rising), whose rows continue the old rows at `rows`.
    ///
    /// # Errors
    /// As for [`Seq2Seq::admit`].
    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError>;

    /// Forgets all sentences.
    fn clear(&mut self);
}
