//! Reading the weights of a network of the BART shape: which tensors are read, under which names.

use std::sync::Arc;

use rust_bert::Activation;
use tch::Tensor;

use crate::engine::weights::layout::{
    Backend, CrossAttention, DecoderLayer, Embedding, EncoderLayer, FeedForward, Heads, Inner,
    Past, Residual, SelfAttention, Ssru, Weights,
};
use crate::engine::weights::loader::{LoadError, Loadable, all_used, spec};
use crate::engine::weights::positions::positions;
use crate::engine::weights::reader::{Norms, Reader, next};
use crate::engine::weights::vocabulary::{OutputScope, OutputVocabulary};
use crate::model::{BartLike, Checkpoint, Decoder, Generation, ModelError};

struct Loader<'a, B> {
    reader: Reader<'a, B>,
    activation: Activation,
    norm_first: bool,
}

impl<B: Backend> Loader<'_, B> {
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
                norms.push(self.reader.norm(&name, of_blocks)?);
            }
        }
        if self.norm_first {
            let name = format!("model.{side}.layer_norm");
            norms.push(self.reader.norm(&name, Residual::Normalised)?);
        }
        Ok(norms.into_iter())
    }

    fn attention(&self, layer: &str, norms: &mut Norms<B>) -> Result<SelfAttention<B>, LoadError> {
        let name = format!("{layer}.self_attn");
        self.reader.self_attention(&name, norms)
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
        let square = [self.reader.width; 2];
        let part = |part: &str, shape: &[i64]| {
            let name = format!("{layer}.ssru.{part}");
            self.reader.checkpoint.take(&name, shape)
        };
        let candidate = part("candidate.weight", &square)?;
        let gate = part("gate.weight", &square)?;
        let bias = part("gate.bias", &square[..1])?;
        Ok(Ssru {
            fused: self.reader.backend.linear(
                &Tensor::cat(&[candidate, gate], 0),
                Some(&Tensor::cat(&[bias.zeros_like(), bias], 0)),
                Activation::identity,
            )?,
            norm: next::<B>(norms),
        })
    }

    fn cross(&self, layer: &str, norms: &mut Norms<B>) -> Result<CrossAttention<B>, LoadError> {
        let name = format!("{layer}.encoder_attn");
        self.reader.cross_attention(&name, norms)
    }

    fn feed_forward(
        &self,
        layer: &str,
        inner: i64,
        norms: &mut Norms<B>,
    ) -> Result<FeedForward<B>, LoadError> {
        let (first, second) = (format!("{layer}.fc1"), format!("{layer}.fc2"));
        let (reader, d) = (&self.reader, self.reader.width);
        Ok(FeedForward {
            inner: Inner::Plain(reader.linear(&first, [inner, d], self.activation)?),
            outer: reader.linear(&second, [d, inner], Activation::identity)?,
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
        let (checkpoint, backend) = (self.reader.checkpoint, self.reader.backend);
        let d = self.reader.width;
        let scale = if network.shape.scale_embedding == Some(true) {
            (d as f32).sqrt()
        } else {
            1.0
        };
        // A checkpoint may keep only one of several tied tensors, under any of their names.
        let mut names = vec!["model.shared.weight", "model.encoder.embed_tokens.weight"];
        if network.shared_vocabulary && network.tied {
            names.extend(["model.decoder.embed_tokens.weight", "lm_head.weight"]);
        }
        let tokens = named(checkpoint, &names, &[network.shape.vocab_size, d])?;
        let source = Arc::new(backend.table(&tokens, scale)?);
        let shape = [network.target_vocabulary, d];
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
            norms.push(self.reader.norm(&name, Residual::Normalised)?);
        }
        if self.norm_first {
            norms.push(next::<B>(blocks));
        }
        let positions = positions(self.reader.checkpoint, (network, generation), side)?;
        Ok(Embedding {
            tokens,
            positions: Some(self.reader.backend.table(&positions, 1.0)?),
            norms,
        })
    }

    /// Refuses a checkpoint with tensors that the model does not use.
    fn all_are_used(&self) -> Result<(), LoadError> {
        // Copies of tied tensors, which older checkpoints have.
        let checkpoint = self.reader.checkpoint;
        checkpoint.ignore(&["lm_head.weight", "model.shared.weight"]);
        for side in ["encoder", "decoder"] {
            checkpoint.ignore(&[&format!("model.{side}.embed_tokens.weight")]);
            // The version of fairseq's format.
            checkpoint.ignore(&[&format!("model.{side}.version")]);
        }
        Ok(all_used(checkpoint)?)
    }
}

/// The embedding tables of both sides, which may be the same, and the output layer.
struct Tables<B: Backend> {
    source: Arc<B::Table>,
    target: Arc<B::Table>,
    output: B::Output,
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
            reader: Reader {
                checkpoint,
                backend: &backend,
                width: d,
                all_heads: d,
                projections: ["q_proj", "k_proj", "v_proj", "out_proj"],
                biased: true,
                norm_epsilon: network.norm_epsilon,
            },
            activation: shape.activation_function.unwrap_or(Activation::gelu),
            norm_first: network.norm_first,
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
