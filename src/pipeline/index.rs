//! `index.jsonl`, and the digest beside it, of all articles of an output folder. They are made from the
//! journal or, by `rebuild`, from stored briefs, never from articles.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread::Builder;

use crossbeam_channel::{Sender, bounded};

use crate::brief::{FEED_FILE, Version, stories};
use crate::store::{Journal, OutputDir, StoreError};

use super::digest::{Digest, part_path};
use super::listed::{Article, Line};
use super::texts::are_searchable;

/// How many articles of the index may wait for the digest.
const WAITING: usize = 1024;

/// What an index is made from: calls a function with every article, in the order of their paths.
pub(super) type EachArticle<'a> = dyn FnMut(&mut dyn FnMut(Article)) -> Result<(), StoreError> + 'a;

/// Whether there is an index, and a digest with its feed if `html` is set.
pub(super) fn is_written(out: &OutputDir, html: bool) -> bool {
    let is_there = |file: &str| out.root().join(file).is_file();
    let first_part = part_path(1);
    let digest = ["index.html", FEED_FILE, first_part.as_str()];
    is_there("index.jsonl") && (!html || digest.into_iter().all(is_there))
}

/// Writes `index.jsonl` and, if `html` is set, the digest and its feed, from the journal.
///
/// # Errors
/// [`StoreError`] naming the file.
pub fn write_index(out: &OutputDir, journal: &Journal, html: bool) -> Result<(), StoreError> {
    // Shards that share a folder write it one after the other.
    let _turn = out.turn("index")?;
    let held = journal.not_in_index()?;
    let mut versions = Vec::new();
    journal.each(&mut |job| {
        if job.has_brief() {
            versions.extend(Version::of_line(&job.path, &job.line, &job.sketch));
        }
    })?;
    write(out, html, versions, &mut |take| {
        journal.each(&mut |job| {
            take(Article {
                line: Line::read(&job.path, &job.line),
                made: job.made,
            });
        })
    })?;
    out.sync()?;
    journal.index_written(held)
}

/// Writes `index.jsonl` and, if `html` is set, the digest and its feed. Stories are found among
/// `versions`.
pub(super) fn write(
    out: &OutputDir,
    html: bool,
    versions: Vec<Version>,
    articles: &mut EachArticle<'_>,
) -> Result<(), StoreError> {
    let has_texts = are_searchable(versions.len());
    let stories = stories(versions);
    std::thread::scope(|scope| {
        let (sender, waiting) = bounded(WAITING);
        // The digest is half of the work, and is made while the index is written.
        let digest = html
            .then(|| {
                Builder::new().spawn_scoped(scope, move || Digest::of(out, &waiting, has_texts))
            })
            .transpose()
            .map_err(StoreError::io(out.root(), "start a thread for the digest"))?;
        let indexed = write_lines(out, &stories, articles, sender);
        let digest = digest.map(|digest| {
            let made = digest.join();
            made.unwrap_or_else(|panic| resume_unwind(panic))
        });
        indexed?;
        match digest {
            Some(digest) => digest?.finish(),
            None => Ok(()),
        }
    })
}

/// Writes `index.jsonl`, and passes its articles on.
fn write_lines(
    out: &OutputDir,
    stories: &BTreeMap<String, String>,
    articles: &mut EachArticle<'_>,
    next: Sender<Article>,
) -> Result<(), StoreError> {
    let mut failed = Ok(());
    let index = out.write_with(Path::new("index.jsonl"), &mut |file| {
        let mut written = Ok(());
        failed = articles(&mut |mut article| {
            if let Line::Brief(line) = &mut article.line {
                line.story = stories.get(&line.id).cloned();
            }
            if written.is_ok() {
                written = writeln!(file, "{}", article.line.to_json());
            }
            // Nobody waits for it where there is no digest, or where the digest failed.
            let _ = next.send(article);
        });
        // An index that ends early must not take the place of the last one.
        match failed {
            Ok(()) => written,
            Err(_) => Err(std::io::Error::other("the index is not whole")),
        }
    });
    // The digest ends when there are no more articles.
    drop(next);
    failed?;
    index
}
