//! The settings of a checkpoint: `config.json` and `generation_config.json`, or those in the file
//! of a Firefox model.
//!
//! They are parsed here and not by rust-bert, whose parser panics on fields that today's hub files
//! leave out; a missing field gets the family's default.

use std::path::Path;

use serde_json::{Map, Value};

use super::checkpoint::fields::{Fields, read_object, read_object_if_there};
use super::checkpoint::firefox_files::model_file;
use super::checkpoint::settings::Settings;
use super::family::{bart, firefox, m2m100, marian, mbart, pegasus, t5};
use super::{Family, Generation, ModelError, Network, SummaryTask, regular_file};

/// The settings of a model.
#[derive(Debug)]
pub struct ModelConfig {
    /// The family.
    pub family: Family,
    /// The network.
    pub network: Network,
    /// Special tokens, and the settings that the checkpoint's author decodes with.
    pub generation: Generation,
    /// How the checkpoint summarizes, if that differs from how it translates.
    pub summary: Option<SummaryTask>,
}

impl ModelConfig {
    /// Reads a checkpoint's settings from its folder: from `config.json`, or in a folder without
    /// one from the model file of a Firefox model.
    ///
    /// # Errors
    /// [`ModelError`] if the settings are missing, or `config.json` is not a JSON object, lacks a
    /// dimension, or names a family that mujaz has no engine for.
    pub fn read(dir: &Path) -> Result<Self, ModelError> {
        let path = dir.join("config.json");
        if !regular_file::is_there(&path)?
            && let Some(model) = model_file(dir)?
        {
            return firefox::config(&model);
        }
        let config = Fields {
            path: path.clone(),
            map: read_object(&path)?,
        };
        let generation = read_object_if_there(&dir.join("generation_config.json"))?;
        Self::of(config, &generation)
    }

    /// The settings in `config.json` and `generation_config.json`, which lies beside it and is empty
    /// if there is none.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub(super) fn of(
        mut config: Fields,
        generation: &Map<String, Value>,
    ) -> Result<Self, ModelError> {
        let path = config.path.clone();
        let generation_path = path.with_file_name("generation_config.json");
        let model_type = config.text("model_type")?;
        let Some(family) = model_type.as_deref().and_then(Family::of) else {
            let name = model_type.as_deref().unwrap_or("(none named)");
            return Err(ModelError::Unsupported {
                path,
                what: format!(
                    "the model family {name:?} (mujaz runs {})",
                    Family::listed()
                ),
            });
        };
        let (network, tokens): (_, &[(&str, u32)]) = match family {
            Family::Marian => (Network::BartLike(marian::network(&config)?), &[]),
            Family::Bart => (Network::BartLike(bart::network(&config)?), &[]),
            Family::MBart => (Network::BartLike(mbart::network(&config)?), mbart::TOKENS),
            Family::Pegasus => (
                Network::BartLike(pegasus::network(&config)?),
                pegasus::TOKENS,
            ),
            Family::M2m100 => (Network::BartLike(m2m100::network(&config)?), m2m100::TOKENS),
            Family::Firefox => unreachable!("no `model_type` names this family"),
            Family::T5 => {
                t5::complete(&mut config);
                (Network::T5(t5::network(&config)?), &[])
            }
            Family::LongT5 => {
                t5::complete(&mut config);
                (Network::LongT5(t5::long_network(&config)?), &[])
            }
        };
        let summary = SummaryTask::of(tokens, &config, generation)?;
        let without_task = Settings {
            config: &config,
            generation,
            task: None,
        };
        let vocabularies = network.vocabularies();
        let mut read = Self {
            family,
            network,
            generation: Generation::of(tokens, &without_task)?,
            summary,
        };
        for settings in read.generations() {
            settings.fit(vocabularies).map_err(|(key, token)| {
                let own = generation.contains_key(key);
                let file = if own { &generation_path } else { &path };
                ModelError::BadConfig {
                    path: file.clone(),
                    reason: format!("`{key}` is {token}, which is not in the vocabulary"),
                }
            })?;
        }
        Ok(read)
    }

    /// The settings of all uses of the checkpoint.
    pub(crate) fn generations(&mut self) -> impl Iterator<Item = &mut Generation> {
        let of_task = self.summary.as_mut().map(|task| &mut task.generation);
        std::iter::once(&mut self.generation).chain(of_task)
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
