//! The writing stage: a brief's files first, then its row in the journal.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::Receiver;

use crate::brief::{Brief, brief_file, brief_path, html, index_line, line_of, markdown};
use crate::store::{Entry, Journal, Outcome, OutputDir, StoreError};

use super::collect::Settled;
use super::observe::Settlement;
use super::run::Shared;

/// A file or line to be written.
pub(super) enum Write {
    /// A brief, with the key of its job.
    Brief(Box<Brief>, String),
    /// A brief of an earlier run, whose files are not all there.
    Again(Box<Brief>, String),
    /// An article that became no brief.
    Settled(Settled),
}

/// Where briefs and reasons go.
pub(super) trait Sink {
    /// Writes one, and tells the run that the article is settled.
    fn put(&mut self, write: Write) -> Result<(), StoreError>;
}

/// Writes everything that comes; stops the run at the first error that is not about one path.
pub(super) fn run(
    shared: &Shared<'_>,
    sink: &mut impl Sink,
    work: &Receiver<Write>,
) -> Result<(), StoreError> {
    for write in work {
        let (path, key) = match &write {
            Write::Brief(brief, key) | Write::Again(brief, key) => {
                (brief.source.path.clone(), key.clone())
            }
            Write::Settled(settled) => (settled.path.clone(), settled.key.clone()),
        };
        // A defect in a renderer must cost one article, not the run.
        let written = catch_unwind(AssertUnwindSafe(|| sink.put(write)));
        let reason = match written {
            Ok(Ok(())) => continue,
            Ok(Err(error)) if error.is_about_one_path() => error.to_string(),
            Ok(Err(error)) => {
                shared.stop();
                return Err(error);
            }
            Err(_) => {
                "writing it hit a defect in mujaz; please report it with the article".to_owned()
            }
        };
        let failed = Settled {
            path,
            key,
            outcome: Outcome::Failed,
            reason,
        };
        if let Err(error) = sink.put(Write::Settled(failed)) {
            shared.stop();
            return Err(error);
        }
    }
    Ok(())
}

/// A folder of files, and the journal of what is in it.
pub(super) struct Folder<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) out: &'a OutputDir,
    pub(super) journal: Journal,
}

impl Sink for Folder<'_> {
    fn put(&mut self, write: Write) -> Result<(), StoreError> {
        let unchanged = matches!(write, Write::Again(..));
        let entry = match write {
            Write::Settled(Settled {
                path,
                key,
                outcome,
                reason,
            }) => {
                if outcome == Outcome::Skipped {
                    // The article was another one when these were written.
                    for extension in ["md", "json", "html"] {
                        self.out.remove(&brief_path(&path, extension))?;
                    }
                }
                let line = serde_json::json!({ "path": path, "outcome": outcome.name(), "reason": reason });
                Entry {
                    path,
                    key,
                    outcome,
                    reason,
                    line: line.to_string(),
                }
            }
            Write::Brief(brief, key) => {
                self.shared.counts().segments(&brief);
                self.brief(&brief, key)?
            }
            Write::Again(brief, key) => self.brief(&brief, key)?,
        };
        self.journal.record(&entry)?;
        let (path, outcome, reason) = (&*entry.path, entry.outcome, &*entry.reason);
        self.shared.observer.settled(&Settlement {
            path,
            outcome,
            reason,
            unchanged,
        });
        if unchanged {
            self.shared.counts().unchanged.add(outcome);
        } else {
            self.shared.counts().settled(&entry);
            self.shared.places.give();
        }
        Ok(())
    }
}

impl Folder<'_> {
    /// Writes a brief's files; returns its row for the journal.
    fn brief(&self, brief: &Brief, key: String) -> Result<Entry, StoreError> {
        let path = brief.source.path.clone();
        let mut files = BTreeMap::new();
        for extension in self.shared.settings.formats.extensions() {
            let content = match extension {
                "md" => markdown(brief),
                "html" => html(brief),
                _ => json(brief),
            };
            self.out
                .write(&brief_path(&path, extension), content.as_bytes())?;
            files.insert(extension.to_owned(), brief_file(&path, extension));
        }
        let line = line_of(brief, &files);
        Ok(Entry {
            path,
            key,
            outcome: Outcome::of(&line.outcome),
            reason: String::new(),
            line: index_line(&line),
        })
    }
}

fn json(brief: &Brief) -> String {
    // Maps have string keys and all numbers are finite or optional, so this cannot fail.
    let mut text = serde_json::to_string_pretty(brief).unwrap_or_default();
    text.push('\n');
    text
}
