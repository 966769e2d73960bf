//! The arguments that `run` and `watch` share: files and folders to read, and a folder for the briefs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;

use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::memory::memory_of;
use super::models_to_load::ModelsToLoad;
use super::quantity;
use super::recipe_args::{RecipeArgs, Resolved};
use super::resolve;
use crate::article::{NotRead, Selection};
use crate::brief::Rendering;
use crate::environment::yes_or_no;
use crate::model::HashCache;
use crate::pipeline::{FolderRun, Recipe};
use crate::store::state_folder;

/// The arguments that decide which files become briefs, how, and where the briefs go.
#[derive(Debug, Args)]
pub(super) struct FolderArgs {
    /// Files and folders to read
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long, value_name = "OUT", env = "MUJAZ_OUTPUT")]
    output: Option<PathBuf>,
    #[command(flatten)]
    recipe: RecipeArgs,
    /// Read only files that match, as in `*.{html,txt}` or `2024/**` (patterns as in .gitignore)
    #[arg(long, value_name = "GLOB", env = "MUJAZ_INCLUDE")]
    include: Vec<String>,
    /// Do not read files and folders that match
    #[arg(long, value_name = "GLOB", env = "MUJAZ_EXCLUDE")]
    exclude: Vec<String>,
    /// Skip files that are larger, as in 20M
    #[arg(long, value_name = "SIZE", env = "MUJAZ_MAX_FILE")]
    max_file: Option<String>,
    /// Read each book as one article, instead of one for each chapter
    #[arg(long, env = "MUJAZ_WHOLE_BOOKS", value_parser = yes_or_no)]
    whole_books: bool,
    /// Files for each brief, of md, json, html [default: all]
    #[arg(long, value_name = "LIST", env = "MUJAZ_FORMATS")]
    formats: Option<String>,
}

/// A run over no files yet, and what it needs.
pub(super) struct Prepared {
    pub(super) recipe: Recipe,
    pub(super) models: ModelsToLoad,
    pub(super) folder: FolderRun,
    /// The hashes of models, which the output folder keeps for the next start.
    pub(super) hashes: Arc<Mutex<HashCache>>,
}

impl FolderArgs {
    /// The folder for the results of this subcommand.
    pub(super) fn output(
        &self,
        file: &FileSettings,
        subcommand: &str,
    ) -> Result<PathBuf, UsageError> {
        self.output.clone().or(file.output.clone()).ok_or_else(|| {
            UsageError(format!(
                "where should the results go? Add -o OUT, as in: mujaz {subcommand} articles -o briefs"
            ))
        })
    }

    /// The files that are wanted.
    pub(super) fn selection(&self, file: &FileSettings) -> Selection {
        let either = |own: &Vec<String>, file: &Option<Vec<String>>| match file {
            Some(file) if own.is_empty() => file.clone(),
            _ => own.clone(),
        };
        Selection {
            include: either(&self.include, &file.include),
            exclude: either(&self.exclude, &file.exclude),
        }
    }

    /// Resolves the arguments and the settings of `mujaz.toml` for a run that writes to `out`.
    pub(super) fn prepare(&self, file: &FileSettings, out: &Path) -> anyhow::Result<Prepared> {
        let hashes = HashCache::open(state_folder(out).join("hashes.json"));
        let hashes = Arc::new(Mutex::new(hashes));
        let Resolved {
            recipe,
            models,
            memory,
        } = self.recipe.resolve(file, Some(memory_of(out)), &hashes)?;
        let max_file = self.max_file.as_ref().or(file.max_file.as_ref());
        let formats = self.formats.as_deref().or(file.formats.as_deref());
        let folder = FolderRun {
            files: Vec::new(),
            not_read: NotRead::default(),
            out: out.to_owned(),
            max_file: max_file
                .map(|size| quantity::size("--max-file", size))
                .transpose()?,
            whole_books: self.whole_books || file.whole_books.unwrap_or(false),
            renderings: match formats {
                Some(list) => resolve::renderings(list)?,
                None => Rendering::ALL.to_vec(),
            },
            shard: None,
            force: false,
            memory,
            watching: false,
        };
        Ok(Prepared {
            recipe,
            models,
            folder,
            hashes,
        })
    }
}

/// Saves the hashes of models. Without them the next start only takes longer, so that an error is
/// not reported.
pub(super) fn save(hashes: &Mutex<HashCache>) {
    let _ = hashes.lock().unwrap_or_else(PoisonError::into_inner).save();
}
