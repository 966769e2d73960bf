//! SentencePiece files as they are stored: a message of protobuf. This file owns which pieces are
//! believed, for both kinds of models that are made of them.

use std::path::Path;

use sentencepiece_model::SentencePieceModel;

use crate::model::{ModelError, regular_file};
use crate::system_error::in_words;

/// Most bytes of a file; those of a million pieces have some 20 MB.
const LARGEST: u64 = 32 << 20;

/// The longest piece in bytes. The trie that is made of the pieces is as deep, and is dropped by a
/// call for each level.
pub(super) const LONGEST_PIECE: usize = 1000;

/// Reads a file.
///
/// # Errors
/// [`ModelError::Unreadable`] naming it.
pub(super) fn read(path: &Path) -> Result<SentencePieceModel, ModelError> {
    let bytes = regular_file::read(path, LARGEST)
        .map_err(|e| ModelError::unreadable(path, in_words(&e)))?;
    parse(&bytes).map_err(|reason| ModelError::unreadable(path, reason))
}

/// Reads the bytes of a file.
///
/// # Errors
/// What is wrong with it.
pub(in crate::model) fn parse(bytes: &[u8]) -> Result<SentencePieceModel, String> {
    let model = SentencePieceModel::from_slice(bytes).map_err(|e| e.to_string())?;
    for (piece, number) in model.pieces().iter().zip(0..) {
        if piece.piece().len() > LONGEST_PIECE {
            return Err(format!(
                "its piece {number} has more than {LONGEST_PIECE} bytes"
            ));
        }
        if !piece.score().is_finite() {
            return Err(format!("its piece {number} has a score that is no number"));
        }
    }
    Ok(model)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A file with one piece.
    fn file(piece: &str, score: f32) -> Vec<u8> {
        // A length in seven bits a byte.
        let length = |n: usize| [(n & 127) as u8 | 128, (n >> 7) as u8];
        let own = [
            &[0x0a_u8][..],
            &length(piece.len()),
            piece.as_bytes(),
            &[0x15],
            &score.to_le_bytes(),
        ]
        .concat();
        [&[0x0a_u8][..], &length(own.len()), &own].concat()
    }

    #[test]
    fn pieces_and_their_scores_are_read() {
        let model = parse(&file("\u{2581}a", -1.5)).unwrap();
        let [piece] = model.pieces() else {
            panic!("it has one piece");
        };
        assert_eq!((piece.piece(), piece.score()), ("\u{2581}a", -1.5));
        assert!(parse(&file(&"a".repeat(1000), 0.0)).is_ok());
    }

    #[test]
    fn a_piece_that_no_model_has_is_refused() {
        let long = parse(&file(&"a".repeat(1001), 0.0)).unwrap_err();
        assert_eq!(long, "its piece 0 has more than 1000 bytes");
        for score in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let error = parse(&file("a", score)).unwrap_err();
            assert_eq!(error, "its piece 0 has a score that is no number");
        }
    }

    #[test]
    fn a_length_that_is_not_there_is_refused() {
        // A piece of nearly 2^63 bytes, and a message that is cut off.
        let huge = [
            &[0x0a_u8, 0x0c, 0x0a][..],
            &[0xff; 8],
            &[0x7f],
            &[0x61, 0x61],
        ]
        .concat();
        let whole = file("abc", 1.0);
        for wrong in [&huge[..], &whole[..whole.len() - 1], b"\x0a", b"\xff\xff"] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
