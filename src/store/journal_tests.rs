use std::time::Duration;

use super::*;

/// The row of an article that is done, without a sketch.
fn done(path: &str, key: &str) -> Entry {
    Entry {
        path: path.into(),
        key: key.into(),
        outcome: Outcome::Done,
        reason: String::new(),
        line: "{}".into(),
        sketch: Vec::new(),
        made: None,
    }
}

#[test]
fn a_job_is_found_again_and_replaced_by_a_newer_one() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&dir.path().join("state.sqlite")).unwrap();
    let mut job = Entry {
        outcome: Outcome::Flagged,
        sketch: vec![1, 2],
        made: Some(1_790_000_000_123),
        ..done("a/b.txt", "k1")
    };
    journal.record(&job).unwrap();
    job.key = "k2".into();
    journal.record(&job).unwrap();
    let reopened = Journal::open(&dir.path().join("state.sqlite")).unwrap();
    assert_eq!(reopened.find("a/b.txt").unwrap(), Some(job));
    assert_eq!(reopened.find("other").unwrap(), None);
}

#[test]
fn jobs_that_are_read_ahead_are_those_of_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    let journal = Journal::open(&path).unwrap();
    let name = |number: usize| format!("{number:04}");
    for number in (0..2000).filter(|number| number % 5 != 0) {
        journal.record(&done(&name(number), "k")).unwrap();
    }
    let is_found = |number: usize| {
        let found = journal.find_in_order(&name(number)).unwrap();
        assert_eq!(found, journal.find(&name(number)).unwrap(), "{number}");
    };
    (0..1000).for_each(is_found);
    assert_eq!(journal.ahead.borrow().read, READ_AHEAD);
    // Back, twice, far from each other, and past the end.
    [3, 1000, 1000, 999, 1001].into_iter().for_each(is_found);
    (1100..2000).step_by(100).for_each(is_found);
    assert!(journal.ahead.borrow().read < 8);
    [1996, 1999, 2000, 2001, 5].into_iter().for_each(is_found);

    let other = Journal::open(&path).unwrap();
    assert!(other.find_in_order("0001").unwrap().is_some());
    assert!(other.find_in_order("0002").unwrap().is_some());
    other.record(&done("0003", "changed")).unwrap();
    other.forget("0004").unwrap();
    assert_eq!(other.find_in_order("0003").unwrap().unwrap().key, "changed");
    assert_eq!(other.find_in_order("0004").unwrap(), None);
}

#[test]
fn jobs_of_numbered_lines_are_read_ahead_too() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&dir.path().join("state.sqlite")).unwrap();
    let name = |number: usize| format!("a.jsonl#{number}");
    for number in 1..=3000 {
        let job = done(&name(number), &number.to_string());
        journal.record(&job).unwrap();
    }
    for number in 1..=3000 {
        let found = journal.find_in_order(&name(number)).unwrap().unwrap();
        assert_eq!(found.key, number.to_string());
    }
    // Among those of four digits lies one of three after every ten.
    assert_eq!(journal.ahead.borrow().read, READ_AHEAD);
}

#[test]
fn the_index_is_old_from_a_record_until_it_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    let journal = Journal::open(&path).unwrap();
    assert_eq!(journal.not_in_index().unwrap(), 0);
    let mut job = Entry {
        sketch: vec![1, 2],
        made: Some(1_790_000_000_123),
        ..done("a", "k")
    };
    journal.record(&job).unwrap();
    assert_eq!(Journal::open(&path).unwrap().not_in_index().unwrap(), 1);
    let held = journal.not_in_index().unwrap();
    job.line = "{\"b\":1}".into();
    journal.record(&job).unwrap();
    journal.index_written(held).unwrap();
    assert_eq!(journal.not_in_index().unwrap(), 1, "recorded meanwhile");
    journal.index_written(1).unwrap();
    assert_eq!(journal.not_in_index().unwrap(), 0);

    journal.record(&job).unwrap();
    assert_eq!(journal.not_in_index().unwrap(), 1, "its files are new");

    job.sketch = Vec::new();
    job.line = "{\"reason\":\"\"}".into();
    journal.record(&job).unwrap();
    job.key = "l".into();
    journal.record(&job).unwrap();
    assert_eq!(journal.not_in_index().unwrap(), 2, "failed as before");
    assert_eq!(journal.find("a").unwrap().unwrap().key, "l");
    journal.forget("a").unwrap();
    journal.record(&job).unwrap();
    assert_eq!(journal.not_in_index().unwrap(), 4, "removed and recorded");
}

#[test]
fn what_others_record_is_not_seen_while_the_journal_stays_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    let journal = Journal::open(&path).unwrap();
    let other = Journal::open(&path).unwrap();
    journal.record(&done("a", "k")).unwrap();
    let jobs = || {
        let mut jobs = 0;
        journal.each(&mut |_| jobs += 1).unwrap();
        jobs
    };
    let seen = journal.unchanged(|| {
        let before = jobs();
        other.record(&done("b", "k"))?;
        Ok((before, jobs()))
    });
    assert_eq!(seen.unwrap(), (1, 1));
    assert_eq!(jobs(), 2);
    journal.record(&done("c", "k")).unwrap();
    assert_eq!(jobs(), 3, "it can be written to again");
}

#[test]
fn a_journal_of_an_earlier_version_gets_what_it_lacks_and_keeps_its_jobs() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(
        "CREATE TABLE jobs (path TEXT PRIMARY KEY, key TEXT NOT NULL, outcome TEXT NOT NULL,
            reason TEXT NOT NULL, line TEXT NOT NULL) WITHOUT ROWID;
         INSERT INTO jobs VALUES ('a', 'k', 'done', '', '{}');",
    )
    .unwrap();
    drop(old);
    let only_read = Journal::look_into(&path).unwrap();
    let job = only_read.find("a").unwrap().unwrap();
    assert_eq!((job.key.as_str(), job.made), ("k", None));
    let journal = Journal::open(&path).unwrap();
    assert_eq!(journal.find("a").unwrap(), Some(job.clone()));
    assert_eq!(job.sketch, Vec::<u8>::new());
    // One with the first of these columns gets the others.
    let sketched = dir.path().join("sketched.sqlite");
    let old = Connection::open(&sketched).unwrap();
    old.execute_batch(
        "CREATE TABLE jobs (path TEXT PRIMARY KEY, key TEXT NOT NULL, outcome TEXT NOT NULL,
            reason TEXT NOT NULL, line TEXT NOT NULL,
            sketch BLOB NOT NULL DEFAULT x'') WITHOUT ROWID;
         INSERT INTO jobs VALUES ('a', 'k', 'done', '', '{}', x'01');",
    )
    .unwrap();
    drop(old);
    let read = Journal::look_into(&sketched).unwrap();
    assert_eq!(read.find("a").unwrap().unwrap().sketch, [1]);
    let written = Journal::open(&sketched).unwrap();
    written
        .record(&Entry {
            made: Some(7),
            ..job
        })
        .unwrap();
    assert_eq!(written.find("a").unwrap().unwrap().made, Some(7));
    assert_eq!(Journal::open(&path).unwrap().find("b").unwrap(), None);
}

#[test]
fn a_row_lies_in_the_pages_of_the_table() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    let journal = Journal::open(&path).unwrap();
    let rows = 200;
    for number in 0..rows {
        let row = Entry {
            line: "x".repeat(1500),
            sketch: vec![0; 260],
            made: Some(1),
            ..done(&format!("{number:06}.txt"), &"k".repeat(88))
        };
        journal.record(&row).unwrap();
    }
    drop(journal);
    let bytes = std::fs::metadata(&path).unwrap().len();
    assert!(bytes < rows * 3000, "{bytes} bytes for {rows} rows");
}

#[test]
fn a_file_without_tables_is_read_as_an_empty_journal() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    std::fs::write(&path, "").unwrap();
    let journal = Journal::look_into(&path).unwrap();
    assert_eq!(journal.find("a").unwrap(), None);
    assert_eq!(std::fs::read(&path).unwrap(), b"", "it is only read");
}

#[test]
fn only_a_damaged_journal_is_to_be_moved_away() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    let journal = Journal::open(&path).unwrap();
    let job = |line: &str| Entry {
        line: line.into(),
        ..done("a", "k")
    };
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    journal.connection.busy_timeout(Duration::ZERO).unwrap();
    let busy = journal.record(&job("{}")).unwrap_err().to_string();
    assert!(busy.contains("Another process"), "{busy}");
    assert!(!busy.contains("move it away"), "{busy}");
    other.execute_batch("ROLLBACK").unwrap();

    // The smallest limit is the present size.
    let least = |pages| {
        let connection = &journal.connection;
        connection.pragma_update(None, "max_page_count", pages)
    };
    least(1).unwrap();
    let large = job(&"x".repeat(1 << 20));
    let full = journal.record(&large).unwrap_err().to_string();
    assert!(full.contains("make room"), "{full}");
    assert!(!full.contains("move it away"), "{full}");

    std::fs::write(dir.path().join("b.sqlite"), "x".repeat(1000)).unwrap();
    let damaged = Journal::open(&dir.path().join("b.sqlite"));
    let damaged = damaged.err().unwrap().to_string();
    assert!(damaged.contains("move it away"), "{damaged}");
}

#[test]
fn a_file_that_is_no_journal_is_refused_with_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    std::fs::write(
        &path,
        "not a database, but long enough to be read as one............................",
    )
    .unwrap();
    let error = Journal::open(&path).err().unwrap().to_string();
    assert!(error.contains("state.sqlite"), "{error}");
}

#[test]
fn the_paths_of_a_range_are_told_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let journal = Journal::open(&dir.path().join("state.sqlite")).unwrap();
    for path in ["a$", "a#2", "a#10", "a", "ب#1", "a#1"] {
        journal.record(&done(path, "k")).unwrap();
    }
    let paths = |range: Range<&str>| {
        let mut paths = Vec::new();
        let range = range.start.to_owned()..range.end.to_owned();
        journal
            .each_path(range, &mut |path| paths.push(path))
            .unwrap();
        paths
    };
    assert_eq!(paths("a#".."a$"), ["a#1", "a#10", "a#2"]);
    assert_eq!(paths("ب".."ت"), ["ب#1"]);
    assert_eq!(paths("b".."c"), [""; 0]);
}

#[test]
fn the_names_of_files_are_kept_and_given_to_other_files() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state.sqlite");
    let pairs = |names: &[(&str, &str)]| -> Vec<(String, String)> {
        let own = |(name, file): &(&str, &str)| ((*name).to_owned(), (*file).to_owned());
        names.iter().map(own).collect()
    };
    let journal = Journal::open(&path).unwrap();
    assert_eq!(journal.names().unwrap(), pairs(&[]));
    let first = [("x.txt", "/p/in/x.txt"), ("in/x.txt", "/q/in/x.txt")];
    journal.record_names(&pairs(&first)).unwrap();
    journal
        .record_names(&pairs(&[("in/x.txt", "/r/in/x.txt")]))
        .unwrap();
    let kept = pairs(&[("in/x.txt", "/r/in/x.txt"), ("x.txt", "/p/in/x.txt")]);
    assert_eq!(Journal::look_into(&path).unwrap().names().unwrap(), kept);
    // A journal of an earlier version has none.
    journal
        .connection
        .execute_batch("DROP TABLE names")
        .unwrap();
    drop(journal);
    assert_eq!(
        Journal::look_into(&path).unwrap().names().unwrap(),
        pairs(&[])
    );
}
