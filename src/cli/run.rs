//! `mujaz run`: makes briefs of files and folders.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::Exit;
use super::closing::{others, passed_over};
use super::file_settings::FileSettings;
use super::folder_args::{self, FolderArgs, Prepared};
use super::interrupt::stop_on_interrupt;
use super::log::{self, Level, LogArgs};
use super::output::messages;
use super::plain::plain;
use super::progress::Progress;
use super::resolve::{self, FailOn};
use crate::article::{Format, Found, NotRead, discover_again};
use crate::engine::set_threads;
use crate::pipeline::{self, Control, DryRun, FolderRun, RunReport};
use crate::store::OutputDir;
use crate::text::counted;

const EXAMPLES: &str = "\
Examples:
  mujaz run articles -o briefs
  mujaz run articles -o briefs --translator opus-mt-tc-big-ar-en --beams 4
  mujaz run articles -o briefs --summarizer distilbart-cnn-12-6 --formats json
  mujaz run articles -o briefs --shard 2/8        the second of eight parts
  mujaz run articles -o briefs --dry-run          what would be done, without doing it

The same command again goes on where the last one ended and does only what is new or changed. Every
setting can also come from the environment (MUJAZ_BEAMS=4) or from mujaz.toml, here or in your
config folder; flags override both.";

/// The examples, after the formats that can be read.
fn after_help() -> String {
    format!("Reads {}.\n\n{EXAMPLES}", Format::listed())
}

/// Turn articles into briefs
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) folder: FolderArgs,
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
    #[command(flatten)]
    log: LogArgs,
}

/// Runs the subcommand.
pub(super) fn run(args: &RunArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    args.log.begin();
    let file = FileSettings::read()?;
    let folder = args.folder.output(&file, "run")?;
    let selection = args.folder.selection(&file);
    let inputs = &args.folder.inputs;
    let mut known = pipeline::known_names(&folder)?;
    let found = discover_again(inputs, Some(&folder), &selection, &known)?;
    if found.files.is_empty() {
        tell_nothing(&found, &selection.in_words());
        return Ok(if found.unreadable.is_empty() {
            Exit::Nothing
        } else {
            Exit::Io
        });
    }
    let Prepared {
        recipe,
        models,
        folder,
        hashes,
    } = args.folder.prepare(&file, &folder)?;
    let folder = FolderRun {
        files: found.files.clone(),
        not_read: NotRead::of(&found.other),
        shard: args.shard.as_deref().map(resolve::shard).transpose()?,
        force: args.force,
        ..folder
    };
    // Failed articles always count.
    let fail_on = resolve::fail_on(args.fail_on.as_ref(), file.fail_on.as_ref())?;
    let fail_on_flagged = fail_on == Some(FailOn::Flagged);
    if args.dry_run {
        return print_plan(&pipeline::dry_run(&recipe, &folder)?, out);
    }
    let out = OutputDir::open(&folder.out, &folder.part())?;
    pipeline::record_names(&out, &mut known, inputs, &folder.files)?;
    set_threads();
    let stop = stop_on_interrupt()?;
    let progress = Progress::new(&args.log)?;
    progress.begin(bytes(&found));
    let models = models.kept(&recipe, &progress);
    let control = Control {
        observer: &progress,
        stop: &stop,
    };
    let report = pipeline::run(&recipe, &folder, &out, &models, control);
    progress.finish();
    models.stop();
    folder_args::save(&hashes);
    let report = report?;
    progress.close(&report, &found, &folder.out);
    Ok(exit_of(&report, &found, fail_on_flagged))
}

/// Says that no article was found, among the files that are `selected`.
fn tell_nothing(found: &Found, selected: &str) {
    let others = others(&NotRead::of(&found.other));
    let others = others.map_or_else(String::new, |others| format!(" ({others})"));
    let unreadable = found.unreadable.iter();
    let unreadable =
        unreadable.map(|(path, reason)| format!("{}: cannot be read: {reason}", path.display()));
    // Where something was passed over, its format is not to blame.
    let reads = match found.unreadable.is_empty() && found.briefs.is_empty() {
        true => format!(". mujaz reads {}", Format::listed()),
        false => String::new(),
    };
    let nothing = format!("no articles found{selected}{others}{reads}");
    for text in unreadable.chain(passed_over(found)).chain([nothing]) {
        if log::is_json() {
            log::write(Level::Warning, "nothing", json!({ "text": text }));
        } else {
            let _ = writeln!(messages(), "mujaz: {}", plain(&text));
        }
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

/// Prints a line for each article: its path, format, encoding, language, words, segments and
/// headline; or its path, a dash and why it would not be translated.
fn print_plan(plan: &DryRun, out: &mut dyn Write) -> anyhow::Result<Exit> {
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
                    "{path}\t{}\t{}\t{}\t{}\t{}\t{}",
                    source.format.name(),
                    source.encoding,
                    plain(&source.language),
                    counted(work.words, "word"),
                    counted(work.segments, "segment"),
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
        "would translate {} with {} in {}; nothing was written",
        counted(articles, "article"),
        counted(words, "word"),
        counted(segments, "segment")
    )?;
    Ok(if plan.jobs.is_empty() {
        Exit::Nothing
    } else {
        Exit::Success
    })
}
