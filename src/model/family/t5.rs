//! The settings of T5, mT5 and LongT5: `config.json` as transformers reads it, in the types that
//! rust-bert builds its models from. This file refuses what rust-bert cannot compute.

use rust_bert::longt5::LongT5Config;
use rust_bert::t5::T5Config;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use std::path::Path;

use crate::model::checkpoint::fields::Fields;
use crate::model::tokenizer::Kind;
use crate::model::tokenizer::spiece::Spiece;
use crate::model::{Generation, ModelError, Tokenizer};

/// Dimensions of a model of the T5 family, in rust-bert's own types.
#[derive(Debug, Clone)]
pub enum T5Shape {
    /// T5 and mT5.
    T5(T5Config),
    /// LongT5, with local or transient-global attention in the encoder.
    LongT5(LongT5Config),
}

/// A network of the T5 family.
#[derive(Debug, Clone)]
pub struct T5Network {
    /// Dimensions. Whether the output weights are tied depends on what the checkpoint holds, as in
    /// transformers 5, and is not decided here.
    pub shape: T5Shape,
    /// Whether logits are divided by the square root of the model's width, as in the first T5.
    pub scaled: bool,
    /// Width of the model.
    pub width: i64,
    /// Size of the vocabulary.
    pub vocabulary: i64,
    /// Maximum number of source tokens.
    pub max_source: usize,
    /// Maximum number of target tokens.
    pub max_target: usize,
}

/// The use of a checkpoint for summaries (`task_specific_params` in `config.json`).
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryTask {
    /// The prefix of every text.
    pub prefix: String,
    /// The settings that the checkpoint's author decodes summaries with.
    pub generation: Generation,
}

/// Maximum number of target tokens. T5 has no position table that limits them, but was not trained
/// on more.
const MAX_TARGET: usize = 512;

/// Defaults of transformers that differ between the models of the family.
struct Defaults {
    vocabulary: i64,
    inner: i64,
    layers: i64,
    heads: i64,
    feed_forward: &'static str,
    /// Maximum number of source tokens, if `n_positions` is missing.
    source: i64,
}

impl Defaults {
    fn of(model_type: &str) -> Self {
        let t5 = Self {
            vocabulary: 32_128,
            inner: 2048,
            layers: 6,
            heads: 8,
            feed_forward: "relu",
            source: 512,
        };
        match model_type {
            "mt5" => Self {
                vocabulary: 250_112,
                inner: 1024,
                layers: 8,
                heads: 6,
                feed_forward: "gated-gelu",
                ..t5
            },
            "longt5" => Self { source: 4096, ..t5 },
            _ => t5,
        }
    }
}

/// The tokens that transformers uses if the file names none.
const TOKENS: [(&str, u32); 3] = [
    ("pad_token_id", 0),
    ("eos_token_id", 1),
    ("decoder_start_token_id", 0),
];

/// Adds the tokens that the file leaves out or sets to null.
pub(in crate::model) fn complete(fields: &mut Fields) {
    for (key, default) in TOKENS {
        if fields.map.get(key).is_none_or(Value::is_null) {
            fields.map.insert(key.into(), default.into());
        }
    }
}

/// Reads a network of the family; `long` means LongT5.
pub(in crate::model) fn network(fields: &Fields, long: bool) -> Result<T5Network, ModelError> {
    let model_type = fields.text("model_type").unwrap_or_default();
    let defaults = Defaults::of(&model_type);
    let numbers = Numbers(fields);
    let common = common(&numbers, &defaults)?;
    let bad = |e: serde_json::Error| fields.bad(e.to_string());
    let shape = if long {
        let long = long_fields(&numbers)?;
        T5Shape::LongT5(build(common, long).map_err(bad)?)
    } else {
        T5Shape::T5(build(common, json!({})).map_err(bad)?)
    };
    let tied = fields.flag("tie_word_embeddings", true);
    Ok(T5Network {
        shape,
        // The first T5 is recognised by its tied embeddings; mT5 never scales.
        scaled: model_type != "mt5" && fields.flag("scale_decoder_outputs", tied),
        width: numbers.get("d_model", 512)?,
        vocabulary: numbers.get("vocab_size", defaults.vocabulary)?,
        max_source: numbers.get("n_positions", defaults.source)? as usize,
        max_target: MAX_TARGET,
    })
}

pub(super) fn tokenizer(dir: &Path, eos: u32) -> Result<Tokenizer, ModelError> {
    let model = dir.join("spiece.model");
    if model.is_file() {
        // tokenizer.json has no byte fallback, which mT5 needs.
        let kind = Kind::by_number(Spiece::open(&model)?, None);
        Ok(Tokenizer::around(kind, eos))
    } else {
        Tokenizer::of_json(dir)
    }
}

/// Numeric fields, with the defaults of transformers.
struct Numbers<'a>(&'a Fields);

impl Numbers<'_> {
    fn get(&self, key: &str, default: i64) -> Result<i64, ModelError> {
        match self.0.map.get(key) {
            None | Some(Value::Null) => Ok(default),
            Some(_) => self.0.number(key),
        }
    }

    fn unsupported(&self, what: String) -> ModelError {
        ModelError::Unsupported {
            path: self.0.path.clone(),
            what,
        }
    }
}

/// The fields of all models of the family, under rust-bert's names.
fn common(numbers: &Numbers<'_>, defaults: &Defaults) -> Result<Value, ModelError> {
    let fields = numbers.0;
    let layers = numbers.get("num_layers", defaults.layers)?;
    let decoder_layers = numbers.get("num_decoder_layers", layers)?;
    if decoder_layers != layers {
        return Err(numbers.unsupported(format!(
            "an encoder of {layers} layers with a decoder of {decoder_layers} \
             (`num_decoder_layers`)"
        )));
    }
    let buckets = numbers.get("relative_attention_num_buckets", 32)?;
    let distance = numbers.get("relative_attention_max_distance", 128)?;
    if buckets < 4 || distance <= buckets / 2 {
        return Err(fields.bad(format!(
            "{buckets} buckets for distances up to {distance} \
             (`relative_attention_num_buckets`, `relative_attention_max_distance`)"
        )));
    }
    let epsilon = fields
        .map
        .get("layer_norm_epsilon")
        .and_then(Value::as_f64)
        .unwrap_or(1e-6);
    Ok(json!({
        "d_ff": numbers.get("d_ff", defaults.inner)?,
        "d_kv": numbers.get("d_kv", 64)?,
        "d_model": numbers.get("d_model", 512)?,
        "dropout_rate": 0.0,
        "feed_forward_proj": feed_forward(numbers, defaults.feed_forward)?,
        "initializer_factor": 1.0,
        "layer_norm_epsilon": epsilon,
        "num_heads": numbers.get("num_heads", defaults.heads)?,
        "num_layers": layers,
        "relative_attention_max_distance": distance,
        "relative_attention_num_buckets": buckets,
        "vocab_size": numbers.get("vocab_size", defaults.vocabulary)?,
    }))
}

/// The kind of feed-forward layer; rust-bert has these two.
fn feed_forward(numbers: &Numbers<'_>, default: &str) -> Result<String, ModelError> {
    let fields = numbers.0;
    let named = fields
        .text("feed_forward_proj")
        .unwrap_or_else(|| default.to_owned());
    let (gated, activation) = match named.as_str() {
        "relu" => (false, "relu"),
        "gated-gelu" => (true, "gelu_new"),
        other => {
            return Err(numbers.unsupported(format!("the layer {other:?} (`feed_forward_proj`)")));
        }
    };
    // If the file has these fields too, transformers uses them.
    let stated = fields.text("dense_act_fn");
    if let Some(stated) = stated.filter(|stated| stated != activation) {
        return Err(numbers.unsupported(format!(
            "the activation {stated:?} (`dense_act_fn`) in a layer {named:?}"
        )));
    }
    if fields.flag("is_gated_act", gated) != gated {
        return Err(numbers.unsupported(format!("`is_gated_act` of a layer {named:?}")));
    }
    Ok(named)
}

/// The fields that only LongT5 has.
fn long_fields(numbers: &Numbers<'_>) -> Result<Value, ModelError> {
    let attention = numbers
        .0
        .text("encoder_attention_type")
        .unwrap_or_else(|| "local".to_owned());
    if attention != "local" && attention != "transient-global" {
        return Err(numbers.unsupported(format!(
            "the attention {attention:?} (`encoder_attention_type`)"
        )));
    }
    Ok(json!({
        "encoder_attention_type": attention,
        "global_block_size": numbers.get("global_block_size", 16)?,
        "local_radius": numbers.get("local_radius", 127)?,
    }))
}

/// Builds a configuration through rust-bert's own parser, because rust-bert does not export the
/// types of two fields; no field of the object is missing.
fn build<T: DeserializeOwned>(mut fields: Value, more: Value) -> Result<T, serde_json::Error> {
    if let (Value::Object(fields), Value::Object(more)) = (&mut fields, more) {
        fields.extend(more);
    }
    serde_json::from_value(fields)
}

/// The summary task of a checkpoint, if it has one.
pub(in crate::model) fn summary(
    fields: &Fields,
    generation: &Map<String, Value>,
) -> Result<Option<SummaryTask>, ModelError> {
    let task = fields
        .map
        .get("task_specific_params")
        .and_then(|params| params.get("summarization"))
        .and_then(Value::as_object);
    let Some(task) = task else {
        return Ok(None);
    };
    let mut merged = generation.clone();
    merged.extend(task.clone());
    let prefix = task.get("prefix").and_then(Value::as_str);
    Ok(Some(SummaryTask {
        prefix: prefix.unwrap_or_default().to_owned(),
        generation: Generation::of(&[], fields, &merged)?,
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::ModelConfig;

    fn network(config: &ModelConfig) -> &T5Network {
        config.network.t5().unwrap()
    }

    fn parse(config: Value) -> Result<ModelConfig, ModelError> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.json"), config.to_string()).unwrap();
        ModelConfig::read(dir.path())
    }

    #[test]
    fn what_a_file_leaves_out_is_what_transformers_takes() {
        let t5 = parse(json!({"model_type": "t5"})).unwrap();
        let settings = network(&t5);
        let T5Shape::T5(shape) = &settings.shape else {
            panic!("not T5");
        };
        assert!(settings.scaled);
        assert_eq!(
            (shape.d_model, shape.num_layers, shape.d_ff),
            (512, 6, 2048)
        );
        assert_eq!(shape.relative_attention_max_distance, Some(128));
        assert_eq!((t5.generation.pad, t5.generation.eos), (0, 1));
        assert_eq!(t5.generation.start, 0);
        assert_eq!(network(&t5).max_source, 512);

        let mt5 = parse(json!({"model_type": "mt5", "tie_word_embeddings": true})).unwrap();
        let settings = network(&mt5);
        let T5Shape::T5(shape) = &settings.shape else {
            panic!("not mT5");
        };
        assert!(!settings.scaled);
        assert_eq!(
            (shape.num_layers, shape.num_heads, shape.d_ff),
            (8, 6, 1024)
        );

        let long = parse(json!({"model_type": "longt5", "tie_word_embeddings": false})).unwrap();
        let settings = network(&long);
        let T5Shape::LongT5(shape) = &settings.shape else {
            panic!("not LongT5");
        };
        assert!(!settings.scaled);
        assert_eq!((shape.local_radius, shape.global_block_size), (127, 16));
        assert_eq!(settings.max_source, 4096);
    }

    #[test]
    fn what_rust_bert_cannot_compute_is_refused_by_name() {
        for (key, value) in [
            ("num_decoder_layers", json!(3)),
            ("feed_forward_proj", json!("gated-silu")),
            ("dense_act_fn", json!("gelu")),
            ("is_gated_act", json!(true)),
            ("relative_attention_max_distance", json!(16)),
        ] {
            let mut config = json!({"model_type": "t5"});
            config[key] = value;
            let error = parse(config).unwrap_err().to_string();
            assert!(error.contains(key), "{key}: {error}");
        }
        let config = json!({"model_type": "longt5", "encoder_attention_type": "global"});
        let error = parse(config).unwrap_err().to_string();
        assert!(error.contains("encoder_attention_type"), "{error}");
    }

    #[test]
    fn the_settings_for_summaries_stand_above_the_others() {
        let task = json!({"prefix": "summarize: ", "num_beams": 4, "no_repeat_ngram_size": 3});
        let config = json!({
            "model_type": "t5", "num_beams": 2, "length_penalty": 0.5,
            "task_specific_params": {"summarization": task},
        });
        let config = parse(config).unwrap();
        let summary = config.summary.unwrap();
        assert_eq!(summary.prefix, "summarize: ");
        assert_eq!((config.generation.beams, summary.generation.beams), (2, 4));
        assert_eq!(summary.generation.no_repeat_ngram, 3);
        assert_eq!(summary.generation.length_penalty, 0.5);
    }
}
