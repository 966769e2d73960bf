//! The handle of a running engine: it starts a thread for each replica of a model, passes requests
//! in and results out, and ends the threads. It decodes nothing itself.

use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, unbounded};

use crate::engine::contract::params::Outcome;
use crate::engine::contract::seq2seq::Seq2Seq;
use crate::engine::decode::batch::Budget;
use crate::engine::decode::scheduler::Spent;

use super::messages::Notice;
use super::pool::{Intake, Pool};
use super::replica::Replica;

/// A running engine: replicas of one model, each on a thread of its own.
pub struct Engine {
    pool: Arc<Pool>,
    outcomes: Receiver<Outcome>,
    notices: Receiver<Notice>,
    threads: Vec<JoinHandle<()>>,
}

impl Engine {
    /// Starts one thread for each replica.
    ///
    /// # Errors
    /// The error of the operating system if a thread cannot be started.
    pub fn start(replicas: Vec<Box<dyn Seq2Seq>>, budget: Budget) -> std::io::Result<Self> {
        let pool = Arc::new(Pool::new(budget, replicas.len()));
        let (sender, outcomes) = unbounded();
        let (notice_sender, notices) = unbounded();
        let mut engine = Self {
            pool,
            outcomes,
            notices,
            threads: Vec::new(),
        };
        for (index, mut model) in replicas.into_iter().enumerate() {
            let replica = Replica {
                index,
                budget,
                pool: engine.pool.clone(),
                outcomes: sender.clone(),
                notices: notice_sender.clone(),
            };
            let body = move || replica.serve(model.as_mut());
            let thread = std::thread::Builder::new().name(format!("model-{index}"));
            match thread.spawn(body) {
                Ok(thread) => engine.threads.push(thread),
                Err(error) => {
                    // The others would wait for ever, with their weights.
                    engine.stop();
                    return Err(error);
                }
            }
        }
        Ok(engine)
    }

    /// The channel of results, in the order in which they are finished.
    pub fn outcomes(&self) -> &Receiver<Outcome> {
        &self.outcomes
    }

    /// The channel of the replicas' notices, as they happen.
    pub fn notices(&self) -> &Receiver<Notice> {
        &self.notices
    }

    /// A handle through which other threads submit requests.
    pub fn intake(&self) -> Intake {
        Intake::of(self.pool.clone())
    }

    /// Number of replicas, retired ones included.
    pub fn replicas(&self) -> usize {
        self.threads.len()
    }

    /// Seconds that the replicas spent on batches, summed over the replicas.
    pub fn spent(&self) -> Spent {
        self.pool.total_spent()
    }

    /// Lets running sentences finish, and ends the threads. Requests that still wait are dropped.
    pub fn stop(self) {
        self.intake().close();
        for thread in self.threads {
            // A replica's panics are caught inside its loop, so its thread has no error to report.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
