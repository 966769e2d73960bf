//! The search over one sentence: greedy or beam, token for token as transformers 5 has it
//! (`GenerationMixin._beam_search`). Pure: candidates in, decisions out.

use std::sync::Arc;

use super::{Candidate, DecodeParams, EarlyStopping, Hypothesis, RowRules, Scoring, Spec};

/// Stands for "not finished" and "not allowed" in scores, as in transformers.
const NEVER: f32 = -1.0e9;

#[derive(Debug, Clone)]
struct Beam {
    tokens: Vec<u32>,
    score: f32,
}

/// What a sentence does after a step.
#[derive(Debug, PartialEq)]
pub(crate) enum Decision {
    /// Row `i` of the sentence continues its old row `parents[i]` with `tokens[i]`.
    Continue {
        /// Old rows, counted inside the sentence.
        parents: Vec<usize>,
        /// Next inputs.
        tokens: Vec<u32>,
    },
    /// Best hypotheses, best first.
    Finished(Vec<Hypothesis>),
}

/// The state of the search for one sentence.
pub(crate) struct Search {
    params: Arc<DecodeParams>,
    /// Most tokens, by the request and by the model's positions.
    max_new: usize,
    running: Vec<Beam>,
    finished: Vec<Option<Hypothesis>>,
    /// False once no running beam can beat the finished ones: they are frozen then.
    improvable: bool,
}

impl Search {
    pub(crate) fn new(params: Arc<DecodeParams>, spec: &Spec) -> Self {
        let beams = params.beams.max(1);
        let running = (0..beams)
            .map(|i| Beam {
                tokens: Vec::new(),
                score: if i == 0 { 0.0 } else { NEVER },
            })
            .collect();
        let max_new = params
            .max_new
            .clamp(1, spec.max_target.saturating_sub(1).max(1));
        Self {
            max_new,
            running,
            finished: vec![None; beams],
            improvable: true,
            params,
        }
    }

    /// Rows that the sentence takes.
    pub(crate) fn width(&self) -> usize {
        self.running.len()
    }

    /// How candidates for this search are scored.
    pub(crate) fn scoring(params: &DecodeParams) -> Scoring {
        if params.beams > 1 {
            Scoring::LogProbs
        } else {
            Scoring::Logits
        }
    }

    /// Candidates that a step must return for each row.
    pub(crate) fn wanted(params: &DecodeParams) -> usize {
        if params.beams > 1 {
            2 * params.beams
        } else {
            1
        }
    }

    /// Rules for each row of the next step.
    pub(crate) fn rules(&self, spec: &Spec) -> Vec<RowRules> {
        let produced = self.running[0].tokens.len();
        self.running
            .iter()
            .map(|beam| self.rules_of(beam, produced, spec))
            .collect()
    }

    fn rules_of(&self, beam: &Beam, produced: usize, spec: &Spec) -> RowRules {
        let mut rules = RowRules {
            penalty: self.params.repetition_penalty,
            ..RowRules::default()
        };
        if produced == 0 && spec.forced_bos.is_some() {
            rules.forced = spec.forced_bos;
        } else if produced + 1 == self.max_new && spec.forced_eos.is_some() {
            rules.forced = spec.forced_eos;
        }
        if produced < self.params.min_new {
            rules.banned.push(spec.eos);
        }
        if self.params.no_repeat_ngram > 0 {
            // transformers counts the start token as part of the text.
            let text: Vec<u32> = std::iter::once(spec.start)
                .chain(beam.tokens.iter().copied())
                .collect();
            rules
                .banned
                .extend(repeats(&text, self.params.no_repeat_ngram));
        }
        if self.params.repetition_penalty != 1.0 {
            rules.seen = beam.tokens.clone();
            rules.seen.push(spec.start);
            rules.seen.sort_unstable();
            rules.seen.dedup();
        }
        rules
    }

    /// Takes the candidates of each row and decides.
    pub(crate) fn advance(&mut self, candidates: &[Vec<Candidate>], spec: &Spec) -> Decision {
        if self.width() == 1 {
            self.advance_greedy(&candidates[0], spec)
        } else {
            self.advance_beams(candidates, spec)
        }
    }

    fn advance_greedy(&mut self, candidates: &[Candidate], spec: &Spec) -> Decision {
        let beam = &mut self.running[0];
        // Every token may be banned by the rules; the text then ends.
        let best = candidates.first().copied().unwrap_or(Candidate {
            token: spec.eos,
            log_prob: 0.0,
        });
        beam.tokens.push(best.token);
        beam.score += best.log_prob;
        if best.token == spec.eos || beam.tokens.len() >= self.max_new {
            let tokens = std::mem::take(&mut beam.tokens);
            let score = beam.score / tokens.len() as f32;
            return Decision::Finished(vec![Hypothesis { tokens, score }]);
        }
        Decision::Continue {
            parents: vec![0],
            tokens: vec![best.token],
        }
    }

    fn advance_beams(&mut self, candidates: &[Vec<Candidate>], spec: &Spec) -> Decision {
        let beams = self.width();
        let mut merged: Vec<(usize, u32, f32)> = candidates
            .iter()
            .enumerate()
            .flat_map(|(row, list)| list.iter().map(move |c| (row, c)))
            .map(|(row, c)| (row, c.token, c.log_prob + self.running[row].score))
            .collect();
        merged.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)).then(a.1.cmp(&b.1)));
        merged.truncate(2 * beams);

        let length = self.running[0].tokens.len() + 1;
        let at_limit = length >= self.max_new;
        let stops = |token: u32| token == spec.eos || at_limit;
        let full = self.stops_early() && self.finished.iter().all(Option::is_some);
        if self.improvable && !full {
            let scale = (length as f32).powf(self.params.length_penalty);
            for &(row, token, score) in merged.iter().take(beams).filter(|c| stops(c.1)) {
                let mut tokens = self.running[row].tokens.clone();
                tokens.push(token);
                self.keep(Hypothesis {
                    tokens,
                    score: score / scale,
                });
            }
        }

        let mut next: Vec<(usize, u32, f32)> = merged
            .iter()
            .copied()
            .filter(|c| !stops(c.1))
            .take(beams)
            .collect();
        let done = next.is_empty();
        // Fewer continuations than beams happen with tiny vocabularies and forced tokens only.
        while !done && next.len() < beams {
            let (row, token, _) = next[0];
            next.push((row, token, NEVER));
        }
        if !done {
            self.running = next
                .iter()
                .map(|&(row, token, score)| {
                    let mut tokens = self.running[row].tokens.clone();
                    tokens.push(token);
                    Beam { tokens, score }
                })
                .collect();
            self.improvable &= self.can_improve(length);
        }
        let full = self.stops_early() && self.finished.iter().all(Option::is_some);
        if done || full || !self.improvable {
            let n = self.params.n_best.clamp(1, beams);
            let best: Vec<Hypothesis> = self.finished.drain(..).flatten().take(n).collect();
            return Decision::Finished(best);
        }
        Decision::Continue {
            parents: next.iter().map(|c| c.0).collect(),
            tokens: next.iter().map(|c| c.1).collect(),
        }
    }

    /// Keeps a finished hypothesis if it is among the best, one for each beam.
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
        let best = self.running[0].score / (length as f32).powf(self.params.length_penalty);
        self.finished
            .iter()
            .any(|f| best > f.as_ref().map_or(NEVER, |f| f.score))
    }
}

/// Tokens that would complete an n-gram the text already has.
fn repeats(text: &[u32], n: usize) -> Vec<u32> {
    if text.len() + 1 < n {
        return Vec::new();
    }
    let last = &text[text.len() + 1 - n..];
    let mut found: Vec<u32> = text
        .windows(n)
        .filter(|w| &w[..n - 1] == last)
        .map(|w| w[n - 1])
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
