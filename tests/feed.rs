//! The feed of an output folder, through the program.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{Work, article};
use quick_xml::events::Event;

const MOCK: &str = "run in -o out --backend mock --device cpu --formats md,json,html";

/// The texts of the feed's elements with this name, and where its entries lead, as a parser reads
/// them.
fn in_feed(work: &Work, name: &str) -> (Vec<String>, Vec<String>) {
    let text = work.read("out/feed.xml");
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut texts, mut links) = (Vec::new(), Vec::new());
    let mut is_inside = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                is_inside = tag.name().0 == name;
                if is_inside {
                    texts.push(String::new());
                }
            }
            Event::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| attribute.unwrap());
                let mut address = attributes.filter(|attribute| attribute.key.0 == "href");
                let address = address.next().map(|attribute| attribute.value.into_owned());
                links.extend(address.filter(|address| address.starts_with("briefs/")));
            }
            Event::Text(text) if is_inside => {
                texts.last_mut().unwrap().push_str(&text.xml10_content());
            }
            Event::End(_) => is_inside = false,
            Event::Eof => return (texts, links),
            _ => {}
        }
    }
}

#[test]
fn the_feed_leads_to_the_new_briefs_and_changes_only_with_them() {
    let work = Work::with_articles();
    work.write("in/a b/سد #1.txt", article("السد", 3));
    work.write("in/empty.txt", "");
    work.run(MOCK).ended(0, &[]);
    let (ids, links) = in_feed(&work, "id");
    assert_eq!(ids.len(), 1 + 3, "of the feed and of three entries");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for link in &links {
        let file = percent_encoding::percent_decode_str(link).decode_utf8();
        let file = work.path("out").join(&*file.unwrap());
        assert!(file.is_file(), "{}", file.display());
    }
    let links: BTreeSet<&str> = links.iter().map(String::as_str).collect();
    let expected = [
        "briefs/a%20b/%D8%B3%D8%AF%20%231.txt.html",
        "briefs/a.txt.html",
        "briefs/news/b.txt.html",
    ];
    assert_eq!(links, BTreeSet::from(expected));
    assert!(work.read("out/index.html").contains("href=\"feed.xml\""));

    let before = work.read("out/feed.xml");
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.read("out/feed.xml"), before);
    work.run("report out").ended(0, &["3 briefs"]);
    assert_eq!(work.read("out/feed.xml"), before, "from stored briefs");
    work.run(&format!("{MOCK} --force")).ended(0, &[]);
    assert_eq!(
        work.read("out/feed.xml"),
        before,
        "briefs that say the same"
    );
    fs::remove_file(work.path("out/feed.xml")).unwrap();
    work.run(MOCK).ended(0, &["nothing to do"]);
    assert_eq!(work.read("out/feed.xml"), before, "it is made again");

    let updated = in_feed(&work, "updated").0;
    work.write("in/a.txt", article("الميناء", 8));
    work.run(MOCK).ended(0, &[]);
    let (new_ids, new_links) = in_feed(&work, "id");
    assert_eq!(new_links[0], "briefs/a.txt.html", "the newest");
    let ids: BTreeSet<String> = ids.into_iter().collect();
    let new_ids: BTreeSet<String> = new_ids.into_iter().collect();
    assert_eq!(ids, new_ids, "it is no other article");
    let again = in_feed(&work, "updated").0;
    assert_eq!(again[0], again[1], "the feed is as new as its first entry");
    assert!(!updated.contains(&again[0]), "{updated:?} {again:?}");
}

#[test]
fn the_feed_of_a_journal_without_times_lists_the_newest_files() {
    let work = Work::new();
    let records =
        (1..=101).map(|n| format!("{{\"text\": \"وصل الوزير رقم {n} إلى بغداد أمس.\"}}\n"));
    work.write("in/a.jsonl", records.collect::<String>());
    work.run(MOCK).ended(0, &[]);
    let journal = rusqlite::Connection::open(work.path("out/.mujaz/state.sqlite")).unwrap();
    journal.execute("UPDATE jobs SET made = NULL", []).unwrap();
    drop(journal);
    // Of more articles than a feed lists, the last one by its path.
    for extension in ["html", "json", "md"] {
        let file = work.path(&format!("out/briefs/a.jsonl/000099.{extension}"));
        let file = fs::File::options().append(true).open(file).unwrap();
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
        file.set_modified(later).unwrap();
    }
    fs::remove_file(work.path("out/feed.xml")).unwrap();
    work.run(MOCK).ended(0, &["nothing to do"]);
    let links = in_feed(&work, "id").1;
    assert_eq!(links.len(), 100);
    assert_eq!(links[0], "briefs/a.jsonl/000099.html");
    let before = work.read("out/feed.xml");
    work.run("report out").ended(0, &["101 briefs"]);
    assert_eq!(work.read("out/feed.xml"), before, "from stored briefs");
}

#[test]
fn a_folder_without_a_journal_has_a_feed_by_the_times_of_its_files() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    fs::remove_dir_all(work.path("out/.mujaz")).unwrap();
    for (file, seconds) in [("a.txt", 1_700_000_000), ("news/b.txt", 1_700_000_060)] {
        let file = fs::File::options()
            .append(true)
            .open(work.path(&format!("out/briefs/{file}.json")));
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        file.unwrap().set_modified(time).unwrap();
    }
    work.run("report out").ended(0, &["2 briefs"]);
    let (updated, links) = in_feed(&work, "updated");
    assert_eq!(links, ["briefs/news/b.txt.html", "briefs/a.txt.html"]);
    assert_eq!(
        updated[1..],
        ["2023-11-14T22:14:20Z", "2023-11-14T22:13:20Z"]
    );
}
