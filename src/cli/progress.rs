//! The display of a run: bars on a terminal, a line every ten seconds elsewhere, and a closing
//! table. All of it goes to stderr.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

use super::plain::{Plain, plain};
use crate::article::Found;
use crate::brief::Suitability;
use crate::pipeline::{Observer, Recalled, RunReport, Settlement};
use crate::store::Outcome;

/// How often a plain line is written without a terminal.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// How many reasons the closing table lists.
const REASONS_SHOWN: usize = 10;
/// Maximum number of extensions of files that are not read.
const KINDS_SHOWN: usize = 6;

/// An observer that displays what it sees.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    state: Arc<Mutex<State>>,
    /// The thread that writes plain lines, and the sender that ends it.
    lines: Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
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
    /// Starts a display for this many bytes to read, if the number is known.
    pub(super) fn new(total_bytes: Option<u64>) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = terminal.then(|| {
            let (bar, template) = match total_bytes {
                Some(_) => (ProgressBar::new(1000), "{bar:28} {percent:>3}%  {msg}"),
                None => (ProgressBar::new_spinner(), "{spinner} {msg}"),
            };
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            bar.set_style(style);
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        let state = Arc::new(Mutex::new(State {
            started: Instant::now(),
            total_bytes,
            articles: 0,
            bytes: 0,
            texts: 0,
            translated: 0,
        }));
        let lines = (!terminal).then(|| write_lines(state.clone()));
        Self {
            bar,
            state,
            lines: Mutex::new(lines),
        }
    }

    /// Writes one line for the user.
    pub(super) fn note(&self, text: &str) {
        self.line(&format!("mujaz: {text}"));
    }

    fn line(&self, text: &str) {
        let text = plain(text);
        match &self.bar {
            Some(bar) => bar.println(&text),
            None => drop(writeln!(std::io::stderr(), "{text}")),
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

    /// Removes the bar and ends the plain lines.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
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
    }

    /// Prints the closing table.
    pub(super) fn close(&self, report: &RunReport, found: &Found, out: &Path) {
        let text = closing(report, found, out);
        let _ = Plain::new(std::io::stderr()).write_all(text.as_bytes());
    }
}

impl State {
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

    fn text(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let rate = self.translated as f64 / seconds;
        let mut text = format!(
            "{} articles, {} segments, {rate:.1}/s",
            self.articles, self.translated
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
fn write_lines(state: Arc<Mutex<State>>) -> (Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = bounded::<()>(0);
    let thread = std::thread::spawn(move || {
        while stopped.recv_timeout(LINE_EVERY) == Err(RecvTimeoutError::Timeout) {
            let state = state.lock().unwrap_or_else(PoisonError::into_inner);
            let share = state.share();
            let done = share.map_or_else(String::new, |s| format!(", {:.0}% done", 100.0 * s));
            let seconds = state.started.elapsed().as_secs();
            let _ = writeln!(
                std::io::stderr(),
                "mujaz: {}{done}, {seconds} s",
                state.text()
            );
        }
    });
    (stop, thread)
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
            self.line(&format!("mujaz: {}: failed: {reason}", article.path));
        }
        self.update(|s| s.articles += 1);
    }

    fn read(&self, bytes: u64, texts: usize) {
        self.update(|s| {
            s.bytes += bytes;
            s.texts += texts as u64;
        });
    }

    fn translated(&self, texts: usize) {
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
        self.update(|s| s.started = Instant::now());
    }
}

/// The closing table as text.
fn closing(report: &RunReport, found: &Found, out: &Path) -> String {
    let record = &report.record;
    let (now, before) = (record.articles, record.unchanged);
    let mut text = String::new();
    if now.all() == 0 && before.all() > 0 && !record.interrupted {
        let _ = writeln!(
            text,
            "mujaz: nothing to do: all {} articles were done before. Results: {}",
            before.all(),
            out.display()
        );
        text.push_str(&unreadable(found));
        return text;
    }
    let _ = writeln!(text, "\n  done      {:>8}", now.done);
    let _ = writeln!(
        text,
        "  flagged   {:>8}   briefs with something to check",
        now.flagged
    );
    let _ = writeln!(text, "  skipped   {:>8}", now.skipped);
    let _ = writeln!(text, "  failed    {:>8}", now.failed);
    if before.all() > 0 {
        let _ = writeln!(text, "  unchanged {:>8}   done before", before.all());
    }
    for ((outcome, reason), (count, first)) in report.reasons.iter().take(REASONS_SHOWN) {
        let more = if *count > 1 {
            format!("{count} articles, first ")
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "  {outcome}: {} ({more}{})",
            plain(reason),
            plain(first)
        );
    }
    if report.reasons.len() > REASONS_SHOWN {
        let _ = writeln!(
            text,
            "  and {} more reasons; all are in index.jsonl",
            report.reasons.len() - REASONS_SHOWN
        );
    }
    if !found.other.is_empty() {
        let _ = writeln!(text, "  not read: {}", others(found));
    }
    text.push_str(&unreadable(found));
    let [translated, flagged, failed] = record.segments;
    let all = translated + flagged + failed;
    if !record.verdicts.is_empty() {
        text.push('\n');
        for verdict in Suitability::ALL {
            let count = record.verdicts.get(&verdict).copied().unwrap_or(0);
            let _ = writeln!(text, "  {:<16}{count:>8}", verdict.words());
        }
    }
    if all > 0 {
        let _ = writeln!(
            text,
            "\n  {all} segments: {translated} translated, {flagged} flagged, {failed} failed; {:.1} segments/s, {:.0} s",
            all as f64 / record.seconds.max(0.001),
            record.seconds
        );
    }
    text.push_str(&spared(&record.memory));
    if record.unfinished > 0 {
        let _ = writeln!(
            text,
            "  unfinished {:>7}   something failed that may work another time; the same command tries again",
            record.unfinished
        );
    }
    let _ = writeln!(text, "  results: {}", out.display());
    if record.interrupted {
        let _ = writeln!(
            text,
            "  stopped before the end; the same command goes on from here"
        );
    }
    text
}

/// The texts that did not need the translator.
fn spared(memory: &Recalled) -> String {
    let mut text = String::new();
    if memory.known > 0 {
        let _ = writeln!(
            text,
            "  {} of {} texts were not translated again",
            memory.known, memory.texts
        );
    }
    if memory.approved > 0 {
        let _ = writeln!(
            text,
            "  {} segments have approved translations",
            memory.approved
        );
    }
    text
}

/// How many files of the inputs are no articles, with their commonest extensions.
pub(super) fn others(found: &Found) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in &found.other {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if !extension.is_empty() {
            *counts.entry(extension.to_ascii_lowercase()).or_default() += 1;
        }
    }
    let mut kinds: Vec<(String, usize)> = counts.into_iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let listed = kinds.iter().take(KINDS_SHOWN);
    let listed: Vec<String> = listed
        .map(|(kind, count)| format!("{count} .{}", plain(kind)))
        .collect();
    let all = match found.other.len() {
        1 => "1 file of another kind".to_owned(),
        count => format!("{count} files of other kinds"),
    };
    match listed.len() {
        0 => all,
        _ => format!("{all}: {}", listed.join(", ")),
    }
}

/// Inputs that the file system did not let mujaz read.
fn unreadable(found: &Found) -> String {
    let lines = found
        .unreadable
        .iter()
        .take(REASONS_SHOWN)
        .map(|(path, reason)| {
            format!(
                "  cannot be read: {} ({})\n",
                plain(&path.display().to_string()),
                plain(reason)
            )
        });
    lines.collect()
}
