//! The command lines and options in the documentation and in the help texts are ones that the
//! program takes.

mod links;
mod models_page;
mod page;
mod questions_page;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Cli, LONG_ABOUT, WIDTH, with_default};
use page::{Page, pages, root};

/// Words that end a command in a shell.
const ENDS: [&str; 5] = ["|", "||", "&&", "&", ";"];

/// Words of a shell that may stand before a command.
const BEFORE: [&str; 5] = ["do", "then", "else", "time", "nohup"];

/// Options of other programs that the documentation names, each with its program.
static FOREIGN_OPTIONS: [(&str, &str); 10] = [
    ("--all-features", "cargo"),
    ("--conf", "spark-submit"),
    ("--cpunodebind", "numactl"),
    ("--cpus-per-task", "sbatch"),
    ("--features", "cargo"),
    ("--long", "zstd"),
    ("--pipe", "parallel"),
    ("--pipepart", "parallel"),
    ("--release", "cargo"),
    ("--retries", "parallel"),
];

/// The commands of a line, without what redirects them, unless its quotes do not close.
fn commands(line: &str) -> Option<Vec<Vec<String>>> {
    let (mut commands, mut command) = (Vec::new(), Vec::new());
    let mut words = shlex::split(line)?.into_iter();
    while let Some(word) = words.next() {
        let sign = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let target = [">>", ">", "<"]
            .iter()
            .find_map(|arrow| sign.strip_prefix(arrow));
        let last = word.strip_suffix(';');
        match target {
            Some("") => drop(words.next()),
            Some(_) => {}
            None if ENDS.contains(&word.as_str()) => commands.push(std::mem::take(&mut command)),
            None => {
                command.push(last.unwrap_or(&word).to_owned());
                if last.is_some() {
                    commands.push(std::mem::take(&mut command));
                }
            }
        }
    }
    commands.push(command);
    Some(commands)
}

/// The line with a word in the place of each `$(...)`, and the lines in these.
fn without_substitutions(line: &str) -> (String, Vec<&str>) {
    let (mut outer, mut inner, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, after)) = rest.split_once("$(") {
        let mut open = 1;
        let end = after.find(|c: char| {
            open += i32::from(c == '(') - i32::from(c == ')');
            open == 0
        });
        let (substituted, behind) = after.split_at(end.unwrap_or(after.len()));
        outer.push_str(before);
        outer.push_str("VALUE");
        inner.push(substituted);
        rest = behind.strip_prefix(')').unwrap_or(behind);
    }
    outer.push_str(rest);
    (outer, inner)
}

/// The words of each call of mujaz in a command line, unless its quotes do not close.
fn calls(line: &str) -> Option<Vec<Vec<String>>> {
    let (outer, inner) = without_substitutions(line);
    let is_program =
        |word: &String| Path::new(word).ends_with("mujaz") && !word.contains(['=', ':']);
    let call = |command: Vec<String>| {
        let at = command.iter().position(is_program)?;
        let before = &command[..at];
        let is_prefix = |word: &String| word.contains('=') || BEFORE.contains(&word.as_str());
        // The image of a container has the name of the program, which runs in it.
        let is_call = before.iter().all(is_prefix) || before.join(" ").starts_with("docker run ");
        is_call.then(|| command[at..].to_vec())
    };
    let mut found: Vec<Vec<String>> = commands(&outer)?.into_iter().filter_map(call).collect();
    for line in inner {
        found.extend(calls(line)?);
    }
    Some(found)
}

/// Whether a word stands for what the user puts in its place, as in `NAME` or `I/N`.
fn is_placeholder(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && !word.contains(char::is_lowercase)
}

/// What the program says against a call. One that is mentioned in a sentence may lack arguments.
fn error_of(call: &[String], mentioned: bool) -> Option<String> {
    let given = call
        .iter()
        .filter(|word| !["…", "..."].contains(&word.as_str()));
    let given: Vec<OsString> = given.map(OsString::from).collect();
    let mut words = with_default(given.clone());
    // Whatever is no subcommand is taken for an input, even the name of one that was removed.
    if words.len() > given.len() && !words.iter().any(|word| word == "-o" || word == "--output") {
        return Some("names neither a subcommand nor an output folder".to_owned());
    }
    loop {
        let error = Cli::command().try_get_matches_from(&words).err()?;
        let value = match error.get(ContextKind::InvalidValue) {
            Some(ContextValue::String(value)) => Some(value.as_str()),
            _ => None,
        };
        let lacks = error.kind() == ErrorKind::MissingRequiredArgument || value == Some("");
        if !error.use_stderr() || (mentioned && lacks) {
            return None;
        }
        // A value that fits takes the place of a placeholder that does not.
        let unfit = value.filter(|value| is_placeholder(value));
        let at = unfit.and_then(|value| words.iter().position(|word| word == value));
        let Some(at) = at else {
            return Some(error.to_string());
        };
        words[at] = match error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(valid)) if !valid.is_empty() => OsString::from(&valid[0]),
            _ => OsString::from("1"),
        };
    }
}

/// What is wrong with the calls of mujaz in a command line.
fn wrong(line: &str, mentioned: bool) -> Vec<String> {
    let Some(calls) = calls(line) else {
        return vec![format!("{line}\nhas quotes that do not close")];
    };
    let errors = calls.iter().filter_map(|call| error_of(call, mentioned));
    errors.map(|error| format!("{line}\n{error}")).collect()
}

#[test]
fn command_lines_in_the_documentation_are_taken() {
    let (mut found, mut errors) = (0, Vec::new());
    for page in pages() {
        let lines = page.lines.iter().map(|line| (line, false));
        let spans = page.spans.iter().map(|span| (span, true));
        for (line, mentioned) in lines
            .chain(spans)
            .filter(|(line, _)| line.contains("mujaz "))
        {
            found += calls(line).map_or(0, |calls| calls.len());
            let wrong = wrong(line, mentioned).into_iter();
            errors.extend(wrong.map(|error| format!("{}: {error}", page.path.display())));
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(found > 100, "only {found} command lines were found");
}

/// The text of a script that a command runs, and of the files of the repository that it hands on to,
/// with those beside them that a Python program may read its options in.
fn script(page: &Page, command: &str) -> Option<String> {
    // This one hands its options on to the program.
    if command.ends_with("scripts/mujaz") {
        return None;
    }
    let folder = page.path.parent().unwrap_or(Path::new(""));
    let paths = [root().join(command), root().join(folder).join(command)];
    let path = paths.iter().find(|path| path.is_file())?;
    let mut text = fs::read_to_string(path).ok()?;
    let words = text.split(|c: char| c.is_whitespace() || c == '"');
    let named = |word: &str| {
        let marks = ["/../", "$root/"];
        let (_, path) = marks.iter().find_map(|mark| word.split_once(mark))?;
        Some(with_neighbours(&root().join(path)))
    };
    let others: Vec<String> = words.filter_map(named).collect();
    text.extend(others);
    Some(text)
}

/// The text of a file, and if it is a Python program those of the others in its folder.
fn with_neighbours(path: &Path) -> String {
    let is_python = |path: &Path| path.extension().is_some_and(|own| own == "py");
    let folder = path.parent().filter(|_| is_python(path));
    let beside = folder.and_then(|folder| fs::read_dir(folder).ok());
    let beside = beside.into_iter().flatten().flatten();
    let beside = beside.map(|entry| entry.path());
    std::iter::once(path.to_owned())
        .chain(beside.filter(|beside| is_python(beside) && beside != path))
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

/// The options among words, without their values, up to those that are handed on.
fn options<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let words = words.take_while(|word| *word != "--");
    let words = words.map(|word| word.split_once('=').map_or(word, |(option, _)| option));
    let words =
        words.map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-'));
    words.filter(|word| word.starts_with("--")).collect()
}

fn known_options() -> BTreeSet<String> {
    fn visit(command: &clap::Command, known: &mut BTreeSet<String>) {
        let longs = command.get_arguments().filter_map(clap::Arg::get_long);
        known.extend(longs.map(|long| format!("--{long}")));
        command
            .get_subcommands()
            .for_each(|inner| visit(inner, known));
    }
    let mut command = Cli::command();
    // This adds --help and --version.
    command.build();
    let mut known = BTreeSet::new();
    visit(&command, &mut known);
    known
}

/// Whether a script has an option, and not only one that begins like it.
fn has_option(script: &str, option: &str) -> bool {
    let mut words = script.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.any(|word| word == option)
}

#[test]
fn options_in_the_documentation_exist() {
    let (known, mut named, mut errors) = (known_options(), BTreeSet::new(), Vec::new());
    // What was measured or tried long ago may name options that are gone.
    let is_for_readers = |page: &Page| {
        let history = ["benches", "scripts", "tests"];
        !history.iter().any(|folder| page.path.starts_with(folder))
    };
    for page in pages().into_iter().filter(is_for_readers) {
        for span in &page.spans {
            let words = || span.split_whitespace();
            let script = words().next().and_then(|first| script(&page, first));
            for option in options(words()) {
                let exists = match &script {
                    Some(script) => has_option(script, option),
                    None => known.contains(option),
                };
                let mut foreign = FOREIGN_OPTIONS.iter().map(|(foreign, _)| *foreign);
                match foreign.find(|foreign| *foreign == option) {
                    _ if exists => {}
                    Some(foreign) => {
                        named.insert(foreign);
                    }
                    None => errors.push(format!("{}: {span}: {option}", page.path.display())),
                }
            }
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    for (option, program) in &FOREIGN_OPTIONS {
        assert!(
            named.contains(option),
            "no page names {option} of {program}"
        );
    }
}

#[test]
fn options_of_scripts_in_the_documentation_exist() {
    let (mut found, mut errors) = (0, Vec::new());
    for page in pages() {
        let commands = page.lines.iter().filter_map(|line| commands(line));
        for command in commands.flatten() {
            let Some(script) = command.first().and_then(|first| script(&page, first)) else {
                continue;
            };
            found += 1;
            let options = options(command.iter().map(String::as_str)).into_iter();
            let missing = options.filter(|option| !has_option(&script, option));
            errors.extend(missing.map(|option| format!("{}: {option}", command.join(" "))));
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(found > 10, "only {found} calls of scripts were found");
}

#[test]
fn command_lines_in_help_texts_are_taken() {
    fn visit(command: &clap::Command, lines: &mut Vec<String>) {
        let help = command.get_after_help().map(ToString::to_string);
        for line in help.iter().flat_map(|help| help.lines()) {
            // An explanation may stand behind the command.
            let line = line.trim_start();
            let example = line.split("   ").next().unwrap_or(line);
            if example.contains("mujaz ") && line.len() < help.iter().map(String::len).sum() {
                lines.push(example.to_owned());
            }
        }
        command
            .get_subcommands()
            .for_each(|inner| visit(inner, lines));
    }
    let mut lines = Vec::new();
    visit(&Cli::command(), &mut lines);
    let errors: Vec<String> = lines
        .iter()
        .filter(|line| calls(line).is_none_or(|calls| calls.len() == 1))
        .flat_map(|line| wrong(line, false))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(
        lines.len() > 30,
        "only {} command lines were found",
        lines.len()
    );
}

#[test]
fn no_line_of_a_help_text_ends_just_behind_its_width() {
    // A line that is a little too long is broken, and leaves one word on the next: it was divided by
    // hand for another width. One that is much longer is left to be divided.
    fn visit(command: &clap::Command, texts: &mut Vec<String>) {
        texts.extend(command.get_after_help().map(ToString::to_string));
        command
            .get_subcommands()
            .for_each(|inner| visit(inner, texts));
    }
    let mut texts = vec![LONG_ABOUT.to_owned()];
    visit(&Cli::command(), &mut texts);
    let lines = texts.iter().flat_map(|text| text.lines());
    let broken = lines.filter(|line| (WIDTH + 1..2 * WIDTH).contains(&line.chars().count()));
    let broken: Vec<&str> = broken.collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_command_line_that_is_out_of_date_is_found() {
    let stale = [
        "cat a | LIMIT=1 mujaz filter --no-such-option > b",
        "mujaz filter < a --no-such-option > b",
        "mujaz run articles -o briefs && mujaz search briefs",
        "for a in *; do mujaz schema a; done",
        "scripts/bundle --with \"$(mujaz models part a)\"",
        "docker run -v a:/a mujaz run /a --out /b",
        "mujaz modles routes",
        "mujaz run IN --shard",
        "mujaz run 'IN",
    ];
    for line in stale {
        assert_eq!(wrong(line, false).len(), 1, "{line}");
    }
    for line in ["mujaz bench --beams N --flut", "mujaz filter … --flut"] {
        assert_eq!(wrong(line, true).len(), 1, "{line}");
    }
    let valid = [
        "mujaz articles -o briefs 2> log",
        "mujaz completions SHELL; mujaz bench --beams N # a number",
        "docker build -t mujaz .",
    ];
    for line in valid {
        assert_eq!(wrong(line, false), [""; 0], "{line}");
    }
    assert!(wrong("mujaz run --shard", true).is_empty());
}

#[test]
fn options_are_found_among_words() {
    let words = "a --b=c '--d', -e -- --f".split(' ');
    assert_eq!(options(words), ["--b", "--d"]);
}
