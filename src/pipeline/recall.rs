//! What need not be translated again: texts that are with the translator already, those of this
//! run, and those of a translation memory.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::store::{Memory, Remembered, StoreError};

use super::models::Key;
use super::settings::Recipe;

/// Number of texts that are kept for the time until they are in a memory, or in its place.
const KEPT: usize = 65_536;
/// Number of texts that are written to a memory at once.
const TOGETHER: usize = 256;

/// A text for the translator.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) source: &'a str,
    /// Whether it is a fragment and not a sentence.
    pub(super) fragment: bool,
}

/// What is known of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Lookup {
    /// Its translation.
    Known(Remembered),
    /// It is with the translator; whoever asked gets the answer.
    Waits,
    /// Nothing: whoever asked has to ask the translator, and to settle it.
    New,
}

/// The texts of a run. A text is with the translator at most once at a time.
pub(super) struct Recall(Mutex<Inner>);

struct Inner {
    /// The texts that are with the translator, and the pieces that wait for them.
    asked: HashMap<Hash, Vec<Key>>,
    /// Translations of this run, and their order.
    fresh: HashMap<Hash, Remembered>,
    order: VecDeque<Hash>,
    store: Option<Store>,
}

/// A memory in a file.
struct Store {
    memory: Memory,
    /// The number of this run's translator and settings in it.
    origin: i64,
    /// Whether what it holds is used, and not only made up for.
    used: bool,
    unsaved: Vec<Remembered>,
}

type Hash = [u8; 32];

impl Store {
    fn new((memory, origin): (Memory, i64), used: bool) -> Self {
        Self {
            memory,
            origin,
            used,
            unsaved: Vec::new(),
        }
    }

    fn find(&self, text: Text<'_>) -> Result<Option<Remembered>, StoreError> {
        if !self.used {
            return Ok(None);
        }
        self.memory.find(self.origin, text.source, text.fragment)
    }

    fn save(&mut self) -> Result<(), StoreError> {
        let unsaved = std::mem::take(&mut self.unsaved);
        self.memory.add(self.origin, &unsaved)
    }
}

impl Text<'_> {
    fn hash(self) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[u8::from(self.fragment)]);
        hasher.update(self.source.as_bytes());
        hasher.finalize().into()
    }
}

impl Recall {
    /// The texts of a run by `recipe` with the memory at this path; what it holds is used if `used`
    /// is set.
    ///
    /// # Errors
    /// [`StoreError`] if there is a memory that cannot be used.
    pub(super) fn open(
        memory: Option<&Path>,
        recipe: &Recipe,
        used: bool,
    ) -> Result<Self, StoreError> {
        let store = memory.map(|path| {
            let memory = Memory::open(path)?;
            let origin = memory.number(&recipe.origin())?;
            Ok(Store::new((memory, origin), used))
        });
        Ok(Self::new(store.transpose()?))
    }

    fn new(store: Option<Store>) -> Self {
        Self(Mutex::new(Inner {
            asked: HashMap::new(),
            fresh: HashMap::new(),
            order: VecDeque::new(),
            store,
        }))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks up the text of a piece.
    ///
    /// # Errors
    /// [`StoreError`] if the memory fails; the run goes on without it.
    pub(super) fn look_up(&self, text: Text<'_>, piece: Key) -> (Lookup, Option<StoreError>) {
        let hash = text.hash();
        let mut inner = self.inner();
        if let Some(waiting) = inner.asked.get_mut(&hash) {
            waiting.push(piece);
            return (Lookup::Waits, None);
        }
        if let Some(known) = inner.fresh.get(&hash) {
            return (Lookup::Known(known.clone()), None);
        }
        let found = inner
            .store
            .as_ref()
            .map_or(Ok(None), |store| store.find(text));
        let (found, error) = inner.or_give_up(found);
        match found.flatten() {
            Some(known) => (Lookup::Known(known), error),
            None => {
                inner.asked.insert(hash, Vec::new());
                (Lookup::New, error)
            }
        }
    }

    /// Takes what became of a text that was new; returns the pieces that wait for it.
    ///
    /// # Errors
    /// [`StoreError`] if the memory fails; the run goes on without it.
    pub(super) fn settle(
        &self,
        text: Text<'_>,
        translated: Option<Remembered>,
    ) -> (Vec<Key>, Option<StoreError>) {
        let hash = text.hash();
        let mut inner = self.inner();
        let waiting = inner.asked.remove(&hash).unwrap_or_default();
        let Some(translated) = translated else {
            return (waiting, None);
        };
        let mut saved = Ok(());
        if let Some(store) = &mut inner.store {
            store.unsaved.push(translated.clone());
            if store.unsaved.len() >= TOGETHER {
                saved = store.save();
            }
        }
        if inner.fresh.insert(hash, translated).is_none() {
            inner.order.push_back(hash);
        }
        if inner.order.len() > KEPT
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.fresh.remove(&oldest);
        }
        let (_, error) = inner.or_give_up(saved);
        (waiting, error)
    }

    /// Writes what is not in the memory yet.
    ///
    /// # Errors
    /// [`StoreError`] if the memory fails.
    pub(super) fn save(&self) -> Result<(), StoreError> {
        self.inner().store.as_mut().map_or(Ok(()), Store::save)
    }
}

impl Inner {
    /// Goes on without the memory after an error, which is returned.
    fn or_give_up<T>(&mut self, result: Result<T, StoreError>) -> (Option<T>, Option<StoreError>) {
        match result {
            Ok(value) => (Some(value), None),
            Err(error) => {
                self.store = None;
                (None, Some(error))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::store::Origin;

    const TEXT: Text<'static> = Text {
        source: "نص",
        fragment: false,
    };

    fn key(article: u32) -> Key {
        Key { article, piece: 0 }
    }

    fn translated() -> Remembered {
        Remembered {
            source: TEXT.source.into(),
            fragment: false,
            translation: "text".into(),
            score: -0.5,
            cut: false,
        }
    }

    #[test]
    fn a_text_is_asked_once_and_whoever_waits_is_told() {
        let recall = Recall::new(None);
        let fragment = Text {
            fragment: true,
            ..TEXT
        };
        assert_eq!(recall.look_up(TEXT, key(1)).0, Lookup::New);
        assert_eq!(recall.look_up(TEXT, key(2)).0, Lookup::Waits);
        assert_eq!(recall.look_up(fragment, key(3)).0, Lookup::New);
        assert_eq!(recall.settle(TEXT, Some(translated())).0, [key(2)]);
        let known = recall.look_up(TEXT, key(4)).0;
        assert_eq!(known, Lookup::Known(translated()));
    }

    #[test]
    fn a_text_that_failed_is_asked_again() {
        let recall = Recall::new(None);
        assert_eq!(recall.look_up(TEXT, key(1)).0, Lookup::New);
        assert_eq!(recall.look_up(TEXT, key(2)).0, Lookup::Waits);
        assert_eq!(recall.settle(TEXT, None).0, [key(2)]);
        assert_eq!(recall.look_up(TEXT, key(3)).0, Lookup::New);
    }

    #[test]
    fn a_memory_is_read_by_the_next_run_unless_it_begins_anew() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m.sqlite");
        let open = |used| {
            let memory = Memory::open(&path).unwrap();
            let origin = memory.number(&Origin {
                key: "k".into(),
                translator: "t".into(),
                from: "ar".into(),
                to: "en".into(),
            });
            let origin = origin.unwrap();
            Recall::new(Some(Store::new((memory, origin), used)))
        };
        let first = open(true);
        assert_eq!(first.look_up(TEXT, key(1)).0, Lookup::New);
        first.settle(TEXT, Some(translated()));
        first.save().unwrap();
        let known = open(true).look_up(TEXT, key(1)).0;
        assert_eq!(known, Lookup::Known(translated()));
        assert_eq!(open(false).look_up(TEXT, key(1)).0, Lookup::New);
    }
}
