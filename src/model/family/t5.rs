//! The settings of T5, mT5 and LongT5: `config.json` as transformers reads it. This file refuses
//! what the engine, and for LongT5 rust-bert, cannot compute.

use rust_bert::longt5::LongT5Config;
use serde_json::{Value, json};

use std::path::Path;

use crate::model::checkpoint::fields::Fields;
use crate::model::regular_file::is_there;
use crate::model::tokenizer::Kind;
use crate::model::tokenizer::spiece::Spiece;
use crate::model::{ModelError, Tokenizer};

/// A network of T5 or mT5.
#[derive(Debug, Clone)]
pub struct T5Network {
    /// Width of the model.
    pub width: i64,
    /// Size of the vocabulary.
    pub vocabulary: i64,
    /// Number of layers of the encoder.
    pub encoder_layers: i64,
    /// Number of layers of the decoder.
    pub decoder_layers: i64,
    /// Number of heads in each attention.
    pub heads: i64,
    /// Number of numbers in one head of a query, a key or a value.
    pub head_size: i64,
    /// Width of the inner layers of feed-forward blocks.
    pub inner: i64,
    /// Whether inner layers are GELU (its approximation by tanh) times a second layer, and not ReLU
    /// alone.
    pub gated: bool,
    /// The number that is added to the mean square in norms.
    pub norm_epsilon: f64,
    /// Number of biases of attention scores for each head, by the distance of two positions.
    pub buckets: i64,
    /// The distance from which on all positions have the same bias.
    pub distance: i64,
    /// Whether logits are divided by the square root of the model's width, as in the first T5.
    /// Whether the output weights are tied depends on what the checkpoint holds, as in
    /// transformers 5, and is not decided here.
    pub scaled: bool,
    /// Maximum number of source tokens.
    pub max_source: usize,
    /// Maximum number of target tokens.
    pub max_target: usize,
}

/// A network of LongT5, with local or transient-global attention in the encoder.
#[derive(Debug, Clone)]
pub struct LongT5Network {
    /// Dimensions, in rust-bert's own type.
    pub shape: LongT5Config,
    /// As in [`T5Network::scaled`].
    pub scaled: bool,
    /// Maximum number of source tokens.
    pub max_source: usize,
    /// Maximum number of target tokens.
    pub max_target: usize,
}

/// Maximum number of target tokens. T5 has no position table that limits them, but was not trained
/// on more.
const MAX_TARGET: usize = 512;

/// Maximum number of biases of a side: there is one for each head and distance. Published models
/// have at most 128 heads and tell distances up to 128 apart; the bound keeps a file from filling
/// the memory.
const MOST_BIASES: i64 = 1 << 22;

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

/// Reads a network of T5 or mT5.
pub(in crate::model) fn network(fields: &Fields) -> Result<T5Network, ModelError> {
    let model_type = fields.text("model_type")?.unwrap_or_default();
    let defaults = Defaults::of(&model_type);
    let buckets = fields.number_or("relative_attention_num_buckets", 32)?;
    let distance = fields.number_or("relative_attention_max_distance", 128)?;
    let heads = fields.number_or("num_heads", defaults.heads)?;
    if buckets < 4 || distance <= buckets / 2 || heads * distance > MOST_BIASES {
        return Err(fields.bad(format!(
            "{buckets} buckets for distances up to {distance} in {heads} heads \
             (`relative_attention_num_buckets`, `relative_attention_max_distance`, `num_heads`)"
        )));
    }
    let layers = fields.number_or("num_layers", defaults.layers)?;
    let epsilon = fields.decimal_or("layer_norm_epsilon", 1e-6)?;
    if !(0.0..=1.0).contains(&epsilon) {
        let reason = format!("`layer_norm_epsilon` is {epsilon}, which no model has");
        return Err(fields.bad(reason));
    }
    let tied = fields.flag("tie_word_embeddings", true)?;
    Ok(T5Network {
        width: fields.number_or("d_model", 512)?,
        vocabulary: fields.number_or("vocab_size", defaults.vocabulary)?,
        encoder_layers: layers,
        decoder_layers: fields.number_or("num_decoder_layers", layers)?,
        heads,
        head_size: fields.number_or("d_kv", 64)?,
        inner: fields.number_or("d_ff", defaults.inner)?,
        gated: gated(fields, defaults.feed_forward)?,
        norm_epsilon: epsilon,
        buckets,
        distance,
        // The first T5 is recognised by its tied embeddings; mT5 never scales.
        scaled: model_type != "mt5" && fields.flag("scale_decoder_outputs", tied)?,
        max_source: fields.number_or("n_positions", defaults.source)? as usize,
        max_target: MAX_TARGET,
    })
}

/// Reads a network of LongT5, in the type that rust-bert builds its model from.
pub(in crate::model) fn long_network(fields: &Fields) -> Result<LongT5Network, ModelError> {
    let network = network(fields)?;
    let (layers, decoder_layers) = (network.encoder_layers, network.decoder_layers);
    if decoder_layers != layers {
        return Err(fields.unsupported(format!(
            "an encoder of {layers} layers with a decoder of {decoder_layers} \
             (`num_decoder_layers`)"
        )));
    }
    let attention = fields
        .text("encoder_attention_type")?
        .unwrap_or_else(|| "local".to_owned());
    if attention != "local" && attention != "transient-global" {
        return Err(fields.unsupported(format!(
            "the attention {attention:?} (`encoder_attention_type`)"
        )));
    }
    // Built through rust-bert's own parser, because rust-bert does not export the types of two
    // fields; no field of the object is missing.
    let shape = serde_json::from_value(json!({
        "d_ff": network.inner,
        "d_kv": network.head_size,
        "d_model": network.width,
        "dropout_rate": 0.0,
        "encoder_attention_type": attention,
        "feed_forward_proj": if network.gated { "gated-gelu" } else { "relu" },
        "global_block_size": fields.number_or("global_block_size", 16)?,
        "initializer_factor": 1.0,
        "layer_norm_epsilon": network.norm_epsilon,
        "local_radius": fields.number_or("local_radius", 127)?,
        "num_heads": network.heads,
        "num_layers": layers,
        "relative_attention_max_distance": network.distance,
        "relative_attention_num_buckets": network.buckets,
        "vocab_size": network.vocabulary,
    }));
    Ok(LongT5Network {
        shape: shape.map_err(|e: serde_json::Error| fields.bad(e.to_string()))?,
        scaled: network.scaled,
        max_source: network.max_source,
        max_target: network.max_target,
    })
}

pub(super) fn tokenizer(dir: &Path, eos: u32) -> Result<Tokenizer, ModelError> {
    let model = dir.join("spiece.model");
    if is_there(&model)? {
        // tokenizer.json has no byte fallback, which mT5 needs.
        let kind = Kind::by_number(Spiece::open(&model)?, None);
        Ok(Tokenizer::around(kind, eos))
    } else {
        Tokenizer::of_json(dir)
    }
}

/// Whether the feed-forward layers are gated. The published models have ReLU without a gate or GELU
/// with one.
fn gated(fields: &Fields, default: &str) -> Result<bool, ModelError> {
    let named = fields
        .text("feed_forward_proj")?
        .unwrap_or_else(|| default.to_owned());
    let (gated, activation) = match named.as_str() {
        "relu" => (false, "relu"),
        "gated-gelu" => (true, "gelu_new"),
        other => {
            return Err(fields.unsupported(format!("the layer {other:?} (`feed_forward_proj`)")));
        }
    };
    // If the file has these fields too, transformers uses them.
    let stated = fields.text("dense_act_fn")?;
    if let Some(stated) = stated.filter(|stated| stated != activation) {
        return Err(fields.unsupported(format!(
            "the activation {stated:?} (`dense_act_fn`) in a layer {named:?}"
        )));
    }
    if fields.flag("is_gated_act", gated)? != gated {
        return Err(fields.unsupported(format!("`is_gated_act` of a layer {named:?}")));
    }
    Ok(gated)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::ModelConfig;

    fn parse(config: Value) -> Result<ModelConfig, ModelError> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.json"), config.to_string()).unwrap();
        ModelConfig::read(dir.path())
    }

    #[test]
    fn what_a_file_leaves_out_is_what_transformers_takes() {
        let config = parse(json!({"model_type": "t5"})).unwrap();
        let t5 = config.network.t5().unwrap();
        assert!(t5.scaled && !t5.gated);
        assert_eq!((t5.width, t5.inner, t5.max_source), (512, 2048, 512));
        assert_eq!((t5.encoder_layers, t5.decoder_layers), (6, 6));
        assert_eq!((t5.heads, t5.head_size), (8, 64));
        assert_eq!((t5.buckets, t5.distance), (32, 128));
        assert_eq!(t5.norm_epsilon, 1e-6);
        let tokens = &config.generation;
        assert_eq!((tokens.pad, tokens.eos, tokens.start), (0, 1, 0));

        let config = parse(json!({"model_type": "mt5", "tie_word_embeddings": true})).unwrap();
        let mt5 = config.network.t5().unwrap();
        assert!(!mt5.scaled && mt5.gated);
        assert_eq!((mt5.encoder_layers, mt5.heads, mt5.inner), (8, 6, 1024));
        assert_eq!(mt5.vocabulary, 250_112);

        let long = json!({"model_type": "longt5", "tie_word_embeddings": false});
        let config = parse(long).unwrap();
        let long = config.network.long_t5().unwrap();
        assert!(!long.scaled);
        assert_eq!((long.shape.num_layers, long.shape.d_ff), (6, 2048));
        assert_eq!(long.shape.relative_attention_max_distance, Some(128));
        assert_eq!(
            (long.shape.local_radius, long.shape.global_block_size),
            (127, 16)
        );
        assert_eq!(long.max_source, 4096);
    }

    #[test]
    fn madlad_is_a_t5_with_its_own_output_weights_and_heads_wider_than_the_model() {
        let config = parse(json!({
            "model_type": "t5", "d_model": 1024, "d_kv": 128, "num_heads": 16, "d_ff": 8192,
            "num_layers": 32, "num_decoder_layers": 32, "feed_forward_proj": "gated-gelu",
            "is_gated_act": true, "dense_act_fn": "gelu_new", "vocab_size": 256_000,
            "tie_word_embeddings": false, "layer_norm_epsilon": 1e-6,
            "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128,
        }));
        let config = config.unwrap();
        let network = config.network.t5().unwrap();
        assert!(network.gated && !network.scaled);
        assert_eq!(network.heads * network.head_size, 2 * network.width);
    }

    #[test]
    fn a_decoder_may_have_other_layers_than_the_encoder() {
        let fields = json!({"model_type": "t5", "num_layers": 4, "num_decoder_layers": 3});
        let config = parse(fields).unwrap();
        let network = config.network.t5().unwrap();
        assert_eq!((network.encoder_layers, network.decoder_layers), (4, 3));
    }

    #[test]
    fn what_cannot_be_computed_is_refused_by_name() {
        for (key, value) in [
            ("feed_forward_proj", json!("gated-silu")),
            ("dense_act_fn", json!("gelu")),
            ("is_gated_act", json!(true)),
            ("relative_attention_max_distance", json!(16)),
            ("relative_attention_max_distance", json!(1 << 20)),
            ("relative_attention_num_buckets", json!(3)),
            ("num_heads", json!(1 << 20)),
        ] {
            let mut config = json!({"model_type": "t5"});
            config[key] = value;
            let error = parse(config).unwrap_err().to_string();
            assert!(error.contains(key), "{key}: {error}");
        }
        for (key, value) in [
            ("encoder_attention_type", json!("global")),
            ("num_decoder_layers", json!(3)),
        ] {
            let mut config = json!({"model_type": "longt5"});
            config[key] = value;
            let error = parse(config).unwrap_err().to_string();
            assert!(error.contains(key), "{key}: {error}");
        }
    }

    #[test]
    fn an_epsilon_that_is_no_small_number_is_refused() {
        for epsilon in [-1e-6, 2.0, 1e300] {
            let config = json!({"model_type": "t5", "layer_norm_epsilon": epsilon});
            let error = parse(config).unwrap_err().to_string();
            assert!(error.contains("`layer_norm_epsilon` is"), "{error}");
        }
        let config = json!({"model_type": "t5", "layer_norm_epsilon": 1e-5});
        let network = parse(config).unwrap().network;
        assert_eq!(network.t5().unwrap().norm_epsilon, 1e-5);
    }

    #[test]
    fn the_settings_for_summaries_override_the_others() {
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
