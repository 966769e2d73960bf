//! The weights of a BART-shaped model, fused and packed for the CPU, shared by all replicas.

use rust_bert::Activation;
use tch::{Kind, Tensor};

use super::kernels::{Element, Norm, elements};
use super::linear::Linear;
use super::{EngineError, Spec};
use crate::model::{Checkpoint, Family, ModelConfig, ModelError};

/// One attention block: fused projections, output, layer norm.
pub(crate) struct SelfAttention {
    /// Query, key and value, `[3 d, d]`.
    pub(crate) qkv: Linear,
    pub(crate) out: Linear,
    pub(crate) norm: Norm,
}

pub(crate) struct CrossAttention {
    pub(crate) query: Linear,
    /// Key and value of the source, `[2 d, d]`.
    pub(crate) memory: Linear,
    pub(crate) out: Linear,
    pub(crate) norm: Norm,
}

pub(crate) struct FeedForward {
    pub(crate) inner: Linear,
    pub(crate) outer: Linear,
    pub(crate) norm: Norm,
}

pub(crate) struct EncoderLayer {
    pub(crate) attention: SelfAttention,
    pub(crate) feed_forward: FeedForward,
}

pub(crate) struct DecoderLayer {
    pub(crate) attention: SelfAttention,
    pub(crate) cross: CrossAttention,
    pub(crate) feed_forward: FeedForward,
}

/// Token and position tables of one side.
pub(crate) struct Embedding {
    /// `[vocabulary * d]`.
    tokens: Vec<f32>,
    /// `[positions * d]`, from the first usable position.
    positions: Vec<f32>,
    scale: f32,
    width: usize,
    pub(crate) norm: Option<Norm>,
}

/// All weights, for activations stored as `T`.
pub(crate) struct Weights {
    pub(crate) spec: Spec,
    pub(crate) width: usize,
    pub(crate) encoder_heads: usize,
    pub(crate) decoder_heads: usize,
    pub(crate) source: Embedding,
    pub(crate) target: Embedding,
    pub(crate) encoder: Vec<EncoderLayer>,
    pub(crate) decoder: Vec<DecoderLayer>,
    /// `[vocabulary, d]`.
    pub(crate) output: Linear,
    pub(crate) kind: Kind,
}

// SAFETY: after loading, the tensors are only read; libtorch's reference counts are atomic and
// its CPU operators do not write to their inputs.
unsafe impl Sync for Weights {}
// SAFETY: tch's Tensor is Send.
unsafe impl Send for Weights {}

impl Embedding {
    /// Writes the embedding of `token` at `position` to `out`.
    pub(crate) fn write(&self, token: u32, position: usize, out: &mut [f32]) {
        let rows = self.tokens.len() / self.width;
        let token = (token as usize).min(rows - 1) * self.width;
        let position = position * self.width;
        let (token, position) = (
            &self.tokens[token..token + self.width],
            &self.positions[position..position + self.width],
        );
        for ((o, t), p) in out.iter_mut().zip(token).zip(position) {
            *o = t * self.scale + p;
        }
    }
}

struct Loader<'a> {
    checkpoint: &'a Checkpoint,
    d: i64,
    kind: Kind,
    activation: Activation,
}

impl Loader<'_> {
    fn linear(&self, name: &str, shape: [i64; 2]) -> Result<(Tensor, Tensor), ModelError> {
        Ok((
            self.checkpoint.take(&format!("{name}.weight"), &shape)?,
            self.checkpoint.take(&format!("{name}.bias"), &shape[..1])?,
        ))
    }

    fn fused(&self, names: &[String]) -> Result<Linear, LoadError> {
        let parts = names
            .iter()
            .map(|n| self.linear(n, [self.d, self.d]))
            .collect::<Result<Vec<_>, _>>()?;
        let (weights, biases): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        Ok(Linear::pack(
            &Tensor::cat(&weights, 0),
            Some(&Tensor::cat(&biases, 0)),
            self.kind,
        )?)
    }

    fn packed(&self, name: &str, shape: [i64; 2]) -> Result<Linear, LoadError> {
        let (weight, bias) = self.linear(name, shape)?;
        Ok(Linear::pack(&weight, Some(&bias), self.kind)?)
    }

    fn norm(&self, name: &str) -> Result<Norm, ModelError> {
        let part = |p: &str| self.checkpoint.take(&format!("{name}.{p}"), &[self.d]);
        Ok(Norm::new(&part("weight")?, &part("bias")?))
    }

    fn attention(&self, layer: &str) -> Result<SelfAttention, LoadError> {
        let names = ["q_proj", "k_proj", "v_proj"].map(|p| format!("{layer}.self_attn.{p}"));
        Ok(SelfAttention {
            qkv: self.fused(&names)?,
            out: self.packed(&format!("{layer}.self_attn.out_proj"), [self.d, self.d])?,
            norm: self.norm(&format!("{layer}.self_attn_layer_norm"))?,
        })
    }

    fn cross(&self, layer: &str) -> Result<CrossAttention, LoadError> {
        let names = ["k_proj", "v_proj"].map(|p| format!("{layer}.encoder_attn.{p}"));
        Ok(CrossAttention {
            query: self.packed(&format!("{layer}.encoder_attn.q_proj"), [self.d, self.d])?,
            memory: self.fused(&names)?,
            out: self.packed(&format!("{layer}.encoder_attn.out_proj"), [self.d, self.d])?,
            norm: self.norm(&format!("{layer}.encoder_attn_layer_norm"))?,
        })
    }

    fn feed_forward(&self, layer: &str, inner: i64) -> Result<FeedForward, LoadError> {
        Ok(FeedForward {
            inner: self
                .packed(&format!("{layer}.fc1"), [inner, self.d])?
                .then(self.activation)?,
            outer: self.packed(&format!("{layer}.fc2"), [self.d, inner])?,
            norm: self.norm(&format!("{layer}.final_layer_norm"))?,
        })
    }
}

/// A checkpoint that cannot be loaded, or cannot be run here.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The files are at fault.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The engine is.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Weights {
    /// Builds the weights from a checkpoint whose `config.json` said `config`.
    ///
    /// # Errors
    /// [`LoadError`] when a tensor is missing, has another shape, or nothing in the model uses it.
    pub(crate) fn load<T: Element>(
        checkpoint: &Checkpoint,
        config: &ModelConfig,
    ) -> Result<Self, LoadError> {
        let shape = &config.shape;
        let d = shape.d_model;
        let activation = shape.activation_function.unwrap_or(Activation::gelu);
        let loader = Loader {
            checkpoint,
            d,
            kind: T::KIND,
            activation,
        };

        let source_tokens = named(
            checkpoint,
            &["model.shared.weight", "model.encoder.embed_tokens.weight"],
            &[shape.vocab_size, d],
        )?;
        let target_shape = [config.target_vocabulary, d];
        let target_tokens = if config.shared_vocabulary {
            source_tokens.shallow_clone()
        } else {
            named(
                checkpoint,
                &["model.decoder.embed_tokens.weight"],
                &target_shape,
            )?
        };
        let output = match checkpoint.find(&["lm_head.weight"]) {
            Some(t) if !config.tied => checkpoint.shaped("lm_head.weight", t, &target_shape)?,
            None if !config.tied => {
                return Err(ModelError::Missing {
                    path: checkpoint.path().into(),
                    names: vec!["lm_head.weight".into()],
                }
                .into());
            }
            _ => target_tokens.shallow_clone(),
        };
        let bias = checkpoint
            .find(&["final_logits_bias"])
            .map(|t| t.view([-1]));
        let output = Linear::pack(&output, bias.as_ref(), T::KIND)?;

        let embedding = |side: &str, tokens: &Tensor| -> Result<Embedding, LoadError> {
            let norm = if shape.normalize_embedding == Some(true) {
                Some(loader.norm(&format!("model.{side}.layernorm_embedding"))?)
            } else {
                None
            };
            Ok(Embedding {
                tokens: elements::<f32>(&tokens.contiguous()).to_vec(),
                positions: positions(checkpoint, config, side)?,
                scale: if shape.scale_embedding == Some(true) {
                    (d as f32).sqrt()
                } else {
                    1.0
                },
                width: d as usize,
                norm,
            })
        };
        let source = embedding("encoder", &source_tokens)?;
        let target = embedding("decoder", &target_tokens)?;
        let encoder = (0..shape.encoder_layers)
            .map(|i| {
                let layer = format!("model.encoder.layers.{i}");
                Ok(EncoderLayer {
                    attention: loader.attention(&layer)?,
                    feed_forward: loader.feed_forward(&layer, shape.encoder_ffn_dim)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;
        let decoder = (0..shape.decoder_layers)
            .map(|i| {
                let layer = format!("model.decoder.layers.{i}");
                Ok(DecoderLayer {
                    attention: loader.attention(&layer)?,
                    cross: loader.cross(&layer)?,
                    feed_forward: loader.feed_forward(&layer, shape.decoder_ffn_dim)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;

        // Copies of tied tensors that older checkpoints bring.
        checkpoint.find(&["lm_head.weight"]);
        for side in ["encoder", "decoder"] {
            checkpoint.find(&[&format!("model.{side}.embed_tokens.weight")]);
        }
        checkpoint.find(&["model.shared.weight"]);
        let unused = checkpoint.unused();
        if !unused.is_empty() {
            return Err(ModelError::BadConfig {
                path: checkpoint.path().into(),
                reason: format!(
                    "{} tensors belong to no part of the model, first {}",
                    unused.len(),
                    unused[0]
                ),
            }
            .into());
        }
        Ok(Self {
            spec: spec(config),
            width: d as usize,
            encoder_heads: shape.encoder_attention_heads as usize,
            decoder_heads: shape.decoder_attention_heads as usize,
            source,
            target,
            encoder,
            decoder,
            output,
            kind: T::KIND,
        })
    }
}

fn named(checkpoint: &Checkpoint, names: &[&str], shape: &[i64]) -> Result<Tensor, ModelError> {
    let tensor = checkpoint.find(names).ok_or_else(|| ModelError::Missing {
        path: checkpoint.path().into(),
        names: vec![names[0].to_owned()],
    })?;
    checkpoint.shaped(names[0], tensor, shape)
}

fn spec(config: &ModelConfig) -> Spec {
    let g = &config.generation;
    let positions = config.shape.max_position_embeddings as usize;
    Spec {
        start: g.start,
        eos: g.eos,
        pad: g.pad,
        forced_bos: g.forced_bos,
        forced_eos: g.forced_eos,
        suppressed: g.suppressed.clone(),
        renormalize: g.renormalize,
        max_source: positions,
        max_target: positions,
    }
}

/// Position tables as `[positions * d]`: stored ones, or sinusoids where the family has them
/// (hub files leave those out).
fn positions(
    checkpoint: &Checkpoint,
    config: &ModelConfig,
    side: &str,
) -> Result<Vec<f32>, ModelError> {
    let d = config.shape.d_model;
    let count = config.shape.max_position_embeddings;
    let name = format!("model.{side}.embed_positions.weight");
    // BART's learned positions begin after two rows that nothing uses.
    let offset = if config.family == Family::Bart { 2 } else { 0 };
    if let Some(stored) = checkpoint.find(&[&name]) {
        let stored = checkpoint
            .shaped(&name, stored, &[count + offset, d])?
            .narrow(0, offset, count)
            .contiguous();
        return Ok(elements::<f32>(&stored).to_vec());
    }
    if config.shape.static_position_embeddings != Some(true) {
        return Err(ModelError::Missing {
            path: checkpoint.path().into(),
            names: vec![name],
        });
    }
    Ok(sinusoids(count as usize, d as usize))
}

/// Sinusoidal positions as Marian has them: sines in the first half of a row, cosines in the second.
pub(super) fn sinusoids(count: usize, d: usize) -> Vec<f32> {
    let half = d.div_ceil(2);
    let mut table = vec![0.0f32; count * d];
    for position in 0..count {
        for i in 0..d {
            let angle = position as f64 / 10000f64.powf(2.0 * (i / 2) as f64 / d as f64);
            // transformers fills column i/2 of each half from angle i of the original interleaved layout.
            let column = if i % 2 == 0 { i / 2 } else { half + i / 2 };
            table[position * d + column] =
                if i % 2 == 0 { angle.sin() } else { angle.cos() } as f32;
        }
    }
    table
}
