//! `mujaz models`: lists, fetches, registers, checks, removes and finds models.

mod change;
mod fetch;
mod list;
mod routes;

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::exit::{Exit, of_model};
use super::file_settings::FileSettings;
use super::named::Named;
use super::output::line_width;
use crate::model::{Catalogue, ModelError, Places, verify};

const EXAMPLES: &str = "\
Examples:
  mujaz models list
  mujaz models routes
  mujaz models pull opus-mt-tc-big-ar-en
  mujaz models add ~/models/my-translator --name mine
  mujaz models verify --all

Models are kept in $MUJAZ_MODELS, or in mujaz/models in your cache folder.
Exit codes: 0 everything worked, 2 wrong use, 3 a model is missing, damaged or out of reach,
6 I/O error (disk full or permission).";

const LIST_EXAMPLES: &str = "\
Examples:
  mujaz models list
  mujaz models list --from fa
  mujaz models list --json";

const ROUTES_EXAMPLES: &str = "\
Examples:
  mujaz models routes
  mujaz models routes fa ur

A model that mujaz.toml or MUJAZ_TRANSLATOR names is taken instead of the best one on this machine.
Of two models with a language between them both are shown, with the licence that allows less.";

const PULL_EXAMPLES: &str = "\
Examples:
  mujaz models pull opus-mt-tc-big-ar-en
  mujaz models pull nllb-200-distilled-600M --accept-license
  HF_ENDPOINT=https://mirror.example mujaz models pull distilbart-cnn-12-6

Environment:
  HF_ENDPOINT       address of the hub, if not Hugging Face
  HF_TOKEN          token for private or gated repositories
  HF_HUB_OFFLINE=1  use no network, as --offline; so do TRANSFORMERS_OFFLINE=1, where the former is
                    not set, MUJAZ_OFFLINE=1, and offline = true in mujaz.toml";

const ADD_EXAMPLES: &str = "\
Examples:
  mujaz models add ~/models/my-translator
  mujaz models add ~/models/checkpoint-9000 --name mine
  mujaz models add /media/usb/opus-mt-tc-big-ar-en --copy

A name of the catalogue is for the model that the catalogue means, as it was pulled elsewhere.
Models that ship with mujaz keep their names.";

const VERIFY_EXAMPLES: &str = "\
Examples:
  mujaz models verify opus-mt-tc-big-ar-en
  mujaz models verify ./my-translator
  mujaz models verify --all";

const REMOVE_EXAMPLES: &str = "\
Examples:
  mujaz models remove opus-mt-ar-en";

const PATH_EXAMPLES: &str = "\
Examples:
  ls \"$(mujaz models path opus-mt-tc-big-ar-en)\"";

/// List, fetch, register, check and remove models
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ModelsArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the known models and which of them are here
    #[command(after_help = LIST_EXAMPLES)]
    List {
        /// Only the translators that read this language
        #[arg(long, value_name = "LANG")]
        from: Option<String>,
        /// Write JSON instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Show which translator each language gets in a run
    #[command(after_help = ROUTES_EXAMPLES)]
    Routes {
        /// Only these languages
        #[arg(value_name = "LANG")]
        languages: Vec<String>,
    },
    /// Fetch models from the hub, or go on with a download that was broken off
    #[command(after_help = PULL_EXAMPLES)]
    Pull(PullArgs),
    /// Register a folder that holds a model
    #[command(after_help = ADD_EXAMPLES)]
    Add(AddArgs),
    /// Check that the files of models are whole
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(VerifyArgs),
    /// Delete pulled models, or forget registered ones
    #[command(after_help = REMOVE_EXAMPLES)]
    Remove {
        /// Names of the models
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
    },
    /// Print the folder of a model
    #[command(after_help = PATH_EXAMPLES)]
    Path {
        /// Name of the model
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[derive(Debug, Args)]
struct PullArgs {
    /// Names of the models, as in `mujaz models list`
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Accept a licence that does not allow every use
    #[arg(long, alias = "accept-licence")]
    accept_license: bool,
    /// Use no network: succeed only if the models are here
    #[arg(long)]
    offline: bool,
    /// Address of the hub [default: $HF_ENDPOINT or <https://huggingface.co>]
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
}

#[derive(Debug, Args)]
struct AddArgs {
    /// The folder
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Name to use it by [default: the folder's name]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Copy the files instead of linking to the folder
    #[arg(long)]
    copy: bool,
}

#[derive(Debug, Args)]
struct VerifyArgs {
    /// Names of models, or folders
    #[arg(required_unless_present = "all", value_name = "NAME|DIR")]
    models: Vec<String>,
    /// Check every model that is here
    #[arg(long, conflicts_with = "models")]
    all: bool,
}

/// Runs `mujaz models` and returns the exit code. Results go to `out`, messages to `err`.
///
/// # Errors
///
/// Only errors that do not concern a model, such as a failed write. All others are reported on
/// `err`.
pub fn run(args: &ModelsArgs, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let (catalogue, places) = (Catalogue::builtin(), Places::of_this_machine());
    let done = match &args.command {
        Command::List { from, json } => {
            list::list(&catalogue, &places, from.as_deref(), *json, out)
        }
        Command::Routes { languages } => {
            let named = Named::without_options(&FileSettings::read()?)?;
            let lines = routes::routes(&catalogue, &places, &named, languages);
            lines.and_then(|lines| {
                out.write_all(aligned(&lines, line_width()).as_bytes())?;
                Ok(Exit::Success)
            })
        }
        Command::Pull(args) => fetch::pull_all(&catalogue, &places, args, err),
        Command::Add(args) => change::add(&catalogue, &places, args, err),
        Command::Verify(args) => verify_all(&catalogue, &places, args, out),
        Command::Remove { names } => change::remove(&catalogue, &places, names, err),
        Command::Path { name } => path(&catalogue, &places, name, out),
    };
    let error = match done {
        Ok(exit) => return Ok(exit),
        Err(error) => error,
    };
    match error.downcast_ref::<ModelError>() {
        Some(model) => {
            writeln!(err, "mujaz: {model}")?;
            Ok(of_model(model))
        }
        None => Err(error),
    }
}

/// Fetches models as `mujaz models pull` does, without accepting a licence that forbids some uses.
///
/// # Errors
///
/// Those of [`run`].
pub(super) fn pull(names: Vec<String>, offline: bool, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let command = Command::Pull(PullArgs {
        names,
        accept_license: false,
        offline,
        endpoint: None,
    });
    run(&ModelsArgs { command }, &mut std::io::sink(), err)
}

/// The licence of a model in words. The models that ship have none by name: their cards say what
/// they are given for.
pub(super) fn licence_in_words(licence: Option<&str>, ships: bool) -> &str {
    match licence {
        Some(licence) => licence,
        None if ships => "for trying out",
        None => "see model card",
    }
}

/// Lines of cells in columns that are as wide as their widest cell. What does not fit into `most`
/// characters stands below the rest of its line.
fn aligned<const COLUMNS: usize>(lines: &[[String; COLUMNS]], most: usize) -> String {
    const GAP: &str = "  ";
    const BELOW: &str = "      ";
    let mut widths = [0; COLUMNS];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in lines {
        let (mut begun, mut length) = (String::new(), 0);
        for (column, (cell, width)) in line.iter().zip(widths).enumerate() {
            // Nothing follows the last cell, so that it needs no more than its own width.
            let is_last = column + 1 == COLUMNS;
            let needed = if is_last { cell.chars().count() } else { width };
            if column > 0 && length + GAP.len() + needed > most {
                text.push_str(begun.trim_end());
                text.push('\n');
                BELOW.clone_into(&mut begun);
                length = BELOW.len();
            } else if column > 0 {
                begun.push_str(GAP);
                length += GAP.len();
            }
            let _ = write!(begun, "{cell:<width$}");
            length += width;
        }
        text.push_str(begun.trim_end());
        text.push('\n');
    }
    text
}

fn path(
    catalogue: &Catalogue,
    places: &Places,
    name: &str,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let located = places.locate(catalogue, name)?;
    writeln!(out, "{}", located.dir.display())?;
    Ok(Exit::Success)
}

fn verify_all(
    catalogue: &Catalogue,
    places: &Places,
    args: &VerifyArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let specs = if args.all {
        places.names()
    } else {
        args.models.clone()
    };
    let mut exit = Exit::Success;
    for spec in &specs {
        match places.locate(catalogue, spec) {
            Ok(located) => {
                let problems = verify(&located.dir);
                if problems.is_empty() {
                    let how = if located.lock.is_some() {
                        "as it was pulled"
                    } else {
                        "complete; without a lock file, so its contents cannot be compared"
                    };
                    writeln!(out, "{spec}: ok, {how}")?;
                    continue;
                }
                for problem in &problems {
                    writeln!(out, "{spec}: {problem}")?;
                }
                writeln!(out, "{spec}: damaged. {}", located.remedy())?;
            }
            Err(error) => writeln!(out, "{spec}: {error}")?,
        }
        exit = Exit::Environment;
    }
    if specs.is_empty() {
        writeln!(
            out,
            "No model is here. To fetch one: mujaz models pull opus-mt-tc-big-ar-en"
        )?;
    }
    Ok(exit)
}

/// A number of bytes as people read it.
fn human(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {

    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        args: ModelsArgs,
    }

    fn parse(words: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("mujaz").chain(words.split(' ')))
    }

    #[test]
    fn a_line_that_is_too_long_goes_on_below() {
        let lines = [
            ["", "NAME", "SIZE", "STATE"],
            ["*", "a", "17 MB", "here"],
            ["", "long", "-", "pull it"],
        ];
        let lines = lines.map(|line| line.map(String::from));
        let whole = "   NAME  SIZE   STATE\n*  a     17 MB  here\n   long  -      pull it\n";
        assert_eq!(aligned(&lines, usize::MAX), whole);
        assert_eq!(aligned(&lines, 23), whole);
        let last_below = "   NAME  SIZE   STATE\n*  a     17 MB  here\n   long  -\n      pull it\n";
        assert_eq!(aligned(&lines, 22), last_below);
        let each_below = "   NAME\n      SIZE\n      STATE\n*  a\n      17 MB\n      here\n   long\n      -\n      pull it\n";
        assert_eq!(aligned(&lines, 13), each_below);
    }

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn both_spellings_of_licence_are_taken() {
        for flag in ["--accept-license", "--accept-licence"] {
            let cli = parse(&format!("pull x {flag}")).unwrap();
            let Command::Pull(args) = cli.args.command else {
                panic!("not pull")
            };
            assert!(args.accept_license);
        }
    }

    #[test]
    fn names_are_asked_for_where_they_are_needed() {
        for words in [
            "pull",
            "verify",
            "remove",
            "path",
            "add",
            "verify x --all",
            "frobnicate",
        ] {
            assert!(parse(words).is_err(), "{words}");
        }
        for words in [
            "list",
            "verify --all",
            "verify a b",
            "pull a b",
            "remove a",
            "path a",
        ] {
            assert!(parse(words).is_ok(), "{words}");
        }
    }
}
