//! New and changed files of watched folders. This file owns when a file counts as whole, and that
//! none is handed over twice as it is; it never opens one.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime};

use super::InputFile;

/// The age at which a file found for the first time is whole. The clock of a file server may differ
/// from this machine's, but hardly by so much.
const OLD: Duration = Duration::from_secs(60);
/// When a file is handed over again after it failed for the first time; each time takes four times
/// as long.
const AGAIN: Duration = Duration::from_secs(60);
/// How often a file is handed over again.
const MOST_TRIES: u32 = 5;

/// The files of watched folders that were seen, and what became of them.
#[derive(Debug)]
pub struct Arrivals {
    /// How long a file must stay as it is.
    settle: Duration,
    seen: BTreeMap<String, Seen>,
    /// The number of the look, so that files that are gone are noticed.
    look: u64,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    stamp: Stamp,
    /// When it may be handed over; `None` if it was.
    due: Option<Instant>,
    /// How often it was handed over again.
    tries: u32,
    look: u64,
}

/// What changes when a file is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Arrivals {
    /// Nothing is seen yet. A file is whole when its size and its time of change stay the same for
    /// this long.
    pub fn new(settle: Duration) -> Self {
        Self {
            settle,
            seen: BTreeMap::new(),
            look: 0,
        }
    }

    /// Takes the files that lie in the folders; returns those that are whole and were not handed
    /// over as they are, the oldest first. A file that is gone is forgotten.
    pub fn take(&mut self, files: Vec<InputFile>) -> Vec<InputFile> {
        let stamped = files.into_iter().filter_map(|file| {
            let found = file.absolute.metadata().ok()?;
            let stamp = Stamp {
                bytes: found.len(),
                modified: found.modified().ok(),
            };
            Some((file, stamp))
        });
        self.take_stamped(stamped, Instant::now(), SystemTime::now())
    }

    fn take_stamped(
        &mut self,
        files: impl Iterator<Item = (InputFile, Stamp)>,
        now: Instant,
        time: SystemTime,
    ) -> Vec<InputFile> {
        self.look += 1;
        let mut whole = Vec::new();
        for (file, stamp) in files {
            let is_old = stamp
                .modified
                .is_some_and(|modified| time.duration_since(modified).is_ok_and(|age| age >= OLD));
            let settled = now + if is_old { Duration::ZERO } else { self.settle };
            let anew = Seen {
                stamp,
                due: Some(settled),
                tries: 0,
                look: self.look,
            };
            let seen = self.seen.entry(file.relative.clone());
            let seen = seen.or_insert(anew);
            if seen.stamp != stamp {
                // What changes while it is watched is being written, however old it says it is.
                *seen = Seen {
                    due: Some(now + self.settle),
                    ..anew
                };
            }
            seen.look = self.look;
            if seen.due.is_some_and(|due| due <= now) {
                seen.due = None;
                whole.push((stamp.modified, file));
            }
        }
        let look = self.look;
        self.seen.retain(|_, seen| seen.look == look);
        whole.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.relative.cmp(&b.1.relative)));
        whole.into_iter().map(|(_, file)| file).collect()
    }

    /// Has a file handed over again that was not read.
    pub fn put_back(&mut self, file: &InputFile) {
        if let Some(seen) = self.seen.get_mut(&file.relative) {
            seen.due = Some(Instant::now() + self.settle);
        }
    }

    /// Has files handed over again after a while, because something failed that may work another
    /// time; not those that were handed over again too often.
    pub fn again<'f>(&mut self, files: impl Iterator<Item = &'f InputFile>) {
        self.again_from(files, Instant::now());
    }

    fn again_from<'f>(&mut self, files: impl Iterator<Item = &'f InputFile>, now: Instant) {
        for file in files {
            if let Some(seen) = self.seen.get_mut(&file.relative)
                && seen.tries < MOST_TRIES
            {
                // One that changed meanwhile is due sooner.
                let due = now + AGAIN * 4_u32.pow(seen.tries);
                seen.due = Some(seen.due.map_or(due, |own| own.min(due)));
                seen.tries += 1;
            }
        }
    }

    /// How many files wait until they are whole, not counting those that failed, and when the first
    /// of all may be handed over.
    pub fn waiting(&self) -> (usize, Option<Instant>) {
        let waiting = || self.seen.values().filter(|seen| seen.due.is_some());
        let new = waiting().filter(|seen| seen.tries == 0).count();
        (new, waiting().filter_map(|seen| seen.due).min())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::Format;

    const SETTLE: Duration = Duration::from_secs(2);

    /// A folder at moments that are counted in seconds.
    struct Folder {
        arrivals: Arrivals,
        start: Instant,
        time: SystemTime,
    }

    impl Folder {
        fn new() -> Self {
            Self {
                arrivals: Arrivals::new(SETTLE),
                start: Instant::now(),
                time: SystemTime::now(),
            }
        }

        /// The files that are whole at a second, of files with a size and the second of their last
        /// change.
        fn look(&mut self, second: u64, files: &[(&str, u64, i64)]) -> Vec<String> {
            let stamped = files.iter().map(|&(name, bytes, changed)| {
                let apart = Duration::from_secs(changed.unsigned_abs());
                let modified = match changed {
                    0.. => self.time + apart,
                    _ => self.time - apart,
                };
                let stamp = Stamp {
                    bytes,
                    modified: Some(modified),
                };
                (file(name), stamp)
            });
            let passed = Duration::from_secs(second);
            let (now, time) = (self.start + passed, self.time + passed);
            let stamped: Vec<_> = stamped.collect();
            let whole = self.arrivals.take_stamped(stamped.into_iter(), now, time);
            whole.into_iter().map(|file| file.relative).collect()
        }

        fn due(&self) -> Option<u64> {
            let due = self.arrivals.waiting().1;
            due.map(|due| (due - self.start).as_secs())
        }
    }

    fn file(name: &str) -> InputFile {
        InputFile {
            absolute: name.into(),
            relative: name.to_owned(),
            format: Format::Txt,
            is_special: false,
        }
    }

    #[test]
    fn a_file_is_whole_when_it_stays_as_it_is() {
        let mut folder = Folder::new();
        assert!(folder.look(0, &[("a", 10, 0)]).is_empty());
        assert_eq!(folder.due(), Some(2));
        assert!(folder.look(1, &[("a", 20, 1)]).is_empty());
        // The same size at another time is another content.
        assert!(folder.look(2, &[("a", 20, 2)]).is_empty());
        assert!(folder.look(3, &[("a", 20, 2)]).is_empty());
        assert_eq!(folder.look(4, &[("a", 20, 2)]), ["a"]);
        assert!(folder.look(5, &[("a", 20, 2)]).is_empty());
        assert_eq!((folder.arrivals.waiting().0, folder.due()), (0, None));
        assert!(folder.look(9, &[("a", 30, 9)]).is_empty());
        assert_eq!(folder.look(11, &[("a", 30, 9)]), ["a"]);
    }

    #[test]
    fn what_lies_there_for_long_is_whole_at_once_and_the_oldest_comes_first() {
        let mut folder = Folder::new();
        let files = [
            ("a", 1, -100),
            ("b", 1, -300),
            ("new", 1, -1),
            ("c", 1, -100),
        ];
        assert_eq!(folder.look(0, &files), ["b", "a", "c"]);
        assert_eq!(folder.look(2, &files), ["new"]);
        // A file from the future waits like any other; one that is replaced by an old one too.
        let files = [("a", 2, -200), ("later", 1, 9000)];
        assert!(folder.look(3, &files).is_empty());
        assert_eq!(folder.look(5, &files), ["a", "later"]);
    }

    #[test]
    fn a_file_that_was_gone_is_new() {
        let mut folder = Folder::new();
        assert_eq!(folder.look(0, &[("a", 1, -100)]), ["a"]);
        assert!(folder.look(1, &[]).is_empty());
        assert_eq!(folder.look(2, &[("a", 1, -100)]), ["a"]);
    }

    #[test]
    fn what_failed_comes_again_ever_later_and_not_for_ever() {
        let mut folder = Folder::new();
        let files = [("a", 1, -100), ("b", 1, -100)];
        assert_eq!(folder.look(0, &files), ["a", "b"]);
        let (mut second, mut waits) = (0, Vec::new());
        while waits.len() < 9 {
            let now = folder.start + Duration::from_secs(second);
            let failed = [file("a"), file("gone")];
            folder.arrivals.again_from(failed.iter(), now);
            let Some(due) = folder.due() else { break };
            waits.push(due - second);
            assert!(folder.look(due - 1, &files).is_empty());
            assert_eq!(folder.look(due, &files), ["a"]);
            second = due;
        }
        assert_eq!(waits, [60, 240, 960, 3840, 15360]);
        // What is changed is tried at once, and may fail as often again.
        let files = [("a", 2, -100), ("b", 1, -100)];
        assert!(folder.look(second + 1, &files).is_empty());
        assert_eq!(folder.look(second + 3, &files), ["a"]);
        let now = folder.start + Duration::from_secs(second + 3);
        folder.arrivals.again_from([file("a")].iter(), now);
        assert_eq!(folder.due(), Some(second + 63));
    }
}
