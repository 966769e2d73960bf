//! Continuous batching: sentences leave the batch when they are finished, and waiting ones take
//! their place.

use std::time::Instant;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::params::Outcome;
use crate::engine::contract::params::Request;
use crate::engine::contract::seq2seq::{Seq2Seq, Step};
use crate::engine::decode::search::{Decision, Search};

/// Seconds that replicas spent on each stage, summed over the replicas.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spent {
    /// Encoding sources.
    pub encode: f64,
    /// Decode steps, including the choice of candidates.
    pub decode: f64,
    /// Advancing the search from the candidates, and reordering rows.
    pub search: f64,
}

impl Spent {
    /// The sum of all stages.
    pub fn total(&self) -> f64 {
        self.encode + self.decode + self.search
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.encode += other.encode;
        self.decode += other.decode;
        self.search += other.search;
    }
}

/// The sentences that are being decoded.
#[derive(Default)]
pub(crate) struct Batch {
    active: Vec<Active>,
    spent: Spent,
}

/// One sentence of the batch.
struct Active {
    request: Request,
    search: Search,
    /// The next input token of each of its rows.
    tokens: Vec<u32>,
}

impl Batch {
    /// The time spent since outcomes were last delivered.
    pub(crate) fn spent(&self) -> Spent {
        self.spent
    }

    /// The unfinished requests, to be tried again or failed.
    pub(crate) fn into_requests(self) -> Vec<Request> {
        self.active.into_iter().map(|a| a.request).collect()
    }
}

/// Decodes `first`, and what `refill` returns for the places that become free, until the batch is
/// empty. `refill` gets the beam width and the number of running rows; `deliver` gets outcomes,
/// with the time spent since its last call.
pub(crate) fn run(
    model: &mut dyn Seq2Seq,
    batch: &mut Batch,
    first: Vec<Request>,
    refill: &mut dyn FnMut((usize, usize)) -> Vec<Request>,
    deliver: &mut dyn FnMut(Spent, Vec<Outcome>),
) -> Result<(), EngineError> {
    model.clear();
    admit(model, batch, first, deliver)?;
    while !batch.active.is_empty() {
        let before = batch.active.len();
        step(model, batch, deliver)?;
        let left = batch.active.len();
        if left < before
            && let Some(width) = batch.active.first().map(|a| a.search.width())
        {
            let more = refill((width, left * width));
            if !more.is_empty() {
                admit(model, batch, more, deliver)?;
            }
        }
    }
    Ok(())
}

fn admit(
    model: &mut dyn Seq2Seq,
    batch: &mut Batch,
    requests: Vec<Request>,
    deliver: &mut dyn FnMut(Spent, Vec<Outcome>),
) -> Result<(), EngineError> {
    let limit = model.spec().max_source;
    let (requests, too_long): (Vec<_>, Vec<_>) =
        requests.into_iter().partition(|r| r.source.len() <= limit);
    let too_long = too_long.into_iter().map(|request| Outcome {
        key: request.key,
        result: Err(EngineError::TooLong {
            tokens: request.source.len(),
            limit,
        }),
    });
    let too_long: Vec<_> = too_long.collect();
    if !too_long.is_empty() {
        deliver(std::mem::take(&mut batch.spent), too_long);
    }
    let Some(width) = requests.first().map(|r| r.params.beams.max(1)) else {
        return Ok(());
    };
    let from = batch.active.len();
    let spec = model.spec();
    batch.active.extend(requests.into_iter().map(|request| {
        let search = Search::new(request.params.clone(), request.source.clone(), spec);
        Active {
            tokens: vec![spec.start; search.width()],
            search,
            request,
        }
    }));
    // The requests are in the batch before the model sees them, so that a failure cannot lose them.
    let sources: Vec<&[u32]> = batch.active[from..]
        .iter()
        .map(|a| &*a.request.source)
        .collect();
    let started = Instant::now();
    let admitted = model.admit(&sources, width);
    batch.spent.encode += started.elapsed().as_secs_f64();
    admitted?;
    for (sentence, active) in batch.active.iter().enumerate().skip(from) {
        if let Some(phrases) = &active.request.params.phrases {
            model.allow(sentence, &phrases.tokens());
        }
    }
    Ok(())
}

fn step(
    model: &mut dyn Seq2Seq,
    batch: &mut Batch,
    deliver: &mut dyn FnMut(Spent, Vec<Outcome>),
) -> Result<(), EngineError> {
    let started = Instant::now();
    let params = &batch.active[0].request.params;
    let (k, scoring) = (Search::candidates(params), Search::scoring(params));
    let width = batch.active[0].search.width();
    let tokens: Vec<u32> = batch
        .active
        .iter()
        .flat_map(|a| a.tokens.iter().copied())
        .collect();
    let rules: Vec<_> = batch
        .active
        .iter()
        .flat_map(|a| a.search.rules(model.spec()))
        .collect();
    let live: Vec<usize> = batch.active.iter().map(|a| a.search.live()).collect();
    let asked = Instant::now();
    let candidates = model.step(&Step {
        tokens: &tokens,
        rules: &rules,
        k,
        scoring,
        live: &live,
    })?;
    let decoding = asked.elapsed().as_secs_f64();

    assert_eq!(candidates.len(), tokens.len(), "one row each: else a bug");
    let spec = model.spec();
    // Every search advances before a sentence leaves the batch, so that a panic in one cannot lose
    // another.
    let decisions: Vec<_> = (batch.active.iter_mut().zip(candidates.chunks(width)))
        .map(|(active, candidates)| active.search.advance(candidates, spec))
        .collect();
    let mut sentences = Vec::with_capacity(batch.active.len());
    let mut rows = Vec::with_capacity(tokens.len());
    let mut finished = Vec::new();
    let mut decisions = decisions.into_iter().enumerate();
    batch.active.retain_mut(|active| {
        let decision = decisions.next().expect("one for each: else a bug");
        match decision {
            (index, Decision::Continue { parents, tokens }) => {
                sentences.push(index);
                rows.extend(parents.iter().map(|parent| index * width + parent));
                active.tokens = tokens;
                true
            }
            (_, Decision::Finished(hypotheses)) => {
                let has_ended = !hypotheses.is_empty();
                finished.push(Outcome {
                    key: active.request.key,
                    result: has_ended.then_some(hypotheses).ok_or(EngineError::NoToken),
                });
                false
            }
        }
    });
    batch.spent.decode += decoding;
    batch.spent.search += started.elapsed().as_secs_f64() - decoding;
    if !finished.is_empty() {
        deliver(std::mem::take(&mut batch.spent), finished);
    }
    let unchanged = rows.len() == tokens.len() && rows.iter().copied().eq(0..tokens.len());
    let started = Instant::now();
    if !unchanged {
        model.gather(&sentences, &rows)?;
    }
    batch.spent.search += started.elapsed().as_secs_f64();
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::engine::contract::params::DecodeParams;
    use crate::engine::contract::seq2seq::{Candidate, Spec};
    use crate::engine::decode::mock::Mock;

    fn requests() -> Vec<Request> {
        let params = Arc::new(DecodeParams::default());
        let requests = [vec![5, 0], vec![6, 7, 8, 0]].into_iter().enumerate();
        let requests = requests.map(|(key, source)| Request {
            key: key as u64,
            source: source.into(),
            params: params.clone(),
        });
        requests.collect()
    }

    /// A model that returns one row too few in its second step, in which the first of [`requests`]
    /// finishes.
    struct Short(Mock, usize);

    impl Seq2Seq for Short {
        fn spec(&self) -> &Spec {
            self.0.spec()
        }
        fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
            self.0.admit(sources, width)
        }
        fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
            self.1 += 1;
            let mut candidates = self.0.step(step)?;
            candidates.truncate(if self.1 == 2 { 1 } else { 2 });
            Ok(candidates)
        }
        fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
            self.0.gather(sentences, rows)
        }
        fn clear(&mut self) {
            self.0.clear();
        }
    }

    #[test]
    fn a_panic_leaves_every_request_either_delivered_or_in_the_batch() {
        let mut model = Short(Mock::new(0, 100, Duration::ZERO), 0);
        let mut batch = Batch::default();
        let mut delivered = Vec::new();
        let panic = catch_unwind(AssertUnwindSafe(|| {
            let mut deliver = |_, outcomes: Vec<Outcome>| {
                delivered.extend(outcomes.into_iter().map(|outcome| outcome.key));
            };
            let mut none = |_| Vec::new();
            run(&mut model, &mut batch, requests(), &mut none, &mut deliver)
        }));
        assert!(panic.is_err());
        let left = batch.into_requests().into_iter().map(|request| request.key);
        let keys: Vec<u64> = delivered.into_iter().chain(left).collect();
        assert_eq!(keys, [0, 1]);
    }

    /// A model whose rules leave no token.
    struct Mute(Mock);

    impl Seq2Seq for Mute {
        fn spec(&self) -> &Spec {
            self.0.spec()
        }
        fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
            self.0.admit(sources, width)
        }
        fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
            Ok(vec![Vec::new(); step.tokens.len()])
        }
        fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
            self.0.gather(sentences, rows)
        }
        fn clear(&mut self) {
            self.0.clear();
        }
    }

    #[test]
    fn an_output_for_which_no_token_is_left_is_an_error() {
        let mut model = Mute(Mock::new(0, 100, Duration::ZERO));
        let mut results = Vec::new();
        let mut deliver = |_, outcomes: Vec<Outcome>| {
            results.extend(outcomes.into_iter().map(|outcome| outcome.result));
        };
        let (mut batch, mut none) = (Batch::default(), |_| Vec::new());
        run(&mut model, &mut batch, requests(), &mut none, &mut deliver).unwrap();
        assert_eq!(
            results,
            [Err(EngineError::NoToken), Err(EngineError::NoToken)]
        );
    }

    #[test]
    fn what_outcomes_took_comes_with_them() {
        let pause = Duration::from_millis(1);
        let mut model = Mock::new(0, 100, pause);
        let mut delivered = Vec::new();
        let mut deliver = |spent: Spent, outcomes: Vec<Outcome>| {
            delivered.extend(outcomes.into_iter().map(|outcome| (outcome.key, spent)));
        };
        let mut batch = Batch::default();
        run(
            &mut model,
            &mut batch,
            requests(),
            &mut |_| Vec::new(),
            &mut deliver,
        )
        .unwrap();
        let keys: Vec<u64> = delivered.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, [0, 1]);
        for (_, spent) in delivered {
            assert!(spent.decode >= 2.0 * pause.as_secs_f64(), "{spent:?}");
        }
    }
}
