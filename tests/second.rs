//! Second translators, through the program: a tiny model of random weights, whose English is
//! always wrong, and the one that ships.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::Path;

use common::{Work, tiny_model, with_input};
use serde_json::Value;

fn starter() -> String {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    models.join("starter-ar-en").display().to_string()
}

const ARTICLE: &str = "ألمانيا تعلن خطة جديدة\n\n\
    أعلنت ألمانيا عن خطة جديدة لمكافحة الفيروس في المدارس والمستشفيات. \
    وقال الوزير إن الخطة تبدأ في الشهر القادم.\n";

fn with_article() -> Work {
    let work = Work::new();
    work.write("in/a.txt", ARTICLE);
    work
}

fn sentences(brief: &Value) -> Vec<&Value> {
    let paragraphs = brief["paragraphs"].as_array().unwrap().iter();
    let segments = paragraphs.flat_map(|paragraph| paragraph["segments"].as_array().unwrap());
    segments.collect()
}

#[test]
fn what_the_first_translator_gets_wrong_is_the_second_ones() {
    let work = with_article();
    let (tiny, starter) = (tiny_model(), starter());
    work.run(&format!("run in -o alone --translator {starter}"))
        .ended(0, &[]);
    let alone = work.json("alone/briefs/a.txt.json");
    let both = format!("run in -o out --translator {tiny} --second-translator {starter}");
    work.run(&both).ended(0, &["to the second translator"]);
    let brief = work.json("out/briefs/a.txt.json");
    assert_eq!(sentences(&brief).len(), 3);
    for (sentence, own) in sentences(&brief).into_iter().zip(sentences(&alone)) {
        assert_eq!(sentence["second"], true, "{sentence}");
        assert_eq!(sentence["translation"], own["translation"]);
    }
    let made = &brief["provenance"];
    assert_eq!(made["translator"]["name"], "marian");
    assert_eq!(made["second_translators"]["ar"]["name"], "starter-ar-en");
    let page = work.read("out/briefs/a.txt.md");
    for words in [
        "Second translator: starter-ar-en",
        "3 sentences, marked †, are by",
    ] {
        assert!(page.contains(words), "{page}");
    }
    let html = work.read("out/briefs/a.txt.html");
    assert_eq!(
        html.matches("by the second translator\"></span>").count(),
        3
    );
    let record = work.json("out/run.json");
    assert_eq!(record["second_translations"]["asked"], 3);
    assert_eq!(record["second_translations"]["kept"], 3);
    assert_eq!(record["second_translators"]["ar"]["name"], "starter-ar-en");
    work.run(&both).ended(0, &["nothing to do"]);
    // The setting is part of what a brief is made with.
    work.run(&format!("run in -o out --translator {tiny}"))
        .ended(0, &[]);
    let brief = work.json("out/briefs/a.txt.json");
    assert!(brief["provenance"].get("second_translators").is_none());
    assert!(
        work.json("out/run.json")
            .get("second_translations")
            .is_none()
    );
}

#[test]
fn what_the_first_translator_gets_right_is_not_asked_again() {
    let work = with_article();
    let (tiny, starter) = (tiny_model(), starter());
    // It cannot be loaded, so nobody can have asked it.
    let broken = work.path("broken");
    fs::create_dir(&broken).unwrap();
    for entry in fs::read_dir(&tiny).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, broken.join(path.file_name().unwrap())).unwrap();
    }
    fs::write(broken.join("model.safetensors"), "no weights").unwrap();
    work.run(&format!(
        "run in -o out --translator {starter} --second-translator broken"
    ))
    .ended(0, &[]);
    let brief = work.json("out/briefs/a.txt.json");
    assert!(sentences(&brief).iter().all(|s| s.get("second").is_none()));
    // Where it is needed, its absence ends the run with what to do, and nothing is lost.
    let ran = work.run(&format!(
        "run in -o other --translator {tiny} --second-translator broken"
    ));
    ran.ended(3, &["leave out --second-translator", "broken"]);
    work.run(&format!("run in -o other --translator {tiny}"))
        .ended(0, &[]);
}

#[test]
fn a_worse_second_translation_is_not_kept() {
    let work = with_article();
    let (tiny, starter) = (tiny_model(), starter());
    // No translator has anything to say about this sentence.
    let text = "\n\nغصضث ظطكم ؤءئ ةىلا ضصثق فغعه خحجد.\n";
    work.write("in/a.txt", format!("{ARTICLE}{text}"));
    work.run(&format!("run in -o alone --translator {starter}"))
        .ended(0, &[]);
    work.run(&format!(
        "run in -o out --translator {starter} --second-translator {tiny}"
    ))
    .ended(0, &["to the second translator"]);
    let (brief, alone) = (
        work.json("out/briefs/a.txt.json"),
        work.json("alone/briefs/a.txt.json"),
    );
    for (sentence, own) in sentences(&brief).into_iter().zip(sentences(&alone)) {
        if sentence.get("second").is_none() {
            assert_eq!(sentence["translation"], own["translation"]);
        } else {
            assert!(
                sentence["estimate"].as_f64() < own["estimate"].as_f64(),
                "{sentence} {own}"
            );
        }
    }
    let asked = &work.json("out/run.json")["second_translations"]["asked"];
    assert!(asked.as_u64().unwrap() < 4, "{asked}");
}

#[test]
fn a_filter_has_a_second_translator_too() {
    let work = Work::new();
    let (tiny, starter) = (tiny_model(), starter());
    let command = work.command(&format!(
        "filter --from ar --translator {tiny} --second-translator ar={starter}"
    ));
    let line = serde_json::json!({ "text": ARTICLE }).to_string();
    let ran = with_input(command, line).ended(0, &["1 line: "]);
    let brief: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(sentences(&brief).iter().all(|s| s["second"] == true));
}

#[test]
fn a_second_translator_comes_after_another_one() {
    let work = with_article();
    let (tiny, starter) = (tiny_model(), starter());
    for (settings, code, words) in [
        (
            format!("--translator {tiny} --second-translator {tiny}"),
            2,
            "come after",
        ),
        (
            format!("--translator {tiny} --second-translator fa={tiny} --from ar"),
            2,
            "Persian",
        ),
        (
            format!("--translator {tiny} --second-translator {starter} --second-translator {tiny}"),
            2,
            "--second-translator fa=",
        ),
        (
            format!("--translator {tiny} --second-translator nowhere"),
            3,
            "nowhere",
        ),
    ] {
        work.run(&format!("run in -o out {settings}"))
            .ended(code, &[words]);
    }
    assert!(!work.path("out/briefs").exists());
    work.write("mujaz.toml", format!("second-translator = {starter:?}\n"));
    work.run(&format!("run in -o out --translator {tiny}"))
        .ended(0, &["to the second translator"]);
    let none = format!("run in -o none --translator {tiny} --second-translator none");
    let ran = work.run(&none).ended(0, &[]);
    assert!(!ran.err.contains("second translator"), "{}", ran.err);
    // A file of settings is for runs without use for it too.
    let alone = work.run(&format!("run in -o alone --translator {starter}"));
    alone.ended(0, &[]);
    let brief = work.json("alone/briefs/a.txt.json");
    assert!(sentences(&brief).iter().all(|s| s.get("second").is_none()));
}
