//! Text to token ids and back, as the checkpoint's authors did it.
//!
//! Marian's SentencePiece files run on the `tokenizers` crate's Unigram model with the piece
//! scores and the character map of the `.spm` file itself, which gives SentencePiece's ids;
//! everything else comes as `tokenizer.json`.

use std::collections::HashMap;
use std::path::Path;

use sentencepiece_model::{SentencePieceModel, Type};
use tokenizers::models::unigram::Unigram;
use tokenizers::normalizers::precompiled::Precompiled;
use tokenizers::tokenizer::{NormalizedString, Normalizer};

use super::spiece::Spiece;
use super::{Family, ModelConfig, ModelError};

/// SentencePiece's mark for the start of a word.
pub(super) const WORD_START: char = '\u{2581}';

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
    eos: u32,
}

enum Kind {
    SentencePiece(Box<SentencePiece>),
    Spiece(Box<Spiece>),
    Json(Box<tokenizers::Tokenizer>),
}

struct SentencePiece {
    charsmap: Option<Precompiled>,
    unigram: Unigram,
    ids: HashMap<String, u32>,
    unknown: u32,
    /// Target pieces by id; `None` for special tokens, which never reach a text.
    pieces: Vec<Option<String>>,
}

impl Tokenizer {
    /// Opens the tokenizer files of a checkpoint's folder.
    ///
    /// # Errors
    /// [`ModelError`] naming the file that is missing or malformed.
    pub fn open(dir: &Path, config: &ModelConfig) -> Result<Self, ModelError> {
        let eos = config.generation.eos;
        let kind = match config.family {
            Family::Marian => Kind::SentencePiece(Box::new(SentencePiece::open(dir, config)?)),
            Family::Bart => Kind::Json(Box::new(open_json(dir)?)),
            // SentencePiece's own file first: tokenizer.json cannot spell with bytes, as mT5 does.
            Family::T5 | Family::LongT5 => {
                let path = dir.join("spiece.model");
                if path.is_file() {
                    Kind::Spiece(Box::new(Spiece::open(&path)?))
                } else {
                    Kind::Json(Box::new(open_json(dir)?))
                }
            }
        };
        Ok(Self { kind, eos })
    }

    /// The output tokens, in rising order, without those whose piece has a letter that is
    /// `foreign` to the target language.
    pub fn tokens_without(&self, foreign: impl Fn(char) -> bool) -> Vec<u32> {
        let keep = |piece: &str| !piece.chars().any(&foreign);
        match &self.kind {
            Kind::SentencePiece(model) => (0u32..)
                .zip(&model.pieces)
                .filter(|(_, piece)| piece.as_deref().is_none_or(keep))
                .map(|(token, _)| token)
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

impl TextCodec for Tokenizer {
    fn encode(&self, text: &str) -> Vec<u32> {
        match &self.kind {
            Kind::SentencePiece(model) => {
                let Some(mut ids) = model.encode(text) else {
                    return Vec::new();
                };
                ids.push(self.eos);
                ids
            }
            Kind::Spiece(model) => {
                let Some(mut ids) = model.encode(text) else {
                    return Vec::new();
                };
                ids.push(self.eos);
                ids
            }
            Kind::Json(tokenizer) => match tokenizer.encode_fast(text, true) {
                Ok(encoding) => encoding.get_ids().to_vec(),
                Err(_) => Vec::new(),
            },
        }
    }

    fn decode(&self, ids: &[u32]) -> String {
        match &self.kind {
            Kind::SentencePiece(model) => model.decode(ids),
            Kind::Spiece(model) => model.decode(ids),
            Kind::Json(tokenizer) => tokenizer
                .decode(ids, true)
                .unwrap_or_default()
                .trim()
                .to_owned(),
        }
    }
}

impl SentencePiece {
    fn open(dir: &Path, config: &ModelConfig) -> Result<Self, ModelError> {
        let spm = dir.join("source.spm");
        let unreadable = |reason: String| ModelError::Unreadable {
            path: spm.clone(),
            reason,
        };
        let model = SentencePieceModel::from_file(&spm).map_err(|e| unreadable(e.to_string()))?;
        let mut unknown = 0;
        let vocabulary: Vec<(String, f64)> = model
            .pieces()
            .iter()
            .enumerate()
            .map(|(id, piece)| match piece.r#type() {
                Type::Normal | Type::UserDefined => {
                    (piece.piece().to_owned(), f64::from(piece.score()))
                }
                other => {
                    if other == Type::Unknown {
                        unknown = id;
                    }
                    // A name no text can hold: control pieces are never read from text.
                    (format!("\0{}", piece.piece()), 0.0)
                }
            })
            .collect();
        let mut unigram = Unigram::from(vocabulary, Some(unknown), false)
            .map_err(|e| unreadable(e.to_string()))?;
        unigram.resize_cache(0);
        let charsmap = model
            .normalizer()
            .map(|n| n.precompiled_charsmap())
            .filter(|map| !map.is_empty())
            .map(|map| Precompiled::from(map).map_err(|e| unreadable(e.to_string())))
            .transpose()?;
        let source = read_vocabulary(&dir.join("vocab.json"))?;
        let target_path = dir.join("target_vocab.json");
        let target = if target_path.is_file() {
            read_vocabulary(&target_path)?
        } else {
            source.clone()
        };
        let unknown = source.get("<unk>").copied().unwrap_or(1);
        let size = target
            .values()
            .max()
            .map_or(0, |&n| n as usize + 1)
            .min(1 << 24);
        let mut pieces = vec![None; size];
        let special = [
            config.generation.pad,
            config.generation.eos,
            target.get("<unk>").copied().unwrap_or(1),
        ];
        let mut named: Vec<_> = target.into_iter().collect();
        named.sort_unstable_by_key(|(_, id)| *id);
        for (piece, id) in named {
            if !special.contains(&id) && (id as usize) < size {
                pieces[id as usize] = Some(piece);
            }
        }
        Ok(Self {
            charsmap,
            unigram,
            ids: source,
            unknown,
            pieces,
        })
    }

    /// Ids without the end token; `None` where the model cannot read the text.
    fn encode(&self, text: &str) -> Option<Vec<u32>> {
        let mut normalized = NormalizedString::from(text);
        if let Some(charsmap) = &self.charsmap {
            charsmap.normalize(&mut normalized).ok()?;
        }
        let mut marked = String::with_capacity(normalized.get().len() + 8);
        for word in normalized.get().split(' ').filter(|word| !word.is_empty()) {
            marked.push(WORD_START);
            marked.push_str(word);
        }
        if marked.is_empty() {
            return Some(Vec::new());
        }
        let pieces = self.unigram.encode(&marked).ok()?;
        Some(
            pieces
                .iter()
                .map(|piece| self.ids.get(piece).copied().unwrap_or(self.unknown))
                .collect(),
        )
    }

    fn decode(&self, ids: &[u32]) -> String {
        let mut text = String::with_capacity(ids.len() * 5);
        for &id in ids {
            if let Some(Some(piece)) = self.pieces.get(id as usize) {
                text.extend(piece.chars().map(|c| if c == WORD_START { ' ' } else { c }));
            }
        }
        text.trim().to_owned()
    }
}

fn read_vocabulary(path: &Path) -> Result<HashMap<String, u32>, ModelError> {
    let bytes = std::fs::read(path).map_err(|e| ModelError::Unreadable {
        path: path.into(),
        reason: e.to_string(),
    })?;
    serde_json::from_slice(&bytes).map_err(|e| ModelError::BadConfig {
        path: path.into(),
        reason: e.to_string(),
    })
}

fn open_json(dir: &Path) -> Result<tokenizers::Tokenizer, ModelError> {
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
    Ok(tokenizer)
}
