//! `mujaz watch`: makes briefs of files as they arrive.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use super::Exit;
use super::closing::passed_over;
use super::file_events::FileEvents;
use super::file_settings::FileSettings;
use super::folder_args::{self, FolderArgs, Prepared};
use super::interrupt::stop_on_interrupt;
use super::log::{Level, LogArgs};
use super::progress::Progress;
use super::quantity::seconds;
use super::share::{BREATH, Share};
use crate::article::{Arrivals, InputFile, KnownNames, NotRead, Selection, discover_again};
use crate::engine::set_threads;
use crate::pipeline::{self, Control, FolderRun, Kept, Recipe, RunReport, update_index};
use crate::store::OutputDir;
use crate::text::counted;

/// How long a file must stay as it is, in seconds.
const SETTLE: f64 = 2.0;
/// How long the first file of a batch waits for others, in seconds.
const DELAY: f64 = 5.0;
/// How often a signal is looked for.
const TICK: Duration = Duration::from_millis(50);
/// The time for writing the index at which it is left to the next start when the program is stopped.
const LONG: Duration = Duration::from_secs(10);
/// Maximum number of files of a batch, so that new ones wait for one batch and not for a backlog.
const BATCH: usize = 1000;

const EXAMPLES: &str = "\
Examples:
  mujaz watch articles -o briefs
  mujaz watch /mnt/share/articles -o briefs --poll 30    a network mount
  mujaz watch articles -o briefs --log-json --metrics mujaz.prom

Begins like run: what is new or changed is done, and what an earlier run or watch did is not done
again. Then it waits for files that are written, changed or moved into the folders. A file is read
when its size and time have not changed for --settle seconds; names that begin with a dot, or end in
.part, .tmp, .crdownload, .partial, .filepart or ~, are left alone. A changed file gets a new brief
in the place of the old one. The brief of a file that is removed stays.

The index, the digest and feed.xml, an Atom feed of the newest briefs, are brought up to date after
a batch, or later if that takes more than a tenth of the time. run.json describes the last batch. A
file with an article that failed is tried again after 1, 4, 16, 64 and 256 minutes.

Ctrl-C or SIGTERM ends it with exit code 0: sentences that are being translated finish, everything
is saved, and the same command goes on from there.";

/// Make briefs of files as they arrive
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct WatchArgs {
    #[command(flatten)]
    folder: FolderArgs,
    /// How long a file must stay as it is until it counts as whole [default: 2]
    #[arg(long, value_name = "SECONDS", env = "MUJAZ_SETTLE")]
    settle: Option<String>,
    /// How long the first file of a batch waits for others [default: 5]
    #[arg(long, value_name = "SECONDS", env = "MUJAZ_DELAY")]
    delay: Option<String>,
    /// Look for files this often, instead of waiting for the system to tell of them, which it does
    /// not for network mounts
    #[arg(long, value_name = "SECONDS", env = "MUJAZ_POLL")]
    poll: Option<String>,
    #[command(flatten)]
    log: LogArgs,
}

/// Runs the subcommand.
pub(super) fn run(args: &WatchArgs) -> anyhow::Result<Exit> {
    args.log.begin();
    let file = FileSettings::read()?;
    let out = args.folder.output(&file, "watch")?;
    let selection = args.folder.selection(&file);
    let settle = seconds("--settle", args.settle.as_deref(), SETTLE)?;
    let delay = seconds("--delay", args.delay.as_deref(), DELAY)?;
    let poll = match args.poll.as_deref() {
        Some(text) => Some(seconds("--poll", Some(text), 0.0)?.max(BREATH)),
        None => None,
    };
    // Before anything is loaded: a wrong folder, or one in another, is an error.
    let known = pipeline::known_names(&out)?;
    discover_again(&args.folder.inputs, Some(&out), &selection, &known)?;
    let Prepared {
        recipe,
        models,
        folder,
        hashes,
    } = args.folder.prepare(&file, &out)?;
    let folder = FolderRun {
        watching: true,
        ..folder
    };
    let out = OutputDir::open(&folder.out, "")?;
    set_threads();
    let stop = stop_on_interrupt()?;
    let progress = Progress::new(&args.log)?;
    let models = models.kept(&recipe, &progress);
    let mut watch = Watch {
        inputs: &args.folder.inputs,
        selection: &selection,
        known,
        recipe: &recipe,
        folder,
        out: &out,
        models: &models,
        progress: &progress,
        stop: &stop,
        arrivals: Arrivals::new(settle),
        delay,
        queue: Vec::new(),
        batch_at: None,
        looking: Share::default(),
        index: Share::default(),
        index_is_old: true,
        unreadable: BTreeSet::new(),
    };
    let events = FileEvents::of(&args.folder.inputs, poll, &progress);
    progress.tell(Level::Info, "ready", json!({}), || {
        format!(
            "watching; Ctrl-C ends it. Results: {}",
            out.root().display()
        )
    });
    let watched = watch.until_stopped(&events);
    progress.finish();
    models.stop();
    folder_args::save(&hashes);
    watched?;
    progress.tell(Level::Info, "stopped", json!({}), || {
        "stopped; the same command goes on from here".to_owned()
    });
    Ok(Exit::Success)
}

/// The state of watching: the folders, the files that wait, and when each kind of work is due.
struct Watch<'a, 'm> {
    inputs: &'a [PathBuf],
    selection: &'a Selection,
    /// The names that the files have.
    known: KnownNames,
    recipe: &'a Recipe,
    folder: FolderRun,
    out: &'a OutputDir,
    models: &'a Kept<'m>,
    progress: &'a Progress,
    stop: &'a AtomicBool,
    arrivals: Arrivals,
    delay: Duration,
    /// Whole files that are not done, and when their next batch is to begin.
    queue: Vec<InputFile>,
    batch_at: Option<Instant>,
    looking: Share,
    index: Share,
    index_is_old: bool,
    /// Messages about what could not be read at the last look, so that each is printed once.
    unreadable: BTreeSet<String>,
}

impl Watch<'_, '_> {
    fn until_stopped(&mut self, events: &FileEvents) -> anyhow::Result<()> {
        // What lies there already does not wait for more.
        let (mut delay, mut look_at) = (Duration::ZERO, Instant::now());
        while !self.stopped() {
            if look_at <= Instant::now() {
                self.look(delay)?;
                delay = self.delay;
                look_at = Instant::now() + events.every;
            }
            if self.batch_at.is_some_and(|at| at <= Instant::now()) {
                self.batch()?;
            }
            if self.index_is_old && !self.stopped() && self.index.is_due() {
                self.write_index()?;
            }
            self.count_waiting();
            self.wait(&mut look_at, events);
        }
        if self.index_is_old && self.index.last < LONG {
            self.write_index()?;
        }
        Ok(())
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn say(&self, level: Level, event: &str, text: &str) {
        let content = json!({ "text": text });
        self.progress
            .tell(level, event, content, || text.to_owned());
    }

    /// Looks for files in the folders; new ones wait for others until `delay` has passed.
    fn look(&mut self, delay: Duration) -> anyhow::Result<()> {
        let begun = Instant::now();
        let mut unreadable = BTreeSet::new();
        match discover_again(
            self.inputs,
            Some(self.out.root()),
            self.selection,
            &self.known,
        ) {
            Ok(found) => {
                pipeline::record_names(self.out, &mut self.known, self.inputs, &found.files)?;
                let messages = found
                    .unreadable
                    .iter()
                    .map(|(path, why)| format!("{}: cannot be read: {why}", path.display()));
                unreadable.extend(messages.chain(passed_over(&found)));
                self.folder.not_read = NotRead::of(&found.other);
                self.take(found.files, delay);
            }
            // The folder may come back, as that of a network mount does. Until then nothing is taken
            // from the others, because the names of articles depend on all of them.
            Err(error) => drop(unreadable.insert(error.to_string())),
        }
        for text in unreadable.difference(&self.unreadable) {
            self.say(Level::Warning, "unreadable", text);
        }
        self.unreadable = unreadable;
        self.looking.took(begun);
        Ok(())
    }

    fn take(&mut self, files: Vec<InputFile>, delay: Duration) {
        let files = files.into_iter();
        let files = files.filter(|file| !is_unfinished(&file.absolute));
        let mut whole = self.arrivals.take(files.collect());
        if whole.is_empty() {
            return;
        }
        // A file that changed while it waited is handed over again.
        let names: BTreeSet<&str> = whole.iter().map(|file| file.relative.as_str()).collect();
        self.queue
            .retain(|file| !names.contains(file.relative.as_str()));
        // What arrives goes before a backlog.
        whole.append(&mut self.queue);
        self.queue = whole;
        let at = Instant::now() + delay;
        let at = self.batch_at.map_or(at, |own| own.min(at));
        let is_full = self.queue.len() >= BATCH;
        self.batch_at = Some(if is_full { Instant::now() } else { at });
    }

    fn count_waiting(&self) {
        if let Some(metrics) = self.progress.metrics() {
            metrics.waiting(self.queue.len() + self.arrivals.waiting().0);
        }
    }

    fn batch(&mut self) -> anyhow::Result<()> {
        let rest = self.queue.split_off(self.queue.len().min(BATCH));
        let batch = std::mem::replace(&mut self.queue, rest);
        // The others begin when they can.
        self.batch_at = (!self.queue.is_empty()).then(Instant::now);
        let is_gone = |file: &InputFile| matches!(file.absolute.try_exists(), Ok(false));
        let (gone, there): (Vec<_>, Vec<_>) = batch.into_iter().partition(is_gone);
        // It comes again if its folder was away for a moment.
        gone.iter().for_each(|file| self.arrivals.put_back(file));
        if there.is_empty() {
            return Ok(());
        }
        self.folder.files = there;
        self.count_waiting();
        if let Some(metrics) = self.progress.metrics() {
            metrics.batch();
        }
        self.progress.begin(None);
        let control = Control {
            observer: self.progress,
            stop: self.stop,
        };
        let report = pipeline::run(self.recipe, &self.folder, self.out, self.models, control);
        self.progress.finish();
        let report = report?;
        // It is looked up whether anything changed.
        self.index_is_old = true;
        let troubled = |file: &&InputFile| holds_one_of(file, &report.troubled);
        let files = self.folder.files.iter();
        self.arrivals.again(files.filter(troubled));
        if report.record.articles.all() > 0 {
            self.report(&report);
        }
        Ok(())
    }

    fn report(&self, report: &RunReport) {
        let record = &report.record;
        let content = serde_json::to_value(record).unwrap_or_default();
        self.progress
            .tell(Level::Info, "batch", json!({ "run": content }), || {
                let articles = record.articles;
                let unfinished = match record.unfinished {
                    0 => String::new(),
                    count => format!(", {count} unfinished"),
                };
                format!(
                    "{} in {:.1} s: {} done, {} flagged, {} skipped, {} failed{unfinished}",
                    counted(articles.all(), "article"),
                    record.seconds,
                    articles.done,
                    articles.flagged,
                    articles.skipped,
                    articles.failed
                )
            });
    }

    fn write_index(&mut self) -> anyhow::Result<()> {
        let begun = Instant::now();
        if update_index(self.out, &self.folder)? {
            self.index.took(begun);
        }
        self.index_is_old = false;
        Ok(())
    }

    /// Waits until there is something to do, and says when the folders are to be looked at.
    fn wait(&self, look_at: &mut Instant, events: &FileEvents) {
        if let Some(whole) = self.arrivals.waiting().1 {
            *look_at = whole.min(*look_at);
        }
        let index = self.index_is_old.then_some(self.index.again);
        let work = [self.batch_at, index.flatten()].into_iter().flatten().min();
        while !self.stopped() {
            let now = Instant::now();
            if events.happened() {
                *look_at = now;
            }
            *look_at = self.looking.again.unwrap_or(now).max(*look_at);
            if *look_at <= now || work.is_some_and(|at| at <= now) {
                return;
            }
            std::thread::sleep(TICK);
        }
    }
}

/// Whether a file is one of these articles, or holds one.
fn holds_one_of(file: &InputFile, articles: &BTreeSet<String>) -> bool {
    let own = file.relative.as_str();
    let mut from_here = articles.range(own.to_owned()..);
    let is_inside = |path: &str| {
        let rest = path.strip_prefix(own);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', '/']))
    };
    // Names that only begin like it may lie between.
    from_here
        .by_ref()
        .take_while(|path| path.starts_with(own))
        .any(|path| is_inside(path))
}

/// Whether a name is one that programs give to files until they are whole.
fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let endings = [".part", ".tmp", ".crdownload", ".partial", ".filepart", "~"];
    endings.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_the_file_that_holds_it() {
        let articles = ["a.zip/b.txt", "c.json#2", "d.txt", "d.txt.html"];
        let articles = articles.map(str::to_owned).into_iter().collect();
        let holds = |relative: &str| {
            let file = InputFile {
                absolute: relative.into(),
                relative: relative.to_owned(),
                format: crate::article::Format::Txt,
                is_special: false,
            };
            holds_one_of(&file, &articles)
        };
        for file in ["a.zip", "c.json", "d.txt", "d.txt.html"] {
            assert!(holds(file), "{file}");
        }
        for file in ["a", "c", "d", "e.txt", "d.txt.htm"] {
            assert!(!holds(file), "{file}");
        }
    }

    #[test]
    fn files_that_programs_still_write_are_known_by_their_names() {
        for name in ["a.pdf.part", "a.CRDOWNLOAD", "x/notes.txt~", "a.html.tmp"] {
            assert!(is_unfinished(Path::new(name)), "{name}");
        }
        for name in ["a.txt", "part", "tmp.html", "a.part.txt"] {
            assert!(!is_unfinished(Path::new(name)), "{name}");
        }
    }
}
