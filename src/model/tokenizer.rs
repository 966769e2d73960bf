//! Text to token ids and back, as the checkpoint's authors did it: by a SentencePiece file or by
//! `tokenizer.json`, as the checkpoint has it.
//!
//! Of both, the SentencePiece file stands first where it is a Unigram model: in a `tokenizer.json`
//! of that kind special tokens are pieces like others, so that `</s>` in an article would end it.

use std::collections::HashMap;
use std::path::Path;

use super::languages::{Languages, Pair};
use super::sentencepiece::{SentencePiece, Shift};
use super::spiece::Spiece;
use super::{Family, ModelConfig, ModelError};

/// SentencePiece's mark for the start of a word.
pub(super) const WORD_START: char = '\u{2581}';
/// fairseq's ids: four special tokens stand where SentencePiece has three.
const FAIRSEQ: Shift = Shift { by: 1, unknown: 3 };
/// PEGASUS keeps 103 ids for its training; `<unk>` is the third piece.
const PEGASUS: Shift = Shift {
    by: 103,
    unknown: 105,
};
/// The text that PEGASUS writes for the end of a line.
const PEGASUS_NEWLINE: &str = "<n>";

/// Text to tokens and back.
pub trait TextCodec: Send + Sync {
    /// Ids of a text as the encoder expects them, special tokens included. Nothing is truncated.
    /// Empty only where the tokenizer cannot read the text at all.
    fn encode(&self, text: &str) -> Vec<u32>;
    /// The text of output ids; special and unknown tokens leave nothing behind.
    fn decode(&self, ids: &[u32]) -> String;
}

/// The tokenizer of one checkpoint. Cheap to share between threads behind an `Arc`.
pub struct Tokenizer {
    kind: Kind,
    frame: Frame,
    /// The first token of every output, if a model writes several languages.
    target: Option<u32>,
    newline: Option<&'static str>,
}

enum Kind {
    SentencePiece(Box<SentencePiece>),
    Spiece(Box<Spiece>),
    Json(Box<tokenizers::Tokenizer>),
}

/// The special tokens around a source text.
enum Frame {
    /// `tokenizer.json` adds them.
    Own,
    /// The language, where a model reads several, and the end token.
    Around { language: Option<u32>, eos: u32 },
}

impl Tokenizer {
    /// Opens the tokenizer files of a checkpoint's folder, for texts from one language into
    /// another. Models of one pair of languages do not look at which.
    ///
    /// # Errors
    /// [`ModelError`] naming the file that is missing or malformed, or the language that the model
    /// does not know.
    pub fn open(dir: &Path, config: &ModelConfig, pair: Pair<'_>) -> Result<Self, ModelError> {
        let around = |language| Frame::Around {
            language,
            eos: config.generation.eos,
        };
        let one_pair = |kind, frame| Self {
            kind,
            frame,
            target: None,
            newline: None,
        };
        let model = dir.join("sentencepiece.bpe.model");
        let fairseq = |json_first: bool| -> Result<Kind, ModelError> {
            if has_json(dir) && (json_first || !model.is_file()) {
                Ok(Kind::Json(open_json(dir)?))
            } else {
                Ok(Kind::of(SentencePiece::shifted(&model, FAIRSEQ)?))
            }
        };
        let (kind, languages) = match config.family {
            Family::Marian => {
                let model = SentencePiece::marian(dir, config)?;
                return Ok(one_pair(Kind::of(model), around(None)));
            }
            Family::Bart => return Ok(one_pair(Kind::Json(open_json(dir)?), Frame::Own)),
            // tokenizer.json cannot spell with bytes, as mT5 does.
            Family::T5 | Family::LongT5 => {
                let model = dir.join("spiece.model");
                return Ok(if model.is_file() {
                    one_pair(Kind::Spiece(Box::new(Spiece::open(&model)?)), around(None))
                } else {
                    one_pair(Kind::Json(open_json(dir)?), Frame::Own)
                });
            }
            Family::Pegasus => {
                let model = dir.join("spiece.model");
                let kind = if model.is_file() || !has_json(dir) {
                    Kind::of(SentencePiece::shifted(&model, PEGASUS)?)
                } else {
                    Kind::Json(open_json(dir)?)
                };
                return Ok(Self {
                    newline: Some(PEGASUS_NEWLINE),
                    ..one_pair(kind, around(None))
                });
            }
            Family::MBart | Family::M2m100 if !class_is_known(dir, config.family) => {
                return Err(ModelError::Unsupported {
                    path: dir.join("tokenizer_config.json"),
                    what: format!("the tokenizer {:?}", class(dir).unwrap_or_default()),
                });
            }
            Family::MBart => (fairseq(false)?, Languages::MBart50),
            Family::M2m100 if is_m2m_100(dir) => {
                let model = SentencePiece::m2m_100(dir)?;
                (Kind::of(model), Languages::M2m100)
            }
            Family::M2m100 => (fairseq(true)?, Languages::Nllb200),
        };
        let vocabulary = config.shape.vocab_size;
        let id = |code: &str| kind.language(languages, vocabulary, code);
        let known = |code: &str| {
            id(code).ok_or_else(|| ModelError::Unsupported {
                path: dir.into(),
                what: format!("the language {code:?} by this {} model", languages.family()),
            })
        };
        let (language, target) = (known(pair.source)?, known(pair.target)?);
        Ok(Self {
            frame: around(Some(language)),
            target: Some(target),
            newline: None,
            kind,
        })
    }

    /// The token with which every output begins, where the model writes several languages.
    pub fn target(&self) -> Option<u32> {
        self.target
    }

    /// The token of a piece of a source text; none outside SentencePiece models.
    pub(super) fn source_token(&self, piece: &str) -> Option<u32> {
        match &self.kind {
            Kind::SentencePiece(model) => model.ids.get(piece).copied(),
            _ => None,
        }
    }

    /// The output tokens by piece; none outside SentencePiece models.
    pub(super) fn output_tokens(&self) -> HashMap<&str, u32> {
        match &self.kind {
            Kind::SentencePiece(model) => (0u32..)
                .zip(&model.pieces)
                .filter_map(|(token, piece)| Some((piece.as_deref()?, token)))
                .collect(),
            _ => HashMap::new(),
        }
    }

    /// The output tokens, in rising order, without those whose piece has a letter that is
    /// `foreign` to the target language, and those that no target text was trained with.
    pub fn tokens_without(&self, foreign: impl Fn(char) -> bool) -> Vec<u32> {
        let keep = |piece: &str| !piece.chars().any(&foreign);
        match &self.kind {
            Kind::SentencePiece(model) => (0u32..)
                .zip(&model.pieces)
                .filter(|(_, piece)| piece.as_deref().is_none_or(keep))
                .map(|(token, _)| token)
                .filter(|token| !model.source_only.contains(token))
                .chain(self.target.filter(|&t| t as usize >= model.pieces.len()))
                .collect(),
            Kind::Spiece(model) => model.tokens_with(keep),
            Kind::Json(tokenizer) => {
                let mut tokens: Vec<u32> = tokenizer
                    .get_vocab(true)
                    .into_iter()
                    .filter_map(|(piece, token)| keep(&piece).then_some(token))
                    .collect();
                tokens.sort_unstable();
                tokens.dedup();
                tokens
            }
        }
    }
}

impl Kind {
    fn of(model: SentencePiece) -> Self {
        Self::SentencePiece(Box::new(model))
    }

    /// The id of a language's token; `None` also where the model is of a smaller or larger family
    /// and gives the ids another meaning.
    fn language(&self, languages: Languages, vocabulary: i64, code: &str) -> Option<u32> {
        let wanted = languages.token(code)?;
        let tokens = languages.tokens();
        match self {
            Self::SentencePiece(model) => {
                let place = tokens.iter().position(|token| *token == wanted)?;
                let end = i64::from(model.languages) + tokens.len() as i64;
                (end <= vocabulary).then_some(model.languages + place as u32)
            }
            Self::Json(tokenizer) => {
                tokenizer.token_to_id(tokens.last()?)?;
                tokenizer.token_to_id(&wanted)
            }
            Self::Spiece(_) => None,
        }
    }
}

impl TextCodec for Tokenizer {
    fn encode(&self, text: &str) -> Vec<u32> {
        let own = matches!(self.frame, Frame::Own);
        let ids = match &self.kind {
            Kind::SentencePiece(model) => model.encode(text),
            Kind::Spiece(model) => model.encode(text),
            Kind::Json(tokenizer) => tokenizer
                .encode_fast(text, own)
                .ok()
                .map(|encoding| encoding.get_ids().to_vec()),
        };
        match (&self.frame, ids) {
            (_, None) => Vec::new(),
            (Frame::Own, Some(ids)) => ids,
            (Frame::Around { language, eos }, Some(ids)) => {
                language.iter().copied().chain(ids).chain([*eos]).collect()
            }
        }
    }

    fn decode(&self, ids: &[u32]) -> String {
        let text = match &self.kind {
            Kind::SentencePiece(model) => model.decode(ids),
            Kind::Spiece(model) => model.decode(ids),
            Kind::Json(tokenizer) => tokenizer
                .decode(ids, true)
                .unwrap_or_default()
                .trim()
                .to_owned(),
        };
        match self.newline {
            Some(newline) if text.contains(newline) => {
                let lines = text.split(newline).map(str::trim);
                let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
                lines.join(" ")
            }
            _ => text,
        }
    }
}

fn has_json(dir: &Path) -> bool {
    dir.join("tokenizer.json").is_file()
}

fn open_json(dir: &Path) -> Result<Box<tokenizers::Tokenizer>, ModelError> {
    let path = dir.join("tokenizer.json");
    let mut tokenizer =
        tokenizers::Tokenizer::from_file(&path).map_err(|e| ModelError::Unreadable {
            path: path.clone(),
            reason: e.to_string(),
        })?;
    // A tokenizer.json may ask for truncation or padding; both are the batcher's business.
    tokenizer.with_padding(None);
    tokenizer
        .with_truncation(None)
        .map_err(|e| ModelError::Unreadable {
            path,
            reason: e.to_string(),
        })?;
    // "</s>" or "eng_Latn" in an article are letters and not commands.
    tokenizer.set_encode_special_tokens(true);
    Ok(Box::new(tokenizer))
}

/// The class that `tokenizer_config.json` names, where there is one.
fn class(dir: &Path) -> Option<String> {
    let text = std::fs::read_to_string(dir.join("tokenizer_config.json")).ok()?;
    let config: serde_json::Value = serde_json::from_str(&text).ok()?;
    Some(config.get("tokenizer_class")?.as_str()?.to_owned())
}

/// Whether a checkpoint of the family that M2M-100 and NLLB-200 share is of the former.
fn is_m2m_100(dir: &Path) -> bool {
    match class(dir) {
        Some(class) if class.starts_with("M2M100") => true,
        Some(class) if class.starts_with("Nllb") => false,
        _ => dir.join("vocab.json").is_file(),
    }
}

/// Whether the tokenizer puts around a text what is put here: others of the same architecture have
/// another order.
fn class_is_known(dir: &Path, family: Family) -> bool {
    let own: &[&str] = match family {
        Family::MBart => &["MBart50"],
        _ => &["M2M100", "Nllb"],
    };
    let general = ["PreTrainedTokenizerFast", "TokenizersBackend"];
    class(dir).is_none_or(|class| {
        general.contains(&class.as_str()) || own.iter().any(|name| class.starts_with(name))
    })
}

#[cfg(test)]
#[path = "tokenizer_tests.rs"]
mod tests;
