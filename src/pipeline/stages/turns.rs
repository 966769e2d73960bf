//! The order in which articles are prepared. This file owns which article waits until there is room for
//! its translators, and when others are unloaded for it: what the loaded ones can translate goes first,
//! so that models are not loaded in turns.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, TryRecvError};

use crate::pipeline::job::Readable;
use crate::pipeline::room::{Entry, Hold, Needs, Room};

/// How often it is looked whether translators have become idle.
const TICK: Duration = Duration::from_millis(20);

/// The articles that were read, in the order of their turns. Without a limit for models that is the
/// order in which they came.
pub(in crate::pipeline) struct Turns<'a> {
    articles: Receiver<Readable>,
    room: &'a Mutex<Room>,
    /// The articles for whose translators there is no room, by the weights that these have, with the
    /// numbers in whose order they came.
    waiting: BTreeMap<Needs, VecDeque<(u64, Readable)>>,
    /// How many articles came.
    came: u64,
}

/// An article whose turn it is.
pub(super) struct Turn {
    pub(super) readable: Readable,
    /// Keeps its translators in memory.
    pub(super) hold: Hold,
    /// The weights that are to be unloaded before its translators are loaded.
    pub(super) leaving: Vec<usize>,
}

impl<'a> Turns<'a> {
    pub(in crate::pipeline) fn new(articles: Receiver<Readable>, room: &'a Mutex<Room>) -> Self {
        Self {
            articles,
            room,
            waiting: BTreeMap::new(),
            came: 0,
        }
    }

    /// Which models may be in memory together.
    pub(super) fn room(&self) -> MutexGuard<'a, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next article; `None` when all had their turns, or if the run `is_stopped`.
    pub(super) fn take(&mut self, is_stopped: &dyn Fn() -> bool) -> Option<Turn> {
        while !is_stopped() {
            if let Some(turn) = self.first(|entry| *entry == Entry::Free) {
                return Some(turn);
            }
            match self.articles.try_recv() {
                Ok(readable) => {
                    self.add(readable);
                    continue;
                }
                Err(TryRecvError::Disconnected) if self.waiting.is_empty() => return None,
                Err(_) => {}
            }
            // The loaded translators have nothing left that they could begin.
            if let Some(turn) = self.first(|entry| *entry != Entry::Full) {
                return Some(turn);
            }
            self.wait()?;
        }
        None
    }

    /// Waits for an article, and while others wait already no longer than a tick. `None` if there is
    /// nothing to wait for.
    fn wait(&mut self) -> Option<()> {
        if self.waiting.is_empty() {
            let readable = self.articles.recv().ok()?;
            self.add(readable);
            return Some(());
        }
        match self.articles.recv_timeout(TICK) {
            Ok(readable) => self.add(readable),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(TICK),
        }
        Some(())
    }

    fn add(&mut self, readable: Readable) {
        let needs = self.room().needs(&readable.languages.all());
        let same = self.waiting.entry(needs).or_default();
        same.push_back((self.came, readable));
        self.came += 1;
    }

    /// The article that has waited longest of those that may enter in this way.
    fn first(&mut self, may_enter: impl Fn(&Entry) -> bool) -> Option<Turn> {
        let mut room = self.room();
        let waiting = self.waiting.iter();
        let entries = waiting.filter_map(|(needs, articles)| {
            let (number, _) = articles.front()?;
            let entry = room.entry(needs);
            may_enter(&entry).then_some((*number, needs, entry))
        });
        let (_, needs, entry) = entries.min_by_key(|(number, ..)| *number)?;
        let needs = needs.clone();
        let leaving = match entry {
            Entry::After(leaving) => leaving,
            Entry::Free | Entry::Full => Vec::new(),
        };
        let hold = room.hold(&needs);
        let articles = self.waiting.get_mut(&needs)?;
        let (_, readable) = articles.pop_front()?;
        if articles.is_empty() {
            self.waiting.remove(&needs);
        }
        Some(Turn {
            readable,
            hold,
            leaving,
        })
    }
}

#[cfg(test)]
#[path = "turns_tests.rs"]
#[allow(clippy::unwrap_used)]
mod tests;
