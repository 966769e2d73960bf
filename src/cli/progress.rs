//! The display of a run: bars on a terminal, a line every ten seconds elsewhere, and a closing
//! table. All of it goes to stderr.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::closing::closing;
use super::exit::UsageError;
use super::log::{self, Level, LogArgs};
use super::metrics::Metrics;
use super::output::{messages, raw_stderr};
use super::plain::plain;
use crate::article::Found;
use crate::pipeline::{Observer, RunReport, Settlement};
use crate::store::Outcome;
use crate::text::counted;

/// How often a plain line is written without a terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// An observer that displays what it sees and counts it for monitoring.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    state: Arc<Mutex<State>>,
    /// The thread that writes plain lines, and the sender that ends it.
    lines: Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
    metrics: Option<Metrics>,
}

struct State {
    started: Instant,
    total_bytes: Option<u64>,
    articles: u64,
    /// Bytes read, and the texts for the model that came out of them.
    bytes: u64,
    texts: u64,
    translated: u64,
}

impl Progress {
    /// A display that shows nothing yet.
    ///
    /// # Errors
    /// [`UsageError`] if the file of counters cannot be written.
    pub(super) fn new(log: &LogArgs) -> Result<Self, UsageError> {
        let terminal = raw_stderr().is_terminal() && !log::is_json();
        let metrics = log.metrics.as_deref().map(Metrics::start).transpose()?;
        Ok(Self {
            bar: terminal.then(ProgressBar::hidden),
            state: Arc::new(Mutex::new(State::new(None))),
            lines: Mutex::new(None),
            metrics,
        })
    }

    /// Begins to show the progress of a run with this many bytes to read, if the number is known.
    pub(super) fn begin(&self, total_bytes: Option<u64>) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::new(total_bytes);
        let Some(bar) = &self.bar else {
            let lines = write_lines(self.state.clone());
            *self.lines.lock().unwrap_or_else(PoisonError::into_inner) = lines;
            return;
        };
        let (length, template) = match total_bytes {
            Some(_) => (Some(1000), "{bar:28} {percent:>3}%  {msg}"),
            None => (None, "{spinner} {msg}"),
        };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.reset();
        match length {
            Some(length) => bar.set_length(length),
            None => bar.unset_length(),
        }
        bar.set_message("");
        bar.set_style(style);
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(250));
    }

    /// The counters for monitoring, if they are kept.
    pub(super) fn metrics(&self) -> Option<&Metrics> {
        self.metrics.as_ref()
    }

    /// Tells the user something, in words.
    pub(super) fn note(&self, text: &str) {
        self.tell(Level::Info, "notice", json!({ "text": text }), || {
            text.to_owned()
        });
    }

    /// Tells that something happened: as an object in a log, or to people in words.
    pub(super) fn tell(
        &self,
        level: Level,
        event: &str,
        content: Value,
        words: impl FnOnce() -> String,
    ) {
        if log::is_json() {
            log::write(level, event, content);
        } else {
            self.line(&format!("mujaz: {}", words()));
        }
    }

    fn line(&self, text: &str) {
        let text = plain(text);
        // A hidden bar would not print it.
        match self.bar.as_ref().filter(|bar| !bar.is_hidden()) {
            Some(bar) => bar.println(&text),
            None => drop(writeln!(messages(), "{text}")),
        }
    }

    fn update(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        if let Some(bar) = &self.bar {
            if let Some(share) = state.share() {
                bar.set_position((share * 1000.0) as u64);
            }
            bar.set_message(state.text());
        }
    }

    /// Removes the bar, ends the plain lines and writes the counters.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.disable_steady_tick();
            bar.finish_and_clear();
            // What is printed from now on must not draw it again.
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let lines = self
            .lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some((stop, thread)) = lines {
            drop(stop);
            // The thread only writes lines, so a panic in it loses nothing.
            let _ = thread.join();
        }
        if let Some(metrics) = &self.metrics {
            metrics.save();
        }
    }

    /// Prints the closing table.
    pub(super) fn close(&self, report: &RunReport, found: &Found, out: &Path) {
        if log::is_json() {
            let record = serde_json::to_value(&report.record).unwrap_or_default();
            let unreadable = found.unreadable.iter();
            let unreadable: Vec<_> = unreadable
                .map(|(path, reason)| json!({ "path": path.to_string_lossy(), "reason": reason }))
                .collect();
            let briefs = found.briefs.iter();
            let briefs: Vec<_> = briefs.map(|path| path.to_string_lossy()).collect();
            let content = json!({
                "run": record,
                "files_of_other_kinds": found.other.len(),
                "folders_of_briefs": briefs,
                "unreadable": unreadable,
                "results": out.to_string_lossy(),
            });
            log::write(Level::Info, "summary", content);
            return;
        }
        let text = closing(report, found, out);
        let _ = messages().write_all(text.as_bytes());
    }
}

impl State {
    fn new(total_bytes: Option<u64>) -> Self {
        Self {
            started: Instant::now(),
            total_bytes,
            articles: 0,
            bytes: 0,
            texts: 0,
            translated: 0,
        }
    }

    /// The share of the work that is done: the share of the input that was read, times the share
    /// of that which was translated. How many articles a file holds is not known before it is
    /// read.
    fn share(&self) -> Option<f64> {
        let read = self.bytes as f64 / self.total_bytes?.max(1) as f64;
        let translated = if self.texts == 0 {
            1.0
        } else {
            self.translated as f64 / self.texts as f64
        };
        Some((read * translated).clamp(0.0, 1.0))
    }

    /// The state as a line of the log or of plain text.
    fn line(&self) -> String {
        let (share, seconds) = (self.share(), self.started.elapsed().as_secs());
        if log::is_json() {
            let content = json!({
                "articles": self.articles,
                "texts": self.translated,
                "share": share,
                "seconds": seconds,
            });
            return log::line(Level::Info, "progress", content);
        }
        let done = share.map_or_else(String::new, |s| format!(", {:.0}% done", 100.0 * s));
        format!("mujaz: {}{done}, {seconds} s\n", self.text())
    }

    fn text(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let rate = self.translated as f64 / seconds;
        // A long segment is several texts for the model, and one that is known is none.
        let mut text = format!(
            "{}, {}, {rate:.1}/s",
            counted(self.articles, "article"),
            counted(self.translated, "text")
        );
        let share = self.share().filter(|share| (0.01..1.0).contains(share));
        if let Some(share) = share {
            let left = seconds * (1.0 - share) / share;
            let _ = write!(
                text,
                ", {} left",
                HumanDuration(Duration::from_secs_f64(left))
            );
        }
        text
    }
}

/// Starts a thread that writes a line at intervals, until the sender is dropped.
///
/// A run for which the system has no such thread goes on without the lines.
fn write_lines(state: Arc<Mutex<State>>) -> Option<(Sender<()>, JoinHandle<()>)> {
    let (stop, stopped) = bounded::<()>(0);
    let thread = std::thread::Builder::new().spawn(move || {
        while stopped.recv_timeout(LINE_EVERY) == Err(RecvTimeoutError::Timeout) {
            // The state is not locked while it is written: the run must not wait for whoever reads
            // the messages.
            let line = state.lock().unwrap_or_else(PoisonError::into_inner).line();
            let _ = messages().write_all(line.as_bytes());
        }
    });
    Some((stop, thread.ok()?))
}

impl Observer for Progress {
    fn notice(&self, text: &str) {
        self.note(text);
    }

    fn settled(&self, article: &Settlement<'_>) {
        if article.outcome == Outcome::Failed && !article.unchanged {
            let reason = if article.reason.is_empty() {
                "no sentence could be translated"
            } else {
                article.reason
            };
            let content = json!({ "path": article.path, "reason": reason });
            self.tell(Level::Warning, "failed", content, || {
                format!("{}: failed: {reason}", article.path)
            });
        }
        if let Some(metrics) = &self.metrics {
            metrics.settled(article);
        }
        self.update(|s| s.articles += 1);
    }

    fn read(&self, bytes: u64, texts: usize) {
        if let Some(metrics) = &self.metrics {
            metrics.read(bytes, texts);
        }
        self.update(|s| {
            s.bytes += bytes;
            s.texts += texts as u64;
        });
    }

    fn asked(&self, texts: usize) {
        self.read(0, texts);
    }

    fn translated(&self, texts: usize) {
        if let Some(metrics) = &self.metrics {
            metrics.translated(texts);
        }
        self.update(|s| s.translated += texts as u64);
    }

    fn loading(&self) {
        if let Some(bar) = &self.bar {
            bar.set_message("loading the model");
        }
    }

    fn stopping(&self) {
        self.note("stopping: sentences that are with the model are finished first; Ctrl-C again stops at once, and nothing that is written is lost");
    }

    fn loaded(&self) {
        self.update(|s| {
            // A model that is loaded later does not begin the translating anew.
            if s.translated == 0 {
                s.started = Instant::now();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_counted_as_one_and_texts_are_no_segments() {
        let text = |articles, translated| {
            let state = State {
                articles,
                translated,
                ..State::new(None)
            };
            state.text()
        };
        for (text, start) in [
            (text(0, 0), "0 articles, 0 texts, 0.0/s"),
            (text(1, 75), "1 article, 75 texts, "),
            (text(7, 1), "7 articles, 1 text, "),
        ] {
            assert!(text.starts_with(start), "{text}");
        }
    }
}
