//! What an output folder may be called, and what may stand in its state folder.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::os::unix::fs::symlink;

use common::Work;

#[test]
fn a_folder_whose_name_looks_like_an_address_has_a_state_of_its_own() {
    let work = Work::with_articles();
    work.run("run in -o out --backend mock").ended(0, &[]);
    let before = work.results("out");
    let journal = fs::read(work.path("out/.mujaz/state.sqlite")).unwrap();
    // For SQLite, `file:out` is the address of a file in `out`.
    for out in ["file:out", "file:other?mode=memory"] {
        let run = format!("run in -o {out} --backend mock");
        work.run(&run).ended(0, &["flagged"]);
        assert_eq!(work.results(out), before, "{out}");
        assert!(work.path(&format!("{out}/.mujaz/state.sqlite")).is_file());
        assert!(work.path(&format!("{out}/.mujaz/memory.sqlite")).is_file());
        work.run(&run).ended(0, &["nothing to do"]);
        work.run(&format!("search {out} السد")).ended(0, &[]);
    }
    assert_eq!(
        fs::read(work.path("out/.mujaz/state.sqlite")).unwrap(),
        journal
    );
    assert!(!work.path("other").exists());
}

#[test]
fn links_in_the_state_folder_are_not_followed() {
    let work = Work::with_articles();
    let run = "run in -o out --backend mock";
    work.run(run).ended(0, &[]);
    // Another program's database, an empty file, and none.
    let other = rusqlite::Connection::open(work.path("other.sqlite")).unwrap();
    other.execute_batch("CREATE TABLE precious (a)").unwrap();
    drop(other);
    let foreign = fs::read(work.path("other.sqlite")).unwrap();
    work.write("empty", "");
    for (name, command) in [
        ("state.sqlite", run),
        ("state.sqlite", "report out"),
        ("memory.sqlite", run),
        ("memory.sqlite", "memory stats out"),
        ("search.sqlite", "search out السد"),
    ] {
        for target in ["other.sqlite", "empty", "none"] {
            let own = work.path(&format!("out/.mujaz/{name}"));
            let _ = fs::remove_file(&own);
            symlink(work.path(target), &own).unwrap();
            let ran = work.run(command);
            // A link to nothing is as good as no file where it is only looked into.
            if target != "none" || !["report out", "memory stats out"].contains(&command) {
                ran.ended(6, &[name, "it is a link, or no file at all; remove it"]);
            }
            assert_eq!(fs::read(work.path("other.sqlite")).unwrap(), foreign);
            assert_eq!(work.read("empty"), "", "{command}");
            assert!(!work.path("none").exists(), "{command}");
            fs::remove_file(&own).unwrap();
        }
    }
    work.run(run).ended(0, &[]);
}

#[test]
fn a_memory_that_the_user_named_may_be_a_link() {
    let work = Work::with_articles();
    symlink("far.sqlite", work.path("near.sqlite")).unwrap();
    work.run("run in -o out --backend mock --memory near.sqlite")
        .ended(0, &[]);
    work.run("memory stats far.sqlite").ended(0, &[]);
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_named_and_not_waited_for() {
    let work = Work::with_articles();
    work.run("run in -o out --backend mock").ended(0, &[]);
    let instead = |file: &str| {
        let _ = fs::remove_file(work.path(file));
        let made = std::process::Command::new("mkfifo")
            .arg(work.path(file))
            .status();
        assert!(made.unwrap().success());
    };
    let what = "it is a pipe, a socket or a device, and no file";
    instead("out/briefs/a.txt.json");
    work.run("search out السد").ended(0, &[]);
    work.run("export out -o a.csv")
        .ended(4, &["a.txt: its .json brief cannot be read", "1 brief"]);
    work.run("report out").ended(
        4,
        &["a.txt.json: no brief can be read from it", what, "1 brief"],
    );
    fs::remove_file(work.path("out/briefs/a.txt.json")).unwrap();
    symlink("/dev/zero", work.path("out/briefs/a.txt.json")).unwrap();
    work.run("report out").ended(4, &["a.txt.json", what]);
    fs::remove_file(work.path("out/briefs/a.txt.json")).unwrap();
    instead("out/index/marks.json");
    work.run("report out").ended(6, &["marks.json", what]);
}
