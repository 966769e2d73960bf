//! The BART family: learned positions, byte-level BPE.

use std::path::Path;

use super::bart_like::{BartLike, Positions, Ways};
use crate::model::checkpoint::fields::Fields;
use crate::model::{ModelError, Tokenizer};

pub(in crate::model) fn network(config: &Fields) -> Result<BartLike, ModelError> {
    let positions = if config.flag("static_position_embeddings", false)? {
        Positions::Sinusoids
    } else {
        Positions::Learned { unused: 2 }
    };
    BartLike::read(
        config,
        &Ways {
            norm_first: false,
            positions,
            normalize_embedding: config.flag("normalize_embedding", true)?,
            scale_embedding: false,
            activation: "gelu",
        },
    )
}

pub(super) fn tokenizer(dir: &Path) -> Result<Tokenizer, ModelError> {
    Tokenizer::of_json(dir)
}
