//! Threads: a pool of requests and one thread for each replica of a model. A failed batch costs
//! its requests or its replica, never the engine. Nothing here knows what a model computes.

pub(crate) mod engine;
pub(crate) mod messages;
pub(crate) mod pool;
pub(crate) mod replica;
