//! Runs that are stopped by SIGKILL at any moment, or by Ctrl-C: nothing is lost, done twice or
//! half-written.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Ran, Work, article, tiny_model};

fn work(articles: usize) -> Work {
    let work = Work::new();
    for number in 0..articles {
        work.write(
            &format!("in/{}/{number}.txt", number % 5),
            // So long that it is translated before the sentences that all articles have.
            article("السوق المركزي القديم في وسط المدينة", number),
        );
    }
    work
}

#[test]
fn a_run_killed_at_twenty_moments_ends_as_an_undisturbed_one() {
    let work = work(60);
    let model = tiny_model();
    let started = Instant::now();
    work.run(&format!(
        "run in -o calm --translator {model} --formats md,json,html"
    ))
    .ended(0, &[]);
    let calm = started.elapsed();

    let stormy = format!("run in -o stormy --translator {model} --formats md,json,html");
    // Moments spread over a whole run, in mixed order.
    for moment in 0..20u32 {
        let share = f64::from((moment * 7) % 20 + 1) / 20.0;
        let mut child = work.command(&stormy).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(calm.mul_f64(share));
        // The run may have finished already; then killing it fails, which does not matter.
        let _ = child.kill();
        child.wait().unwrap();
        for (name, text) in work.results("stormy") {
            assert!(!text.is_empty(), "{name} is half-written");
        }
    }
    work.run(&stormy).ended(0, &[]);
    assert_eq!(work.results("calm"), work.results("stormy"));
    work.run(&stormy)
        .ended(0, &["nothing to do: all 60 articles"]);
}

#[test]
fn a_run_ends_well_with_its_terminal_and_outlives_it_under_nohup() {
    let work = work(40);
    let ended = |out: &str, disposition: &str, milliseconds: u32| {
        let run = format!(
            "exec env --{disposition}-signal=HUP {} run in -o {out} --backend mock:{milliseconds} --replicas 1 --batch-tokens 400",
            env!("CARGO_BIN_EXE_mujaz")
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &run]).current_dir(work.path(""));
        let child = shell.stderr(Stdio::piped()).spawn().unwrap();
        let patience = Instant::now();
        while !work.path(out).join("briefs").exists() {
            assert!(patience.elapsed() < Duration::from_secs(60));
            std::thread::sleep(Duration::from_millis(20));
        }
        let id = child.id().to_string();
        let sent = Command::new("kill").args(["-HUP", &id]).status().unwrap();
        assert!(sent.success());
        Ran::of(child.wait_with_output().unwrap())
    };
    // So slow that the signal comes before the end on a busy machine, too.
    ended("a", "default", 50).ended(130, &["the same command goes on from here"]);
    ended("b", "ignore", 5).ended(0, &[]);
}

#[test]
fn a_run_for_which_the_system_has_no_thread_says_so_and_loses_nothing() {
    let work = work(3);
    let run = "run in -o out --backend mock";
    let mut command = work.command(run);
    // No address space has room for such a stack.
    command.env("RUST_MIN_STACK", (1u64 << 60).to_string());
    Ran::of(command.output().unwrap())
        .ended(6, &["cannot start a thread", "run the same command again"]);
    work.run(run).ended(0, &[]);
}

#[test]
fn an_interrupted_run_saves_what_is_done_and_goes_on_later() {
    let work = work(40);
    // So slow that the signal comes before the end on a busy machine, too.
    let run = "run in -o out --backend mock:20 --replicas 1 --batch-tokens 400";
    let child = work.command(run).stderr(Stdio::piped()).spawn().unwrap();
    let briefs = || {
        if work.path("out/briefs").exists() {
            work.results("out").len()
        } else {
            0
        }
    };
    let patience = Instant::now();
    while briefs() < 4 {
        assert!(
            patience.elapsed() < Duration::from_secs(60),
            "no brief was written"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let ran = Ran::of(child.wait_with_output().unwrap())
        .ended(130, &["the same command goes on from here"]);
    let saved = work.results("out").len();
    assert!((5..124).contains(&saved), "{saved} files\n{}", ran.err);
    let before = work.json("out/run.json")["articles"]["done"]
        .as_u64()
        .unwrap();

    work.run("run in -o out --backend mock --replicas 1 --batch-tokens 400")
        .ended(0, &[]);
    let record = work.json("out/run.json");
    assert_eq!(
        record["articles"]["done"].as_u64().unwrap() + before,
        40,
        "none is done twice"
    );
    work.run("run in -o whole --backend mock").ended(0, &[]);
    assert_eq!(work.results("out"), work.results("whole"));
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_not_the_end() {
    let work = Work::with_articles();
    let mut limited = work.shell("ulimit -f 4; exec mujaz run in -o out --backend mock");
    Ran::of(limited.output().unwrap()).ended(6, &["out/.mujaz/memory.sqlite"]);
    for out in ["out", "whole"] {
        work.run(&format!("run in -o {out} --backend mock"))
            .ended(0, &[]);
    }
    assert_eq!(work.results("out"), work.results("whole"));
}
