//! Articles that come as lines and go as lines: one for each, in their order.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use serde::Serialize;
use serde_json::Value;

use crate::article::{Record, read_json_lines};
use crate::brief::{SCHEMA, outcome_of};
use crate::store::{Outcome, StoreError, Totals};

use super::messages::{Product, RunError};
use super::models::Loads;
use super::observe::{Observer, Settlement};
use super::settings::Recipe;
use super::stages::{Known, Sink, Source};
use super::state::Shared;
use super::work::work;

/// The name of the input where a path is asked for.
const NAME: &str = "stdin";
/// Lines that may wait for the reading stage.
const READ_AHEAD: usize = 4;

/// Reads articles from `input`, JSON Lines, and writes a line for each to `output`, in the order in
/// which they came: its brief with its outcome, or the reason why there is none. A line is written
/// as soon as those before it are. A model is loaded when the first article needs it.
/// Setting `stop` ends it soon, without the lines that are under way.
///
/// # Errors
/// [`RunError`] when lines cannot be read or written, or the models cannot be loaded.
pub fn filter(
    recipe: &Recipe,
    (input, output): (impl BufRead + Send + 'static, impl Write + Send),
    loads: Loads<'_>,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Totals, RunError> {
    let shared = Shared::new(recipe, observer, stop);
    let order = Order::default();
    let source = Lines {
        shared: &shared,
        records: read(input),
        order: &order,
    };
    let sink = Answers {
        shared: &shared,
        order: &order,
        output,
        waiting: BTreeMap::new(),
        next: 0,
    };
    work(&shared, source, sink, loads)?;
    Ok(shared.into_counts().articles)
}

/// Reads lines in a thread of their own, which a stop does not wait for: the next line may never
/// come.
fn read(mut input: impl BufRead + Send + 'static) -> Receiver<io::Result<Record>> {
    let (sender, records) = bounded(READ_AHEAD);
    std::thread::spawn(move || {
        let read = catch_unwind(AssertUnwindSafe(|| {
            read_json_lines(
                NAME,
                &mut input,
                &mut |record| match sender.send(Ok(record)) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                },
            )
        }));
        let defect = || io::Error::other("it hit a defect in mujaz; please report it");
        if let Err(error) = read.unwrap_or_else(|_| Err(defect())) {
            // Nobody waits for it any more after a stop.
            let _ = sender.send(Err(error));
        }
    });
    records
}

/// The lines that come in.
struct Lines<'a> {
    shared: &'a Shared<'a>,
    records: Receiver<io::Result<Record>>,
    order: &'a Order,
}

impl Source for Lines<'_> {
    fn each(&self, take: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), RunError> {
        while !self.shared.stopped() {
            let record = match self.records.recv_timeout(Duration::from_millis(50)) {
                Ok(record) => record.map_err(StoreError::io(Path::new(NAME), "read"))?,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            self.order.came(&record);
            if take(record).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn known(&self, _: &Record, _: &str) -> Result<Known, RunError> {
        Ok(Known::Nothing)
    }
}

/// The lines that came in and are not answered, by their paths.
#[derive(Default)]
struct Order {
    came: AtomicU64,
    open: Mutex<BTreeMap<String, Came>>,
}

#[derive(Clone)]
struct Came {
    /// From 0.
    number: u64,
    id: Option<Value>,
}

impl Order {
    fn open(&self) -> MutexGuard<'_, BTreeMap<String, Came>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn came(&self, record: &Record) {
        let number = self.came.fetch_add(1, Ordering::Relaxed);
        let id = record.id.clone();
        self.open().insert(record.path.clone(), Came { number, id });
    }
}

/// The lines that go out.
struct Answers<'a, W> {
    shared: &'a Shared<'a>,
    order: &'a Order,
    output: W,
    /// Answers whose turn has not come.
    waiting: BTreeMap<u64, String>,
    next: u64,
}

/// A line that goes out.
#[derive(Serialize)]
struct Answer<'a, T> {
    outcome: &'static str,
    /// The `id` of the line that came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    input_id: Option<&'a Value>,
    #[serde(flatten)]
    content: T,
}

/// The answer in the place of a brief.
#[derive(Serialize)]
struct Unread<'a> {
    schema: u32,
    source: UnreadSource<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
struct UnreadSource<'a> {
    path: &'a str,
}

impl<W: Write> Answers<'_, W> {
    /// Writes a line, and those that waited for it.
    fn write(&mut self, number: u64, line: String) -> io::Result<()> {
        self.waiting.insert(number, line);
        while let Some(line) = self.waiting.remove(&self.next) {
            writeln!(self.output, "{line}")?;
            self.next += 1;
            self.shared.places.give();
        }
        self.output.flush()
    }
}

impl<W: Write> Sink for Answers<'_, W> {
    fn put(&mut self, product: Product) -> Result<(), StoreError> {
        let path = product.names().0.to_owned();
        // A line that was answered already is one whose answer met a defect.
        let Some(Came { number, id }) = self.order.open().get(&path).cloned() else {
            return Ok(());
        };
        let (outcome, reason, line) = match product {
            Product::Brief(brief, _) | Product::Again(brief, _) => {
                let outcome = Outcome::of(outcome_of(&brief));
                (
                    outcome,
                    String::new(),
                    answer(outcome, id.as_ref(), &*brief),
                )
            }
            Product::Settled(settled) => {
                let unread = Unread {
                    schema: SCHEMA,
                    source: UnreadSource { path: &path },
                    reason: &settled.reason,
                };
                let line = answer(settled.outcome, id.as_ref(), unread);
                (settled.outcome, settled.reason, line)
            }
        };
        self.order.open().remove(&path);
        self.write(number, line)
            .map_err(StoreError::io(Path::new("stdout"), "write"))?;
        self.shared.counts().articles.add(outcome);
        self.shared.observer.settled(&Settlement {
            path: &path,
            outcome,
            reason: &reason,
            unchanged: false,
        });
        Ok(())
    }
}

fn answer(outcome: Outcome, input_id: Option<&Value>, content: impl Serialize) -> String {
    let outcome = outcome.name();
    serde_json::to_string(&Answer {
        outcome,
        input_id,
        content,
    })
    .expect("a brief of strings and numbers that is not JSON is a bug")
}
