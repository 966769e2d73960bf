//! The search for an output with phrases in it. It keeps places for hypotheses at every stage of
//! their progress.

use std::collections::{BTreeMap, VecDeque};

use super::{Beam, Decision, NEVER, Next, Search};
use crate::engine::contract::params::Hypothesis;
use crate::engine::contract::phrases::Phrases;
use crate::engine::contract::seq2seq::{Candidate, Spec};
use crate::engine::decode::progress::Progress;

impl Search {
    /// A step of a search for `phrases`. A hypothesis without all of them does not end; where it
    /// would, it goes on only with what brings it further.
    pub(super) fn advance_with(
        &mut self,
        phrases: &Phrases,
        candidates: &[Vec<Candidate>],
        spec: &Spec,
    ) -> Decision {
        let length = self.running[0].tokens.len() + 1;
        let at_limit = length >= self.max_new;
        let scale = self.scale(length);
        // The first candidate is the best; wanted ones come after the others.
        let ends = |row: usize| candidates[row].first().is_some_and(|c| c.token == spec.eos);
        let merged = self.merged(candidates);
        for next in &merged {
            let progress = &self.running[next.row].progress;
            self.costs.learn(progress, next.token, next.log_prob);
        }
        let (mut going_on, mut ended) = (Vec::new(), 0);
        for next in merged {
            // Copies of the first row in the first step.
            if next.score <= NEVER / 2.0 {
                continue;
            }
            let beam = &self.running[next.row];
            let stops = next.token == spec.eos || at_limit;
            let start = beam.is_at_start(spec);
            let progress = beam.progress.with(next.token, phrases, start);
            let is_over = beam.is_over || ends(next.row);
            match (progress.is_complete(phrases), stops) {
                (true, true) => {
                    if ended < self.width() {
                        let beam = beam.extended(&next);
                        self.keep(beam.finished(scale));
                        ended += 1;
                    }
                }
                (false, true) => {
                    let hypothesis = beam.extended(&next).finished(scale);
                    let best = self.incomplete.as_ref();
                    if best.is_none_or(|best| best.score < hypothesis.score) {
                        self.incomplete = Some(hypothesis);
                    }
                }
                (false, false) if is_over && !progress.is_further_than(&beam.progress) => {}
                (is_complete, false) => going_on.push(Staged {
                    stage: progress.stage(),
                    value: next.score + self.costs.to_come(&progress),
                    is_over: is_over && !is_complete,
                    next,
                    progress,
                }),
            }
        }
        let found = self.finished.iter().flatten().next();
        if let Some(best) = found.map(|found| found.score) {
            // What cannot beat a finished hypothesis any more is given up.
            going_on.retain(|staged| staged.value / scale > best);
        }
        self.go_on(share(going_on, self.width()))
    }

    /// Goes on with the chosen continuations, one for each of the first rows, or ends without any.
    pub(super) fn go_on(&mut self, chosen: Vec<Staged>) -> Decision {
        let Some(first) = chosen.first().map(|staged| staged.next.token) else {
            let n = self.params.n_best.max(1);
            let found = self.finished.drain(..).flatten();
            let found: Vec<Hypothesis> = found.chain(self.incomplete.take()).take(n).collect();
            return Decision::Finished(found);
        };
        let mut parents: Vec<usize> = chosen.iter().map(|staged| staged.next.row).collect();
        let mut tokens: Vec<u32> = chosen.iter().map(|staged| staged.next.token).collect();
        // Rows without a hypothesis stay where they are, so that nothing is copied for them.
        parents.extend(chosen.len()..self.width());
        tokens.resize(self.width(), first);
        let extended = chosen.into_iter().map(|staged| Beam {
            progress: staged.progress,
            is_over: staged.is_over,
            ..self.running[staged.next.row].extended(&staged.next)
        });
        self.running = extended.collect();
        Decision::Continue { parents, tokens }
    }
}

/// A continuation in a search for phrases.
#[derive(Clone)]
pub(super) struct Staged {
    pub(super) next: Next,
    pub(super) progress: Progress,
    pub(super) stage: usize,
    /// Its score with what is to come of the phrases that it has begun.
    pub(super) value: f32,
    /// Whether it goes on only with what brings it further.
    pub(super) is_over: bool,
}

/// Divides `places` places among continuations: one for the best of each stage, the last stage
/// first, then again from the last. The result is best first; places that are left over get copies
/// that never win.
fn share(mut going_on: Vec<Staged>, places: usize) -> Vec<Staged> {
    going_on.sort_by(|a, b| {
        let order = b.value.total_cmp(&a.value);
        order.then((a.next.row, a.next.token).cmp(&(b.next.row, b.next.token)))
    });
    let mut stages: BTreeMap<usize, VecDeque<Staged>> = BTreeMap::new();
    for staged in going_on {
        stages.entry(staged.stage).or_default().push_back(staged);
    }
    let mut chosen = Vec::with_capacity(places);
    // The first and the last stage have a place before those between them.
    if stages.len() > places
        && let Some(mut first) = stages.first_entry()
    {
        chosen.extend(first.get_mut().pop_front());
    }
    while chosen.len() < places && stages.values().any(|stage| !stage.is_empty()) {
        for stage in stages.values_mut().rev() {
            if chosen.len() < places {
                chosen.extend(stage.pop_front());
            }
        }
    }
    chosen.sort_by(|a, b| {
        let order = b.next.score.total_cmp(&a.next.score);
        order.then((a.next.row, a.next.token).cmp(&(b.next.row, b.next.token)))
    });
    if let Some(mut copy) = chosen.first().cloned() {
        copy.next.score = NEVER;
        chosen.resize(places, copy);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::{EOS, spec};
    use super::*;
    use crate::engine::contract::params::DecodeParams;
    use crate::engine::contract::phrases::{Asked, Phrase, Spelling};
    use crate::engine::contract::seq2seq::RowRules;

    /// The tokens of a search for `phrase` with `beams` beams in a model whose text is 5, 6, 7 and
    /// the end, and for which any other token costs as much as `costs` says by position.
    fn found_with(phrase: &[u32], costs: [f32; 5], beams: usize) -> Vec<u32> {
        let spelling = Spelling {
            tokens: phrase.to_vec(),
            asked: Asked::Anywhere,
        };
        let phrase = Phrase {
            spellings: vec![spelling],
        };
        let params = DecodeParams {
            beams,
            max_new: 12,
            phrases: Phrases::new(vec![phrase], [].into()),
            ..DecodeParams::default()
        };
        let spec = spec();
        let mut search = Search::new(Arc::new(params), [].into(), &spec);
        let mut texts = vec![Vec::new(); beams];
        loop {
            let step: Vec<Vec<Candidate>> = texts
                .iter()
                .zip(search.rules(&spec))
                .map(|(text, rules)| row(text, &rules, costs))
                .collect();
            match search.advance(&step, &spec) {
                Decision::Finished(found) => return found[0].tokens.clone(),
                Decision::Continue { parents, tokens } => {
                    let next = parents.iter().zip(tokens);
                    texts = next
                        .map(|(&p, token)| [&texts[p][..], &[token]].concat())
                        .collect();
                }
            }
        }
    }

    fn row(text: &[u32], rules: &RowRules, costs: [f32; 5]) -> Vec<Candidate> {
        let said = text.iter().filter(|token| (5..8).contains(*token)).count();
        let natural = [5, 6, 7, EOS][said.min(3)];
        let cost = |token: u32| match (text.last(), token) {
            (Some(10), 11) => -0.1,
            (_, 11) => -20.0,
            _ => costs[said],
        };
        let wanted = rules.wanted.iter().filter(|&&token| token != natural);
        std::iter::once((natural, -0.1))
            .chain(wanted.map(|&token| (token, cost(token))))
            .map(|(token, log_prob)| Candidate { token, log_prob })
            .collect()
    }

    #[test]
    fn a_phrase_stands_where_it_costs_least() {
        for beams in [3, 4, 8] {
            for (costs, text) in [
                ([-2.0, -9.0, -9.0, -9.0, 0.0], [10, 11, 5, 6, 7, EOS]),
                ([-9.0, -2.0, -9.0, -9.0, 0.0], [5, 10, 11, 6, 7, EOS]),
                ([-9.0, -9.0, -9.0, -2.0, 0.0], [5, 6, 7, 10, 11, EOS]),
            ] {
                assert_eq!(found_with(&[10, 11], costs, beams), text, "{beams}");
            }
        }
    }

    #[test]
    fn what_the_text_says_anyway_is_not_said_twice() {
        let costs = [-5.0; 5];
        assert_eq!(found_with(&[6, 7], costs, 4), [5, 6, 7, EOS]);
    }
}
