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

use super::observe::{Observer, Settlement};
use super::read::Source;
use super::run::{Load, RunError, Shared, work};
use super::settings::Settings;
use super::write::{Sink, Write as ToWrite};

/// The name of the input where a path is asked for.
const NAME: &str = "stdin";
/// Lines that may wait for the reading stage.
const READ_AHEAD: usize = 4;

/// Reads articles from `input`, JSON Lines, and writes a line for each to `output`, in the order in
/// which they came: its brief with its outcome, or the reason why there is none. A line is written
/// as soon as those before it are. `load` is called when the first article needs the models.
/// Setting `stop` ends it soon, without the lines that are under way.
///
/// # Errors
/// [`RunError`] when lines cannot be read or written, or the models cannot be loaded.
pub fn filter(
    settings: &Settings,
    (input, output): (impl BufRead + Send + 'static, impl Write + Send),
    load: Load<'_>,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Totals, RunError> {
    let shared = Shared::new(settings, observer, stop);
    let order = Order::default();
    let source = Source::Lines(Lines {
        records: read(input),
        order: &order,
    });
    let sink = Answers {
        shared: &shared,
        order: &order,
        output,
        waiting: BTreeMap::new(),
        next: 0,
    };
    work(&shared, source, sink, load)?;
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
pub(super) struct Lines<'a> {
    records: Receiver<io::Result<Record>>,
    order: &'a Order,
}

impl Lines<'_> {
    /// The next line; none after the last one, and after a stop.
    pub(super) fn next(&self, shared: &Shared<'_>) -> Result<Option<Record>, StoreError> {
        while !shared.stopped() {
            match self.records.recv_timeout(Duration::from_millis(50)) {
                Ok(record) => {
                    let record = record.map_err(StoreError::io(Path::new(NAME), "read"))?;
                    self.order.came(&record);
                    return Ok(Some(record));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(None)
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
    fn put(&mut self, write: ToWrite) -> Result<(), StoreError> {
        let (path, outcome, reason) = match &write {
            ToWrite::Brief(brief, _) | ToWrite::Again(brief, _) => {
                (&brief.source.path, Outcome::of(outcome_of(brief)), "")
            }
            ToWrite::Settled(settled) => (&settled.path, settled.outcome, &*settled.reason),
        };
        let came = self.order.open().get(path).cloned();
        // A line that was answered already is one whose answer met a defect.
        let Some(Came { number, id }) = came else {
            return Ok(());
        };
        let line = match &write {
            ToWrite::Brief(brief, _) | ToWrite::Again(brief, _) => {
                answer(outcome, id.as_ref(), &**brief)
            }
            ToWrite::Settled(_) => answer(
                outcome,
                id.as_ref(),
                Unread {
                    schema: SCHEMA,
                    source: UnreadSource { path },
                    reason,
                },
            ),
        };
        self.order.open().remove(path);
        self.write(number, line)
            .map_err(StoreError::io(Path::new("stdout"), "write"))?;
        self.shared.counts().articles.add(outcome);
        self.shared.observer.settled(&Settlement {
            path,
            outcome,
            reason,
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
