//! The search for an output with phrases in it around the greedy output. Most greedy outputs have the
//! phrases already, and then they are the result. Beside the greedy output, which keeps the first
//! row, only hypotheses that may still be the best ones with phrases have a row, and none as soon as
//! the greedy output has all phrases. One with all phrases that is nearly as probable as the greedy
//! output takes its place. So few rows are computed.

use super::phrases::Staged;
use super::{Decision, Next, Search};
use crate::engine::contract::phrases::Phrases;
use crate::engine::contract::seq2seq::{Candidate, Spec};

/// How much less probable a hypothesis with all phrases may be than the greedy output, as a difference of
/// log-probabilities, to go on in its place. The greedy output may still get to the phrases by itself; what
/// is as near as this says the same.
const NEAR: f32 = 2.0;
/// How much less probable than the best token one that begins a phrase may be, as the same difference. What
/// is further than this is not what the source says here, and waits until the output would end.
const FAR: f32 = 10.0;

/// The continuations of a step.
#[derive(Default)]
struct Continuations {
    /// That of the greedy output.
    greedy: Option<Staged>,
    others: Vec<Staged>,
}

impl Search {
    /// A step of a search for `phrases` around the greedy output. Each hypothesis goes on with its best
    /// token; other tokens count only if they bring it further with the phrases than that one does. A
    /// hypothesis without all phrases does not end; where it would, it goes on only with what brings
    /// it further.
    pub(super) fn advance_around_greedy(
        &mut self,
        phrases: &Phrases,
        candidates: &[Vec<Candidate>],
        spec: &Spec,
    ) -> Decision {
        for (beam, candidates) in self.running.iter().zip(candidates) {
            for candidate in candidates {
                self.costs
                    .learn(&beam.progress, candidate.token, candidate.log_prob);
            }
        }
        let mut found = Continuations::default();
        for (row, candidates) in candidates.iter().enumerate().take(self.live()) {
            let row = (row, &candidates[..]);
            if let Some(result) = self.continuations(row, phrases, spec, &mut found) {
                return result;
            }
        }
        self.first_is_greedy = found.greedy.is_some();
        let Continuations {
            mut greedy,
            mut others,
        } = found;
        if let Some(own) = &greedy {
            let is_near = |other: &Staged| {
                other.progress.is_settled(phrases) && own.next.score - other.next.score < NEAR
            };
            if own.progress.is_settled(phrases) {
                others.clear();
            } else if !own.progress.is_complete(phrases) && others.iter().any(is_near) {
                self.first_is_greedy = false;
                // It is the result, as far as it has come, if no other has a next token.
                let beam = self.running[own.next.row].extended(&own.next);
                let length = beam.tokens.len() as f32;
                self.incomplete = Some(beam.finished(length));
                greedy = None;
            }
        }
        let length = self.running[0].tokens.len() + 1;
        if let Some(best) = self.finished.iter().flatten().next() {
            // What cannot beat a finished hypothesis any more is given up.
            others.retain(|staged| staged.value / length as f32 > best.score);
        }
        let places = self.width() - usize::from(greedy.is_some());
        let others = promising(others, places);
        self.go_on(greedy.into_iter().chain(others).collect())
    }

    /// Adds the continuations of a row to `found`, and keeps hypotheses that end with it. Returns the
    /// result of the search if that is the greedy output.
    fn continuations(
        &mut self,
        (row, candidates): (usize, &[Candidate]),
        phrases: &Phrases,
        spec: &Spec,
        found: &mut Continuations,
    ) -> Option<Decision> {
        // The rules may ban every token: the row is given up then.
        let best = candidates.first()?;
        let beam = &self.running[row];
        let length = beam.tokens.len() + 1;
        let start = beam.is_at_start(spec);
        let is_over = beam.is_over || best.token == spec.eos;
        let with_best = beam.progress.with(best.token, phrases, start);
        for (rank, candidate) in candidates.iter().enumerate() {
            let beam = &self.running[row];
            let progress = beam.progress.with(candidate.token, phrases, start);
            if rank > 0 && !progress.is_further_than(&with_best) {
                continue;
            }
            let begins = rank > 0 && beam.progress.stage().is_multiple_of(2);
            if begins && !is_over && best.log_prob - candidate.log_prob > FAR {
                continue;
            }
            let is_greedy = self.first_is_greedy && row == 0 && rank == 0;
            let is_complete = progress.is_complete(phrases);
            let next = Next {
                row,
                token: candidate.token,
                log_prob: candidate.log_prob,
                score: beam.score + candidate.log_prob,
            };
            if candidate.token == spec.eos || length >= self.max_new {
                let ended = beam.extended(&next).finished(length as f32);
                if is_greedy && is_complete {
                    return Some(Decision::Finished(vec![ended]));
                }
                if is_complete {
                    self.keep(ended);
                } else if is_greedy {
                    self.incomplete = Some(ended);
                }
                continue;
            }
            if is_over && !is_complete && !progress.is_further_than(&beam.progress) {
                continue;
            }
            let staged = Staged {
                stage: progress.stage(),
                value: next.score + self.costs.to_come(&progress),
                is_over: is_over && !is_complete,
                next,
                progress,
            };
            if is_greedy {
                found.greedy = Some(staged);
            } else if staged.stage > 0 {
                found.others.push(staged);
            }
        }
        None
    }
}

/// The continuations that may still be the best, at most `places`: one is given up if another that has
/// come as far, or further, has at least its value. Those that have come furthest are first.
fn promising(mut others: Vec<Staged>, places: usize) -> Vec<Staged> {
    others.sort_by(|a, b| {
        let order = b.stage.cmp(&a.stage).then(b.value.total_cmp(&a.value));
        order.then((a.next.row, a.next.token).cmp(&(b.next.row, b.next.token)))
    });
    let mut highest = f32::NEG_INFINITY;
    others.retain(|staged| {
        let is_better = staged.value > highest;
        highest = highest.max(staged.value);
        is_better
    });
    others.truncate(places);
    others
}

#[cfg(test)]
#[path = "around_greedy_tests.rs"]
mod tests;
