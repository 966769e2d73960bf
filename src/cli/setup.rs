//! `mujaz setup`: the first step on a machine. It says which translator each language should get and
//! why, fetches it as `mujaz models pull` does, loads it once, and keeps the choice in `mujaz.toml`.

mod ask;
mod choice;
mod keep;
mod machine;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, IsTerminal as _, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use self::ask::{Talk, Unanswered};
use self::choice::{Candidate, Facts, Standing, choose, out_of_reach};
use self::machine::Machine;
use super::codes::check_code;
use super::exit::{Exit, UsageError};
use super::file_settings::{FileSettings, HERE, user_path};
use super::interrupt::end_on_interrupt;
use super::load;
use super::models;
use super::named::Named;
use super::output::raw_stderr;
use super::placement::{DEFAULT_LANGUAGE, Placement, SPLIT_AT, foreign_script, placement};
use super::routes::{Route, Routes};
use crate::engine::{Devices, Precision, set_threads};
use crate::model::{Catalogue, Places};
use crate::text::language_name;

const EXAMPLES: &str = "\
Examples:
  mujaz setup                          # ask, then fetch the translator and write mujaz.toml
  mujaz setup --from ar fa --dry-run   # say what would be done for Arabic and Persian
  mujaz setup --yes --small            # ask nothing, and take the small, fast translator

Without a terminal nothing is asked, and --yes is needed. A mujaz.toml that is there is not changed:
the lines to add are shown. A download that was broken off goes on where it stopped. With
HF_HUB_OFFLINE=1, TRANSFORMERS_OFFLINE=1 or MUJAZ_OFFLINE=1, or offline = true in mujaz.toml, no
network is used, as with --offline.

Exit codes: 0 everything worked, 2 wrong use or nobody to ask, 3 a model is out of reach or does not
load, 6 I/O error (disk full or permission), 130 interrupted.";

/// Choose a translator for this machine, fetch it and keep the choice
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SetupArgs {
    /// Languages of the articles, two letters each [default: ar]
    #[arg(long, value_name = "LANG", num_args = 1.., value_delimiter = ',')]
    from: Vec<String>,
    /// Take the small, fast translator where there is one
    #[arg(long)]
    small: bool,
    /// Write mujaz.toml into this folder instead of your config folder
    #[arg(long)]
    here: bool,
    /// Ask nothing, and do what is suggested
    #[arg(long, short)]
    yes: bool,
    /// Use no network: choose among the models that are here
    #[arg(long)]
    offline: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl SetupArgs {
    /// The command that does, without a question, what these arguments choose.
    fn without_questions(&self) -> String {
        let mut command = "mujaz setup --yes".to_owned();
        if !self.from.is_empty() {
            command = format!("{command} --from {}", self.from.join(" "));
        }
        let flags = [
            (self.small, " --small"),
            (self.here, " --here"),
            (self.offline, " --offline"),
        ];
        command.extend(
            flags
                .into_iter()
                .filter_map(|(on, flag)| on.then_some(flag)),
        );
        command
    }
}

/// Runs the subcommand. What a dry run finds goes to `out`, everything else to `err`.
pub(super) fn run(
    args: &SetupArgs,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Exit> {
    end_on_interrupt()?;
    let terminal = io::stdin().is_terminal() && raw_stderr().is_terminal();
    let done = if args.dry_run {
        set_up(args, None, out)
    } else if terminal && !args.yes {
        set_up(args, Some(&mut io::stdin().lock()), err)
    } else {
        set_up(args, None, err)
    };
    match done {
        Err(error) if error.is::<Unanswered>() => {
            writeln!(err, "\nNothing was done.")?;
            Ok(Exit::Interrupted)
        }
        done => done,
    }
}

/// What was chosen.
struct Plan<'a> {
    /// The translator of each language.
    taken: BTreeMap<String, Candidate<'a>>,
    /// The file that keeps the choice, if one is to.
    path: Option<PathBuf>,
}

impl Plan<'_> {
    /// Names of the models to fetch.
    fn missing(&self) -> Vec<String> {
        let missing = self.taken.values().filter(|taken| !taken.installed);
        let names: BTreeSet<&String> = missing.map(|taken| &taken.name).collect();
        names.into_iter().cloned().collect()
    }

    /// What `mujaz.toml` should name. A language that stays with what it has stays free for a better
    /// model.
    fn to_keep(&self) -> BTreeMap<String, String> {
        let chosen = self.taken.iter();
        let chosen = chosen.filter(|(_, taken)| taken.standing != Standing::Current);
        chosen
            .map(|(code, taken)| (code.clone(), taken.name.clone()))
            .collect()
    }
}

/// Does it all, with questions if `input` has somebody's answers.
fn set_up<'a>(
    args: &SetupArgs,
    input: Option<&'a mut dyn BufRead>,
    tell: &'a mut dyn Write,
) -> anyhow::Result<Exit> {
    let (catalogue, places) = (Catalogue::builtin(), Places::of_this_machine());
    // A file with errors is reported before anything is fetched.
    let offline = FileSettings::read()?.network_off(args.offline)?;
    let mut talk = Talk { input, tell };
    let plan = plan(args, offline, &catalogue, &places, &mut talk)?;
    tell_plan(&plan, &places, talk.tell)?;
    if args.dry_run {
        return Ok(Exit::Success);
    }
    if !args.yes && !talk.asks() {
        let command = args.without_questions();
        writeln!(
            talk.tell,
            "Nothing was done, because there is no terminal to ask on. To do it: {command}"
        )?;
        return Ok(Exit::Usage);
    }
    let missing = plan.missing();
    if !missing.is_empty() {
        let exit = models::pull(missing, args.offline, talk.tell)?;
        if exit != Exit::Success {
            let text = "No mujaz.toml was written. The same command goes on from here.";
            writeln!(talk.tell, "{text}")?;
            return Ok(exit);
        }
    }
    check(&plan, &catalogue, &places, talk.tell)?;
    if let Some(path) = &plan.path {
        keep::keep(path, &plan.to_keep(), talk.tell)?;
    }
    tell_overruled(&plan, &catalogue, &places, talk.tell)?;
    writeln!(talk.tell, "\nNext: mujaz run articles -o briefs")?;
    Ok(Exit::Success)
}

/// Chooses a translator for each language, with the user if there is one to ask. `offline` is what
/// switches the network off.
fn plan<'a>(
    args: &SetupArgs,
    offline: Option<String>,
    catalogue: &'a Catalogue,
    places: &Places,
    talk: &mut Talk<'_>,
) -> anyhow::Result<Plan<'a>> {
    let whole = |name: &String| places.locate(catalogue, name).is_ok();
    let mut facts = Facts {
        catalogue,
        machine: Machine::look(places.user()?),
        installed: places.names().into_iter().filter(whole).collect(),
        offline,
        small: args.small,
    };
    writeln!(talk.tell, "{}", facts.machine.in_words())?;
    let codes = match args.from.is_empty() {
        false => codes(&args.from.join(" "))
            .map_err(|UsageError(why)| UsageError(format!("--from {why}")))?,
        true => talk.ask(
            "Languages of your articles, two letters each, as in ar fa",
            DEFAULT_LANGUAGE,
            codes,
        )?,
    };
    let nothing_named = Named::default();
    let routes = Routes::new(&nothing_named, places, catalogue)?;
    let mut taken = BTreeMap::new();
    for code in codes {
        let current = match routes.of(&code, false)? {
            Route::Named(located) | Route::Best(located) => Some(located.name),
            Route::Pivot(legs) => Some(legs.name()),
            Route::Missing(_) => None,
        };
        let candidate = take(&code, current.as_deref(), &facts, talk)?;
        // The next language has what this one leaves.
        let bytes = candidate.to_fetch();
        facts.machine.disk = facts.machine.disk.map(|free| free.saturating_sub(bytes));
        taken.insert(code, candidate);
    }
    let mut plan = Plan { taken, path: None };
    if !plan.to_keep().is_empty() {
        plan.path = place(args.here, talk)?;
    }
    Ok(plan)
}

/// Reads codes of languages with spaces or commas between them.
fn codes(text: &str) -> Result<BTreeSet<String>, UsageError> {
    let codes = text.split([' ', ',']).filter(|code| !code.is_empty());
    let codes: BTreeSet<String> = codes
        .map(|code| check_code(code).map(|()| code.to_owned()))
        .collect::<Result<_, _>>()?;
    match codes.is_empty() {
        true => Err(UsageError("names no language".into())),
        false => Ok(codes),
    }
}

/// The translator of one language.
fn take<'a>(
    code: &str,
    current: Option<&str>,
    facts: &Facts<'a>,
    talk: &mut Talk<'_>,
) -> anyhow::Result<Candidate<'a>> {
    let Some(mut choice) = choose(code, current, facts) else {
        return Err(nothing_for(code, facts));
    };
    writeln!(talk.tell, "\n{}:", language_name(code))?;
    for (number, candidate) in (1..).zip(&choice.candidates) {
        writeln!(talk.tell, "  {number}. {candidate}")?;
    }
    let (suggested, reason) = (choice.suggested + 1, &choice.reason);
    writeln!(talk.tell, "  Suggested is {suggested}, because {reason}.")?;
    if let Some(missing) = out_of_reach(code, facts) {
        writeln!(talk.tell, "  {missing}")?;
    }
    let number = match choice.candidates.len() {
        1 => suggested,
        count => talk.number("Which one?", count, suggested)?,
    };
    Ok(choice.candidates.swap_remove(number - 1))
}

fn nothing_for(code: &str, facts: &Facts<'_>) -> anyhow::Error {
    match out_of_reach(code, facts) {
        Some(missing) => missing.into(),
        None => UsageError(format!(
            "--from {code}: the catalogue has no translator for {}; register a folder with one: \
             mujaz models add DIR",
            language_name(code)
        ))
        .into(),
    }
}

/// The file that is to keep the choice. One in this folder overrides the other, so the lines to
/// add are shown for that one.
fn place(here: bool, talk: &mut Talk<'_>) -> anyhow::Result<Option<PathBuf>> {
    let own = PathBuf::from(HERE);
    match user_path().filter(|_| !here && !own.exists()) {
        Some(user) => one_of(user, own, talk),
        None => Ok(Some(own)),
    }
}

/// The file that the user chooses of these two, if one.
fn one_of(user: PathBuf, own: PathBuf, talk: &mut Talk<'_>) -> anyhow::Result<Option<PathBuf>> {
    if talk.asks() {
        let name = user.display();
        writeln!(
            talk.tell,
            "\nThe choice is kept in:\n  1. {name}, for all folders\n  2. {HERE}, for this \
             folder\n  3. no file"
        )?;
    }
    Ok(match talk.number("Where?", 3, 1)? {
        1 => Some(user),
        2 => Some(own),
        _ => None,
    })
}

fn tell_plan(plan: &Plan<'_>, places: &Places, tell: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(tell)?;
    let folder = places.user()?.display();
    for (code, taken) in &plan.taken {
        let (language, name, cost) = (language_name(code), &taken.name, taken.cost());
        writeln!(tell, "{language} gets {name} ({cost}).")?;
    }
    if !plan.missing().is_empty() {
        writeln!(tell, "Models are fetched into {folder}.")?;
    }
    match &plan.path {
        Some(path) if path.exists() => {
            writeln!(tell, "{} is there and is not changed.", path.display())?;
        }
        Some(path) => writeln!(tell, "The choice is written to {}.", path.display())?,
        None => {}
    }
    writeln!(tell)?;
    Ok(())
}

/// Loads each translator once.
fn check(
    plan: &Plan<'_>,
    catalogue: &Catalogue,
    places: &Places,
    tell: &mut dyn Write,
) -> anyhow::Result<()> {
    set_threads();
    let devices = Devices::resolve("auto")?;
    let precision = Precision::auto(devices.first());
    let usual = placement(devices, precision, 1, Some(1), None)?;
    for (code, Candidate { name, .. }) in &plan.taken {
        let located = places.locate(catalogue, name)?;
        let placement = Placement {
            split_at: SPLIT_AT,
            foreign: foreign_script(code),
            ..usual.clone()
        };
        let running = load::start(&located, placement, code, &|_| ())
            .with_context(|| {
                format!(
                    "{name} cannot be loaded. As long as it is here, runs may take it; to do without it: \
                     mujaz models remove {name}"
                )
            })?;
        drop(running.stop());
        writeln!(tell, "{name}: loads, for {}", language_name(code))?;
    }
    Ok(())
}

/// Says for which languages a run in this folder takes another translator than the chosen one.
fn tell_overruled(
    plan: &Plan<'_>,
    catalogue: &Catalogue,
    places: &Places,
    tell: &mut dyn Write,
) -> anyhow::Result<()> {
    let named = Named::without_options(&FileSettings::read()?)?;
    let routes = match Routes::new(&named, places, catalogue) {
        Ok(routes) => routes,
        Err(error) => return Ok(writeln!(tell, "Note: {error}")?),
    };
    for (code, Candidate { name, .. }) in &plan.taken {
        let taken = match routes.of(code, false) {
            Ok(Route::Named(located) | Route::Best(located)) => located.name,
            Ok(Route::Pivot(legs)) => legs.name(),
            Ok(Route::Missing(_)) => continue,
            Err(error) => {
                writeln!(tell, "Note: {error}")?;
                continue;
            }
        };
        if taken != *name {
            writeln!(
                tell,
                "Note: as the settings stand, runs here take {taken} for {}. With --translator \
                 {code}={name} a run takes the chosen one.",
                language_name(code)
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        args: SetupArgs,
    }

    fn parse(words: &str) -> SetupArgs {
        let words = std::iter::once("mujaz").chain(words.split_whitespace());
        Cli::try_parse_from(words).unwrap().args
    }

    #[test]
    fn the_command_without_questions_has_what_was_chosen() {
        assert_eq!(parse("").without_questions(), "mujaz setup --yes");
        let args = parse("--from ar fa --small --here --offline");
        let command = "mujaz setup --yes --from ar fa --small --here --offline";
        assert_eq!(args.without_questions(), command);
        assert_eq!(parse("--from ar,fa").from, ["ar", "fa"]);
    }

    #[test]
    fn languages_are_codes_of_which_each_counts_once() {
        let read = codes("fa, ar ar").unwrap();
        assert_eq!(read.into_iter().collect::<Vec<_>>(), ["ar", "fa"]);
        for wrong in ["en", "arabic", "ar xx", " ,"] {
            assert!(codes(wrong).is_err(), "{wrong}");
        }
    }

    /// The plan for a user without models who gives these answers, and what was told.
    fn planned(words: &str, mut answers: &[u8]) -> (anyhow::Result<Plan<'static>>, String) {
        let dir = tempfile::tempdir().unwrap();
        let models = dir.path().join("models");
        let places = Places::new(Some(models.clone()), vec![models]);
        let catalogue: &'static Catalogue = Box::leak(Box::new(Catalogue::builtin()));
        let mut told = Vec::new();
        let mut talk = Talk {
            input: Some(&mut answers),
            tell: &mut told,
        };
        let plan = plan(&parse(words), None, catalogue, &places, &mut talk);
        (plan, String::from_utf8(told).unwrap())
    }

    #[test]
    fn answers_are_a_plan() {
        let (plan, told) = planned("--here", b"ar\n2\n");
        let plan = plan.unwrap();
        assert_eq!(plan.missing(), ["firefox-ar-en"]);
        assert_eq!(plan.path, Some(PathBuf::from("mujaz.toml")));
        assert!(told.contains("licence CC-BY-4.0"), "{told}");
    }

    #[test]
    fn the_place_of_the_choice_is_asked_for() {
        let place = |mut answers: &[u8]| {
            let mut told = Vec::new();
            let mut talk = Talk {
                input: Some(&mut answers),
                tell: &mut told,
            };
            one_of("user".into(), "own".into(), &mut talk)
        };
        assert_eq!(place(b"\n").unwrap(), Some("user".into()));
        assert_eq!(place(b"2\n").unwrap(), Some("own".into()));
        assert_eq!(place(b"3\n").unwrap(), None);
        assert!(place(b"").unwrap_err().is::<Unanswered>());
    }

    #[test]
    fn without_an_answer_there_is_no_plan() {
        for answers in [&b""[..], b"ar\n"] {
            let error = planned("--here", answers).0.err().unwrap();
            assert!(error.is::<Unanswered>(), "{error}");
        }
    }
}
