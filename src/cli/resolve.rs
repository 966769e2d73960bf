//! From flags, environment and files to the settings of a run. This file owns the defaults and the
//! order of precedence; it never loads a model.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::Args;

use super::Exit;
use super::codes::check_language;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::load::MockSettings;
use super::model_memory;
use super::model_use::{MOCK, On, mock_use};
use super::models_to_load::ModelsToLoad;
use super::named::Named;
use super::pivot::Spec;
use super::placement::{DEFAULT_LANGUAGE, Placement, SPLIT_AT, placement};
use super::quantity::whole;
use super::translators::{AllNamed, Beside, Chosen, Models, choose, glossary};
use crate::article::FieldMap;
use crate::brief::Rendering;
use crate::engine::{Devices, Precision};
use crate::environment::yes_or_no;
use crate::model::{HashCache, Located, ModelError, locate};
use crate::pipeline::{ModelUse, Onward, Recipe, Shard, Summarizing};
use crate::text::TARGET;

/// The setting with which the language of each article is found.
pub(super) const AUTO: &str = "auto";

/// The model for headlines that ships with mujaz.
const DEFAULT_HEADLINER: &str = "starter-headline-en";

/// The argument that says which keys of a record hold the parts of an article.
#[derive(Debug, Args)]
pub(super) struct RecordArgs {
    /// The key or column that holds a part of each article, as in text=body or text=data.body; the
    /// parts are title, text, description, date, url, author, language
    #[arg(long = "field", value_name = "NAME=KEY", env = "MUJAZ_FIELD")]
    fields: Vec<String>,
}

impl RecordArgs {
    /// The fields that the user names.
    pub(super) fn fields(&self, file: &FileSettings) -> Result<FieldMap, UsageError> {
        let in_file = file.fields.clone().unwrap_or_default();
        let named = if self.fields.is_empty() {
            &in_file
        } else {
            &self.fields
        };
        FieldMap::of(named).map_err(|error| UsageError(format!("--field: {error}")))
    }
}

/// The arguments that choose models, languages and glossaries, and the way that models run.
#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    /// Translation model: a name from `mujaz models list`, or a folder. It translates the languages
    /// that it is known to read (with --from: all articles); with LANG= only that one, and then it
    /// may be given more than once. 'ku=NAME>tr>NAME' translates Kurdish into Turkish with the first
    /// model, and that into English with the other one
    /// [default: for each language the best one on this machine]
    #[arg(long, value_name = "[LANG=]NAME|DIR", env = "MUJAZ_TRANSLATOR")]
    pub(super) translator: Vec<String>,
    /// Second translation model, named likewise: it gets the sentences that the first one fails at or
    /// is probably wrong about, is loaded only then, and the better of the two translations is kept;
    /// `none` overrides mujaz.toml
    #[arg(long, value_name = "[LANG=]NAME|DIR", env = "MUJAZ_SECOND_TRANSLATOR")]
    pub(super) second_translator: Vec<String>,
    /// Summarization model, `extractive` (choose sentences) or `none` [default: extractive]
    #[arg(long, value_name = "NAME|DIR", env = "MUJAZ_SUMMARIZER")]
    pub(super) summarizer: Option<String>,
    /// Model for headlines of articles without a title, or `extractive` (cut out of the first
    /// sentence) [default: starter-headline-en]
    #[arg(long, value_name = "NAME|DIR", env = "MUJAZ_HEADLINER")]
    pub(super) headliner: Option<String>,
    /// Language of the articles: two letters, as in ar or fa, or auto, which finds that of each
    /// [default: auto]
    #[arg(long, value_name = "auto|LANG", env = "MUJAZ_FROM")]
    pub(super) from: Option<String>,
    /// Language of the briefs [default: en]
    #[arg(long, value_name = "LANG", env = "MUJAZ_TO")]
    pub(super) to: Option<String>,
    /// Where to run: auto, cpu, cuda, cuda:N, or several GPUs as cuda:0,cuda:1 [default: auto]
    #[arg(long, value_name = "DEVICE", env = "MUJAZ_DEVICE")]
    pub(super) device: Option<String>,
    /// Number format: auto, f32, bf16, int8 (on processors) or f16 (on GPUs) [default: auto, which
    /// `mujaz doctor` shows]
    #[arg(long, value_name = "PRECISION", env = "MUJAZ_PRECISION")]
    pub(super) precision: Option<String>,
    /// Terms and their English, as lines with a tab between them; may be given more than once, and
    /// a later file overrides an earlier one
    #[arg(long, value_name = "FILE.tsv", env = "MUJAZ_GLOSSARY")]
    pub(super) glossary: Vec<PathBuf>,
    /// Beams of the search; more are slower and often a little better [default: 1]
    #[arg(long, value_name = "N", env = "MUJAZ_BEAMS", value_parser = whole::<usize>)]
    pub(super) beams: Option<usize>,
    /// Never use the network (a run never does: models are fetched by `mujaz models pull`)
    #[arg(long, env = "MUJAZ_OFFLINE", value_parser = yes_or_no)]
    pub(super) offline: bool,
    /// Replicas of each model, one thread each [default: one for each processor core, three on each GPU]
    #[arg(long, value_name = "N", env = "MUJAZ_REPLICAS", value_parser = whole::<usize>)]
    pub(super) replicas: Option<usize>,
    /// Source tokens of a batch [default: 4096, on a GPU 32768]
    #[arg(long, value_name = "N", env = "MUJAZ_BATCH_TOKENS", value_parser = whole::<usize>)]
    pub(super) batch_tokens: Option<usize>,
    /// Memory that models may take together on each device, as in 4G: translators that do not fit beside
    /// others are loaded after these [default: half of what is free; on GPUs half of what there is]
    #[arg(long, value_name = "SIZE", env = "MUJAZ_MODEL_MEMORY")]
    pub(super) model_memory: Option<String>,
    /// A stand-in for the models: `mock` copies the source, `mock:MS` takes MS milliseconds per
    /// step
    #[arg(long, hide = true)]
    pub(super) backend: Option<String>,
}

/// Resolves settings; flags override environment variables, which override `mujaz.toml`, then
/// defaults. `hashes` caches model hashes so that a no-op run returns at once; `memory` is the
/// translation memory, if there is one.
pub(super) fn resolve(
    args: &ModelArgs,
    file: &FileSettings,
    memory: Option<&Path>,
    hashes: &Arc<Mutex<HashCache>>,
) -> anyhow::Result<(Recipe, ModelsToLoad)> {
    let to = pick(&args.to, &file.to, TARGET.code);
    if to != TARGET.code {
        return Err(UsageError(format!(
            "briefs are written in {}; --to {to} is not possible yet",
            TARGET.name
        ))
        .into());
    }
    let devices = Devices::resolve(&pick(&args.device, &file.device, "auto"))?;
    let asked = pick(&args.precision, &file.precision, "auto");
    let (precision, precision_named) = (Precision::resolve_for(&asked, &devices)?, asked != "auto");
    let mock = args.backend.as_deref().map(mock_settings).transpose()?;
    let on = Arc::new(On {
        devices: devices.clone(),
        precision,
        precision_named,
    });
    let from = pick(&args.from, &file.from, AUTO);
    let from = (from != AUTO).then_some(from);
    if let Some(code) = &from {
        check_language(code).map_err(|UsageError(why)| UsageError(format!("--from {why}")))?;
    }
    let glossary = match &args.glossary[..] {
        [] => file.glossary.clone().unwrap_or_default(),
        named => named.to_vec(),
    };
    let beside = Beside {
        glossary,
        memory: memory.map(Path::to_owned),
    };
    let named = AllNamed {
        first: Named::read(&args.translator, file)?,
        second: Named::read_second(&args.second_translator, file)?,
    };
    let chosen = match mock {
        Some(_) => mock_translators(&named.first, from.as_deref(), precision, beside)?,
        None => choose(&named, from.as_deref(), &on, beside, hashes)?,
    };
    let written = Written::choose(args, file, &on, hashes)?;
    let beams = args.beams.or(file.beams).unwrap_or(1);
    let recipe = Recipe {
        from,
        translators: chosen.translators,
        fields: FieldMap::default(),
        beams,
        split_at: SPLIT_AT,
        device: devices.to_string(),
        summarizing: written.summarizing,
        headliner: written.headliner_use,
    };
    let limit = args.model_memory.as_deref();
    let limit = limit.or(file.model_memory.as_deref());
    let limit = model_memory::limit(limit, &devices)?;
    let placement = Placement {
        named: precision_named,
        split_at: SPLIT_AT,
        ..placement(
            devices,
            precision,
            beams,
            args.replicas.or(file.replicas),
            args.batch_tokens.or(file.batch_tokens),
        )?
    };
    let models = ModelsToLoad {
        translators: chosen.first,
        through: chosen.through,
        onward_translators: chosen.onward,
        second_translators: chosen.second,
        summarizer: written.summarizer,
        headliner: written.headliner,
        placement,
        limit,
        mock,
    };
    Ok((recipe, models))
}

/// The models that write English from English.
struct Written {
    summarizer: Option<Located>,
    summarizing: Summarizing,
    headliner: Option<Located>,
    headliner_use: Option<ModelUse>,
}

impl Written {
    fn choose(
        args: &ModelArgs,
        file: &FileSettings,
        on: &On,
        hashes: &Mutex<HashCache>,
    ) -> anyhow::Result<Self> {
        let model = |name: &str| {
            let located = locate(name)?;
            let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
            let found = on.model(&located, &mut hashes)?;
            Ok((located, found))
        };
        let (summarizer, summarizing) =
            match pick(&args.summarizer, &file.summarizer, "extractive").as_str() {
                "none" => (None, Summarizing::Off),
                "extractive" => (None, Summarizing::Extractive),
                name => {
                    let (located, found) = model(name)?;
                    (Some(located), Summarizing::Model(found))
                }
            };
        // Without models, no model writes headlines either.
        let named = args.headliner.as_ref().or(file.headliner.as_ref());
        let headliner = match named.map(String::as_str) {
            None if args.backend.is_some() => None,
            Some("extractive") => None,
            Some(name) => Some(model(name)?),
            None => if_there(model(DEFAULT_HEADLINER))?,
        };
        let (headliner, headliner_use) = headliner.unzip();
        Ok(Self {
            summarizer,
            summarizing,
            headliner,
            headliner_use,
        })
    }
}

/// The stand-in as the translator of a language, or of the usual one. If the user names a way through
/// another language for it, it stands for both models under their names.
fn mock_translators(
    named: &Named,
    from: Option<&str>,
    precision: Precision,
    beside: Beside,
) -> Result<Chosen, UsageError> {
    let mut chosen = Chosen::default();
    let language = from.unwrap_or(DEFAULT_LANGUAGE).to_owned();
    if language != TARGET.code {
        let mut models = Models {
            model: mock_use(MOCK, precision),
            onward: None,
            second: None,
        };
        if let Some(Spec::Pivot(way)) = named.of(&language) {
            models.model = mock_use(&way.first, precision);
            models.onward = Some(Onward {
                through: way.through.clone(),
                model: mock_use(&way.onward, precision),
            });
            chosen.through.insert(language.clone(), way.through.clone());
        }
        let glossary = glossary(&beside.glossary, &language)?.map(Arc::new);
        chosen.translators.record_glossary(glossary.as_ref());
        let resolve = move || beside.translator(models, glossary, &language);
        chosen.translators.add(
            from.unwrap_or(DEFAULT_LANGUAGE),
            MOCK,
            true,
            Box::new(resolve),
        );
    }
    Ok(chosen)
}

/// A model that is done without where it is missing, as in a program that was installed without its
/// folder of models.
fn if_there<T>(found: anyhow::Result<T>) -> anyhow::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(e) if matches!(e.downcast_ref(), Some(ModelError::NotFound { .. })) => Ok(None),
        Err(e) => Err(e),
    }
}

/// The outcomes of articles that cause exit code 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailOn {
    Failed,
    /// Flagged articles as well as failed ones.
    Flagged,
}

impl FailOn {
    /// The exit of a run, by the numbers of articles that ended flagged and failed.
    pub(super) fn exit(fail_on: Option<Self>, flagged: u64, failed: u64) -> Exit {
        let bad = match fail_on {
            None => 0,
            Some(Self::Failed) => failed,
            Some(Self::Flagged) => failed + flagged,
        };
        if bad > 0 {
            Exit::Articles
        } else {
            Exit::Success
        }
    }
}

/// A setting by its flag or environment variable, by `mujaz.toml`, or its default.
pub(super) fn pick(flag: &Option<String>, file: &Option<String>, default: &str) -> String {
    let named = flag.as_ref().or(file.as_ref());
    named.map_or_else(|| default.to_owned(), Clone::clone)
}

/// Reads `--fail-on` from a flag or a file.
pub(super) fn fail_on(
    flag: Option<&String>,
    file: Option<&String>,
) -> Result<Option<FailOn>, UsageError> {
    match flag.or(file).map(String::as_str) {
        None => Ok(None),
        Some("failed") => Ok(Some(FailOn::Failed)),
        Some("flagged") => Ok(Some(FailOn::Flagged)),
        Some(other) => Err(UsageError(format!(
            "--fail-on knows `failed` and `flagged`, not {other:?}"
        ))),
    }
}

/// `mock`, with `:MILLISECONDS` that each step takes, or with `:fault=LETTER`.
fn mock_settings(backend: &str) -> Result<MockSettings, UsageError> {
    let unknown = || UsageError(format!("there is no backend {backend:?}"));
    let mut settings = MockSettings::default();
    match backend.split_once(':') {
        None if backend == "mock" => {}
        Some(("mock", value)) => match value.strip_prefix("fault=") {
            Some(letter) => settings.fault = letter.chars().next(),
            None => settings.delay = Duration::from_millis(value.parse().map_err(|_| unknown())?),
        },
        _ => return Err(unknown()),
    }
    Ok(settings)
}

/// Reads `--formats`.
pub(super) fn renderings(list: &str) -> Result<Vec<Rendering>, UsageError> {
    let mut renderings = Vec::new();
    for name in list.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        let rendering = Rendering::of_extension(name).ok_or_else(|| {
            UsageError(format!(
                "--formats knows {}, not {name:?}",
                Rendering::listed()
            ))
        })?;
        renderings.push(rendering);
    }
    renderings.sort_unstable();
    renderings.dedup();
    if renderings.is_empty() {
        return Err(UsageError(format!(
            "--formats needs at least one of {}",
            Rendering::listed()
        )));
    }
    Ok(renderings)
}

/// Reads `--shard`.
pub(super) fn shard(text: &str) -> Result<Shard, UsageError> {
    let parsed = text
        .split_once('/')
        .and_then(|(i, n)| Shard::of(i.parse().ok()?, n.parse().ok()?));
    parsed.ok_or_else(|| {
        UsageError(format!(
            "--shard {text:?}: write I/N with I from 1 to N, as in 2/8"
        ))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn shards_count_from_one() {
        assert_eq!(shard("2/8").ok(), Shard::of(2, 8));
        for wrong in ["0/8", "9/8", "2", "2/0", "a/b", ""] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_path_is_in_exactly_one_shard() {
        for path in ["a.txt", "b/c.html", "جريدة.txt"] {
            let holders = (1..=5)
                .filter(|&index| Shard::of(index, 5).unwrap().holds(path))
                .count();
            assert_eq!(holders, 1, "{path}");
        }
    }

    #[test]
    fn formats_are_a_list_of_known_names() {
        assert_eq!(
            renderings("html, md,md").unwrap(),
            [Rendering::Markdown, Rendering::Html]
        );
        assert!(renderings("pdf").is_err() && renderings("").is_err());
    }
}
