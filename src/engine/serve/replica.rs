//! The thread of one model replica: it takes batches from the pool, decodes them, and deals with
//! failures.
//!
//! A batch that fails on one replica is tried on another, while the first one waits. If the batch
//! succeeds there, the first replica was at fault and retires; if it fails again, its requests were
//! at fault, and the first replica goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::Sender;

use crate::engine::contract::error::{EngineError, panic_text};
use crate::engine::contract::params::Outcome;
use crate::engine::contract::params::Request;
use crate::engine::contract::seq2seq::Seq2Seq;
use crate::engine::decode::batch::{Budget, Waiting};
use crate::engine::decode::scheduler;
use crate::engine::device::hardware::one_thread;
use crate::engine::serve::messages::{Fault, Notice, Trial, Verdict, Work};
use crate::engine::serve::pool::Pool;

/// A replica and what its thread needs.
pub(crate) struct Replica {
    pub(crate) index: usize,
    /// Halved when the device runs out of memory.
    pub(crate) budget: Budget,
    pub(crate) pool: Arc<Pool>,
    pub(crate) outcomes: Sender<Outcome>,
    pub(crate) notices: Sender<Notice>,
}

impl Replica {
    /// Works until the pool is closed and empty, or the replica retires.
    pub(crate) fn serve(mut self, model: &mut dyn Seq2Seq) {
        let _no_grad = tch::no_grad_guard();
        // OpenMP keeps a separate number of threads for each thread that calls it.
        one_thread();
        while let Some(work) = self.pool.take(self.index, self.budget) {
            match work {
                Work::Batch(batch) => {
                    if self.batch(model, batch) != Verdict::GoOn {
                        return;
                    }
                }
                Work::Trial(trial) => self.trial(model, trial),
            }
        }
    }

    fn batch(&mut self, model: &mut dyn Seq2Seq, batch: Vec<Request>) -> Verdict {
        let Err((lost, error)) = self.decode(model, batch, true) else {
            return Verdict::GoOn;
        };
        let Some(lost) = self.in_smaller_batches(lost, &error) else {
            return Verdict::GoOn;
        };
        let trial = Trial {
            replica: self.index,
            requests: lost,
        };
        // A replica that lacks the memory for one text can still decode others.
        let stays = matches!(error, EngineError::OutOfMemory(_));
        match self.pool.try_elsewhere(trial, stays) {
            Ok(verdict) => {
                if let Verdict::Retire { left } = verdict {
                    let _ = self.notices.send(Notice::Retired { left, error });
                }
                verdict
            }
            Err(lost) => {
                self.fail(lost, &error);
                Verdict::GoOn
            }
        }
    }

    /// Decodes a batch that failed on another replica, in batches that fit this one, and records
    /// whose fault it was.
    fn trial(&mut self, model: &mut dyn Seq2Seq, trial: Trial) {
        let mut fault = Fault::Replica;
        let mut waiting = Waiting::new(usize::MAX);
        trial.requests.into_iter().for_each(|r| waiting.push(r));
        while !waiting.is_empty() {
            let batch = waiting.take(self.budget, usize::MAX);
            if let Err((lost, error)) = self.decode(model, batch, false) {
                fault = Fault::Requests;
                if let Some(lost) = self.in_smaller_batches(lost, &error) {
                    self.fail(lost, &error);
                }
            }
        }
        self.pool.judge(trial.replica, fault);
    }

    /// Decodes a batch and, with `refill`, the requests that take the places that become free. An
    /// error comes with the requests that have no outcome yet.
    fn decode(
        &self,
        model: &mut dyn Seq2Seq,
        first: Vec<Request>,
        refill: bool,
    ) -> Result<(), (Vec<Request>, EngineError)> {
        let mut batch = scheduler::Batch::default();
        let run = catch_unwind(AssertUnwindSafe(|| {
            let mut more = |running| match refill {
                true => self.pool.refill(self.index, self.budget, running),
                false => Vec::new(),
            };
            let mut deliver = |spent, outcomes: Vec<Outcome>| {
                // Before the outcomes, so that the time is complete when the last one arrives.
                self.pool.spent(spent);
                for outcome in outcomes {
                    drop(self.outcomes.send(outcome));
                }
            };
            scheduler::run(model, &mut batch, first, &mut more, &mut deliver)
        }));
        self.pool.spent(batch.spent());
        let error = match run {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error,
            Err(panic) => EngineError::Panicked(panic_text(panic.as_ref())),
        };
        // The state of a failed model is undefined, and clearing it may itself panic.
        let _ = catch_unwind(AssertUnwindSafe(|| model.clear()));
        Err((batch.into_requests(), error))
    }

    /// If the device has too little memory, halves the budget and puts the requests back; returns
    /// them instead after any other error, or if there is only one.
    fn in_smaller_batches(
        &mut self,
        lost: Vec<Request>,
        error: &EngineError,
    ) -> Option<Vec<Request>> {
        if !matches!(error, EngineError::OutOfMemory(_)) || lost.len() < 2 {
            return Some(lost);
        }
        self.budget = Budget {
            tokens: (self.budget.tokens / 2).max(1),
            rows: (self.budget.rows / 2).max(1),
        };
        let _ = self.notices.send(Notice::SmallerBatches {
            budget: self.budget,
            error: error.clone(),
        });
        self.pool.put_back(lost);
        None
    }

    fn fail(&self, requests: Vec<Request>, error: &EngineError) {
        for request in requests {
            let _ = self.outcomes.send(Outcome {
                key: request.key,
                result: Err(error.clone()),
            });
        }
    }
}
