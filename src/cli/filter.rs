//! `mujaz filter`: writes one brief for each line, for programs that divide work among many
//! processes.

use std::io::{BufReader, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::Exit;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::input::typed;
use super::interrupt::stop_on_interrupt;
use super::log::{self, Level, LogArgs};
use super::output::{messages, raw_stdout};
use super::progress::Progress;
use super::quantity::{seconds, whole};
use super::recipe_args::{RecipeArgs, Resolved};
use super::resolve::{self, FailOn};
use crate::article::Echo;
use crate::engine::set_threads;
use crate::environment::yes_or_no;
use crate::pipeline::{self, Channels, Control, LinesReport, LinesRun, Recipe};
use crate::text::counted;

/// How often a signal is looked for.
const TICK: Duration = Duration::from_millis(50);
/// How long the program may take to end when the lines' time is over.
const LAST: Duration = Duration::from_millis(500);
/// How long lines in progress may take after a signal, in seconds.
const GRACE: f64 = 20.0;

const EXAMPLES: &str = "\
Examples:
  mujaz filter < articles.jsonl > briefs.jsonl
  mujaz filter --flat --pass '*' < articles.jsonl > rows.jsonl
  mujaz filter --batch-api < requests.jsonl > results.jsonl
  parallel --pipe --keep-order -j2 mujaz filter --replicas 1 < articles.jsonl > briefs.jsonl
  articles.pipe(\"mujaz filter --replicas 2\")              Spark, an RDD of lines

Each line that comes in is an object with `text` (or `body`, `content`, ...), and `title`, `date`
and `url` where there are any. Each gets one line, in the same order: the brief, as in the .json
files of a run, with `outcome` (done, flagged, skipped or failed), `fingerprint` (of the program,
the models and the settings) and, where the line has an `id` or `custom_id` that is a string or a
64-bit integer, that as `input_id`. A line without a brief, a blank one too, gets `outcome`,
`source` and `reason`. If something failed that may work another time, `unfinished` is true. Nothing
is kept between calls, other than in the translation memory that --memory names.

\"mujaz: ready\" on stderr means that the models are there; with --from they are loaded by then. At
most 2,048 lines are in progress at once. SIGTERM or Ctrl-C answers the lines that are in
progress, for --grace seconds, and exits with 130; the answers are those of the first lines of the
input.

A line that failed is an answer like others: the exit code stays 0, or 4 if something is unfinished
or if --fail-on says so. It is 6 if whoever reads the answers stops before the last one. After 1, 6
and 130 the same lines may be tried again, after 3 on another machine, after 2 never.";

/// Turn lines into lines: articles on standard input, briefs on standard output
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct FilterArgs {
    #[command(flatten)]
    recipe: RecipeArgs,
    /// Hand a field of each line back, in `input` of its answer; `*` stands for all fields that mujaz
    /// has no use for
    #[arg(long, value_name = "FIELD", env = "MUJAZ_PASS")]
    pass: Vec<String>,
    /// Answer with flat objects, all with the same keys: headline, summary, translation, verdict,
    /// doubts, ...
    #[arg(long, env = "MUJAZ_FLAT", value_parser = yes_or_no)]
    flat: bool,
    /// Read the requests of a batch file as OpenAI's Batch API and vLLM's run-batch take them, and answer
    /// as these do: the last message of the user is the article, and a flat object the answer's text
    #[arg(long, env = "MUJAZ_BATCH_API", value_parser = yes_or_no, conflicts_with_all = ["pass", "fields"])]
    batch_api: bool,
    /// Flush the output after so many answers
    #[arg(long, value_name = "N", env = "MUJAZ_FLUSH_EVERY", default_value_t = 1, value_parser = whole::<u64>)]
    flush_every: u64,
    /// How long lines in progress may take after SIGTERM or Ctrl-C [default: 20]
    #[arg(long, value_name = "SECONDS", env = "MUJAZ_GRACE")]
    grace: Option<String>,
    /// Exit with 4 at the end when articles failed, or were flagged or failed
    #[arg(long, value_name = "failed|flagged", env = "MUJAZ_FAIL_ON")]
    fail_on: Option<String>,
    #[command(flatten)]
    log: LogArgs,
}

/// Runs the subcommand.
pub(super) fn run(args: &FilterArgs) -> anyhow::Result<Exit> {
    args.log.begin();
    // A switch that is set to "no" conflicts with nothing.
    if args.batch_api && args.flat {
        let conflict =
            "--batch-api cannot be used with --flat: its answers are flat objects already";
        return Err(UsageError(conflict.to_owned()).into());
    }
    let file = FileSettings::read()?;
    let fail_on = resolve::fail_on(args.fail_on.as_ref(), file.fail_on.as_ref())?;
    let grace = seconds("--grace", args.grace.as_deref(), GRACE)?;
    let Resolved {
        recipe,
        models,
        memory,
    } = args.recipe.resolve(&file, None, &Arc::default())?;
    let lines = LinesRun {
        memory,
        echo: if args.batch_api {
            Echo::of_requests()
        } else {
            Echo::of(&args.pass)
        },
        flat: args.flat,
        flush_every: args.flush_every,
    };
    set_threads();
    let stops = Stops {
        reading: stop_on_interrupt()?,
        all: Arc::default(),
    };
    let progress = Arc::new(Progress::new(&args.log)?);
    stop_after(grace, &stops, &progress)?;
    let models = models.kept(&recipe, &progress);
    if recipe.from.is_some() {
        models.load_all()?;
    }
    if stops.reading.load(Ordering::Relaxed) {
        return Ok(Exit::Interrupted);
    }
    say_ready(&recipe, &progress);
    if let Some(text) = typed("articles (a JSON object on each line)") {
        progress.note(&text);
    }
    progress.begin(None);
    let channels = Channels {
        input: BufReader::new(std::io::stdin()),
        output: raw_stdout(),
        stop_reading: &stops.reading,
    };
    let control = Control {
        observer: &*progress,
        stop: &stops.all,
    };
    let ended = pipeline::filter(&recipe, &lines, channels, &models, control);
    progress.finish();
    models.stop();
    let report = ended?;
    close(&report);
    Ok(if report.interrupted {
        Exit::Interrupted
    } else if report.unfinished > 0 {
        Exit::Articles
    } else {
        FailOn::exit(fail_on, report.lines.flagged, report.lines.failed)
    })
}

fn say_ready(recipe: &Recipe, progress: &Progress) {
    let from = recipe.from.as_deref().unwrap_or_default();
    let content = json!({ "fingerprint": recipe.fingerprint(from) });
    progress.tell(Level::Info, "ready", content, || "ready".to_owned());
}

/// The flags that end the program after a signal.
#[derive(Clone)]
struct Stops {
    /// Ends the input; the signal sets it.
    reading: Arc<AtomicBool>,
    /// Ends the run; the end of the lines' time sets it.
    all: Arc<AtomicBool>,
}

/// Ends the run when lines in progress take too long after a signal.
fn stop_after(grace: Duration, stops: &Stops, progress: &Arc<Progress>) -> std::io::Result<()> {
    let (Stops { reading, all }, progress) = (stops.clone(), progress.clone());
    // It waits for a signal that may never come, and ends with the process.
    let waiting = move || {
        while !reading.load(Ordering::Relaxed) {
            std::thread::sleep(TICK);
        }
        progress.note(&format!(
            "stopping: no more lines are read, and those in progress get {} s; Ctrl-C again stops at once",
            grace.as_secs_f64()
        ));
        std::thread::sleep(grace);
        all.store(true, Ordering::Relaxed);
        // Sentences that are with a model would be finished first.
        std::thread::sleep(LAST);
        progress.finish();
        progress.note("stopped before all lines in progress are answered");
        signal_hook::low_level::exit(i32::from(Exit::Interrupted.code()));
    };
    std::thread::Builder::new().spawn(waiting).map(drop)
}

/// Says what was done.
fn close(report: &LinesReport) {
    if log::is_json() {
        let content = serde_json::to_value(report).unwrap_or_default();
        log::write(Level::Info, "summary", content);
        return;
    }
    let LinesReport {
        lines, unfinished, ..
    } = report;
    let unfinished = match unfinished {
        0 => String::new(),
        count => format!("; {count} unfinished: something failed that may work another time"),
    };
    let stopped = if report.interrupted {
        "; stopped before the end of the input"
    } else {
        ""
    };
    let _ = writeln!(
        messages(),
        "mujaz: {}: {} done, {} flagged, {} skipped, {} failed{unfinished}{stopped}",
        counted(lines.all(), "line"),
        lines.done,
        lines.flagged,
        lines.skipped,
        lines.failed
    );
}
