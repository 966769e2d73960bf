//! The errors of a running model. This file also turns libtorch's errors and caught panics into
//! text; it never decides what follows from a failure.

use thiserror::Error;

/// An error of a running model.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum EngineError {
    /// An operation of libtorch failed.
    #[error("libtorch failed: {0}")]
    Torch(String),
    /// The device has too little memory for a batch.
    #[error("the device is out of memory: {0}")]
    OutOfMemory(String),
    /// A source has more tokens than the model has positions.
    #[error("the text has {tokens} tokens; the model takes {limit}")]
    TooLong {
        /// Tokens of the source, the end token included.
        tokens: usize,
        /// The most source tokens that the model takes.
        limit: usize,
    },
    /// The rules left no next token before an output came to an end, or no score was a number.
    #[error(
        "no next token is left: the model's settings ban all of them, or its scores are not numbers"
    )]
    NoToken,
    /// The model's code panicked while it decoded a batch. The panic was caught, and the run goes
    /// on.
    #[error("the model's thread failed: {0}")]
    Panicked(String),
    /// The requested device, precision or operation is not available.
    #[error("{0}")]
    Unavailable(String),
    /// There is no device or precision of the requested name, on any machine.
    #[error("{0}")]
    Unknown(String),
}

impl EngineError {
    /// Whether the same request may succeed another time: the machine or the program failed, and
    /// not the text or a setting.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Torch(_) | Self::OutOfMemory(_) | Self::Panicked(_) => true,
            Self::TooLong { .. } | Self::NoToken | Self::Unavailable(_) | Self::Unknown(_) => false,
        }
    }
}

impl From<tch::TchError> for EngineError {
    fn from(error: tch::TchError) -> Self {
        let text = error.to_string();
        let line = text
            .lines()
            .find(|l| !l.trim().is_empty())
            .unwrap_or("unknown error")
            .to_owned();
        if text.contains("out of memory")
            || text.contains("can't allocate memory")
            || text.contains("not enough memory")
        {
            Self::OutOfMemory(line)
        } else {
            Self::Torch(line)
        }
    }
}

/// The message of a caught panic.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned())
}
