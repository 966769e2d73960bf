//! The families of encoder-decoder models that mujaz runs, one file each: the defaults that their
//! `config.json` leaves out, their networks, tokenizers and languages. Nothing here runs a
//! network.

pub(super) mod bart;
mod bart_like;
pub(super) mod firefox;
mod languages;
pub(super) mod m2m100;
pub(super) mod marian;
pub(super) mod mbart;
mod open;
pub(super) mod pegasus;
pub(super) mod t5;

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::ModelError;
use super::checkpoint::fields::Fields;

pub use bart_like::{BartLike, Decoder, Positions};
pub use languages::Pair;
pub use t5::{LongT5Network, T5Network};

/// A family of encoder-decoder models, named after its `model_type` in Hugging Face transformers
/// if it has one.
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
    /// LongT5: T5 with local or transient-global attention in the encoder.
    #[serde(rename = "longt5")]
    LongT5,
    /// The translation models of Firefox, in Marian's own format.
    #[serde(rename = "firefox")]
    Firefox,
}

/// A network.
#[derive(Debug, Clone)]
pub enum Network {
    /// A network of the BART shape, which the engine computes itself.
    BartLike(BartLike),
    /// A network of T5 or mT5, which the engine computes itself.
    T5(T5Network),
    /// A network of LongT5, which rust-bert's modules compute.
    LongT5(LongT5Network),
}

impl Network {
    /// The network, if it has the BART shape.
    pub fn bart_like(&self) -> Option<&BartLike> {
        match self {
            Self::BartLike(network) => Some(network),
            Self::T5(_) | Self::LongT5(_) => None,
        }
    }

    /// The network, if it is one of T5 or mT5.
    pub fn t5(&self) -> Option<&T5Network> {
        match self {
            Self::T5(network) => Some(network),
            Self::BartLike(_) | Self::LongT5(_) => None,
        }
    }

    /// The network, if it is one of LongT5.
    pub fn long_t5(&self) -> Option<&LongT5Network> {
        match self {
            Self::LongT5(network) => Some(network),
            Self::BartLike(_) | Self::T5(_) => None,
        }
    }

    /// The number of source tokens and of target tokens that the network has.
    pub(super) fn vocabularies(&self) -> (i64, i64) {
        match self {
            Self::BartLike(network) => (network.shape.vocab_size, network.target_vocabulary),
            Self::T5(network) => (network.vocabulary, network.vocabulary),
            Self::LongT5(network) => (network.shape.vocab_size, network.shape.vocab_size),
        }
    }
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Marian,
        Self::M2m100,
        Self::MBart,
        Self::Bart,
        Self::Pegasus,
        Self::T5,
        Self::LongT5,
        Self::Firefox,
    ];

    /// The values of `model_type` that transformers uses for the family.
    pub fn model_types(self) -> &'static [&'static str] {
        match self {
            Self::Marian => &["marian"],
            Self::Bart => &["bart"],
            Self::MBart => &["mbart"],
            Self::Pegasus => &["pegasus"],
            Self::M2m100 => &["m2m_100"],
            Self::T5 => &["t5", "mt5"],
            Self::LongT5 => &["longt5"],
            Self::Firefox => &[],
        }
    }

    /// The family of a `model_type`.
    pub(super) fn of(model_type: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|family| family.model_types().contains(&model_type))
    }

    /// The `model_type`s of all families, for people: "marian, bart and t5".
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
}

/// The token of a language by its ISO 639-1 code.
pub(super) type LanguageToken = fn(&str) -> Option<String>;

/// The tokens of the languages of a family of many, in the folder of a checkpoint whose tokenizer has
/// these settings; `None` for other families.
///
/// # Errors
/// [`ModelError::Io`] if the disk does not say which family it is.
pub(super) fn language_tokens(
    dir: &Path,
    family: Family,
    settings: &Fields,
) -> Result<Option<LanguageToken>, ModelError> {
    Ok(match family {
        Family::MBart => Some(mbart::LANGUAGES.token),
        Family::M2m100 => Some(m2m100::languages(dir, settings)?.token),
        _ => None,
    })
}
