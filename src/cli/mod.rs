//! The command line, one file per subcommand. It parses, resolves settings, prints and picks the
//! exit code; the work is done elsewhere.

mod bench;
mod check;
mod closed;
mod closing;
mod codes;
mod completions;
mod doctor;
mod eval;
#[cfg(test)]
mod examples;
mod exit;
mod export;
mod file_events;
mod file_settings;
mod filter;
mod folder_args;
mod folder_of_briefs;
mod input;
mod interrupt;
mod languages;
mod load;
mod log;
mod man;
mod memory;
mod metrics;
mod model_memory;
mod model_use;
pub mod models;
mod models_to_load;
mod named;
mod output;
mod panics;
mod pivot;
mod placement;
mod plain;
mod progress;
mod quantity;
mod recipe_args;
mod report;
mod resolve;
mod routes;
mod run;
mod schema;
mod search;
mod setup;
mod share;
mod translators;
mod watch;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write};
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use serde_json::json;

use exit::UsageError;
use output::{Messages, Output, is_unread, messages, raw_stderr, raw_stdout};
use plain::{Plain, plain_lines, shortened};

use crate::system_error::in_words;

pub use exit::Exit;
#[cfg(feature = "fuzzing")]
pub use file_settings::check_settings;

const ABOUT: &str = "Turns folders of news articles into English briefs";

/// How many characters a line of help has at most.
const WIDTH: usize = 100;

const LONG_ABOUT: &str = "\
Turns folders of news articles, Arabic first, into English briefs: a headline, a short summary, the
full translation beside its source, and what a reader should check. Everything runs on this machine.";

const EXAMPLES: &str = "\
Examples:
  mujaz setup                              choose and fetch a translator, the first time
  mujaz run articles -o briefs             briefs for a folder of articles
  mujaz articles -o briefs                 the same: run is the default
  mujaz run a.html b.txt -o briefs         briefs for two files
  mujaz watch articles -o briefs           the same, and goes on as files arrive
  mujaz filter < a.jsonl > b.jsonl         a line for each line, for Spark, Ray, parallel
  mujaz check --pairs pairs.tsv            what to doubt about translations from anywhere
  mujaz search briefs minister             find articles, in English and in their language
  mujaz export briefs -o briefs.docx       briefs as one file to pass on
  mujaz models pull opus-mt-tc-big-ar-en   fetch the recommended translator
  mujaz bench                              how fast is this machine?
  mujaz doctor                             is everything there?

Exit codes: 0 everything worked, 1 unexpected, 2 wrong use, 3 libtorch, device or model missing or
damaged, 4 some articles failed, 5 no articles found, 6 I/O error (disk full or permission),
130 interrupted (saved).";

/// The error message after a panic, whose place in the code was told before.
const DEFECT: &str = "this is a defect of mujaz, or memory is short; please report it. Everything that \
    is written is whole, and the same command goes on from there";

#[derive(Debug, Parser)]
#[command(name = "mujaz", version, about = ABOUT, long_about = LONG_ABOUT, after_help = EXAMPLES)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = WIDTH
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(Box<run::RunArgs>),
    Watch(Box<watch::WatchArgs>),
    Filter(Box<filter::FilterArgs>),
    Check(check::CheckArgs),
    Report(report::ReportArgs),
    Search(search::SearchArgs),
    Export(export::ExportArgs),
    Models(models::ModelsArgs),
    Memory(memory::MemoryCommandArgs),
    Setup(setup::SetupArgs),
    Bench(bench::BenchArgs),
    Eval(eval::EvalArgs),
    Doctor(doctor::DoctorArgs),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    panics::tell_as_messages();
    interrupt::outlive_size_limit();
    let run = || -> anyhow::Result<Exit> {
        closed::refuse_results().map_err(output::named)?;
        dispatch(std::env::args_os().collect())
    };
    let exit = match catch_unwind(run) {
        Ok(Ok(exit)) => exit,
        // Whoever closed it knows.
        Ok(Err(error)) if is_unread(&error) => Exit::Io,
        Ok(Err(error)) => {
            let exit = exit::of_error(&error);
            let text = last_words(&told(&error), exit);
            let _ = raw_stderr().write_all(text.as_bytes());
            exit
        }
        Err(_) => {
            panics::say(&last_words(DEFECT, Exit::Unexpected));
            Exit::Unexpected
        }
    };
    ExitCode::from(exit.code())
}

/// The message of an error that ends the program.
fn last_words(text: &str, exit: Exit) -> String {
    if log::is_json() {
        let content = json!({ "text": text, "exit_code": exit.code() });
        log::line(log::Level::Error, "error", content)
    } else {
        format!("mujaz: {}\n", plain_lines(&shortened(text)))
    }
}

fn dispatch(arguments: Vec<OsString>) -> anyhow::Result<Exit> {
    let unknown = unknown_word(&arguments).map(no_such_word);
    let arguments = with_words_left_out(with_default(arguments));
    let command = Cli::command();
    log::begin_unparsed(&command, &arguments);
    if let Some(error) = unknown {
        return Err(error.into());
    }
    let matches = match command.try_get_matches_from(arguments) {
        Ok(matches) => matches,
        // Help and version go to stdout and are not errors; clap knows which is which.
        Err(error) if !error.use_stderr() => {
            let printed = error.print().and_then(|()| raw_stdout().flush());
            printed.map_err(output::named)?;
            return Ok(Exit::Success);
        }
        // The help of a command that lacks its subcommand, which quotes no argument.
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return Ok(Exit::Usage);
        }
        Err(error) => {
            let text = error.to_string();
            let text = text.strip_prefix("error: ").unwrap_or(&text);
            return Err(UsageError(text.trim_end().to_owned()).into());
        }
    };
    let cli = Cli::from_arg_matches(&matches)?;
    // The search cleans foreign texts itself, because it writes in colour.
    let coloured = matches!(&cli.command, Command::Search(args) if !args.json);
    let out = Output(raw_stdout());
    let mut out: Box<dyn Write> = match raw_stdout().is_terminal() && !coloured {
        true => Box::new(Plain::new(out)),
        false => Box::new(out),
    };
    let mut err = messages();
    let exit = match cli.command {
        Command::Run(args) => run::run(&args, &mut out),
        Command::Watch(args) => watch::run(&args),
        Command::Filter(args) => exit::of_answers(filter::run(&args)),
        Command::Check(args) => exit::of_answers(check::run(&args, &mut out, &mut err)),
        Command::Report(args) => report::run(&args, &mut err),
        Command::Export(args) => export::run(&args, &mut out, &mut err),
        Command::Search(args) => search::run(&args, &mut out, &mut Messages(raw_stderr())),
        Command::Memory(args) => memory::run(&args, &mut out, &mut err),
        Command::Models(args) => models::run(&args, &mut out, &mut err),
        Command::Setup(args) => setup::run(&args, &mut out, &mut err),
        Command::Bench(args) => bench::run(&args, &mut out),
        Command::Eval(args) => eval::run(&args, &mut out, &mut err),
        Command::Doctor(args) => doctor::run(&args, &mut out),
        Command::Schema(args) => schema::run(&args, &mut out),
        Command::Completions(args) => completions::run(&args, Cli::command(), &mut out),
        Command::Man(args) => man::run(&args, Cli::command()),
    }?;
    // An error of what is left in its buffer would be passed over.
    out.flush()?;
    Ok(exit)
}

fn is_command(word: &str) -> bool {
    let command = Cli::command();
    word == "help" || command.find_subcommand(word).is_some()
}

/// The first word, if it can be a command alone and is none: no file or folder has this name.
fn unknown_word(arguments: &[OsString]) -> Option<&str> {
    let word = arguments.get(1)?.to_str()?;
    let is_name = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_name && !is_command(word) && !Path::new(word).exists()).then_some(word)
}

/// The error of a first word that is neither a command nor an input, with the command that may be
/// meant.
fn no_such_word(word: &str) -> UsageError {
    let parsed = Cli::command().try_get_matches_from(["mujaz", word]);
    let error = parsed.err();
    let error = error.as_ref();
    // The most similar one comes last.
    let meant = match error.and_then(|error| error.get(ContextKind::SuggestedSubcommand)) {
        Some(ContextValue::Strings(similar)) => similar.last(),
        _ => None,
    };
    let meant = meant.map_or_else(String::new, |name| format!("Did you mean mujaz {name}? "));
    UsageError(format!(
        "there is no command, file or folder {word}. {meant}mujaz help lists the commands"
    ))
}

/// `mujaz IN -o OUT` means `mujaz run IN -o OUT`.
fn with_default(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let first = arguments.get(1).and_then(|a| a.to_str());
    let global = |word: &str| matches!(word, "-h" | "--help" | "-V" | "--version");
    if first.is_some_and(|word| !is_command(word) && !global(word)) {
        arguments.insert(1, "run".into());
    }
    arguments
}

/// `mujaz search OUT dam -bridge` means `mujaz search OUT 'dam -bridge'`. A space before a word tells it
/// from an option.
fn with_words_left_out(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "search") {
        let words = arguments
            .iter_mut()
            .skip(3)
            .take_while(|word| word.as_os_str() != "--");
        for word in words {
            let text = word.to_string_lossy().into_owned();
            if text.len() > 1 && text.starts_with('-') && !text.starts_with("--") && text != "-h" {
                *word = format!(" {text}").into();
            }
        }
    }
    arguments
}

/// The error and its causes, without causes that the message before them already includes.
fn told(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain() {
        let own = cause.to_string();
        let words = cause.downcast_ref::<std::io::Error>().map(in_words);
        let words = words.unwrap_or_else(|| own.clone());
        // What stands before may have it either way.
        if !text.contains(&own) && !text.contains(&words) {
            text.push_str(if text.is_empty() { "" } else { ": " });
            text.push_str(&words);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_input_alone_means_run() {
        let words = |line: &str| with_default(line.split(' ').map(OsString::from).collect());
        assert_eq!(words("mujaz in -o out")[1], "run");
        assert_eq!(words("mujaz run in")[1], "run");
        assert_eq!(words("mujaz run in").len(), 3);
        assert_eq!(words("mujaz --help").len(), 2);
        assert_eq!(words("mujaz help run").len(), 3);
    }

    #[test]
    fn a_word_that_a_search_leaves_out_is_no_option() {
        let words = |line: &str| {
            let words = line.split(' ').map(OsString::from).collect();
            let words = with_words_left_out(words);
            let command = Cli::command().try_get_matches_from(words);
            let parsed = command.and_then(|matches| Cli::from_arg_matches(&matches));
            match parsed.map(|cli| cli.command) {
                Ok(Command::Search(args)) => Some((args.query_line(), args.json)),
                _ => None,
            }
        };
        let found = |query: &str, json| Some((query.to_owned(), json));
        assert_eq!(
            words("mujaz search out dam -bridge --json"),
            found("dam  -bridge", true)
        );
        assert_eq!(words("mujaz search out -bridge"), found(" -bridge", false));
        assert_eq!(
            words("mujaz search out -- dam -bridge"),
            found("dam -bridge", false)
        );
        for line in [
            "mujaz search out dam --jsn",
            "mujaz search out dam -h",
            "mujaz search -x out dam",
            "mujaz export out -x",
        ] {
            assert_eq!(words(line), None, "{line}");
        }
    }

    #[test]
    fn a_misspelt_command_is_told_from_an_input() {
        let unknown = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            unknown_word(&words).map(|word| no_such_word(word).to_string())
        };
        assert_eq!(
            unknown("mujaz serch out dam").as_deref(),
            Some(
                "there is no command, file or folder serch. Did you mean mujaz search? mujaz help \
                 lists the commands"
            )
        );
        assert_eq!(
            unknown("mujaz zzzzz").as_deref(),
            Some("there is no command, file or folder zzzzz. mujaz help lists the commands")
        );
        // The tests run in the folder of the source, which has a folder src.
        for line in [
            "mujaz src -o out",
            "mujaz a/b",
            "mujaz a.txt",
            "mujaz help",
            "mujaz run",
        ] {
            assert_eq!(unknown(line), None, "{line}");
        }
        assert_eq!(unknown("mujaz"), None);
        assert_eq!(unknown("mujaz -o out in"), None);
    }
}
