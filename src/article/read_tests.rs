#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::article::{Article, Context, LeftOut, Source};
use crate::text::Language;

fn input(path: PathBuf, format: Format) -> InputFile {
    let relative = path.file_name().unwrap().to_string_lossy().into_owned();
    InputFile {
        absolute: path,
        relative,
        format,
        is_special: false,
    }
}

/// A record that was parsed.
#[derive(Debug, PartialEq)]
struct Read {
    path: String,
    blake3: String,
    bytes: u64,
    article: Result<Article, Refusal>,
}

fn parsed(record: Record) -> Read {
    let context = Context::of(Language::of("ar"));
    Read {
        path: record.path.clone(),
        blake3: record.blake3.clone(),
        bytes: record.bytes,
        article: record.parse(&context),
    }
}

fn records(content: &[u8], format: Format) -> Vec<Read> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("in.x");
    fs::write(&path, content).unwrap();
    let mut found = Vec::new();
    read_file(&input(path, format), Settings::default(), &mut |record| {
        found.push(parsed(record));
        ControlFlow::Continue(())
    });
    found
}

fn bodies(records: &[Read]) -> Vec<(&str, Result<&str, String>)> {
    records
        .iter()
        .map(|record| {
            let text = match &record.article {
                Ok(article) => Ok(article.text.as_str()),
                Err(refusal) => Err(refusal.to_string()),
            };
            (record.path.as_str(), text)
        })
        .collect()
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_and_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    for (name, format) in [("a.txt", Format::Txt), ("b.jsonl", Format::Jsonl)] {
        let path = dir.path().join(name);
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let (sender, found) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            read_file(&input(path, format), Settings::default(), &mut |record| {
                let _ = sender.send(parsed(record));
                ControlFlow::Continue(())
            });
        });
        let wait = std::time::Duration::from_secs(10);
        let read = found.recv_timeout(wait).expect("an answer at once");
        let reason = read.article.unwrap_err().to_string();
        assert_eq!(reason, format!("cannot read the file: {SPECIAL}"));
    }
}

#[test]
fn what_is_special_in_a_folder_is_skipped_whatever_it_is() {
    // Nothing is looked at: there is no such file.
    let file = InputFile {
        is_special: true,
        ..input(PathBuf::from("/nowhere/a.jsonl"), Format::Jsonl)
    };
    let mut found = Vec::new();
    let ended = read_file(&file, Settings::default(), &mut |record| {
        found.push(parsed(record));
        ControlFlow::Continue(())
    });
    let expected = Read {
        path: "a.jsonl".to_owned(),
        blake3: String::new(),
        bytes: 0,
        article: Err(Refusal::Skipped(
            "it is a pipe, a socket or a device, and no file".to_owned(),
        )),
    };
    assert_eq!(found, [expected]);
    assert_eq!(ended, Ended::default());
}

#[test]
fn a_file_whose_records_are_not_all_told_apart_is_not_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("in");
    let ended = |content: &str, format| {
        fs::write(&path, content).unwrap();
        let file = input(path.clone(), format);
        let name = file.relative.clone();
        let Ended { divided, whole, .. } = read_file(&file, Settings::default(), &mut |_| {
            ControlFlow::Continue(())
        });
        let is_named = |names: Vec<String>| {
            assert!(names.iter().all(|found| *found == name), "{names:?}");
            names.len()
        };
        (is_named(divided), is_named(whole))
    };
    assert_eq!(ended("{\"text\": \"a\"}\n", Format::Jsonl), (1, 1));
    assert_eq!(ended("\n\n", Format::Jsonl), (0, 1), "there is none");
    assert_eq!(ended("", Format::Jsonl), (0, 0), "it may be on its way");
    assert_eq!(ended("\0\0", Format::Jsonl), (1, 0), "so may this one");
    assert_eq!(ended("[{\"text\": \"a\"}]", Format::Json), (1, 1));
    assert_eq!(
        ended("{\"text\": \"a\"}", Format::Json),
        (0, 0),
        "an article"
    );
    assert_eq!(ended("[]", Format::Json), (0, 1), "there is none");
    assert_eq!(ended("[{\"text\": ", Format::Json), (0, 0), "no JSON");
    let table = "title,text\n".to_owned() + &"a,\"b, c\"\n".repeat(20);
    assert_eq!(ended(&table, Format::Csv), (1, 1));
    let unclosed = table + "a,\"b\n" + &"c,d\n".repeat(9);
    assert_eq!(ended(&unclosed, Format::Csv), (1, 0), "rows are hidden");
}

#[test]
fn a_text_file_is_one_record_with_its_provenance() {
    let content = "عنوان الخبر\r\n\r\nنص الخبر.\r\n".as_bytes();
    let found = records(content, Format::Txt);
    assert_eq!(found.len(), 1);
    let article = found[0].article.as_ref().unwrap();
    assert_eq!(article.text, "عنوان الخبر\n\nنص الخبر.\n");
    let expected = Source {
        path: "in.x".to_owned(),
        blake3: blake3::hash(content).to_hex().to_string(),
        bytes: content.len() as u64,
        encoding: "UTF-8".to_owned(),
        format: Format::Txt,
        language: String::new(),
        title: Some("عنوان الخبر".to_owned()),
        date: None,
        url: None,
        left_out: LeftOut::default(),
    };
    assert_eq!(article.source, expected);
    assert_eq!(
        (found[0].path.as_str(), found[0].bytes),
        ("in.x", content.len() as u64)
    );
    assert_eq!(found[0].blake3, article.source.blake3);
}

#[test]
fn the_charset_that_a_page_declares_is_used() {
    let html = "<html lang=ar><meta charset=windows-1256><p>نص قصير في الصفحة.</p>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(html);
    let found = records(&bytes, Format::Html);
    let article = found[0].article.as_ref().unwrap();
    assert_eq!(article.text, "نص قصير في الصفحة.");
    assert_eq!(article.source.encoding, "windows-1256");
    assert_eq!(article.source.language, "ar");
}

#[test]
fn a_table_in_utf_16_that_was_decoded_wrongly_is_read_again() {
    let table = "title\ttext\nخبر\tأعلن الوزير أن السد امتلأ أمس.\n";
    let misread: String = table.bytes().map(char::from).collect();
    let told = [
        (table, "UTF-16LE"),
        (&misread, "UTF-8, read as windows-1252"),
    ];
    for (table, encoding) in told {
        let units = table.encode_utf16().flat_map(u16::to_le_bytes);
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
        let found = records(&bytes, Format::Csv);
        let source = &found[0].article.as_ref().unwrap().source;
        assert_eq!(source.title.as_deref(), Some("خبر"));
        assert_eq!(source.encoding, encoding);
    }
}

#[test]
fn front_matter_fills_the_source() {
    let found = records(
        "---\ntitle: عنوان\ndate: 2021\nlang: ar\n---\nنص.\n".as_bytes(),
        Format::Md,
    );
    let source = &found[0].article.as_ref().unwrap().source;
    assert_eq!(source.title.as_deref(), Some("عنوان"));
    assert_eq!(
        (source.date.as_deref(), source.language.as_str()),
        (Some("2021"), "ar")
    );
}

#[test]
fn an_array_has_a_record_for_each_element() {
    let found = records(
        r#"[{"text": "أول"}, 7, {"text": "ثالث"}]"#.as_bytes(),
        Format::Json,
    );
    assert_eq!(
        bodies(&found),
        [
            ("in.x#1", Ok("أول")),
            ("in.x#2", Err("this is a number, not an object".to_owned())),
            ("in.x#3", Ok("ثالث")),
        ]
    );
    let compact = r#"{"text":"أول"}"#.as_bytes();
    assert_eq!(found[0].blake3, blake3::hash(compact).to_hex().to_string());
    assert_eq!(found[0].bytes, compact.len() as u64);
}

#[test]
fn a_single_object_has_no_number_and_wrapped_arrays_have() {
    let found = records(r#"{"text": "نص"}"#.as_bytes(), Format::Json);
    assert_eq!(bodies(&found), [("in.x", Ok("نص"))]);
    let found = records(r#"{"articles": [{"text": "نص"}]}"#.as_bytes(), Format::Json);
    assert_eq!(bodies(&found), [("in.x#1", Ok("نص"))]);
    let found = records(b"[]", Format::Json);
    assert_eq!(
        bodies(&found),
        [("in.x", Err("there is no article in it".to_owned()))]
    );
}

#[test]
fn malformed_json_names_line_and_column() {
    let found = records(b"{\"text\": \"a\",\n  oops}", Format::Json);
    let reason = "not valid JSON at line 2, column 3: key must be a string".to_owned();
    assert_eq!(bodies(&found), [("in.x", Err(reason))]);
}

#[test]
fn a_broken_line_does_not_hide_the_others() {
    let lines = "\u{feff}{\"text\": \"أول\"}\r\n\n{\"text\": \n{\"text\": \"رابع\"}\n[1]";
    let found = records(lines.as_bytes(), Format::Jsonl);
    let broken = "not valid JSON at line 3, column 8: EOF while parsing a value";
    assert_eq!(
        bodies(&found),
        [
            ("in.x#1", Ok("أول")),
            ("in.x#3", Err(broken.to_owned())),
            ("in.x#4", Ok("رابع")),
            (
                "in.x#5",
                Err("line 5 is an array, not an object".to_owned())
            ),
        ]
    );
}

#[test]
fn a_panic_while_reading_a_record_is_its_failure() {
    let reason = "reading it hit a defect in mujaz; please report it with the file".to_owned();
    let record = Record::new("a".to_owned(), b"", Format::Txt, |_| panic!("a defect"));
    let refusal = parsed(record).article.unwrap_err();
    assert_eq!(refusal, Refusal::Failed(reason));
    assert!(refusal.is_defect());
    let empty = || Refusal::Skipped("empty".to_owned());
    let record = Record::new("a".to_owned(), b"", Format::Txt, move |_| Err(empty()));
    assert_eq!(parsed(record).article, Err(empty()));
    assert!(!empty().is_defect());
}

#[test]
fn reading_stops_when_it_is_told_to() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("in.jsonl");
    fs::write(&path, "{\"text\": \"a\"}\n{\"text\": \"b\"}\n").unwrap();
    let mut count = 0;
    read_file(
        &input(path, Format::Jsonl),
        Settings::default(),
        &mut |_| {
            count += 1;
            ControlFlow::Break(())
        },
    );
    assert_eq!(count, 1);
}

#[test]
fn reading_stops_among_blank_lines_when_it_is_told_to() {
    let stop = AtomicBool::new(false);
    let settings = Settings {
        stop: Some(&stop),
        ..Settings::default()
    };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("in.jsonl");
    fs::write(&path, "{\"text\": \"a\"}\n\n\n{\"text\": \"b\"}\n").unwrap();
    let file = input(path, Format::Jsonl);
    for (is_stopped, expected) in [(false, 2), (true, 1)] {
        let mut count = 0;
        let ended = read_file(&file, settings, &mut |_| {
            count += 1;
            stop.store(is_stopped, Ordering::Relaxed);
            ControlFlow::Continue(())
        });
        assert_eq!(count, expected);
        assert_eq!(ended.whole.is_empty(), is_stopped);
    }
}

#[test]
fn missing_empty_and_unknown_files_become_records() {
    for format in [Format::Txt, Format::Jsonl] {
        let mut found = Vec::new();
        read_file(
            &input(PathBuf::from("/nowhere/x.txt"), format),
            Settings::default(),
            &mut |record| {
                found.push(parsed(record));
                ControlFlow::Continue(())
            },
        );
        assert_eq!(found.len(), 1);
        let refusal = found[0].article.as_ref().unwrap_err();
        assert!(matches!(refusal, Refusal::Failed(reason) if reason.starts_with("cannot read")));
    }
    let empty = records(b" \n", Format::Txt);
    assert_eq!(
        bodies(&empty),
        [("in.x", Err("the file is empty".to_owned()))]
    );
    let rules = records(b"---\n***\n", Format::Txt);
    assert_eq!(
        bodies(&rules),
        [("in.x", Err("there is no text in it".to_owned()))]
    );
}

#[test]
fn the_hash_and_the_text_do_not_depend_on_chance() {
    let content = r#"[{"title": "أ", "text": "ب\n\nج"}]"#.as_bytes();
    assert_eq!(
        records(content, Format::Json),
        records(content, Format::Json)
    );
}
