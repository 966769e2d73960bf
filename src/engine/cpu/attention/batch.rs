//! Attention for the rows of all sentences of a batch, one sentence after the other, prefetching
//! the memory of the next one.

use crate::engine::cpu::attention::bias::Bias;
use crate::engine::cpu::attention::kv_cell::Cached;
use crate::engine::cpu::attention::rows::{Attention, attend, warm};
use crate::engine::cpu::attention::scratch::Scratch;
use crate::engine::cpu::beams::Part;
use crate::engine::cpu::precision::product::Rows;

/// The cells of the positions that a sentence's rows attend to, and the biases of their scores.
#[derive(Default)]
pub(crate) struct Seen<'a, T> {
    /// Positions that all rows attend to.
    pub(crate) shared: Vec<&'a [T]>,
    /// Positions that one row attends to alone, `[rows, positions]`: equally many for each row.
    pub(crate) own: Vec<&'a [T]>,
    /// The biases of the rows' scores, if there are any.
    pub(crate) bias: Option<Bias<'a>>,
}

/// Computes attention of each sentence's rows over the positions that `see` lists for the sentence.
/// `queries` is `[rows, d]`, paired with the number of heads.
pub(crate) fn attend_all<'a, T: Cached, R: Rows>(
    parts: &[Part],
    (queries, heads): (&[f32], usize),
    scratch: &mut Scratch,
    out: &mut R,
    see: impl Fn(usize, &mut Seen<'a, T>),
) {
    let count = parts.last().map_or(0, |part| part.rows.end);
    let d = queries.len() / count.max(1);
    let see = |number: usize, seen: &mut Seen<'a, T>| {
        seen.shared.clear();
        seen.own.clear();
        seen.bias = None;
        see(number, seen);
    };
    one_by_one(parts.len(), see, |number, seen, next| {
        warm(&next.shared, &next.own);
        let rows = parts[number].rows.clone();
        let attention = Attention {
            queries: &queries[rows.start * d..rows.end * d],
            memory: &seen.shared,
            own: &seen.own,
            bias: seen.bias,
            width: d,
            heads,
            row: rows.start,
            scratch: &mut *scratch,
        };
        attend(attention, out);
    });
}

/// Calls `take` for each number below `count`, with what `see` lists for it and for the next number
/// (nothing after the last), so that the latter can be prefetched.
pub(crate) fn one_by_one<S: Default>(
    count: usize,
    see: impl Fn(usize, &mut S),
    mut take: impl FnMut(usize, &S, &S),
) {
    let (mut seen, mut next) = (S::default(), S::default());
    if count > 0 {
        see(0, &mut next);
    }
    for number in 0..count {
        std::mem::swap(&mut seen, &mut next);
        match number + 1 < count {
            true => see(number + 1, &mut next),
            false => next = S::default(),
        }
        take(number, &seen, &next);
    }
}
