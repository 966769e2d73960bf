//! Special tokens and default decoding settings of a checkpoint. This file owns what each setting
//! means, and the values of those that no file has.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::settings::Settings;
use crate::model::ModelError;

/// Beyond these, a length to the power of the penalty need not be a finite number above zero.
const LENGTH_PENALTY: RangeInclusive<f32> = -10.0..=10.0;
/// Beyond these, logits that are multiplied or divided by the penalty need not be finite.
const REPETITION_PENALTY: RangeInclusive<f32> = 0.01..=100.0;

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
    /// Tokens that no output begins with, after its forced first token.
    pub suppressed_at_start: Vec<u32>,
    /// Sequences of two or more tokens that are never generated.
    pub bad_words: Vec<Vec<u32>>,
    /// Whether scores are normalised again after tokens were suppressed.
    pub renormalize: bool,
    /// Number of beams.
    pub beams: usize,
    /// Minimum number of output tokens before the end token.
    pub min_new: usize,
    /// Exponent of the length by which a score is divided.
    pub length_penalty: f32,
    /// When a beam search stops.
    pub early_stopping: EarlyStopping,
    /// Size of the n-grams that may not occur twice; 0 allows all.
    pub no_repeat_ngram: usize,
    /// Size of the n-grams of the source that may not occur in the output; 0 allows all.
    pub encoder_no_repeat_ngram: usize,
    /// Factor by which tokens become less likely once they have occurred; 1 changes nothing.
    pub repetition_penalty: f32,
    /// The settings that ask for something other than what mujaz does, by key.
    pub unheeded: Vec<&'static str>,
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
    /// When no beam is left: a hypothesis that ends keeps its place, so that there is one beam less from then on,
    /// as in Marian.
    Narrowing,
}

impl Generation {
    /// Leaves out suppressed tokens and bad words that the vocabularies, with so many source and
    /// target tokens, do not have.
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
        let exists = |token: &u32| i64::from(*token) < target;
        self.suppressed.retain(exists);
        self.suppressed_at_start.retain(exists);
        self.bad_words.retain(|word| word.iter().all(exists));
        Ok(())
    }

    /// Reads the settings. `defaults` are the tokens that transformers uses for the family if no
    /// file names one.
    pub(in crate::model) fn of(
        defaults: &[(&str, u32)],
        settings: &Settings<'_>,
    ) -> Result<Self, ModelError> {
        let default = |key: &str| defaults.iter().find(|(k, _)| *k == key).map(|(_, id)| *id);
        // A key set to null names no token, and a generation_config.json without a forced end
        // token forces none.
        let silent = |key: &str| {
            !settings.names(key) && (key != "forced_eos_token_id" || settings.generation.is_empty())
        };
        let token = |key: &str| -> Result<Option<u32>, ModelError> {
            let named = settings.token(key)?;
            Ok(named.or_else(|| default(key).filter(|_| silent(key))))
        };
        let needed = |key: &str| -> Result<u32, ModelError> {
            token(key)?.ok_or_else(|| ModelError::BadConfig {
                path: settings.config.path.clone(),
                reason: format!("`{key}` is missing"),
            })
        };
        let eos = needed("eos_token_id")?;
        let (mut suppressed, bad_words) = bad_words(settings.sequences("bad_words_ids")?, eos);
        suppressed.extend(settings.tokens("suppress_tokens")?);
        Ok(Self {
            pad: needed("pad_token_id")?,
            eos,
            start: token("decoder_start_token_id")?
                .or(token("bos_token_id")?)
                .unwrap_or(eos),
            forced_bos: token("forced_bos_token_id")?,
            forced_eos: token("forced_eos_token_id")?,
            suppressed,
            suppressed_at_start: settings.tokens("begin_suppress_tokens")?,
            bad_words,
            renormalize: settings.flag("renormalize_logits")?,
            beams: settings.count("num_beams")?.map_or(1, |n| n.clamp(1, 64)),
            min_new: min_new(settings)?,
            length_penalty: within(settings, "length_penalty", LENGTH_PENALTY)?,
            early_stopping: early_stopping(settings)?,
            no_repeat_ngram: settings.count("no_repeat_ngram_size")?.unwrap_or(0),
            encoder_no_repeat_ngram: settings.count("encoder_no_repeat_ngram_size")?.unwrap_or(0),
            repetition_penalty: within(settings, "repetition_penalty", REPETITION_PENALTY)?,
            unheeded: settings.unheeded(),
        })
    }
}

/// The single tokens and the sequences of tokens among the `words` of `bad_words_ids`. transformers
/// passes over the end token there.
fn bad_words(words: Vec<Vec<u32>>, eos: u32) -> (Vec<u32>, Vec<Vec<u32>>) {
    let (mut single, mut several) = (Vec::new(), Vec::new());
    for word in words {
        if word.len() > 1 {
            several.push(word);
        } else {
            single.extend(word.into_iter().filter(|&token| token != eos));
        }
    }
    (single, several)
}

/// Minimum number of output tokens before the end token. `min_length` counts the start token too;
/// `min_new_tokens` overrides it.
fn min_new(settings: &Settings<'_>) -> Result<usize, ModelError> {
    let with_start = settings.count("min_length")?.unwrap_or(0);
    let own = settings.count("min_new_tokens")?;
    Ok(own.unwrap_or(with_start.saturating_sub(1)))
}

fn early_stopping(settings: &Settings<'_>) -> Result<EarlyStopping, ModelError> {
    match settings.get("early_stopping") {
        None | Some(Value::Bool(false)) => Ok(EarlyStopping::Heuristic),
        Some(Value::Bool(true)) => Ok(EarlyStopping::Yes),
        Some(Value::String(word)) if word == "never" => Ok(EarlyStopping::Never),
        Some(_) => Err(settings.bad("early_stopping", "is neither true, false nor \"never\"")),
    }
}

/// A number of a range that is 1 where no file names it.
fn within(
    settings: &Settings<'_>,
    key: &str,
    range: RangeInclusive<f32>,
) -> Result<f32, ModelError> {
    let number = settings.decimal(key)?.unwrap_or(1.0);
    if range.contains(&number) {
        return Ok(number);
    }
    let (least, most) = (range.start(), range.end());
    let what = format!("is {number}, and must be from {least} to {most}");
    Err(settings.bad(key, &what))
}
