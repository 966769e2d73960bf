//! One run: read → segment → translate → summarize → check → write. Each stage has one thread;
//! stages are joined by bounded channels; the models' threads belong to the engine. One bad
//! article never ends a run.

mod collect;
mod compose;
mod filter;
mod job;
mod observe;
mod plan;
mod read;
mod report;
mod run;
mod settings;
mod summary;
mod write;

pub use filter::filter;
pub use observe::{Observer, Settlement, Silent};
pub use plan::{DryRun, PlannedJob, dry_run};
pub use report::{RunRecord, rebuild_index, write_index};
pub use run::{Load, RunError, RunReport, run};
pub use settings::{Deferred, Formats, Models, Running, Settings, Shard, Summarizing};
