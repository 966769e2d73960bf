//! Bookkeeping of beams: which rows a decode step computes, and from which rows of earlier steps
//! each of them descends. No keys or values are touched here.

use std::ops::Range;

use crate::engine::contract::seq2seq::{RowRules, Step};

/// One beam of a sentence.
#[derive(Clone)]
pub(crate) struct Row {
    /// The step at which the row began.
    pub(crate) start: usize,
    /// For each step since then, the computed row of that step that holds its key and value.
    pub(crate) history: Vec<u32>,
}

/// A sentence's part of a step.
pub(crate) struct Part {
    /// Rows to compute in this step: those that are looked at, or only one in a sentence's first step,
    /// in which all beams are equal.
    pub(crate) rows: Range<usize>,
    /// Number of first positions that all its rows descend from. If only one row is computed, the
    /// position of this step counts too.
    pub(crate) shared: usize,
}

/// The rows of all sentences, `width` for each.
pub(crate) struct Beams {
    rows: Vec<Row>,
    width: usize,
    /// The part of each sentence in the current step.
    parts: Vec<Part>,
}

impl Beams {
    pub(crate) fn new() -> Self {
        Self {
            rows: Vec::new(),
            width: 1,
            parts: Vec::new(),
        }
    }

    /// Appends the rows of `sentences` new sentences, `width` for each, that begin at step `start`.
    pub(crate) fn admit(&mut self, sentences: usize, width: usize, start: usize) {
        self.width = width;
        let row = Row {
            start,
            history: Vec::new(),
        };
        self.rows.resize(self.rows.len() + sentences * width, row);
    }

    /// Begins a step in which `live` gives the number of rows that are looked at for each sentence, or
    /// is empty (see [`Step`]); returns the token and the position of each row to compute in it.
    pub(crate) fn begin(&mut self, tokens: &[u32], live: &[usize]) -> Vec<(u32, usize)> {
        let mut computed = Vec::with_capacity(tokens.len());
        self.parts.clear();
        let sentences = self.rows.chunks_mut(self.width);
        for (sentence, (rows, tokens)) in sentences.zip(tokens.chunks(self.width)).enumerate() {
            let position = rows[0].history.len();
            // All beams of a sentence begin with the start token (see `Step`).
            debug_assert!(position > 0 || tokens.iter().all(|token| *token == tokens[0]));
            let looked_at = live.get(sentence).copied().unwrap_or(rows.len());
            let count = if position == 0 { 1 } else { looked_at };
            let shared = match count {
                1 => position + 1,
                _ => common(&rows[..count]),
            };
            let first = computed.len();
            computed.extend(tokens[..count].iter().map(|&token| (token, position)));
            let numbers = first..computed.len();
            // Rows that nobody looks at get any history of the right length.
            for (row, number) in rows.iter_mut().zip(numbers.clone().cycle()) {
                row.history.push(number as u32);
            }
            self.parts.push(Part {
                rows: numbers,
                shared,
            });
        }
        computed
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The rows of a sentence that this step computes.
    pub(crate) fn of(&self, sentence: usize) -> &[Row] {
        &self.rows[sentence * self.width..][..self.parts[sentence].rows.len()]
    }

    /// For each computed row, the row of the step before that it goes on from; `None` for a row
    /// that begins.
    pub(crate) fn origins(&self) -> Vec<Option<usize>> {
        let sentences = 0..self.parts.len();
        let rows = sentences.flat_map(|sentence| self.of(sentence));
        let origin = |row: &Row| {
            let before = row.history.len().checked_sub(2)?;
            Some(row.history[before] as usize)
        };
        rows.map(origin).collect()
    }

    /// The rules of the computed rows, sentence by sentence.
    pub(crate) fn rules<'a>(&self, step: &Step<'a>) -> impl Iterator<Item = &'a [RowRules]> {
        let sentences = self.parts.iter().zip(step.rules.chunks(self.width));
        sentences.map(|(part, rules)| &rules[..part.rows.len()])
    }

    /// Expands the results of computed rows to one for each row of each sentence.
    pub(crate) fn all_rows<T: Clone>(&self, computed: Vec<T>) -> Vec<T> {
        if computed.len() == self.rows.len() {
            return computed;
        }
        let parts = self.parts.iter();
        let rows = parts.flat_map(|part| part.rows.clone().cycle().take(self.width));
        rows.map(|row| computed[row].clone()).collect()
    }

    /// Replaces the rows by the old rows at `rows`.
    pub(crate) fn gather(&mut self, rows: &[usize]) {
        self.rows = rows.iter().map(|&row| self.rows[row].clone()).collect();
    }

    /// The earliest step that any row descends from.
    pub(crate) fn oldest(&self) -> Option<usize> {
        self.rows.iter().map(|row| row.start).min()
    }

    pub(crate) fn clear(&mut self) {
        self.rows.clear();
    }
}

/// Number of positions that a sentence's rows have in common. Beams that have diverged never merge
/// again, so these come first.
fn common(rows: &[Row]) -> usize {
    let first = &rows[0].history;
    let parted = |&at: &usize| rows.iter().any(|row| row.history[at] != first[at]);
    (0..first.len()).find(parted).unwrap_or(first.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_begins_computes_one_row_and_beams_share_what_came_before_they_parted() {
        let mut beams = Beams::new();
        beams.admit(1, 3, 0);
        assert_eq!(beams.begin(&[9, 9, 9], &[]), [(9, 0)]);
        assert_eq!(beams.all_rows(vec!['a']), ['a'; 3]);
        beams.gather(&[0, 1, 2]);
        // A second sentence joins.
        beams.admit(1, 3, 1);
        let computed = beams.begin(&[4, 5, 6, 9, 9, 9], &[]);
        assert_eq!(computed, [(4, 1), (5, 1), (6, 1), (9, 0)]);
        assert_eq!(
            beams.all_rows(vec!['a', 'b', 'c', 'd']),
            ['a', 'b', 'c', 'd', 'd', 'd']
        );
        let shared =
            |beams: &Beams| -> Vec<usize> { beams.parts.iter().map(|p| p.shared).collect() };
        assert_eq!(shared(&beams), [1, 1]);
        assert_eq!(beams.origins(), [Some(0), Some(0), Some(0), None]);
        // Two beams of the first go on from one row, and the second sentence is gone.
        beams.gather(&[1, 1, 0]);
        beams.begin(&[4, 5, 6], &[]);
        assert_eq!(shared(&beams), [1]);
        assert_eq!(beams.origins(), [Some(1), Some(1), Some(0)]);
        beams.gather(&[0, 1, 0]);
        beams.begin(&[4, 5, 6], &[]);
        assert_eq!(shared(&beams), [2]);
        assert_eq!(beams.oldest(), Some(0));
    }

    #[test]
    fn rows_that_nobody_looks_at_are_not_computed_and_can_be_used_later() {
        let mut beams = Beams::new();
        beams.admit(2, 3, 0);
        beams.begin(&[9; 6], &[1, 1]);
        let computed = beams.begin(&[4, 5, 5, 6, 7, 8], &[1, 3]);
        assert_eq!(computed, [(4, 1), (6, 1), (7, 1), (8, 1)]);
        let shared =
            |beams: &Beams| -> Vec<usize> { beams.parts.iter().map(|p| p.shared).collect() };
        assert_eq!(shared(&beams), [2, 1], "a row alone shares this step too");
        assert_eq!(
            beams.all_rows(vec!['a', 'b', 'c', 'd']),
            ['a', 'a', 'a', 'b', 'c', 'd']
        );
        // The second row of the first sentence begins to be looked at: it goes on from the first.
        beams.gather(&[0, 0, 2, 3, 4, 5]);
        let computed = beams.begin(&[4, 5, 5, 6, 7, 8], &[2, 1]);
        assert_eq!(computed, [(4, 2), (5, 2), (6, 2)]);
        assert_eq!(shared(&beams), [2, 3]);
        assert_eq!(beams.origins(), [Some(0), Some(0), Some(1)]);
        assert_eq!(beams.of(0).len(), 2);
    }
}
