//! `mujaz run`: briefs for files and folders.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::Args;

use super::Exit;
use super::exit::UsageError;
use super::file_settings::FileSettings;
use super::load::{self, Placement};
use super::progress::{Progress, plain};
use crate::article::{Found, discover};
use crate::brief::ModelIdentity;
use crate::engine::{Budget, Device, Precision, set_threads};
use crate::model::{HashCache, Located, identity_cached, locate};
use crate::pipeline::{
    self, DryRun, Formats, Models, RunError, RunReport, Settings, Shard, Summarizing,
};
use crate::store::OutputDir;

const EXAMPLES: &str = "\
Examples:
  mujaz run articles -o briefs
  mujaz run articles -o briefs --translator opus-mt-tc-big-ar-en --beams 4
  mujaz run articles -o briefs --summarizer distilbart-cnn-12-6 --formats md,json,html
  mujaz run articles -o briefs --shard 2/8        the second of eight equal parts
  mujaz run articles -o briefs --dry-run          what would be done, without doing it

Reads .txt .md .html .json .jsonl. The same command again goes on where the last one ended and
does only what is new or changed. Every setting can also come from the environment (MUJAZ_BEAMS=4)
or from mujaz.toml, here or in your config folder; flags stand above both.";

/// The translator that ships with mujaz.
const DEFAULT_TRANSLATOR: &str = "starter-ar-en";
const STARTER_NOTE: &str = "using the starter translator, a small model for trying mujaz out; its \
    English is poor. For a good one: mujaz models pull opus-mt-tc-big-ar-en, then --translator \
    opus-mt-tc-big-ar-en";
/// Source tokens above which a sentence is split: translators learn from sentences of some
/// twenty words and lose clauses in longer ones.
const SPLIT_AT: usize = 128;
/// Padded source tokens of a batch, by default.
const BATCH_TOKENS: usize = 4096;
/// Rows of a batch.
const BATCH_ROWS: usize = 256;
/// The same on a GPU, which is idle between the launches of small batches.
const GPU_BATCH_TOKENS: usize = 32_768;
const GPU_BATCH_ROWS: usize = 2048;

/// Turn articles into briefs
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RunArgs {
    /// Files and folders to read
    #[arg(required = true, value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long, value_name = "OUT", env = "MUJAZ_OUTPUT")]
    output: Option<PathBuf>,
    /// Translation model: a name from `mujaz models list`, or a folder [default: starter-ar-en]
    #[arg(long, value_name = "NAME|DIR", env = "MUJAZ_TRANSLATOR")]
    translator: Option<String>,
    /// Summarization model, `extractive` (choose sentences) or `none` [default: extractive]
    #[arg(long, value_name = "NAME|DIR", env = "MUJAZ_SUMMARIZER")]
    summarizer: Option<String>,
    /// Language of the articles [default: ar]
    #[arg(long, value_name = "LANG", env = "MUJAZ_FROM")]
    from: Option<String>,
    /// Language of the briefs [default: en]
    #[arg(long, value_name = "LANG", env = "MUJAZ_TO")]
    to: Option<String>,
    /// Where to run: auto, cpu, cuda or cuda:N [default: auto]
    #[arg(long, value_name = "DEVICE", env = "MUJAZ_DEVICE")]
    device: Option<String>,
    /// Number format: auto, f32, bf16 or (on GPUs) f16 [default: auto, the fastest that this machine has]
    #[arg(long, value_name = "PRECISION", env = "MUJAZ_PRECISION")]
    precision: Option<String>,
    /// Beams of the search; more are slower and often a little better [default: 1]
    #[arg(long, value_name = "N", env = "MUJAZ_BEAMS")]
    beams: Option<usize>,
    /// Files for each brief, of md, json, html [default: md,json]
    #[arg(long, value_name = "LIST", env = "MUJAZ_FORMATS")]
    formats: Option<String>,
    /// Do only part I of N of the articles, from 1
    #[arg(long, value_name = "I/N", env = "MUJAZ_SHARD")]
    shard: Option<String>,
    /// Do again what is done
    #[arg(long)]
    force: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Never use the network (a run never does: models are fetched by `mujaz models pull`)
    #[arg(long, env = "MUJAZ_OFFLINE")]
    offline: bool,
    /// Also exit with 4 when articles are flagged
    #[arg(long, value_name = "flagged", env = "MUJAZ_FAIL_ON")]
    fail_on: Option<String>,
    /// Model replicas, one thread each [default: one for each processor core, one on a GPU]
    #[arg(long, value_name = "N", env = "MUJAZ_REPLICAS")]
    replicas: Option<usize>,
    /// Source tokens of a batch [default: 4096, on a GPU 32768]
    #[arg(long, value_name = "N", env = "MUJAZ_BATCH_TOKENS")]
    batch_tokens: Option<usize>,
    /// What stands in for the models: `mock` copies the source, `mock:MS` takes so many
    /// milliseconds for a step
    #[arg(long, hide = true)]
    backend: Option<String>,
}

struct Resolved {
    settings: Settings,
    translator: Option<Located>,
    summarizer: Option<Located>,
    placement: Placement,
    found: Found,
    fail_on_flagged: bool,
    mock: Option<Duration>,
}

/// Runs the subcommand.
pub(super) fn run(args: &RunArgs) -> anyhow::Result<Exit> {
    let file = FileSettings::read()?;
    let out = args.output.clone().or(file.output.clone()).ok_or_else(|| {
        UsageError(
            "where should the results go? Add -o OUT, as in: mujaz run articles -o briefs".into(),
        )
    })?;
    let found = discover(&args.inputs, Some(&out))?;
    if found.files.is_empty() {
        let mut err = std::io::stderr();
        for (path, reason) in &found.unreadable {
            let _ = writeln!(
                err,
                "mujaz: {}: cannot be read: {}",
                plain(&path.display().to_string()),
                plain(reason)
            );
        }
        let others = match found.other.len() {
            0 => String::new(),
            count => format!(" ({count} files of other kinds)"),
        };
        let _ = writeln!(
            err,
            "mujaz: no articles found{others}: .txt .md .html .json .jsonl are read"
        );
        return Ok(if found.unreadable.is_empty() {
            Exit::Nothing
        } else {
            Exit::Io
        });
    }
    let resolved = resolve(args, &file, out, found)?;
    if args.dry_run {
        return print_plan(&pipeline::dry_run(&resolved.settings)?);
    }
    execute(resolved)
}

fn resolve(
    args: &RunArgs,
    file: &FileSettings,
    out: PathBuf,
    found: Found,
) -> anyhow::Result<Resolved> {
    let pick = |flag: &Option<String>, file: &Option<String>, default: &str| {
        flag.clone()
            .or_else(|| file.clone())
            .unwrap_or_else(|| default.to_owned())
    };
    let to = pick(&args.to, &file.to, "en");
    if to != "en" {
        return Err(UsageError(format!(
            "briefs are written in English; --to {to} is not possible yet"
        ))
        .into());
    }
    let device = Device::resolve(&pick(&args.device, &file.device, "auto"))?;
    let precision = Precision::resolve(&pick(&args.precision, &file.precision, "auto"), device)?;
    let mock = args.backend.as_deref().map(mock_delay).transpose()?;
    // The hashes of models are kept, so that a run with nothing to do is over in a moment.
    let mut cache = HashCache::open(cache_file(&out));
    let mut model = |name: &str| -> anyhow::Result<(Located, ModelIdentity)> {
        let located = locate(name)?;
        let identity = identity_cached(&located, &mut cache)?;
        Ok((located, identity))
    };
    let (translator, identity) = if mock.is_some() {
        let identity = ModelIdentity {
            name: "mock".into(),
            revision: None,
            hash: "mock".into(),
            licence: None,
        };
        (None, identity)
    } else {
        let (located, identity) = model(&pick(
            &args.translator,
            &file.translator,
            DEFAULT_TRANSLATOR,
        ))?;
        (Some(located), identity)
    };
    let (summarizer, summarizing) =
        match pick(&args.summarizer, &file.summarizer, "extractive").as_str() {
            "none" => (None, Summarizing::Off),
            "extractive" => (None, Summarizing::Extractive),
            name => {
                let (located, identity) = model(name)?;
                (Some(located), Summarizing::Model(identity))
            }
        };
    let beams = match args.beams.or(file.beams) {
        Some(0) => return Err(UsageError("--beams must be at least 1".into()).into()),
        Some(beams) => beams,
        None => 1,
    };
    let (replicas, tokens, rows) = match device {
        Device::Cpu => {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            (cores, BATCH_TOKENS, BATCH_ROWS)
        }
        Device::Cuda(_) => (1, GPU_BATCH_TOKENS, GPU_BATCH_ROWS),
    };
    let replicas = args.replicas.or(file.replicas).unwrap_or(replicas);
    let tokens = args.batch_tokens.or(file.batch_tokens).unwrap_or(tokens);
    if replicas == 0 || tokens == 0 {
        return Err(UsageError("--replicas and --batch-tokens must be at least 1".into()).into());
    }
    let fail_on_flagged = match args.fail_on.as_deref().or(file.fail_on.as_deref()) {
        None => false,
        Some("flagged") => true,
        Some(other) => {
            return Err(
                UsageError(format!("--fail-on knows only `flagged`, not {other:?}")).into(),
            );
        }
    };
    let settings = Settings {
        files: found.files.clone(),
        out,
        formats: formats(&pick(&args.formats, &file.formats, "md,json"))?,
        from: pick(&args.from, &file.from, "ar"),
        shard: args.shard.as_deref().map(shard).transpose()?,
        force: args.force,
        beams,
        split_at: SPLIT_AT,
        device: device.to_string(),
        precision: precision.to_string(),
        translator: identity,
        summarizing,
    };
    let batch = Budget {
        tokens: tokens * beams,
        rows,
    };
    let placement = Placement {
        device,
        precision,
        replicas,
        batch,
        split_at: SPLIT_AT,
    };
    if !args.dry_run && settings.out.is_dir() {
        // A missing cache costs time only.
        let _ = cache.save();
    }
    Ok(Resolved {
        settings,
        translator,
        summarizer,
        placement,
        found,
        fail_on_flagged,
        mock,
    })
}

fn cache_file(out: &std::path::Path) -> PathBuf {
    out.join(".mujaz").join("hashes.json")
}

fn execute(resolved: Resolved) -> anyhow::Result<Exit> {
    let Resolved {
        settings,
        translator,
        summarizer,
        placement,
        found,
        fail_on_flagged,
        mock,
    } = resolved;
    let part = settings
        .shard
        .map_or_else(String::new, |s| format!("-{}-of-{}", s.index, s.count));
    let out = OutputDir::open(&settings.out, &part)?;
    set_threads();
    let stop = Arc::new(AtomicBool::new(false));
    on_interrupt(&stop)?;
    let progress = Progress::new(&found, std::io::stderr().is_terminal());
    let load = Box::new(|| -> Result<Models, RunError> {
        if translator
            .as_ref()
            .is_some_and(|t| t.name == DEFAULT_TRANSLATOR)
        {
            progress.note(STARTER_NOTE);
        }
        let translator = match &translator {
            Some(located) => load::start(located, placement),
            None => load::start_mock(placement, mock.unwrap_or_default()),
        };
        let summarizer = summarizer.as_ref().map(|located| {
            // A summarizer reads whole articles: it splits nothing.
            load::start(
                located,
                Placement {
                    split_at: usize::MAX,
                    ..placement
                },
            )
        });
        let models = |e: anyhow::Error| RunError::Models(format!("{e:#}"));
        Ok(Models {
            translator: translator.map_err(models)?,
            summarizer: summarizer.transpose().map_err(models)?,
        })
    });
    let report = pipeline::run(&settings, &out, load, &progress, &stop);
    progress.finish();
    let report = report?;
    progress.close(&report, &found, &settings.out);
    Ok(exit_of(&report, &found, fail_on_flagged))
}

fn exit_of(report: &RunReport, found: &Found, fail_on_flagged: bool) -> Exit {
    let record = &report.record;
    if record.interrupted {
        return Exit::Interrupted;
    }
    let failed = record.articles.failed + record.unchanged.failed;
    let flagged = record.articles.flagged + record.unchanged.flagged;
    if failed > 0 || !found.unreadable.is_empty() || (fail_on_flagged && flagged > 0) {
        return Exit::Articles;
    }
    if record.articles.all() + record.unchanged.all() == 0 {
        Exit::Nothing
    } else {
        Exit::Success
    }
}

/// The first Ctrl-C (or SIGTERM) asks the run to stop, the second ends the process at once.
fn on_interrupt(stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, stop.clone())?;
        signal_hook::flag::register(signal, stop.clone())?;
    }
    Ok(())
}

fn mock_delay(backend: &str) -> Result<Duration, UsageError> {
    let delay = match backend.split_once(':') {
        None if backend == "mock" => Some(0),
        Some(("mock", milliseconds)) => milliseconds.parse().ok(),
        _ => None,
    };
    delay
        .map(Duration::from_millis)
        .ok_or_else(|| UsageError(format!("there is no backend {backend:?}")))
}

fn formats(list: &str) -> Result<Formats, UsageError> {
    let mut formats = Formats {
        md: false,
        json: false,
        html: false,
    };
    for name in list.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        match name {
            "md" => formats.md = true,
            "json" => formats.json = true,
            "html" => formats.html = true,
            other => {
                return Err(UsageError(format!(
                    "--formats knows md, json and html, not {other:?}"
                )));
            }
        }
    }
    if formats.extensions().is_empty() {
        return Err(UsageError(
            "--formats needs at least one of md, json, html".into(),
        ));
    }
    Ok(formats)
}

fn shard(text: &str) -> Result<Shard, UsageError> {
    let parsed = text.split_once('/').and_then(|(i, n)| {
        Some(Shard {
            index: i.parse().ok()?,
            count: n.parse().ok()?,
        })
    });
    parsed
        .filter(|s| (1..=s.count).contains(&s.index))
        .ok_or_else(|| {
            UsageError(format!(
                "--shard {text:?}: write I/N with I from 1 to N, as in 2/8"
            ))
        })
}

fn print_plan(plan: &DryRun) -> anyhow::Result<Exit> {
    let mut out = std::io::stdout().lock();
    for job in &plan.jobs {
        match &job.note {
            Some(note) => writeln!(out, "{}\t-\t{}", plain(&job.path), plain(note))?,
            None => writeln!(out, "{}\t{} segments", plain(&job.path), job.segments)?,
        }
    }
    let todo = plan.jobs.iter().filter(|j| j.note.is_none());
    let (articles, segments) = todo.fold((0, 0), |(a, s), job| (a + 1, s + job.segments));
    writeln!(
        out,
        "would translate {articles} articles with {segments} segments; nothing was written"
    )?;
    Ok(if plan.jobs.is_empty() {
        Exit::Nothing
    } else {
        Exit::Success
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn shards_count_from_one() {
        assert_eq!(shard("2/8").unwrap(), Shard { index: 2, count: 8 });
        for wrong in ["0/8", "9/8", "2", "2/0", "a/b", ""] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_path_is_in_exactly_one_shard() {
        for path in ["a.txt", "b/c.html", "جريدة.txt"] {
            let holders = (1..=5)
                .filter(|&index| Shard { index, count: 5 }.holds(path))
                .count();
            assert_eq!(holders, 1, "{path}");
        }
    }

    #[test]
    fn formats_are_a_list_of_known_names() {
        assert_eq!(
            formats("md, html").unwrap(),
            Formats {
                md: true,
                json: false,
                html: true
            }
        );
        assert!(formats("pdf").is_err() && formats("").is_err());
    }
}
