//! Reading the weights of T5 and mT5: which tensors are read, under which names. They are pre-norm
//! models with RMS norms, without biases in their layers and without position tables.

use std::sync::Arc;

use rust_bert::Activation;
use tch::Tensor;

use crate::engine::weights::layout::{
    Backend, CrossAttention, DecoderLayer, Embedding, EncoderLayer, FeedForward, Heads, Inner,
    Past, Residual, SelfAttention, Weights,
};
use crate::engine::weights::loader::{LoadError, Loadable, all_used, spec};
use crate::engine::weights::reader::{Norms, Reader, next};
use crate::engine::weights::relative::{Buckets, PositionBias};
use crate::engine::weights::vocabulary::{OutputScope, OutputVocabulary};
use crate::model::{Checkpoint, Generation, ModelError, T5Network};

/// The name of the token embeddings that both sides share.
pub(crate) const SHARED: &str = "shared.weight";
/// Other names of the token embeddings.
const COPIES: [&str; 2] = ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"];
/// The name of the output layer's weights.
pub(crate) const HEAD: &str = "lm_head.weight";
/// A tensor in old checkpoints that no T5 has ever read.
const IGNORED: &str = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight";

/// Reads the token embeddings of a model of the T5 family and the weights of its output layer, both
/// `[vocabulary, d]`; `None` if these are the embeddings.
///
/// # Errors
/// [`ModelError`] if there are no embeddings, or different ones for the two sides.
pub(crate) fn embeddings(checkpoint: &Checkpoint) -> Result<(Tensor, Option<Tensor>), ModelError> {
    let names = [SHARED, COPIES[0], COPIES[1]];
    let shared = checkpoint
        .find(&names)?
        .ok_or_else(|| ModelError::Missing {
            path: checkpoint.path().into(),
            names: vec![SHARED.to_owned()],
        })?;
    for name in COPIES {
        let copy = checkpoint.find(&[name])?;
        if copy.is_some_and(|copy| !same(&copy, &shared)) {
            return Err(ModelError::Unsupported {
                path: checkpoint.path().into(),
                what: format!("an encoder and a decoder with other embeddings ({name})"),
            });
        }
    }
    let head = checkpoint.find(&[HEAD])?;
    let head = head.filter(|head| !same(head, &shared));
    Ok((shared, head))
}

fn same(a: &Tensor, b: &Tensor) -> bool {
    a.size() == b.size() && a.f_equal(b).unwrap_or(false)
}

/// Refuses a checkpoint of the T5 family with tensors that the model does not use.
pub(crate) fn all_are_used(checkpoint: &Checkpoint) -> Result<(), ModelError> {
    checkpoint.ignore(&[IGNORED]);
    all_used(checkpoint)
}

/// The factor of the logits of a model of this width that scales them.
pub(crate) fn logit_factor(width: i64) -> f64 {
    (width as f64).powf(-0.5)
}

struct Loader<'a, B> {
    reader: Reader<'a, B>,
    network: &'a T5Network,
}

impl<B: Backend> Loader<'_, B> {
    /// Reads the norms of a side: those of its `blocks` in each layer, and the last one, whose
    /// output is multiplied by `factor`.
    fn norms(
        &self,
        side: &str,
        (layers, blocks): (i64, usize),
        factor: f64,
    ) -> Result<Norms<B>, LoadError> {
        let mut norms = Vec::new();
        for layer in 0..layers {
            for block in 0..blocks {
                let name = format!("{side}.block.{layer}.layer.{block}.layer_norm");
                norms.push(self.reader.norm(&name, Residual::Kept)?);
            }
        }
        let name = format!("{side}.final_layer_norm");
        let last = Residual::Normalised;
        norms.push(self.reader.scaled_norm(&name, last, factor)?);
        Ok(norms.into_iter())
    }

    /// Reads the biases of a side's self-attention, which are in its first layer.
    fn bias(&self, side: &str, both_ways: bool) -> Result<B::Bias, LoadError> {
        let network = self.network;
        let name = format!("{side}.block.0.layer.0.SelfAttention.relative_attention_bias.weight");
        let shape = [network.buckets, network.heads];
        let table = self.reader.checkpoint.take(&name, &shape)?;
        let buckets = Buckets {
            count: network.buckets as usize,
            distance: network.distance as usize,
            both_ways,
        };
        let bias = PositionBias::new(&table, buckets)?;
        Ok(self.reader.backend.bias(bias)?)
    }

    fn self_attention(
        &self,
        layer: &str,
        norms: &mut Norms<B>,
    ) -> Result<SelfAttention<B>, LoadError> {
        let name = format!("{layer}.layer.0.SelfAttention");
        self.reader.self_attention(&name, norms)
    }

    fn cross(&self, layer: &str, norms: &mut Norms<B>) -> Result<CrossAttention<B>, LoadError> {
        let name = format!("{layer}.layer.1.EncDecAttention");
        self.reader.cross_attention(&name, norms)
    }

    /// Reads the feed-forward block `number` of a layer.
    fn feed_forward(
        &self,
        layer: &str,
        number: usize,
        norms: &mut Norms<B>,
    ) -> Result<FeedForward<B>, LoadError> {
        let reader = &self.reader;
        let (d, inner) = (self.network.width, self.network.inner);
        let name = |part: &str| format!("{layer}.layer.{number}.DenseReluDense.{part}");
        let first = if self.network.gated {
            let both = ["wi_0", "wi_1"].map(name);
            Inner::Gated {
                fused: reader.fused(&both, [inner, d])?,
                width: inner as usize,
            }
        } else {
            Inner::Plain(reader.linear(&name("wi"), [inner, d], Activation::relu)?)
        };
        Ok(FeedForward {
            inner: first,
            outer: reader.linear(&name("wo"), [d, inner], Activation::identity)?,
            norm: next::<B>(norms),
        })
    }

    /// Reads the token embeddings and the output layer. They are the largest tensors, so neither is
    /// kept longer than it is needed.
    fn tables(
        &self,
        vocabulary: &OutputVocabulary,
        listed: bool,
    ) -> Result<(Arc<B::Table>, B::Output), LoadError> {
        let shape = [self.network.vocabulary, self.network.width];
        let (checkpoint, backend) = (self.reader.checkpoint, self.reader.backend);
        let (shared, head) = embeddings(checkpoint)?;
        let shared = checkpoint.shaped(SHARED, shared, &shape)?;
        let table = Arc::new(backend.table(&shared, 1.0)?);
        let weight = match head {
            Some(head) => {
                drop(shared);
                checkpoint.shaped(HEAD, head, &shape)?
            }
            None => shared,
        };
        let output = backend.output(&weight, None, vocabulary, listed)?;
        Ok((table, output))
    }
}

impl Loadable for T5Network {
    fn weights<B: Backend>(
        &self,
        backend: B,
        checkpoint: &Checkpoint,
        generation: &Generation,
        scope: OutputScope,
    ) -> Result<Weights<B>, LoadError> {
        let loader = Loader {
            reader: Reader {
                checkpoint,
                backend: &backend,
                width: self.width,
                all_heads: self.heads * self.head_size,
                projections: ["q", "k", "v", "o"],
                biased: false,
                norm_epsilon: self.norm_epsilon,
            },
            network: self,
        };
        let (vocabulary, shortlist) = scope.of(self.vocabulary as usize);
        let (tokens, output) = loader.tables(&vocabulary, shortlist.is_some())?;
        // The first block's norm comes before it; the other norms come after a block.
        let embedding = |norms: &mut Norms<B>| Embedding::<B> {
            tokens: tokens.clone(),
            positions: None,
            norms: vec![next::<B>(norms)],
        };

        let mut norms = loader.norms("encoder", (self.encoder_layers, 2), 1.0)?;
        let source = embedding(&mut norms);
        let encoder = (0..self.encoder_layers)
            .map(|i| {
                let layer = format!("encoder.block.{i}");
                Ok(EncoderLayer {
                    attention: loader.self_attention(&layer, &mut norms)?,
                    feed_forward: loader.feed_forward(&layer, 1, &mut norms)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;
        // Nothing but the output layer reads the decoder's output, so scaling it scales the logits.
        let factor = if self.scaled {
            logit_factor(self.width)
        } else {
            1.0
        };
        let mut norms = loader.norms("decoder", (self.decoder_layers, 3), factor)?;
        let target = embedding(&mut norms);
        let decoder = (0..self.decoder_layers)
            .map(|i| {
                let layer = format!("decoder.block.{i}");
                Ok(DecoderLayer {
                    past: Past::Attention(loader.self_attention(&layer, &mut norms)?),
                    cross: loader.cross(&layer, &mut norms)?,
                    feed_forward: loader.feed_forward(&layer, 2, &mut norms)?,
                })
            })
            .collect::<Result<_, LoadError>>()?;
        let encoder_bias = Some(loader.bias("encoder", true)?);
        let decoder_bias = Some(loader.bias("decoder", false)?);
        all_are_used(checkpoint)?;
        let heads = Heads {
            count: self.heads as usize,
            size: self.head_size as usize,
            scaled: false,
        };
        Ok(Weights {
            spec: spec(generation, (self.max_source, self.max_target)),
            width: self.width as usize,
            encoder_heads: heads,
            decoder_heads: heads,
            encoder_bias,
            decoder_bias,
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
