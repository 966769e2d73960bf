//! What the pool and the replicas say to each other, and what a user should know of them.

use std::fmt;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::params::Request;
use crate::engine::decode::batch::Budget;

/// An event of a replica that a user should know of.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A device had not enough memory: batches are smaller from now on.
    SmallerBatches {
        /// The budget from now on, which is assumed to fit.
        budget: Budget,
        /// The device's error.
        error: EngineError,
    },
    /// A replica is out of use: it failed with a batch that another one could do.
    Retired {
        /// Replicas that are left.
        left: usize,
        /// The error that it failed with.
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

/// A batch that failed.
pub(crate) struct Trial {
    /// On this replica.
    pub(crate) replica: usize,
    pub(crate) requests: Vec<Request>,
}

/// Whose a failure was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Requests,
    Replica,
}

/// The consequence for a replica whose batch was tried elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    GoOn,
    Retire {
        /// Replicas that are left.
        left: usize,
    },
}

/// The next task of a replica.
pub(crate) enum Work {
    Batch(Vec<Request>),
    Trial(Trial),
}
