//! What the system tells of files in folders. This file owns that its messages are a hint to look and
//! nothing more: they may be lost, and some folders have none.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};
use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher, event};

use super::progress::Progress;

/// How often folders are looked at although the system tells of nothing: it may lose a message.
const SAFETY: Duration = Duration::from_secs(300);
/// How often they are looked at where the system tells nothing.
const POLL: Duration = Duration::from_secs(10);

/// A source of messages that something happened in the folders.
pub(super) struct FileEvents {
    wakes: Receiver<()>,
    /// The longest time between two looks.
    pub(super) every: Duration,
    /// Messages come as long as it lives.
    _watcher: Option<RecommendedWatcher>,
}

impl FileEvents {
    /// The system's messages about some files and folders, or none with `poll`.
    pub(super) fn of(inputs: &[PathBuf], poll: Option<Duration>, progress: &Progress) -> Self {
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
        let watcher = watcher.and_then(living).and_then(|mut watcher| {
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

    /// Whether anything happened since it was asked last.
    pub(super) fn happened(&self) -> bool {
        self.wakes.try_recv().is_ok()
    }
}

/// A watcher whose thread runs.
///
/// # Errors
/// If the system had no memory or no thread for it. Such a watcher would panic when it is used, or dropped.
fn living(mut watcher: RecommendedWatcher) -> notify::Result<RecommendedWatcher> {
    match watcher.configure(Config::default()) {
        Ok(_) => Ok(watcher),
        Err(error) => {
            std::mem::forget(watcher);
            Err(error)
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
