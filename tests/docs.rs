//! The outputs in the documentation are those of the program. A block of code that is marked as
//! `console` is a session in a shell: the lines that begin with `$ ` are run, and what stands below
//! each is what it writes to stdout and stderr. `[..]` stands for anything within a line, a line of
//! `...` for any lines, as in the crate trycmd. That crate is not used: it wants a folder beside each
//! page for the files that commands read, and what it does for this is a few lines.
//!
//! Every session of a page goes on in the same folder, which has the samples, with the models that
//! ship and no network. A command ends with 0.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use common::Work;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// A command of a session.
struct Step {
    command: String,
    /// The lines below it.
    shown: Vec<String>,
}

/// The commands of all sessions on a page, in their order.
fn steps(page: &str) -> Vec<Step> {
    let (mut steps, mut session) = (Vec::new(), None);
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) if &*kind == "console" => {
                session = Some(String::new());
            }
            Event::Text(text) => {
                if let Some(open) = session.as_mut() {
                    open.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                for line in session.take().unwrap_or_default().lines() {
                    add(line, &mut steps);
                }
            }
            _ => {}
        }
    }
    steps
}

/// Adds a line of a session.
fn add(line: &str, steps: &mut Vec<Step>) {
    if let Some(command) = line.strip_prefix("$ ") {
        steps.push(Step {
            command: command.to_owned(),
            shown: Vec::new(),
        });
    } else {
        let step = steps.last_mut().expect("a session begins with a command");
        step.shown.push(line.to_owned());
    }
}

/// Whether lines are those that are shown.
fn fit(shown: &[&str], lines: &[&str]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((&"...", rest)) => (0..=lines.len()).any(|left_out| fit(rest, &lines[left_out..])),
        Some((line, rest)) => lines
            .split_first()
            .is_some_and(|(first, others)| line_fits(line, first) && fit(rest, others)),
    }
}

fn line_fits(shown: &str, line: &str) -> bool {
    let Some((before, behind)) = shown.split_once("[..]") else {
        return shown == line;
    };
    line.strip_prefix(before).is_some_and(|rest| {
        let mut ends = (0..=rest.len()).filter(|at| rest.is_char_boundary(*at));
        ends.any(|at| line_fits(behind, &rest[at..]))
    })
}

/// Lines without the spaces at their ends, which no page shows.
fn trimmed(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

/// What is wrong with a step in this folder, if anything is.
fn fault(work: &Work, step: &Step) -> Option<String> {
    // One file for both streams keeps the order of what is written.
    let mut file = tempfile::tempfile().unwrap();
    let status = work
        .shell(&step.command)
        .stdin(Stdio::null())
        .stdout(file.try_clone().unwrap())
        .stderr(file.try_clone().unwrap())
        .status()
        .unwrap();
    let mut text = String::new();
    file.rewind().unwrap();
    file.read_to_string(&mut text).unwrap();
    let shown = step.shown.join("\n");
    let is_shown = fit(&trimmed(&shown), &trimmed(&text));
    (!status.success() || !is_shown).then(|| {
        format!(
            "$ {}\nends with {status} and\n{text}\nwhere the page has\n{shown}\n",
            step.command
        )
    })
}

/// All Markdown of the repository, in the order of the paths.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ignore::WalkBuilder::new(root).require_git(false).build();
    let paths = files
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path);
    let mut pages: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort_unstable();
    pages
}

/// A folder with the samples.
fn with_samples() -> Work {
    let work = Work::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for entry in fs::read_dir(samples).unwrap() {
        let entry = entry.unwrap();
        let name = format!("samples/{}", entry.file_name().to_string_lossy());
        work.write(&name, fs::read(entry.path()).unwrap());
    }
    work
}

#[test]
fn the_program_writes_what_the_documentation_shows() {
    let (mut run, mut faults) = (0, Vec::new());
    for path in pages() {
        let steps = steps(&fs::read_to_string(&path).unwrap());
        if steps.is_empty() {
            continue;
        }
        run += steps.len();
        let work = with_samples();
        let found = steps.iter().filter_map(|step| fault(&work, step));
        faults.extend(found.map(|fault| format!("{}: {fault}", path.display())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(run >= 60, "only {run} commands were found");
}

#[test]
fn sessions_are_read_in_their_order_and_other_code_is_not() {
    let page = "```\n$ no\n```\n\n```console\n$ a --b\nc\n\n$ d\n```\n\n- text\n\n  ```console\n  $ e\n   f\n  ```\n";
    let read: Vec<(String, String)> = steps(page)
        .into_iter()
        .map(|step| (step.command, step.shown.join("\n")))
        .collect();
    let expected = [("a --b", "c\n"), ("d", ""), ("e", " f")];
    assert_eq!(
        read,
        expected.map(|(command, shown)| (command.to_owned(), shown.to_owned()))
    );
}

#[test]
fn an_output_that_is_out_of_date_is_found() {
    let fits = |shown: &str, text: &str| fit(&trimmed(shown), &trimmed(text));
    for (shown, text) in [
        ("", ""),
        ("a\nb", "a \nb\n"),
        ("a [..] b", "a 1 c b"),
        ("[..] é[..]", "ça é"),
        ("...\nb", "b"),
        ("a\n...\nc\n...", "a\nb\nb\nc"),
        ("...", ""),
    ] {
        assert!(fits(shown, text), "{shown:?} {text:?}");
    }
    for (shown, text) in [
        ("", "a"),
        ("a", ""),
        ("a", "a\nb"),
        ("a\nb", "a"),
        ("a [..] b", "a b"),
        ("a[..]c", "abcd"),
        ("[..]", "a\nb"),
        ("...\nb", "b\nc"),
        ("a\n...\nc", "a\nb"),
    ] {
        assert!(!fits(shown, text), "{shown:?} {text:?}");
    }
}

#[test]
fn a_command_that_fails_or_writes_something_else_is_a_fault() {
    let work = Work::new();
    let step = |command: &str, shown: &str| Step {
        command: command.to_owned(),
        shown: shown.lines().map(str::to_owned).collect(),
    };
    for (command, shown) in [
        ("mujaz --version", "mujaz [..]"),
        ("echo a >&2; echo b", "a\nb"),
        ("echo a > file", ""),
        ("cat file", "a"),
    ] {
        assert_eq!(fault(&work, &step(command, shown)), None);
    }
    for (command, shown) in [
        ("mujaz --version", "mujaz"),
        ("mujaz --no-such-option", "..."),
        ("echo a; exit 1", "a"),
        ("echo a >&2", ""),
    ] {
        assert!(fault(&work, &step(command, shown)).is_some(), "{command}");
    }
}
