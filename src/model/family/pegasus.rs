//! The PEGASUS family: sinusoidal positions, pre-norm.

use std::path::Path;

use super::bart_like::{BartLike, Positions, Ways};
use crate::model::checkpoint::fields::Fields;
use crate::model::regular_file::is_there;
use crate::model::tokenizer::sentencepiece::{SentencePiece, Shift};
use crate::model::tokenizer::{Kind, has_json, open_json};
use crate::model::{ModelError, Tokenizer};

/// The tokens that transformers uses if neither file names one.
pub(in crate::model) const TOKENS: &[(&str, u32)] = &[
    ("pad_token_id", 0),
    ("eos_token_id", 1),
    ("decoder_start_token_id", 0),
    ("forced_eos_token_id", 1),
];

/// PEGASUS reserves 103 ids for its training; `<unk>` is the third piece.
const SHIFT: Shift = Shift {
    by: 103,
    unknown: 105,
};
/// The text that PEGASUS writes for a line break.
const NEWLINE: &str = "<n>";

pub(in crate::model) fn network(config: &Fields) -> Result<BartLike, ModelError> {
    BartLike::read(
        config,
        &Ways {
            norm_first: true,
            positions: Positions::Sinusoids,
            normalize_embedding: false,
            scale_embedding: false,
            activation: "gelu",
        },
    )
}

pub(super) fn tokenizer(dir: &Path, eos: u32) -> Result<Tokenizer, ModelError> {
    let model = dir.join("spiece.model");
    let kind = if is_there(&model)? || !has_json(dir)? {
        Kind::of(SentencePiece::shifted(&model, SHIFT)?)
    } else {
        Kind::Json(open_json(dir)?)
    };
    Ok(Tokenizer::around(kind, eos).with_newline(NEWLINE))
}
