//! The engine as its users see it: replicas of one model, started and stopped.

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
    /// When the system refuses a thread.
    pub fn start(replicas: Vec<Box<dyn Seq2Seq>>, budget: Budget) -> std::io::Result<Self> {
        let pool = Arc::new(Pool::new(budget, replicas.len()));
        let (sender, outcomes) = unbounded();
        let (notice_sender, notices) = unbounded();
        let mut threads = Vec::new();
        for (index, mut model) in replicas.into_iter().enumerate() {
            let replica = Replica {
                index,
                budget,
                pool: pool.clone(),
                outcomes: sender.clone(),
                notices: notice_sender.clone(),
            };
            let body = move || replica.serve(model.as_mut());
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

    /// Events of the replicas, as they happen.
    pub fn notices(&self) -> &Receiver<Notice> {
        &self.notices
    }

    /// A handle through which other threads submit.
    pub fn intake(&self) -> Intake {
        Intake::of(self.pool.clone())
    }

    /// How many replicas there are.
    pub fn replicas(&self) -> usize {
        self.threads.len()
    }

    /// Seconds that the replicas spent with batches, added up.
    pub fn spent(&self) -> Spent {
        self.pool.total_spent()
    }

    /// Lets running sentences finish and ends the threads; what still waits is dropped.
    pub fn stop(self) {
        self.intake().close();
        for thread in self.threads {
            // A replica's panics are caught inside its loop.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
