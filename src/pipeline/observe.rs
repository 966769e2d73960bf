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
    /// Whether an earlier run did it.
    pub unchanged: bool,
}

/// Sees what a run does, for progress bars and log lines.
pub trait Observer: Send + Sync {
    /// An article of so many bytes was read; the model gets so many texts out of it.
    fn read(&self, bytes: u64, texts: usize);
    /// An article is settled.
    fn settled(&self, settlement: &Settlement<'_>);
    /// So many texts came back from the translator, or needed none.
    fn translated(&self, texts: usize);
    /// The models are being loaded: this can take a while.
    fn loading(&self);
    /// The models are ready.
    fn loaded(&self);
    /// Something that a reader should know, in words.
    fn notice(&self, text: &str);
    /// The run was asked to stop and finishes what is with the models.
    fn stopping(&self);
}

/// Looks away.
pub struct Silent;

impl Observer for Silent {
    fn settled(&self, _: &Settlement<'_>) {}
    fn read(&self, _: u64, _: usize) {}
    fn translated(&self, _: usize) {}
    fn loading(&self) {}
    fn loaded(&self) {}
    fn notice(&self, _: &str) {}
    fn stopping(&self) {}
}
