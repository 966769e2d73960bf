//! SentencePiece unigram models whose piece numbers are the ids: `spiece.model` of T5 and mT5, and
//! the vocabularies of Firefox models.

use std::collections::HashMap;
use std::path::Path;

use sentencepiece_model::{SentencePieceModel, Type};
use tokenizers::models::unigram::Unigram;

use super::prepared::Preparation;
use super::{WORD_START, stored};
use crate::model::ModelError;

/// A model, as SentencePiece itself reads it.
pub(in crate::model) struct Spiece {
    preparation: Preparation,
    unigram: Unigram,
    ids: HashMap<String, u32>,
    pieces: Vec<Piece>,
    unknown: u32,
    /// Ids of the bytes that spell characters without a piece, if the model has them (mT5 does).
    bytes: Option<Vec<u32>>,
}

/// The models of both sides.
pub(in crate::model) struct Sides {
    pub(super) source: Spiece,
    /// The target's, where it is another than the source's.
    pub(super) target: Option<Spiece>,
}

impl Sides {
    pub(super) fn target(&self) -> &Spiece {
        self.target.as_ref().unwrap_or(&self.source)
    }
}

/// The text that an id stands for.
enum Piece {
    Text(String),
    Byte(u8),
    Nothing,
}

impl Spiece {
    /// The number of pieces.
    pub(in crate::model) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The tokens whose text `keep` accepts, and those without a text, in rising order.
    pub(super) fn tokens_with(&self, keep: impl Fn(&str) -> bool) -> Vec<u32> {
        (0u32..)
            .zip(&self.pieces)
            .filter(|(_, piece)| !matches!(piece, Piece::Text(text) if !keep(text)))
            .map(|(token, _)| token)
            .collect()
    }

    /// Whether each token has a text that `holds` accepts.
    pub(super) fn pieces_that(&self, holds: impl Fn(&str) -> bool) -> Vec<bool> {
        let pieces = self.pieces.iter();
        pieces
            .map(|piece| matches!(piece, Piece::Text(text) if holds(text)))
            .collect()
    }

    pub(in crate::model) fn open(path: &Path) -> Result<Self, ModelError> {
        let model = stored::read(path)?;
        Self::of(&model).map_err(|reason| ModelError::unreadable(path, reason))
    }

    /// The model that a file holds.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(in crate::model) fn of(model: &SentencePieceModel) -> Result<Self, String> {
        let count = model.pieces().len();
        let (mut vocabulary, mut pieces) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let (mut ids, mut bytes) = (HashMap::with_capacity(count), vec![None; 256]);
        let mut unknown = 0;
        for (id, piece) in model.pieces().iter().enumerate() {
            let (name, kind) = (piece.piece(), piece.r#type());
            if matches!(kind, Type::Normal | Type::UserDefined) {
                vocabulary.push((name.to_owned(), f64::from(piece.score())));
                ids.insert(name.to_owned(), id as u32);
                pieces.push(Piece::Text(name.to_owned()));
                continue;
            }
            // No text can hold this name: these pieces are never read from text.
            vocabulary.push((format!("\0{name}"), 0.0));
            let byte = if kind == Type::Byte { byte(name) } else { None };
            if let Some(byte) = byte {
                bytes[usize::from(byte)] = Some(id as u32);
            }
            pieces.push(byte.map_or(Piece::Nothing, Piece::Byte));
            if kind == Type::Unknown {
                unknown = id;
            }
        }
        let mut unigram =
            Unigram::from(vocabulary, Some(unknown), false).map_err(|e| e.to_string())?;
        unigram.resize_cache(0);
        Ok(Self {
            preparation: Preparation::of(model)?,
            unigram,
            ids,
            pieces,
            unknown: unknown as u32,
            bytes: bytes.into_iter().collect(),
        })
    }

    /// The ids without the end token; `None` if the model cannot read the text.
    pub(super) fn encode(&self, text: &str) -> Option<Vec<u32>> {
        let marked = self.preparation.text(text)?;
        if marked.is_empty() {
            return Some(Vec::new());
        }
        let mut ids = Vec::new();
        for piece in self.unigram.encode(&marked).ok()? {
            match (self.ids.get(&piece), &self.bytes) {
                (Some(&id), _) => ids.push(id),
                (None, Some(bytes)) => ids.extend(piece.bytes().map(|b| bytes[usize::from(b)])),
                (None, None) => ids.push(self.unknown),
            }
        }
        Some(ids)
    }

    pub(super) fn decode(&self, ids: &[u32]) -> String {
        let mut text = Vec::with_capacity(ids.len() * 5);
        for &id in ids {
            match self.pieces.get(id as usize) {
                Some(Piece::Text(piece)) => text.extend_from_slice(piece.as_bytes()),
                Some(Piece::Byte(byte)) => text.push(*byte),
                // T5's sentinels come after the last piece.
                Some(Piece::Nothing) | None => {}
            }
        }
        let text = String::from_utf8_lossy(&text).replace(WORD_START, " ");
        text.trim().to_owned()
    }
}

/// The byte that a piece such as `<0x0A>` stands for.
fn byte(name: &str) -> Option<u8> {
    let digits = name.strip_prefix("<0x")?.strip_suffix('>')?;
    u8::from_str_radix(digits, 16).ok()
}
