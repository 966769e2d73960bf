//! What an earlier run wrote of a file that is something else now, or of what it no longer holds.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::Write as _;

use serde_json::json;

use common::{Work, article};

const MOCK: &str = "run in -o out --backend mock";

#[test]
fn a_file_that_could_not_be_read_leaves_no_failure_behind_once_it_is_articles() {
    let work = Work::new();
    work.write("in/a.json", "[{\"text\": ");
    work.run(MOCK).ended(4, &["a.json: failed"]);
    let articles = ["السد", "الحصاد"].map(|subject| json!({ "text": article(subject, 1) }));
    work.write("in/a.json", json!(articles).to_string());
    work.run(MOCK).ended(0, &[]);
    let index = work.read("out/index.jsonl");
    assert_eq!(index.lines().count(), 2, "{index}");
    assert!(!index.contains("failed\",\"path"), "{index}");
    work.run(MOCK)
        .ended(0, &["nothing to do: all 2 articles were done before"]);
}

/// Which of these files are in the output folder, and the paths that its index names.
fn left(work: &Work, files: &[&str]) -> (Vec<bool>, Vec<String>) {
    let is_there = |file: &&str| work.path(&format!("out/briefs/{file}")).exists();
    let index = work.read("out/index.jsonl");
    let lines = index.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["path"].as_str().unwrap().to_owned()
    });
    (files.iter().map(is_there).collect(), lines.collect())
}

#[test]
fn what_a_file_no_longer_holds_leaves_no_brief_behind() {
    const RUN: &str = "run in -o out --backend mock --formats json";
    const FILES: [&str; 4] = [
        "a.json.json",
        "a.json.d/000001.json",
        "a.json.d/000002.json",
        "a.json.d/000003.json",
    ];
    let work = Work::new();
    let articles: Vec<_> = (1..=3)
        .map(|n| json!({ "title": format!("خبر {n}"), "text": article("السد", n) }))
        .collect();
    let write = |content: serde_json::Value| work.write("in/a.json", content.to_string());
    let left = || left(&work, &FILES);
    let paths = |paths: &[&str]| {
        paths
            .iter()
            .map(|&path| path.to_owned())
            .collect::<Vec<_>>()
    };

    write(articles[0].clone());
    work.run(RUN).ended(0, &[]);
    assert_eq!(
        left(),
        (vec![true, false, false, false], paths(&["a.json"]))
    );
    write(json!(articles));
    let told = "a.json: 1 article of an earlier run is no longer in it; its brief is removed";
    work.run(RUN).ended(0, &["done             3", told]);
    let all = paths(&["a.json#1", "a.json#2", "a.json#3"]);
    assert_eq!(left(), (vec![false, true, true, true], all));
    // What cannot be read says nothing about the rest.
    work.write("in/a.json", "[{\"text\": ");
    work.run(RUN).ended(4, &["a.json: failed"]);
    assert_eq!(left().0, [false, true, true, true]);
    write(json!(articles[..1]));
    let told = "a.json: 2 articles of an earlier run are no longer in it; their briefs are removed";
    work.run(RUN).ended(0, &["nothing to do: ", told]);
    let one = (vec![false, true, false, false], paths(&["a.json#1"]));
    assert_eq!(left(), one);
    work.run(RUN).ended(0, &["nothing to do"]);
    assert_eq!(left(), one);
    write(articles[0].clone());
    let told = "a.json: 1 article of an earlier run is no longer in it; its brief is removed";
    work.run(RUN).ended(0, &["done             1", told]);
    assert_eq!(
        left(),
        (vec![true, false, false, false], paths(&["a.json"]))
    );
    // A file that is gone keeps what was done of it.
    std::fs::remove_file(work.path("in/a.json")).unwrap();
    work.write("in/b.txt", article("الحصاد", 2));
    work.run(RUN).ended(0, &["done             1"]);
    let both = paths(&["a.json", "b.txt"]);
    assert_eq!(left(), (vec![true, false, false, false], both));
}

#[test]
fn lines_that_are_taken_out_of_a_file_leave_no_brief_behind() {
    const RUN: &str = "run in -o out --backend mock --formats json";
    let work = Work::new();
    let line = |n: usize| json!({ "text": article("السد", n) }).to_string();
    let lines = |numbers: [usize; 3]| {
        let lines = numbers.map(|n| if n == 0 { String::new() } else { line(n) });
        work.write("in/a.jsonl", lines.join("\n") + "\n");
    };
    lines([1, 2, 3]);
    work.run(RUN).ended(0, &["done             3"]);
    lines([1, 0, 3]);
    work.run(RUN).ended(0, &["1 article of an earlier run"]);
    let files = [1, 2, 3].map(|n| format!("a.jsonl/00000{n}.json"));
    let left = || left(&work, &files.each_ref().map(String::as_str));
    let paths = ["a.jsonl#1", "a.jsonl#3"].map(str::to_owned).to_vec();
    assert_eq!(left(), (vec![true, false, true], paths));
    lines([0, 0, 0]);
    work.run(RUN).ended(0, &["skipped          1"]);
    assert_eq!(left(), (vec![false; 3], vec!["a.jsonl".to_owned()]));
}

#[test]
fn a_file_that_may_be_on_its_way_keeps_the_briefs_of_what_it_held() {
    const RUN: &str = "run in -o out --backend mock --formats json";
    let work = Work::new();
    let articles = [1, 2].map(|n| json!({ "text": article("السد", n) }));
    let lines = articles.each_ref().map(ToString::to_string).join("\n");
    work.write("in/a.json", json!(articles).to_string());
    work.write("in/b.jsonl", lines);
    work.run(RUN).ended(0, &["done             4"]);
    let files = [
        "a.json.d/000001.json",
        "a.json.d/000002.json",
        "b.jsonl/000001.json",
        "b.jsonl/000002.json",
    ];
    let kept = |first: &str, second: &str| {
        work.write("in/a.json", first);
        work.write("in/b.jsonl", second);
        let ran = work.run(RUN);
        assert!(!ran.err.contains("no longer in it"), "{}", ran.err);
        assert_eq!(left(&work, &files).0, [true; 4]);
    };
    kept("", "");
    // As a system may leave it that lost its power.
    kept("\0\0\0\0", "");
    work.write("in/a.json", "[]");
    work.run(RUN)
        .ended(0, &["a.json: 2 articles of an earlier run"]);
    assert_eq!(left(&work, &files).0, [false, false, true, true]);
}

#[test]
fn an_article_that_is_no_longer_one_leaves_no_brief_behind() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    work.write("in/a.txt", "");
    work.run(MOCK).ended(0, &["skipped          1"]);
    assert!(!work.path("out/briefs/a.txt.md").exists());
    assert!(work.path("out/briefs/news/b.txt.md").exists());
}

/// The files of the brief of `in/a.json` in both default formats, if they are there.
fn briefs_of_a(work: &Work) -> Vec<bool> {
    let files = ["md", "json"].map(|extension| format!("out/briefs/a.json.{extension}"));
    files.map(|file| work.path(&file).exists()).to_vec()
}

#[test]
fn an_article_that_changes_and_fails_leaves_no_brief_of_what_it_was() {
    const RUN: &str = "run in/a.json -o out --backend mock --formats md,json";
    let work = Work::new();
    let text = json!({ "title": "خبر", "text": article("الجسر", 3) }).to_string();
    work.write("in/a.json", &text);
    work.run(RUN).ended(0, &[]);
    assert_eq!(briefs_of_a(&work), [true, true]);
    work.write("in/a.json", "{\"title\": ");
    work.run(RUN).ended(4, &["a.json: failed"]);
    assert_eq!(briefs_of_a(&work), [false, false]);
    work.write("in/a.json", &text);
    work.run(RUN).ended(0, &["done             1"]);
    assert_eq!(briefs_of_a(&work), [true, true]);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_keeps_its_brief_until_it_is_something_else() {
    const RUN: &str = "run in/a.json -o out --backend mock --formats md,json";
    let work = Work::new();
    let text = json!({ "title": "خبر", "text": article("الجسر", 3) }).to_string();
    let unreadable = || {
        std::fs::remove_file(work.path("in/a.json")).unwrap();
        let mut pipe = std::process::Command::new("mkfifo");
        assert!(pipe.arg(work.path("in/a.json")).status().unwrap().success());
        work.run(RUN).ended(4, &["a.json: failed"]);
    };
    let readable = |content: &str| {
        std::fs::remove_file(work.path("in/a.json")).unwrap();
        work.write("in/a.json", content);
        work.run(RUN)
    };
    work.write("in/a.json", &text);
    work.run(RUN).ended(0, &[]);
    unreadable();
    assert_eq!(briefs_of_a(&work), [true, true]);
    // What it was is known after the failure.
    readable("{\"title\": ").ended(4, &["a.json: failed"]);
    assert_eq!(briefs_of_a(&work), [false, false]);

    readable(&text).ended(0, &["done             1"]);
    unreadable();
    assert_eq!(briefs_of_a(&work), [true, true]);
    readable(&format!("[{text}, {text}]")).ended(0, &["done             2"]);
    assert_eq!(briefs_of_a(&work), [false, false]);
    assert_eq!(work.read("out/index.jsonl").lines().count(), 2);
}

/// A function that packs articles by the names of their members.
type Pack = fn(&[(&str, String)]) -> Vec<u8>;

/// A zip archive.
fn zipped(members: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A tar archive, which ends with two blocks of zeros.
fn tarred(members: &[(&str, String)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, text) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        let added = archive.append_data(&mut header, *name, text.as_bytes());
        added.unwrap();
    }
    archive.into_inner().unwrap()
}

#[test]
fn members_that_an_archive_no_longer_has_leave_no_brief_behind() {
    const RUN: &str = "run in -o out --backend mock --formats json";
    let members = ["b.txt", "c.txt", "d/e.txt"];
    let members: Vec<(&str, String)> = (1..)
        .zip(members)
        .map(|(number, name)| (name, article("السد", number)))
        .collect();
    let ways: [(&str, Pack); 2] = [("a.zip", zipped), ("a.tar", tarred)];
    for (name, pack) in ways {
        let work = Work::new();
        let write = |bytes: &[u8]| work.write(&format!("in/{name}"), bytes);
        let files = ["b.txt", "c.txt", "d/e.txt"].map(|member| format!("{name}/{member}.json"));
        let left = || left(&work, &files.each_ref().map(String::as_str)).0;
        write(&pack(&members));
        work.run(RUN).ended(0, &["done             3"]);
        // Without its end it may be on its way: zeros in a tar archive, a list of members in the other.
        let one = pack(&members[..1]);
        let end = if name == "a.tar" { 1024 } else { 30 };
        write(&one[..one.len() - end]);
        let ran = work.run(RUN);
        assert!(!ran.err.contains("no longer in it"), "{}", ran.err);
        assert_eq!(left(), [true, true, true], "{name}");

        write(&one);
        let told = format!(
            "{name}: 2 articles of an earlier run are no longer in it; their briefs are removed"
        );
        work.run(RUN).ended(0, &[told.as_str()]);
        assert_eq!(left(), [true, false, false], "{name}");
        assert_eq!(work.read("out/index.jsonl").lines().count(), 1, "{name}");
        work.run(RUN).ended(0, &["nothing to do"]);
        // An archive that is gone keeps what was done of it.
        std::fs::remove_file(work.path(&format!("in/{name}"))).unwrap();
        work.write("in/z.txt", article("الحصاد", 9));
        work.run(RUN).ended(0, &["done             1"]);
        assert_eq!(left(), [true, false, false], "{name}");
    }
}
