//! Counters for monitoring, in a file that Prometheus' node exporter and others collect. This file
//! owns their names.

use std::collections::BTreeSet;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Metric, Registry};

use super::exit::UsageError;
use crate::pipeline::Settlement;
use crate::store::{Outcome, temporary_in};
use crate::system_error::in_words;

/// The beginning of the file.
const FIRST: &str = "# HELP mujaz_";
/// How often the file is written.
const EVERY: Duration = Duration::from_secs(10);

/// The counters of a process and the file that they are kept in.
pub(super) struct Metrics {
    counters: Counters,
    file: Arc<MetricsFile>,
}

struct Counters {
    articles: Family<Ended, Counter>,
    unchanged: Counter,
    bytes: Counter,
    texts: Counter,
    translated: Counter,
    waiting: Gauge,
    batches: Counter,
    last: Gauge<f64, AtomicU64>,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Ended {
    outcome: Label,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq)]
struct Label(&'static str);

impl EncodeLabelValue for Label {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        self.0.encode(encoder)
    }
}

struct MetricsFile {
    path: PathBuf,
    registry: Registry,
    turn: Mutex<()>,
}

impl Metrics {
    /// Begins to count, and writes the file for the first time.
    ///
    /// # Errors
    /// [`UsageError`] if the file cannot be written.
    pub(super) fn start(path: &Path) -> Result<Self, UsageError> {
        let mut registry = registry();
        let counters = Counters::added_to(&mut registry);
        for outcome in [
            Outcome::Done,
            Outcome::Flagged,
            Outcome::Skipped,
            Outcome::Failed,
        ] {
            // What has not happened yet counts as none, instead of being unknown.
            drop(counters.articles.get_or_create(&Ended::of(outcome)));
        }
        let wrong = |e: std::io::Error| {
            UsageError(format!("--metrics {}: {}", path.display(), in_words(&e)))
        };
        check(path).map_err(wrong)?;
        let file = Arc::new(MetricsFile {
            // What a link leads to is written, and the link stays.
            path: path.canonicalize().unwrap_or_else(|_| path.to_owned()),
            registry,
            turn: Mutex::new(()),
        });
        file.write().map_err(wrong)?;
        let kept = Arc::downgrade(&file);
        let writing = move || {
            loop {
                std::thread::sleep(EVERY);
                let Some(file) = kept.upgrade() else { return };
                // A disk that is full now need not be full ten seconds later.
                let _ = file.write();
            }
        };
        let started = std::thread::Builder::new().spawn(writing);
        started.map_err(|e| UsageError(format!("--metrics: cannot start a thread: {e}")))?;
        Ok(Self { counters, file })
    }

    /// Writes the file now.
    pub(super) fn save(&self) {
        let _ = self.file.write();
    }

    pub(super) fn settled(&self, article: &Settlement<'_>) {
        if article.unchanged {
            self.counters.unchanged.inc();
        } else {
            let ended = Ended::of(article.outcome);
            self.counters.articles.get_or_create(&ended).inc();
            self.counters.last.set(now());
        }
    }

    pub(super) fn read(&self, bytes: u64, texts: usize) {
        self.counters.bytes.inc_by(bytes);
        self.counters.texts.inc_by(texts as u64);
    }

    pub(super) fn translated(&self, texts: usize) {
        self.counters.translated.inc_by(texts as u64);
    }

    /// A batch of new files begins.
    pub(super) fn batch(&self) {
        self.counters.batches.inc();
    }

    /// Sets the number of new files that wait.
    pub(super) fn waiting(&self, files: usize) {
        let files = i64::try_from(files).unwrap_or(i64::MAX);
        self.counters.waiting.set(files);
    }
}

impl Ended {
    fn of(outcome: Outcome) -> Self {
        Self {
            outcome: Label(outcome.name()),
        }
    }
}

impl Counters {
    /// Adds counters that are at zero to a registry, in the order in which the file lists them.
    fn added_to(registry: &mut Registry) -> Self {
        Self {
            articles: add(
                registry,
                "articles",
                "Articles that this process settled, by outcome",
            ),
            unchanged: add(
                registry,
                "articles_unchanged",
                "Articles that were done before",
            ),
            bytes: add(registry, "read_bytes", "Bytes of articles that were read"),
            texts: add(registry, "texts", "Texts of articles for the translators"),
            translated: add(
                registry,
                "texts_translated",
                "Texts that are translated, or needed no translation",
            ),
            waiting: add(
                registry,
                "files_waiting",
                "Files that wait until they are whole or until their batch begins",
            ),
            batches: add(registry, "batches", "Batches of new files"),
            last: add(
                registry,
                "last_article_time_seconds",
                "When the last article was settled, in seconds since 1970; 0 if none was",
            ),
        }
    }
}

/// Adds a metric to a registry.
fn add<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, help: &str) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

/// A registry of the metrics that stay as they are: the version and the start of this process.
fn registry() -> Registry {
    let mut registry = Registry::with_prefix("mujaz");
    let build: Family<[(&str, &str); 1], Gauge> =
        add(&mut registry, "build_info", "The program, always 1");
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    build.get_or_create(&version).set(1);
    let help = "Start, in seconds since 1970";
    let started: Gauge<f64, AtomicU64> = add(&mut registry, "start_time_seconds", help);
    started.set(now());
    registry
}

impl MetricsFile {
    /// Writes the file so that it appears whole.
    fn write(&self) -> std::io::Result<()> {
        // Two threads write, and the later text must stay.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        encode(&mut text, &self.registry).map_err(std::io::Error::other)?;
        let text = in_text_format(&text);
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut file = temporary_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(&self.path).map_err(|e| e.error)?;
        Ok(())
    }
}

/// Checks that a file may be written over.
fn check(path: &Path) -> std::io::Result<()> {
    let refuse = |reason| Err(std::io::Error::other(reason));
    // The output of this program may go there.
    if path.starts_with("/dev") || path.starts_with("/proc") {
        return refuse("it is not a file");
    }
    let start = match std::fs::File::open(path) {
        Ok(file) if !file.metadata()?.is_file() => return refuse("it is not a file"),
        Ok(mut file) => {
            let mut start = Vec::new();
            Read::by_ref(&mut file)
                .take(FIRST.len() as u64)
                .read_to_end(&mut start)?;
            start
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    match start.is_empty() || start == FIRST.as_bytes() {
        true => Ok(()),
        false => refuse("there is a file of something else; name another one, or remove it"),
    }
}

/// The text in the format that came before OpenMetrics and that all collectors read: the comments on a
/// counter have its whole name, and no comment marks the end.
fn in_text_format(text: &str) -> String {
    let counter = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["#", "TYPE", name, "counter"] => Some(name.to_owned()),
            _ => None,
        }
    };
    let counters: BTreeSet<String> = text.lines().filter_map(counter).collect();
    let mut out = String::new();
    for line in text.lines().filter(|line| *line != "# EOF") {
        let name = line.split(' ').nth(2).unwrap_or_default();
        if line.starts_with("# ") && counters.contains(name) {
            out.push_str(&line.replacen(name, &format!("{name}_total"), 1));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

fn now() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_secs_f64())
}
