//! The Marian family (OPUS-MT): sinusoidal positions, SentencePiece, one pair of languages.

use std::path::Path;

use super::bart_like::{BartLike, Positions, Ways};
use super::m2m100::NLLB_LANGUAGES;
use crate::model::checkpoint::fields::Fields;
use crate::model::tokenizer::Kind;
use crate::model::tokenizer::sentencepiece::SentencePiece;
use crate::model::{ModelError, Tokenizer};

/// How many languages an error lists.
const LISTED: usize = 12;

pub(in crate::model) fn network(config: &Fields) -> Result<BartLike, ModelError> {
    let positions = if config.flag("static_position_embeddings", true)? {
        Positions::Sinusoids
    } else {
        Positions::Learned { unused: 0 }
    };
    let network = BartLike::read(
        config,
        &Ways {
            norm_first: false,
            positions,
            normalize_embedding: config.flag("normalize_embedding", false)?,
            scale_embedding: false,
            activation: "gelu",
        },
    )?;
    // Marian is the only family whose two sides may have separate vocabularies.
    Ok(BartLike {
        shared_vocabulary: config.flag("share_encoder_decoder_embeddings", true)?,
        target_vocabulary: config.number_or("decoder_vocab_size", network.target_vocabulary)?,
        ..network
    })
}

pub(super) fn tokenizer(
    dir: &Path,
    settings: &Fields,
    (pad, eos): (u32, u32),
    target: &str,
) -> Result<Tokenizer, ModelError> {
    let model = SentencePiece::marian(dir, [pad, eos])?;
    let own = settings.text("target_lang")?;
    let token = target_token(dir, &model, (target, own.as_deref()))?;
    Ok(Tokenizer::with_language(Kind::of(model), token, eos))
}

/// The token that asks for a target language, such as `>>eng<<`, before a text; `None` for a model
/// that writes one language and needs none. `own` is the language that the settings of the tokenizer
/// say it writes.
fn target_token(
    dir: &Path,
    model: &SentencePiece,
    (target, own): (&str, Option<&str>),
) -> Result<Option<u32>, ModelError> {
    let known = &model.targets;
    // Three letters with the script, as NLLB-200 writes it, and without.
    let long = (NLLB_LANGUAGES.token)(target).unwrap_or_default();
    let short = long.split('_').next().unwrap_or_default();
    let codes = [target, short, &long];
    if let Some(&token) = codes.iter().find_map(|code| known.get(*code)) {
        return Ok(Some(token));
    }
    // A model of one target may have tokens for other purposes.
    let others = own.filter(|own| !codes.contains(own));
    if known.is_empty() || others.is_none() {
        return Ok(None);
    }
    let listed: Vec<&str> = known.keys().take(LISTED).map(String::as_str).collect();
    let more = if known.len() > LISTED {
        " and others"
    } else {
        ""
    };
    Err(ModelError::Unsupported {
        path: dir.into(),
        what: format!(
            "the target language {target:?} (the model writes {}{more})",
            listed.join(", ")
        ),
    })
}
