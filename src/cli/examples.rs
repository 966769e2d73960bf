//! The command lines in the documentation and in the help texts are ones that the program takes.

use std::path::{Path, PathBuf};
use std::{env, fs};

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Cli, with_default};

/// Words that end a command in a shell.
const ENDS: [&str; 9] = ["|", "||", "&&", "&", ";", "<", ">", ">>", "\\"];

/// The arguments of each call of mujaz in a command line.
fn calls(line: &str) -> Vec<Vec<String>> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("quotes that do not close: {line}"));
    let commands = words.split(|word| ENDS.contains(&word.as_str()) || word.starts_with("2>"));
    let is_program = |word: &String| Path::new(word).ends_with("mujaz") && !word.contains("://");
    let calls = commands.filter_map(|command| {
        let at = command.iter().position(is_program)?;
        // Variables of the environment may stand before it, and nothing else.
        let alone = command[..at].iter().all(|word| word.contains('='));
        alone.then(|| command[at..].to_vec())
    });
    calls.collect()
}

/// The errors of a command line. One that is mentioned in a sentence may lack arguments.
fn wrong(line: &str, mentioned: bool) -> Vec<String> {
    let parse = |call: Vec<String>| {
        let words = with_default(call.into_iter().map(Into::into).collect());
        let error = Cli::command().try_get_matches_from(words).err()?;
        let lacks = error.kind() == ErrorKind::MissingRequiredArgument
            || error.get(ContextKind::InvalidValue) == Some(&ContextValue::String(String::new()));
        let is_wrong = error.use_stderr() && !(mentioned && lacks);
        is_wrong.then(|| format!("{line}\n{error}"))
    };
    calls(line).into_iter().filter_map(parse).collect()
}

/// The command lines in the blocks of code of a page of Markdown, each with the lines that it goes
/// on over, and the calls in its sentences that have no placeholder; with whether it is one of those.
fn in_markdown(text: &str) -> Vec<(String, bool)> {
    let (mut lines, mut inside, mut begun) = (Vec::new(), false, String::new());
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            let line = line.trim_start().trim_start_matches("$ ");
            match line.strip_suffix('\\') {
                Some(part) => begun.push_str(part),
                None => {
                    let whole = std::mem::take(&mut begun) + line;
                    if whole.contains("mujaz ") {
                        lines.push((whole, false));
                    }
                }
            }
        } else {
            let spans = line.split('`').skip(1).step_by(2);
            let spans = spans.filter(|span| is_example(span));
            lines.extend(spans.map(|span| (span.to_owned(), true)));
        }
    }
    lines
}

/// Whether code in a sentence is a whole command, and not a pattern such as `mujaz models pull NAME`.
fn is_example(code: &str) -> bool {
    let is_placeholder = |word: &str| {
        word.len() > 1
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || "|-_.".contains(c))
    };
    code.starts_with("mujaz ")
        && !code.contains('…')
        && !code.split(' ').any(|w| w != "--" && is_placeholder(w))
}

fn markdown_below(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            markdown_below(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
}

#[test]
fn command_lines_in_the_documentation_are_taken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for folder in ["docs", "models", "scripts", "benches", "samples"] {
        markdown_below(&root.join(folder), &mut pages);
    }
    let (mut lines, mut errors) = (0, Vec::new());
    for page in pages {
        for (line, mentioned) in in_markdown(&fs::read_to_string(&page).expect("a page")) {
            lines += 1;
            let found = wrong(&line, mentioned).into_iter();
            errors.extend(found.map(|error| format!("{}: {error}", page.display())));
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(lines > 40, "only {lines} command lines were found");
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
        .filter(|line| calls(line).len() == 1)
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
fn a_command_line_that_is_out_of_date_is_found() {
    assert_eq!(
        wrong("cat a | LIMIT=1 mujaz filter --no-such-option > b", false).len(),
        1
    );
    assert_eq!(
        wrong("mujaz run articles -o briefs && mujaz search briefs", false).len(),
        1
    );
    assert!(wrong("mujaz articles -o briefs 2> log", false).is_empty());
}
