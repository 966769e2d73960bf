//! `mujaz watch`: files that arrive, change, are written slowly and fail; signals and kills.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Ran, Work, article};

const PATIENCE: Duration = Duration::from_secs(60);

/// A running `mujaz watch`.
struct Watching<'w> {
    work: &'w Work,
    child: Child,
}

impl<'w> Watching<'w> {
    fn start(work: &'w Work, options: &str) -> Self {
        let line = format!("watch in -o out --backend mock --settle 0.3 --delay 0.1 {options}");
        let mut command = work.command(&line);
        command.stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        Self { work, child }
    }

    /// Waits until something is so.
    #[track_caller]
    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let started = Instant::now();
        while !is_so() {
            assert!(started.elapsed() < PATIENCE, "not within a minute: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the index has so many lines.
    #[track_caller]
    fn until_done(&self, articles: usize) {
        self.until(&format!("{articles} articles"), || {
            index(self.work).len() == articles
        });
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }

    fn end(self) -> Ran {
        self.signal("-TERM");
        Ran::of(self.child.wait_with_output().unwrap())
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The lines of the index by path.
fn index(work: &Work) -> BTreeMap<String, serde_json::Value> {
    let text = fs::read_to_string(work.path("out/index.jsonl")).unwrap_or_default();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines = lines.map(|line: serde_json::Value| (line["path"].as_str().unwrap().into(), line));
    lines.collect()
}

#[test]
fn files_that_arrive_change_and_move_in_become_briefs_as_in_a_run() {
    let work = Work::with_articles();
    let watching = Watching::start(&work, "");
    watching.until_done(2);
    // New, in a new folder, changed, moved in, and one that is none yet.
    work.write("in/new/c.txt", article("السوق", 3));
    work.write("in/a.txt", article("السوق", 9));
    work.write("aside.txt", article("المطر", 4));
    fs::rename(work.path("aside.txt"), work.path("in/d.txt")).unwrap();
    work.write("in/e.html.part", "<p>");
    watching.until_done(4);
    let headline = |path: &str| index(&work)[path]["headline"].to_string();
    watching.until("the changed article", || headline("a.txt").contains('9'));
    fs::remove_file(work.path("in/news/b.txt")).unwrap();
    fs::rename(work.path("in/e.html.part"), work.path("in/e.txt")).unwrap();
    work.write("in/e.txt", article("القمح", 5));
    watching.until_done(5);
    let ran = watching.end().ended(0, &["watching", "stopped"]);
    assert!(!ran.err.contains("failed:"), "{}", ran.err);
    assert_eq!(work.read("out/feed.xml").matches("<entry>").count(), 5);
    // The brief of what is gone stays, and a run finds nothing to do.
    work.write("in/news/b.txt", article("الحصاد", 2));
    work.run("run in -o out --backend mock")
        .ended(0, &["nothing to do: all 5 articles"]);
    work.run("run in -o other --backend mock").ended(0, &[]);
    assert_eq!(work.results("out"), work.results("other"));
}

#[test]
fn a_file_that_is_being_written_is_read_when_it_is_whole() {
    for options in ["", "--poll 0.5"] {
        let work = Work::new();
        let watching = Watching::start(&work, &format!("--log-json {options}"));
        let text = article("السد", 1).repeat(5);
        let mut written = Vec::new();
        for part in text.as_bytes().chunks(text.len() / 8) {
            written.extend_from_slice(part);
            work.write("in/slow.txt", &written);
            std::thread::sleep(Duration::from_millis(100));
        }
        watching.until_done(1);
        let ran = watching.end().ended(0, &[]);
        let messages = ran
            .err
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let messages: Vec<serde_json::Value> = messages.collect();
        let batches = messages.iter().filter(|m| m["event"] == "batch").count();
        assert_eq!(batches, 1, "{}", ran.err);
    }
}

#[test]
fn files_that_arrive_while_it_is_killed_again_and_again_are_each_done_once() {
    let work = Work::new();
    let files = 120;
    let mut watching = Watching::start(&work, "--formats md,json");
    for number in 0..files {
        let path = format!("in/{}/{number}.txt", number % 3);
        work.write(&path, article("السوق", number));
        if number % 24 == 23 {
            // At another moment of its work each time.
            std::thread::sleep(Duration::from_millis(150 * (number as u64 / 24) + 200));
            watching.kill();
            // The index of a folder without an article yet is an empty file.
            let results = work.results("out");
            let briefs = results
                .iter()
                .filter(|(name, _)| name.starts_with("briefs/"));
            for (name, text) in briefs {
                assert!(!text.is_empty(), "{name} is half-written");
            }
            watching = Watching::start(&work, "--formats md,json");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    watching.until_done(files);
    watching.end().ended(0, &[]);
    work.run("run in -o calm --backend mock --formats md,json")
        .ended(0, &[]);
    assert_eq!(work.results("out"), work.results("calm"));
}

#[test]
fn a_signal_ends_it_while_it_works_and_nothing_is_lost() {
    let work = Work::new();
    for number in 0..60 {
        work.write(&format!("in/{number}.txt"), article("السوق", number));
    }
    let slow = "--backend mock:20 --replicas 1 --batch-tokens 400";
    let mut command = work.command(&format!("watch in -o out {slow}"));
    command.stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let watching = Watching { work: &work, child };
    watching.until("a brief", || work.path("out/briefs").exists());
    watching.end().ended(0, &["stopped"]);
    let done = index(&work).len();
    assert!((1..60).contains(&done), "{done}");
    work.run(&format!("run in -o out {slow}")).ended(0, &[]);
    assert_eq!(index(&work).len(), 60);
}

#[test]
fn a_folder_that_is_not_there_or_is_in_use_is_an_error() {
    let work = Work::with_articles();
    work.run("watch nowhere -o out --backend mock")
        .ended(2, &["nowhere"]);
    work.run("watch in -o in/out --backend mock")
        .ended(2, &["lies inside"]);
    work.run("watch in --backend mock").ended(2, &["-o OUT"]);
    work.run("watch in -o out --backend mock --settle soon")
        .ended(2, &["--settle", "a number of seconds"]);
    let watching = Watching::start(&work, "");
    watching.until_done(2);
    work.run("run in -o out --backend mock")
        .ended(2, &["another run of mujaz is writing here"]);
    watching.end().ended(0, &[]);
}
