//! Files of very many records: their briefs lie in folders of ten thousand, and so does what is attached to
//! mails. An output folder of an earlier version, which had more in one folder, is taken over without a brief
//! that is lost, left twice or made again.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{Work, article};
use serde_json::Value;

const MOCK: &str = "run in -o out --backend mock --device cpu --formats md,json,html";

/// The folder of the records from 10,000 to 19,999, and that of all records of an earlier version.
const OWN: &str = "out/briefs/a.jsonl/01xxxx";
const EARLIER: &str = "out/briefs/a.jsonl";

/// The records that lie in a folder of their own.
const LATE: [usize; 2] = [10_000, 12_345];

/// The lines of the file that hold a record.
const LINES: [usize; 4] = [1, 9_999, 10_000, 12_345];

/// A file with records at these lines; those between are blank.
fn records(lines: &[usize]) -> String {
    let mut text = String::new();
    let mut last = 0;
    for &line in lines {
        text.push_str(&"\n".repeat(line - last - 1));
        text.push_str(&record(line, "بغداد"));
        last = line;
    }
    text
}

fn record(line: usize, place: &str) -> String {
    format!("{{\"text\": \"وصل الوزير رقم {line} إلى {place} أمس.\"}}\n")
}

/// A folder with briefs of four records, of which two have high numbers.
fn work() -> Work {
    let work = Work::new();
    work.write("in/a.jsonl", records(&LINES));
    work.run(MOCK).ended(0, &[]);
    work
}

/// Makes of the output folder what an earlier version would have made.
fn make_earlier(work: &Work) {
    for number in LATE {
        for extension in ["md", "json", "html"] {
            let name = format!("{number:06}.{extension}");
            let own = work.path(&format!("{OWN}/{name}"));
            fs::rename(own, work.path(&format!("{EARLIER}/{name}"))).unwrap();
        }
    }
    fs::remove_dir(work.path(OWN)).unwrap();
    let journal = rusqlite::Connection::open(work.path("out/.mujaz/state.sqlite")).unwrap();
    let changed = journal.execute("UPDATE jobs SET line = replace(line, '/01xxxx/', '/')", []);
    assert_eq!(changed.unwrap(), LINES.len());
    drop(journal);
    let index = work.read("out/index.jsonl").replace("/01xxxx/", "/");
    work.write("out/index.jsonl", index);
}

/// The HTML briefs that the index names, by article.
fn pages(work: &Work) -> BTreeMap<String, String> {
    let text = work.read("out/index.jsonl");
    let lines = text.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        let of = |value: &Value| value.as_str().unwrap().to_owned();
        (of(&line["path"]), of(&line["briefs"]["html"]))
    });
    lines.collect()
}

#[test]
fn late_records_lie_in_folders_that_the_index_the_digest_and_the_feed_name() {
    let work = work();
    let expected = [
        ("a.jsonl#1", "briefs/a.jsonl/000001.html"),
        ("a.jsonl#10000", "briefs/a.jsonl/01xxxx/010000.html"),
        ("a.jsonl#12345", "briefs/a.jsonl/01xxxx/012345.html"),
        ("a.jsonl#9999", "briefs/a.jsonl/009999.html"),
    ];
    let expected = expected.map(|(path, file)| (path.to_owned(), file.to_owned()));
    assert_eq!(pages(&work), BTreeMap::from(expected.clone()));
    for (_, file) in &expected {
        assert!(work.path(&format!("out/{file}")).is_file(), "{file}");
        for page in ["index/articles-0001.js", "list.html", "feed.xml"] {
            let page = work.read(&format!("out/{page}"));
            assert!(page.contains(&format!("\"{file}\"")), "{file}: {page}");
        }
    }
    let before = work.results("out");
    work.run("report out").ended(0, &["4 briefs"]);
    assert_eq!(work.results("out"), before);
    work.run(MOCK).ended(0, &["nothing to do"]);
    let table = work.run("export out --to csv").ended(0, &[]).out;
    assert_eq!(table.matches("a.jsonl#").count(), 4, "{table}");
    let hits = work.run("search out الوزير --json").ended(0, &[]).out;
    assert_eq!(hits.lines().count(), 4, "{hits}");
}

#[test]
fn briefs_of_an_earlier_version_move_to_their_folders_and_are_not_made_again() {
    let work = work();
    let before = work.results("out");
    make_earlier(&work);
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.results("out"), before);

    // It was killed after the first of the files.
    make_earlier(&work);
    fs::create_dir(work.path(OWN)).unwrap();
    let earlier = work.path(&format!("{EARLIER}/010000.md"));
    fs::rename(earlier, work.path(&format!("{OWN}/010000.md"))).unwrap();
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.results("out"), before);
}

#[test]
fn before_a_run_briefs_of_an_earlier_version_are_found_where_they_lie() {
    let work = work();
    let before = work.results("out");
    make_earlier(&work);
    let planned = work.run(&format!("{MOCK} --dry-run")).ended(0, &[]).out;
    assert_eq!(planned.matches("done before").count(), 4, "{planned}");
    let named = pages(&work);
    work.run("report out").ended(0, &["4 briefs"]);
    assert_eq!(pages(&work), named, "nothing was moved");
    assert_eq!(named["a.jsonl#12345"], "briefs/a.jsonl/012345.html");
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.results("out"), before);
    // A copy that an earlier version makes beside it is not counted as another brief.
    let copy = work.path(&format!("{EARLIER}/012345.json"));
    fs::copy(work.path(&format!("{OWN}/012345.json")), &copy).unwrap();
    work.run("report out").ended(0, &["4 briefs"]);
    fs::remove_file(copy).unwrap();
    assert_eq!(work.results("out"), before);
}

#[test]
fn a_brief_that_moved_is_found_before_the_index_names_its_place() {
    let work = work();
    make_earlier(&work);
    // A run that moved it was killed before it wrote the index.
    fs::create_dir(work.path(OWN)).unwrap();
    let earlier = work.path(&format!("{EARLIER}/012345.json"));
    fs::rename(earlier, work.path(&format!("{OWN}/012345.json"))).unwrap();
    let table = work.run("export out --to csv").ended(0, &[]).out;
    assert_eq!(table.matches("a.jsonl#").count(), 4, "{table}");
    let hits = work.run("search out الوزير --json").ended(0, &[]).out;
    assert_eq!(hits.lines().count(), 4, "{hits}");
}

#[test]
fn a_record_that_changed_or_is_forced_leaves_nothing_at_its_earlier_place() {
    let work = work();
    let before = work.results("out");
    let names = || before.keys().collect::<Vec<_>>();
    make_earlier(&work);
    work.run(&format!("{MOCK} --force")).ended(0, &[]);
    assert_eq!(work.results("out"), before);

    make_earlier(&work);
    let text = records(&LINES);
    let changed = text.replace(&record(12_345, "بغداد"), &record(12_345, "القاهرة"));
    work.write("in/a.jsonl", changed);
    // Markdown alone is asked for, and the other files follow.
    let markdown = MOCK.replace("md,json,html", "md");
    work.run(&markdown).ended(0, &["unchanged        3"]);
    let after = work.results("out");
    assert_eq!(after.keys().collect::<Vec<_>>(), names());
    assert!(work.read(&format!("{OWN}/012345.json")).contains("القاهرة"));

    make_earlier(&work);
    work.write(
        "in/a.jsonl",
        text.replace(&record(12_345, "بغداد"), "{\"text\": \"\"}\n"),
    );
    work.run(&markdown);
    let left = work.results("out");
    let lies_there = |file: &&String| file.contains("012345");
    assert_eq!(
        left.keys().filter(lies_there).count(),
        0,
        "{:?}",
        left.keys()
    );
    assert!(left.contains_key("briefs/a.jsonl/01xxxx/010000.md"));
}

#[test]
fn what_is_attached_to_late_mails_moves_beside_them_and_is_not_made_again() {
    let work = Work::new();
    // A folder of this name holds what an attachment of this mail would be called.
    work.write("in/a.mbox#12345/b.txt", article("السد", 1));
    work.write("in/a.mbox#12345/x/c.txt", article("الحصاد", 2));
    work.write("in/a.mbox#12/d.txt", article("الميناء", 3));
    work.run(MOCK).ended(0, &[]);
    let own = "briefs/a.mbox/01xxxx/012345";
    let expected = [
        ("a.mbox#12/d.txt", "briefs/a.mbox#12/d.txt.html".to_owned()),
        ("a.mbox#12345/b.txt", format!("{own}/b.txt.html")),
        ("a.mbox#12345/x/c.txt", format!("{own}/x/c.txt.html")),
    ];
    let expected = expected.map(|(path, file)| (path.to_owned(), file));
    assert_eq!(pages(&work), BTreeMap::from(expected));
    let before = work.results("out");

    let earlier = work.path("out/briefs/a.mbox#12345");
    fs::rename(work.path(&format!("out/{own}")), &earlier).unwrap();
    fs::remove_dir_all(work.path("out/briefs/a.mbox")).unwrap();
    let journal = rusqlite::Connection::open(work.path("out/.mujaz/state.sqlite")).unwrap();
    let moved = "UPDATE jobs SET line = replace(line, 'briefs/a.mbox/01xxxx/012345/', 'briefs/a.mbox#12345/')";
    assert_eq!(journal.execute(moved, []).unwrap(), 3);
    drop(journal);
    work.run("report out").ended(0, &["3 briefs"]);
    assert_eq!(
        pages(&work)["a.mbox#12345/b.txt"],
        "briefs/a.mbox#12345/b.txt.html"
    );
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.results("out"), before);
    assert!(!earlier.exists());
}
