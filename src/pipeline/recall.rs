//! Texts that need not be translated again: those that are with the translator already, those of
//! this run, and those of a translation memory.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::{Memory, Origin, Remembered, StoreError, TextKey};

use super::key::Key;

/// Number of translations of this run that are kept at hand.
const KEPT: usize = 65_536;
/// Number of texts after which they are written to the memory.
const TOGETHER: usize = 1024;
/// The time after which they are written, however few.
const SOON: Duration = Duration::from_secs(5);

/// The state of a text: translated, with the translator, or new.
#[derive(Debug, PartialEq)]
pub(super) enum Lookup {
    /// Its translation.
    Known(Remembered),
    /// It is with the translator; whoever asked gets the answer.
    Waits,
    /// Nothing: whoever asked has to ask the translator, and to settle it.
    New,
}

/// The texts of a translator in a run. A text is with the translator at most once at a time.
pub(super) struct Recall {
    inner: Mutex<Inner>,
    /// The memory for writing, apart from the one for reading, so that nobody waits for the disk.
    writer: Mutex<Option<(Memory, i64)>>,
}

struct Inner {
    /// The texts that are with the translator, and the pieces that wait for them.
    asked: HashMap<TextKey, Vec<Key>>,
    /// Translations of this run, and their order.
    fresh: HashMap<TextKey, Remembered>,
    order: VecDeque<TextKey>,
    /// The memory for reading, unless everything is to be translated anew.
    reader: Option<(Memory, i64)>,
    /// Texts that are not in the memory yet; `None` without a memory.
    unsaved: Option<Vec<Remembered>>,
    saved: Instant,
}

impl Recall {
    /// The texts of one translator of a run, with the memory at this path. What the memory holds of
    /// this origin is used unless everything is to be translated `anew`; then it is only added to.
    ///
    /// # Errors
    /// [`StoreError`] if there is a memory that cannot be used.
    pub(super) fn open(
        memory: Option<&Path>,
        origin: &Origin,
        anew: bool,
    ) -> Result<Self, StoreError> {
        let (mut reader, mut writer) = (None, None);
        if let Some(path) = memory {
            let memory = Memory::open(path)?;
            let origin = memory.number(origin)?;
            memory.wait_at_most(Duration::from_millis(100))?;
            writer = Some((memory, origin));
            if !anew {
                reader = Some((Memory::look_into(path)?, origin));
            }
        }
        Ok(Self {
            inner: Mutex::new(Inner {
                asked: HashMap::new(),
                fresh: HashMap::new(),
                order: VecDeque::new(),
                reader,
                unsaved: writer.is_some().then(Vec::new),
                saved: Instant::now(),
            }),
            writer: Mutex::new(writer),
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> MutexGuard<'_, Option<(Memory, i64)>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The translation of a text, if it is known.
    ///
    /// # Errors
    /// [`StoreError`] if the memory fails; the run goes on without it.
    pub(super) fn find(&self, text: &TextKey) -> Result<Option<Remembered>, StoreError> {
        let mut inner = self.inner();
        if let Some(known) = inner.fresh.get(text) {
            return Ok(Some(known.clone()));
        }
        let Some((memory, origin)) = &inner.reader else {
            return Ok(None);
        };
        memory.find(*origin, text).inspect_err(|_| {
            inner.reader = None;
        })
    }

    /// Says what is to be done about a text that [`Recall::find`] did not find.
    pub(super) fn ask(&self, text: TextKey, piece: Key) -> Lookup {
        let mut inner = self.inner();
        if let Some(known) = inner.fresh.get(&text) {
            return Lookup::Known(known.clone());
        }
        if let Some(waiting) = inner.asked.get_mut(&text) {
            waiting.push(piece);
            return Lookup::Waits;
        }
        inner.asked.insert(text, Vec::new());
        Lookup::New
    }

    /// Takes the translation of a text that was new; returns the pieces that wait for it. Only a
    /// translation that is worth `keeping` is kept for others.
    pub(super) fn settle(&self, translated: &Remembered, keeping: bool) -> Vec<Key> {
        let mut inner = self.inner();
        let waiting = inner.asked.remove(&translated.text).unwrap_or_default();
        if !keeping {
            return waiting;
        }
        if let Some(unsaved) = &mut inner.unsaved {
            unsaved.push(translated.clone());
        }
        let text = translated.text.clone();
        if inner
            .fresh
            .insert(text.clone(), translated.clone())
            .is_none()
        {
            inner.order.push_back(text);
        }
        if inner.order.len() > KEPT
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.fresh.remove(&oldest);
        }
        waiting
    }

    /// Takes it that a text that was new could not be translated; returns the piece, of those that
    /// wait, that has to ask the translator again.
    pub(super) fn fail(&self, text: &TextKey) -> Option<Key> {
        let mut inner = self.inner();
        let waiting = inner.asked.get_mut(text)?;
        if waiting.is_empty() {
            inner.asked.remove(text);
            return None;
        }
        Some(waiting.remove(0))
    }

    /// Takes it that nobody will ask the translator for a text that was new.
    fn release(&self, text: &TextKey) {
        self.inner().asked.remove(text);
    }

    /// Writes what is not in the memory yet, if it is time to. If another process is writing, it
    /// is put off.
    ///
    /// # Errors
    /// [`StoreError`] if the memory fails; the run goes on without it.
    pub(super) fn save_in_time(&self) -> Result<(), StoreError> {
        let unsaved = {
            let mut inner = self.inner();
            let late = inner.saved.elapsed() > SOON;
            let Some(unsaved) = &mut inner.unsaved else {
                return Ok(());
            };
            if unsaved.is_empty() || (unsaved.len() < TOGETHER && !late) {
                return Ok(());
            }
            let unsaved = std::mem::take(unsaved);
            inner.saved = Instant::now();
            unsaved
        };
        self.write(unsaved)
    }

    /// Writes what is not in the memory yet, and waits for other processes that write.
    ///
    /// # Errors
    /// [`StoreError`] if the memory fails.
    pub(super) fn save(&self) -> Result<(), StoreError> {
        if let Some((memory, _)) = &*self.writer() {
            memory.wait_at_most(Memory::PATIENCE)?;
        }
        let unsaved = self.inner().unsaved.take();
        self.write(unsaved.unwrap_or_default())
    }

    fn write(&self, unsaved: Vec<Remembered>) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let Some((memory, origin)) = &*writer else {
            return Ok(());
        };
        let Err(error) = memory.add(*origin, &unsaved) else {
            return Ok(());
        };
        let is_busy = matches!(error, StoreError::Busy { .. });
        match &mut self.inner().unsaved {
            Some(waiting) if is_busy && unsaved.len() <= KEPT => {
                waiting.extend(unsaved);
                Ok(())
            }
            // At the end of a run nothing would write them later.
            waiting => {
                *waiting = None;
                *writer = None;
                Err(error)
            }
        }
    }
}

/// The new texts of an article whose requests are being made. If that panics, they are released:
/// otherwise other articles would wait for answers that never come. Until the requests are made, only
/// pieces of the same article may wait for these texts.
#[derive(Default)]
pub(super) struct Registered(Vec<(Arc<Recall>, TextKey)>);

impl Registered {
    /// Adds a text that is new to a translator.
    pub(super) fn add(&mut self, recall: &Arc<Recall>, text: TextKey) {
        self.0.push((recall.clone(), text));
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for (recall, text) in &self.0 {
                recall.release(text);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn text() -> TextKey {
        TextKey {
            source: "نص".into(),
            fragment: false,
            terms: String::new(),
        }
    }

    fn key(article: u32) -> Key {
        Key { article, piece: 0 }
    }

    fn translated() -> Remembered {
        Remembered {
            text: text(),
            translation: "text".into(),
            score: -0.5,
            cut: false,
        }
    }

    fn recall(path: Option<&Path>, anew: bool) -> Recall {
        let open = || {
            let memory = Memory::open(path?).unwrap();
            let origin = memory.number(&Origin {
                key: "k".into(),
                translator: "t".into(),
                from: "ar".into(),
                to: "en".into(),
            });
            Some((memory, origin.unwrap()))
        };
        let writer = open();
        Recall {
            inner: Mutex::new(Inner {
                asked: HashMap::new(),
                fresh: HashMap::new(),
                order: VecDeque::new(),
                reader: open().filter(|_| !anew),
                unsaved: writer.is_some().then(Vec::new),
                saved: Instant::now(),
            }),
            writer: Mutex::new(writer),
        }
    }

    #[test]
    fn a_text_is_asked_once_and_whoever_waits_is_told() {
        let recall = recall(None, false);
        let fragment = TextKey {
            fragment: true,
            ..text()
        };
        let with_term = TextKey {
            terms: "term".into(),
            ..text()
        };
        assert_eq!(recall.ask(text(), key(1)), Lookup::New);
        assert_eq!(recall.ask(text(), key(2)), Lookup::Waits);
        assert_eq!(recall.ask(fragment, key(3)), Lookup::New);
        assert_eq!(recall.ask(with_term, key(3)), Lookup::New);
        assert_eq!(recall.settle(&translated(), true), [key(2)]);
        assert_eq!(recall.ask(text(), key(4)), Lookup::Known(translated()));
    }

    #[test]
    fn a_text_that_failed_is_asked_again_by_whoever_waits() {
        let recall = recall(None, false);
        assert_eq!(recall.ask(text(), key(1)), Lookup::New);
        assert_eq!(recall.ask(text(), key(2)), Lookup::Waits);
        assert_eq!(recall.ask(text(), key(3)), Lookup::Waits);
        assert_eq!(recall.fail(&text()), Some(key(2)));
        assert_eq!(recall.ask(text(), key(4)), Lookup::Waits);
        assert_eq!(recall.settle(&translated(), true), [key(3), key(4)]);
        assert_eq!(recall.fail(&text()), None);
    }

    #[test]
    fn a_text_that_a_panic_left_unasked_is_new_again() {
        let recall = Arc::new(recall(None, false));
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let mut registered = Registered::default();
            assert_eq!(recall.ask(text(), key(1)), Lookup::New);
            registered.add(&recall, text());
            assert_eq!(recall.ask(text(), key(1)), Lookup::Waits);
            assert!(registered.0.is_empty(), "a defect");
        }));
        assert!(ended.is_err());
        let mut registered = Registered::default();
        assert_eq!(recall.ask(text(), key(2)), Lookup::New);
        registered.add(&recall, text());
        drop(registered);
        assert_eq!(recall.ask(text(), key(3)), Lookup::Waits);
        assert_eq!(recall.settle(&translated(), true), [key(3)]);
    }

    #[test]
    fn what_is_not_worth_keeping_serves_only_those_that_wait() {
        let recall = recall(None, false);
        assert_eq!(recall.ask(text(), key(1)), Lookup::New);
        assert_eq!(recall.ask(text(), key(2)), Lookup::Waits);
        assert_eq!(recall.settle(&translated(), false), [key(2)]);
        assert_eq!(recall.ask(text(), key(3)), Lookup::New);
    }

    #[test]
    fn a_memory_is_read_by_the_next_run_unless_it_begins_anew() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m.sqlite");
        let first = recall(Some(&path), false);
        assert_eq!(first.find(&text()).unwrap(), None);
        assert_eq!(first.ask(text(), key(1)), Lookup::New);
        first.settle(&translated(), true);
        first.save().unwrap();
        let second = recall(Some(&path), false);
        assert_eq!(second.find(&text()).unwrap(), Some(translated()));
        let anew = recall(Some(&path), true);
        assert_eq!(anew.find(&text()).unwrap(), None);
    }

    #[test]
    fn texts_wait_while_another_process_writes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m.sqlite");
        let recall = recall(Some(&path), false);
        if let Some((memory, _)) = &*recall.writer() {
            memory.wait_at_most(Duration::from_millis(1)).unwrap();
        }
        recall.settle(&translated(), true);
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        recall.write(vec![translated()]).unwrap();
        assert_eq!(recall.inner().unsaved.as_ref().unwrap().len(), 2);
        other.execute_batch("ROLLBACK").unwrap();
        recall.save().unwrap();
        let stats = Memory::open(&path).unwrap().stats().unwrap();
        assert_eq!(stats.translators[0].1, 1);
        // Nothing writes later what could not be written at the end.
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        if let Some((memory, _)) = &*recall.writer() {
            memory.wait_at_most(Duration::from_millis(1)).unwrap();
        }
        assert!(recall.inner().unsaved.is_none());
        assert!(recall.write(vec![translated()]).is_err());
    }
}
