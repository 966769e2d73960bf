//! Special tokens and default decoding settings, from `generation_config.json` or, in older
//! checkpoints, `config.json`. This file owns which of the two counts.

use serde_json::{Map, Value};

use super::fields::Fields;
use crate::model::ModelError;

/// Special tokens and default decoding settings of a checkpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Generation {
    /// The token that pads a batch.
    pub pad: u32,
    /// The token that ends a text.
    pub eos: u32,
    /// The decoder's first input.
    pub start: u32,
    /// The first token of every output, if forced.
    pub forced_bos: Option<u32>,
    /// The token forced at the length limit, if any.
    pub forced_eos: Option<u32>,
    /// Tokens that are never generated.
    pub suppressed: Vec<u32>,
    /// Whether scores are normalised again after tokens were suppressed.
    pub renormalize: bool,
    /// Number of beams.
    pub beams: usize,
    /// Exponent of the length by which a score is divided.
    pub length_penalty: f32,
    /// When a beam search stops.
    pub early_stopping: EarlyStopping,
    /// Size of the n-grams that may not occur twice; 0 allows all.
    pub no_repeat_ngram: usize,
}

/// When a beam search stops, once it has a finished hypothesis for each beam.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EarlyStopping {
    /// At once.
    Yes,
    /// When the best running beam, at its present length, scores no better than the worst finished
    /// one.
    #[default]
    Heuristic,
    /// When no running beam can become better at any length.
    Never,
}

impl Generation {
    /// Leaves out suppressed tokens that the vocabularies, with so many source and target tokens, do
    /// not have.
    ///
    /// # Errors
    /// The key and the token, if another token is not in its vocabulary.
    pub(in crate::model) fn fit(
        &mut self,
        (source, target): (i64, i64),
    ) -> Result<(), (&'static str, u32)> {
        let named = [
            ("pad_token_id", Some(self.pad), source.max(target)),
            ("eos_token_id", Some(self.eos), source.min(target)),
            ("decoder_start_token_id", Some(self.start), target),
            ("forced_bos_token_id", self.forced_bos, target),
            ("forced_eos_token_id", self.forced_eos, target),
        ];
        for (key, token, size) in named {
            if let Some(token) = token.filter(|&token| i64::from(token) >= size) {
                return Err((key, token));
            }
        }
        self.suppressed.retain(|&token| i64::from(token) < target);
        Ok(())
    }

    /// Reads the settings. `defaults` are the tokens that transformers uses for the family if
    /// neither file names one.
    pub(in crate::model) fn of(
        defaults: &[(&str, u32)],
        config: &Fields,
        generation: &Map<String, Value>,
    ) -> Result<Self, ModelError> {
        let default = |key: &str| defaults.iter().find(|(k, _)| *k == key).map(|(_, id)| *id);
        // generation_config.json overrides config.json, as in transformers.
        let value = |key: &str| match generation.get(key) {
            None | Some(Value::Null) => config.map.get(key).filter(|v| !v.is_null()),
            some => some,
        };
        let token = |key: &str| {
            value(key)
                .and_then(|v| v.as_u64().or_else(|| v.get(0)?.as_u64()))
                .and_then(|n| u32::try_from(n).ok())
        };
        // A key set to null names no token, and a generation_config.json without a forced end
        // token forces none.
        let silent = |key: &str| {
            !generation.contains_key(key)
                && !config.map.contains_key(key)
                && (key != "forced_eos_token_id" || generation.is_empty())
        };
        let token = |key: &str| token(key).or_else(|| default(key).filter(|_| silent(key)));
        let needed = |key: &str| {
            token(key).ok_or_else(|| ModelError::BadConfig {
                path: config.path.clone(),
                reason: format!("`{key}` is missing"),
            })
        };
        let suppressed = value("bad_words_ids")
            .and_then(Value::as_array)
            .map(|words| {
                words
                    .iter()
                    .filter_map(Value::as_array)
                    .filter(|w| w.len() == 1)
                    .filter_map(|w| w[0].as_u64())
                    .filter_map(|n| u32::try_from(n).ok())
                    .collect()
            })
            .unwrap_or_default();
        let eos = needed("eos_token_id")?;
        Ok(Self {
            pad: needed("pad_token_id")?,
            eos,
            start: token("decoder_start_token_id")
                .or_else(|| token("bos_token_id"))
                .unwrap_or(eos),
            forced_bos: token("forced_bos_token_id"),
            forced_eos: token("forced_eos_token_id"),
            suppressed,
            renormalize: value("renormalize_logits")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            beams: value("num_beams")
                .and_then(Value::as_u64)
                .map_or(1, |n| n.clamp(1, 64) as usize),
            length_penalty: value("length_penalty")
                .and_then(Value::as_f64)
                .unwrap_or(1.0) as f32,
            early_stopping: match value("early_stopping") {
                Some(Value::Bool(true)) => EarlyStopping::Yes,
                Some(Value::String(s)) if s == "never" => EarlyStopping::Never,
                _ => EarlyStopping::Heuristic,
            },
            no_repeat_ngram: value("no_repeat_ngram_size")
                .and_then(Value::as_u64)
                .unwrap_or(0) as usize,
        })
    }
}
