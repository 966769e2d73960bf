//! Running models on threads: a pool of requests, and one thread for each replica. A failed batch
//! fails its requests or retires its replica, but never stops the engine. Nothing here knows what a
//! model computes.

pub(crate) mod engine;
pub(crate) mod messages;
pub(crate) mod pool;
pub(crate) mod replica;
