//! Commands whose standard output or standard error nobody reads.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::PipeWriter;

use common::{Ran, Work, with_input};

/// A folder with articles, their briefs in `out`, a translation memory, and files to compare.
fn work() -> Work {
    let work = Work::with_articles();
    work.run("run in -o out --backend mock --formats md,json")
        .ended(0, &[]);
    work.write("pairs.tsv", "السد\tthe dam\n");
    work.write("h", "The dam was opened.\n");
    work.write("r", "The dam was opened yesterday.\n");
    work
}

/// A pipe that nobody reads.
fn unread() -> PipeWriter {
    std::io::pipe().unwrap().1
}

#[test]
fn messages_that_nobody_reads_change_nothing() {
    let work = work();
    for (command, code) in [
        ("--version", 0),
        ("run --help", 0),
        ("run in --wrong", 2),
        ("run in -o out --backend mock --formats md,json", 0),
        ("run in -o other --backend mock --dry-run", 0),
        ("search out السد", 0),
        ("search out zzzz", 5),
        ("search nowhere السد", 2),
        ("export out --to csv", 0),
        ("export out --to csv --where number>100", 5),
        ("report out", 0),
        ("memory import out pairs.tsv", 0),
        ("memory stats out", 0),
        ("memory export out", 0),
        ("memory forget out --containing zzzz", 0),
        ("eval --hypotheses h --references r", 0),
        ("models list", 0),
        ("schema brief", 0),
        ("completions bash", 0),
    ] {
        let heard = work.run(command).ended(code, &[]);
        let unheard = Ran::of(work.command(command).stderr(unread()).output().unwrap());
        assert_eq!(unheard.code, Some(code), "{command}");
        assert_eq!(unheard.out, heard.out, "{command}");
    }
}

/// Commands that write to standard output.
const WRITING: [&str; 15] = [
    "--version",
    "--help",
    "help run",
    "run in -o other --backend mock --dry-run",
    "search out السد",
    "search out السد --json",
    "export out --to csv",
    "memory stats out",
    "memory export out",
    "eval --hypotheses h --references r",
    "models list",
    "models list --json",
    "schema brief",
    "completions bash",
    "doctor",
];

#[test]
fn data_that_nobody_reads_is_an_error_without_words() {
    let work = work();
    for command in WRITING {
        let ran = Ran::of(work.command(command).stdout(unread()).output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (Some(6), ""), "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_named() {
    let work = work();
    for command in WRITING {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let ran = Ran::of(
            work.command(command)
                .stdout(full.unwrap())
                .output()
                .unwrap(),
        );
        assert_eq!(ran.code, Some(6), "{command}: {}", ran.err);
        let named = ran.err.starts_with("mujaz: standard output: ");
        assert!(
            named && ran.err.lines().count() == 1,
            "{command}: {}",
            ran.err
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_standard_output_that_is_closed_from_the_start_loses_nothing_in_silence() {
    let work = work();
    let ran = |line: &str| Ran::of(work.shell(line).output().unwrap());
    for command in WRITING {
        let closed = ran(&format!("mujaz {command} >&-"));
        let end = (closed.code, closed.err.as_str());
        assert_eq!(end, (Some(6), ""), "{command}");
        let both = ran(&format!("mujaz {command} >&- 2>&-"));
        assert_eq!(both.code, Some(6), "{command}");
    }
    let line = "{\"text\": \"وصل الوزير إلى المدينة أمس.\"}\n";
    let filter = work.shell("mujaz filter --backend mock >&-");
    let lost = "standard output was closed before every line was answered";
    with_input(filter, line).ended(6, &[lost]);
    // What writes nothing there needs none, nor does what is written there need the other one.
    ran("mujaz report out >&-").ended(0, &[]);
    ran("mujaz run in -o third --backend mock --formats md >&-").ended(0, &[]);
    assert_eq!(
        ran("mujaz schema brief 2>&-").ended(0, &[]).out,
        work.run("schema brief").out
    );
}
