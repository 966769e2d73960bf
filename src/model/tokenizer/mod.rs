//! Text to token ids and back, as the checkpoint's authors did it: by a SentencePiece file or by
//! `tokenizer.json`.
//!
//! If a checkpoint has both, a SentencePiece file with a Unigram model is preferred: in a
//! `tokenizer.json` of that kind special tokens are pieces like others, so that `</s>` in an
//! article would end it.

mod bpe;
mod charsmap;
mod prepared;
pub(super) mod sentencepiece;
pub(super) mod spiece;
mod steps;
pub(super) mod stored;

use std::collections::HashMap;
use std::path::Path;

use super::checkpoint::fields::{Fields, read_object_if_there};
use super::{ModelError, regular_file};
use crate::system_error::in_words;
use sentencepiece::{SentencePiece, Shift};
use spiece::{Sides, Spiece};

/// SentencePiece's mark for the start of a word.
const WORD_START: char = '\u{2581}';
/// The mark for the start of a word of tokenizers that work on bytes.
const BYTE_WORD_START: char = '\u{120}';
/// The ids of fairseq, which has four special tokens where SentencePiece has three.
pub(super) const FAIRSEQ: Shift = Shift { by: 1, unknown: 3 };
/// Converts text to tokens and back.
pub trait TextCodec: Send + Sync {
    /// Ids of a text as the encoder expects them, special tokens included. Nothing is truncated.
    /// Empty only if the tokenizer cannot read the text at all.
    fn encode(&self, text: &str) -> Vec<u32>;
    /// The text of output ids, without special and unknown tokens.
    fn decode(&self, ids: &[u32]) -> String;
    /// Ids of a piece of a target text that begins with a word, without special tokens; `None` if
    /// the model has no tokens for it.
    fn encode_target(&self, text: &str) -> Option<Vec<u32>>;
    /// Whether each token goes on with the word before it.
    fn joining(&self) -> Vec<bool>;
}

/// The tokenizer of one checkpoint. It is cheap to share between threads behind an `Arc`.
pub struct Tokenizer {
    pub(super) kind: Kind,
    frame: Frame,
    /// The first token of every output, if the model writes several languages.
    target: Option<u32>,
    newline: Option<&'static str>,
    /// Whether spaces before marks are removed from outputs.
    tidy: bool,
}

/// The way in which a text is divided into pieces.
pub(super) enum Kind {
    /// By a SentencePiece file, with ids from elsewhere.
    SentencePiece(Box<SentencePiece>),
    /// By SentencePiece files whose piece numbers are the ids.
    Spiece(Box<Sides>),
    /// By `tokenizer.json`.
    Json(Box<tokenizers::Tokenizer>),
}

/// The special tokens around a source text.
enum Frame {
    /// `tokenizer.json` adds the tokens.
    Own,
    /// The token of a language, if the model asks for one, and the end token.
    Around { language: Option<u32>, eos: u32 },
}

impl Tokenizer {
    /// A tokenizer that `tokenizer.json` describes in full.
    pub(super) fn of_json(dir: &Path) -> Result<Self, ModelError> {
        Ok(Self {
            kind: Kind::Json(open_json(dir)?),
            frame: Frame::Own,
            target: None,
            newline: None,
            tidy: false,
        })
    }

    /// A tokenizer for one pair of languages, which adds the end token after a text.
    pub(super) fn around(kind: Kind, eos: u32) -> Self {
        Self::with_language(kind, None, eos)
    }

    /// A tokenizer that puts a language's token before a text, if there is one, and the end token
    /// after it.
    pub(super) fn with_language(kind: Kind, language: Option<u32>, eos: u32) -> Self {
        Self {
            kind,
            frame: Frame::Around { language, eos },
            target: None,
            newline: None,
            tidy: false,
        }
    }

    /// A tokenizer for several languages: the source language's token stands before a text, the
    /// target language's begins every output.
    pub(super) fn between(kind: Kind, (source, target): (u32, u32), eos: u32) -> Self {
        Self {
            target: Some(target),
            ..Self::with_language(kind, Some(source), eos)
        }
    }

    /// The same tokenizer, with a text that stands for a line break.
    pub(super) fn with_newline(self, newline: &'static str) -> Self {
        Self {
            newline: Some(newline),
            ..self
        }
    }

    /// The same tokenizer; `tidy` says whether it removes spaces before marks from outputs.
    pub(super) fn with_tidy(self, tidy: bool) -> Self {
        Self { tidy, ..self }
    }

    /// The first token of every output, if the model writes several languages.
    pub fn target(&self) -> Option<u32> {
        self.target
    }

    /// The token of a piece of a source text; `None` unless the model is a SentencePiece model.
    pub(super) fn source_token(&self, piece: &str) -> Option<u32> {
        match &self.kind {
            Kind::SentencePiece(model) => model.ids.get(piece).copied(),
            _ => None,
        }
    }

    /// The output tokens by piece; empty unless the model is a SentencePiece model.
    pub(super) fn output_tokens(&self) -> HashMap<&str, u32> {
        match &self.kind {
            Kind::SentencePiece(model) => (0u32..)
                .zip(&model.pieces)
                .filter_map(|(token, piece)| Some((piece.as_deref()?, token)))
                .collect(),
            _ => HashMap::new(),
        }
    }

    /// The output tokens in rising order, without those whose piece has a letter `foreign` to the
    /// target language, and those that were never trained as targets.
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
            Kind::Spiece(sides) => sides.target().tokens_with(keep),
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
    pub(super) fn of(model: SentencePiece) -> Self {
        Self::SentencePiece(Box::new(model))
    }

    /// SentencePiece files whose piece numbers are the ids; without one for the target, the
    /// source's counts for both.
    pub(super) fn by_number(source: Spiece, target: Option<Spiece>) -> Self {
        Self::Spiece(Box::new(Sides { source, target }))
    }

    /// The id of a language's token, one of `tokens`; also `None` if the model is of a smaller or
    /// larger family and uses the ids differently.
    pub(super) fn language(&self, tokens: &[String], vocabulary: i64, wanted: &str) -> Option<u32> {
        match self {
            Self::SentencePiece(model) => {
                let place = tokens.iter().position(|token| token == wanted)?;
                let end = i64::from(model.languages) + tokens.len() as i64;
                (end <= vocabulary).then_some(model.languages + place as u32)
            }
            Self::Json(tokenizer) => {
                tokenizer.token_to_id(tokens.last()?)?;
                tokenizer.token_to_id(wanted)
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
            Kind::Spiece(sides) => sides.source.encode(text),
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
            Kind::Spiece(sides) => sides.target().decode(ids),
            Kind::Json(tokenizer) => tokenizer
                .decode(ids, true)
                .unwrap_or_default()
                .trim()
                .to_owned(),
        };
        let text = match self.newline {
            Some(newline) if text.contains(newline) => {
                let lines = text.split(newline).map(str::trim);
                let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
                lines.join(" ")
            }
            _ => text,
        };
        if self.tidy { tidied(text) } else { text }
    }

    fn encode_target(&self, text: &str) -> Option<Vec<u32>> {
        let ids = match &self.kind {
            Kind::SentencePiece(model) => model.encode_target(text),
            Kind::Spiece(sides) => sides.target().encode(text),
            Kind::Json(tokenizer) => {
                let spaced = format!(" {text}");
                let text = match tokenizer.token_to_id(&BYTE_WORD_START.to_string()) {
                    Some(_) => &spaced,
                    None => text,
                };
                let encoding = tokenizer.encode_fast(text, false).ok();
                encoding.map(|encoding| encoding.get_ids().to_vec())
            }
        }?;
        // What the model cannot write does not come back.
        (!ids.is_empty() && self.decode(&ids) == text).then_some(ids)
    }

    fn joining(&self) -> Vec<bool> {
        let joins = |piece: &str| {
            let begins = piece.starts_with(BYTE_WORD_START);
            piece.starts_with(char::is_alphanumeric) && !begins
        };
        match &self.kind {
            Kind::SentencePiece(model) => {
                let pieces = model.pieces.iter();
                pieces
                    .map(|piece| piece.as_deref().is_some_and(joins))
                    .collect()
            }
            Kind::Spiece(sides) => sides.target().pieces_that(joins),
            Kind::Json(tokenizer) => {
                let size = tokenizer.get_vocab_size(false) as u32;
                let piece = |token| tokenizer.id_to_token(token);
                let joining = (0..size).map(|token| piece(token).is_some_and(|p| joins(&p)));
                joining.collect()
            }
        }
    }
}

/// Whether the folder has a `tokenizer.json`.
///
/// # Errors
/// [`ModelError::Io`] if the disk does not say.
pub(super) fn has_json(dir: &Path) -> Result<bool, ModelError> {
    regular_file::is_there(&dir.join("tokenizer.json"))
}

/// Opens a `tokenizer.json` so that it neither truncates nor pads, and recognises no special
/// tokens in a text.
pub(super) fn open_json(dir: &Path) -> Result<Box<tokenizers::Tokenizer>, ModelError> {
    let path = dir.join("tokenizer.json");
    let bytes = regular_file::read(&path, regular_file::VOCABULARY);
    let bytes = bytes.map_err(|e| ModelError::unreadable(&path, in_words(&e)))?;
    steps::check(&bytes).map_err(|e| ModelError::unreadable(&path, e))?;
    let mut tokenizer =
        tokenizers::Tokenizer::from_bytes(bytes).map_err(|e| ModelError::unreadable(&path, e))?;
    // A tokenizer.json may ask for truncation or padding; both are left to the batcher.
    tokenizer.with_padding(None);
    tokenizer
        .with_truncation(None)
        .map_err(|e| ModelError::unreadable(&path, e))?;
    // "</s>" or "eng_Latn" in an article are letters, not special tokens.
    tokenizer.set_encode_special_tokens(true);
    Ok(Box::new(tokenizer))
}

/// The file of settings, which a model need not have.
const SETTINGS: &str = "tokenizer_config.json";

/// The settings of a folder's tokenizer; none without their file. The texts that tell of the tokenizer
/// are texts afterwards.
///
/// # Errors
/// [`ModelError`] if the file cannot be read, or is damaged: without it the tokenizer would be another one.
pub(super) fn settings(dir: &Path) -> Result<Fields, ModelError> {
    let path = dir.join(SETTINGS);
    let map = read_object_if_there(&path)?;
    let settings = Fields { path, map };
    for text in ["tokenizer_class", "target_lang"] {
        settings.text(text)?;
    }
    Ok(settings)
}

/// The class that the settings of a tokenizer name, if there is one.
pub(super) fn class(settings: &Fields) -> Option<&str> {
    settings.map.get("tokenizer_class")?.as_str()
}

/// An output without the spaces that `clean_up_tokenization` of transformers removes, in its order.
fn tidied(text: String) -> String {
    const SPACED: [(&str, &str); 10] = [
        (" .", "."),
        (" ?", "?"),
        (" !", "!"),
        (" ,", ","),
        (" ' ", "'"),
        (" n't", "n't"),
        (" 'm", "'m"),
        (" 's", "'s"),
        (" 've", "'ve"),
        (" 're", "'re"),
    ];
    SPACED
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}

/// Refuses a tokenizer of a class not in `own`: it puts other tokens around a text, or in another
/// order, although the network is the same.
pub(super) fn check_class(settings: &Fields, own: &[&str]) -> Result<(), ModelError> {
    let general = ["PreTrainedTokenizerFast", "TokenizersBackend"];
    match class(settings) {
        Some(class)
            if !general.contains(&class) && !own.iter().any(|name| class.starts_with(name)) =>
        {
            Err(settings.unsupported(format!("the tokenizer {class:?}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_tidied_as_transformers_does() {
        for (text, expected) in [
            ("The , of .", "The, of."),
            ("Is it ? No !", "Is it? No!"),
            (
                "He said ' yes ' , did n't he ?",
                "He said'yes ', didn't he?",
            ),
            ("I 'm here , it 's theirs .", "I'm here, it's theirs."),
        ] {
            assert_eq!(tidied(text.to_owned()), expected);
        }
    }
}
