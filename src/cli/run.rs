//! `mujaz run`: briefs for files and folders.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::Exit;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::load;
use super::progress::{Progress, plain};
use super::resolve::{DEFAULT_TRANSLATOR, Resolved, for_summaries, resolve};
use crate::article::{Found, discover};
use crate::engine::set_threads;
use crate::pipeline::{self, Deferred, DryRun, Models, RunError, RunReport};
use crate::store::OutputDir;

const EXAMPLES: &str = "\
Examples:
  mujaz run articles -o briefs
  mujaz run articles -o briefs --translator opus-mt-tc-big-ar-en --beams 4
  mujaz run articles -o briefs --summarizer distilbart-cnn-12-6 --formats md,json,html
  mujaz run articles -o briefs --shard 2/8        the second of eight equal parts
  mujaz run articles -o briefs --dry-run          what would be done, without doing it

Reads .txt .md .html .json .jsonl. The same command again goes on where the last one ended and
does only what is new or changed. Every setting can also come from the environment (MUJAZ_BEAMS=4)
or from mujaz.toml, here or in your config folder; flags stand above both.";

const STARTER_NOTE: &str = "using the starter translator, a small model for trying mujaz out; its \
    English is poor. For a good one: mujaz models pull opus-mt-tc-big-ar-en, then --translator \
    opus-mt-tc-big-ar-en";
/// Turn articles into briefs
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RunArgs {
    /// Files and folders to read
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long, value_name = "OUT", env = "MUJAZ_OUTPUT")]
    pub(super) output: Option<PathBuf>,
    /// Translation model: a name from `mujaz models list`, or a folder [default: starter-ar-en]
    #[arg(long, value_name = "NAME|DIR", env = "MUJAZ_TRANSLATOR")]
    pub(super) translator: Option<String>,
    /// Summarization model, `extractive` (choose sentences) or `none` [default: extractive]
    #[arg(long, value_name = "NAME|DIR", env = "MUJAZ_SUMMARIZER")]
    pub(super) summarizer: Option<String>,
    /// Model for headlines of articles without a title, or `extractive` (cut out of the first
    /// sentence) [default: starter-headline-en]
    #[arg(long, value_name = "NAME|DIR", env = "MUJAZ_HEADLINER")]
    pub(super) headliner: Option<String>,
    /// Language of the articles [default: ar]
    #[arg(long, value_name = "LANG", env = "MUJAZ_FROM")]
    pub(super) from: Option<String>,
    /// Language of the briefs [default: en]
    #[arg(long, value_name = "LANG", env = "MUJAZ_TO")]
    pub(super) to: Option<String>,
    /// Where to run: auto, cpu, cuda, cuda:N, or several GPUs as cuda:0,cuda:1 [default: auto]
    #[arg(long, value_name = "DEVICE", env = "MUJAZ_DEVICE")]
    pub(super) device: Option<String>,
    /// Number format: auto, f32, bf16, int8 (on processors) or f16 (on GPUs) [default: auto, which
    /// `mujaz doctor` shows]
    #[arg(long, value_name = "PRECISION", env = "MUJAZ_PRECISION")]
    pub(super) precision: Option<String>,
    /// Beams of the search; more are slower and often a little better [default: 1]
    #[arg(long, value_name = "N", env = "MUJAZ_BEAMS")]
    pub(super) beams: Option<usize>,
    /// Files for each brief, of md, json, html [default: md,json]
    #[arg(long, value_name = "LIST", env = "MUJAZ_FORMATS")]
    pub(super) formats: Option<String>,
    /// Do only part I of N of the articles, from 1
    #[arg(long, value_name = "I/N", env = "MUJAZ_SHARD")]
    pub(super) shard: Option<String>,
    /// Do again what is done
    #[arg(long)]
    pub(super) force: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Never use the network (a run never does: models are fetched by `mujaz models pull`)
    #[arg(long, env = "MUJAZ_OFFLINE")]
    pub(super) offline: bool,
    /// Also exit with 4 when articles are flagged
    #[arg(long, value_name = "flagged", env = "MUJAZ_FAIL_ON")]
    pub(super) fail_on: Option<String>,
    /// Model replicas, one thread each [default: one for each processor core, one on each GPU]
    #[arg(long, value_name = "N", env = "MUJAZ_REPLICAS")]
    pub(super) replicas: Option<usize>,
    /// Source tokens of a batch [default: 4096, on a GPU 32768]
    #[arg(long, value_name = "N", env = "MUJAZ_BATCH_TOKENS")]
    pub(super) batch_tokens: Option<usize>,
    /// What stands in for the models: `mock` copies the source, `mock:MS` takes so many
    /// milliseconds for a step
    #[arg(long, hide = true)]
    pub(super) backend: Option<String>,
}

/// Runs the subcommand.
pub(super) fn run(args: &RunArgs) -> anyhow::Result<Exit> {
    let file = FileSettings::read()?;
    let out = args.output.clone().or(file.output.clone()).ok_or_else(|| {
        UsageError(
            "where should the results go? Add -o OUT, as in: mujaz run articles -o briefs".into(),
        )
    })?;
    let found = discover(&args.inputs, Some(&out))?;
    if found.files.is_empty() {
        let mut err = std::io::stderr();
        for (path, reason) in &found.unreadable {
            let _ = writeln!(
                err,
                "mujaz: {}: cannot be read: {}",
                plain(&path.display().to_string()),
                plain(reason)
            );
        }
        let others = match found.other.len() {
            0 => String::new(),
            count => format!(" ({count} files of other kinds)"),
        };
        let _ = writeln!(
            err,
            "mujaz: no articles found{others}: .txt .md .html .json .jsonl are read"
        );
        return Ok(if found.unreadable.is_empty() {
            Exit::Nothing
        } else {
            Exit::Io
        });
    }
    let resolved = resolve(args, &file, out, found)?;
    if args.dry_run {
        return print_plan(&pipeline::dry_run(&resolved.settings)?);
    }
    execute(resolved)
}

fn execute(resolved: Resolved) -> anyhow::Result<Exit> {
    let Resolved {
        settings,
        translator,
        summarizer,
        headliner,
        placement,
        found,
        fail_on_flagged,
        mock,
        mut hashes,
    } = resolved;
    let out = OutputDir::open(&settings.out, &settings.part())?;
    // Without them the next start takes longer, no more.
    let _ = hashes.save();
    set_threads();
    let stop = Arc::new(AtomicBool::new(false));
    on_interrupt(&stop)?;
    let progress = Progress::new(&found, std::io::stderr().is_terminal());
    let load = Box::new(|| -> Result<Models, RunError> {
        if translator
            .as_ref()
            .is_some_and(|t| t.name == DEFAULT_TRANSLATOR)
        {
            progress.note(STARTER_NOTE);
        }
        let translator = match &translator {
            Some(located) => load::start(located, placement.clone(), &settings.from),
            None => load::start_mock(placement.clone(), mock.unwrap_or_default()),
        };
        let summarizer = summarizer
            .as_ref()
            .map(|located| load::start_summarizer(located, for_summaries(placement.clone())));
        let headliner = headliner.map(|located| {
            let placement = for_summaries(placement);
            let load =
                move || load::start_summarizer(&located, placement).map_err(|e| format!("{e:#}"));
            Deferred::Waiting(Box::new(load))
        });
        let models = |e: anyhow::Error| RunError::Models(format!("{e:#}"));
        Ok(Models {
            translator: translator.map_err(models)?,
            summarizer: summarizer.transpose().map_err(models)?,
            headliner,
        })
    });
    let report = pipeline::run(&settings, &out, load, &progress, &stop);
    progress.finish();
    let report = report?;
    progress.close(&report, &found, &settings.out);
    Ok(exit_of(&report, &found, fail_on_flagged))
}

fn exit_of(report: &RunReport, found: &Found, fail_on_flagged: bool) -> Exit {
    let record = &report.record;
    if record.interrupted {
        return Exit::Interrupted;
    }
    let failed = record.articles.failed + record.unchanged.failed;
    let flagged = record.articles.flagged + record.unchanged.flagged;
    if failed > 0 || !found.unreadable.is_empty() || (fail_on_flagged && flagged > 0) {
        return Exit::Articles;
    }
    if record.articles.all() + record.unchanged.all() == 0 {
        Exit::Nothing
    } else {
        Exit::Success
    }
}

/// The first Ctrl-C (or SIGTERM) asks the run to stop, the second ends the process at once.
fn on_interrupt(stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, stop.clone())?;
        signal_hook::flag::register(signal, stop.clone())?;
    }
    Ok(())
}

fn print_plan(plan: &DryRun) -> anyhow::Result<Exit> {
    let mut out = std::io::stdout().lock();
    for job in &plan.jobs {
        match &job.note {
            Some(note) => writeln!(out, "{}\t-\t{}", plain(&job.path), plain(note))?,
            None => writeln!(out, "{}\t{} segments", plain(&job.path), job.segments)?,
        }
    }
    let todo = plan.jobs.iter().filter(|j| j.note.is_none());
    let (articles, segments) = todo.fold((0, 0), |(a, s), job| (a + 1, s + job.segments));
    writeln!(
        out,
        "would translate {articles} articles with {segments} segments; nothing was written"
    )?;
    Ok(if plan.jobs.is_empty() {
        Exit::Nothing
    } else {
        Exit::Success
    })
}
