//! The stages of a run, each with a thread of its own: read → prepare → collect → write, with the
//! loader beside them. They know the messages between them and not each other.

mod collect;
mod compose;
mod load;
mod prepare;
mod read;
mod second;
mod turns;
mod write;

pub(super) use collect::{Collector, Inbox};
pub(super) use load::Loader;
pub(super) use prepare::Preparer;
pub(super) use read::{Known, Reader, Source, readable};
pub(super) use turns::Turns;
pub(super) use write::{Sink, Writer};
