//! `docs/questions.md` has a row for every exit code, and its messages are those of the program.

use std::fs;

use super::page::root;
use crate::cli::Exit;

fn page() -> String {
    fs::read_to_string(root().join("docs/questions.md")).expect("a page")
}

/// The source of the program as one text, in which a literal that goes on over lines is whole.
fn source() -> String {
    let mut text = String::new();
    for entry in ignore::Walk::new(root().join("src")) {
        let entry = entry.expect("an entry");
        if entry.path().extension().is_some_and(|own| own == "rs") {
            text += &fs::read_to_string(entry.path()).expect("a file of the source");
        }
    }
    let whole: String = text.split("\\\n").map(str::trim_start).collect();
    whole.replace("\\\"", "\"")
}

/// Whether the parts of a message stand in the source; `…` stands for what the program fills in.
fn is_written(message: &str, source: &str) -> bool {
    message.split('…').all(|part| source.contains(part.trim()))
}

#[test]
fn every_exit_code_has_a_row() {
    let page = page();
    for exit in [
        Exit::Success,
        Exit::Unexpected,
        Exit::Usage,
        Exit::Environment,
        Exit::Articles,
        Exit::Nothing,
        Exit::Io,
        Exit::Interrupted,
    ] {
        let row = format!("\n| {} | ", exit.code());
        assert!(page.contains(&row), "docs/questions.md lacks:{row}");
    }
}

#[test]
fn the_messages_are_those_of_the_program() {
    let (page, source) = (page(), source());
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let messages: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let stale: Vec<&&str> = messages
        .iter()
        .filter(|message| !is_written(message, &source))
        .collect();
    assert!(stale.is_empty(), "nothing writes: {stale:#?}");
    assert!(messages.len() > 30, "only {} messages", messages.len());
}

#[test]
fn a_message_that_nothing_writes_is_found() {
    let source = "\"{}: it is full\" \"{} of {}\"";
    assert!(is_written("…: it is full", source));
    assert!(is_written("it is full", source));
    assert!(!is_written("…: it is empty", source));
}
