//! Requests on their way to the model, results on their way back. One thread owns each model
//! replica; all replicas take from one bounded pool.
//!
//! A batch that fails on one replica is tried on another, while the first one waits: if the batch
//! succeeds there, the first replica was at fault and retires; if it fails again, its requests
//! were, and the first one goes on.

use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::hardware::one_thread;
use super::{Budget, EngineError, Hypothesis, Request, Seq2Seq, Spent, Waiting, scheduler};

/// Batches of source tokens that may wait; enough that batches of equal lengths can be formed.
const READ_AHEAD: usize = 16;
/// How long a replica waits for more requests before it starts with a small batch.
const PATIENCE: Duration = Duration::from_millis(30);

/// What became of a request.
#[derive(Debug)]
pub struct Outcome {
    /// The request's key.
    pub key: u64,
    /// Its hypotheses, best first, never empty; or why there are none.
    pub result: Result<Vec<Hypothesis>, EngineError>,
}

/// What a reader should know of a replica.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A device had not enough memory: batches are smaller from now on.
    SmallerBatches {
        /// What fits now, as is assumed.
        budget: Budget,
        /// What the device said.
        error: EngineError,
    },
    /// A replica is out of use: it failed with a batch that another one could do.
    Retired {
        /// Replicas that are left.
        left: usize,
        /// What it failed with.
        error: EngineError,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SmallerBatches { budget, error } => write!(
                f,
                "{error}; going on with batches of {} source tokens",
                budget.tokens
            ),
            Self::Retired { left, error } => {
                write!(f, "a model replica is out of use ({error}); {left} go on")
            }
        }
    }
}

/// A running engine: replicas of one model, each on a thread of its own.
pub struct Engine {
    pool: Arc<Pool>,
    outcomes: Receiver<Outcome>,
    notices: Receiver<Notice>,
    threads: Vec<JoinHandle<()>>,
}

struct State {
    waiting: Waiting,
    /// Batches that failed on a replica and wait for another.
    trials: VecDeque<Trial>,
    /// What the trial of each replica's failed batch showed.
    verdicts: Vec<Option<Fault>>,
    /// Replicas whose threads neither wait for a verdict nor have ended.
    serving: usize,
    retired: usize,
    /// Replicas that wait for a batch.
    idle: usize,
    closed: bool,
    spent: Spent,
}

/// A batch that failed.
struct Trial {
    /// On this replica.
    replica: usize,
    requests: Vec<Request>,
}

/// Whose a failure was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Requests,
    Replica,
}

/// What follows for a replica whose batch was tried elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    GoOn,
    Retire {
        /// Replicas that are left.
        left: usize,
    },
}

/// What ends the waiting for work.
enum Found {
    Trial(Trial),
    Waiting,
    End,
}

/// What a replica does next.
enum Work {
    Batch(Vec<Request>),
    Trial(Trial),
}

pub(crate) struct Pool {
    state: Mutex<State>,
    changed: Condvar,
    capacity: usize,
    budget: Budget,
}

impl Engine {
    /// Starts one thread for each replica.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn start(replicas: Vec<Box<dyn Seq2Seq>>, budget: Budget) -> std::io::Result<Self> {
        let capacity = budget.tokens.saturating_mul(READ_AHEAD * replicas.len());
        let waiting = Waiting::new(capacity / 2);
        let pool = Arc::new(Pool {
            state: Mutex::new(State {
                waiting,
                trials: VecDeque::new(),
                verdicts: vec![None; replicas.len()],
                serving: replicas.len(),
                retired: 0,
                idle: 0,
                closed: false,
                spent: Spent::default(),
            }),
            changed: Condvar::new(),
            capacity,
            budget,
        });
        let (sender, outcomes) = unbounded();
        let (notice_sender, notices) = unbounded();
        let mut threads = Vec::new();
        for (index, mut replica) in replicas.into_iter().enumerate() {
            let server = Server {
                index,
                budget: pool.budget,
                pool: pool.clone(),
                outcomes: sender.clone(),
                notices: notice_sender.clone(),
            };
            let body = move || server.serve(replica.as_mut());
            threads.push(
                std::thread::Builder::new()
                    .name(format!("model-{index}"))
                    .spawn(body)?,
            );
        }
        Ok(Self {
            pool,
            outcomes,
            notices,
            threads,
        })
    }

    /// Results, in the order in which they come.
    pub fn outcomes(&self) -> &Receiver<Outcome> {
        &self.outcomes
    }

    /// What happened to replicas, as it happens.
    pub fn notices(&self) -> &Receiver<Notice> {
        &self.notices
    }

    /// A handle through which other threads submit.
    pub fn intake(&self) -> Intake {
        Intake(self.pool.clone())
    }

    /// How many replicas there are.
    pub fn replicas(&self) -> usize {
        self.threads.len()
    }

    /// Seconds that the replicas spent with batches, added up.
    pub fn spent(&self) -> Spent {
        self.pool.lock().spent
    }

    /// Lets running sentences finish and ends the threads; what still waits is dropped.
    pub fn stop(self) {
        {
            let mut state = self.pool.lock();
            state.closed = true;
            state.waiting.drain();
        }
        self.pool.changed.notify_all();
        for thread in self.threads {
            // A replica's panics are caught inside its loop.
            let _ = thread.join();
        }
    }
}

/// Submits requests to an [`Engine`].
#[derive(Clone)]
pub struct Intake(Arc<Pool>);

impl Intake {
    /// Hands a request in; waits while the pool is full. Returns false once the engine has stopped.
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

    /// Hands a request in without waiting: for the thread that receives the results, which must
    /// not block on the engine.
    pub fn submit_again(&self, request: Request) -> bool {
        let state = self.0.lock();
        self.0.push(state, request)
    }

    /// Drops what waits and takes no more; sentences that are being decoded still finish.
    pub fn close(&self) {
        let mut state = self.0.lock();
        state.closed = true;
        state.waiting.drain();
        drop(state);
        self.0.changed.notify_all();
    }
}

impl Pool {
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

    /// The next batch; blocks until there is one. `None` once the pool is closed and empty.
    fn take(&self, budget: Budget) -> Option<Work> {
        let mut state = self.lock();
        state.idle += 1;
        let (mut state, found) = self.wait_for_work(state, budget);
        let work = match found {
            Found::Trial(trial) => Some(Work::Trial(trial)),
            Found::Waiting => {
                let takers = state.idle;
                Some(Work::Batch(state.waiting.take_share(budget, takers)))
            }
            Found::End => {
                state.serving -= 1;
                None
            }
        };
        state.idle -= 1;
        drop(state);
        self.changed.notify_all();
        work
    }

    fn wait_for_work<'a>(
        &self,
        mut state: MutexGuard<'a, State>,
        budget: Budget,
    ) -> (MutexGuard<'a, State>, Found) {
        let mut deadline = None;
        loop {
            if let Some(trial) = state.trials.pop_front() {
                return (state, Found::Trial(trial));
            }
            let timeout = if !state.waiting.is_empty() {
                let patience = deadline
                    .get_or_insert_with(|| Instant::now() + PATIENCE)
                    .saturating_duration_since(Instant::now());
                let enough = state.waiting.tokens() >= budget.tokens * 2;
                if enough || state.closed || patience.is_zero() {
                    return (state, Found::Waiting);
                }
                patience
            } else if state.closed {
                return (state, Found::End);
            } else {
                deadline = None;
                Duration::MAX
            };
            let wait = self.changed.wait_timeout(state, timeout);
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Hands a failed batch to another replica and waits for what comes of it; gives it back
    /// when there is no other replica. A replica at fault retires, unless it `stays`.
    fn try_elsewhere(&self, trial: Trial, stays: bool) -> Result<Verdict, Vec<Request>> {
        let mut state = self.lock();
        if state.serving < 2 {
            return Err(trial.requests);
        }
        let replica = trial.replica;
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

    fn judge(&self, replica: usize, fault: Fault) {
        self.lock().verdicts[replica] = Some(fault);
        self.changed.notify_all();
    }

    fn put_back(&self, requests: Vec<Request>) {
        let mut state = self.lock();
        for request in requests {
            state.waiting.push(request);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Requests that may join a running batch of `rows` rows; never blocks. None while a failed
    /// batch waits for a replica: the running one ends then.
    fn refill(&self, budget: Budget, running: (usize, usize)) -> Vec<Request> {
        let mut state = self.lock();
        if !state.trials.is_empty() {
            return Vec::new();
        }
        let batch = state.waiting.take(budget, Some(running));
        drop(state);
        if !batch.is_empty() {
            self.changed.notify_all();
        }
        batch
    }
}

/// What the thread of one replica needs.
struct Server {
    index: usize,
    /// Halved when the device runs out of memory.
    budget: Budget,
    pool: Arc<Pool>,
    outcomes: Sender<Outcome>,
    notices: Sender<Notice>,
}

impl Server {
    /// Works until the pool is closed and empty, or the replica retires.
    fn serve(mut self, model: &mut dyn Seq2Seq) {
        let _no_grad = tch::no_grad_guard();
        // OpenMP counts its threads for each thread that calls it.
        one_thread();
        while let Some(work) = self.pool.take(self.budget) {
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
        // A text that needs more memory than the device has says nothing about the others.
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

    /// Decodes what failed on another replica, in batches that fit this one.
    fn trial(&mut self, model: &mut dyn Seq2Seq, trial: Trial) {
        let mut fault = Fault::Replica;
        let mut waiting = Waiting::new(usize::MAX);
        trial.requests.into_iter().for_each(|r| waiting.push(r));
        while !waiting.is_empty() {
            let batch = waiting.take(self.budget, None);
            if let Err((lost, error)) = self.decode(model, batch, false) {
                fault = Fault::Requests;
                if let Some(lost) = self.in_smaller_batches(lost, &error) {
                    self.fail(lost, &error);
                }
            }
        }
        self.pool.judge(trial.replica, fault);
    }

    /// Decodes a batch, and with `refill` what takes the places that become free. An error comes
    /// with the requests that have no outcome yet.
    fn decode(
        &self,
        model: &mut dyn Seq2Seq,
        first: Vec<Request>,
        refill: bool,
    ) -> Result<(), (Vec<Request>, EngineError)> {
        let mut batch = scheduler::Batch::default();
        let run = catch_unwind(AssertUnwindSafe(|| {
            let mut more = |running| match refill {
                true => self.pool.refill(self.budget, running),
                false => Vec::new(),
            };
            let mut deliver = |outcome| drop(self.outcomes.send(outcome));
            let limits = (self.budget, &mut deliver as _);
            scheduler::run(model, &mut batch, first, &mut more, limits)
        }));
        self.pool.lock().spent.add(batch.spent());
        let error = match run {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error,
            Err(panic) => EngineError::Panicked(panic_text(panic.as_ref())),
        };
        // The state of a failed model is undefined; forgetting it may itself panic.
        let _ = catch_unwind(AssertUnwindSafe(|| model.clear()));
        Err((batch.into_requests(), error))
    }

    /// After a lack of memory, halves the budget and puts the requests back; else gives them back.
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

pub(super) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned())
}

#[cfg(test)]
#[path = "pool_tests.rs"]
mod tests;
