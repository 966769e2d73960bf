//! The answers of a run over lines. This file owns their order, which is that of the lines, and what
//! an answer holds.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;

use crate::article::{Echoed, RawFields, Record};
use crate::brief::{Brief, FlatBrief, SCHEMA, is_unfinished, json_line, outcome_of};
use crate::store::{Outcome, StoreError};

use super::batch_result::{Completion, Refused, Request};
use super::job_key::languages_of_key;
use super::lines::LinesRun;
use super::messages::Product;
use super::observe::Settlement;
use super::stages::Sink;
use super::state::Shared;

/// How many bytes of answers may wait to be written.
const PENDING: usize = 1 << 20;

/// The lines that are not answered yet, by their paths.
#[derive(Default)]
pub(super) struct Order {
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

    /// Takes note of a line that came.
    pub(super) fn came(&self, record: &Record) {
        let number = self.came.fetch_add(1, Ordering::Relaxed);
        let echoed = record.echoed.clone();
        self.open()
            .insert(record.path.clone(), Came { number, echoed });
    }
}

/// The outgoing lines.
pub(super) struct Answers<'a, W> {
    shared: &'a Shared<'a>,
    order: &'a Order,
    run: &'a LinesRun,
    stop: &'a AtomicBool,
    output: W,
    /// Answers that are not written yet.
    pending: Vec<u8>,
    /// Answers whose turn has not come.
    waiting: BTreeMap<u64, (String, bool)>,
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
    /// Whether it, or a part of it, may end otherwise another time.
    may_pass: bool,
}

/// What is said of a request of which no sentence could be translated for now.
const NOTHING_FOR_NOW: &str = "no sentence could be translated; another try may succeed";

impl<'a> Ended<'a> {
    /// The brief that a request of a batch file is answered with. One without a word of English that
    /// may come out otherwise another time is none.
    fn brief_for_request(&self) -> Option<&'a Brief> {
        let is_nothing = self.outcome == Outcome::Failed && self.may_pass;
        self.brief.filter(|_| !is_nothing)
    }

    /// Why a request has no answer.
    fn refusal(&self) -> Refused<'a> {
        let message = match self.brief {
            Some(_) => NOTHING_FOR_NOW,
            None => self.reason,
        };
        Refused {
            code: self.outcome.name(),
            message,
            may_pass: self.may_pass,
        }
    }
}

impl<'a, W: Write> Answers<'a, W> {
    /// Answers for lines of this order. `stop` is set when no more lines are read.
    pub(super) fn new(
        shared: &'a Shared<'a>,
        order: &'a Order,
        run: &'a LinesRun,
        stop: &'a AtomicBool,
        output: W,
    ) -> Self {
        Self {
            shared,
            order,
            run,
            stop,
            output,
            pending: Vec::new(),
            waiting: BTreeMap::new(),
            next: 0,
            fingerprints: BTreeMap::new(),
        }
    }

    /// Writes a line if its turn has come, and those that waited for it. With a line comes whether its
    /// article has a place to be given back.
    fn write(&mut self, number: u64, line: (String, bool)) -> io::Result<()> {
        self.waiting.insert(number, line);
        while let Some((line, has_place)) = self.waiting.remove(&self.next) {
            self.pending.extend_from_slice(line.as_bytes());
            self.pending.push(b'\n');
            self.next += 1;
            if has_place {
                self.shared.places.give();
            }
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
        let row = || {
            in_one_line(&Row {
                input_id,
                outcome,
                reason: ended.brief.is_none().then_some(reason),
                brief: ended.brief.map(FlatBrief::of).unwrap_or_default(),
                unfinished,
                fingerprint,
                input,
            })
        };
        if self.run.echo.is_of_requests() {
            let hash = brief_id(&came.echoed, key);
            let request = Request::of(input_id, &hash);
            return in_one_line(&match ended.brief_for_request() {
                Some(brief) => request.completed(&Completion {
                    translator: brief.translator_name().as_deref(),
                    fingerprint,
                    content: &row(),
                }),
                None => request.refused(&ended.refusal()),
            });
        }
        if self.run.flat {
            return row();
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
        // A line that is already answered met a defect after its answer.
        let Some(came) = self.order.open().get(product.names().0).cloned() else {
            return Ok(());
        };
        if let Product::Brief(brief, key) | Product::Again(brief, key) = &mut product {
            brief.id = brief_id(&came.echoed, key);
        }
        let (path, key) = product.names();
        let ended = match &product {
            Product::Brief(brief, _) | Product::Again(brief, _) => {
                self.shared.counts().brief(brief);
                Ended {
                    outcome: Outcome::of(outcome_of(brief)),
                    reason: "",
                    brief: Some(brief),
                    may_pass: is_unfinished(brief),
                }
            }
            Product::Settled(settled) => Ended {
                outcome: settled.outcome,
                reason: &settled.reason,
                brief: None,
                may_pass: settled.may_pass,
            },
        };
        let line = self.answer(&came, path, key, &ended);
        self.order.open().remove(path);
        self.write(came.number, (line, product.has_place()))
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
    let name = echoed
        .id
        .as_ref()
        .map_or_else(String::new, Value::to_string);
    Brief::id_of(&name, key)
}

fn in_one_line(answer: &impl Serialize) -> String {
    json_line(answer).expect("a brief of strings and numbers that is not JSON is a bug")
}
