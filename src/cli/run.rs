//! `mujaz run`: makes briefs of files and folders.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;

use super::Exit;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::memory::{MemoryArgs, memory_of};
use super::plain::{Plain, plain};
use super::progress::{Progress, others};
use super::resolve::{self, FailOn, ModelArgs, RecordArgs, resolve};
use crate::article::{Format, Found, Selection, discover};
use crate::brief::Rendering;
use crate::engine::set_threads;
use crate::model::HashCache;
use crate::pipeline::{self, DryRun, FolderRun, RunReport};
use crate::store::OutputDir;

const EXAMPLES: &str = "\
Examples:
  mujaz run articles -o briefs
  mujaz run articles -o briefs --translator opus-mt-tc-big-ar-en --beams 4
  mujaz run articles -o briefs --summarizer distilbart-cnn-12-6 --formats json
  mujaz run articles -o briefs --shard 2/8        the second of eight equal parts
  mujaz run articles -o briefs --dry-run          what would be done, without doing it

The same command again goes on where the last one ended and
does only what is new or changed. Every setting can also come from the environment (MUJAZ_BEAMS=4)
or from mujaz.toml, here or in your config folder; flags stand above both.";

/// The examples, after the formats that can be read.
fn after_help() -> String {
    format!("Reads {}.\n\n{EXAMPLES}", Format::listed())
}

/// Turn articles into briefs
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub(super) struct RunArgs {
    /// Files and folders to read
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long, value_name = "OUT", env = "MUJAZ_OUTPUT")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) models: ModelArgs,
    #[command(flatten)]
    pub(super) records: RecordArgs,
    #[command(flatten)]
    pub(super) memory: MemoryArgs,
    /// Read only files that match, as in `*.{html,txt}` or `2024/**` (patterns as in .gitignore)
    #[arg(long, value_name = "GLOB", env = "MUJAZ_INCLUDE")]
    pub(super) include: Vec<String>,
    /// Do not read files and folders that match
    #[arg(long, value_name = "GLOB", env = "MUJAZ_EXCLUDE")]
    pub(super) exclude: Vec<String>,
    /// Skip files that are larger, as in 20M
    #[arg(long, value_name = "SIZE", env = "MUJAZ_MAX_FILE")]
    pub(super) max_file: Option<String>,
    /// Read each book as one article, instead of one for each chapter
    #[arg(long, env = "MUJAZ_WHOLE_BOOKS")]
    pub(super) whole_books: bool,
    /// Files for each brief, of md, json, html [default: all]
    #[arg(long, value_name = "LIST", env = "MUJAZ_FORMATS")]
    pub(super) formats: Option<String>,
    /// Do only part I of N of the articles, from 1
    #[arg(long, value_name = "I/N", env = "MUJAZ_SHARD")]
    pub(super) shard: Option<String>,
    /// Redo articles that are already done
    #[arg(long)]
    pub(super) force: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Also exit with 4 when articles are flagged
    #[arg(long, value_name = "flagged", env = "MUJAZ_FAIL_ON")]
    pub(super) fail_on: Option<String>,
}

/// Runs the subcommand.
pub(super) fn run(args: &RunArgs) -> anyhow::Result<Exit> {
    let file = FileSettings::read()?;
    let out = args.output.clone().or(file.output.clone()).ok_or_else(|| {
        UsageError(
            "where should the results go? Add -o OUT, as in: mujaz run articles -o briefs".into(),
        )
    })?;
    let selection = selection(args, &file);
    let found = discover(&args.inputs, Some(&out), &selection)?;
    if found.files.is_empty() {
        let mut err = Plain::new(std::io::stderr());
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
            _ => format!(" ({})", others(&found)),
        };
        let _ = writeln!(
            err,
            "mujaz: no articles found{others}: {} are read{}",
            Format::listed(),
            selection.in_words()
        );
        return Ok(if found.unreadable.is_empty() {
            Exit::Nothing
        } else {
            Exit::Io
        });
    }
    let hashes = HashCache::open(out.join(".mujaz").join("hashes.json"));
    let hashes = Arc::new(Mutex::new(hashes));
    let memory = args.memory.file(&file, Some(memory_of(&out)));
    let (mut recipe, models) = resolve(&args.models, &file, memory.as_deref(), &hashes)?;
    recipe.fields = args.records.fields(&file)?;
    let max_file = args.max_file.as_ref().or(file.max_file.as_ref());
    let formats = args.formats.as_deref().or(file.formats.as_deref());
    let folder = FolderRun {
        files: found.files.clone(),
        out,
        max_file: max_file.map(|size| resolve::size(size)).transpose()?,
        whole_books: args.whole_books || file.whole_books.unwrap_or(false),
        renderings: match formats {
            Some(list) => resolve::renderings(list)?,
            None => Rendering::ALL.to_vec(),
        },
        shard: args.shard.as_deref().map(resolve::shard).transpose()?,
        force: args.force,
        memory,
    };
    // Failed articles always count.
    let fail_on = resolve::fail_on(args.fail_on.as_ref(), file.fail_on.as_ref())?;
    let fail_on_flagged = fail_on == Some(FailOn::Flagged);
    if args.dry_run {
        return print_plan(&pipeline::dry_run(&recipe, &folder)?);
    }
    let out = OutputDir::open(&folder.out, &folder.part())?;
    set_threads();
    let stop = Arc::new(AtomicBool::new(false));
    on_interrupt(&stop)?;
    let progress = Progress::new(bytes(&found));
    let loads = models.loads(&recipe, &progress);
    let report = pipeline::run((&recipe, &folder), &out, loads, &progress, &stop);
    progress.finish();
    // Without the saved hashes the next start only takes longer.
    let _ = hashes.lock().unwrap_or_else(PoisonError::into_inner).save();
    let report = report?;
    progress.close(&report, &found, &folder.out);
    Ok(exit_of(&report, &found, fail_on_flagged))
}

/// The files that are wanted.
fn selection(args: &RunArgs, file: &FileSettings) -> Selection {
    let either = |own: &Vec<String>, file: &Option<Vec<String>>| match file {
        Some(file) if own.is_empty() => file.clone(),
        _ => own.clone(),
    };
    Selection {
        include: either(&args.include, &file.include),
        exclude: either(&args.exclude, &file.exclude),
    }
}

/// The number of bytes to read; unknown if there is more in a file than its size says.
fn bytes(found: &Found) -> Option<u64> {
    let mut sum = 0;
    for file in &found.files {
        if file.format.is_packed() {
            return None;
        }
        sum += file.absolute.metadata().map_or(0, |found| found.len());
    }
    Some(sum)
}

fn exit_of(report: &RunReport, found: &Found, fail_on_flagged: bool) -> Exit {
    let record = &report.record;
    if record.interrupted {
        return Exit::Interrupted;
    }
    let failed = record.articles.failed + record.unchanged.failed;
    let flagged = record.articles.flagged + record.unchanged.flagged;
    let unfinished = record.unfinished;
    if failed + unfinished > 0 || !found.unreadable.is_empty() || (fail_on_flagged && flagged > 0) {
        return Exit::Articles;
    }
    if record.articles.all() + record.unchanged.all() == 0 {
        Exit::Nothing
    } else {
        Exit::Success
    }
}

/// The first Ctrl-C (or SIGTERM, or the end of the terminal) asks the run to stop, the second ends
/// the process at once.
fn on_interrupt(stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // Under nohup a run is to outlive its terminal.
        if signal == SIGHUP && is_ignored(signal) {
            continue;
        }
        signal_hook::flag::register_conditional_shutdown(signal, 130, stop.clone())?;
        signal_hook::flag::register(signal, stop.clone())?;
    }
    Ok(())
}

/// Whether whoever started the program had it ignore a signal.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Prints a line for each article: its path, format, encoding, language, words, segments and
/// headline; or its path, a dash and why it would not be translated.
fn print_plan(plan: &DryRun) -> anyhow::Result<Exit> {
    let mut out = std::io::stdout().lock();
    let (mut articles, mut words, mut segments) = (0, 0, 0);
    for job in &plan.jobs {
        let path = plain(&job.path);
        match &job.work {
            Err(note) => writeln!(out, "{path}\t-\t{}", plain(note))?,
            Ok(work) => {
                let source = &work.source;
                let title = source.title.as_deref().unwrap_or_default();
                writeln!(
                    out,
                    "{path}\t{}\t{}\t{}\t{} words\t{} segments\t{}",
                    source.format.name(),
                    source.encoding,
                    plain(&source.language),
                    work.words,
                    work.segments,
                    plain(title)
                )?;
                articles += 1;
                words += work.words;
                segments += work.segments;
            }
        }
    }
    writeln!(
        out,
        "would translate {articles} articles with {words} words in {segments} segments; nothing was written"
    )?;
    Ok(if plan.jobs.is_empty() {
        Exit::Nothing
    } else {
        Exit::Success
    })
}
