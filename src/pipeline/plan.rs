//! A dry run: it reports what a run would do, without models and without writing.

use std::ops::ControlFlow;

use crate::article::{Record, read_file};
use crate::document::Paragraph;
use crate::store::{Journal, StoreError};
use crate::text::segment;

use super::folder::known;
use super::messages::RunError;
use super::settings::{FolderRun, Recipe};
use super::stages::{Known, readable};

/// One article of a dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedJob {
    /// Its path.
    pub path: String,
    /// Segments that would be translated.
    pub segments: usize,
    /// The reason why it would not be translated, or a note that it is done.
    pub note: Option<String>,
}

/// The actions that a run would take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DryRun {
    /// The articles in reading order.
    pub jobs: Vec<PlannedJob>,
}

/// Reads everything and returns what a run would do.
///
/// # Errors
/// [`RunError`] if the journal of an earlier run cannot be read.
pub fn dry_run(recipe: &Recipe, folder: &FolderRun) -> Result<DryRun, RunError> {
    let state = folder.out.join(".mujaz").join("state.sqlite");
    let journal = if state.is_file() {
        Some(Journal::look_into(&state)?)
    } else {
        None
    };
    let mut plan = DryRun::default();
    let mut failed = None;
    for file in &folder.files {
        read_file(file, &mut |record| {
            match planned(record, recipe, folder, journal.as_ref()) {
                Ok(job) => plan.jobs.extend(job),
                Err(error) => {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        });
        if failed.is_some() {
            break;
        }
    }
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(plan),
    }
}

/// The plan for a record; `None` if it is in another shard.
fn planned(
    record: Record,
    recipe: &Recipe,
    folder: &FolderRun,
    journal: Option<&Journal>,
) -> Result<Option<PlannedJob>, StoreError> {
    let path = record.path.clone();
    if !folder.holds(&path) {
        return Ok(None);
    }
    let known = match journal.filter(|_| !folder.force) {
        Some(journal) => known(journal, folder, &path, &recipe.key(&record.blake3))?,
        None => Known::Nothing,
    };
    let (segments, note) = match known {
        Known::Done { .. } => (0, Some("done before".to_owned())),
        Known::Brief(_) => (
            0,
            Some("done before; some of its files are missing".to_owned()),
        ),
        Known::Nothing => match readable(record, recipe) {
            Ok(article) => {
                let language = recipe.language();
                let of = |p: &Paragraph| segment(&article.text, p.span.clone(), p.role, language);
                let segments = article.paragraphs.iter().map(|p| of(p).len()).sum();
                (segments, None)
            }
            Err(refusal) => (0, Some(refusal.to_string())),
        },
    };
    Ok(Some(PlannedJob {
        path,
        segments,
        note,
    }))
}
