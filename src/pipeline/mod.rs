//! One run: read → prepare → translate → compose → write. Each stage has one thread; stages are
//! joined by bounded channels and know only the messages between them; the models' threads belong
//! to the engine. A `Source` provides articles and a `Sink` takes briefs: files and a folder, or
//! lines and lines. One bad article never ends a run.

mod answers;
mod batch_result;
mod digest;
mod error;
mod file_names;
mod folder;
mod gathered;
mod index;
mod job;
mod job_key;
mod kept;
mod key;
mod languages;
mod length;
mod lines;
mod listed;
mod members;
mod messages;
mod model_use;
mod models;
mod observe;
mod origin;
mod outdated;
mod piece;
mod place;
mod plan;
mod precisions;
mod rebuild;
mod recall;
mod report;
mod room;
mod search;
mod settings;
mod stages;
mod state;
mod stored;
mod stories;
mod summary;
mod texts;
mod translating;
mod translators;
mod work;

pub use digest::add_marks;
pub use error::RunError;
pub use file_names::{known_names, record_names};
pub use folder::{RunReport, run, update_index};
pub use index::write_index;
pub use kept::{Kept, Load, Loads};
pub use lines::{Channels, LinesReport, LinesRun, filter};
pub use model_use::ModelUse;
pub use models::{Role, Running};
pub use observe::{Control, Observer, Settlement, Silent};
pub use plan::{DryRun, PlannedJob, dry_run};
pub use rebuild::rebuild_index;
pub use report::RunRecord;
pub use room::Footprint;
pub use search::{Found, FoundText, Hit, SentenceHit, search};
pub use settings::{FolderRun, Recipe, Shard, Summarizing};
pub use state::{Recalled, SecondTranslations};
pub use stored::{each_line, stored_brief};
pub use translators::{Onward, Resolve, Translator, Translators};
