//! The writing stage: a brief's files first, then its row in the journal.

use std::collections::BTreeMap;

use crossbeam_channel::Receiver;

use crate::brief::{Brief, brief_file, brief_path, html, index_line, line_of, markdown};
use crate::store::{Entry, Journal, Outcome, OutputDir, StoreError};

use super::collect::Settled;
use super::observe::Settlement;
use super::run::Shared;

/// What is to be written.
pub(super) enum Write {
    Brief(Box<Brief>),
    Settled(Settled),
}

/// Writes everything that comes; stops the run at the first error.
pub(super) fn run(
    shared: &Shared<'_>,
    out: &OutputDir,
    journal: &Journal,
    work: &Receiver<Write>,
) -> Result<(), StoreError> {
    for write in work {
        if let Err(error) = one(shared, out, journal, write) {
            shared.stop();
            return Err(error);
        }
    }
    Ok(())
}

fn one(
    shared: &Shared<'_>,
    out: &OutputDir,
    journal: &Journal,
    write: Write,
) -> Result<(), StoreError> {
    let (entry, bytes) = match write {
        Write::Settled(Settled {
            path,
            key,
            outcome,
            reason,
            bytes,
        }) => {
            let line =
                serde_json::json!({ "path": path, "outcome": outcome.name(), "reason": reason });
            (
                Entry {
                    path,
                    key,
                    outcome,
                    reason,
                    line: line.to_string(),
                },
                bytes,
            )
        }
        Write::Brief(brief) => {
            let path = brief.source.path.clone();
            let mut files = BTreeMap::new();
            for extension in shared.settings.formats.extensions() {
                let content = match extension {
                    "md" => markdown(&brief),
                    "html" => html(&brief),
                    _ => json(&brief),
                };
                out.write(&brief_path(&path, extension), content.as_bytes())?;
                files.insert(extension.to_owned(), brief_file(&path, extension));
            }
            let line = line_of(&brief, &files);
            shared.counts().segments(&brief);
            let entry = Entry {
                path,
                key: brief.id,
                outcome: Outcome::of(&line.outcome),
                reason: String::new(),
                line: index_line(&line),
            };
            (entry, brief.source.bytes)
        }
    };
    journal.record(&entry)?;
    shared.observer.settled(&Settlement {
        path: &entry.path,
        outcome: entry.outcome,
        reason: &entry.reason,
        bytes,
        unchanged: false,
    });
    shared.counts().settled(&entry);
    Ok(())
}

fn json(brief: &Brief) -> String {
    // Maps have string keys and all numbers are finite or optional, so this cannot fail.
    let mut text = serde_json::to_string_pretty(brief).unwrap_or_default();
    text.push('\n');
    text
}
