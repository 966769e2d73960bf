//! `index.jsonl`, and the digest beside it, of all articles of an output folder. They are made from the
//! journal or, by `rebuild`, from stored briefs, never from articles.

use std::panic::resume_unwind;
use std::path::Path;
use std::thread::Builder;

use crossbeam_channel::{Sender, bounded};

use crate::brief::FEED_FILE;
use crate::store::{Journal, OutputDir, StoreError};

use super::digest::{Digest, part_path};
use super::listed::{Article, Listing};
use super::place::has_content;
use super::stories::{Stories, Versions};
use super::texts::are_searchable;

/// How many articles of the index may wait for the digest.
const WAITING: usize = 1024;

/// What an index is made from: calls a function with every article, in the order of their paths. It is
/// gone through twice, and has the same articles both times.
pub(super) type EachArticle<'a> = dyn FnMut(&mut dyn FnMut(Listing)) -> Result<(), StoreError> + 'a;

/// Whether there is an index, and a digest with its feed if `html` is set.
pub(super) fn is_written(out: &OutputDir, html: bool) -> bool {
    let is_there = |file: &str| has_content(&out.root().join(file));
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
    // Shards record meanwhile what is for the next index.
    let held = journal.unchanged(|| {
        write(out, html, &mut |take| {
            journal.each(&mut |job| take(job.into()))
        })?;
        journal.not_in_index()
    })?;
    out.sync()?;
    journal.index_written(held)
}

/// Writes `index.jsonl` and, if `html` is set, the digest and its feed. First the stories are found among
/// the articles, then they are written.
pub(super) fn write(
    out: &OutputDir,
    html: bool,
    articles: &mut EachArticle<'_>,
) -> Result<(), StoreError> {
    let mut versions = Versions::new(out.spill());
    let mut added = Ok(());
    articles(&mut |listing| {
        if added.is_ok() {
            added = versions.add(listing.version());
        }
    })?;
    added?;
    let has_texts = are_searchable(versions.briefs());
    let stories = versions.stories()?;
    std::thread::scope(|scope| {
        let (sender, waiting) = bounded(WAITING);
        // The digest is half of the work, and is made while the index is written.
        let digest = html
            .then(|| {
                Builder::new().spawn_scoped(scope, move || Digest::of(out, &waiting, has_texts))
            })
            .transpose()
            .map_err(StoreError::io(out.root(), "start a thread for the digest"))?;
        let indexed = write_lines(out, stories, articles, sender);
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
    mut stories: Stories,
    articles: &mut EachArticle<'_>,
    next: Sender<Article>,
) -> Result<(), StoreError> {
    let mut failed = Ok(());
    let index = out.write_with(Path::new("index.jsonl"), &mut |file| {
        let (mut written, mut told) = (Ok(()), Ok(()));
        let mut number = 0;
        let read = articles(&mut |listing| {
            if written.is_err() || told.is_err() {
                return;
            }
            let story = match stories.of(number) {
                Ok(story) => story,
                Err(error) => {
                    told = Err(error);
                    return;
                }
            };
            number += 1;
            let article = Article::of(&listing, story);
            written = writeln!(file, "{}", article.line.to_json());
            // Nobody waits for it where there is no digest, or where the digest failed.
            let _ = next.send(article);
        });
        failed = read.and(told);
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
