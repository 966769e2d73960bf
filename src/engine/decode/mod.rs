//! Decoding: batching requests, the search over one sentence, and the loop that runs both. Nothing
//! here knows tensors or threads; a mock model stands in for a real one in tests.

pub(crate) mod batch;
pub(crate) mod mock;
pub(crate) mod progress;
pub(crate) mod scheduler;
pub(crate) mod search;
