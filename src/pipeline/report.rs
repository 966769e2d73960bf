//! The files that a run writes besides the briefs: `index.jsonl`, `index.html`, `run.json`. They
//! are made from the journal or from stored briefs, never from articles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::brief::{
    Brief, DigestEntry, IndexLine, ModelIdentity, Rendering, Suitability, brief_file, brief_path,
    index_html, index_line, line_of,
};
use crate::store::{Journal, OutputDir, StoreError, Totals};

use super::state::Recalled;

/// The content of `run.json`: what was done, with which models and settings, and how long it took.
#[derive(Debug, Clone, Serialize)]
pub struct RunRecord {
    /// Version of mujaz.
    pub mujaz: String,
    /// Version of libtorch.
    pub libtorch: String,
    /// Start, in seconds since 1970.
    pub started: u64,
    /// Duration in seconds.
    pub seconds: f64,
    /// `cpu`, `cuda:N` or several of these between commas.
    pub device: String,
    /// The number formats of the models.
    pub precision: String,
    /// Model replicas.
    pub replicas: usize,
    /// The translators that were used, by the language that they read.
    pub translators: BTreeMap<String, ModelIdentity>,
    /// The summarizer, if it is a model.
    pub summarizer: Option<ModelIdentity>,
    /// The model for headlines of articles without a title, if any.
    pub headliner: Option<ModelIdentity>,
    /// Settings that change the text.
    pub settings: BTreeMap<String, String>,
    /// Articles of this run.
    pub articles: Totals,
    /// Articles that were done before.
    pub unchanged: Totals,
    /// Segments of this run by outcome: translated, flagged, failed.
    pub segments: [u64; 3],
    /// Briefs of this run by verdict.
    pub verdicts: BTreeMap<Suitability, u64>,
    /// Target tokens that the translator generated.
    pub target_tokens: u64,
    /// Texts that did not need the translator.
    pub memory: Recalled,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
}

/// Writes `index.jsonl` and, if `html` is set, `index.html`, from the journal.
///
/// # Errors
/// [`StoreError`] naming the file.
pub fn write_index(out: &OutputDir, journal: &Journal, html: bool) -> Result<(), StoreError> {
    let mut entries = Vec::new();
    let mut failed = None;
    out.write_with(Path::new("index.jsonl"), &mut |file| {
        let mut written = Ok(());
        let read = journal.each(&mut |job| {
            if written.is_ok() {
                written = writeln!(file, "{}", job.line);
            }
            if html {
                entries.extend(digest(&job.line));
            }
        });
        failed = read.err();
        written
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    if html {
        out.write(
            Path::new("index.html"),
            index_html(&entries, "mujaz briefs").as_bytes(),
        )?;
    }
    Ok(())
}

/// The entry of a line on the index page; `None` for the line of an article without a brief.
fn digest(line: &str) -> Option<DigestEntry> {
    serde_json::from_str::<IndexLine>(line)
        .ok()
        .map(|line| line.entry())
}

/// Rebuilds the index from the stored `.json` briefs and, where the journal is there, its lines of
/// articles without one, in the order of their paths. Returns the number of briefs, and the files
/// that are not briefs.
///
/// # Errors
/// [`StoreError`] naming the file that cannot be written.
pub fn rebuild_index(out: &OutputDir) -> Result<(usize, Vec<(PathBuf, String)>), StoreError> {
    let mut lines = Vec::new();
    let mut unreadable = Vec::new();
    for file in ignore::WalkBuilder::new(out.root().join("briefs"))
        .standard_filters(false)
        .build()
    {
        let path = match file {
            Ok(entry)
                if entry
                    .path()
                    .extension()
                    .is_some_and(|e| e == Rendering::Json.extension())
                    && entry.path().is_file() =>
            {
                entry.into_path()
            }
            Ok(_) => continue,
            Err(error) => {
                unreadable.push((out.root().into(), error.to_string()));
                continue;
            }
        };
        let text = std::fs::read(&path).map_err(|e| e.to_string());
        match text.and_then(|t| serde_json::from_slice::<Brief>(&t).map_err(|e| e.to_string())) {
            Ok(brief) => {
                let path = &brief.source.path;
                let files = Rendering::ALL
                    .into_iter()
                    .filter(|rendering| out.root().join(brief_path(path, *rendering)).is_file())
                    .map(|rendering| {
                        let extension = rendering.extension().to_owned();
                        (extension, brief_file(path, rendering))
                    })
                    .collect();
                lines.push(line_of(&brief, &files));
            }
            Err(reason) => unreadable.push((path, reason)),
        }
    }
    let mut all: BTreeMap<String, String> = lines_without_briefs(out)?;
    all.extend(
        lines
            .iter()
            .map(|line| (line.path.clone(), index_line(line))),
    );
    let text: String = all.into_values().map(|line| line + "\n").collect();
    out.write(Path::new("index.jsonl"), text.as_bytes())?;
    lines.sort_by(|a, b| a.path.cmp(&b.path));
    let entries: Vec<DigestEntry> = lines.iter().map(IndexLine::entry).collect();
    out.write(
        Path::new("index.html"),
        index_html(&entries, "mujaz briefs").as_bytes(),
    )?;
    Ok((lines.len(), unreadable))
}

/// The index lines of articles that were skipped or failed, by path: only the journal knows them.
fn lines_without_briefs(out: &OutputDir) -> Result<BTreeMap<String, String>, StoreError> {
    let state = out.state_file("state.sqlite");
    let mut lines = BTreeMap::new();
    if state.is_file() {
        Journal::look_into(&state)?.each(&mut |entry| {
            if digest(&entry.line).is_none() {
                lines.insert(entry.path, entry.line);
            }
        })?;
    }
    Ok(lines)
}

/// Writes the record of a run: `run.json`, or that of a shard.
///
/// # Errors
/// [`StoreError`] naming the file.
pub(super) fn write_record(
    out: &OutputDir,
    name: &str,
    record: &RunRecord,
) -> Result<(), StoreError> {
    let mut text = serde_json::to_vec_pretty(record).unwrap_or_default();
    text.push(b'\n');
    out.write(Path::new(name), &text)
}
