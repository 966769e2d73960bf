//! Byte-pair encoding as in SentencePiece: the adjacent pair whose union has the best score
//! becomes one piece, the leftmost of equal ones first, until no pair forms a piece.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// Pieces with their scores.
pub(super) struct Bpe {
    scores: HashMap<String, f32>,
}

/// A part of the text that is a piece, or was until it was merged.
struct Symbol {
    start: usize,
    /// The end in bytes; equal to `start` once the symbol has been merged into the one before it.
    end: usize,
    previous: Option<usize>,
    next: Option<usize>,
}

/// Two neighbours that could be merged.
struct Merge {
    score: f32,
    left: usize,
    right: usize,
    /// Bytes of both; if they have changed, the merge is out of date.
    bytes: usize,
}

impl Bpe {
    pub(super) fn new(scores: HashMap<String, f32>) -> Self {
        Self { scores }
    }

    /// The pieces of a text; a run of characters without a piece is returned as one.
    pub(super) fn encode(&self, text: &str) -> Vec<String> {
        let mut symbols: Vec<Symbol> = text
            .char_indices()
            .enumerate()
            .map(|(number, (start, c))| Symbol {
                start,
                end: start + c.len_utf8(),
                previous: number.checked_sub(1),
                next: Some(number + 1),
            })
            .collect();
        if let Some(last) = symbols.last_mut() {
            last.next = None;
        }
        let mut merges = BinaryHeap::new();
        for right in 1..symbols.len() {
            merges.extend(self.merge(text, &symbols, right - 1, right));
        }
        while let Some(Merge {
            left, right, bytes, ..
        }) = merges.pop()
        {
            let size = |s: &Symbol| s.end - s.start;
            let (a, b) = (size(&symbols[left]), size(&symbols[right]));
            if a == 0 || b == 0 || a + b != bytes {
                continue;
            }
            symbols[left].end = symbols[right].end;
            symbols[right].start = symbols[right].end;
            let next = symbols[right].next;
            symbols[left].next = next;
            if let Some(next) = next {
                symbols[next].previous = Some(left);
                merges.extend(self.merge(text, &symbols, left, next));
            }
            if let Some(previous) = symbols[left].previous {
                merges.extend(self.merge(text, &symbols, previous, left));
            }
        }
        self.pieces(text, &symbols)
    }

    fn merge(&self, text: &str, symbols: &[Symbol], left: usize, right: usize) -> Option<Merge> {
        let union = &text[symbols[left].start..symbols[right].end];
        self.scores.get(union).map(|&score| Merge {
            score,
            left,
            right,
            bytes: union.len(),
        })
    }

    fn pieces(&self, text: &str, symbols: &[Symbol]) -> Vec<String> {
        let mut pieces: Vec<String> = Vec::new();
        let mut after_unknown = false;
        for symbol in symbols.iter().filter(|s| s.end > s.start) {
            let piece = &text[symbol.start..symbol.end];
            let unknown = !self.scores.contains_key(piece);
            match pieces.last_mut() {
                Some(run) if unknown && after_unknown => run.push_str(piece),
                _ => pieces.push(piece.to_owned()),
            }
            after_unknown = unknown;
        }
        pieces
    }
}

impl Ord for Merge {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| Reverse(self.left).cmp(&Reverse(other.left)))
    }
}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Merge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Merge {}

#[cfg(test)]
mod tests {
    use super::*;

    fn bpe(pieces: &[&str]) -> Bpe {
        let scores = pieces.iter().zip(0u16..);
        Bpe::new(
            scores
                .map(|(p, rank)| ((*p).to_owned(), -f32::from(rank)))
                .collect(),
        )
    }

    #[test]
    fn the_best_pair_is_merged_first() {
        let bpe = bpe(&["bc", "ab", "abc", "a", "b", "c"]);
        assert_eq!(bpe.encode("abc"), ["abc"]);
        assert_eq!(bpe.encode("abab"), ["ab", "ab"]);
        assert_eq!(bpe.encode("bcab"), ["bc", "ab"]);
    }

    #[test]
    fn of_equal_pairs_the_leftmost_is_merged_first() {
        let bpe = bpe(&["aa", "a"]);
        assert_eq!(bpe.encode("aaa"), ["aa", "a"]);
        assert_eq!(bpe.encode("aaaaa"), ["aa", "aa", "a"]);
    }

    #[test]
    fn a_run_of_unknown_letters_is_one_piece() {
        let bpe = bpe(&["ab", "a", "b"]);
        assert_eq!(bpe.encode("xyab😀a"), ["xy", "ab", "😀", "a"]);
        assert!(bpe.encode("").is_empty());
    }
}
