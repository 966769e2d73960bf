//! A run over lines: articles are read as lines, and each is answered by one line, in the same
//! order. The answers are in `answers`.

use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use serde::Serialize;

use crate::article::{Echo, Record, read_json_lines};
use crate::store::{StoreError, Totals};

use super::answers::{Answers, Order};
use super::error::RunError;
use super::kept::Kept;
use super::observe::Control;
use super::settings::Recipe;
use super::stages::{Known, Source};
use super::state::{MemoryUse, Shared};
use super::work::work;

/// The name of the input where a path is expected.
const NAME: &str = "stdin";
/// How many lines may wait for the reading stage.
const READ_AHEAD: usize = 4;

/// The input and output of a run over lines.
#[derive(Debug, Clone, Default)]
pub struct LinesRun {
    /// The translation memory, if there is one.
    pub memory: Option<PathBuf>,
    /// The fields of each line that come back in its answer. If the lines are requests of a batch file,
    /// the answers are the results of one, and their messages the rows of a table.
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
    models: &Kept<'_>,
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
    let sink = Answers::new(&shared, &order, run, stop_reading, output);
    let worked = work(&shared, source, sink, models);
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::{Budget, DecodeParams, Engine, Mock, MockCodec, Seq2Seq};
    use crate::model::TextCodec;
    use crate::pipeline::job_key::tests::translator;
    use crate::pipeline::key::Key;
    use crate::pipeline::models::tests::with;
    use crate::pipeline::settings::tests::recipe;
    use crate::pipeline::{
        Footprint, Load, Loads, Role, Running, Silent, Summarizing, Translators,
    };

    /// A recipe with a translator of Arabic and without summaries.
    fn arabic() -> Recipe {
        let translator = translator("none");
        let mut translators = Translators::default();
        translators.add("ar", "none", true, Box::new(move || Ok(translator)));
        Recipe {
            from: None,
            translators,
            summarizing: Summarizing::Off,
            ..recipe()
        }
    }

    /// The models of such a recipe, of which `load` loads the translator.
    fn loaded<'a>(load: impl FnMut() -> anyhow::Result<Running> + Send + 'a) -> Kept<'a> {
        let load = Load {
            footprint: Footprint {
                weights: 0,
                bytes: 0,
            },
            load: Box::new(load),
        };
        Kept::new(Loads::from([(Role::Translator("ar".into()), load)]), None)
    }

    /// What one line comes to with these models.
    fn filtered(recipe: &Recipe, models: &Kept<'_>) -> Result<String, RunError> {
        let input: &[u8] = "{\"text\": \"وصل الوزير إلى المدينة أمس.\"}\n".as_bytes();
        let mut output = Vec::new();
        let channels = Channels {
            input,
            output: &mut output,
            stop_reading: &AtomicBool::new(false),
        };
        let control = Control {
            observer: &Silent,
            stop: &AtomicBool::new(false),
        };
        filter(recipe, &LinesRun::default(), channels, models, control)?;
        Ok(String::from_utf8_lossy(&output).into_owned())
    }

    #[test]
    fn a_model_that_cannot_be_loaded_is_always_an_error() {
        let recipe = arabic();
        // The stages end in any order, so once is not enough.
        for _ in 0..2000 {
            let models = loaded(|| Err(anyhow::anyhow!("it is damaged")));
            let error = filtered(&recipe, &models).expect_err("no translator");
            assert_eq!(error.to_string(), "it is damaged");
        }
    }

    #[test]
    fn an_answer_to_an_article_of_an_earlier_run_is_not_taken_for_one_of_this_run() {
        let slow = Mock::new(MockCodec::EOS, 64, Duration::from_millis(20));
        let replicas = vec![Box::new(slow) as Box<dyn Seq2Seq>];
        let batch = Budget {
            tokens: 64,
            rows: 8,
        };
        let engine = Engine::start(replicas, batch).expect("a thread");
        let model = with(Arc::new(engine));
        let models = loaded(|| Ok(model.clone()));
        let recipe = arabic();
        let translation = |line: &str| {
            let brief: serde_json::Value = serde_json::from_str(line).expect("a brief");
            brief["paragraphs"].clone()
        };
        let first = filtered(&recipe, &models).expect("a brief");
        // An article that hit a defect leaves such requests: its first piece, and one that this run's
        // article does not have. They are answered while that article is being translated.
        for piece in [0, 7] {
            let key = Key { article: 0, piece };
            model.ask(
                key,
                MockCodec.encode("It is stale."),
                DecodeParams::default(),
            );
        }
        let second = filtered(&recipe, &models).expect("a brief");
        assert!(translation(&first).is_array());
        assert_eq!(translation(&second), translation(&first));
        models.stop();
        model.stop();
    }
}
