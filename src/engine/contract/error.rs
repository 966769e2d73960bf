use thiserror::Error;

/// An error while a model runs.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum EngineError {
    /// libtorch refused an operation.
    #[error("libtorch failed: {0}")]
    Torch(String),
    /// The device has no memory left for a batch.
    #[error("the device is out of memory: {0}")]
    OutOfMemory(String),
    /// A text has more tokens than the model has positions.
    #[error("the text has {tokens} tokens; the model takes {limit}")]
    TooLong {
        /// Tokens of the text.
        tokens: usize,
        /// The model's limit.
        limit: usize,
    },
    /// The model's thread panicked; its batch is lost, the run goes on.
    #[error("the model's thread failed: {0}")]
    Panicked(String),
    /// The requested device, precision or operation is not available.
    #[error("{0}")]
    Unavailable(String),
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

pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned())
}
