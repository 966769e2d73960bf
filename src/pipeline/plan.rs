//! A dry run: it reports what a run would do, without models and without writing.

use std::ops::ControlFlow;

use crate::article::{Article, Record, Source, read_file};
use crate::store::{Journal, state_folder};
use crate::text::{Language, count_words, segment};

use super::error::RunError;
use super::folder::known;
use super::languages::Languages;
use super::settings::{FolderRun, Recipe};
use super::stages::{Known, readable};

/// One article of a dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedJob {
    /// Its path.
    pub path: String,
    /// The work on it; else the reason why there would be none, or a note that it is done.
    pub work: Result<Work, String>,
}

/// The work of a run on an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The article's file, language and metadata.
    pub source: Source,
    /// Its number of words.
    pub words: usize,
    /// Its number of segments.
    pub segments: usize,
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
    let path = state_folder(&folder.out).join(Journal::FILE);
    let journal = Journal::look_if_there(&path)?;
    let mut plan = DryRun::default();
    let mut failed = None;
    for file in &folder.files {
        read_file(file, folder.reading(recipe, None), &mut |record| {
            if !folder.takes(file, &record.path) {
                return ControlFlow::Continue(());
            }
            match planned(record, recipe, folder, journal.as_ref()) {
                Ok(job) => plan.jobs.push(job),
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
        Some(error) => Err(error),
        None => Ok(plan),
    }
}

/// The plan for a record.
fn planned(
    record: Record,
    recipe: &Recipe,
    folder: &FolderRun,
    journal: Option<&Journal>,
) -> Result<PlannedJob, RunError> {
    let path = record.path.clone();
    let known = match journal.filter(|_| !folder.force) {
        Some(journal) => known(journal.find_in_order(&path)?, folder, &record, recipe)?,
        None => Known::Nothing,
    };
    let work = match known {
        Known::Done { .. } => Err("done before".to_owned()),
        Known::Brief(..) => Err("done before; some of its files are missing".to_owned()),
        Known::Nothing => readable(&record, recipe)
            .map(|(article, languages)| work_of(article, &languages))
            .map_err(|unreadable| unreadable.refusal.to_string()),
    };
    Ok(PlannedJob { path, work })
}

fn work_of(article: Article, languages: &Languages) -> Work {
    let (mut words, mut segments) = (0, 0);
    for (number, paragraph) in article.paragraphs.iter().enumerate() {
        let language = Language::of(languages.of(number));
        let (span, role) = (paragraph.span.clone(), paragraph.role);
        words += count_words(&article.text[span.clone()]);
        segments += segment(&article.text, span, role, language).len();
    }
    Work {
        source: article.source,
        words,
        segments,
    }
}
