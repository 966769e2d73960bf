//! Further runs into an output folder: what they find done, what they do again, and the index that
//! they keep.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::{Work, article};

const MOCK: &str = "run in -o out --backend mock";

#[test]
fn files_of_another_format_never_stay_behind_a_changed_article() {
    let work = Work::with_articles();
    work.run(&format!("{MOCK} --formats json"));
    work.write("in/a.txt", article("الميناء", 7));
    work.run(&format!("{MOCK} --formats md"));
    let brief = work.json("out/briefs/a.txt.json");
    assert_eq!(brief["source"]["title"], "خبر 7 عن الميناء");
    // The index names all that is there, so that search and export still find the text.
    for line in work.read("out/index.jsonl").lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let formats: Vec<&String> = line["briefs"].as_object().unwrap().keys().collect();
        assert!(formats.contains(&&"json".to_owned()), "{line}");
    }
    // A file that the journal does not know is of an earlier version: it is written again.
    work.write("out/briefs/a.txt.html", "of an earlier version");
    work.run(&format!("{MOCK} --formats html"));
    assert!(work.read("out/briefs/a.txt.html").contains("الميناء"));
}

#[test]
fn a_sentence_that_memory_was_missing_for_is_translated_by_the_next_run() {
    let work = Work::with_articles();
    work.write("in/c.txt", "خبر\n\nوصل الوفد ☠ أمس. عاد الوفد اليوم.\n");
    // Another sentence of the article is translated, so the article as a whole has not failed.
    let ran = work.run("run in -o out --backend mock:fault=☠ --formats json");
    ran.ended(4, &["unfinished       1", "the same command tries again"]);
    let brief = work.json("out/briefs/c.txt.json");
    let segments = brief["paragraphs"][1]["segments"].as_array().unwrap();
    assert_eq!(segments[0]["status"], "failed");
    assert_eq!(segments[0]["flags"][0]["kind"], "error");
    assert_eq!(segments[1]["status"], "translated");
    assert!(work.read("out/index.jsonl").contains("\"error\":1"));
    assert_eq!(work.json("out/run.json")["unfinished"], 1);

    let ran = work.run("run in -o out --backend mock --formats json");
    ran.ended(0, &["unchanged        2"]);
    work.run("run in -o calm --backend mock --formats json");
    assert_eq!(
        work.json("out/briefs/c.txt.json")["paragraphs"],
        work.json("calm/briefs/c.txt.json")["paragraphs"]
    );
}

#[test]
fn articles_that_were_skipped_before_are_said_to_be() {
    let work = Work::with_articles();
    work.write("in/empty.txt", "");
    work.run(MOCK).ended(0, &["skipped          1\n"]);
    let before = "all 3 articles were done before, 1 of them skipped. Results: out\n";
    work.run(MOCK).ended(0, &[before]);
    work.write("in/new.txt", work.read("in/a.txt").replace("1", "2"));
    let unchanged = "unchanged        3   done before, 1 of them skipped\n";
    work.run(MOCK).ended(0, &[unchanged]);
}

#[test]
fn the_second_run_does_nothing_and_says_so() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let before = fs::metadata(work.path("out/briefs/a.txt.json"))
        .unwrap()
        .modified()
        .unwrap();
    work.run(MOCK)
        .ended(0, &["nothing to do: all 2 articles were done before"]);
    assert_eq!(
        fs::metadata(work.path("out/briefs/a.txt.json"))
            .unwrap()
            .modified()
            .unwrap(),
        before
    );
}

#[test]
fn the_record_of_a_run_stays_until_another_one_does_something() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let first = work.read("out/run.json");
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.read("out/run.json"), first);
    fs::remove_file(work.path("out/run.json")).unwrap();
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.json("out/run.json")["unchanged"]["done"], 2);
}

#[test]
fn only_what_changed_is_done_again() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    work.write("in/a.txt", article("النهر", 7));
    work.write("in/c.txt", article("الميناء", 8));
    work.run(MOCK).ended(0, &["unchanged        1"]);
    assert_eq!(work.json("out/run.json")["articles"]["done"], 2);
    assert_eq!(
        work.json("out/briefs/a.txt.json")["source"]["title"],
        "خبر 7 عن النهر"
    );
    assert_eq!(work.read("out/index.jsonl").lines().count(), 3);
}

#[test]
fn other_settings_a_lost_brief_or_force_make_it_work_again() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    work.run(&format!("{MOCK} --beams 2"))
        .ended(0, &["done             2"]);
    for lost in ["md", "json"] {
        fs::remove_file(work.path(&format!("out/briefs/a.txt.{lost}"))).unwrap();
    }
    work.run(&format!("{MOCK} --beams 2"))
        .ended(0, &["done             1"]);
    work.run(&format!("{MOCK} --beams 2 --force"))
        .ended(0, &["done             2"]);
}

#[test]
fn a_language_that_the_user_names_stands_above_the_one_that_was_found() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    work.run(&format!("{MOCK} --from en"))
        .ended(0, &["skipped          2", "in English"]);
    work.run("run in -o fresh --backend mock --from en")
        .ended(0, &[]);
    assert_eq!(work.read("out/index.jsonl"), work.read("fresh/index.jsonl"));
    assert!(!work.path("out/briefs/a.txt.json").exists());
}

#[test]
fn a_brief_that_was_emptied_is_made_again() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let whole = work.results("out");
    work.write("out/briefs/a.txt.md", "");
    work.run(MOCK)
        .ended(0, &["missing formats were written for 1 of them"]);
    work.write("out/briefs/a.txt.json", "");
    work.run(MOCK).ended(0, &["unchanged        1"]);
    for file in ["index.html", "index.jsonl", "feed.xml"] {
        work.write(&format!("out/{file}"), "");
        work.run(MOCK).ended(0, &[]);
    }
    assert_eq!(work.results("out"), whole);
    work.run(MOCK).ended(0, &["nothing to do"]);
}

#[test]
fn a_single_article_is_told_of_as_one() {
    let work = Work::new();
    work.write("in/a.txt", article("السد", 1));
    work.run(&format!("{MOCK} --formats json")).ended(0, &[]);
    let added = "mujaz: the only article was done before; its missing formats were written. ";
    work.run(&format!("{MOCK} --formats json,md"))
        .ended(0, &[added]);
    let done = "mujaz: nothing to do: the only article was done before. ";
    work.run(&format!("{MOCK} --formats json,md"))
        .ended(0, &[done]);
}

#[test]
fn the_index_can_be_made_again_from_the_briefs() {
    let work = Work::with_articles();
    work.run(&format!("{MOCK} --formats md,json,html"))
        .ended(0, &[]);
    let before = work.results("out");
    fs::remove_file(work.path("out/index.html")).unwrap();
    fs::remove_file(work.path("out/index.jsonl")).unwrap();
    fs::remove_dir_all(work.path("out/.mujaz")).unwrap();
    work.run("report out").ended(0, &["2 briefs"]);
    assert_eq!(work.results("out"), before);
    work.run("report in").ended(2, &["no briefs"]);
}

#[test]
fn an_index_that_is_made_again_keeps_the_articles_without_briefs() {
    let work = Work::with_articles();
    work.write("in/empty.txt", "");
    work.run(&format!("{MOCK} --formats md,json,html"))
        .ended(0, &["skipped          1"]);
    let before = work.results("out");
    work.run("report out").ended(0, &["2 briefs"]);
    assert_eq!(work.results("out"), before);
}

#[test]
fn a_dry_run_knows_what_is_done() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    fs::remove_file(work.path("out/briefs/a.txt.md")).unwrap();
    let ran = work.run(&format!("{MOCK} --dry-run")).ended(0, &[]);
    assert!(ran.out.contains("b.txt\t-\tdone before\n"), "{}", ran.out);
    assert!(
        ran.out
            .contains("a.txt\t-\tdone before; some of its files are missing\n"),
        "{}",
        ran.out
    );
}

#[test]
fn a_further_format_is_rendered_without_translating_again() {
    let work = Work::with_articles();
    work.run(&format!("{MOCK} --formats json")).ended(0, &[]);
    let made = "all 2 articles were done before; missing formats were written for 2 of them";
    let all = format!("{MOCK} --formats md,json,html");
    let ran = work.run(&all).ended(0, &[made]);
    assert!(!ran.err.contains("nothing to do"), "{}", ran.err);
    assert_eq!(work.json("out/run.json")["formats_added"], 2);
    assert!(work.path("out/briefs/a.txt.html").is_file());
    assert!(work.read("out/index.jsonl").contains("a.txt.html"));
    assert!(work.path("out/index.html").is_file());
    work.run(&all).ended(0, &["nothing to do: all 2 articles"]);
    // Beside an article that is new.
    fs::remove_file(work.path("out/briefs/a.txt.html")).unwrap();
    work.write("in/c.txt", article("الميناء", 8));
    let unchanged = "unchanged        2   done before; missing formats were written for 1 of them";
    work.run(&all).ended(0, &[unchanged]);
    assert_eq!(work.json("out/run.json")["formats_added"], 1);
}

#[test]
fn an_index_that_a_kill_left_behind_is_made_up_for() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let whole = work.read("out/index.jsonl");
    work.write("in/c.txt", article("الميناء", 8));
    work.run(MOCK).ended(0, &[]);
    // The state after a run that was killed between its last article and the index.
    work.write("out/index.jsonl", whole);
    let state = rusqlite::Connection::open(work.path("out/.mujaz/state.sqlite")).unwrap();
    state
        .execute("UPDATE mark SET index_is_old = 1", [])
        .unwrap();
    drop(state);
    work.run(MOCK).ended(0, &["nothing to do: all 3 articles"]);
    assert_eq!(work.read("out/index.jsonl").lines().count(), 3);
}
