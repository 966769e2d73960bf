#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;
use crate::engine::contract::error::EngineError;
use crate::engine::contract::params::{DecodeParams, Request};
use crate::engine::contract::seq2seq::{Candidate, Spec, Step};
use crate::engine::decode::mock::Mock;

const EOS: u32 = 0;
const BUDGET: Budget = Budget {
    tokens: 64,
    rows: 8,
};

/// A model that copies its source and fails when `fails` returns an error.
struct Failing<F> {
    model: Mock,
    /// Gets the number of rows and the tokens of a step.
    fails: F,
}

impl<F: FnMut(usize, &[u32]) -> Option<EngineError> + Send> Seq2Seq for Failing<F> {
    fn spec(&self) -> &Spec {
        self.model.spec()
    }
    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
        self.model.admit(sources, width)
    }
    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        match (self.fails)(step.tokens.len(), step.tokens) {
            Some(error) => Err(error),
            None => self.model.step(step),
        }
    }
    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        self.model.gather(sentences, rows)
    }
    fn clear(&mut self) {
        self.model.clear();
    }
}

fn replica(
    fails: impl FnMut(usize, &[u32]) -> Option<EngineError> + Send + 'static,
) -> Box<dyn Seq2Seq> {
    Box::new(Failing {
        model: Mock::new(EOS, 100, Duration::from_millis(1)),
        fails,
    })
}

/// Decodes texts of the tokens `1 + key..6 + key`; returns the keys whose texts came back right,
/// those that failed, and the engine's notices.
fn run(replicas: Vec<Box<dyn Seq2Seq>>, texts: u32) -> (Vec<u64>, Vec<u64>, Vec<Notice>) {
    let engine = Engine::start(replicas, BUDGET).unwrap();
    let params = Arc::new(DecodeParams::default());
    let source = |key: u32| -> Arc<[u32]> { (1 + key..6 + key).chain([EOS]).collect() };
    let intake = engine.intake();
    let feeder = std::thread::spawn({
        let params = params.clone();
        move || {
            for key in 0..texts {
                assert!(intake.submit(Request {
                    key: key.into(),
                    source: source(key),
                    params: params.clone(),
                }));
            }
        }
    });
    let (mut right, mut failed) = (Vec::new(), Vec::new());
    for _ in 0..texts {
        let wait = Duration::from_secs(20);
        let outcome = engine
            .outcomes()
            .recv_timeout(wait)
            .expect("an outcome for each request");
        match outcome.result {
            Ok(hypotheses) => {
                assert_eq!(hypotheses[0].tokens, *source(outcome.key as u32));
                right.push(outcome.key);
            }
            Err(_) => failed.push(outcome.key),
        }
    }
    feeder.join().unwrap();
    let notices = engine.notices().clone();
    engine.stop();
    let notices = notices.try_iter().collect();
    right.sort_unstable();
    failed.sort_unstable();
    (right, failed, notices)
}

fn gone() -> EngineError {
    EngineError::Torch("the device is gone".into())
}

#[test]
fn what_a_broken_replica_fails_another_does_and_the_broken_one_retires() {
    let replicas = vec![replica(|_, _| Some(gone())), replica(|_, _| None)];
    let (right, failed, notices) = run(replicas, 200);
    assert_eq!(right, (0..200).collect::<Vec<_>>());
    assert!(failed.is_empty());
    let retired = Notice::Retired {
        left: 1,
        error: gone(),
    };
    assert_eq!(notices, [retired]);
}

#[test]
fn a_panic_is_a_failure_like_others() {
    let replicas = vec![replica(|_, _| panic!("oh")), replica(|_, _| None)];
    let (right, failed, notices) = run(replicas, 50);
    assert_eq!((right.len(), failed.len(), notices.len()), (50, 0, 1));
}

#[test]
fn a_request_that_fails_everywhere_fails_its_batch_and_no_replica_retires() {
    let poison = |_: usize, tokens: &[u32]| tokens.contains(&43).then(gone);
    let (right, failed, notices) = run(vec![replica(poison), replica(poison)], 200);
    assert_eq!(right.len() + failed.len(), 200);
    assert!(!failed.is_empty() && failed.len() < 100, "{failed:?}");
    assert!(notices.is_empty(), "{notices:?}");
}

#[test]
fn the_last_replica_fails_its_batches_and_goes_on() {
    let calls = AtomicUsize::new(0);
    let every_third =
        move |_: usize, _: &[u32]| (calls.fetch_add(1, Ordering::Relaxed) % 20 == 3).then(gone);
    let (right, failed, notices) = run(vec![replica(every_third)], 100);
    assert_eq!(right.len() + failed.len(), 100);
    assert!(!right.is_empty() && !failed.is_empty());
    assert!(notices.is_empty());
}

#[test]
fn too_little_memory_makes_batches_smaller_until_they_fit_and_says_so() {
    let small =
        |rows: usize, _: &[u32]| (rows > 2).then(|| EngineError::OutOfMemory("no room".into()));
    let (right, failed, notices) = run(vec![replica(small)], 60);
    assert_eq!((right.len(), failed.len()), (60, 0));
    let budgets: Vec<usize> = notices
        .iter()
        .map(|notice| match notice {
            Notice::SmallerBatches { budget, .. } => budget.rows,
            Notice::Retired { .. } => panic!("{notice}"),
        })
        .collect();
    assert_eq!(budgets, [4, 2]);
}

#[test]
fn a_text_that_one_device_has_no_room_for_is_tried_on_another_and_both_go_on() {
    let no_room_for_43 = |_: usize, tokens: &[u32]| {
        let error = || EngineError::OutOfMemory("no room".into());
        tokens.contains(&43).then(error)
    };
    let (right, failed, notices) = run(vec![replica(no_room_for_43), replica(|_, _| None)], 200);
    assert_eq!((right.len(), failed.len()), (200, 0));
    let retired = |notice: &Notice| matches!(notice, Notice::Retired { .. });
    assert!(!notices.iter().any(retired), "{notices:?}");
}

#[test]
fn a_failure_after_the_pool_was_closed_waits_for_nobody() {
    let (closed, wait_for_close) = crossbeam_channel::bounded::<()>(0);
    let late = move |_: usize, _: &[u32]| {
        let _ = wait_for_close.recv();
        // Gives the other replica time to end.
        std::thread::sleep(Duration::from_millis(100));
        Some(gone())
    };
    let engine = Engine::start(vec![replica(late), replica(|_, _| None)], BUDGET).unwrap();
    for key in 0..40 {
        let source: Vec<u32> = vec![5, 6, EOS];
        engine.intake().submit(Request {
            key,
            source: source.into(),
            params: Arc::default(),
        });
    }
    std::thread::sleep(Duration::from_millis(200));
    engine.intake().close();
    drop(closed);
    let outcomes = engine.outcomes().clone();
    let (done, ended) = crossbeam_channel::bounded(1);
    std::thread::spawn(move || {
        engine.stop();
        let _ = done.send(());
    });
    assert!(
        ended.recv_timeout(Duration::from_secs(20)).is_ok(),
        "the engine hangs"
    );
    assert!(outcomes.try_iter().count() > 0);
}
