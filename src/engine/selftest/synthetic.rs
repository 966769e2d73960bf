//! Small models with random weights from a seed, one of each family, written as a checkpoint's
//! folder. Their output means nothing; it only shows whether a device computes what the processor
//! computes.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use safetensors::tensor::{Dtype, TensorView, serialize_to_file};
use serde_json::{Value, json};

/// Vocabulary size of each model.
pub(crate) const VOCABULARY: usize = 2_000;
/// Maximum number of source and of target tokens.
pub(crate) const POSITIONS: usize = 96;
/// The first id that is not a special token of any family.
pub(crate) const FIRST_TOKEN: u32 = 10;

/// Width of the models; heads have 64 numbers, as in the published ones.
const WIDTH: usize = 256;
const HEADS: usize = 4;
const SIZE: usize = WIDTH / HEADS;
const INNER: usize = 512;
/// Layers of each side.
const LAYERS: [(&str, usize); 2] = [("encoder", 3), ("decoder", 3)];
/// Mean weight of the decoder's last norm. It spreads the logits, so that the best token is best by
/// far more than rounding.
const SPREAD: f32 = 4.0;

/// A model of one family.
pub(crate) struct Synthetic {
    /// The value of `model_type` in `config.json`.
    pub(crate) family: &'static str,
    config: Value,
    tensors: BTreeMap<String, Vec<usize>>,
}

/// One model of each kind of network that the engine computes itself.
pub(crate) fn all() -> Vec<Synthetic> {
    let bart_shaped = [
        ("marian", "swish", false),
        ("bart", "gelu", false),
        ("mbart", "gelu", true),
        ("pegasus", "relu", true),
        ("m2m_100", "relu", true),
    ];
    bart_shaped
        .into_iter()
        .map(|(family, activation, norm_first)| bart_shape(family, activation, norm_first))
        .chain([t5_shape("t5"), t5_shape("mt5")])
        .collect()
}

fn bart_shape(family: &'static str, activation: &str, norm_first: bool) -> Synthetic {
    let config = json!({
        "model_type": family, "vocab_size": VOCABULARY, "d_model": WIDTH,
        "activation_function": activation, "max_position_embeddings": POSITIONS,
        "encoder_layers": LAYERS[0].1, "encoder_attention_heads": HEADS, "encoder_ffn_dim": INNER,
        "decoder_layers": LAYERS[1].1, "decoder_attention_heads": HEADS, "decoder_ffn_dim": INNER,
        "scale_embedding": true, "normalize_before": norm_first, "add_final_layer_norm": norm_first,
        "static_position_embeddings": !matches!(family, "bart" | "mbart"),
        "normalize_embedding": matches!(family, "bart" | "mbart"),
        "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "decoder_start_token_id": 2,
    });
    let mut tensors = BTreeMap::new();
    let mut add = |name: String, shape: &[usize]| drop(tensors.insert(name, shape.to_vec()));
    add("model.shared.weight".into(), &[VOCABULARY, WIDTH]);
    if family != "m2m_100" {
        add("final_logits_bias".into(), &[1, VOCABULARY]);
    }
    for (side, layers) in LAYERS {
        let side_name = format!("model.{side}");
        let mut norms = Vec::new();
        if matches!(family, "bart" | "mbart") {
            let table = [POSITIONS + 2, WIDTH];
            add(format!("{side_name}.embed_positions.weight"), &table);
            norms.push(format!("{side_name}.layernorm_embedding"));
        }
        if norm_first {
            norms.push(format!("{side_name}.layer_norm"));
        }
        for layer in 0..layers {
            let layer = format!("{side_name}.layers.{layer}");
            let blocks: &[&str] = match side {
                "encoder" => &["self_attn"],
                _ => &["self_attn", "encoder_attn"],
            };
            for block in blocks {
                for part in ["q_proj", "k_proj", "v_proj", "out_proj"] {
                    add(format!("{layer}.{block}.{part}.weight"), &[WIDTH, WIDTH]);
                    add(format!("{layer}.{block}.{part}.bias"), &[WIDTH]);
                }
                norms.push(format!("{layer}.{block}_layer_norm"));
            }
            for (part, out, into) in [("fc1", INNER, WIDTH), ("fc2", WIDTH, INNER)] {
                add(format!("{layer}.{part}.weight"), &[out, into]);
                add(format!("{layer}.{part}.bias"), &[out]);
            }
            norms.push(format!("{layer}.final_layer_norm"));
        }
        for norm in norms {
            add(format!("{norm}.weight"), &[WIDTH]);
            add(format!("{norm}.bias"), &[WIDTH]);
        }
    }
    Synthetic {
        family,
        config,
        tensors,
    }
}

fn t5_shape(family: &'static str) -> Synthetic {
    const BUCKETS: usize = 32;
    // Together the heads of an mT5 need not be as wide as the model.
    let (gated, heads) = match family {
        "mt5" => (true, HEADS + 2),
        _ => (false, HEADS),
    };
    let config = json!({
        "model_type": family, "vocab_size": VOCABULARY, "d_model": WIDTH, "d_kv": SIZE,
        "d_ff": INNER, "num_heads": heads, "num_layers": LAYERS[0].1,
        "num_decoder_layers": LAYERS[1].1, "n_positions": POSITIONS,
        "relative_attention_num_buckets": BUCKETS, "tie_word_embeddings": !gated,
        "feed_forward_proj": if gated { "gated-gelu" } else { "relu" },
        "pad_token_id": 1, "eos_token_id": 2, "decoder_start_token_id": 1,
    });
    let mut tensors = BTreeMap::new();
    let mut add = |name: String, shape: &[usize]| drop(tensors.insert(name, shape.to_vec()));
    add("shared.weight".into(), &[VOCABULARY, WIDTH]);
    if gated {
        add("lm_head.weight".into(), &[VOCABULARY, WIDTH]);
    }
    for (side, layers) in LAYERS {
        for block in 0..layers {
            let attentions: &[&str] = match side {
                "encoder" => &["SelfAttention"],
                _ => &["SelfAttention", "EncDecAttention"],
            };
            let layer = |number: usize| format!("{side}.block.{block}.layer.{number}");
            for (number, attention) in attentions.iter().enumerate() {
                let all = heads * SIZE;
                for (part, shape) in [
                    ("q", [all, WIDTH]),
                    ("k", [all, WIDTH]),
                    ("v", [all, WIDTH]),
                    ("o", [WIDTH, all]),
                ] {
                    let name = format!("{}.{attention}.{part}.weight", layer(number));
                    add(name, &shape);
                }
            }
            if block == 0 {
                let name = format!("{}.SelfAttention.relative_attention_bias.weight", layer(0));
                add(name, &[BUCKETS, heads]);
            }
            let last = attentions.len();
            let first: &[&str] = if gated { &["wi_0", "wi_1"] } else { &["wi"] };
            for part in first {
                let name = format!("{}.DenseReluDense.{part}.weight", layer(last));
                add(name, &[INNER, WIDTH]);
            }
            add(
                format!("{}.DenseReluDense.wo.weight", layer(last)),
                &[WIDTH, INNER],
            );
            for number in 0..=last {
                add(format!("{}.layer_norm.weight", layer(number)), &[WIDTH]);
            }
        }
        add(format!("{side}.final_layer_norm.weight"), &[WIDTH]);
    }
    Synthetic {
        family,
        config,
        tensors,
    }
}

impl Synthetic {
    /// Writes `config.json` and `model.safetensors` into an empty folder.
    ///
    /// # Errors
    /// The error of the file system if a file cannot be written.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        std::fs::write(folder.join("config.json"), self.config.to_string())?;
        let mut random = Random(0x6d75_6a61_7a00);
        let weights: Vec<(&String, &Vec<usize>, Vec<u8>)> = self
            .tensors
            .iter()
            .map(|(name, shape)| {
                let values = self.values(name, shape, &mut random);
                let bytes = values.into_iter().flat_map(f32::to_le_bytes).collect();
                (name, shape, bytes)
            })
            .collect();
        let views = weights.iter().map(|(name, shape, bytes)| {
            let view = TensorView::new(Dtype::F32, (*shape).clone(), bytes);
            Ok((*name, view.map_err(io::Error::other)?))
        });
        let views: Vec<_> = views.collect::<io::Result<_>>()?;
        serialize_to_file(views, None, &folder.join("model.safetensors")).map_err(io::Error::other)
    }

    fn values(&self, name: &str, shape: &[usize], random: &mut Random) -> Vec<f32> {
        let count: usize = shape.iter().product();
        let (mean, deviation) = if name.contains("norm") && name.ends_with("weight") {
            let last = format!("decoder.layers.{}.final_layer_norm", LAYERS[1].1 - 1);
            let side = ["decoder.layer_norm", "decoder.final_layer_norm"];
            let closes = side.iter().any(|s| name.contains(s)) || name.contains(&last);
            (if closes { SPREAD } else { 1.0 }, 0.05)
        } else if name.ends_with("bias") || name.starts_with("final_logits") {
            (0.0, 0.05)
        } else if name.contains("shared") {
            // The original T5 divides the decoder's output by the root of the width, and mT5 has
            // other weights in its output layer; the other models multiply embeddings by it.
            let unit = if matches!(self.family, "t5" | "mt5") {
                1.0
            } else {
                1.0 / (WIDTH as f32).sqrt()
            };
            (0.0, unit)
        } else if name.contains("embed_positions") || name.contains("relative_attention") {
            (0.0, 0.5)
        } else if name.contains("SelfAttention.q") || name.contains("EncDecAttention.q") {
            // T5 does not scale attention scores, so its queries are smaller.
            (0.0, 1.0 / ((WIDTH * SIZE) as f32).sqrt())
        } else {
            (0.0, 1.0 / (shape[1] as f32).sqrt())
        };
        (0..count)
            .map(|_| mean + deviation * random.normal())
            .collect()
    }
}

/// Pseudo-random numbers (SplitMix64: Steele, Lea and Flood 2014, "Fast splittable pseudorandom
/// number generators").
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `below - 1`.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        (self.next() % below as u64) as usize
    }

    /// The sum of twelve uniform numbers minus 6: nearly normal, with mean 0 and deviation 1.
    fn normal(&mut self) -> f32 {
        let uniform = |bits: u64| (bits & 0xffff) as f32 / 65_536.0;
        let sum: f32 = (0..3)
            .map(|_| {
                let bits = self.next();
                (0..4).map(|part| uniform(bits >> (16 * part))).sum::<f32>()
            })
            .sum();
        sum - 6.0
    }
}
