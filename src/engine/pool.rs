//! Requests on their way to the model, results on their way back. One thread owns each model
//! replica; all replicas take from one bounded pool.

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

/// A running engine: replicas of one model, each on a thread of its own.
pub struct Engine {
    pool: Arc<Pool>,
    outcomes: Receiver<Outcome>,
    threads: Vec<JoinHandle<()>>,
}

struct State {
    waiting: Waiting,
    closed: bool,
    spent: Spent,
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
                closed: false,
                spent: Spent::default(),
            }),
            changed: Condvar::new(),
            capacity,
            budget,
        });
        let (sender, outcomes) = unbounded();
        let mut threads = Vec::new();
        for (index, mut replica) in replicas.into_iter().enumerate() {
            let (pool, sender) = (pool.clone(), sender.clone());
            let body = move || serve(replica.as_mut(), &pool, &sender);
            threads.push(
                std::thread::Builder::new()
                    .name(format!("model-{index}"))
                    .spawn(body)?,
            );
        }
        Ok(Self {
            pool,
            outcomes,
            threads,
        })
    }

    /// Results, in the order in which they come.
    pub fn outcomes(&self) -> &Receiver<Outcome> {
        &self.outcomes
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
    fn take(&self, budget: Budget) -> Option<Vec<Request>> {
        let mut state = self.lock();
        let mut deadline = None;
        loop {
            if state.waiting.is_empty() {
                if state.closed {
                    return None;
                }
                deadline = None;
                state = self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let patience = deadline
                .get_or_insert_with(|| Instant::now() + PATIENCE)
                .saturating_duration_since(Instant::now());
            if state.waiting.tokens() >= budget.tokens * 2 || state.closed || patience.is_zero() {
                break;
            }
            state = self
                .changed
                .wait_timeout(state, patience)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        let batch = state.waiting.take(budget, None);
        drop(state);
        self.changed.notify_all();
        Some(batch)
    }

    /// Requests that may join a running batch of `rows` rows; never blocks.
    fn refill(&self, budget: Budget, running: (usize, usize)) -> Vec<Request> {
        let batch = self.lock().waiting.take(budget, Some(running));
        if !batch.is_empty() {
            self.changed.notify_all();
        }
        batch
    }
}

fn serve(model: &mut dyn Seq2Seq, pool: &Pool, outcomes: &Sender<Outcome>) {
    let _no_grad = tch::no_grad_guard();
    // OpenMP counts its threads for each thread that calls it.
    one_thread();
    let mut budget = pool.budget;
    while let Some(first) = pool.take(budget) {
        let mut batch = scheduler::Batch::default();
        let run = catch_unwind(AssertUnwindSafe(|| {
            scheduler::run(
                model,
                &mut batch,
                first,
                &mut |running| pool.refill(budget, running),
                (budget, &mut |outcome| drop(outcomes.send(outcome))),
            )
        }));
        pool.lock().spent.add(batch.spent());
        let error = match run {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => error,
            Err(panic) => EngineError::Panicked(panic_text(panic.as_ref())),
        };
        // The state of a failed model is undefined; forgetting it may itself panic.
        let _ = catch_unwind(AssertUnwindSafe(|| model.clear()));
        let lost = batch.into_requests();
        if matches!(error, EngineError::OutOfMemory(_)) && lost.len() > 1 {
            budget = Budget {
                tokens: (budget.tokens / 2).max(1),
                rows: (budget.rows / 2).max(1),
            };
            let mut state = pool.lock();
            for request in lost {
                state.waiting.push(request);
            }
            continue;
        }
        for request in lost {
            let _ = outcomes.send(Outcome {
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
