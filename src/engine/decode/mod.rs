//! From candidates to texts: which requests run together, the search over one sentence, and the
//! loop that joins both. All of it is pure and knows no tensor; a mock model stands in for one.

pub(crate) mod batch;
pub(crate) mod mock;
pub(crate) mod scheduler;
pub(crate) mod search;
