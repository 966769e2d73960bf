//! `mujaz filter`: one line out for each line in.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Write};

use common::{Ran, Work, article, piped, with_input};
use serde_json::{Value, json};

fn line(id: &Value, sentences: usize) -> String {
    let text = format!("{}\n", article("السد", 1)).repeat(sentences);
    json!({ "id": id, "text": text }).to_string()
}

fn answers(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_line_is_answered_in_its_place() {
    let work = Work::new();
    let lines = [
        line(&json!("long"), 5),
        String::new(),
        line(&json!(2), 1),
        "{\"text\": ".to_owned(),
        json!({ "id": "en", "text": "This is English." }).to_string(),
        "[1]".to_owned(),
        json!({ "id": { "a": 1 }, "text": article("السد", 1) }).to_string(),
        json!({ "id": "none", "place": "x" }).to_string(),
    ];
    // The last line has no line feed.
    let input = lines.join("\n");
    let command = || work.command("filter --backend mock:1 --replicas 2 --batch-tokens 64");
    let ran =
        with_input(command(), input.as_str()).ended(0, &["8 lines: 3 done", "2 skipped, 3 failed"]);
    let answers = answers(&ran.out);
    let told: Vec<_> = answers
        .iter()
        .map(|a| {
            (
                a["source"]["path"].as_str().unwrap(),
                a["outcome"].as_str().unwrap(),
                a.get("input_id").cloned().unwrap_or_default(),
            )
        })
        .collect();
    let none = Value::Null;
    let expected = [
        ("stdin#1", "done", json!("long")),
        ("stdin#2", "skipped", none.clone()),
        ("stdin#3", "done", json!(2)),
        ("stdin#4", "failed", none.clone()),
        ("stdin#5", "skipped", json!("en")),
        ("stdin#6", "failed", none.clone()),
        ("stdin#7", "done", none),
        ("stdin#8", "failed", json!("none")),
    ];
    assert_eq!(told, expected);
    for answer in &answers {
        assert_eq!(answer["schema"], 1);
        let brief = answer["outcome"] == "done";
        assert_eq!(answer.get("paragraphs").is_some(), brief, "{answer}");
        assert_eq!(answer.get("reason").is_some(), !brief, "{answer}");
    }
    let mut strict = command();
    strict.args(["--fail-on", "failed"]);
    assert_eq!(
        with_input(strict, input.as_str())
            .ended(4, &[])
            .out
            .lines()
            .count(),
        8
    );
}

#[test]
fn a_line_becomes_the_brief_that_a_run_makes_of_it() {
    let work = Work::new();
    let input = line(&json!(1), 3) + "\n";
    work.write("in/a.jsonl", &input);
    work.run("run in -o out --backend mock").ended(0, &[]);
    let ran = with_input(work.command("filter --backend mock"), input.as_str()).ended(0, &[]);
    let (answer, brief) = (
        &answers(&ran.out)[0],
        work.json("out/briefs/a.jsonl/000001.json"),
    );
    for part in [
        "schema",
        "headline",
        "summary",
        "paragraphs",
        "flags",
        "provenance",
    ] {
        assert_eq!(answer[part], brief[part], "{part}");
    }
    assert_eq!(answer["source"]["blake3"], brief["source"]["blake3"]);
}

#[test]
fn what_looks_like_utf_16_costs_its_line_alone() {
    let input = [&b"\xff\xfe{}\n"[..], line(&json!(2), 1).as_bytes()].concat();
    let work = Work::new();
    work.write("in/lines", input);
    let mut command = work.command("filter --backend mock");
    command.stdin(std::fs::File::open(work.path("in/lines")).unwrap());
    let ran = Ran::of(command.output().unwrap()).ended(0, &["2 lines: 1 done"]);
    let answers = answers(&ran.out);
    assert_eq!(answers[0]["source"]["path"], "stdin#1");
    assert!(answers[0]["reason"].as_str().unwrap().contains("UTF-16"));
    assert_eq!(answers[1]["input_id"], 2);
}

#[test]
fn input_that_cannot_be_read_to_its_end_is_an_error() {
    let work = Work::new();
    let mut command = work.command("filter --backend mock");
    command.stdin(std::fs::File::open(work.path("in")).unwrap());
    let ran = Ran::of(command.output().unwrap()).ended(6, &["stdin", "cannot read"]);
    assert_eq!(ran.out, "");
    let cause = "Is a directory";
    assert_eq!(ran.err.matches(cause).count(), 1, "{}", ran.err);
}

#[test]
fn no_line_gives_no_line() {
    let ran = with_input(Work::new().command("filter --backend mock"), "");
    assert_eq!(ran.ended(0, &["0 lines"]).out, "");
}

#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    let work = Work::new();
    let (mut child, mut stdin) = piped(work.command("filter --backend mock"));
    let mut out = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=2 {
        writeln!(stdin, "{}", line(&json!(number), 1)).unwrap();
        let mut answer = String::new();
        out.read_line(&mut answer).unwrap();
        assert_eq!(answers(&answer)[0]["input_id"], number);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn who_reads_no_further_ends_it_without_an_error() {
    let work = Work::new();
    let (mut child, mut stdin) = piped(work.command("filter --backend mock"));
    // Writes until the program ends or reads no more; the input itself never ends.
    let feeder = std::thread::spawn(
        move || {
            while writeln!(stdin, "{}", line(&json!(1), 1)).is_ok() {}
        },
    );
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    drop(out);
    let ran = Ran::of(child.wait_with_output().unwrap()).ended(0, &[]);
    feeder.join().unwrap();
    assert_eq!(ran.err, "");
}

#[test]
fn a_model_that_is_not_there_ends_it_before_a_line_is_read() {
    let work = Work::new();
    let command = work.command("filter --translator nowhere");
    // The input also has a blank line, which would be answered without a model.
    let ran = with_input(command, format!("\n{}", line(&json!(1), 1))).ended(3, &["nowhere"]);
    assert_eq!(ran.out, "");
}
