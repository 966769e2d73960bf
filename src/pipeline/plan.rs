//! A dry run: what would be done, without models and without writing.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::{Record, read_file};
use crate::document::Paragraph;
use crate::store::{Journal, Outcome, StoreError};
use crate::text::{Language, segment};

use super::read::{readable, written};
use super::run::RunError;
use super::settings::Settings;

/// One article of a dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedJob {
    /// Its path.
    pub path: String,
    /// Segments that would be translated.
    pub segments: usize,
    /// Why it would not be, or that it is done.
    pub note: Option<String>,
}

/// The actions that a run would take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DryRun {
    /// In reading order.
    pub jobs: Vec<PlannedJob>,
}

/// Reads everything and says what a run would do.
///
/// # Errors
/// [`RunError`] when the journal of an earlier run cannot be read.
pub fn dry_run(settings: &Settings) -> Result<DryRun, RunError> {
    let state = settings.out.join(".mujaz").join("state.sqlite");
    let journal = if state.is_file() {
        Some(Journal::look_into(&state)?)
    } else {
        None
    };
    let mut plan = DryRun::default();
    let mut failed = None;
    for file in &settings.files {
        // A record that a parser trips over comes as a refusal; what still panics concerns the file.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            read_file(file, &mut |record| {
                match planned(record, settings, journal.as_ref()) {
                    Ok(job) => plan.jobs.extend(job),
                    Err(error) => {
                        failed = Some(error);
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            });
        }));
        if failed.is_some() {
            break;
        }
    }
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(plan),
    }
}

/// What would be done with a record; nothing where it is in another shard.
fn planned(
    record: Record,
    settings: &Settings,
    journal: Option<&Journal>,
) -> Result<Option<PlannedJob>, StoreError> {
    let path = record.path.clone();
    if settings.shard.is_some_and(|shard| !shard.holds(&path)) {
        return Ok(None);
    }
    let known = journal.map(|journal| journal.find(&path)).transpose()?;
    let done = known.flatten().is_some_and(|entry| {
        entry.key == settings.key(&record.blake3)
            && entry.outcome != Outcome::Failed
            && written(settings, &path, entry.outcome)
    });
    let job = match readable(record, &settings.from) {
        Err(refusal) => PlannedJob {
            path,
            segments: 0,
            note: Some(refusal.to_string()),
        },
        Ok(article) => {
            let language = Language::of(&settings.from);
            let of = |p: &Paragraph| segment(&article.text, p.span.clone(), p.role, language);
            PlannedJob {
                path,
                segments: article.paragraphs.iter().map(|p| of(p).len()).sum(),
                note: (done && !settings.force).then(|| "done before".to_owned()),
            }
        }
    };
    Ok(Some(job))
}
