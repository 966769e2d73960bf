//! The dimensions of models of the BART shape and how their families differ. This file only reads
//! settings; the network itself is in the engine.

use rust_bert::bart::BartConfig;

use crate::model::ModelError;
use crate::model::checkpoint::fields::Fields;

/// PyTorch's default epsilon for layer norms, which transformers leaves as it is.
const PYTORCH_EPSILON: f64 = 1e-5;

/// No model of these families has more positions; each is a row of a table that is computed.
const MOST_POSITIONS: i64 = 1 << 16;
/// No model has more numbers in this table.
const MOST_IN_TABLE: i64 = 1 << 28;

/// The source of a model's position tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Positions {
    /// The weights file; rows that nothing uses stand before the first position.
    Learned {
        /// The number of these rows.
        unused: i64,
    },
    /// Sinusoids as transformers has them for Marian and PEGASUS, whether stored or not.
    Sinusoids,
    /// Sinusoids as Marian itself computes them.
    Marian,
    /// Sinusoids as in fairseq, starting after the row of the padding token's id.
    Fairseq,
}

/// How a decoder's layers look back at the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoder {
    /// By self-attention.
    SelfAttention,
    /// By simpler simple recurrent units (SSRU), whose state is one vector.
    Ssru,
}

/// A network of the BART shape.
#[derive(Debug, Clone)]
pub struct BartLike {
    /// Dimensions, in rust-bert's own type; `vocab_size` is the source vocabulary.
    pub shape: BartConfig,
    /// Size of the target vocabulary.
    pub target_vocabulary: i64,
    /// Whether the two embedding tables and the output weights are one table.
    pub tied: bool,
    /// Whether both sides share one vocabulary file.
    pub shared_vocabulary: bool,
    /// Whether the model is pre-norm: layer norms stand before blocks, with one more after the
    /// last block, instead of after each.
    pub norm_first: bool,
    /// The number that is added to the variance in layer norms.
    pub norm_epsilon: f64,
    /// Its position tables.
    pub positions: Positions,
    /// How its decoder looks back.
    pub decoder: Decoder,
}

/// How a family is built where transformers reads no field, or has a default for the family.
pub(super) struct Ways {
    pub(super) norm_first: bool,
    pub(super) positions: Positions,
    /// Whether embeddings are normalised before the first layer.
    pub(super) normalize_embedding: bool,
    pub(super) scale_embedding: bool,
    pub(super) activation: &'static str,
}

impl BartLike {
    /// Reads the dimensions of a model of such a family.
    ///
    /// # Errors
    /// [`ModelError`] if a dimension is missing or the engine does not have the network.
    pub(super) fn read(config: &Fields, ways: &Ways) -> Result<Self, ModelError> {
        let encoder_layers = config.number("encoder_layers")?;
        let vocab_size = config.number("vocab_size")?;
        let learned = matches!(ways.positions, Positions::Learned { .. });
        let shape = BartConfig {
            activation_function: Some(config.activation(ways.activation)?),
            d_model: config.number("d_model")?,
            decoder_attention_heads: config.number("decoder_attention_heads")?,
            decoder_ffn_dim: config.number("decoder_ffn_dim")?,
            decoder_layers: config.number("decoder_layers")?,
            encoder_attention_heads: config.number("encoder_attention_heads")?,
            encoder_ffn_dim: config.number("encoder_ffn_dim")?,
            encoder_layers,
            num_hidden_layers: encoder_layers,
            max_position_embeddings: config.number("max_position_embeddings")?,
            normalize_embedding: Some(ways.normalize_embedding),
            static_position_embeddings: Some(!learned),
            scale_embedding: Some(config.flag("scale_embedding", ways.scale_embedding)?),
            vocab_size,
            ..BartConfig::default()
        };
        let (d, positions) = (shape.d_model, shape.max_position_embeddings);
        for heads in [shape.encoder_attention_heads, shape.decoder_attention_heads] {
            if d % heads != 0 {
                return Err(config.bad(format!("`d_model` is {d}, with {heads} heads")));
            }
        }
        if positions > MOST_POSITIONS {
            let reason = format!("`max_position_embeddings` is {positions}, which no model has");
            return Err(config.bad(reason));
        }
        check_table(config, positions, d)?;
        for (key, what) in [
            ("normalize_before", "layer norms before each block"),
            ("add_final_layer_norm", "a final layer norm"),
        ] {
            if !ways.norm_first && config.flag(key, false)? {
                return Err(config.unsupported(format!("{what} (`{key}`)")));
            }
        }
        Ok(Self {
            target_vocabulary: vocab_size,
            tied: config.flag("tie_word_embeddings", true)?,
            shared_vocabulary: true,
            norm_first: ways.norm_first,
            norm_epsilon: PYTORCH_EPSILON,
            positions: ways.positions,
            decoder: Decoder::SelfAttention,
            shape,
        })
    }
}

/// Refuses a table of positions that no model has. The dimensions are numbers of a file, each of
/// which may stand in some model.
pub(super) fn check_table(config: &Fields, positions: i64, width: i64) -> Result<(), ModelError> {
    if positions.saturating_mul(width) <= MOST_IN_TABLE {
        return Ok(());
    }
    let reason = format!("a width of {width} at {positions} positions, which no model has");
    Err(config.bad(reason))
}
