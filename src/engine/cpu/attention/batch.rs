//! Attention for all sentences, one after the other, while what the next one reads is fetched.

use crate::engine::cpu::attention::kv_cell::Cached;
use crate::engine::cpu::attention::rows::{Attention, attend, warm};
use crate::engine::cpu::attention::scratch::Scratch;
use crate::engine::cpu::beams::Part;
use crate::engine::cpu::precision::product::Rows;

/// The positions that a sentence's rows see.
#[derive(Default)]
pub(crate) struct Seen<'a, T> {
    /// All of them.
    pub(crate) shared: Vec<&'a [T]>,
    /// Each for itself, as many one as the other.
    pub(crate) own: Vec<&'a [T]>,
}

/// Attention of each sentence's rows over what `see` gives for it. `queries` are
/// `[rows, d]` and their heads.
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
        see(number, seen);
    };
    one_by_one(parts.len(), see, |number, seen, next| {
        warm(&next.shared, &next.own);
        let rows = parts[number].rows.clone();
        let attention = Attention {
            queries: &queries[rows.start * d..rows.end * d],
            memory: &seen.shared,
            own: &seen.own,
            width: d,
            heads,
            row: rows.start,
            scratch: &mut *scratch,
        };
        attend(attention, out);
    });
}

/// Gives `take` what `see` gives for each number below `count`, and for the one after it, so that
/// it can be fetched.
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
