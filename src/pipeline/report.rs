//! The record of a run, `run.json`: what was done, with what, and how long it took.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use crate::article::NotRead;
use crate::brief::{ModelIdentity, OnwardTranslator, Suitability, json_pretty};
use crate::store::{OutputDir, StoreError, Totals};

use super::state::{Recalled, SecondTranslations};
use super::translating::Translating;

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
    /// The number format of the first translator that was loaded, or else of another model; empty
    /// without models. `settings` names models with another one.
    pub precision: String,
    /// Model replicas.
    pub replicas: usize,
    /// The translators that were used, by the language that they read.
    pub translators: BTreeMap<String, ModelIdentity>,
    /// The second models of those that go by way of another language, by the language that the first
    /// one reads.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub onward_translators: BTreeMap<String, OnwardTranslator>,
    /// The second translators that were used, by the language that they read.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub second_translators: BTreeMap<String, ModelIdentity>,
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
    /// Those of them of whose stored brief files in missing formats were written.
    pub formats_added: u64,
    /// Files of the inputs that are in no format that is read.
    pub not_read: NotRead,
    /// Segments of this run by outcome: translated, flagged, failed.
    pub segments: [u64; 3],
    /// Briefs of this run by verdict.
    pub verdicts: BTreeMap<Suitability, u64>,
    /// Briefs of this run of which a part failed that may work another time; the next run does
    /// their articles again.
    pub unfinished: u64,
    /// Target tokens that the translator generated.
    pub target_tokens: u64,
    /// Texts that did not need the translator.
    pub memory: Recalled,
    /// The work of second translators.
    #[serde(skip_serializing_if = "SecondTranslations::is_empty")]
    pub second_translations: SecondTranslations,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
}

/// The second models of those of these translators that go by way of another language, by the language
/// of the articles.
pub(super) fn onward_of(used: &[&Arc<Translating>]) -> BTreeMap<String, OnwardTranslator> {
    let onward = used.iter().filter_map(|used| {
        let onward = used.translator.onward.as_ref()?;
        Some((used.code.clone(), onward.recorded()))
    });
    onward.collect()
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
    let name = Path::new(name);
    let text = json_pretty(record).map_err(io::Error::from);
    let text = text.map_err(StoreError::io(name, "write this file"))? + "\n";
    out.write(name, text.as_bytes())?;
    out.sync()
}
