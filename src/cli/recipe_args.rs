//! The arguments that decide what briefs say, which `run`, `watch` and `filter` share.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use clap::Args;

use super::file_settings::FileSettings;
use super::memory::MemoryArgs;
use super::models_to_load::ModelsToLoad;
use super::resolve::{ModelArgs, RecordArgs, resolve};
use crate::model::HashCache;
use crate::pipeline::Recipe;

/// The arguments that decide what briefs say.
#[derive(Debug, Args)]
pub(super) struct RecipeArgs {
    #[command(flatten)]
    models: ModelArgs,
    #[command(flatten)]
    records: RecordArgs,
    #[command(flatten)]
    memory: MemoryArgs,
}

/// A recipe, the models that it needs, and its translation memory.
pub(super) struct Resolved {
    pub(super) recipe: Recipe,
    pub(super) models: ModelsToLoad,
    /// The file of the translation memory, if there is to be one.
    pub(super) memory: Option<PathBuf>,
}

impl RecipeArgs {
    /// Resolves the arguments and the settings of `mujaz.toml`. The translation memory is
    /// `usual_memory` where none is named; `hashes` caches the hashes of models.
    pub(super) fn resolve(
        &self,
        file: &FileSettings,
        usual_memory: Option<PathBuf>,
        hashes: &Arc<Mutex<HashCache>>,
    ) -> anyhow::Result<Resolved> {
        let memory = self.memory.file(file, usual_memory);
        let (mut recipe, models) = resolve(&self.models, file, memory.as_deref(), hashes)?;
        recipe.fields = self.records.fields(file)?;
        Ok(Resolved {
            recipe,
            models,
            memory,
        })
    }
}
