//! The tokens that the output layer scores, and the mapping between them and its rows.

use std::sync::Arc;

use tch::Tensor;

use crate::model::Shortlist;

/// The tokens that the output layer scores below f32.
#[derive(Debug, Clone, Default)]
pub struct OutputScope {
    /// Only these tokens, in rising order, if they are given.
    pub tokens: Option<Vec<u32>>,
    /// A lexical shortlist, which restricts each sentence further.
    pub shortlist: Option<Arc<Shortlist>>,
}

impl OutputScope {
    /// The vocabulary of an output layer for a model with `size` target tokens, and the shortlist.
    pub(crate) fn of(self, size: usize) -> (OutputVocabulary, Option<Arc<Shortlist>>) {
        let vocabulary = match self.tokens {
            Some(mut kept) => {
                kept.retain(|&token| (token as usize) < size);
                OutputVocabulary::only(kept, size)
            }
            None => OutputVocabulary::default(),
        };
        (vocabulary, self.shortlist)
    }
}

/// Maps the rows of the output layer to tokens and back.
#[derive(Debug, Default)]
pub(crate) enum OutputVocabulary {
    /// Each token's row is its id.
    #[default]
    All,
    /// A part of the vocabulary.
    Kept {
        /// The token of each row, rising.
        tokens: Vec<u32>,
        /// The row of each token, or [`NONE`].
        rows: Vec<u32>,
    },
    /// A sentence's shortlist: the token of each row, rising.
    Listed(Vec<u32>),
}

/// Marks a token that has no row.
const NONE: u32 = u32::MAX;

impl OutputVocabulary {
    /// Only `tokens`, in rising order, of a vocabulary with `vocabulary` tokens.
    pub(crate) fn only(tokens: Vec<u32>, vocabulary: usize) -> Self {
        let mut rows = vec![NONE; vocabulary];
        for (row, &token) in tokens.iter().enumerate() {
            rows[token as usize] = row as u32;
        }
        Self::Kept { tokens, rows }
    }

    /// The tokens of all rows, `[rows]`; `None` if each token's row is its id.
    pub(crate) fn tokens(&self) -> Option<Tensor> {
        let (Self::Kept { tokens, .. } | Self::Listed(tokens)) = self else {
            return None;
        };
        let tokens: Vec<i64> = tokens.iter().map(|&t| i64::from(t)).collect();
        Some(Tensor::from_slice(&tokens))
    }

    /// The token of a row.
    pub(crate) fn token(&self, row: usize) -> u32 {
        match self {
            Self::All => row as u32,
            Self::Kept { tokens, .. } | Self::Listed(tokens) => tokens[row],
        }
    }

    /// The row of a token; `None` for a token that is left out.
    pub(crate) fn row(&self, token: u32) -> Option<usize> {
        match self {
            Self::All => Some(token as usize),
            Self::Kept { rows, .. } => {
                let row = *rows.get(token as usize)?;
                (row != NONE).then_some(row as usize)
            }
            Self::Listed(tokens) => tokens.binary_search(&token).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_tokens_are_each_others_inverse() {
        let tokens = vec![0, 3, 7];
        let listed = OutputVocabulary::Listed(tokens.clone());
        for some in [OutputVocabulary::only(tokens, 9), listed] {
            assert_eq!([0, 1, 2].map(|row| some.token(row)), [0, 3, 7]);
            assert_eq!(
                [0, 3, 7, 1, 8, 99].map(|t| some.row(t)),
                [Some(0), Some(1), Some(2), None, None, None]
            );
        }
        let all = OutputVocabulary::default();
        assert_eq!((all.token(5), all.row(5)), (5, Some(5)));
    }
}
