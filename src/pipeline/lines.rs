//! A run over lines: articles are read as lines, and each is answered by one line, in the same
//! order.

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
use crate::brief::{SCHEMA, json_line, outcome_of};
use crate::store::{Outcome, StoreError, Totals};

use super::error::RunError;
use super::messages::Product;
use super::models::Loads;
use super::observe::{Observer, Settlement};
use super::settings::Recipe;
use super::stages::{Known, Sink, Source};
use super::state::{MemoryUse, Shared};
use super::work::work;

/// The name of the input where a path is expected.
const NAME: &str = "stdin";
/// How many lines may wait for the reading stage.
const READ_AHEAD: usize = 4;

/// Reads articles from `input`, JSON Lines, and writes a line for each to `output`, in the order
/// of the input: its brief with its outcome, or the reason why there is none. A line is written as
/// soon as all before it are. A model is loaded when the first article needs it. Setting `stop`
/// ends the run soon, without the lines that are in progress. `memory` is the translation memory,
/// if there is one.
///
/// # Errors
/// [`RunError`] if lines cannot be read or written, or the models cannot be loaded.
pub fn filter(
    (recipe, memory): (&Recipe, Option<&Path>),
    (input, output): (impl BufRead + Send + 'static, impl Write + Send),
    loads: Loads<'_>,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Totals, RunError> {
    let memory = MemoryUse {
        path: memory,
        anew: false,
    };
    memory.check()?;
    let shared = Shared::new(recipe, observer, stop, memory);
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
    let worked = work(&shared, source, sink, loads);
    shared.save();
    worked?;
    Ok(shared.into_counts().articles)
}

/// Reads lines in a separate thread, which a stop does not wait for, because the next line may
/// never come.
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

/// The incoming lines.
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

    fn known(&self, _: &Record) -> Result<Known, RunError> {
        Ok(Known::Nothing)
    }
}

/// The lines that are not answered yet, by their paths.
#[derive(Default)]
struct Order {
    came: AtomicU64,
    open: Mutex<BTreeMap<String, Came>>,
}

#[derive(Clone)]
struct Came {
    /// The number of the line, from 0.
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

/// The outgoing lines.
struct Answers<'a, W> {
    shared: &'a Shared<'a>,
    order: &'a Order,
    output: W,
    /// Answers whose turn has not come.
    waiting: BTreeMap<u64, String>,
    next: u64,
}

/// An outgoing line.
#[derive(Serialize)]
struct Answer<'a, T> {
    outcome: &'static str,
    /// The `id` of the incoming line.
    #[serde(skip_serializing_if = "Option::is_none")]
    input_id: Option<&'a Value>,
    #[serde(flatten)]
    content: T,
}

/// The answer for an article without a brief.
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
    /// Writes a line if its turn has come, and those that waited for it.
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
        // A line that is already answered met a defect after its answer.
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
    json_line(&Answer {
        outcome,
        input_id,
        content,
    })
    .expect("a brief of strings and numbers that is not JSON is a bug")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::ModelIdentity;
    use crate::engine::Precision;
    use crate::pipeline::{Load, ModelUse, Role, Silent, Summarizing, Translator, Translators};

    #[test]
    fn a_model_that_cannot_be_loaded_is_always_an_error() {
        let translator = Translator {
            model: ModelUse {
                identity: ModelIdentity {
                    name: "none".into(),
                    revision: None,
                    hash: "none".into(),
                    licence: None,
                },
                precision: Precision::F32,
                shortlist: false,
            },
            glossary: None,
            approved: None,
        };
        let mut translators = Translators::default();
        translators.add("ar", ("none", true), Box::new(move || Ok(translator)));
        let recipe = Recipe {
            from: None,
            translators,
            fields: crate::article::FieldMap::default(),
            beams: 1,
            split_at: 128,
            summarizing: Summarizing::Off,
            headliner: None,
            device: "cpu".into(),
        };
        // The stages end in any order, so once is not enough.
        for _ in 0..2000 {
            let mut loads = Loads::default();
            let load: Load<'_> = Box::new(|| Err(anyhow::anyhow!("it is damaged")));
            loads.insert(Role::Translator("ar".into()), load);
            let input: &[u8] = "{\"text\": \"وصل الوزير إلى المدينة أمس.\"}\n".as_bytes();
            let stop = AtomicBool::new(false);
            let ended = filter((&recipe, None), (input, Vec::new()), loads, &Silent, &stop);
            let error = ended.expect_err("no translator");
            assert_eq!(error.to_string(), "it is damaged");
        }
    }
}
