//! `mujaz watch`: makes briefs of files as they arrive.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use crossbeam_channel::{Receiver, bounded};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher, event};
use serde_json::json;

use super::Exit;
use super::file_settings::FileSettings;
use super::folder_args::FolderArgs;
use super::interrupt::on_interrupt;
use super::log::{Level, LogArgs};
use super::progress::Progress;
use super::resolve::seconds;
use crate::article::{Arrivals, DiscoverError, Found, InputFile, Selection, discover};
use crate::engine::set_threads;
use crate::model::HashCache;
use crate::pipeline::{self, FolderRun, Kept, Recipe, RunReport, update_index};
use crate::store::OutputDir;

/// How long a file must stay as it is, in seconds.
const SETTLE: f64 = 2.0;
/// How long the first file of a batch waits for others, in seconds.
const DELAY: f64 = 5.0;
/// How often folders are looked at although the system tells of nothing: it may lose a message.
const SAFETY: Duration = Duration::from_secs(300);
/// How often they are looked at where the system tells nothing.
const POLL: Duration = Duration::from_secs(10);
/// Shortest time between two looks.
const BREATH: Duration = Duration::from_millis(500);
/// The share of the time for looking, and for writing the index, is one in this many.
const SHARE: u32 = 10;
/// How often a signal is looked for.
const TICK: Duration = Duration::from_millis(50);
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

The index and the digest are brought up to date after a batch, or later if that takes more than a
tenth of the time. run.json describes the last batch. If something failed that may work another time,
its files are tried again after 1, 4, 16, 64 and 256 minutes.

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
    let hashes = HashCache::open(out.join(".mujaz").join("hashes.json"));
    let hashes = Arc::new(Mutex::new(hashes));
    // Before anything is loaded: a wrong folder, or one in another, is an error.
    let found = discover(&args.folder.inputs, Some(&out), &selection)?;
    let (recipe, models, folder) = args.folder.prepare(&file, &out, &hashes)?;
    let folder = FolderRun {
        index_later: true,
        ..folder
    };
    let out = OutputDir::open(&folder.out, "")?;
    set_threads();
    let stop = Arc::new(AtomicBool::new(false));
    on_interrupt(&stop)?;
    let progress = Progress::new(&args.log)?;
    let models = Kept::new(models.loads(&recipe, &progress));
    let mut watch = Watch {
        inputs: &args.folder.inputs,
        selection: &selection,
        recipe: &recipe,
        folder,
        out: &out,
        models: &models,
        progress: &progress,
        stop: &stop,
        arrivals: Arrivals::new(settle),
        delay,
        queue: Vec::new(),
        queued: None,
        index: Share::default(),
        unreadable: Vec::new(),
    };
    let told = Told::of(&args.folder.inputs, poll, &progress);
    progress.tell(
        Level::Info,
        "ready",
        json!({ "files": found.files.len() }),
        || {
            format!(
                "watching; Ctrl-C ends it. Results: {}",
                out.root().display()
            )
        },
    );
    let watched = watch.until_stopped(found, &told);
    progress.finish();
    models.stop();
    // Without the saved hashes the next start only takes longer.
    let _ = hashes.lock().unwrap_or_else(PoisonError::into_inner).save();
    watched?;
    progress.tell(Level::Info, "stopped", json!({}), || {
        "stopped; the same command goes on from here".to_owned()
    });
    Ok(Exit::Success)
}

/// Folders that are watched, and what is known of them.
struct Watch<'a, 'm> {
    inputs: &'a [PathBuf],
    selection: &'a Selection,
    recipe: &'a Recipe,
    folder: FolderRun,
    out: &'a OutputDir,
    models: &'a Kept<'m>,
    progress: &'a Progress,
    stop: &'a AtomicBool,
    arrivals: Arrivals,
    delay: Duration,
    /// Whole files that are not done, and since when the first of them waits.
    queue: Vec<InputFile>,
    queued: Option<Instant>,
    index: Share,
    /// What could not be read at the last look, so that it is said once.
    unreadable: Vec<(PathBuf, String)>,
}

impl Watch<'_, '_> {
    fn until_stopped(&mut self, found: Found, told: &Told) -> anyhow::Result<()> {
        let mut looking = Share::default();
        let mut found = Some(found);
        // What lies there already does not wait for more.
        let mut patience = Duration::ZERO;
        while !self.stopped() {
            let look = Instant::now();
            match found.take().map_or_else(|| self.look(), Ok) {
                Ok(found) => self.take(found),
                // The folder may come back, as that of a network mount does.
                Err(error) => self.say(Level::Warning, "unreadable", &error.to_string()),
            }
            looking.took(look);
            while self.is_due(patience) && !self.stopped() {
                self.batch()?;
            }
            patience = self.delay;
            if !self.stopped() && self.index.is_due() {
                self.write_index()?;
            }
            self.count_waiting();
            self.wait(&looking, told);
        }
        self.write_index()
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn say(&self, level: Level, event: &str, text: &str) {
        let content = json!({ "text": text });
        self.progress
            .tell(level, event, content, || text.to_owned());
    }

    fn look(&self) -> Result<Found, DiscoverError> {
        discover(self.inputs, Some(self.out.root()), self.selection)
    }

    fn take(&mut self, found: Found) {
        for (path, reason) in &found.unreadable {
            if !self.unreadable.iter().any(|(known, _)| known == path) {
                let text = format!("{}: cannot be read: {reason}", path.display());
                self.say(Level::Warning, "unreadable", &text);
            }
        }
        self.unreadable = found.unreadable;
        let files = found.files.into_iter();
        let files = files.filter(|file| !is_unfinished(&file.absolute));
        let whole = self.arrivals.take(files.collect());
        // A file that changed while it waited is handed over again.
        let names: BTreeSet<&str> = whole.iter().map(|file| file.relative.as_str()).collect();
        self.queue
            .retain(|file| !names.contains(file.relative.as_str()));
        if !whole.is_empty() {
            self.queued.get_or_insert_with(Instant::now);
        }
        self.queue.extend(whole);
    }

    /// Whether a batch is to begin, if its first file waits so long for others.
    fn is_due(&self, delay: Duration) -> bool {
        let waited = self.queued.map(|since| since.elapsed());
        !self.queue.is_empty()
            && (self.queue.len() >= BATCH || waited.is_some_and(|waited| waited >= delay))
    }

    fn count_waiting(&self) {
        if let Some(metrics) = self.progress.metrics() {
            metrics.waiting(self.queue.len() + self.arrivals.waiting().0);
        }
    }

    fn batch(&mut self) -> anyhow::Result<()> {
        let rest = self.queue.split_off(self.queue.len().min(BATCH));
        self.folder.files = std::mem::replace(&mut self.queue, rest);
        // One that was removed while it waited has no article any more.
        self.folder.files.retain(|file| file.absolute.exists());
        self.count_waiting();
        if let Some(metrics) = self.progress.metrics() {
            metrics.batch();
        }
        self.progress.begin(None);
        let (what, loads) = ((self.recipe, &self.folder), self.models.loads());
        let report = pipeline::run(what, self.out, loads, self.progress, self.stop);
        self.progress.finish();
        let report = report?;
        let articles = report.record.articles;
        if articles.failed + report.record.unfinished > 0 {
            self.arrivals.again(&self.folder.files);
        }
        if articles.all() > 0 {
            self.report(&report);
        }
        if self.queue.is_empty() {
            self.queued = None;
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
                    "{} articles in {:.1} s: {} done, {} flagged, {} skipped, {} failed{unfinished}",
                    articles.all(),
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
        Ok(())
    }

    /// Waits until there may be something to do.
    fn wait(&self, looking: &Share, told: &Told) {
        let now = Instant::now();
        let batch = self.queued.map(|since| since + self.delay);
        let whole = self.arrivals.waiting().1;
        let index = self.index.again.filter(|_| !self.index.is_due());
        let dues = [batch, whole, index].into_iter().flatten();
        let due = dues.min().unwrap_or(now + told.every).min(now + told.every);
        let earliest = looking.again.unwrap_or(now).max(now + BREATH);
        let mut woken = false;
        while !self.stopped() {
            woken |= told.wakes.try_recv().is_ok();
            let now = Instant::now();
            if now >= earliest && (woken || now >= due) {
                return;
            }
            std::thread::sleep(TICK);
        }
    }
}

/// Work that is to take only a share of the time.
#[derive(Default)]
struct Share {
    /// When it may be done again.
    again: Option<Instant>,
}

impl Share {
    /// It was done, since then.
    fn took(&mut self, begun: Instant) {
        let now = Instant::now();
        self.again = Some(now + (now - begun) * (SHARE - 1));
    }

    fn is_due(&self) -> bool {
        self.again.is_none_or(|again| again <= Instant::now())
    }
}

/// What tells that something happened in the folders.
struct Told {
    wakes: Receiver<()>,
    /// The longest time between two looks.
    every: Duration,
    /// Messages come as long as it lives.
    _watcher: Option<RecommendedWatcher>,
}

impl Told {
    /// The system's messages about some files and folders, or none with `poll`.
    fn of(inputs: &[PathBuf], poll: Option<Duration>, progress: &Progress) -> Self {
        let (sender, wakes) = bounded(1);
        if let Some(every) = poll {
            return Self {
                wakes,
                every,
                _watcher: None,
            };
        }
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // An error may hide an event, and reading what is there is none.
            if event.is_err() || event.is_ok_and(|event| is_change(event.kind)) {
                // One message is enough to have everything looked at.
                let _ = sender.try_send(());
            }
        });
        let watcher = watcher.and_then(|mut watcher| {
            for input in inputs {
                let (path, mode) = match input.parent() {
                    // A file that is replaced is another file, of which only its folder tells.
                    Some(parent) if input.is_file() => (parent, RecursiveMode::NonRecursive),
                    _ => (input.as_path(), RecursiveMode::Recursive),
                };
                let here = Path::new(".");
                let path = if path.as_os_str().is_empty() {
                    here
                } else {
                    path
                };
                watcher.watch(path, mode)?;
            }
            Ok(watcher)
        });
        match watcher {
            Ok(watcher) => Self {
                wakes,
                every: SAFETY,
                _watcher: Some(watcher),
            },
            Err(error) => {
                progress.note(&format!(
                    "the system cannot tell of new files ({error}); they are looked for every {} s",
                    POLL.as_secs()
                ));
                Self {
                    wakes,
                    every: POLL,
                    _watcher: None,
                }
            }
        }
    }
}

/// Whether an event may be one of a file that is new or changed.
fn is_change(kind: EventKind) -> bool {
    use event::{AccessKind, AccessMode};
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
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
    fn files_that_programs_still_write_are_known_by_their_names() {
        for name in ["a.pdf.part", "a.CRDOWNLOAD", "x/notes.txt~", "a.html.tmp"] {
            assert!(is_unfinished(Path::new(name)), "{name}");
        }
        for name in ["a.txt", "part", "tmp.html", "a.part.txt"] {
            assert!(!is_unfinished(Path::new(name)), "{name}");
        }
    }
}
