//! The pool of waiting requests. All replicas, each on its own thread, take batches from it and
//! hand failed ones back; [`Intake::submit`] blocks while it is full.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::contract::params::Request;
use crate::engine::decode::batch::{Budget, Waiting};
use crate::engine::decode::scheduler::Spent;
use crate::engine::serve::messages::{Fault, Trial, Verdict, Work};

/// Number of batches of source tokens that may wait for each replica; enough to form batches of
/// similar lengths.
const READ_AHEAD: usize = 16;
/// The time that a replica waits for more requests before it starts with a small batch.
const PATIENCE: Duration = Duration::from_millis(30);

struct State {
    waiting: Waiting,
    /// Batches that failed on a replica and wait for another.
    trials: VecDeque<Trial>,
    /// The verdict on each replica's failed batch, once it was tried elsewhere.
    verdicts: Vec<Option<Fault>>,
    /// Number of replicas whose threads neither wait for a verdict nor have ended.
    serving: usize,
    retired: usize,
    /// Number of requests that each replica is decoding.
    running: Vec<usize>,
    closed: bool,
    spent: Spent,
}

impl State {
    fn new(waiting: Waiting, replicas: usize) -> Self {
        Self {
            waiting,
            trials: VecDeque::new(),
            verdicts: vec![None; replicas],
            serving: replicas,
            retired: 0,
            running: vec![0; replicas],
            closed: false,
            spent: Spent::default(),
        }
    }

    /// Number of further requests that this replica may take if the remaining work is divided
    /// evenly among the serving replicas.
    fn share(&self, replica: usize) -> usize {
        let all = self.waiting.len() + self.running.iter().sum::<usize>();
        let each = all.div_ceil(self.serving.max(1));
        each.saturating_sub(self.running[replica])
    }
}

pub(crate) struct Pool {
    state: Mutex<State>,
    changed: Condvar,
    /// Number of waiting source tokens from which on [`Intake::submit`] blocks.
    capacity: usize,
}

/// A handle that submits requests to an engine.
#[derive(Clone)]
pub struct Intake(Arc<Pool>);

impl Intake {
    pub(crate) fn of(pool: Arc<Pool>) -> Self {
        Self(pool)
    }

    /// Submits a request; blocks while the pool is full. Returns false if the engine was closed.
    pub fn submit(&self, request: Request) -> bool {
        let mut state = self.0.lock();
        while state.waiting.tokens() >= self.0.capacity && !state.closed {
            state = self
                .0
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        self.0.push(state, request)
    }

    /// Submits a request even if the pool is full, without blocking: for the thread that receives
    /// the results, which must not wait for the engine. Returns false if the engine was closed.
    pub fn submit_again(&self, request: Request) -> bool {
        let state = self.0.lock();
        self.0.push(state, request)
    }

    /// Drops waiting requests and refuses new ones; sentences that are being decoded still finish.
    pub fn close(&self) {
        let mut state = self.0.lock();
        state.closed = true;
        state.waiting.drain();
        drop(state);
        self.0.changed.notify_all();
    }
}

impl Pool {
    pub(crate) fn new(budget: Budget, replicas: usize) -> Self {
        let capacity = budget.tokens.saturating_mul(READ_AHEAD * replicas);
        let waiting = Waiting::new(capacity / 2);
        Self {
            state: Mutex::new(State::new(waiting, replicas)),
            changed: Condvar::new(),
            capacity,
        }
    }

    /// Seconds that the replicas spent on batches, summed over the replicas.
    pub(crate) fn total_spent(&self) -> Spent {
        self.lock().spent
    }

    /// Adds to the time that the replicas spent on batches.
    pub(crate) fn spent(&self, more: Spent) {
        self.lock().spent.add(more);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, mut state: MutexGuard<'_, State>, request: Request) -> bool {
        if state.closed {
            return false;
        }
        state.waiting.push(request);
        drop(state);
        self.changed.notify_all();
        true
    }

    /// Returns the next task of a replica; blocks until there is one. `None` once the pool is
    /// closed and empty.
    pub(crate) fn take(&self, replica: usize, budget: Budget) -> Option<Work> {
        let mut state = self.lock();
        state.running[replica] = 0;
        let (mut state, work) = self.wait_for_work(state, replica, budget);
        match &work {
            Some(Work::Batch(batch)) => state.running[replica] = batch.len(),
            Some(Work::Trial(_)) => {}
            None => state.serving -= 1,
        }
        drop(state);
        self.changed.notify_all();
        work
    }

    fn wait_for_work<'a>(
        &self,
        mut state: MutexGuard<'a, State>,
        replica: usize,
        budget: Budget,
    ) -> (MutexGuard<'a, State>, Option<Work>) {
        let mut deadline = None;
        loop {
            if let Some(trial) = state.trials.pop_front() {
                return (state, Some(Work::Trial(trial)));
            }
            let timeout = if !state.waiting.is_empty() {
                let patience = deadline
                    .get_or_insert_with(|| Instant::now() + PATIENCE)
                    .saturating_duration_since(Instant::now());
                let enough = state.waiting.tokens() >= budget.tokens * 2;
                if enough || state.closed || patience.is_zero() {
                    let share = state.share(replica);
                    let batch = state.waiting.take(budget, share);
                    return (state, Some(Work::Batch(batch)));
                }
                patience
            } else if state.closed {
                return (state, None);
            } else {
                deadline = None;
                Duration::MAX
            };
            let wait = self.changed.wait_timeout(state, timeout);
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Hands a failed batch to another replica and waits for the verdict; returns the requests if
    /// no other replica serves. A replica at fault retires, unless it `stays`.
    pub(crate) fn try_elsewhere(&self, trial: Trial, stays: bool) -> Result<Verdict, Vec<Request>> {
        let mut state = self.lock();
        if state.serving < 2 {
            return Err(trial.requests);
        }
        let replica = trial.replica;
        state.running[replica] = 0;
        state.serving -= 1;
        state.trials.push_back(trial);
        self.changed.notify_all();
        loop {
            if let Some(fault) = state.verdicts[replica].take() {
                if fault == Fault::Requests || stays {
                    state.serving += 1;
                    return Ok(Verdict::GoOn);
                }
                state.retired += 1;
                let left = state.verdicts.len() - state.retired;
                return Ok(Verdict::Retire { left });
            }
            let wait = self.changed.wait(state);
            state = wait.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Records whose fault the failed batch of a replica was.
    pub(crate) fn judge(&self, replica: usize, fault: Fault) {
        self.lock().verdicts[replica] = Some(fault);
        self.changed.notify_all();
    }

    /// Puts requests back into the pool, even if it is full or closed.
    pub(crate) fn put_back(&self, requests: Vec<Request>) {
        let mut state = self.lock();
        for request in requests {
            state.waiting.push(request);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Returns requests that may join a replica's running batch with the given beam width and rows;
    /// never blocks. Returns none while a failed batch waits for a replica, so that the running
    /// batch ends soon.
    pub(crate) fn refill(
        &self,
        replica: usize,
        budget: Budget,
        (width, rows): (usize, usize),
    ) -> Vec<Request> {
        let mut state = self.lock();
        if !state.trials.is_empty() {
            return Vec::new();
        }
        state.running[replica] = rows / width;
        let share = state.share(replica);
        let batch = state.waiting.join(budget, share, (width, rows));
        state.running[replica] += batch.len();
        drop(state);
        if !batch.is_empty() {
            self.changed.notify_all();
        }
        batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_shared_out_by_what_each_replica_has() {
        let share = |waits: u64, running: &[usize], replica: usize| {
            let mut waiting = Waiting::new(1000);
            for key in 0..waits {
                waiting.push(Request {
                    key,
                    source: vec![1, 0].into(),
                    params: Arc::default(),
                });
            }
            let mut state = State::new(waiting, running.len());
            state.running = running.to_vec();
            state.share(replica)
        };
        assert_eq!(share(40, &[0, 0, 0, 0], 2), 10, "a start");
        assert_eq!(share(30, &[10, 0, 0, 0], 1), 10);
        assert_eq!(share(16, &[10, 0], 0), 3, "the other has nothing");
        assert_eq!(share(16, &[10, 0], 1), 13);
        assert_eq!(share(2, &[30, 4], 0), 0);
        assert_eq!(share(1, &[0, 0], 1), 1);
    }
}
