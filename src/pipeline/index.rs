//! The files about all articles of an output folder: `index.jsonl`, the digest for people, and its
//! feed. They are made from the journal or from stored briefs, never from articles.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::Builder;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Sender, bounded};
use serde::Deserialize;

use crate::brief::{
    ARTICLES_PER_PART, Brief, DigestEntry, FEED_FILE, Feed, IndexLine, Marks, PlainList, Rendering,
    Sketch, Version, WithoutBrief, brief_file, brief_path, digest_html, part_js, stories, uuid,
};
use crate::engine::cores;
use crate::store::{Entry, Journal, OutputDir, StoreError};

/// The title of the digest.
const TITLE: &str = "mujaz briefs";

/// The file with the readers' marks of a digest, which the next digest shows too.
const MARKS: &str = "index/marks.json";

/// Where the UUID of the folder's feed is kept: feed readers know a feed and its entries by it.
const FEED_ID: &str = ".mujaz/feed-id";

/// How far clocks may differ.
const A_DAY: Duration = Duration::from_secs(86_400);

/// How many articles of the index may wait for the digest.
const WAITING: usize = 1024;

/// A line of the index.
enum Line {
    Brief(Box<IndexLine>),
    Without(WithoutBrief),
}

impl Line {
    /// A line of the journal; one that this version cannot read says so in its place.
    fn read(path: &str, text: &str) -> Self {
        // One after the other: an untagged enumeration would copy every line before it is read.
        if let Ok(line) = serde_json::from_str(text) {
            return Self::Brief(Box::new(line));
        }
        Self::Without(serde_json::from_str(text).unwrap_or_else(|_| WithoutBrief {
            outcome: "failed".to_owned(),
            path: path.to_owned(),
            reason: "its line in the index cannot be read".to_owned(),
        }))
    }

    fn to_json(&self) -> String {
        match self {
            Self::Brief(line) => line.to_json(),
            Self::Without(line) => line.to_json(),
        }
    }
}

/// What the files about all articles say of one.
struct Article {
    line: Line,
    /// When its brief was made, in milliseconds since 1970, if that is known.
    made: Option<i64>,
}

/// What an index is made from: calls a function with every article, in the order of their paths.
type EachArticle<'a> = dyn FnMut(&mut dyn FnMut(Article)) -> Result<(), StoreError> + 'a;

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
        // An article without a brief has no sketch.
        if !job.sketch.is_empty() {
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
    journal.index_written(held)
}

/// Writes `index.jsonl` and, if `html` is set, the digest and its feed. Stories are found among
/// `versions`.
fn write(
    out: &OutputDir,
    html: bool,
    versions: Vec<Version>,
    articles: &mut EachArticle<'_>,
) -> Result<(), StoreError> {
    let stories = stories(versions);
    std::thread::scope(|scope| {
        let (sender, waiting) = bounded(WAITING);
        // The digest is half of the work, and is made while the index is written.
        let digest = html
            .then(|| Builder::new().spawn_scoped(scope, move || Digest::of(out, &waiting)))
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

/// A digest that is being written, part by part, and its feed.
struct Digest<'a> {
    out: &'a OutputDir,
    waiting: Vec<DigestEntry>,
    list: PlainList,
    feed: Feed,
    /// The latest time of a brief that is believed, in milliseconds since 1970.
    latest: i64,
    parts: Vec<String>,
}

impl<'a> Digest<'a> {
    fn new(out: &'a OutputDir) -> Self {
        Self {
            out,
            waiting: Vec::new(),
            list: PlainList::default(),
            feed: Feed::default(),
            latest: milliseconds(SystemTime::now() + A_DAY).unwrap_or(i64::MAX),
            parts: Vec::new(),
        }
    }

    /// The digest of these articles, still without its pages.
    fn of(out: &'a OutputDir, articles: &Receiver<Article>) -> Result<Self, StoreError> {
        let mut digest = Self::new(out);
        for Article { line, made } in articles {
            digest.add(line, made)?;
        }
        Ok(digest)
    }

    fn add(&mut self, line: Line, made: Option<i64>) -> Result<(), StoreError> {
        if let Line::Brief(line) = &line {
            let made = made.or_else(|| self.first_written(line));
            // What a wrong clock dates in years to come must not keep later briefs out.
            let made = made.filter(|made| *made <= self.latest);
            self.feed.add(line, made);
        }
        let entry: DigestEntry = match line {
            Line::Brief(line) => (*line).into(),
            Line::Without(line) => line.into(),
        };
        self.list.add(&entry);
        self.waiting.push(entry);
        if self.waiting.len() == ARTICLES_PER_PART {
            self.write_part()?;
        }
        Ok(())
    }

    /// When the first of a brief's files was written, in milliseconds since 1970: earlier versions
    /// did not keep when a brief was made, and a further format makes no news.
    fn first_written(&self, line: &IndexLine) -> Option<i64> {
        let files = line.briefs.values();
        let times = files.filter_map(|file| modified(&self.out.root().join(file)));
        times.min()
    }

    fn write_part(&mut self) -> Result<(), StoreError> {
        let number = self.parts.len() + 1;
        let path = part_path(number);
        let content = part_js(number, &self.waiting);
        self.out
            .write_if_changed(Path::new(&path), content.as_bytes())?;
        self.parts.push(path);
        self.waiting.clear();
        Ok(())
    }

    /// Writes the last part and then the pages, and removes the parts of a longer earlier digest.
    fn finish(mut self) -> Result<(), StoreError> {
        if !self.waiting.is_empty() {
            self.write_part()?;
        }
        let list = self.list.html(TITLE);
        self.out
            .write_if_changed(Path::new("list.html"), list.as_bytes())?;
        write_feed(self.out, &self.feed)?;
        // Marks that cannot be read stay where they are, and do not keep a digest from being written.
        let marks = kept_marks(self.out).unwrap_or_default();
        let parts = self.parts.len();
        let page = digest_html(TITLE, self.list.articles(), self.parts, &marks);
        self.out
            .write_if_changed(Path::new("index.html"), page.as_bytes())?;
        let is_there = |number: &usize| self.out.root().join(part_path(*number)).is_file();
        // The last one first: a run that is killed meanwhile leaves no gap, behind which nobody looks.
        let longer: Vec<usize> = (parts + 1..).take_while(is_there).collect();
        for number in longer.into_iter().rev() {
            self.out.remove(Path::new(&part_path(number)))?;
        }
        Ok(())
    }
}

fn write_feed(out: &OutputDir, feed: &Feed) -> Result<(), StoreError> {
    let text = feed.atom(TITLE, &feed_id(out)?);
    out.write_if_changed(Path::new(FEED_FILE), text.as_bytes())
}

/// The UUID of the folder's feed, which is made when it is first asked for.
fn feed_id(out: &OutputDir) -> Result<String, StoreError> {
    let path = out.root().join(FEED_ID);
    let known = known_feed_id(&path).map_err(StoreError::io(&path, "read this file"))?;
    if let Some(known) = known {
        return Ok(known);
    }
    // Where and when it was made is the same for no two folders.
    let folder = std::path::absolute(out.root()).unwrap_or_else(|_| out.root().into());
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanoseconds = now.map_or(0, |since| since.as_nanos());
    let process = std::process::id();
    let made = format!("{nanoseconds} {process} {}", folder.display());
    let id = uuid(&blake3::hash(made.as_bytes()));
    out.write(Path::new(FEED_ID), format!("{id}\n").as_bytes())?;
    Ok(id)
}

/// The UUID in this file, if it is there and holds one.
fn known_feed_id(path: &Path) -> std::io::Result<Option<String>> {
    let found = match std::fs::symlink_metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        found => found?,
    };
    if !found.is_file() {
        return Err(std::io::Error::other(
            "it is a link, or no file at all; remove it",
        ));
    }
    let mut text = Vec::new();
    std::fs::File::open(path)?.take(64).read_to_end(&mut text)?;
    let text = String::from_utf8_lossy(text.trim_ascii_end()).into_owned();
    let is_uuid = text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    Ok(is_uuid.then_some(text))
}

/// The marks of the digest, or why they cannot be read.
fn kept_marks(out: &OutputDir) -> Result<Marks, StoreError> {
    let path = out.root().join(MARKS);
    let text = match std::fs::read_to_string(&path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Marks::default()),
        text => text.map_err(StoreError::io(&path, "read this file"))?,
    };
    Marks::read(&text).map_err(|reason| {
        let reason = std::io::Error::other(reason);
        StoreError::io(&path, "read the marks of readers in this file")(reason)
    })
}

/// Adds the marks of readers to those that the digest has. The digest shows them once it is
/// written again.
///
/// # Errors
/// [`StoreError`] naming the file that cannot be read or written.
pub fn add_marks(out: &OutputDir, marks: Marks) -> Result<(), StoreError> {
    let mut all = kept_marks(out)?;
    all.join(marks);
    out.write(Path::new(MARKS), all.to_json().as_bytes())
}

/// The address of a part of the digest, relative to the output folder.
fn part_path(number: usize) -> String {
    format!("index/articles-{number:04}.js")
}

/// Rebuilds the index from the stored `.json` briefs and, where the journal is there, its lines of
/// articles without one, in the order of their paths. Returns the number of briefs, and the files
/// that are not briefs.
///
/// # Errors
/// [`StoreError`] naming the file that cannot be written.
pub fn rebuild_index(out: &OutputDir) -> Result<(usize, Vec<(PathBuf, String)>), StoreError> {
    let mut articles = without_briefs(out)?;
    let (files, mut unreadable) = stored_files(out);
    let read = read_briefs(out, &files)?;
    let mut versions = BTreeMap::new();
    let mut briefs = 0;
    for (file, read) in files.iter().zip(read) {
        match read {
            Ok(Stored { line, sketch, made }) => {
                briefs += 1;
                let path = line.path.clone();
                let version = Version {
                    day: line.day(),
                    path: path.clone(),
                    id: line.id.clone(),
                    sketch,
                };
                versions.insert(path.clone(), version);
                let line = Line::Brief(line);
                articles.insert(path, Article { line, made });
            }
            Err(reason) => unreadable.push((file.clone(), reason)),
        }
    }
    let versions = versions.into_values().collect();
    write(out, true, versions, &mut |take| {
        let articles = std::mem::take(&mut articles);
        articles.into_values().for_each(take);
        Ok(())
    })?;
    Ok((briefs, unreadable))
}

/// The articles that were skipped or failed, by path: only the journal knows them.
fn without_briefs(out: &OutputDir) -> Result<BTreeMap<String, Article>, StoreError> {
    let state = out.state_file("state.sqlite");
    let mut articles = BTreeMap::new();
    if state.is_file() {
        Journal::look_into(&state)?.each(&mut |entry| {
            // Only a brief has a sketch.
            if !entry.sketch.is_empty() {
                return;
            }
            let line = Line::read(&entry.path, &entry.line);
            if matches!(line, Line::Without(_)) {
                let made = entry.made;
                articles.insert(entry.path, Article { line, made });
            }
        })?;
    }
    Ok(articles)
}

/// The files of an output folder that may be briefs, in order, and what cannot be looked at.
fn stored_files(out: &OutputDir) -> (Vec<PathBuf>, Vec<(PathBuf, String)>) {
    let mut files = Vec::new();
    let mut unreadable = Vec::new();
    for found in ignore::WalkBuilder::new(out.root().join("briefs"))
        .standard_filters(false)
        .build()
    {
        match found {
            Ok(entry) => {
                let extension = entry.path().extension();
                let is_json = extension.is_some_and(|e| e == Rendering::Json.extension());
                // A link is followed.
                let is_file = |kind: std::fs::FileType| {
                    kind.is_file() || kind.is_symlink() && entry.path().is_file()
                };
                if is_json && entry.file_type().is_some_and(is_file) {
                    files.push(entry.into_path());
                }
            }
            Err(error) => unreadable.push((out.root().into(), error.to_string())),
        }
    }
    files.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    (files, unreadable)
}

/// What the files about all articles are made of, of a stored brief.
struct Stored {
    line: Box<IndexLine>,
    sketch: Sketch,
    /// When the brief was made, in milliseconds since 1970, if the journal knows it.
    made: Option<i64>,
}

/// A stored brief, or the reason why its file is none.
type FoundBrief = Result<Stored, String>;

/// Reads stored briefs on all cores. The results are in the order of the files.
///
/// # Errors
/// [`StoreError`] if the system has no thread, or if the journal cannot be read.
fn read_briefs(out: &OutputDir, files: &[PathBuf]) -> Result<Vec<FoundBrief>, StoreError> {
    let state = out.state_file("state.sqlite");
    let read = |files: &[PathBuf]| -> Result<Vec<FoundBrief>, StoreError> {
        // A connection cannot be shared.
        let journal = if state.is_file() {
            Some(Journal::look_into(&state)?)
        } else {
            None
        };
        files
            .iter()
            .map(|file| read_brief(out, journal.as_ref(), file))
            .collect()
    };
    let read = &read;
    let share = files.len().div_ceil(cores()).max(1);
    let no_thread = StoreError::io(out.root(), "start a thread to read the briefs");
    std::thread::scope(|scope| {
        let started: Vec<_> = files
            .chunks(share)
            .map(|files| Builder::new().spawn_scoped(scope, move || read(files)))
            .collect::<std::io::Result<_>>()
            .map_err(no_thread)?;
        let mut found = Vec::with_capacity(files.len());
        for thread in started {
            found.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(found)
    })
}

fn read_brief(
    out: &OutputDir,
    journal: Option<&Journal>,
    file: &Path,
) -> Result<FoundBrief, StoreError> {
    let text = std::fs::read(file).map_err(|e| e.to_string());
    let brief = text.and_then(|t| serde_json::from_slice::<Brief>(&t).map_err(|e| e.to_string()));
    let brief = match brief {
        Ok(brief) => brief,
        Err(reason) => return Ok(Err(reason)),
    };
    let path = &brief.source.path;
    let files = Rendering::ALL
        .into_iter()
        .filter(|rendering| out.root().join(brief_path(path, *rendering)).is_file())
        .map(|rendering| {
            let extension = rendering.extension().to_owned();
            (extension, brief_file(path, rendering))
        })
        .collect();
    let entry = match journal {
        Some(journal) => entry_of(journal, &brief)?,
        None => None,
    };
    let made = entry.as_ref().and_then(|entry| entry.made);
    // A journal of an earlier version may lack the sketch.
    let sketch = entry.filter(|entry| !entry.sketch.is_empty());
    Ok(Ok(Stored {
        line: Box::new(IndexLine::of(&brief, &files)),
        sketch: sketch.map_or_else(
            || Sketch::of(&brief),
            |entry| Sketch::from_bytes(&entry.sketch),
        ),
        made,
    }))
}

/// What the journal has of this brief. A brief of the same `id` has the same text: the `id` stands
/// for the article's path and content, and for the settings.
///
/// # Errors
/// [`StoreError`] when SQLite fails.
fn entry_of(journal: &Journal, brief: &Brief) -> Result<Option<Entry>, StoreError> {
    #[derive(Deserialize)]
    struct Identity {
        id: String,
    }
    let is_its = |entry: &Entry| {
        serde_json::from_str(&entry.line).is_ok_and(|own: Identity| own.id == brief.id)
    };
    let entry = journal.find_in_order(&brief.source.path)?;
    Ok(entry.filter(is_its))
}

/// A time in milliseconds since 1970, unless it is before then.
pub(super) fn milliseconds(time: SystemTime) -> Option<i64> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}

/// When a file was changed last, in milliseconds since 1970, if that can be seen.
fn modified(path: &Path) -> Option<i64> {
    milliseconds(path.metadata().ok()?.modified().ok()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_feed_is_read_from_a_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feed-id");
        assert_eq!(known_feed_id(&path).unwrap(), None);
        let id = "00000000-0000-8000-8000-000000000000";
        std::fs::write(&path, format!("{id}\n")).unwrap();
        assert_eq!(known_feed_id(&path).unwrap().as_deref(), Some(id));
        std::fs::write(&path, "damaged").unwrap();
        assert_eq!(known_feed_id(&path).unwrap(), None);
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert!(known_feed_id(&path).is_err());
    }

    #[test]
    fn a_line_of_the_journal_is_read_as_what_it_is() {
        let brief = r#"{"id":"i","path":"p","outcome":"done","headline":"h","summary":"s","translated":1,"flagged":0,"failed":0,"flags":{"number":2},"title":null,"date":null,"url":null,"briefs":{}}"#;
        assert!(matches!(Line::read("p", brief), Line::Brief(line) if line.id == "i"));
        let without = r#"{"outcome":"skipped","path":"p","reason":"empty"}"#;
        assert_eq!(Line::read("p", without).to_json(), without);
        let unknown = Line::read("p", r#"{"id":"i","path":"p"}"#);
        assert!(matches!(unknown, Line::Without(line) if line.reason.contains("cannot be read")));
    }
}
