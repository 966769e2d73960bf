//! The check of negations: each one of the source must be expressed near the words that it stands
//! with, and a translation must not negate what the source does not.

use crate::brief::{Flag, FlagKind};

use super::coverage::{Coverage, Word};

/// The least cover at which a word shows where its neighbours went.
const LINKED: f64 = 0.4;

/// A flag for each negation that was lost, or for the first of the weak ones, and one for those that
/// were added.
pub(super) fn check(coverage: &Coverage) -> Vec<Flag> {
    let texts =
        |words: &[Word]| -> Vec<String> { words.iter().map(|word| word.text.clone()).collect() };
    let source = (coverage.lexicon.source_forms.negations)(&texts(&coverage.source));
    let target = (coverage.lexicon.target_forms.negations)(&texts(&coverage.target));
    if source.surely.is_empty() && source.perhaps.is_empty() {
        let added = target.strong.first();
        return added
            .map(|&at| added_flag(&coverage.target[at].text))
            .into_iter()
            .collect();
    }
    let mut used = Vec::new();
    let mut flags = Vec::new();
    for &place in &source.surely {
        let (from, to) = window(coverage, place);
        let inside = |at: &&usize| (from..=to).contains(&(**at as i64));
        if let Some(at) = target
            .surely
            .iter()
            .filter(inside)
            .find(|at| !used.contains(*at))
        {
            used.push(*at);
            continue;
        }
        let behind_first = |at: &&usize| inside(at) && **at as i64 > from;
        let follows =
            |places: &[usize]| places.iter().any(|at| (place + 1..place + 10).contains(at));
        let excused = target.shared.iter().any(|at| inside(&at))
            || target.perhaps.iter().any(|at| behind_first(&at))
            || (follows(&source.except) && !target.except.is_empty())
            || (follows(&source.until) && !target.until.is_empty())
            || target.surely.len() >= source.surely.len();
        if !excused {
            flags.push(lost_flag(&coverage.source[place].spelling));
        }
    }
    let nothing_negates =
        target.surely.is_empty() && target.perhaps.is_empty() && target.weak.is_empty();
    if let Some(&weak) = source.weak.first()
        && nothing_negates
        && flags.is_empty()
    {
        flags.push(lost_flag(&coverage.source[weak].spelling));
    }
    flags
}

/// The places of the translation where the words around a source word went; all of them where no
/// neighbour has a counterpart.
fn window(coverage: &Coverage, place: usize) -> (i64, i64) {
    let link = |at: usize| {
        let word = &coverage.source[at];
        let linked = word.cover >= LINKED && !word.function;
        word.link.filter(|_| linked).map(|link| link as i64)
    };
    let last = coverage.source.len();
    let behind = (place + 1..(place + 5).min(last)).filter_map(link);
    let behind: Vec<i64> = behind.take(2).collect();
    let before = (place.saturating_sub(4)..place).rev().find_map(link);
    let all: Vec<i64> = behind.iter().copied().chain(before).collect();
    let (Some(least), Some(most)) = (all.iter().min(), all.iter().max()) else {
        return (0, coverage.target.len() as i64);
    };
    let near = before.is_some() && most - least <= 10;
    let chosen: Vec<i64> = match behind.first() {
        Some(_) if near => all.clone(),
        Some(first) => vec![*first],
        None => all.clone(),
    };
    let (least, most) = (
        chosen.iter().min().copied().unwrap_or(0),
        chosen.iter().max().copied().unwrap_or(0),
    );
    (least - 6, most + if behind.is_empty() { 8 } else { 3 })
}

fn lost_flag(word: &str) -> Flag {
    Flag::new(
        FlagKind::Negation,
        format!("A negation of the source may be lost: {word}."),
    )
    .with_evidence([word.to_owned()])
}

fn added_flag(word: &str) -> Flag {
    Flag::new(
        FlagKind::Negation,
        format!("The translation says \u{201c}{word}\u{201d}, and the source has no negation."),
    )
    .with_evidence([word.to_owned()])
}
