//! Opening the tokenizer of a checkpoint, by its family.

use std::path::Path;

use super::{Family, Network, Pair, bart, firefox, m2m100, marian, mbart, pegasus, t5};
use crate::model::checkpoint::fields::Fields;
use crate::model::tokenizer::settings;
use crate::model::{ModelConfig, ModelError, Tokenizer};

impl Tokenizer {
    /// Opens the tokenizer files of a checkpoint's folder, for texts from one language into
    /// another. Models for a single pair of languages ignore `pair`.
    ///
    /// # Errors
    /// [`ModelError`] naming the file that is missing or malformed, or the language that the model
    /// does not know.
    pub fn open(dir: &Path, config: &ModelConfig, pair: Pair<'_>) -> Result<Self, ModelError> {
        let settings = settings(dir)?;
        let tidy = settings.flag("clean_up_tokenization_spaces", false)?;
        Ok(Self::of_family((dir, &settings), config, pair)?.with_tidy(tidy))
    }

    fn of_family(
        (dir, settings): (&Path, &Fields),
        config: &ModelConfig,
        pair: Pair<'_>,
    ) -> Result<Self, ModelError> {
        let eos = config.generation.eos;
        if let (Family::Firefox, Network::BartLike(network)) = (config.family, &config.network) {
            return firefox::tokenizer(dir, network, pair);
        }
        let (kind, languages) = match config.family {
            Family::Marian => {
                let special = (config.generation.pad, eos);
                return marian::tokenizer(dir, settings, special, pair.target);
            }
            Family::Bart => return bart::tokenizer(dir),
            Family::T5 | Family::LongT5 => return t5::tokenizer(dir, eos),
            Family::Pegasus => return pegasus::tokenizer(dir, eos),
            Family::MBart => (mbart::pieces(dir, settings)?, mbart::LANGUAGES),
            Family::M2m100 => m2m100::pieces(dir, settings)?,
            Family::Firefox => unreachable!("its network has the BART shape"),
        };
        let (vocabulary, _) = config.network.vocabularies();
        let known = |code: &str| {
            let token = (languages.token)(code);
            let id =
                token.and_then(|token| kind.language(&(languages.tokens)(), vocabulary, &token));
            id.ok_or_else(|| ModelError::Unsupported {
                path: dir.into(),
                what: format!("the language {code:?} by this {} model", languages.family),
            })
        };
        let (source, target) = (known(pair.source)?, known(pair.target)?);
        if config.family == Family::M2m100 && m2m100::is_small_100(settings, &config.network) {
            return Ok(Self::with_language(kind, Some(target), eos));
        }
        Ok(Self::between(kind, (source, target), eos))
    }
}

#[cfg(test)]
#[path = "tokenizer_tests.rs"]
mod tokenizer_tests;
