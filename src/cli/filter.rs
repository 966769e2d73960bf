//! `mujaz filter`: writes one brief for each line, for programs that divide work among many
//! processes.

use std::io::{BufReader, Write};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use clap::Args;

use super::Exit;
use super::file_settings::FileSettings;
use super::memory::MemoryArgs;
use super::progress::Progress;
use super::resolve::{self, FailOn, ModelArgs, RecordArgs, resolve};
use crate::engine::set_threads;
use crate::model::HashCache;
use crate::pipeline;

const EXAMPLES: &str = "\
Examples:
  mujaz filter < articles.jsonl > briefs.jsonl
  parallel --pipe --keep-order -j2 mujaz filter --replicas 1 < articles.jsonl > briefs.jsonl
  articles.pipe(\"mujaz filter --replicas 2\")              Spark, an RDD of lines

Each line that comes in is an object with `text` (or `body`, `content`, ...), and `title`, `date` and
`url` where there are any. Each gets one line, in the same order: the brief, as in the .json files of
a run, with `outcome` (done, flagged, skipped or failed) and, where the line has an `id` that is a
string or a 64-bit integer, that as `input_id`. A line without a brief, a blank one too, gets
`outcome`, `source` and `reason`. Nothing is kept between calls,
other than in the translation memory that --memory names.

A line that failed is an answer like others: the exit code stays 0 unless --fail-on says otherwise.";

/// Turn lines into lines: articles on standard input, briefs on standard output
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct FilterArgs {
    #[command(flatten)]
    models: ModelArgs,
    #[command(flatten)]
    records: RecordArgs,
    #[command(flatten)]
    memory: MemoryArgs,
    /// Exit with 4 at the end when articles failed, or were flagged or failed
    #[arg(long, value_name = "failed|flagged", env = "MUJAZ_FAIL_ON")]
    fail_on: Option<String>,
}

/// Runs the subcommand.
pub(super) fn run(args: &FilterArgs) -> anyhow::Result<Exit> {
    let file = FileSettings::read()?;
    let fail_on = resolve::fail_on(args.fail_on.as_ref(), file.fail_on.as_ref())?;
    let hashes = Arc::new(Mutex::new(HashCache::default()));
    let memory = args.memory.file(&file, None);
    let (mut recipe, models) = resolve(&args.models, &file, memory.as_deref(), &hashes)?;
    recipe.fields = args.records.fields(&file)?;
    set_threads();
    let progress = Progress::new(None);
    let loads = models.loads(&recipe, &progress);
    let stop = AtomicBool::new(false);
    let lines = (BufReader::new(std::io::stdin()), std::io::stdout());
    let totals = pipeline::filter((&recipe, memory.as_deref()), lines, loads, &progress, &stop);
    progress.finish();
    let totals = totals?;
    let _ = writeln!(
        std::io::stderr(),
        "mujaz: {} lines: {} done, {} flagged, {} skipped, {} failed",
        totals.all(),
        totals.done,
        totals.flagged,
        totals.skipped,
        totals.failed
    );
    Ok(FailOn::exit(fail_on, totals.flagged, totals.failed))
}
