//! Beam search as Marian has it (`BeamSearch::search`): a hypothesis that ends keeps its place, so that the beam is
//! one narrower from then on, and the search ends with the last place.

use super::{Decision, NEVER, Search};
use crate::engine::contract::params::Hypothesis;
use crate::engine::contract::seq2seq::{Candidate, Spec};

impl Search {
    /// A step of a search whose beam gets narrower. As many continuations are kept as hypotheses were open.
    pub(super) fn advance_narrowing(
        &mut self,
        candidates: &[Vec<Candidate>],
        spec: &Spec,
    ) -> Decision {
        let length = self.running[0].tokens.len() + 1;
        let at_limit = length >= self.max_new;
        let scale = self.scale(length);
        let mut merged = self.merged(&candidates[..self.live()]);
        // Copies of the first row in the first step, and tokens that are not allowed.
        merged.retain(|next| next.score > NEVER / 2.0);
        merged.truncate(self.live());
        let (mut parents, mut tokens, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for next in merged {
            let beam = self.running[next.row].extended(&next);
            if next.token == spec.eos || at_limit {
                self.keep(beam.finished(scale));
            } else {
                parents.push(next.row);
                tokens.push(next.token);
                open.push(beam);
            }
        }
        let Some(&first) = tokens.first() else {
            let n = self.params.n_best.max(1);
            let best: Vec<Hypothesis> = self.finished.drain(..).flatten().take(n).collect();
            return Decision::Finished(best);
        };
        // Rows without a hypothesis stay where they are, so that nothing is copied for them.
        parents.extend(open.len()..self.width());
        tokens.resize(self.width(), first);
        self.running = open;
        Decision::Continue { parents, tokens }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::tests::{EOS, spec};
    use super::*;
    use crate::engine::contract::params::{DecodeParams, EarlyStopping};

    fn search(max_new: usize) -> Search {
        let params = DecodeParams {
            beams: 2,
            n_best: 2,
            max_new,
            early_stopping: EarlyStopping::Narrowing,
            ..DecodeParams::default()
        };
        Search::new(Arc::new(params), [].into(), &spec())
    }

    fn row(scores: &[(u32, f32)]) -> Vec<Candidate> {
        let scores = scores.iter();
        scores
            .map(|&(token, log_prob)| Candidate { token, log_prob })
            .collect()
    }

    fn found(decision: Decision) -> Vec<(Vec<u32>, f32)> {
        let Decision::Finished(found) = decision else {
            panic!("{decision:?}");
        };
        let found = found.into_iter();
        found.map(|found| (found.tokens, found.score)).collect()
    }

    #[test]
    fn a_place_is_gone_once_a_hypothesis_has_ended_there() {
        let (spec, mut search) = (spec(), search(8));
        let first = row(&[(5, -0.25), (EOS, -0.5), (6, -0.75), (7, -2.0)]);
        let decision = search.advance(&[first.clone(), first], &spec);
        let (parents, tokens) = (vec![0, 1], vec![5, 5]);
        assert_eq!(decision, Decision::Continue { parents, tokens });
        assert_eq!(search.live(), 1);
        assert_eq!(search.rules(&spec).len(), 2);

        // What the row without a hypothesis says does not count. A beam that were filled again would have 6.
        let no_row = || row(&[(EOS, 0.0), (9, 0.0)]);
        let second = row(&[(7, -1.0), (EOS, -1.5)]);
        let decision = search.advance(&[second, no_row()], &spec);
        let (parents, tokens) = (vec![0, 1], vec![7, 7]);
        assert_eq!(decision, Decision::Continue { parents, tokens });
        let third = row(&[(EOS, -1.0), (8, -1.5)]);
        let decision = search.advance(&[third, no_row()], &spec);
        assert_eq!(
            found(decision),
            [(vec![EOS], -0.5), (vec![5, 7, EOS], -0.75)]
        );
    }

    #[test]
    fn what_is_open_at_the_greatest_length_has_ended() {
        let (spec, mut search) = (spec(), search(2));
        let first = row(&[(5, -0.25), (6, -0.5)]);
        let decision = search.advance(&[first.clone(), first], &spec);
        let (parents, tokens) = (vec![0, 0], vec![5, 6]);
        assert_eq!(decision, Decision::Continue { parents, tokens });
        let rows = [row(&[(7, -0.25), (8, -0.75)]), row(&[(9, -0.25)])];
        let decision = search.advance(&rows, &spec);
        assert_eq!(found(decision), [(vec![5, 7], -0.25), (vec![6, 9], -0.375)]);
    }

    #[test]
    fn a_search_without_a_next_token_has_only_what_has_come_to_an_end() {
        let (spec, mut search) = (spec(), search(8));
        let first = row(&[(5, -0.25), (EOS, -0.5)]);
        search.advance(&[first.clone(), first], &spec);
        let decision = search.advance(&[Vec::new(), Vec::new()], &spec);
        assert_eq!(found(decision), [(vec![EOS], -0.5)]);
    }
}
