//! A run over lines: articles are read as lines, and each is answered by one line, in the same
//! order.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use serde::Serialize;
use serde_json::Value;

use crate::article::{Echo, Echoed, RawFields, Record, read_json_lines};
use crate::brief::{Brief, FlatBrief, SCHEMA, is_unfinished, json_line, outcome_of};
use crate::store::{Outcome, StoreError, Totals};

use super::error::RunError;
use super::job_key::languages_of_key;
use super::messages::Product;
use super::models::Loads;
use super::observe::{Control, Settlement};
use super::settings::Recipe;
use super::stages::{Known, Sink, Source};
use super::state::{MemoryUse, Shared};
use super::work::work;

/// The name of the input where a path is expected.
const NAME: &str = "stdin";
/// How many lines may wait for the reading stage.
const READ_AHEAD: usize = 4;
/// How many bytes of answers may wait to be written.
const PENDING: usize = 1 << 20;

/// The input and output of a run over lines.
#[derive(Debug, Clone, Default)]
pub struct LinesRun {
    /// The translation memory, if there is one.
    pub memory: Option<PathBuf>,
    /// The fields of each line that come back in its answer.
    pub echo: Echo,
    /// Whether answers are flat, as rows of a table.
    pub flat: bool,
    /// After how many answers the output is flushed; 0 means after each.
    pub flush_every: u64,
}

/// The counts and the duration of a run over lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct LinesReport {
    /// The answered lines by outcome.
    pub lines: Totals,
    /// Answers of which a part failed that may work another time.
    pub unfinished: u64,
    /// Duration in seconds.
    pub seconds: f64,
    /// Whether it was stopped before the end of the input.
    pub interrupted: bool,
}

/// The lines of a run: those that come in, and those that go out.
#[derive(Debug)]
pub struct Channels<'a, I, O> {
    /// The articles, as JSON Lines.
    pub input: I,
    /// The answers, as JSON Lines.
    pub output: O,
    /// Ends the input once it is set: no more lines are read, and those that were read are answered.
    pub stop_reading: &'a AtomicBool,
}

/// Reads articles as lines and writes a line for each, in the order of the input: its brief with its
/// outcome, or the reason why there is none. A line is written as soon as all before it are. A model
/// is loaded when the first article needs it. A run that is stopped leaves the lines in progress
/// without an answer.
///
/// # Errors
/// [`RunError`] if lines cannot be read or written, or the models cannot be loaded.
pub fn filter<I, O>(
    recipe: &Recipe,
    run: &LinesRun,
    channels: Channels<'_, I, O>,
    loads: Loads<'_>,
    control: Control<'_>,
) -> Result<LinesReport, RunError>
where
    I: BufRead + Send + 'static,
    O: Write + Send,
{
    let clock = Instant::now();
    let Channels {
        input,
        output,
        stop_reading,
    } = channels;
    let memory = MemoryUse {
        path: run.memory.as_deref(),
        anew: false,
    };
    memory.check()?;
    let shared = Shared::new(recipe, control, memory);
    let order = Order::default();
    let source = Lines {
        shared: &shared,
        records: read(input, run.echo.clone()).map_err(RunError::Thread)?,
        order: &order,
        stop: stop_reading,
    };
    let sink = Answers {
        shared: &shared,
        order: &order,
        run,
        stop: stop_reading,
        output,
        pending: Vec::new(),
        waiting: BTreeMap::new(),
        next: 0,
        fingerprints: BTreeMap::new(),
    };
    let worked = work(&shared, source, sink, loads);
    shared.save();
    worked?;
    let counts = shared.into_counts();
    let stopped = |stop: &AtomicBool| stop.load(Ordering::Relaxed);
    Ok(LinesReport {
        lines: counts.articles,
        unfinished: counts.unfinished,
        seconds: clock.elapsed().as_secs_f64(),
        interrupted: stopped(stop_reading) || stopped(control.stop),
    })
}

/// Reads lines in a separate thread, which a stop does not wait for, because the next line may
/// never come.
fn read(
    mut input: impl BufRead + Send + 'static,
    echo: Echo,
) -> io::Result<Receiver<io::Result<Record>>> {
    let (sender, records) = bounded(READ_AHEAD);
    let reading = move || {
        let mut hand_over = |record| match sender.send(Ok(record)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            read_json_lines(NAME, &echo, &mut input, &mut hand_over)
        }));
        let defect = || io::Error::other("it hit a defect in mujaz; please report it");
        if let Err(error) = read.unwrap_or_else(|_| Err(defect())) {
            // Nobody waits for it any more after a stop.
            let _ = sender.send(Err(error));
        }
    };
    std::thread::Builder::new().spawn(reading)?;
    Ok(records)
}

/// The incoming lines.
struct Lines<'a> {
    shared: &'a Shared<'a>,
    records: Receiver<io::Result<Record>>,
    order: &'a Order,
    stop: &'a AtomicBool,
}

impl Source for Lines<'_> {
    fn each(&self, take: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), RunError> {
        while !self.shared.stopped() && !self.stop.load(Ordering::Relaxed) {
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
    echoed: Echoed,
}

impl Order {
    fn open(&self) -> MutexGuard<'_, BTreeMap<String, Came>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn came(&self, record: &Record) {
        let number = self.came.fetch_add(1, Ordering::Relaxed);
        let echoed = record.echoed.clone();
        self.open()
            .insert(record.path.clone(), Came { number, echoed });
    }
}

/// The outgoing lines.
struct Answers<'a, W> {
    shared: &'a Shared<'a>,
    order: &'a Order,
    run: &'a LinesRun,
    stop: &'a AtomicBool,
    output: W,
    /// Answers that are not written yet.
    pending: Vec<u8>,
    /// Answers whose turn has not come.
    waiting: BTreeMap<u64, String>,
    next: u64,
    /// The fingerprints of recipes, by the languages that they concern.
    fingerprints: BTreeMap<String, String>,
}

/// An outgoing line.
#[derive(Serialize)]
struct Answer<'a, T> {
    outcome: &'static str,
    /// The id of the incoming line.
    #[serde(skip_serializing_if = "Option::is_none")]
    input_id: Option<&'a Value>,
    /// The fields of the incoming line that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a RawFields>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unfinished: bool,
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

/// An outgoing line that is the row of a table.
#[derive(Serialize)]
struct Row<'a> {
    input_id: Option<&'a Value>,
    outcome: &'static str,
    reason: Option<&'a str>,
    #[serde(flatten)]
    brief: FlatBrief,
    unfinished: bool,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a RawFields>,
}

/// The outcome of a line, with its brief or the reason why there is none.
struct Ended<'a> {
    outcome: Outcome,
    reason: &'a str,
    brief: Option<&'a Brief>,
}

impl<W: Write> Answers<'_, W> {
    /// Writes a line if its turn has come, and those that waited for it.
    fn write(&mut self, number: u64, line: String) -> io::Result<()> {
        self.waiting.insert(number, line);
        while let Some(line) = self.waiting.remove(&self.next) {
            self.pending.extend_from_slice(line.as_bytes());
            self.pending.push(b'\n');
            self.next += 1;
            self.shared.places.give();
            let stopping = self.stop.load(Ordering::Relaxed);
            let is_turn = self.next.is_multiple_of(self.run.flush_every.max(1));
            // The program may end before the next answer.
            if stopping || is_turn || self.pending.len() > PENDING {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Writes whole lines, so that whoever ends the program leaves no half of one.
    fn flush(&mut self) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        self.output.write_all(&pending)?;
        self.output.flush()
    }

    fn answer(&mut self, came: &Came, path: &str, key: &str, ended: &Ended<'_>) -> String {
        let languages = languages_of_key(key);
        if !self.fingerprints.contains_key(languages) {
            let fingerprint = self.shared.recipe.fingerprint(languages);
            self.fingerprints.insert(languages.to_owned(), fingerprint);
        }
        let fingerprint = self.fingerprints[languages].as_str();
        let unfinished = ended.brief.is_some_and(is_unfinished);
        let Echoed { id, fields } = &came.echoed;
        let (input_id, input) = (id.as_ref(), fields.as_ref());
        let outcome = ended.outcome.name();
        let reason = ended.reason;
        if self.run.flat {
            return in_one_line(&Row {
                input_id,
                outcome,
                reason: ended.brief.is_none().then_some(reason),
                brief: ended.brief.map(FlatBrief::of).unwrap_or_default(),
                unfinished,
                fingerprint,
                input,
            });
        }
        match ended.brief {
            Some(content) => in_one_line(&Answer {
                outcome,
                input_id,
                input,
                fingerprint,
                unfinished,
                content,
            }),
            None => in_one_line(&Answer {
                outcome,
                input_id,
                input,
                fingerprint,
                unfinished,
                content: Unread {
                    schema: SCHEMA,
                    source: UnreadSource { path },
                    reason,
                },
            }),
        }
    }
}

impl<W: Write> Sink for Answers<'_, W> {
    fn put(&mut self, mut product: Product) -> Result<(), StoreError> {
        let (path, key) = product.names();
        let (path, key) = (path.to_owned(), key.to_owned());
        let (path, key) = (path.as_str(), key.as_str());
        // A line that is already answered met a defect after its answer.
        let Some(came) = self.order.open().get(path).cloned() else {
            return Ok(());
        };
        if let Product::Brief(brief, _) | Product::Again(brief, _) = &mut product {
            brief.id = brief_id(&came.echoed, key);
        }
        let ended = match &product {
            Product::Brief(brief, _) | Product::Again(brief, _) => {
                self.shared.counts().brief(brief);
                Ended {
                    outcome: Outcome::of(outcome_of(brief)),
                    reason: "",
                    brief: Some(brief),
                }
            }
            Product::Settled(settled) => Ended {
                outcome: settled.outcome,
                reason: &settled.reason,
                brief: None,
            },
        };
        let line = self.answer(&came, path, key, &ended);
        self.order.open().remove(path);
        self.write(came.number, line)
            .map_err(StoreError::io(Path::new("stdout"), "write"))?;
        self.shared.counts().articles.add(ended.outcome);
        self.shared.observer.settled(&Settlement {
            path,
            outcome: ended.outcome,
            reason: ended.reason,
            unchanged: false,
        });
        Ok(())
    }

    fn finish(&mut self) -> Result<(), StoreError> {
        let flushed = self.flush();
        flushed.map_err(StoreError::io(Path::new("stdout"), "write"))
    }
}

/// The id of the brief of a line. The number of the line, which is its path, says only how the lines
/// were divided among processes.
fn brief_id(echoed: &Echoed, key: &str) -> String {
    let own = echoed
        .id
        .as_ref()
        .map_or_else(String::new, Value::to_string);
    Brief::id_of(&own, key)
}

fn in_one_line(answer: &impl Serialize) -> String {
    json_line(answer).expect("a brief of strings and numbers that is not JSON is a bug")
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
            second: None,
        };
        let mut translators = Translators::default();
        translators.add("ar", "none", true, Box::new(move || Ok(translator)));
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
        let run = LinesRun::default();
        // The stages end in any order, so once is not enough.
        for _ in 0..2000 {
            let mut loads = Loads::default();
            let load: Load<'_> = Box::new(|| Err(anyhow::anyhow!("it is damaged")));
            loads.insert(Role::Translator("ar".into()), load);
            let input: &[u8] = "{\"text\": \"وصل الوزير إلى المدينة أمس.\"}\n".as_bytes();
            let channels = Channels {
                input,
                output: Vec::new(),
                stop_reading: &AtomicBool::new(false),
            };
            let control = Control {
                observer: &Silent,
                stop: &AtomicBool::new(false),
            };
            let ended = filter(&recipe, &run, channels, loads, control);
            let error = ended.expect_err("no translator");
            assert_eq!(error.to_string(), "it is damaged");
        }
    }
}
