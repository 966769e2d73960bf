//! What the families of the BART shape share: their dimensions, and how they differ.

use rust_bert::bart::BartConfig;

use crate::model::ModelError;
use crate::model::checkpoint::fields::Fields;

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

/// A network of the BART shape.
#[derive(Debug, Clone)]
pub struct BartLike {
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
}

/// How a family is built, where transformers asks no file or has a default of the family.
pub(super) struct Ways {
    pub(super) norm_first: bool,
    pub(super) positions: Positions,
    /// Whether embeddings are normalised before the first layer.
    pub(super) normalize_embedding: bool,
    pub(super) scale_embedding: bool,
    pub(super) activation: &'static str,
}

impl BartLike {
    /// Reads the dimensions of a family that is built so.
    ///
    /// # Errors
    /// [`ModelError`] where a dimension is missing, or for a network that the engine does not have.
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
            scale_embedding: Some(config.flag("scale_embedding", ways.scale_embedding)),
            vocab_size,
            ..BartConfig::default()
        };
        for (key, what) in [
            ("normalize_before", "layer norms before each block"),
            ("add_final_layer_norm", "a final layer norm"),
        ] {
            if !ways.norm_first && config.flag(key, false) {
                return Err(ModelError::Unsupported {
                    path: config.path.clone(),
                    what: format!("{what} (`{key}`)"),
                });
            }
        }
        Ok(Self {
            target_vocabulary: vocab_size,
            tied: config.flag("tie_word_embeddings", true),
            shared_vocabulary: true,
            norm_first: ways.norm_first,
            positions: ways.positions,
            shape,
        })
    }
}
