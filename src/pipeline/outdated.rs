//! Articles that a file held in an earlier run and no longer holds. This file owns finding and removing
//! what was written of them; a file that is gone itself keeps everything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::article::{Ended, InputFile};
use crate::store::{Journal, OutputDir, StoreError};

use super::members::Members;
use super::place::remove_files;

/// What a file handed over in this run.
pub(super) struct HandedOver<'f> {
    file: &'f InputFile,
    numbers: Numbers,
    members: Members,
}

impl<'f> HandedOver<'f> {
    /// Nothing yet.
    pub(super) fn of(file: &'f InputFile) -> Self {
        Self {
            file,
            numbers: Numbers::default(),
            members: Members::default(),
        }
    }

    /// Adds the record of this path.
    pub(super) fn add(&mut self, path: &str) {
        self.numbers.add(path);
        let inside = path.strip_prefix(&self.file.relative);
        if inside.is_some_and(|inside| inside.contains('/')) {
            self.members.add(path);
        }
    }
}

/// The numbers of the records that were handed over, by the names of their files.
#[derive(Debug, Default)]
struct Numbers {
    /// Ranges without a gap: the last number of each by the first.
    by_file: BTreeMap<String, BTreeMap<u64, u64>>,
}

impl Numbers {
    /// Adds the record of this path, and those in which it is packed.
    fn add(&mut self, path: &str) {
        for (file, number) in numbered(path) {
            if self.has(file, number) {
                continue;
            }
            let ranges = self.by_file.entry(file.to_owned()).or_default();
            let last = ranges.last_key_value().map(|(first, last)| (*first, *last));
            let first = match last {
                Some((first, last)) if last.checked_add(1) == Some(number) => first,
                _ => number,
            };
            ranges.insert(first, number);
        }
    }

    fn has(&self, file: &str, number: u64) -> bool {
        let ranges = self.by_file.get(file);
        let range = ranges.and_then(|ranges| ranges.range(..=number).next_back());
        range.is_some_and(|(_, last)| *last >= number)
    }
}

/// The records that a path names, its own and those in which it is packed: the name of the file of each,
/// and the number.
fn numbered(path: &str) -> impl Iterator<Item = (&str, u64)> {
    path.match_indices('#').filter_map(|(at, _)| {
        let digits = path[at + 1..].split('/').next().unwrap_or_default();
        let number = digits.parse().ok()?;
        (!digits.starts_with(['0', '+'])).then_some((&path[..at], number))
    })
}

/// The paths of what the journal has of a file, and of those that are packed in it, that is not in them
/// any more: records with other numbers than these, members of archives, and the article that a file was
/// before it was divided. They are in order.
///
/// # Errors
/// [`StoreError`] if the journal fails.
pub(super) fn outdated(
    journal: &Journal,
    ended: &Ended,
    mut given: HandedOver<'_>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut found: BTreeSet<String> = ended.divided.iter().cloned().collect();
    for name in &ended.whole {
        let records = records_of(journal, name, &|number| !given.numbers.has(name, number))?;
        found.extend(
            records
                .into_iter()
                .filter(|path| !is_beside(given.file, path)),
        );
    }
    for name in &ended.partly {
        given.members.add(name);
    }
    for name in &ended.archives {
        // `0` is the next sign after `/`.
        let range = format!("{name}/")..format!("{name}0");
        journal.each_path(range, &mut |path| {
            if !given.members.hold(name, &path) {
                found.insert(path);
            }
        })?;
    }
    Ok(found)
}

/// The paths of what the journal has of the records of a file, of which there are none any more: the
/// file is one article now.
///
/// # Errors
/// [`StoreError`] if the journal fails.
pub(super) fn former_records(
    journal: &Journal,
    files: &[InputFile],
    name: &str,
) -> Result<Vec<String>, StoreError> {
    let mut found = records_of(journal, name, &|_| true)?;
    if !found.is_empty()
        && let Some(file) = files.iter().find(|file| file.relative == name)
    {
        found.retain(|path| !is_beside(file, path));
    }
    Ok(found)
}

fn records_of(
    journal: &Journal,
    name: &str,
    is_meant: &dyn Fn(u64) -> bool,
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    // `$` is the next sign after `#`.
    let range = format!("{name}#")..format!("{name}$");
    journal.each_path(range, &mut |path| {
        let own = numbered(&path).find(|(file, _)| *file == name);
        if own.is_some_and(|(_, number)| is_meant(number)) {
            found.push(path);
        }
    })?;
    Ok(found)
}

/// Whether a path that looks like that of a record of a file is of a file or folder beside it.
fn is_beside(file: &InputFile, path: &str) -> bool {
    let rest = path.strip_prefix(&file.relative);
    let Some(rest) = rest.filter(|rest| rest.starts_with('#')) else {
        return false;
    };
    let mut beside = file.absolute.clone().into_os_string();
    beside.push(rest.split('/').next().unwrap_or_default());
    !matches!(Path::new(&beside).try_exists(), Ok(false))
}

/// Removes articles: their files, and their rows in the journal. Returns how many of them had a brief.
///
/// # Errors
/// [`StoreError`] naming the file or the journal.
pub(super) fn forget(
    out: &OutputDir,
    journal: &Journal,
    paths: &[String],
) -> Result<usize, StoreError> {
    let mut known = Vec::new();
    let mut briefs = 0;
    for path in paths {
        if let Some(entry) = journal.find(path)? {
            remove_files(out, path)?;
            known.push(path);
            briefs += usize::from(entry.has_brief());
        }
    }
    if !known.is_empty() {
        // The rows go last, so that a run that ends between the two is made up for.
        out.sync()?;
    }
    for path in known {
        journal.forget(path)?;
    }
    Ok(briefs)
}

/// Says that a file no longer holds so many articles.
pub(super) fn told(name: &str, briefs: usize) -> String {
    match briefs {
        1 => {
            format!("{name}: 1 article of an earlier run is no longer in it; its brief is removed")
        }
        briefs => format!(
            "{name}: {briefs} articles of an earlier run are no longer in it; their briefs are removed"
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::Format;
    use crate::store::{Entry, Outcome};

    #[test]
    fn a_path_names_its_record_and_those_around_it() {
        let records = |path| numbered(path).collect::<Vec<_>>();
        assert_eq!(records("a.jsonl#12"), [("a.jsonl", 12)]);
        assert_eq!(
            records("m/a.mbox#3/b.zip/c.csv#1"),
            [("m/a.mbox", 3), ("m/a.mbox#3/b.zip/c.csv", 1)]
        );
        for path in ["a.txt", "a#", "a#0", "a#01", "a#+1", "a#-1", "a#1b", "a#1#"] {
            assert!(records(path).is_empty(), "{path}");
        }
        assert!(records("a#99999999999999999999").is_empty(), "too large");
    }

    #[test]
    fn numbers_are_kept_as_ranges_in_whatever_order_they_come() {
        let mut numbers = Numbers::default();
        for path in ["a#1", "a#2", "a#2/b.pdf", "a#3", "a#7", "a#5", "b#4", "a#7"] {
            numbers.add(path);
        }
        let has = |file| {
            (0..=8)
                .filter(|number| numbers.has(file, *number))
                .collect::<Vec<_>>()
        };
        assert_eq!(has("a"), [1, 2, 3, 5, 7]);
        assert_eq!(has("b"), [4]);
        assert_eq!(has("c"), [0; 0]);
        assert_eq!(numbers.by_file["a"].len(), 3);
        let most = u64::MAX;
        for path in [format!("a#{most}"), "a#9".to_owned()] {
            numbers.add(&path);
        }
        assert!(numbers.has("a", most) && numbers.has("a", 9));
    }

    /// A journal that has these paths.
    fn journal_of(paths: &[&str]) -> (tempfile::TempDir, Journal) {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(&dir.path().join("state.sqlite")).unwrap();
        for path in paths {
            let job = Entry {
                path: (*path).to_owned(),
                key: String::new(),
                outcome: Outcome::Done,
                reason: String::new(),
                line: "{}".to_owned(),
                sketch: vec![1],
                made: None,
            };
            journal.record(&job).unwrap();
        }
        (dir, journal)
    }

    #[test]
    fn what_a_file_no_longer_holds_is_found_and_nothing_of_others() {
        let (dir, journal) = journal_of(&[
            "a.jsonl",
            "a.jsonl#1",
            "a.jsonl#10",
            "a.jsonl#2",
            "a.jsonl#3",
            "a.jsonl#3/b.pdf",
            "a.jsonl#4/c.txt",
            "a.jsonl#x",
            "a.jsonl$",
            "a.jsonl/b#1",
            "aa.jsonl#9",
        ]);
        let file = InputFile {
            absolute: dir.path().join("a.jsonl"),
            relative: "a.jsonl".to_owned(),
            format: Format::Jsonl,
            is_special: false,
        };
        // A folder of the input that has the name of a record.
        std::fs::create_dir(dir.path().join("a.jsonl#4")).unwrap();
        let name = || vec!["a.jsonl".to_owned()];
        let found = |divided, whole| {
            let mut given = HandedOver::of(&file);
            given.add("a.jsonl#1");
            given.add("a.jsonl#2");
            let ended = Ended {
                divided,
                whole,
                ..Ended::default()
            };
            let found = outdated(&journal, &ended, given).unwrap();
            found.into_iter().collect::<Vec<_>>()
        };
        let records = ["a.jsonl#10", "a.jsonl#3", "a.jsonl#3/b.pdf"];
        assert_eq!(found(Vec::new(), name()), records);
        assert_eq!(found(name(), Vec::new()), ["a.jsonl"]);
        assert_eq!(found(Vec::new(), Vec::new()), [""; 0]);

        let former = |files: &[InputFile]| former_records(&journal, files, "a.jsonl").unwrap();
        let all = [
            "a.jsonl#1",
            "a.jsonl#10",
            "a.jsonl#2",
            "a.jsonl#3",
            "a.jsonl#3/b.pdf",
        ];
        assert_eq!(former(std::slice::from_ref(&file)), all);
        let packed = [all.as_slice(), &["a.jsonl#4/c.txt"]].concat();
        assert_eq!(former(&[]), packed, "in an archive nothing lies beside it");
    }

    #[test]
    fn members_that_an_archive_no_longer_has_are_found() {
        let (dir, journal) = journal_of(&[
            "a.zip",
            "a.zip/b.txt",
            "a.zip/c.csv#1",
            "a.zip/c.csv#2",
            "a.zip/d.zip/e.txt",
            "a.zip/f.zip/g.txt",
            "a.zip/h.csv#7",
            "a.zip/i.txt",
            "a.zip2/b.txt",
        ]);
        let file = InputFile {
            absolute: dir.path().join("a.zip"),
            relative: "a.zip".to_owned(),
            format: Format::Zip,
            is_special: false,
        };
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let found = |ended: &Ended| {
            let mut given = HandedOver::of(&file);
            // Of `f.zip` nothing could be read, and of `h.csv` no row was told apart.
            for path in [
                "a.zip/b.txt",
                "a.zip/c.csv#1",
                "a.zip/f.zip",
                "a.zip/h.csv#1",
            ] {
                given.add(path);
            }
            let found = outdated(&journal, ended, given).unwrap();
            found.into_iter().collect::<Vec<_>>()
        };
        let mut ended = Ended {
            divided: names(&["a.zip", "a.zip/c.csv"]),
            whole: names(&["a.zip", "a.zip/c.csv"]),
            archives: names(&["a.zip"]),
            partly: names(&["a.zip/h.csv"]),
        };
        let gone = ["a.zip/c.csv#2", "a.zip/d.zip/e.txt", "a.zip/i.txt"];
        let divided = ["a.zip", "a.zip/c.csv"];
        assert_eq!(found(&ended), [divided.as_slice(), &gone].concat());
        // One that was not read to its end may have all of them.
        ended.archives.clear();
        assert_eq!(found(&ended), ["a.zip", "a.zip/c.csv", "a.zip/c.csv#2"]);
    }

    #[test]
    fn a_sentence_says_what_was_removed() {
        assert_eq!(
            told("a.jsonl", 1),
            "a.jsonl: 1 article of an earlier run is no longer in it; its brief is removed"
        );
        assert_eq!(
            told("a.jsonl", 2),
            "a.jsonl: 2 articles of an earlier run are no longer in it; their briefs are removed"
        );
    }
}
