use crate::store::Outcome;

/// Sees what a run does, for progress bars and log lines.
pub trait Observer: Send + Sync {
    /// An article is settled: done now, or found done before (`unchanged`).
    fn settled(&self, path: &str, outcome: Outcome, reason: &str, unchanged: bool);
    /// So many bytes of input are read through.
    fn bytes_read(&self, bytes: u64);
    /// So many segments came back from the translator.
    fn segments(&self, count: usize);
    /// The models are being loaded: this can take a while.
    fn loading(&self);
    /// The models are ready.
    fn loaded(&self);
}

/// Looks away.
pub struct Silent;

impl Observer for Silent {
    fn settled(&self, _: &str, _: Outcome, _: &str, _: bool) {}
    fn bytes_read(&self, _: u64) {}
    fn segments(&self, _: usize) {}
    fn loading(&self) {}
    fn loaded(&self) {}
}
