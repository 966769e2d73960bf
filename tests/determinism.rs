//! The promise of f32 and int8: the same articles give the same bytes, whatever the batch size,
//! the number of replicas and shards, and however often a run was killed. The tests use the
//! shipped translator, because only trained weights make choices that rounding could change.

#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use common::{Work, article};

const PRECISIONS: [&str; 2] = ["f32", "int8"];

/// The whole sample article, and others whose sentences repeat it with different neighbours.
fn work() -> Work {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/iran-minister-baghdad.txt");
    let sample = std::fs::read_to_string(sample).unwrap();
    let paragraphs: Vec<&str> = sample.lines().filter(|l| !l.trim().is_empty()).collect();
    let work = Work::new();
    work.write("in/whole.txt", &sample);
    for number in 0..8 {
        let chosen = paragraphs.iter().skip(number).step_by(4).copied();
        let chosen: Vec<&str> = chosen.collect();
        work.write(&format!("in/part/{number}.txt"), chosen.join("\n\n"));
        let other = article("السوق المركزي", number * 3);
        work.write(&format!("in/other/{number}.txt"), other);
    }
    work
}

fn run(out: &str, precision: &str, more: &str) -> String {
    format!(
        "run in -o {out} --translator starter-ar-en --device cpu --precision {precision} \
         --beams 3 --headliner extractive {more}"
    )
}

#[test]
fn texts_do_not_depend_on_batches_replicas_or_shards() {
    let work = work();
    for precision in PRECISIONS {
        let result = |out: &str, more: &[&str]| {
            let out = format!("{precision}-{out}");
            for more in more {
                work.run(&run(&out, precision, more)).ended(0, &[]);
            }
            work.results(&out)
        };
        let one = result("one", &["--replicas 1 --batch-tokens 1"]);
        assert!(one.len() >= 2 * 17, "{:?}", one.keys());
        assert_eq!(one, result("some", &["--replicas 3 --batch-tokens 130"]));
        assert_eq!(one, result("many", &["--replicas 1 --batch-tokens 9000"]));
        let shards = ["--shard 1/3", "--shard 2/3 --replicas 2", "--shard 3/3"];
        assert_eq!(one, result("shards", &shards));
    }
}

#[test]
fn texts_do_not_depend_on_kills() {
    let work = work();
    for precision in PRECISIONS {
        let calm = format!("{precision}-calm");
        work.run(&run(&calm, precision, "")).ended(0, &[]);
        let stormy = format!("{precision}-stormy");
        let command = run(&stormy, precision, "--replicas 2 --batch-tokens 400");
        for moment in 1..=6u64 {
            let mut child = work
                .command(&command)
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(150 * moment));
            // The run may have finished already; then killing it fails, which does not matter.
            let _ = child.kill();
            child.wait().unwrap();
        }
        work.run(&command).ended(0, &[]);
        assert_eq!(work.results(&calm), work.results(&stormy), "{precision}");
    }
}
