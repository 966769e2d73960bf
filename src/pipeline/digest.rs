//! The digest of an output folder: the page for people with its parts, its feed, and the marks of its
//! readers. `brief::digest` says what they look like.

use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crossbeam_channel::Receiver;

use crate::brief::{
    ARTICLES_PER_PART, DigestEntry, FEED_FILE, Feed, IndexLine, Marks, PlainList, digest_html,
    part_js, uuid,
};
use crate::store::{OutputDir, StoreError, read_regular};
use crate::system_error::is_absent;

use super::listed::{Article, Line};
use super::texts::{Texts, remove_other_texts};

/// The title of the digest.
const TITLE: &str = "mujaz briefs";

/// The file with the readers' marks of a digest, which the next digest shows too.
const MARKS: &str = "index/marks.json";

/// Where the UUID of the folder's feed is kept: feed readers know a feed and its entries by it.
const FEED_ID: &str = ".mujaz/feed-id";

/// How far clocks may differ.
const A_DAY: Duration = Duration::from_secs(86_400);

/// A digest that is being written, part by part, and its feed.
pub(super) struct Digest<'a> {
    out: &'a OutputDir,
    waiting: Vec<DigestEntry>,
    list: PlainList,
    feed: Feed,
    /// The latest time of a brief that is believed, in milliseconds since 1970.
    latest: i64,
    parts: Vec<String>,
    /// The full texts, unless they are not to be written.
    texts: Option<Texts<'a>>,
}

impl<'a> Digest<'a> {
    fn new(out: &'a OutputDir, has_texts: bool) -> Self {
        Self {
            out,
            waiting: Vec::new(),
            list: PlainList::default(),
            feed: Feed::default(),
            latest: milliseconds(SystemTime::now() + A_DAY).unwrap_or(i64::MAX),
            parts: Vec::new(),
            texts: has_texts.then(|| Texts::new(out)),
        }
    }

    /// The digest of these articles, still without its pages. `has_texts` says whether their full
    /// texts can be searched in it.
    pub(super) fn of(
        out: &'a OutputDir,
        articles: &Receiver<Article>,
        has_texts: bool,
    ) -> Result<Self, StoreError> {
        let mut digest = Self::new(out, has_texts);
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
            if let Some(texts) = &mut self.texts {
                texts.add(line)?;
            }
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
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        if !self.waiting.is_empty() {
            self.write_part()?;
        }
        let list = self.list.html(TITLE);
        self.out
            .write_if_changed(Path::new("list.html"), list.as_bytes())?;
        write_feed(self.out, &self.feed)?;
        // Damaged marks stay where they are, and do not keep a digest from being written.
        let marks = kept_marks(self.out)?.unwrap_or_default();
        let parts = self.parts.len();
        let texts = self.texts.map(Texts::finish).transpose()?;
        let texts = texts.unwrap_or_default();
        let articles = self.list.articles();
        let page = digest_html(TITLE, articles, self.parts, texts.clone(), &marks);
        self.out
            .write_if_changed(Path::new("index.html"), page.as_bytes())?;
        // The page that names other files is on the disk before those of the last one are removed.
        self.out.sync()?;
        // The last one first: a run that is killed meanwhile leaves no gap, behind which nobody looks.
        for number in (parts + 1..=last_part(self.out, parts)?).rev() {
            self.out.remove(Path::new(&part_path(number)))?;
        }
        remove_other_texts(self.out, &texts)
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

/// The marks of the digest, or what is wrong with their file.
///
/// # Errors
/// [`StoreError`] if the disk does not give them back: a digest without them would stay.
fn kept_marks(out: &OutputDir) -> Result<Result<Marks, String>, StoreError> {
    let path = out.root().join(MARKS);
    let bytes = match read_regular(&path) {
        Err(e) if is_absent(&e) => return Ok(Ok(Marks::default())),
        bytes => bytes.map_err(StoreError::io(&path, "read this file"))?,
    };
    let text = String::from_utf8(bytes).map_err(|_| "it is not in UTF-8".to_owned());
    Ok(text.and_then(|text| Marks::read(&text)))
}

/// Adds the marks of readers to those that the digest has. The digest shows them once it is
/// written again.
///
/// # Errors
/// [`StoreError`] naming the file that cannot be read or written.
pub fn add_marks(out: &OutputDir, marks: Marks) -> Result<(), StoreError> {
    let mut all = kept_marks(out)?.map_err(|reason| {
        let reason = std::io::Error::other(reason);
        let path = out.root().join(MARKS);
        StoreError::io(&path, "read the marks of readers in this file")(reason)
    })?;
    all.join(marks);
    out.write_if_changed(Path::new(MARKS), all.to_json().as_bytes())
}

/// The number of the last part that is there, at least `from`.
fn last_part(out: &OutputDir, from: usize) -> Result<usize, StoreError> {
    let mut last = from;
    loop {
        let path = out.root().join(part_path(last + 1));
        let is_there = path.try_exists();
        if !is_there.map_err(StoreError::io(&path, "look for this file"))? {
            return Ok(last);
        }
        last += 1;
    }
}

/// The address of a part of the digest, relative to the output folder.
pub(super) fn part_path(number: usize) -> String {
    format!("index/articles-{number:04}.js")
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
    fn marks_that_the_disk_does_not_give_back_are_not_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        let out = OutputDir::open(folder.path(), "").unwrap();
        assert_eq!(kept_marks(&out).unwrap(), Ok(Marks::default()));
        for damaged in ["{}", "\u{FEFF}"] {
            out.write(Path::new(MARKS), damaged.as_bytes()).unwrap();
            assert!(kept_marks(&out).unwrap().is_err());
            assert!(add_marks(&out, Marks::default()).is_err());
        }
        out.remove(Path::new(MARKS)).unwrap();
        std::fs::create_dir_all(folder.path().join(MARKS)).unwrap();
        assert!(kept_marks(&out).is_err());
    }

    #[test]
    fn parts_are_counted_up_to_the_first_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let out = OutputDir::open(folder.path(), "").unwrap();
        assert_eq!(last_part(&out, 0).unwrap(), 0);
        for number in [1, 2, 4] {
            out.write(Path::new(&part_path(number)), b"x").unwrap();
        }
        assert_eq!(last_part(&out, 0).unwrap(), 2);
        assert_eq!(last_part(&out, 2).unwrap(), 2);
        assert_eq!(last_part(&out, 3).unwrap(), 4);
    }

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
}
