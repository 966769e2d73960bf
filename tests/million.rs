//! `scripts/million`: it makes the articles that it is asked for, measures each step, and does not
//! measure again what it has.

#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{Ran, Work};
use serde_json::Value;

/// The script with these options, for 60 articles.
fn million(work: &Work, options: &str) -> Ran {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/million");
    let output = Command::new("python3")
        .arg(script)
        .arg(work.path("million"))
        .args(["--articles", "60", "--formats", "json"])
        .args(["--mujaz", env!("CARGO_BIN_EXE_mujaz")])
        .args(options.split_whitespace())
        .output();
    Ran::of(output.unwrap())
}

#[test]
fn short_articles_are_made_and_measured_once() {
    let work = Work::new();
    let table = million(&work, "--sentences 2").ended(0, &[]).out;
    assert!(table.contains(" articles of 2 sentences "), "{table}");
    for step in [
        "first run",
        "nothing to do",
        "10 new articles",
        "mujaz report",
    ] {
        assert!(table.contains(&format!("| 60 | {step} |")), "{table}");
    }
    assert!(table.contains("| 60 | briefs, json | 60 |"), "{table}");
    assert_eq!(work.read("million/table.md"), table);

    let made = work.read("million/60-jsonl/in/articles.jsonl");
    let text = |line: &str| -> String {
        let article: Value = serde_json::from_str(line).unwrap();
        article["text"].as_str().unwrap().to_owned()
    };
    let texts: Vec<String> = made.lines().map(text).collect();
    assert_eq!(texts.len(), 70, "ten were added");
    for text in &texts {
        // Nothing but their ends has a full stop.
        assert_eq!(text.matches('.').count(), 2, "{text}");
    }
    let index = work.read("million/60-jsonl/out/index.jsonl");
    assert_eq!(index.lines().count(), 70);

    let again = million(&work, "--sentences 2").ended(0, &[]);
    assert_eq!((again.out, again.err), (table, String::new()));
    million(&work, "--sentences 3").ended(1, &["is of other settings"]);
    million(&work, "--sentences 1").ended(2, &["--sentences must be at least 2"]);
}
