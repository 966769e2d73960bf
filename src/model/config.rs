//! The settings a checkpoint brings: `config.json` and `generation_config.json`.
//!
//! They are parsed here and not by rust-bert, whose parser panics on the fields that today's
//! hub files leave out; what is missing takes the family's default.

use std::path::Path;

use rust_bert::Activation;
use rust_bert::bart::BartConfig;
use serde_json::{Map, Value};

use super::{ModelError, SummaryTask, T5Settings, t5_config};
use crate::engine::EarlyStopping;

/// A family of encoder-decoder models: of the BART shape, or of T5's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Marian (opus-mt): sinusoidal positions, SentencePiece.
    Marian,
    /// BART: learned positions, byte-level BPE.
    Bart,
    /// T5 and mT5: relative positions, SentencePiece.
    T5,
    /// LongT5: T5 with local attention in the encoder.
    LongT5,
}

/// What `config.json` says of a model.
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
    /// Special tokens and what the checkpoint's author decodes with.
    pub generation: Generation,
    /// What the T5 family is built from; `shape` then holds only the vocabulary, the width and
    /// the number of source tokens.
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
        let family = match config.text("model_type").as_deref() {
            Some("marian") => Family::Marian,
            Some("bart") => Family::Bart,
            Some("t5" | "mt5") => return t5_config::read(config, &generation, Family::T5),
            Some("longt5") => return t5_config::read(config, &generation, Family::LongT5),
            other => {
                return Err(ModelError::Unsupported {
                    path,
                    what: format!("the model family {:?}", other.unwrap_or("(none named)")),
                });
            }
        };
        let marian = family == Family::Marian;
        let encoder_layers = config.number("encoder_layers")?;
        let vocab_size = config.number("vocab_size")?;
        let shape = BartConfig {
            activation_function: Some(config.activation("gelu")?),
            d_model: config.number("d_model")?,
            decoder_attention_heads: config.number("decoder_attention_heads")?,
            decoder_ffn_dim: config.number("decoder_ffn_dim")?,
            decoder_layers: config.number("decoder_layers")?,
            encoder_attention_heads: config.number("encoder_attention_heads")?,
            encoder_ffn_dim: config.number("encoder_ffn_dim")?,
            encoder_layers,
            num_hidden_layers: encoder_layers,
            max_position_embeddings: config.number("max_position_embeddings")?,
            normalize_embedding: Some(config.flag("normalize_embedding", !marian)),
            static_position_embeddings: Some(config.flag("static_position_embeddings", marian)),
            scale_embedding: Some(config.flag("scale_embedding", false)),
            vocab_size,
            ..BartConfig::default()
        };
        for (key, what) in [
            ("normalize_before", "layer norms before each block"),
            ("add_final_layer_norm", "a final layer norm"),
        ] {
            if config.flag(key, false) {
                return Err(ModelError::Unsupported {
                    path,
                    what: format!("{what} (`{key}`)"),
                });
            }
        }
        let shared = config.flag("share_encoder_decoder_embeddings", true);
        Ok(Self {
            family,
            target_vocabulary: config.optional("decoder_vocab_size").unwrap_or(vocab_size),
            tied: config.flag("tie_word_embeddings", true),
            shared_vocabulary: shared,
            generation: Generation::of(&config, &generation)?,
            shape,
            t5: None,
            summary: None,
        })
    }
}

impl Generation {
    pub(super) fn of(config: &Fields, generation: &Map<String, Value>) -> Result<Self, ModelError> {
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
