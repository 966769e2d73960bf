//! Translators that have to make room for others, through the program: they are unloaded, loaded again,
//! and write the same.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Ran, Work, add_model, piped, tiny_model, with_input};
use serde_json::Value;

const ARABIC: [&str; 2] = [
    "أعلنت ألمانيا عن خطة جديدة لمكافحة الفيروس في المدارس والمستشفيات.",
    "وقال الوزير إن الخطة تبدأ في الشهر القادم في جميع المدن.",
];

const PERSIAN: [&str; 2] = [
    "پلیس راه مازندران عصر دوشنبه از بسته شدن جادهٔ هراز به دلیل بارش سنگین برف خبر داد.",
    "گروهی از دانشجویان در کابل کتابخانه‌ای سیار راه انداخته‌اند که کتاب به محله‌ها می‌برد.",
];

/// The program with tiny models for Arabic and Persian.
fn command(work: &Work, arguments: &str) -> Command {
    let mut command = work.command(arguments);
    command.env("MUJAZ_MODELS", work.path("models"));
    command
}

fn with_models() -> Work {
    let work = Work::new();
    add_model(&work, "ar");
    add_model(&work, "fa");
    work
}

/// What an answer says, without the scores, whose last digit depends on the batch.
fn said(answer: &str) -> (Value, Vec<String>) {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let paragraphs = answer["paragraphs"].as_array().unwrap().iter();
    let segments = paragraphs.flat_map(|paragraph| paragraph["segments"].as_array().unwrap());
    let texts = segments.map(|segment| {
        let (text, second) = (&segment["translation"], &segment["second"]);
        format!("{text} {second} {}", segment["flags"])
    });
    (answer["source"]["language"].clone(), texts.collect())
}

#[test]
fn translators_with_their_second_ones_take_turns_where_lines_come_one_by_one() {
    let work = with_models();
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/starter-ar-en");
    // The first translator of Arabic writes nothing of sense, so that the second one is asked.
    let filter = format!(
        "filter --headliner extractive --translator ar={} --second-translator ar={} --model-memory",
        tiny_model(),
        starter.display()
    );
    let line = |text: &str| {
        let line = serde_json::json!({ "text": text });
        format!("{line}\n")
    };
    let lines = [ARABIC[0], PERSIAN[0], ARABIC[1], PERSIAN[1]].map(line);
    let all = with_input(command(&work, &format!("{filter} 1G")), lines.concat());
    let all = all.ended(0, &["4 lines"]);
    assert!(!all.err.contains("unloaded"), "{}", all.err);

    let (mut child, mut input) = piped(command(&work, &format!("{filter} 1")));
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut messages = child.stderr.take().unwrap();
    let messages = std::thread::spawn(move || {
        let mut text = String::new();
        messages.read_to_string(&mut text).map(|_| text)
    });
    for (line, expected) in lines.iter().zip(all.out.lines()) {
        input.write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        let answer = said(&answer);
        assert_eq!(answer, said(expected));
        if answer.0 == "ar" {
            assert!(
                answer.1.iter().any(|text| text.contains("true")),
                "{answer:?}"
            );
        }
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    let messages = messages.join().unwrap().unwrap();
    let unloaded = |language: &str| {
        let told = format!("unloaded the model for {language}, to make room");
        messages.matches(&told).count()
    };
    // The two of Arabic leave twice.
    assert_eq!(
        (unloaded("Arabic"), unloaded("Persian")),
        (4, 1),
        "{messages}"
    );
}

#[test]
fn a_watch_unloads_what_an_earlier_batch_needed() {
    let work = with_models();
    let watch = "watch in -o out --settle 0.3 --delay 0.1 --model-memory 1 --headliner extractive";
    let mut command = command(&work, watch);
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    let texts = [ARABIC[0], PERSIAN[0], ARABIC[1]];
    for (number, text) in texts.into_iter().enumerate() {
        work.write(&format!("in/{number}.txt"), text);
        let started = Instant::now();
        while !work.path(&format!("out/briefs/{number}.txt.json")).exists() {
            assert!(started.elapsed() < Duration::from_secs(60), "no brief");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(sent.success());
    let ran = Ran::of(child.wait_with_output().unwrap()).ended(0, &["stopped"]);
    for language in ["Arabic", "Persian"] {
        let told = format!("unloaded the model for {language}, to make room");
        assert_eq!(ran.err.matches(&told).count(), 1, "{}", ran.err);
    }
    let models = work.json("out/run.json")["translators"].clone();
    assert_eq!(models["ar"]["name"], "firefox-ar-en");
}
