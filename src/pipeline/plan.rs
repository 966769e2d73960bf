//! A dry run: what would be done, without models and without writing.

use crate::article::Record;
use crate::store::{Journal, Outcome};
use crate::text::{segment, tables};

use super::read::{look, written};
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
        look(file, &settings.from, &mut |record: &Record, article| {
            if settings
                .shard
                .is_some_and(|shard| !shard.holds(&record.path))
            {
                return;
            }
            let known = match journal.as_ref().map(|j| j.find(&record.path)).transpose() {
                Ok(known) => known.flatten(),
                Err(error) => {
                    failed.get_or_insert(error);
                    None
                }
            };
            let done = known.is_some_and(|e| {
                e.key == settings.key(&record.blake3)
                    && e.outcome != Outcome::Failed
                    && written(settings, &record.path, e.outcome)
            });
            let job = match article {
                Err(reason) => PlannedJob {
                    path: record.path.clone(),
                    segments: 0,
                    note: Some(reason),
                },
                Ok(article) => PlannedJob {
                    path: record.path.clone(),
                    segments: article
                        .paragraphs
                        .iter()
                        .map(|p| {
                            segment(
                                &article.text,
                                p.span.clone(),
                                p.role,
                                tables::for_language(&settings.from),
                            )
                            .len()
                        })
                        .sum(),
                    note: (done && !settings.force).then(|| "done before".to_owned()),
                },
            };
            plan.jobs.push(job);
        });
    }
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(plan),
    }
}
