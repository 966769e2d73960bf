//! The search over one sentence, greedy or beam, token for token the same as in transformers 5
//! (`GenerationMixin._beam_search`). It turns candidates into decisions and never calls a model. What
//! a row may say next is in `rules`; the search of Marian, whose beam gets narrower, is in `narrowing`; the
//! searches for phrases, which neither has, are in `phrases` and, around the greedy output, in
//! `around_greedy`.

mod around_greedy;
mod narrowing;
mod phrases;
mod rules;

use std::sync::Arc;

use crate::engine::contract::params::{DecodeParams, EarlyStopping, Hypothesis};
use crate::engine::contract::phrases::Phrases;
use crate::engine::contract::seq2seq::{Candidate, Scoring, Spec};
use crate::engine::decode::progress::{Costs, Progress};

/// The score that stands for "not finished" and "not allowed", as in transformers.
const NEVER: f32 = -1.0e9;

/// A hypothesis that can still be continued.
#[derive(Debug, Clone)]
struct Beam {
    tokens: Vec<u32>,
    /// The log-probability of each token.
    log_probs: Vec<f32>,
    score: f32,
    /// How far it has come with the phrases of the search, if there are any.
    progress: Progress,
    /// Whether it would have ended without all of them, so that it goes on only with what brings
    /// it further.
    is_over: bool,
}

impl Beam {
    /// The beam with one more token, and the score of `next`.
    fn extended(&self, next: &Next) -> Self {
        let mut beam = self.clone();
        beam.tokens.push(next.token);
        beam.log_probs.push(next.log_prob);
        beam.score = next.score;
        beam
    }

    /// Whether no word is there yet.
    fn is_at_start(&self, spec: &Spec) -> bool {
        self.tokens.len() == usize::from(spec.forced_bos.is_some())
    }

    /// Makes the beam a finished hypothesis, whose score is divided by `scale`.
    fn finished(self, scale: f32) -> Hypothesis {
        Hypothesis {
            tokens: self.tokens,
            score: self.score / scale,
            log_probs: self.log_probs,
        }
    }
}

/// A possible continuation of a beam.
#[derive(Debug, Clone, Copy)]
struct Next {
    row: usize,
    token: u32,
    log_prob: f32,
    /// The score of the beam with this token.
    score: f32,
}

/// The decision about a sentence after a step.
#[derive(Debug, PartialEq)]
pub(crate) enum Decision {
    /// Row `i` of the sentence continues its old row `parents[i]` with `tokens[i]`.
    Continue {
        /// Old rows, counted within the sentence.
        parents: Vec<usize>,
        /// The next input token of each row.
        tokens: Vec<u32>,
    },
    /// The best hypotheses, best first. There is none if the rules leave no next token before one has
    /// come to an end.
    Finished(Vec<Hypothesis>),
}

/// The state of the search for one sentence.
pub(crate) struct Search {
    params: Arc<DecodeParams>,
    source: Arc<[u32]>,
    /// Maximum number of tokens, by the request and by the model's positions.
    max_new: usize,
    /// Number of rows.
    width: usize,
    /// The hypotheses of the first rows. Only a search around the greedy output and one whose beam gets narrower have
    /// fewer than rows.
    running: Vec<Beam>,
    /// Whether the first of them is the greedy output, in a search around it that still has it.
    first_is_greedy: bool,
    finished: Vec<Option<Hypothesis>>,
    /// Whether a running beam can still beat the finished ones. Once it is false, the finished ones
    /// are final.
    improvable: bool,
    /// What is known of the phrases' tokens.
    costs: Costs,
    /// The best hypothesis that came to an end without all phrases.
    incomplete: Option<Hypothesis>,
}

impl Search {
    pub(crate) fn new(params: Arc<DecodeParams>, source: Arc<[u32]>, spec: &Spec) -> Self {
        let beams = params.beams.max(1);
        let first_is_greedy = params.around_greedy && params.phrases.is_some() && beams > 1;
        let first = if first_is_greedy { 1 } else { beams };
        let running = (0..first)
            .map(|i| Beam {
                tokens: Vec::new(),
                log_probs: Vec::new(),
                score: if i == 0 { 0.0 } else { NEVER },
                progress: Progress::default(),
                is_over: false,
            })
            .collect();
        let max_new = params
            .max_new
            .clamp(1, spec.max_target.saturating_sub(1).max(1));
        let collected = (beams as f32 * params.patience).round().max(1.0) as usize;
        Self {
            max_new,
            width: beams,
            running,
            first_is_greedy,
            finished: vec![None; collected],
            improvable: true,
            costs: Costs::default(),
            incomplete: None,
            source,
            params,
        }
    }

    /// The phrases that the result is to contain, if there are any.
    fn phrases(&self) -> Option<Arc<Phrases>> {
        self.params.phrases.clone().filter(|_| self.width() > 1)
    }

    /// Number of rows of the sentence.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Number of its first rows whose candidates are looked at.
    pub(crate) fn live(&self) -> usize {
        self.running.len()
    }

    /// The scores that the rules of this search apply to.
    pub(crate) fn scoring(params: &DecodeParams) -> Scoring {
        if params.beams > 1 {
            Scoring::LogProbs
        } else {
            Scoring::Logits
        }
    }

    /// Number of candidates that a step must return for each row.
    pub(crate) fn candidates(params: &DecodeParams) -> usize {
        if params.beams > 1 {
            2 * params.beams
        } else {
            1
        }
    }

    /// Takes the candidates of each row and decides how the sentence continues.
    pub(crate) fn advance(&mut self, candidates: &[Vec<Candidate>], spec: &Spec) -> Decision {
        if self.width() == 1 {
            self.advance_greedy(&candidates[0], spec)
        } else if let Some(phrases) = self.phrases() {
            if self.params.around_greedy {
                self.advance_around_greedy(&phrases, candidates, spec)
            } else {
                self.advance_with(&phrases, candidates, spec)
            }
        } else if self.params.early_stopping == EarlyStopping::Narrowing {
            self.advance_narrowing(candidates, spec)
        } else {
            self.advance_beams(candidates, spec)
        }
    }

    fn advance_greedy(&mut self, candidates: &[Candidate], spec: &Spec) -> Decision {
        let Some(best) = candidates.first() else {
            return Decision::Finished(Vec::new());
        };
        let beam = &mut self.running[0];
        beam.tokens.push(best.token);
        beam.log_probs.push(best.log_prob);
        beam.score += best.log_prob;
        if best.token == spec.eos || beam.tokens.len() >= self.max_new {
            let beam = self.running.swap_remove(0);
            let length = beam.tokens.len() as f32;
            return Decision::Finished(vec![beam.finished(length)]);
        }
        Decision::Continue {
            parents: vec![0],
            tokens: vec![best.token],
        }
    }

    fn advance_beams(&mut self, candidates: &[Vec<Candidate>], spec: &Spec) -> Decision {
        let beams = self.width();
        let mut merged = self.merged(candidates);
        merged.truncate(2 * beams);

        let length = self.running[0].tokens.len() + 1;
        let at_limit = length >= self.max_new;
        let stops = |token: u32| token == spec.eos || at_limit;
        let full = self.stops_early() && self.finished.iter().all(Option::is_some);
        if self.improvable && !full {
            let scale = self.scale(length);
            for next in merged.iter().take(beams).filter(|n| stops(n.token)) {
                let beam = self.running[next.row].extended(next);
                self.keep(beam.finished(scale));
            }
        }

        let going_on = merged.iter().copied().filter(|n| !stops(n.token));
        let mut next: Vec<Next> = going_on.take(beams).collect();
        let done = next.is_empty();
        // Only tiny vocabularies and forced tokens leave fewer continuations than beams.
        while !done && next.len() < beams {
            next.push(Next {
                score: NEVER,
                ..next[0]
            });
        }
        if !done {
            let extended = next.iter().map(|n| self.running[n.row].extended(n));
            self.running = extended.collect();
            self.improvable &= self.can_improve(length);
        }
        let full = self.stops_early() && self.finished.iter().all(Option::is_some);
        if done || full || !self.improvable {
            let n = self.params.n_best.max(1);
            let best: Vec<Hypothesis> = self.finished.drain(..).flatten().take(n).collect();
            return Decision::Finished(best);
        }
        Decision::Continue {
            parents: next.iter().map(|n| n.row).collect(),
            tokens: next.iter().map(|n| n.token).collect(),
        }
    }

    /// The continuations of all rows, best first.
    fn merged(&self, candidates: &[Vec<Candidate>]) -> Vec<Next> {
        let mut merged: Vec<Next> = candidates
            .iter()
            .enumerate()
            .flat_map(|(row, list)| list.iter().map(move |c| (row, c)))
            .map(|(row, c)| Next {
                row,
                token: c.token,
                log_prob: c.log_prob,
                score: c.log_prob + self.running[row].score,
            })
            .collect();
        merged.sort_by(|a, b| {
            let order = b.score.total_cmp(&a.score);
            order.then((a.row, a.token).cmp(&(b.row, b.token)))
        });
        merged
    }

    /// Keeps a finished hypothesis if it is among the best; as many are kept as the search
    /// collects.
    fn keep(&mut self, hypothesis: Hypothesis) {
        let at = self
            .finished
            .iter()
            .position(|f| f.as_ref().is_none_or(|f| f.score < hypothesis.score));
        if let Some(at) = at {
            self.finished.insert(at, Some(hypothesis));
            self.finished.pop();
        }
    }

    /// What the score of a hypothesis of so many tokens is divided by.
    fn scale(&self, length: usize) -> f32 {
        (length as f32).powf(self.params.length_penalty)
    }

    fn stops_early(&self) -> bool {
        self.params.early_stopping == EarlyStopping::Yes
    }

    /// Whether the best running beam may beat the worst finished one.
    fn can_improve(&self, length: usize) -> bool {
        let never = self.params.early_stopping == EarlyStopping::Never;
        let length = if never && self.params.length_penalty > 0.0 {
            self.max_new
        } else {
            length
        };
        let best = self.running[0].score / self.scale(length);
        self.finished
            .iter()
            .any(|f| best > f.as_ref().map_or(NEVER, |f| f.score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const EOS: u32 = 1;

    pub(super) fn spec() -> Spec {
        Spec {
            start: 0,
            eos: EOS,
            pad: 0,
            forced_bos: None,
            forced_eos: None,
            suppressed: Vec::new(),
            renormalize: false,
            max_source: 50,
            max_target: 50,
        }
    }

    /// Runs a search in which each row's best candidate is the end token, then 5, 6 and 7. Returns
    /// the number of steps and the hypotheses.
    fn searched(patience: f32) -> (usize, Vec<Hypothesis>) {
        let params = DecodeParams {
            beams: 2,
            n_best: 4,
            early_stopping: EarlyStopping::Yes,
            patience,
            ..DecodeParams::default()
        };
        let spec = spec();
        let mut search = Search::new(Arc::new(params), [].into(), &spec);
        let scores = [(EOS, -0.5), (5, -1.0), (6, -1.5), (7, -2.0)];
        let row: Vec<Candidate> = scores
            .iter()
            .map(|&(token, log_prob)| Candidate { token, log_prob })
            .collect();
        let mut steps = 0;
        loop {
            steps += 1;
            if let Decision::Finished(found) = search.advance(&[row.clone(), row.clone()], &spec) {
                return (steps, found);
            }
        }
    }

    #[test]
    fn patience_collects_so_many_times_the_beams() {
        // One hypothesis finishes in each step.
        for (patience, collected) in [(0.5, 1), (1.0, 2), (1.5, 3), (2.0, 4)] {
            let (steps, found) = searched(patience);
            assert_eq!((steps, found.len()), (collected, collected), "{patience}");
            assert!(found.is_sorted_by(|a, b| a.score >= b.score));
        }
    }

    #[test]
    fn a_search_without_a_next_token_has_only_what_has_come_to_an_end() {
        let spec = spec();
        let row = |tokens: &[u32]| -> Vec<Candidate> {
            let log_prob = -0.5;
            let tokens = tokens.iter();
            tokens.map(|&token| Candidate { token, log_prob }).collect()
        };
        for (beams, first, ended) in [
            (1, vec![5], vec![]),
            (2, vec![5, 6], vec![]),
            (2, vec![EOS, 5, 6], vec![EOS]),
        ] {
            let params = DecodeParams {
                beams,
                ..DecodeParams::default()
            };
            let mut search = Search::new(Arc::new(params), [].into(), &spec);
            let decision = search.advance(&vec![row(&first); beams], &spec);
            assert!(matches!(decision, Decision::Continue { .. }), "{first:?}");
            let Decision::Finished(found) = search.advance(&vec![Vec::new(); beams], &spec) else {
                panic!("{first:?}: it goes on with nothing");
            };
            let found: Vec<u32> = found.into_iter().flat_map(|found| found.tokens).collect();
            assert_eq!(found, ended, "{first:?}");
        }
    }

    #[test]
    fn a_hypothesis_has_the_log_probability_of_each_token() {
        let (_, found) = searched(1.0);
        assert_eq!(found[0].tokens, [EOS]);
        assert_eq!(found[1].tokens, [5, EOS]);
        assert_eq!(found[1].log_probs, [-1.0, -0.5]);
        assert_eq!(found[1].score, -0.75);
    }
}
