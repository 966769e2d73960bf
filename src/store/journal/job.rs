//! A job as the journal records it, how it ended, and the count of jobs by that.

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A brief without doubts.
    Done,
    /// A brief with doubts.
    Flagged,
    /// There was nothing to do; the reason says why.
    Skipped,
    /// The job failed; the reason says why.
    Failed,
}

impl Outcome {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Flagged => "flagged",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }

    /// The outcome of this name; an unknown name counts as failed, so that the job is done again.
    pub fn of(name: &str) -> Self {
        match name {
            "done" => Self::Done,
            "flagged" => Self::Flagged,
            "skipped" => Self::Skipped,
            _ => Self::Failed,
        }
    }
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The article's path.
    pub path: String,
    /// Hash of its bytes, the settings and the models.
    pub key: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The reason, for `Skipped` and `Failed`.
    pub reason: String,
    /// Its line in `index.jsonl`.
    pub line: String,
    /// The sketch by which copies of the article are found; empty for an article without a brief.
    pub sketch: Vec<u8>,
    /// When its brief was made, in milliseconds since 1970; none for an article without a brief, and
    /// for one of an earlier version.
    pub made: Option<i64>,
}

impl Entry {
    /// Whether it is of a brief: only briefs have a sketch. Rows of versions without sketches do not
    /// tell.
    pub fn has_brief(&self) -> bool {
        !self.sketch.is_empty()
    }
}

/// Number of jobs by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Briefs without doubts.
    pub done: u64,
    /// Briefs with doubts.
    pub flagged: u64,
    /// Articles with nothing to do.
    pub skipped: u64,
    /// Articles that failed.
    pub failed: u64,
}

impl Totals {
    /// Counts one job.
    pub fn add(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Done => &mut self.done,
            Outcome::Flagged => &mut self.flagged,
            Outcome::Skipped => &mut self.skipped,
            Outcome::Failed => &mut self.failed,
        } += 1;
    }

    /// The number of all jobs.
    pub fn all(&self) -> u64 {
        self.done + self.flagged + self.skipped + self.failed
    }
}
