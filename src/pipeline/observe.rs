use crate::store::Outcome;

/// An article that is settled: done now, or found done before.
#[derive(Debug, Clone, Copy)]
pub struct Settlement<'a> {
    /// Its path.
    pub path: &'a str,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, where there is no brief.
    pub reason: &'a str,
    /// Its share of the input.
    pub bytes: u64,
    /// Whether an earlier run did it.
    pub unchanged: bool,
}

/// Sees what a run does, for progress bars and log lines.
pub trait Observer: Send + Sync {
    /// An article is settled.
    fn settled(&self, settlement: &Settlement<'_>);
    /// So many segments came back from the translator.
    fn segments(&self, count: usize);
    /// The models are being loaded: this can take a while.
    fn loading(&self);
    /// The models are ready.
    fn loaded(&self);
    /// The run was asked to stop and finishes what is with the models.
    fn stopping(&self);
}

/// Looks away.
pub struct Silent;

impl Observer for Silent {
    fn settled(&self, _: &Settlement<'_>) {}
    fn segments(&self, _: usize) {}
    fn loading(&self) {}
    fn loaded(&self) {}
    fn stopping(&self) {}
}
