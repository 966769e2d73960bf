//! `mujaz check`: the doubts about translations from anywhere.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};

use common::{Ran, Work, piped, with_input};
use serde_json::{Value, json};

const SOURCE: &str = "خصصت الحكومة ثلاثة مليارات دولار لإعادة بناء المدارس والمستشفيات في الموصل.";
const GOOD: &str =
    "The government allocated three billion dollars to rebuild schools and hospitals in Mosul.";
const WRONG: &str =
    "The government allocated three million dollars to rebuild schools and hospitals in Mosul.";

fn objects(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_pair_is_answered_in_its_place() {
    let work = Work::new();
    let pairs = format!("{SOURCE}\t{GOOD}\r\n\n{SOURCE}\t{WRONG}\tnote\nno pair\n{SOURCE}\t\n");
    work.write("pairs.tsv", &pairs);
    let ran = work
        .run("check --pairs pairs.tsv")
        .ended(0, &["5 pairs: 1 without a doubt, 2 flagged, 2 failed"]);
    let rows: Vec<Vec<&str>> = ran
        .out
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(rows.iter().all(|row| row.len() == 3), "{rows:?}");
    let doubts: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    assert_eq!(
        doubts,
        [
            "No check objects.",
            "This line failed: it has no tab between a source and a translation.",
            "The number ثلاثة مليارات is missing in English. The number three million is not in the \
             source. Billions are missing in English. Millions are not in the source.",
            "This line failed: it has no tab between a source and a translation.",
            "No English text came out.",
        ]
    );
    assert!(rows[0][0].parse::<f64>().unwrap() < 0.1);
    assert_eq!(rows[4][0], "1.000");
    assert!(rows[2][2].contains("مليارات"), "{rows:?}");
    // Standard input is answered like a file.
    let piped = with_input(work.command("check"), pairs.as_bytes()).ended(0, &[]);
    assert_eq!(piped.out, ran.out);
}

#[test]
fn objects_are_answered_by_objects() {
    let work = Work::new();
    let mut input = json!({ "source": SOURCE, "translation": WRONG, "id": "x" }).to_string();
    input += &format!("\n{SOURCE}\t{GOOD}\n{{\"source\": 7}}\n");
    input += &json!({ "source": SOURCE, "translation": GOOD, "id": null }).to_string();
    let ran = with_input(work.command("check --json"), input.as_bytes()).ended(0, &[]);
    let answers = objects(&ran.out);
    assert_eq!(answers[0]["id"], "x");
    assert_eq!(answers[0]["outcome"], "flagged");
    assert_eq!(answers[0]["flags"][0]["kind"], "number");
    assert_eq!(answers[0]["uncovered"], json!(["مليارات"]));
    assert_eq!(answers[1]["outcome"], "done");
    assert!(answers[1]["estimate"].as_f64().unwrap() < 0.1);
    assert_eq!(answers[2]["outcome"], "failed");
    let reason = answers[2]["reason"].as_str().unwrap();
    assert!(reason.starts_with("it is no pair: "), "{reason}");
    let ids: Vec<Option<&Value>> = answers.iter().map(|answer| answer.get("id")).collect();
    assert_eq!(ids, [Some(&json!("x")), None, None, Some(&Value::Null)]);
}

#[test]
fn the_exit_code_tells_of_doubts_only_when_asked() {
    let work = Work::new();
    work.write("a", format!("{SOURCE}\n"));
    work.write("good", format!("{GOOD}\n"));
    work.write("wrong", format!("{WRONG}\n"));
    let check = |translation: &str| format!("check --source a --translation {translation}");
    work.run(&check("wrong")).ended(0, &[]);
    work.run(&format!("{} --fail-on flagged", check("good")))
        .ended(0, &[]);
    work.run(&format!("{} --fail-on flagged", check("wrong")))
        .ended(4, &[]);
    work.run(&format!("{} --fail-on failed", check("wrong")))
        .ended(0, &[]);
    work.write("bad", b"\xff\n");
    work.run(&format!("{} --fail-on failed", check("bad")))
        .ended(4, &[]);
}

#[test]
fn answers_that_nobody_reads_are_told_by_the_exit_code() {
    let work = Work::new();
    let (mut child, mut stdin) = piped(work.command("check"));
    // Writes until the program ends; the input itself never ends.
    let feeder = std::thread::spawn(move || while writeln!(stdin, "{SOURCE}\t{GOOD}").is_ok() {});
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    drop(out);
    let lost = "mujaz: standard output was closed before every line was answered\n";
    let ran = Ran::of(child.wait_with_output().unwrap()).ended(6, &[]);
    feeder.join().unwrap();
    assert!(ran.err.ends_with(lost), "{}", ran.err);
}

#[test]
fn messages_that_nobody_reads_do_not_count() {
    let work = Work::new();
    // There is no lexicon of German, which is a message before the first answer.
    for languages in ["", "--from de"] {
        let command = work.command(&format!("check {languages} --fail-on failed"));
        let (mut child, mut stdin) = piped(command);
        drop(child.stderr.take());
        write!(stdin, "{SOURCE}\t{GOOD}\nno pair\n").unwrap();
        drop(stdin);
        let ran = Ran::of(child.wait_with_output().unwrap()).ended(4, &[]);
        assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    }
}

#[test]
fn wrong_use_is_told() {
    let work = Work::new();
    work.write("a", format!("{SOURCE}\n{SOURCE}\n"));
    work.write("b", format!("{GOOD}\n"));
    work.run("check --source a --translation b")
        .ended(2, &["b ends before line 2 of a"]);
    work.run("check --source - --translation -")
        .ended(2, &["standard input"]);
    work.run("check --source a").ended(2, &["--translation"]);
    work.run("check --pairs none.tsv").ended(2, &["none.tsv"]);
    work.run("check --pairs a --to fr")
        .ended(2, &["English only"]);
    fs::create_dir(work.path("folder")).unwrap();
    work.run("check --pairs folder").ended(6, &["folder"]);
}

#[test]
fn pairs_of_other_languages_get_the_other_checks() {
    let work = Work::new();
    let input = *b"Il y a 12 \xc3\xa9coles.\tThere are 13 schools.\n";
    let ran = with_input(work.command("check --from fr"), input).ended(0, &["no lexicon"]);
    assert!(ran.out.starts_with("-\t"), "{}", ran.out);
}
