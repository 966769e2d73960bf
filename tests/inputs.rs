//! What the program makes of the files it is given: which are articles, and what becomes of the others.

#![allow(clippy::unwrap_used)]

mod common;

use serde_json::json;

use common::{Work, article};

const MOCK: &str = "run in -o out --backend mock";

#[test]
fn every_source_byte_of_a_segment_is_where_its_span_says() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let text = work.read("in/a.txt");
    let brief = work.json("out/briefs/a.txt.json");
    for paragraph in brief["paragraphs"].as_array().unwrap() {
        for segment in paragraph["segments"].as_array().unwrap() {
            let (start, end) = (
                segment["span"]["start"].as_u64().unwrap(),
                segment["span"]["end"].as_u64().unwrap(),
            );
            assert_eq!(
                &text[start as usize..end as usize],
                segment["source"].as_str().unwrap()
            );
        }
    }
}

#[test]
fn what_cannot_be_translated_is_recorded_with_its_reason() {
    let work = Work::with_articles();
    work.write("in/empty.txt", "");
    let program = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 57]].concat();
    work.write("in/binary.txt", program);
    work.write(
        "in/english.txt",
        "The minister said on Monday that the dam was full.\n\nHe left for Rome.",
    );
    work.write(
        "in/persian.txt",
        "وزیر امور خارجه ایران گفت که گفتگوها در پایتخت ادامه دارد و پیشرفت خوبی داشته است.",
    );
    work.write("in/picture.png", b"\x89PNG");
    work.run(MOCK).ended(
        0,
        &[
            "skipped          3",
            "not read: 1 file of another kind: 1 .png",
        ],
    );
    let expected = json!({ "files": 1, "kinds": { "png": 1 } });
    assert_eq!(work.json("out/run.json")["not_read"], expected);
    let nothing = ["nothing to do", "not read: 1 file of another kind"];
    work.run(MOCK).ended(0, &nothing);
    let index = work.read("out/index.jsonl");
    let reason = |name: &str| -> String {
        let line = index.lines().find(|l| l.contains(name)).unwrap();
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["outcome"], "skipped", "{name}");
        line["reason"].as_str().unwrap().to_owned()
    };
    assert_eq!(reason("empty.txt"), "the file is empty");
    assert!(reason("binary.txt").contains("ELF"));
    assert!(reason("persian.txt").contains("it is in Persian"));
    let english = work.json("out/briefs/english.txt.json");
    assert_eq!(english["source"]["language"], "en");
    // Where all articles are said to be Arabic, others are refused.
    let named = MOCK.replace("-o out", "-o named --from ar");
    work.run(&named).ended(0, &["skipped          4"]);
    let index = work.read("named/index.jsonl");
    let english = index.lines().find(|line| line.contains("english.txt"));
    assert!(english.unwrap().contains("are Arabic"), "{index}");
    assert!(index.contains("it looks like Persian, not Arabic"));
}

#[test]
fn a_broken_file_fails_alone() {
    let work = Work::with_articles();
    work.write("in/broken.json", "{\"title\": ");
    work.run(MOCK).ended(
        4,
        &["broken.json", "failed           1", "done             2"],
    );
    // It is tried again, and fails again, without disturbing what is done.
    work.run(MOCK).ended(4, &["unchanged        2"]);
    work.write(
        "in/broken.json",
        serde_json::json!({ "title": "خبر", "text": article("الجسر", 3) }).to_string(),
    );
    let done = "done             1   briefs with nothing to check";
    work.run(MOCK).ended(0, &[done]);
}

#[test]
fn records_of_one_file_become_briefs_of_their_own() {
    let work = Work::new();
    let record = |n: usize| {
        serde_json::json!({ "title": format!("خبر {n}"), "text": article("السد", n) }).to_string()
    };
    work.write(
        "in/all.jsonl",
        format!("{}\nnot json\n{}\n", record(1), record(2)),
    );
    work.run(MOCK)
        .ended(4, &["all.jsonl#2", "done             2"]);
    assert!(work.path("out/briefs/all.jsonl/000001.json").is_file());
    assert!(work.path("out/briefs/all.jsonl/000003.md").is_file());
}

#[test]
fn a_dry_run_says_what_would_be_done_and_writes_nothing() {
    let work = Work::with_articles();
    work.write("in/empty.txt", "");
    let ran = work.run(&format!("{MOCK} --dry-run")).ended(0, &[]);
    let line = ran.out.lines().find(|line| line.starts_with("a.txt"));
    let fields: Vec<&str> = line.unwrap_or_default().split('\t').collect();
    assert_eq!(&fields[1..4], ["txt", "UTF-8", "ar"], "{}", ran.out);
    assert!(fields[4].ends_with(" words"), "{}", ran.out);
    assert_eq!(fields[5], "6 segments", "{}", ran.out);
    assert!(
        ran.out.contains("empty.txt\t-\tthe file is empty"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .ends_with(" words in 12 segments; nothing was written\n"),
        "{}",
        ran.out
    );
    assert!(!work.path("out").exists());
}

#[test]
fn nothing_to_read_ends_with_5() {
    let work = Work::new();
    work.run(MOCK).ended(5, &["no articles"]);
    work.write("in/picture.png", "x");
    work.run(MOCK).ended(5, &["1 file of another kind: 1 ."]);
    work.write("in/a.txt", "نص");
    let none = work.run(&format!("{MOCK} --include *.docx --exclude old"));
    none.ended(5, &["among files that match *.docx and do not match old"]);
}

#[test]
fn article_text_never_becomes_markup() {
    let work = Work::new();
    let attack =
        "<script>alert(1)</script> [رابط](javascript:x) <img src=x> قال الوزير إن العمل مستمر.";
    work.write(
        "in/a.txt",
        format!("عنوان <b>الخبر</b>\n\n{attack} ثم غادر المكان مع الوفد."),
    );
    work.run(&format!("{MOCK} --formats md,json,html"))
        .ended(0, &[]);
    let page = work.read("out/briefs/a.txt.html");
    // The data and the script of the page itself.
    assert_eq!(page.matches("<script").count(), 2, "{page}");
    let text = page.split_once("<script").unwrap().0;
    assert!(!text.contains("<img") && !text.contains("<b>"), "{page}");
    // Everything after a backslash is text.
    let text = work
        .read("out/briefs/a.txt.md")
        .replace("\\<", "")
        .replace("\\]", "");
    assert!(
        !text.contains("<script") && !text.contains("](javascript"),
        "{text}"
    );
    for page in ["out/index.html", "out/list.html"] {
        assert!(!work.read(page).contains("<b>"), "{page}");
    }
}

#[test]
fn names_and_reasons_reach_the_terminal_without_control_characters() {
    let work = Work::with_articles();
    work.write("in/bad\u{1b}[31m.json", "{\"\\u001b[31mRED\\u0007\": 1}");
    let ran = work.run(MOCK).ended(4, &["failed           1"]);
    assert!(!ran.err.contains(['\u{1b}', '\u{7}']), "{:?}", ran.err);
    let plan = work.run(&format!("{MOCK} --dry-run --force"));
    assert!(!plan.out.contains(['\u{1b}', '\u{7}']), "{:?}", plan.out);
}

#[cfg(unix)]
#[test]
fn an_input_that_cannot_be_reached_is_told_and_counts() {
    let work = Work::new();
    std::os::unix::fs::symlink("nowhere", work.path("in/gone.txt")).unwrap();
    work.run(MOCK).ended(6, &["gone.txt", "cannot be read"]);
    work.write("in/a.txt", article("السد", 1));
    work.run(MOCK).ended(4, &["gone.txt"]);
    work.run(MOCK).ended(4, &["nothing to do", "gone.txt"]);
}

#[cfg(unix)]
#[test]
fn pipes_and_sockets_in_a_folder_are_skipped_and_named() {
    let work = Work::new();
    work.write("in/a.txt", article("السد", 1));
    let mkfifo = |place: &str| {
        let made = std::process::Command::new("mkfifo")
            .arg(work.path(place))
            .status();
        assert!(made.unwrap().success());
    };
    mkfifo("in/b.txt");
    let _socket = std::os::unix::net::UnixListener::bind(work.path("in/agent")).unwrap();
    let reason = "it is a pipe, a socket or a device, and no file";
    let plan = work.run(&format!("{MOCK} --dry-run")).ended(0, &[]).out;
    for name in ["agent", "b.txt"] {
        assert!(plan.contains(&format!("{name}\t-\t{reason}\n")), "{plan}");
    }
    work.run(MOCK).ended(0, &["skipped          2", reason]);
    let index = work.read("out/index.jsonl");
    let skipped = |name: &str| {
        let lines = index.lines();
        let lines = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let own = lines.filter(|line| line["path"] == name);
        let said: Vec<_> = own
            .map(|line| (line["outcome"].clone(), line["reason"].clone()))
            .collect();
        assert_eq!(said, [(json!("skipped"), json!(reason))], "{index}");
    };
    skipped("agent");
    skipped("b.txt");
    work.run(MOCK).ended(0, &["nothing to do"]);
    // A file that takes the place of one is an article like others.
    std::fs::remove_file(work.path("in/b.txt")).unwrap();
    work.write("in/b.txt", article("الحصاد", 2));
    work.run(MOCK).ended(0, &["unchanged        2"]);
    assert!(work.path("out/briefs/b.txt.md").is_file());
    // One that is an input itself should have been an article.
    mkfifo("news.txt");
    work.run(
        &MOCK
            .replace("run in", "run news.txt")
            .replace("-o out", "-o named"),
    )
    .ended(4, &["failed           1", reason]);
}

#[test]
fn a_book_is_one_article_if_it_is_told_to() {
    let work = Work::new();
    let book = include_bytes!("formats/epub-ebooklib-three-chapters/book.epub");
    work.write("in/a.epub", book);
    work.run(&format!("{MOCK} --whole-books")).ended(0, &[]);
    let brief = work.read("out/briefs/a.epub.json");
    let chapters = ["تأهل فريق طنجة", "علقت السلطات", "جمع مربو النحل"];
    assert!(
        chapters.iter().all(|chapter| brief.contains(chapter)),
        "{brief}"
    );
}

#[test]
fn files_and_fields_can_be_named() {
    let work = Work::new();
    let text = "قال الوزير إن العمل في الجسر الجديد مستمر منذ الصباح.";
    work.write(
        "in/a.jsonl",
        format!("{{\"payload\": {{\"Body\": \"{text}\"}}}}\n"),
    );
    work.write("in/b.csv", format!("Kopf,Inhalt\nعنوان الخبر,{text}\n"));
    work.write("in/drafts/c.txt", text);
    work.write("in/large.txt", text.repeat(40));
    let options = "--field text=payload.body --exclude drafts --max-file 2k";
    let ran = work.run(&format!("{MOCK} {options}")).ended(4, &[]);
    let index = work.read("out/index.jsonl");
    assert!(
        index.contains("\"a.jsonl#1\"") && !index.contains("drafts"),
        "{index}"
    );
    assert!(
        index.contains("--field text=NAME") && index.contains("more than --max-file"),
        "{index}"
    );
    drop(ran);
    let options = "--field text=inhalt --field title=kopf --include *.{csv,xls}";
    work.run(&format!("{MOCK} {options}")).ended(0, &[]);
    assert!(
        work.read("out/briefs/b.csv/000001.json")
            .contains("عنوان الخبر")
    );
    work.run(&format!("{MOCK} --field body=text"))
        .ended(2, &["title, text"]);
    work.run(&format!("{MOCK} --max-file many"))
        .ended(2, &["20M"]);
}

#[test]
fn a_brief_is_not_replaced_by_one_of_another_input_while_its_own_is_away() {
    const BOTH: &str = "run p/in q/in -o out --backend mock";
    let work = Work::new();
    work.write("p/in/x.txt", article("السد", 1));
    work.write("q/in/x.txt", article("الحصاد", 2));
    work.run(BOTH).ended(0, &["done             2"]);
    let before = work.results("out");
    let title = |brief: &str| work.json(brief)["source"]["title"].clone();
    assert_eq!(title("out/briefs/x.txt.json"), "خبر 1 عن السد");
    assert_eq!(title("out/briefs/in/x.txt.json"), "خبر 2 عن الحصاد");
    // As a folder is in which nothing is mounted.
    std::fs::rename(work.path("p/in"), work.path("away")).unwrap();
    std::fs::create_dir(work.path("p/in")).unwrap();
    for command in [BOTH, "run q/in -o out --backend mock"] {
        work.run(command).ended(0, &["nothing to do"]);
        assert_eq!(work.results("out"), before, "{command}");
    }
    let plan = work.run(&format!("{BOTH} --dry-run")).ended(0, &[]).out;
    assert!(plan.starts_with("in/x.txt\t-\tdone before\n"), "{plan}");
    std::fs::remove_dir(work.path("p/in")).unwrap();
    std::fs::rename(work.path("away"), work.path("p/in")).unwrap();
    work.run("run q/in p/in -o out --backend mock")
        .ended(0, &["nothing to do"]);
    assert_eq!(work.results("out"), before);
}
