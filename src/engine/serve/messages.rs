//! The messages between the pool and the replicas, and the notices for users.

use std::fmt;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::params::Request;
use crate::engine::decode::batch::Budget;

/// An event of a replica that the user should know about.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A device had too little memory, so batches are smaller from now on.
    SmallerBatches {
        /// The budget from now on.
        budget: Budget,
        /// The device's error.
        error: EngineError,
    },
    /// A replica is no longer used, because it failed with a batch that another one decoded.
    Retired {
        /// Number of replicas that are left.
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

/// A batch that failed on one replica and is to be tried on another.
pub(crate) struct Trial {
    /// The replica that it failed on.
    pub(crate) replica: usize,
    pub(crate) requests: Vec<Request>,
}

/// The cause of a failure.
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
        /// Number of replicas that are left.
        left: usize,
    },
}

/// The next task of a replica.
pub(crate) enum Work {
    Batch(Vec<Request>),
    Trial(Trial),
}
