//! The settings a checkpoint brings: `config.json` and `generation_config.json`.
//!
//! They are parsed here and not by rust-bert, whose parser panics on the fields that today's
//! hub files leave out; what is missing takes the family's default.

use std::path::Path;

use rust_bert::Activation;
use rust_bert::bart::BartConfig;
use serde_json::{Map, Value};

use super::{ModelError, SummaryTask, T5Settings, t5_config};

/// A family of encoder-decoder models: of the BART shape, or of T5's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Marian (opus-mt): sinusoidal positions, SentencePiece.
    Marian,
    /// BART: learned positions, byte-level BPE.
    Bart,
    /// mBART-50: learned positions, norms before blocks, languages as tokens.
    MBart,
    /// PEGASUS: sinusoidal positions, norms before blocks.
    Pegasus,
    /// M2M-100 and NLLB-200: fairseq's sinusoidal positions, norms before blocks, languages as
    /// tokens.
    M2m100,
    /// T5 and mT5: relative positions, SentencePiece.
    T5,
    /// LongT5: T5 with local attention in the encoder.
    LongT5,
}

impl Family {
    fn of(model_type: &str) -> Option<Self> {
        match model_type {
            "marian" => Some(Self::Marian),
            "bart" => Some(Self::Bart),
            "mbart" => Some(Self::MBart),
            "pegasus" => Some(Self::Pegasus),
            "m2m_100" => Some(Self::M2m100),
            "t5" | "mt5" => Some(Self::T5),
            "longt5" => Some(Self::LongT5),
            _ => None,
        }
    }

    /// The token that transformers takes where neither file names one.
    fn default_token(self, key: &str) -> Option<u32> {
        let tokens: &[(&str, u32)] = match self {
            Self::Marian | Self::Bart | Self::T5 | Self::LongT5 => &[],
            Self::MBart => &[
                ("pad_token_id", 1),
                ("bos_token_id", 0),
                ("eos_token_id", 2),
                ("forced_eos_token_id", 2),
            ],
            Self::Pegasus => &[
                ("pad_token_id", 0),
                ("eos_token_id", 1),
                ("decoder_start_token_id", 0),
                ("forced_eos_token_id", 1),
            ],
            Self::M2m100 => &[
                ("pad_token_id", 1),
                ("bos_token_id", 0),
                ("eos_token_id", 2),
                ("decoder_start_token_id", 2),
            ],
        };
        tokens.iter().find(|(k, _)| *k == key).map(|(_, id)| *id)
    }
}

/// Where a model's position tables come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Positions {
    /// The file; before the first position stand rows that nothing uses.
    Learned {
        /// How many.
        unused: i64,
    },
    /// Sinusoids as Marian has them, stored or not.
    Sinusoids,
    /// Sinusoids as fairseq has them, from the row after the padding token's id.
    Fairseq,
}

/// The settings of a model from its `config.json`.
#[derive(Debug)]
pub struct ModelConfig {
    /// The family.
    pub family: Family,
    /// Dimensions, in rust-bert's own type; `vocab_size` is the source vocabulary.
    pub shape: BartConfig,
    /// Size of the target vocabulary.
    pub target_vocabulary: i64,
    /// Whether input, output and projection weights are one table.
    pub tied: bool,
    /// Whether both sides read one vocabulary file.
    pub shared_vocabulary: bool,
    /// Whether layer norms stand before blocks, and one more after the last block, instead of
    /// after each.
    pub norm_first: bool,
    /// Its position tables.
    pub positions: Positions,
    /// Special tokens and what the checkpoint's author decodes with.
    pub generation: Generation,
    /// Settings of the T5 family; `shape` then holds only the vocabulary, the width and the number
    /// of source tokens.
    pub t5: Option<T5Settings>,
    /// How the checkpoint summarizes, where that differs from how it translates.
    pub summary: Option<SummaryTask>,
}

/// Special tokens and default decoding settings of a checkpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Generation {
    /// Fills a batch.
    pub pad: u32,
    /// Ends a text.
    pub eos: u32,
    /// The decoder's first input.
    pub start: u32,
    /// The first token of every output, if forced.
    pub forced_bos: Option<u32>,
    /// The token forced at the length limit, if any.
    pub forced_eos: Option<u32>,
    /// Tokens that never come out.
    pub suppressed: Vec<u32>,
    /// Whether scores are normalised again after tokens were suppressed.
    pub renormalize: bool,
    /// Beams.
    pub beams: usize,
    /// Exponent of the length that divides a score.
    pub length_penalty: f32,
    /// When a beam search stops.
    pub early_stopping: EarlyStopping,
    /// Size of the n-grams that may not come twice; 0 allows all.
    pub no_repeat_ngram: usize,
}

/// When a beam search stops looking for better hypotheses, once it has one for each beam.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EarlyStopping {
    /// At once.
    Yes,
    /// When the best running beam, at its present length, is no better than the worst finished one.
    #[default]
    Heuristic,
    /// When no running beam can become better at any length.
    Never,
}

impl ModelConfig {
    /// Reads a checkpoint's settings from its folder.
    ///
    /// # Errors
    /// [`ModelError`] when `config.json` is missing, is no JSON object, lacks a dimension,
    /// or names a family that mujaz has no engine for.
    pub fn read(dir: &Path) -> Result<Self, ModelError> {
        let path = dir.join("config.json");
        let config = Fields {
            path: path.clone(),
            map: read_object(&path)?,
        };
        let generation_path = dir.join("generation_config.json");
        let generation = if generation_path.is_file() {
            read_object(&generation_path)?
        } else {
            Map::new()
        };
        let model_type = config.text("model_type");
        let Some(family) = model_type.as_deref().and_then(Family::of) else {
            let name = model_type.as_deref().unwrap_or("(none named)");
            return Err(ModelError::Unsupported {
                path,
                what: format!(
                    "the model family {name:?} (mujaz runs marian, m2m_100, mbart, bart, pegasus, \
                     t5, mt5 and longt5)"
                ),
            });
        };
        let marian = family == Family::Marian;
        let fairseq = family == Family::M2m100;
        // transformers asks no file where a family knows only one way.
        let (norm_first, positions, normalize_embedding) = match family {
            Family::Marian | Family::Bart => {
                let positions = if config.flag("static_position_embeddings", marian) {
                    Positions::Sinusoids
                } else {
                    Positions::Learned {
                        unused: if marian { 0 } else { 2 },
                    }
                };
                let normalize = config.flag("normalize_embedding", !marian);
                (false, positions, normalize)
            }
            Family::MBart => (true, Positions::Learned { unused: 2 }, true),
            Family::Pegasus => (true, Positions::Sinusoids, false),
            Family::M2m100 => (true, Positions::Fairseq, false),
            Family::T5 | Family::LongT5 => return t5_config::read(config, &generation, family),
        };
        let encoder_layers = config.number("encoder_layers")?;
        let vocab_size = config.number("vocab_size")?;
        let shape = BartConfig {
            activation_function: Some(config.activation(if fairseq { "relu" } else { "gelu" })?),
            d_model: config.number("d_model")?,
            decoder_attention_heads: config.number("decoder_attention_heads")?,
            decoder_ffn_dim: config.number("decoder_ffn_dim")?,
            decoder_layers: config.number("decoder_layers")?,
            encoder_attention_heads: config.number("encoder_attention_heads")?,
            encoder_ffn_dim: config.number("encoder_ffn_dim")?,
            encoder_layers,
            num_hidden_layers: encoder_layers,
            max_position_embeddings: config.number("max_position_embeddings")?,
            normalize_embedding: Some(normalize_embedding),
            static_position_embeddings: Some(!matches!(positions, Positions::Learned { .. })),
            scale_embedding: Some(config.flag("scale_embedding", fairseq)),
            vocab_size,
            ..BartConfig::default()
        };
        for (key, what) in [
            ("normalize_before", "layer norms before each block"),
            ("add_final_layer_norm", "a final layer norm"),
        ] {
            if !norm_first && config.flag(key, false) {
                return Err(ModelError::Unsupported {
                    path,
                    what: format!("{what} (`{key}`)"),
                });
            }
        }
        // Only Marian can have two.
        let shared = !marian || config.flag("share_encoder_decoder_embeddings", true);
        let target_vocabulary = config
            .optional("decoder_vocab_size")
            .filter(|_| marian)
            .unwrap_or(vocab_size);
        Ok(Self {
            family,
            target_vocabulary,
            tied: config.flag("tie_word_embeddings", true),
            shared_vocabulary: shared,
            norm_first,
            positions,
            generation: Generation::of(family, &config, &generation)?,
            shape,
            t5: None,
            summary: None,
        })
    }
}

impl Generation {
    pub(super) fn of(
        family: Family,
        config: &Fields,
        generation: &Map<String, Value>,
    ) -> Result<Self, ModelError> {
        // generation_config.json stands above config.json, as in transformers.
        let value = |key: &str| match generation.get(key) {
            None | Some(Value::Null) => config.map.get(key).filter(|v| !v.is_null()),
            some => some,
        };
        let token = |key: &str| {
            value(key)
                .and_then(|v| v.as_u64().or_else(|| v.get(0)?.as_u64()))
                .and_then(|n| u32::try_from(n).ok())
        };
        // A key that is there and null names no token, and a generation_config.json that is silent
        // about a forced end forces none.
        let silent = |key: &str| {
            !generation.contains_key(key)
                && !config.map.contains_key(key)
                && (key != "forced_eos_token_id" || generation.is_empty())
        };
        let token =
            |key: &str| token(key).or_else(|| family.default_token(key).filter(|_| silent(key)));
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

fn read_object(path: &Path) -> Result<Map<String, Value>, ModelError> {
    let text = std::fs::read_to_string(path).map_err(|e| ModelError::Unreadable {
        path: path.into(),
        reason: e.to_string(),
    })?;
    serde_json::from_str(&text).map_err(|e| ModelError::BadConfig {
        path: path.into(),
        reason: e.to_string(),
    })
}

pub(super) struct Fields {
    pub(super) path: std::path::PathBuf,
    pub(super) map: Map<String, Value>,
}

impl Fields {
    fn optional(&self, key: &str) -> Option<i64> {
        self.map.get(key).and_then(Value::as_i64)
    }

    pub(super) fn number(&self, key: &str) -> Result<i64, ModelError> {
        match self.optional(key) {
            Some(n) if (1..=1 << 24).contains(&n) => Ok(n),
            Some(n) => Err(self.bad(format!("`{key}` is {n}, which no model has"))),
            None => Err(self.bad(format!("`{key}` is missing"))),
        }
    }

    pub(super) fn flag(&self, key: &str, default: bool) -> bool {
        self.map
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or(default)
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.map.get(key).and_then(Value::as_str).map(str::to_owned)
    }

    fn activation(&self, default: &str) -> Result<Activation, ModelError> {
        match self
            .text("activation_function")
            .as_deref()
            .unwrap_or(default)
        {
            "swish" | "silu" => Ok(Activation::swish),
            "relu" => Ok(Activation::relu),
            "gelu" => Ok(Activation::gelu),
            other => Err(ModelError::Unsupported {
                path: self.path.clone(),
                what: format!("the activation {other:?}"),
            }),
        }
    }

    pub(super) fn bad(&self, reason: String) -> ModelError {
        ModelError::BadConfig {
            path: self.path.clone(),
            reason,
        }
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
