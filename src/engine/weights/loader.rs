//! Reading the weights of a network of the BART shape: which tensors are read, under which names.
//! What all networks need for it is here too.

use std::sync::Arc;

use rust_bert::Activation;
use tch::Tensor;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::Spec;
use crate::engine::weights::layout::{
    Backend, CrossAttention, DecoderLayer, Embedding, EncoderLayer, FeedForward, Heads, Inner,
    NormWay, Past, Residual, SelfAttention, Ssru, Weights,
};
use crate::engine::weights::positions::positions;
use crate::engine::weights::vocabulary::{OutputScope, OutputVocabulary};
use crate::model::{BartLike, Checkpoint, Decoder, Generation, ModelError};

struct Loader<'a, B> {
    checkpoint: &'a Checkpoint,
    backend: &'a B,
    d: i64,
    activation: Activation,
    norm_first: bool,
    norm_epsilon: f64,
}

/// The norms of a side's blocks, in the order in which they are applied.
pub(crate) type Norms<B> = std::vec::IntoIter<<B as Backend>::Norm>;

/// The norm that comes after a block.
pub(crate) fn next<B: Backend>(norms: &mut Norms<B>) -> B::Norm {
    norms.next().expect("a norm for each block: else a bug")
}

impl<B: Backend> Loader<'_, B> {
    fn linear(&self, name: &str, shape: [i64; 2]) -> Result<(Tensor, Tensor), ModelError> {
        Ok((
            self.checkpoint.take(&format!("{name}.weight"), &shape)?,
            self.checkpoint.take(&format!("{name}.bias"), &shape[..1])?,
        ))
    }

    fn fused(&self, names: &[String]) -> Result<B::Linear, LoadError> {
        let parts = names
            .iter()
            .map(|n| self.linear(n, [self.d, self.d]))
            .collect::<Result<Vec<_>, _>>()?;
        let (weights, biases): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        Ok(self.backend.linear(
            &Tensor::cat(&weights, 0),
            Some(&Tensor::cat(&biases, 0)),
            Activation::identity,
        )?)
    }

    fn single(
        &self,
        name: &str,
        shape: [i64; 2],
        activation: Activation,
    ) -> Result<B::Linear, LoadError> {
        let (weight, bias) = self.linear(name, shape)?;
        Ok(self.backend.linear(&weight, Some(&bias), activation)?)
    }

    fn square(&self, name: &str) -> Result<B::Linear, LoadError> {
        self.single(name, [self.d, self.d], Activation::identity)
    }

    fn norm(&self, name: &str, residual: Residual) -> Result<B::Norm, LoadError> {
        let part = |p: &str| self.checkpoint.take(&format!("{name}.{p}"), &[self.d]);
        let epsilon = self.norm_epsilon;
        let way = NormWay { residual, epsilon };
        let (weight, bias) = (part("weight")?, part("bias")?);
        Ok(self.backend.norm(&weight, Some(&bias), way)?)
    }

    /// Reads the norms of a side: `blocks` of each layer, and in pre-norm models the last one.
    fn norms(&self, side: &str, layers: i64, blocks: &[&str]) -> Result<Norms<B>, LoadError> {
        let of_blocks = if self.norm_first {
            Residual::Kept
        } else {
            Residual::Normalised
        };
        let mut norms = Vec::new();
        for layer in 0..layers {
            for block in blocks {
                let name = format!("model.{side}.layers.{layer}.{block}_layer_norm");
                norms.push(self.norm(&name, of_blocks)?);
            }
        }
        if self.norm_first {
            let name = format!("model.{side}.layer_norm");
            norms.push(self.norm(&name, Residual::Normalised)?);
        }
        Ok(norms.into_iter())
    }

    fn attention(&self, layer: &str, norms: &mut Norms<B>) -> Result<SelfAttention<B>, LoadError> {
        let names = ["q_proj", "k_proj", "v_proj"].map(|p| format!("{layer}.self_attn.{p}"));
        Ok(SelfAttention {
            qkv: self.fused(&names)?,
            out: self.square(&format!("{layer}.self_attn.out_proj"))?,
            norm: next::<B>(norms),
        })
    }

    fn past(
        &self,
        decoder: Decoder,
        layer: &str,
        norms: &mut Norms<B>,
    ) -> Result<Past<B>, LoadError> {
        Ok(match decoder {
            Decoder::SelfAttention => Past::Attention(self.attention(layer, norms)?),
            Decoder::Ssru => Past::Ssru(self.ssru(layer, norms)?),
        })
    }

    fn ssru(&self, layer: &str, norms: &mut Norms<B>) -> Result<Ssru<B>, LoadError> {
        let square = [self.d, self.d];
        let candidate = format!("{layer}.ssru.candidate.weight");
        let candidate = self.checkpoint.take(&candidate, &square)?;
        let (gate, bias) = self.linear(&format!("{layer}.ssru.gate"), square)?;
        Ok(Ssru {
            fused: self.backend.linear(
                &Tensor::cat(&[candidate, gate], 0),
                Some(&Tensor::cat(&[bias.zeros_like(), bias], 0)),
                Activation::identity,
            )?,
            norm: next::<B>(norms),
        })
    }

    fn cross(&self, layer: &str, norms: &mut Norms<B>) -> Result<CrossAttention<B>, LoadError> {
        let names = ["k_proj", "v_proj"].map(|p| format!("{layer}.encoder_attn.{p}"));
        Ok(CrossAttention {
            query: self.square(&format!("{layer}.encoder_attn.q_proj"))?,
            memory: self.fused(&names)?,
            out: self.square(&format!("{layer}.encoder_attn.out_proj"))?,
            norm: next::<B>(norms),
        })
    }

    fn feed_forward(
        &self,
        layer: &str,
        inner: i64,
        norms: &mut Norms<B>,
    ) -> Result<FeedForward<B>, LoadError> {
        let name = format!("{layer}.fc1");
        Ok(FeedForward {
            inner: Inner::Plain(self.single(&name, [inner, self.d], self.activation)?),
            outer: self.single(
                &format!("{layer}.fc2"),
                [self.d, inner],
                Activation::identity,
            )?,
            norm: next::<B>(norms),
        })
    }

    /// Reads the embedding tables and the output layer. They are the largest tensors, so none is
    /// kept longer than it is needed.
    fn tables(
        &self,
        network: &BartLike,
        vocabulary: &OutputVocabulary,
        listed: bool,
    ) -> Result<Tables<B>, LoadError> {
        let (checkpoint, backend) = (self.checkpoint, self.backend);
        let scale = if network.shape.scale_embedding == Some(true) {
            (self.d as f32).sqrt()
        } else {
            1.0
        };
        // A checkpoint may keep only one of several tied tensors, under any of their names.
        let mut names = vec!["model.shared.weight", "model.encoder.embed_tokens.weight"];
        if network.shared_vocabulary && network.tied {
            names.extend(["model.decoder.embed_tokens.weight", "lm_head.weight"]);
        }
        let tokens = named(checkpoint, &names, &[network.shape.vocab_size, self.d])?;
        let source = Arc::new(backend.table(&tokens, scale)?);
        let shape = [network.target_vocabulary, self.d];
        let (tokens, target) = if network.shared_vocabulary {
            (tokens, source.clone())
        } else {
            drop(tokens);
            let names = ["model.decoder.embed_tokens.weight"];
            let tokens = named(checkpoint, &names, &shape)?;
            let table = Arc::new(backend.table(&tokens, scale)?);
            (tokens, table)
        };
        let output = if network.tied {
            tokens
        } else {
            drop(tokens);
            named(checkpoint, &["lm_head.weight"], &shape)?
        };
        let bias = checkpoint.find(&["final_logits_bias"])?;
        let bias = bias
            .map(|t| checkpoint.shaped("final_logits_bias", t.view([-1]), &shape[..1]))
            .transpose()?;
        Ok(Tables {
            output: backend.output(&output, bias.as_ref(), vocabulary, listed)?,
            source,
            target,
        })
    }

    /// Reads the embedding of a side. In pre-norm models it takes the first of `blocks`, the norms
    /// of the side's blocks.
    fn embedding(
        &self,
        side: &str,
        tokens: Arc<B::Table>,
        (network, generation): (&BartLike, &Generation),
        blocks: &mut Norms<B>,
    ) -> Result<Embedding<B>, LoadError> {
        let mut norms = Vec::new();
        if network.shape.normalize_embedding == Some(true) {
            let name = format!("model.{side}.layernorm_embedding");
            norms.push(self.norm(&name, Residual::Normalised)?);
        }
        if self.norm_first {
            norms.push(next::<B>(blocks));
        }
        let positions = positions(self.checkpoint, (network, generation), side)?;
        Ok(Embedding {
            tokens,
            positions: Some(self.backend.table(&positions, 1.0)?),
            norms,
        })
    }

    /// Refuses a checkpoint with tensors that the model does not use.
    fn all_are_used(&self) -> Result<(), LoadError> {
        // Copies of tied tensors, which older checkpoints have.
        self.checkpoint
            .ignore(&["lm_head.weight", "model.shared.weight"]);
        for side in ["encoder", "decoder"] {
            self.checkpoint
                .ignore(&[&format!("model.{side}.embed_tokens.weight")]);
            // The version of fairseq's format.
            self.checkpoint.ignore(&[&format!("model.{side}.version")]);
        }
        Ok(all_used(self.checkpoint)?)
    }
}

/// Refuses a checkpoint with tensors that nothing used or ignored.
pub(crate) fn all_used(checkpoint: &Checkpoint) -> Result<(), ModelError> {
    let unused = checkpoint.unused();
    let Some(first) = unused.first() else {
        return Ok(());
    };
    let count = unused.len();
    Err(ModelError::BadConfig {
        path: checkpoint.path().into(),
        reason: format!("{count} tensors belong to no part of the model, first {first}"),
    })
}

/// The embedding tables of both sides, which may be the same, and the output layer.
struct Tables<B: Backend> {
    source: Arc<B::Table>,
    target: Arc<B::Table>,
    output: B::Output,
}

/// The reason why a checkpoint cannot be loaded or run.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The files are missing or wrong.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The engine or the device cannot run the model.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A network that the engine computes itself.
pub(crate) trait Loadable {
    /// Reads the weights of this network from a checkpoint. The output layer scores the tokens in
    /// `scope`.
    ///
    /// # Errors
    /// [`LoadError`] if a tensor is missing, has another shape, or is not used by the model.
    fn weights<B: Backend>(
        &self,
        backend: B,
        checkpoint: &Checkpoint,
        generation: &Generation,
        scope: OutputScope,
    ) -> Result<Weights<B>, LoadError>;
}

impl Loadable for BartLike {
    fn weights<B: Backend>(
        &self,
        backend: B,
        checkpoint: &Checkpoint,
        generation: &Generation,
        scope: OutputScope,
    ) -> Result<Weights<B>, LoadError> {
        let (network, shape) = (self, &self.shape);
        let d = shape.d_model;
        let loader = Loader {
            checkpoint,
            backend: &backend,
            d,
            activation: shape.activation_function.unwrap_or(Activation::gelu),
            norm_first: network.norm_first,
            norm_epsilon: network.norm_epsilon,
        };
        let (vocabulary, shortlist) = scope.of(network.target_vocabulary as usize);
        let Tables {
            source: source_table,
            target: target_table,
            output,
        } = loader.tables(network, &vocabulary, shortlist.is_some())?;

        let described = (network, generation);
        let mut norms = loader.norms("encoder", shape.encoder_layers, &["self_attn", "final"])?;
        let source = loader.embedding("encoder", source_table, described, &mut norms)?;
        let encoder = (0..shape.encoder_layers)
            .map(|i| {
                let layer = format!("model.encoder.layers.{i}");
                let inner = shape.encoder_ffn_dim;
                Ok(EncoderLayer {
                    attention: loader.attention(&layer, &mut norms)?,
                    feed_forward: loader.feed_forward(&layer, inner, &mut norms)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;
        let blocks = ["self_attn", "encoder_attn", "final"];
        let mut norms = loader.norms("decoder", shape.decoder_layers, &blocks)?;
        let target = loader.embedding("decoder", target_table, described, &mut norms)?;
        let decoder = (0..shape.decoder_layers)
            .map(|i| {
                let layer = format!("model.decoder.layers.{i}");
                let inner = shape.decoder_ffn_dim;
                Ok(DecoderLayer {
                    past: loader.past(network.decoder, &layer, &mut norms)?,
                    cross: loader.cross(&layer, &mut norms)?,
                    feed_forward: loader.feed_forward(&layer, inner, &mut norms)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;
        loader.all_are_used()?;
        let heads = |count: i64| Heads {
            count: count as usize,
            size: (d / count) as usize,
            scaled: true,
        };
        let positions = shape.max_position_embeddings as usize;
        Ok(Weights {
            spec: spec(generation, (positions, positions)),
            width: d as usize,
            encoder_heads: heads(shape.encoder_attention_heads),
            decoder_heads: heads(shape.decoder_attention_heads),
            encoder_bias: None,
            decoder_bias: None,
            source,
            target,
            encoder,
            decoder,
            output,
            vocabulary,
            shortlist,
            backend,
        })
    }
}

/// The tensor of the first of these names that the checkpoint has, of exactly this shape.
fn named(checkpoint: &Checkpoint, names: &[&str], shape: &[i64]) -> Result<Tensor, ModelError> {
    let tensor = checkpoint.find(names)?.ok_or_else(|| ModelError::Missing {
        path: checkpoint.path().into(),
        names: vec![names[0].to_owned()],
    })?;
    checkpoint.shaped(names[0], tensor, shape)
}

/// The special tokens of a model, and the most source and target tokens that it takes.
pub(crate) fn spec(g: &Generation, (max_source, max_target): (usize, usize)) -> Spec {
    Spec {
        start: g.start,
        eos: g.eos,
        pad: g.pad,
        forced_bos: g.forced_bos,
        forced_eos: g.forced_eos,
        suppressed: g.suppressed.clone(),
        renormalize: g.renormalize,
        max_source,
        max_target,
    }
}
