//! The interface between the search and the models: everything that the search needs to know about
//! an encoder-decoder model.

use crate::engine::contract::error::EngineError;

/// Special tokens and limits of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The token that the decoder starts from.
    pub start: u32,
    /// The end token.
    pub eos: u32,
    /// The padding token. It fills up shorter sources of a batch, and is fed to rows whose sentence
    /// is finished.
    pub pad: u32,
    /// The token forced at the first position, if any.
    pub forced_bos: Option<u32>,
    /// The token forced at the length limit, if any.
    pub forced_eos: Option<u32>,
    /// Tokens that are never generated.
    pub suppressed: Vec<u32>,
    /// Whether log-probabilities are normalised again after the rules were applied
    /// (`renormalize_logits` in transformers).
    pub renormalize: bool,
    /// Maximum number of source tokens, the end token included.
    pub max_source: usize,
    /// Maximum number of target tokens, the start token included.
    pub max_target: usize,
}

/// The rules that apply to one row in one step.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowRules {
    /// The only token allowed, if one is forced.
    pub forced: Option<u32>,
    /// Tokens that are not allowed, besides the model's suppressed ones.
    pub banned: Vec<u32>,
    /// Tokens that occurred before, each once; `penalty` applies to them.
    pub seen: Vec<u32>,
    /// Repetition penalty; 1 changes nothing.
    pub penalty: f32,
    /// Tokens whose log-probability is asked for, whatever their rank; rising, each once.
    pub wanted: Vec<u32>,
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
    /// The token's id.
    pub token: u32,
    /// Log-probability after the row's rules; never negative infinity.
    pub log_prob: f32,
}

/// The scores that a row's rules apply to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scoring {
    /// Rules apply to logits (transformers' greedy search).
    Logits,
    /// Rules apply to log-probabilities (transformers' beam search).
    LogProbs,
}

/// The input of one decode step. In a sentence's first step all its rows must be equal, so that a
/// model may compute one for all.
pub struct Step<'a> {
    /// The last token of each row.
    pub tokens: &'a [u32],
    /// The rules of each row.
    pub rules: &'a [RowRules],
    /// Number of candidates wanted for each row.
    pub k: usize,
    /// The scores that the rules apply to.
    pub scoring: Scoring,
    /// For each sentence, the number of its first rows whose candidates are looked at, at least one.
    /// A model need not compute the others, and may return anything for them. Empty if all rows of all
    /// sentences are looked at.
    pub live: &'a [usize],
}

/// An encoder-decoder model with the state of the sentences that are being decoded.
///
/// The state is a list of sentences, each with `width` rows (its beams); row `r` belongs to
/// sentence `r / width`.
pub trait Seq2Seq: Send {
    /// Special tokens and limits.
    fn spec(&self) -> &Spec;

    /// Encodes `sources` and appends them as new sentences with `width` rows each. All sentences of
    /// the state must have the same `width`.
    ///
    /// # Errors
    /// [`EngineError`] if the device fails; the state is then undefined until [`Seq2Seq::clear`].
    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError>;

    /// Makes `tokens` possible outputs of a sentence, whatever its shortlist says. A model without
    /// shortlists has nothing to do.
    fn allow(&mut self, sentence: usize, tokens: &[u32]) {
        let _ = (sentence, tokens);
    }

    /// Runs one decode step for all rows. Returns the `k` best next tokens of each row, best first
    /// (ties: smaller id first): fewer if the rules leave fewer, and only the forced token if there
    /// is one. After them come the wanted tokens that are not among them and that the rules allow.
    ///
    /// # Errors
    /// The errors of [`Seq2Seq::admit`].
    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError>;

    /// Keeps the sentences with the indices `sentences`, in rising order, and drops the others. New
    /// row `i` continues old row `rows[i]`.
    ///
    /// # Errors
    /// The errors of [`Seq2Seq::admit`].
    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError>;

    /// Drops all sentences.
    fn clear(&mut self);
}
