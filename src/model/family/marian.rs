//! The Marian family (OPUS-MT): sinusoidal positions, SentencePiece, one pair of languages.

use std::path::Path;

use super::bart_like::{BartLike, Positions, Ways};
use crate::model::checkpoint::fields::Fields;
use crate::model::tokenizer::Kind;
use crate::model::tokenizer::sentencepiece::SentencePiece;
use crate::model::{ModelError, Tokenizer};

pub(in crate::model) fn network(config: &Fields) -> Result<BartLike, ModelError> {
    let positions = if config.flag("static_position_embeddings", true) {
        Positions::Sinusoids
    } else {
        Positions::Learned { unused: 0 }
    };
    let network = BartLike::read(
        config,
        &Ways {
            norm_first: false,
            positions,
            normalize_embedding: config.flag("normalize_embedding", false),
            scale_embedding: false,
            activation: "gelu",
        },
    )?;
    // Marian is the only family whose two sides may have separate vocabularies.
    Ok(BartLike {
        shared_vocabulary: config.flag("share_encoder_decoder_embeddings", true),
        target_vocabulary: config
            .optional("decoder_vocab_size")
            .unwrap_or(network.target_vocabulary),
        ..network
    })
}

pub(super) fn tokenizer(dir: &Path, pad: u32, eos: u32) -> Result<Tokenizer, ModelError> {
    let model = SentencePiece::marian(dir, [pad, eos])?;
    Ok(Tokenizer::around(Kind::of(model), eos))
}
