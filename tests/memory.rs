//! The translation memory, through the program.

#![allow(clippy::unwrap_used)]

mod common;

use common::{Work, tiny_model, with_input};
use serde_json::Value;

/// Articles that share sentences, as copies of an agency's report do.
fn agency_copy(work: &Work) {
    for number in 0..12 {
        work.write(
            &format!("in/{number}.txt"),
            format!(
                "السد يمتلئ في العام {number}\n\nافتتح الوزير السد الجديد في المدينة أمس.\n\n\
                 وقال إن العمل يستمر حتى نهاية العام.\n"
            ),
        );
    }
}

fn memory(work: &Work, out: &str) -> (u64, u64, u64) {
    let record = work.json(&format!("{out}/run.json"));
    let count = |key: &str| record["memory"][key].as_u64().unwrap();
    (count("texts"), count("known"), count("approved"))
}

fn segments(brief: &Value) -> Vec<&Value> {
    let paragraphs = brief["paragraphs"].as_array().unwrap().iter();
    paragraphs
        .flat_map(|paragraph| paragraph["segments"].as_array().unwrap())
        .collect()
}

#[test]
fn a_text_is_translated_once_and_the_result_is_the_same() {
    let work = Work::new();
    agency_copy(&work);
    let model = tiny_model();
    let run = |out: &str, more: &str| {
        work.run(&format!(
            "run in -o {out} --translator {model} --precision f32 {more}"
        ))
        .ended(0, &[]);
        work.results(out)
    };
    let with = run("with", "");
    assert_eq!(memory(&work, "with"), (36, 22, 0));
    assert_eq!(with, run("without", "--no-memory"));
    assert_eq!(
        memory(&work, "without"),
        (36, 22, 0),
        "a run knows its own texts"
    );
    assert!(!work.path("without/.mujaz/memory.sqlite").exists());
    assert_eq!(with, run("shared", "--memory all.sqlite"));
    assert_eq!(with, run("again", "--memory all.sqlite"));
    assert_eq!(memory(&work, "again"), (36, 36, 0));
    run("beams", "--memory all.sqlite --beams 2");
    assert_eq!(
        memory(&work, "beams"),
        (36, 22, 0),
        "other settings, other texts"
    );
    assert_eq!(with, run("with", "--force"));
    assert_eq!(memory(&work, "with"), (36, 22, 0), "forced to do it again");
}

#[test]
fn approved_pairs_stand_above_the_translator_and_are_marked() {
    let work = Work::new();
    agency_copy(&work);
    let run = "run in -o out --backend mock --device cpu";
    work.run(run).ended(0, &[]);
    work.write(
        "approved.tsv",
        "# by the desk\nافتتح الوزير السدّ الجديد في المدينة أمس.\tThe minister opened the new dam yesterday.\n",
    );
    work.run("memory import out approved.tsv")
        .ended(0, &["1 pair is approved from ar to en"]);
    work.run(run)
        .ended(0, &["12 segments have approved translations"]);
    let brief = work.json("out/briefs/3.txt.json");
    let segments = segments(&brief);
    assert_eq!(
        segments[1]["translation"],
        "The minister opened the new dam yesterday."
    );
    assert_eq!(segments[1]["approved"], true);
    assert_eq!(segments[1]["status"], "translated");
    assert_eq!(segments[2]["approved"], Value::Null);
    assert!(
        work.read("out/briefs/3.txt.md")
            .contains("1 sentence was approved")
    );
    work.run(run).ended(0, &["nothing to do"]);
    work.run("memory forget out --approved")
        .ended(0, &["1 pair is forgotten"]);
    work.run(run)
        .ended(0, &["36 of 36 texts were not translated again"]);
}

#[test]
fn pairs_are_counted_and_moved_to_other_programs_and_back() {
    let work = Work::new();
    agency_copy(&work);
    work.run("run in -o out --backend mock --device cpu")
        .ended(0, &[]);
    let printed = |arguments: &str| work.run(arguments).out;
    assert!(printed("memory stats out").contains("14  ar to en, mock in"));
    let tsv = printed("memory export out");
    assert_eq!(tsv.lines().count(), 14);
    let tmx = printed("memory export out --format tmx");
    assert_eq!(tmx.matches("<tu>").count(), 14);
    work.write("pairs.tmx", &tmx);
    // What a translator wrote is not approved by moving it.
    work.run("memory import new.sqlite pairs.tmx")
        .ended(2, &["pairs.tmx", "translator"]);
    work.write(
        "pairs.tmx",
        tmx.replace("mock in int8, beams 1", "approved"),
    );
    work.run("memory import new pairs.tmx")
        .ended(0, &["14 pairs are approved"]);
    assert!(printed("memory stats new").contains("14  ar to en, approved"));
    work.run("run in -o new --backend mock --device cpu")
        .ended(0, &["36 segments have approved translations"]);
    work.run("memory forget out --containing السد")
        .ended(0, &["13 pairs are forgotten"]);
    work.run("memory forget out --all")
        .ended(0, &["1 pair is forgotten"]);
    assert!(printed("memory export out").is_empty());
}

#[test]
fn a_new_memory_is_made_where_it_is_named_and_said() {
    let work = Work::with_articles();
    work.write("a.tsv", "السد\tthe dam\n");
    let made = "1 pair is approved from ar to en, in a new memory: breifs/.mujaz/memory.sqlite\n";
    work.run("memory import breifs a.tsv").ended(0, &[made]);
    work.run("memory import breifs a.tsv")
        .ended(0, &["1 pair is approved from ar to en\n"]);
    // A folder without one, and one that is not there.
    for (out, memory) in [("one", "in"), ("two", "shared/all.sqlite")] {
        work.run(&format!("run in -o {out} --backend mock --memory {memory}"))
            .ended(0, &[]);
    }
    assert!(work.path("in/.mujaz/memory.sqlite").exists());
    assert!(work.path("shared/all.sqlite").exists());
}

#[test]
fn a_text_is_forgotten_in_the_letters_of_each_language() {
    let work = Work::new();
    work.write("pairs.tsv", "علي آمد.\tAli came.\n");
    work.run("memory import m.sqlite pairs.tsv --from fa")
        .ended(0, &["1 pair is approved from fa to en"]);
    // The Persian source has the letters of Persian keyboards.
    work.run("memory forget m.sqlite --containing علي")
        .ended(0, &["1 pair is forgotten"]);
}

#[test]
fn pairs_are_approved_only_from_a_language_that_briefs_are_made_of() {
    let work = Work::new();
    work.write("pairs.tsv", "نص\ttext\n");
    let import = "memory import m.sqlite pairs.tsv";
    work.run(&format!("{import} --from ara"))
        .ended(2, &["--from", "two small letters"]);
    work.run(&format!("{import} --from en"))
        .ended(2, &["--from en: briefs are in English"]);
    // Settings may say that there is no memory, and which one runs use.
    work.write("mujaz.toml", "memory = \"\"\n");
    let ran = work.run(import).ended(0, &["1 pair is approved"]);
    assert!(!ran.err.contains("another memory"), "{}", ran.err);
    work.write("mujaz.toml", "memory = \"all.sqlite\"\n");
    work.run(import)
        .ended(0, &["runs use another memory, all.sqlite"]);
}

#[test]
fn a_memory_that_cannot_be_used_is_named_with_what_helps() {
    let work = Work::with_articles();
    work.write(
        "m.sqlite",
        "no database, but long enough to be read as one".repeat(40),
    );
    let run = "run in -o out --backend mock --device cpu";
    work.run(&format!("{run} --memory m.sqlite"))
        .ended(6, &["m.sqlite", "--no-memory"]);
    work.run(&format!("{run} --no-memory")).ended(0, &[]);
    work.run("memory stats out")
        .ended(2, &["no translation memory"]);
    work.write("bad.tsv", "نص\n");
    work.run("memory import out bad.tsv")
        .ended(2, &["bad.tsv", "line 1"]);
    work.run("memory forget out").ended(2, &["--all"]);
}

#[test]
fn a_filter_shares_a_memory_with_a_run() {
    let work = Work::new();
    agency_copy(&work);
    let models = "--backend mock --device cpu --memory m.sqlite";
    work.run(&format!("run in -o out {models}")).ended(0, &[]);
    let line = "{\"text\": \"افتتح الوزير السد الجديد في المدينة أمس.\"}\n";
    let filter = |input: &str| with_input(work.command(&format!("filter {models}")), input);
    filter(&line.repeat(3)).ended(0, &["3 lines"]);
    work.run("memory stats m.sqlite").ended(0, &[]);
    assert!(work.run("memory stats m.sqlite").out.contains("14  ar"));
}

#[cfg(unix)]
#[test]
fn a_memory_that_the_disk_hides_is_not_one_that_is_missing() {
    let work = Work::with_articles();
    work.run("run in -o out --backend mock").ended(0, &[]);
    let memory = work.path("out/.mujaz/memory.sqlite");
    std::fs::remove_file(&memory).unwrap();
    // A link to itself cannot be looked behind.
    std::os::unix::fs::symlink(&memory, &memory).unwrap();
    for command in [
        "memory export out",
        "memory stats out",
        "memory forget out --all",
    ] {
        work.run(command)
            .ended(6, &["memory.sqlite: cannot look for this file"]);
    }
    std::fs::remove_file(&memory).unwrap();
    work.run("memory export out")
        .ended(2, &["there is no translation memory here"]);
    let index = work.path("out/index.jsonl");
    std::fs::remove_file(&index).unwrap();
    std::os::unix::fs::symlink(&index, &index).unwrap();
    for command in ["search out dam", "export out --to csv"] {
        work.run(command)
            .ended(6, &["index.jsonl: cannot look for this file"]);
    }
}
