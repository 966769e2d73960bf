//! The families of encoder-decoder models that mujaz runs, one file each: what their `config.json`
//! leaves unsaid, their networks, tokenizers and languages.

mod bart;
mod bart_like;
mod languages;
mod m2m100;
mod marian;
mod mbart;
mod pegasus;
mod t5;

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::checkpoint::fields::Fields;
use super::{Generation, ModelConfig, ModelError, Tokenizer};

pub use bart_like::{BartLike, Positions};
pub use languages::Pair;
pub use t5::{SummaryTask, T5Network, T5Shape};

/// A family of encoder-decoder models. Its name is the `model_type` that Hugging Face transformers
/// has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Family {
    /// Marian (OPUS-MT).
    #[serde(rename = "marian")]
    Marian,
    /// BART.
    #[serde(rename = "bart")]
    Bart,
    /// mBART-50.
    #[serde(rename = "mbart")]
    MBart,
    /// PEGASUS.
    #[serde(rename = "pegasus")]
    Pegasus,
    /// M2M-100 and NLLB-200.
    #[serde(rename = "m2m_100")]
    M2m100,
    /// T5 and mT5.
    #[serde(rename = "t5")]
    T5,
    /// LongT5: T5 with local attention in the encoder.
    #[serde(rename = "longt5")]
    LongT5,
}

/// A network, by its shape.
#[derive(Debug, Clone)]
pub enum Network {
    /// Of the BART shape, which the engine computes itself.
    BartLike(BartLike),
    /// Of the T5 family, which rust-bert's modules compute.
    T5(T5Network),
}

impl Network {
    /// The network, where it is of the BART shape.
    pub fn bart_like(&self) -> Option<&BartLike> {
        match self {
            Self::BartLike(network) => Some(network),
            Self::T5(_) => None,
        }
    }

    /// The network, where it is of the T5 family.
    pub fn t5(&self) -> Option<&T5Network> {
        match self {
            Self::BartLike(_) => None,
            Self::T5(network) => Some(network),
        }
    }
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Marian,
        Self::M2m100,
        Self::MBart,
        Self::Bart,
        Self::Pegasus,
        Self::T5,
        Self::LongT5,
    ];

    /// What transformers calls it in `model_type`.
    pub fn model_types(self) -> &'static [&'static str] {
        match self {
            Self::Marian => &["marian"],
            Self::Bart => &["bart"],
            Self::MBart => &["mbart"],
            Self::Pegasus => &["pegasus"],
            Self::M2m100 => &["m2m_100"],
            Self::T5 => &["t5", "mt5"],
            Self::LongT5 => &["longt5"],
        }
    }

    /// The family of a `model_type`.
    pub(super) fn of(model_type: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|family| family.model_types().contains(&model_type))
    }

    /// All that transformers calls the families, for people: "marian, bart and t5".
    pub(super) fn listed() -> String {
        let all: Vec<&str> = Self::ALL
            .iter()
            .flat_map(|family| family.model_types())
            .copied()
            .collect();
        match all.as_slice() {
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
            [] => String::new(),
        }
    }

    /// Reads the network of a checkpoint and its special tokens.
    pub(super) fn read(
        self,
        mut fields: Fields,
        generation: &Map<String, Value>,
    ) -> Result<ModelConfig, ModelError> {
        let (network, tokens): (_, &[(&str, u32)]) = match self {
            Self::Marian => (Network::BartLike(marian::network(&fields)?), &[]),
            Self::Bart => (Network::BartLike(bart::network(&fields)?), &[]),
            Self::MBart => (Network::BartLike(mbart::network(&fields)?), mbart::TOKENS),
            Self::Pegasus => (
                Network::BartLike(pegasus::network(&fields)?),
                pegasus::TOKENS,
            ),
            Self::M2m100 => (Network::BartLike(m2m100::network(&fields)?), m2m100::TOKENS),
            Self::T5 | Self::LongT5 => {
                t5::complete(&mut fields);
                (
                    Network::T5(t5::network(&fields, self == Self::LongT5)?),
                    &[],
                )
            }
        };
        let summary = match network {
            Network::T5(_) => t5::summary(&fields, generation)?,
            Network::BartLike(_) => None,
        };
        Ok(ModelConfig {
            family: self,
            network,
            generation: Generation::of(tokens, &fields, generation)?,
            summary,
        })
    }
}

impl Tokenizer {
    /// Opens the tokenizer files of a checkpoint's folder, for texts from one language into
    /// another. Models of one pair of languages do not look at which.
    ///
    /// # Errors
    /// [`ModelError`] naming the file that is missing or malformed, or the language that the model
    /// does not know.
    pub fn open(dir: &Path, config: &ModelConfig, pair: Pair<'_>) -> Result<Self, ModelError> {
        let eos = config.generation.eos;
        let (kind, languages) = match config.family {
            Family::Marian => return marian::tokenizer(dir, config),
            Family::Bart => return bart::tokenizer(dir),
            Family::T5 | Family::LongT5 => return t5::tokenizer(dir, eos),
            Family::Pegasus => return pegasus::tokenizer(dir, eos),
            Family::MBart => (mbart::pieces(dir)?, mbart::LANGUAGES),
            Family::M2m100 => m2m100::pieces(dir)?,
        };
        let vocabulary = match &config.network {
            Network::BartLike(network) => network.shape.vocab_size,
            Network::T5(network) => network.vocabulary,
        };
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
        Ok(Self::between(kind, (source, target), eos))
    }
}

#[cfg(test)]
#[path = "tokenizer_tests.rs"]
mod tokenizer_tests;
