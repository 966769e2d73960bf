//! SentencePiece files (`.spm`, `.model`) and the vocabularies that give their pieces ids.
//!
//! Unigram files run on the `tokenizers` crate's model, with the piece scores and the character
//! map of the file itself, and give the same ids as SentencePiece; byte-pair files run on
//! `super::bpe`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use sentencepiece_model::{ModelType, SentencePieceModel, Type};
use tokenizers::models::unigram::Unigram;

use super::bpe::Bpe;
use super::prepared::Preparation;
use super::{WORD_START, stored};
use crate::model::{ModelError, regular_file};
use crate::system_error::in_words;

/// No vocabulary has more ids.
const MOST_IDS: u32 = 1 << 24;

/// How many ids besides those of pieces a vocabulary may leave out.
const SPARE_IDS: usize = 1000;

/// A SentencePiece model whose pieces have ids.
pub(in crate::model) struct SentencePiece {
    file: PieceFile,
    pub(super) ids: HashMap<String, u32>,
    unknown: u32,
    /// The tokens that ask for a target language, such as `>>eng<<`, by the language.
    pub(in crate::model) targets: BTreeMap<String, u32>,
    /// The file and the ids for targets, where they are others than for sources.
    target: Option<(PieceFile, HashMap<String, u32>)>,
    /// Target pieces by id; `None` for special tokens, which never appear in a text.
    pub(in crate::model) pieces: Vec<Option<String>>,
    /// Ids never trained as targets: both sides share the vocabulary, and only the source's file
    /// has their pieces.
    pub(super) source_only: HashSet<u32>,
    /// The id after the last piece's, where multilingual families start numbering languages.
    pub(super) languages: u32,
}

/// How ids follow from the numbers of pieces in their file.
#[derive(Debug, Clone, Copy)]
pub(in crate::model) struct Shift {
    /// The offset added to a piece's number.
    pub(in crate::model) by: u32,
    /// The id of unknown pieces.
    pub(in crate::model) unknown: u32,
}

struct PieceFile {
    preparation: Preparation,
    splitter: Splitter,
    /// Pieces by number; `None` for those that never occur in text.
    pieces: Vec<Option<String>>,
}

/// Why a file cannot be used.
enum Wrong {
    /// It is damaged; in words.
    Damaged(String),
    /// It is a model of another kind.
    Kind(String),
}

enum Splitter {
    Unigram(Box<Unigram>),
    Bpe(Bpe),
}

impl SentencePiece {
    /// Opens a Marian model: `source.spm`, with the ids of `vocab.json` and, if the sides differ,
    /// `target_vocab.json`. `target.spm`, if it exists, tells which pieces a target has. The
    /// `special` tokens never appear in a text.
    pub(in crate::model) fn marian(dir: &Path, special: [u32; 2]) -> Result<Self, ModelError> {
        let file = PieceFile::read(&dir.join("source.spm"))?;
        let mut source = file.vocabulary(&dir.join("vocab.json"))?;
        // No text may ask for a language, although it may hold the letters of such a token.
        let targets = source
            .extract_if(|piece, _| language_of(piece).is_some())
            .filter_map(|(piece, id)| Some((language_of(&piece)?.to_owned(), id)))
            .collect();
        let target_path = dir.join("target_vocab.json");
        let shared = !regular_file::is_there(&target_path)?;
        let target = if shared {
            source.clone()
        } else {
            let own = read_vocabulary(&target_path)?;
            check_ids(&own, &target_path)?;
            own
        };
        let target_file = dir.join("target.spm");
        let mut source_only = HashSet::new();
        let has_target_file = regular_file::is_there(&target_file)?;
        let spelling = if has_target_file {
            let own = PieceFile::read(&target_file)?;
            let vocabulary = dir.join("vocab.json");
            own.belongs_to(&target, if shared { &vocabulary } else { &target_path })?;
            Some((own, target.clone()))
        } else {
            None
        };
        if shared && has_target_file {
            let spoken = stored::read(&target_file)?;
            let spoken: HashSet<&str> = spoken.pieces().iter().map(|p| p.piece()).collect();
            let of_source = file.pieces.iter().flatten();
            source_only = of_source
                .filter(|piece| !spoken.contains(piece.as_str()))
                .filter_map(|piece| source.get(piece).copied())
                .collect();
        }
        let special = [
            special[0],
            special[1],
            target.get("<unk>").copied().unwrap_or(1),
        ];
        Ok(Self {
            unknown: source.get("<unk>").copied().unwrap_or(1),
            targets,
            languages: size(&target),
            pieces: by_id(target, &special),
            target: spelling,
            source_only,
            file,
            ids: source,
        })
    }

    /// Opens an M2M-100 model: `sentencepiece.bpe.model`, with the ids of `vocab.json`.
    pub(in crate::model) fn m2m_100(dir: &Path) -> Result<Self, ModelError> {
        let file = PieceFile::read(&dir.join("sentencepiece.bpe.model"))?;
        let ids = file.vocabulary(&dir.join("vocab.json"))?;
        let special = ["<s>", "<pad>", "</s>", "<unk>"].map(|s| ids.get(s).copied());
        let special: Vec<u32> = special.into_iter().flatten().collect();
        Ok(Self {
            unknown: ids.get("<unk>").copied().unwrap_or(3),
            languages: size(&ids),
            pieces: by_id(ids.clone(), &special),
            targets: BTreeMap::new(),
            target: None,
            source_only: HashSet::new(),
            file,
            ids,
        })
    }

    /// Opens a file without a vocabulary, with ids that follow from its own order.
    pub(in crate::model) fn shifted(path: &Path, shift: Shift) -> Result<Self, ModelError> {
        Ok(Self::in_order(PieceFile::read(path)?, shift))
    }

    /// As [`Self::shifted`], of a file that was read; `None` if it is of another kind.
    #[cfg(feature = "fuzzing")]
    pub(in crate::model) fn of(model: &SentencePieceModel, shift: Shift) -> Option<Self> {
        Some(Self::in_order(PieceFile::of(model).ok()?, shift))
    }

    fn in_order(file: PieceFile, shift: Shift) -> Self {
        let mut pieces = vec![None; shift.by as usize];
        pieces.extend(file.pieces.iter().cloned());
        let ids = (0u32..).zip(&pieces);
        Self {
            unknown: shift.unknown,
            languages: pieces.len() as u32,
            ids: ids
                .filter_map(|(id, piece)| Some((piece.clone()?, id)))
                .collect(),
            pieces,
            targets: BTreeMap::new(),
            target: None,
            source_only: HashSet::new(),
            file,
        }
    }

    /// The ids without special tokens; `None` if the model cannot read the text.
    pub(super) fn encode(&self, text: &str) -> Option<Vec<u32>> {
        let pieces = self.file.divide(text)?;
        let id = |piece: &String| self.ids.get(piece).copied().unwrap_or(self.unknown);
        Some(pieces.iter().map(id).collect())
    }

    /// The ids of a target text without special tokens; `None` if it has no ids for it.
    pub(super) fn encode_target(&self, text: &str) -> Option<Vec<u32>> {
        let (file, ids) = match &self.target {
            Some((file, ids)) => (file, ids),
            None => (&self.file, &self.ids),
        };
        let pieces = file.divide(text)?;
        pieces.iter().map(|piece| ids.get(piece).copied()).collect()
    }

    /// The text of ids, without spaces at its ends.
    pub(super) fn decode(&self, ids: &[u32]) -> String {
        let mut text = String::with_capacity(ids.len() * 5);
        for &id in ids {
            if let Some(Some(piece)) = self.pieces.get(id as usize) {
                text.extend(piece.chars().map(|c| if c == WORD_START { ' ' } else { c }));
            }
        }
        text.trim().to_owned()
    }
}

impl PieceFile {
    /// Reads the vocabulary in `path`, which gives the pieces of this file ids.
    fn vocabulary(&self, path: &Path) -> Result<HashMap<String, u32>, ModelError> {
        let ids = read_vocabulary(path)?;
        self.belongs_to(&ids, path)?;
        check_ids(&ids, path)?;
        Ok(ids)
    }

    /// Checks that the vocabulary in `path` belongs to this file: that most pieces have an id of
    /// their own in it. Otherwise nearly all of a text would be unknown.
    fn belongs_to(&self, ids: &HashMap<String, u32>, path: &Path) -> Result<(), ModelError> {
        let pieces = self.pieces.iter().flatten();
        let all = pieces.clone().count();
        let known = pieces.filter_map(|piece| ids.get(piece).copied());
        let known: HashSet<u32> = known.filter(|&id| id < MOST_IDS).collect();
        if 2 * known.len() >= all {
            return Ok(());
        }
        Err(ModelError::BadConfig {
            path: path.into(),
            reason: format!(
                "only {} of {all} pieces of the tokenizer have an id of their own in it",
                known.len()
            ),
        })
    }

    /// The pieces of a text; `None` if the model cannot read it.
    fn divide(&self, text: &str) -> Option<Vec<String>> {
        let marked = self.preparation.text(text)?;
        if marked.is_empty() {
            return Some(Vec::new());
        }
        match &self.splitter {
            Splitter::Unigram(unigram) => unigram.encode(&marked).ok(),
            Splitter::Bpe(bpe) => Some(bpe.encode(&marked)),
        }
    }

    fn read(path: &Path) -> Result<Self, ModelError> {
        let model = stored::read(path)?;
        Self::of(&model).map_err(|wrong| match wrong {
            Wrong::Damaged(reason) => ModelError::unreadable(path, reason),
            Wrong::Kind(what) => ModelError::Unsupported {
                path: path.into(),
                what,
            },
        })
    }

    /// The pieces of a file.
    fn of(model: &SentencePieceModel) -> Result<Self, Wrong> {
        let in_text = |kind: Type| matches!(kind, Type::Normal | Type::UserDefined);
        let listed = model.pieces();
        let splitter = match model.trainer().map(|t| t.model_type()) {
            None | Some(ModelType::Unigram) => {
                let unknown = listed.iter().position(|p| p.r#type() == Type::Unknown);
                let vocabulary = listed
                    .iter()
                    .map(|piece| {
                        if in_text(piece.r#type()) {
                            (piece.piece().to_owned(), f64::from(piece.score()))
                        } else {
                            // No text can hold this name: control pieces are never read from text.
                            (format!("\0{}", piece.piece()), 0.0)
                        }
                    })
                    .collect();
                let mut unigram = Unigram::from(vocabulary, Some(unknown.unwrap_or(0)), false)
                    .map_err(|e| Wrong::Damaged(e.to_string()))?;
                unigram.resize_cache(0);
                Splitter::Unigram(Box::new(unigram))
            }
            Some(ModelType::Bpe) => Splitter::Bpe(Bpe::new(
                listed
                    .iter()
                    .filter(|piece| in_text(piece.r#type()))
                    .map(|piece| (piece.piece().to_owned(), piece.score()))
                    .collect(),
            )),
            Some(other) => {
                let what = format!("a SentencePiece model of the kind {other:?}");
                return Err(Wrong::Kind(what));
            }
        };
        let preparation = Preparation::by_words(model).map_err(Wrong::Damaged)?;
        let pieces = listed
            .iter()
            .map(|piece| in_text(piece.r#type()).then(|| piece.piece().to_owned()))
            .collect();
        Ok(Self {
            preparation,
            splitter,
            pieces,
        })
    }
}

/// The language that a token such as `>>eng<<` asks for.
fn language_of(piece: &str) -> Option<&str> {
    let code = piece.strip_prefix(">>")?.strip_suffix("<<")?;
    (!code.is_empty()).then_some(code)
}

/// The number of ids, counting all up to the highest.
fn size(ids: &HashMap<String, u32>) -> u32 {
    let highest = ids.values().max();
    highest.map_or(0, |&id| id.saturating_add(1)).min(MOST_IDS)
}

/// Checks that most ids up to the highest are those of pieces: there is a place for each of them.
fn check_ids(ids: &HashMap<String, u32>, path: &Path) -> Result<(), ModelError> {
    let (count, size) = (ids.len(), size(ids));
    if size as usize <= 2 * count + SPARE_IDS {
        return Ok(());
    }
    Err(ModelError::BadConfig {
        path: path.into(),
        reason: format!("it has {count} pieces, and ids up to {}", size - 1),
    })
}

fn by_id(ids: HashMap<String, u32>, special: &[u32]) -> Vec<Option<String>> {
    let mut pieces = vec![None; size(&ids) as usize];
    let mut named: Vec<_> = ids.into_iter().collect();
    named.sort_unstable_by_key(|(_, id)| *id);
    for (piece, id) in named {
        if let Some(place) = pieces
            .get_mut(id as usize)
            .filter(|_| !special.contains(&id) && language_of(&piece).is_none())
        {
            *place = Some(piece);
        }
    }
    pieces
}

fn read_vocabulary(path: &Path) -> Result<HashMap<String, u32>, ModelError> {
    let bytes = regular_file::read(path, regular_file::VOCABULARY)
        .map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
    serde_json::from_slice(&bytes).map_err(|e| ModelError::BadConfig {
        path: path.into(),
        reason: e.to_string(),
    })
}
