//! How well a word spells a name of another script, and how much a word looks like a foreign name,
//! by letters. This file owns the format of the tables; `scripts/checker/make_spelling.py` makes
//! them from pairs of names.

use std::collections::HashMap;
use std::iter::once;

use super::packed::each_line;

/// The score of a letter that the other word has nothing for.
const LEFT_OUT: i32 = -50;

/// The most letters of the target language that stand for something together.
const LONGEST_PIECE: usize = 3;

/// The number of letters above which a word is no name, but an attempt to waste time.
const LONGEST: usize = 24;

/// Pieces of two spellings that stand for each other, and what names of the source language look
/// like.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    /// By letters of the target language: letters of the source language, with ten times the
    /// logarithm of how much oftener the two stand for each other than by chance.
    pieces: HashMap<Box<str>, Vec<Piece>>,
    /// Ten times the logarithm of how much oftener names have these letters than other words; `^`
    /// and `$` are the ends of a word.
    trigrams: HashMap<[char; 3], i32>,
}

#[derive(Debug)]
struct Piece {
    letters: Vec<char>,
    score: i32,
}

impl Spelling {
    pub(super) fn read(packed: &[u8]) -> Self {
        let mut spelling = Self::default();
        each_line(packed, |line| spelling.line(line));
        spelling
    }

    /// Reads a line: `s`, letters and their pieces, or `t` and trigrams.
    fn line(&mut self, line: &str) -> Option<()> {
        let (side, rest) = line.split_once('\t')?;
        let scored = |item: &str| -> Option<Piece> {
            let (letters, score) = item.rsplit_once(':')?;
            Some(Piece {
                letters: letters.chars().collect(),
                score: score.parse().ok()?,
            })
        };
        if side == "s" {
            let (letters, items) = rest.split_once('\t')?;
            let pieces = items.split(' ').map(scored).collect::<Option<_>>()?;
            self.pieces.insert(letters.into(), pieces);
            return Some(());
        }
        for item in rest.split(' ') {
            let Piece { letters, score } = scored(item)?;
            self.trigrams.insert(letters.try_into().ok()?, score);
        }
        Some(())
    }

    /// How well the source word spells the target word, both folded and in lower case: the score of
    /// the best division into pieces, by the letters of both; -1 to 1.
    pub(super) fn likeness(&self, target: &str, source: &str) -> f64 {
        let source: Vec<char> = source.chars().collect();
        let mut starts: Vec<usize> = target.char_indices().map(|(at, _)| at).collect();
        let letters = starts.len();
        if letters == 0 || letters.max(source.len()) > LONGEST {
            return -1.0;
        }
        starts.push(target.len());
        let both = (letters + source.len()) as i32;
        let mut best = vec![vec![LEFT_OUT * both; source.len() + 1]; letters + 1];
        best[0][0] = 0;
        for at in 0..=letters {
            for other in 0..=source.len() {
                let own = best[at][other];
                let mut reach = |row: usize, place: usize, score: i32| {
                    let cell = &mut best[row][place];
                    *cell = (*cell).max(own + score);
                };
                if at < letters {
                    reach(at + 1, other, LEFT_OUT);
                }
                if other < source.len() {
                    reach(at, other + 1, LEFT_OUT);
                }
                for length in 0..=LONGEST_PIECE.min(letters - at) {
                    let key = &target[starts[at]..starts[at + length]];
                    for piece in self.pieces.get(key).into_iter().flatten() {
                        if source[other..].starts_with(&piece.letters) {
                            reach(at + length, other + piece.letters.len(), piece.score);
                        }
                    }
                }
            }
        }
        let score = f64::from(best[letters][source.len()]) / f64::from(10 * both);
        score.clamp(-1.0, 1.0)
    }

    /// How much a folded word of the source language looks like a name: above 0 for names.
    pub(super) fn foreign(&self, word: &str) -> f64 {
        let letters: Vec<char> = once('^').chain(word.chars()).chain(once('$')).collect();
        let trigrams = letters.windows(3);
        let count = trigrams.len().max(1) as f64;
        let score: i32 = trigrams.filter_map(|three| self.trigrams.get(three)).sum();
        f64::from(score) / (10.0 * count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Spelling {
        let mut spelling = Spelling::default();
        for line in [
            "s\tk\tك:20",
            "s\tsh\tش:30 سه:-10",
            "s\t\tا:-5",
            "t\t^كا:4 اش$:-2",
        ] {
            spelling.line(line).unwrap();
        }
        spelling
    }

    #[test]
    fn the_best_division_into_pieces_counts() {
        let spelling = tables();
        // 20 for k, -50 for the a that nothing stands for, -5 for the alif, 30 for sh, by 7
        // letters.
        let likeness = spelling.likeness("kash", "كاش");
        assert!((likeness + 5.0 / 70.0).abs() < 1e-9, "{likeness}");
        assert_eq!(spelling.likeness("", "كاش"), -1.0);
        assert_eq!(spelling.likeness("k", "ششششش"), -1.0);
        assert_eq!(
            spelling.likeness(&"k".repeat(2_000), &"ك".repeat(2_000)),
            -1.0
        );
    }

    #[test]
    fn trigrams_count_by_the_letters_of_the_word() {
        // Three trigrams: 4, nothing, -2.
        assert!((tables().foreign("كاش") - 2.0 / 30.0).abs() < 1e-9);
        assert_eq!(tables().foreign(""), 0.0);
    }
}
