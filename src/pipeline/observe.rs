//! This file owns the interface through which a run reports its progress. The pipeline calls an
//! `Observer` and never prints.

use std::sync::atomic::AtomicBool;

use crate::store::Outcome;

/// An article that is settled: done now, or found to be done before.
#[derive(Debug, Clone, Copy)]
pub struct Settlement<'a> {
    /// Its path.
    pub path: &'a str,
    /// How it ended.
    pub outcome: Outcome,
    /// The reason, if there is no brief.
    pub reason: &'a str,
    /// Whether an earlier run did it.
    pub unchanged: bool,
}

/// Observes what a run does, for progress bars and log lines.
pub trait Observer: Send + Sync {
    /// An article of `bytes` bytes was read; the model gets `texts` texts from it.
    fn read(&self, bytes: u64, texts: usize);
    /// The model gets this many further texts of articles that were read.
    fn asked(&self, texts: usize);
    /// An article is settled.
    fn settled(&self, settlement: &Settlement<'_>);
    /// The translator returned this many texts, or they needed no translation.
    fn translated(&self, texts: usize);
    /// The models are being loaded, which can take a while.
    fn loading(&self);
    /// The models are ready.
    fn loaded(&self);
    /// There is something the user should know, in words.
    fn notice(&self, text: &str);
    /// The run was asked to stop; it finishes the texts that are with the models.
    fn stopping(&self);
}

/// The caller's hold on a run: it hears what the run does, and can end it.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Hears what the run does.
    pub observer: &'a dyn Observer,
    /// Ends the run soon once it is set: sentences that are being decoded finish, and articles that
    /// are not complete then are left out.
    pub stop: &'a AtomicBool,
}

/// Ignores everything.
pub struct Silent;

impl Observer for Silent {
    fn settled(&self, _: &Settlement<'_>) {}
    fn read(&self, _: u64, _: usize) {}
    fn asked(&self, _: usize) {}
    fn translated(&self, _: usize) {}
    fn loading(&self) {}
    fn loaded(&self) {}
    fn notice(&self, _: &str) {}
    fn stopping(&self) {}
}
