//! The digest of an output folder, searching it, and the marks of its readers, through the program.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::Work;
use serde_json::{Value, json};

const MOCK: &str = "run in -o out --backend mock --device cpu --formats md,json,html";

/// The entries of a part.
fn part(work: &Work, number: usize) -> Vec<Value> {
    let text = work.read(&format!("out/index/articles-{number:04}.js"));
    let json = text.strip_prefix(&format!("mujaz.articles({number}, "));
    let json = json.unwrap().strip_suffix(");\n").unwrap();
    serde_json::from_str(json).unwrap()
}

/// The data in the page of the digest.
fn head(work: &Work) -> Value {
    let page = work.read("out/index.html");
    let data = page.split_once("id=\"digest\">").unwrap().1;
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

fn lines(work: &Work) -> Vec<Value> {
    let text = work.read("out/index.jsonl");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// An agency's report of many different sentences.
fn report(place: &str) -> String {
    (1..12)
        .map(|n| {
            format!(
                "قال المتحدث رقم {n} في {place} إن العمل {} مستمر حتى {}.\n\n",
                n * 7,
                n * 3
            )
        })
        .collect()
}

#[test]
fn an_article_without_a_brief_has_its_own_headline_if_it_was_read() {
    let work = Work::new();
    let text = "Министр иностранных дел прибыл в столицу во вторник и встретился с послом.";
    let lines = [
        json!({ "title": "Новости дня", "text": text }),
        json!({ "text": text }),
        json!({ "title": "خبر بلا نص" }),
    ];
    let lines = lines.map(|line| line.to_string());
    work.write("in/a.jsonl", lines.join("\n"));
    work.run(MOCK).ended(4, &["skipped          2"]);
    let index = work.read("out/index.jsonl");
    let first = index.lines().next().unwrap();
    let start = r#"{"outcome":"skipped","path":"a.jsonl#1","title":"Новости дня","reason":"it is in Russian"#;
    assert!(first.starts_with(start), "{first}");
    assert_eq!(index.matches("\"title\":").count(), 1, "{index}");
    let part = part(&work, 1);
    assert_eq!(part[0]["title"], "Новости дня");
    assert!(part[1].get("title").is_none() && part[2].get("title").is_none());
    let list = work.read("out/list.html");
    let line = "<li><bdi>Новости дня</bdi>, <bdi>a.jsonl#1</bdi>: it is in Russian";
    assert!(list.contains(line), "{list}");
}

#[test]
fn the_digest_has_every_article_in_parts_also_those_without_a_brief() {
    let work = Work::new();
    let records = (0..510).map(|n| match n {
        7 => "{\"id\": 7}\n".to_owned(),
        _ => format!("{{\"title\": \"خبر {n}\", \"date\": \"2026-11-03T10:00:00Z\", \"text\": \"وصل الوزير رقم {n} إلى بغداد أمس.\"}}\n"),
    });
    work.write("in/a.jsonl", records.collect::<String>());
    work.run(MOCK).ended(4, &[]);
    let head = head(&work);
    assert_eq!(head["articles"], 510);
    assert_eq!(
        head["parts"],
        json!(["index/articles-0001.js", "index/articles-0002.js"])
    );
    let (first, second) = (part(&work, 1), part(&work, 2));
    assert_eq!((first.len(), second.len()), (500, 10));
    let without = first
        .iter()
        .chain(&second)
        .find(|e| e["path"] == "a.jsonl#8")
        .unwrap();
    assert!(
        without["reason"].is_string() && without.get("id").is_none(),
        "{without}"
    );
    let entry = first.iter().find(|e| e["path"] == "a.jsonl#1").unwrap();
    assert_eq!(entry["day"], "2026-11-03");
    assert_eq!(entry["language"], "ar");
    assert!(
        work.path(&format!("out/{}", entry["html"].as_str().unwrap()))
            .is_file()
    );
    assert!(
        work.read("out/list.html")
            .contains("1 article without a brief")
    );

    let written = |number: usize| {
        let part = work.path(&format!("out/index/articles-{number:04}.js"));
        fs::metadata(part).unwrap().modified().unwrap()
    };
    let before = (written(1), written(2));
    work.write("in/b.txt", "خبر\n\nوصل الوفد إلى القاهرة أمس.\n");
    work.run(MOCK).ended(4, &[]);
    assert_eq!(part(&work, 2).len(), 11);
    assert_eq!(written(1), before.0, "nothing in it is new");
    assert_ne!(written(2), before.1);
    fs::remove_file(work.path("out/briefs/b.txt.json")).unwrap();

    for n in 3..=510 {
        let _ = fs::remove_file(work.path(&format!("out/briefs/a.jsonl/{n:06}.json")));
    }
    work.run("report out").ended(0, &["2 briefs"]);
    assert!(!work.path("out/index/articles-0002.js").exists());
    assert_eq!(part(&work, 1).len(), 3);
}

/// The files of full texts that the page names, which are all that are there, with their rows.
fn texts(work: &Work) -> Vec<(String, Vec<Value>)> {
    let head = head(work);
    let named = head["texts"].as_array().map_or(&[][..], Vec::as_slice);
    let named: Vec<&str> = named.iter().map(|name| name.as_str().unwrap()).collect();
    let mut there: Vec<String> = fs::read_dir(work.path("out/index"))
        .unwrap()
        .map(|entry| format!("index/{}", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|name| name.starts_with("index/texts-"))
        .collect();
    there.sort_unstable();
    let mut sorted = named.clone();
    sorted.sort_unstable();
    assert_eq!(there, sorted);
    let rows = |file: &str| {
        let text = work.read(&format!("out/{file}"));
        let name = file.strip_prefix("index/texts-").unwrap();
        let name = name.strip_suffix(".js").unwrap();
        let rows = text.strip_prefix(&format!("mujaz.texts(\"{name}\","));
        let rows = rows.unwrap().strip_suffix(");\n").unwrap();
        serde_json::from_str(rows).unwrap()
    };
    named
        .into_iter()
        .map(|file| (file.to_owned(), rows(file)))
        .collect()
}

#[test]
fn full_texts_lie_beside_the_digest_and_only_those_that_changed_are_written() {
    let work = Work::new();
    let records = (0..1200).map(|n| format!("{{\"text\": \"وصل الوفد رقم {n} أمس.\"}}\n"));
    work.write("in/a.jsonl", records.collect::<String>());
    work.run(MOCK).ended(0, &[]);
    let first = texts(&work);
    let rows: usize = first.iter().map(|(_, rows)| rows.len()).sum();
    assert_eq!(rows, 1200);
    let mut all = first.iter().flat_map(|(_, rows)| rows);
    let row = all.find(|row| row[0] == "a.jsonl#7").unwrap();
    let brief = work.json("out/briefs/a.jsonl/000007.json");
    let segment = &brief["paragraphs"][0]["segments"][0];
    assert_eq!(row[1], segment["translation"]);
    assert_eq!(row[2], "وصل الوفد رقم 6 أمس.");
    let written = |file: &str| {
        let found = fs::metadata(work.path(&format!("out/{file}"))).unwrap();
        found.modified().unwrap()
    };
    let times: Vec<_> = first.iter().map(|(file, _)| written(file)).collect();

    work.write("in/b.txt", "خبر\n\nوصل الوفد إلى القاهرة أمس.\n");
    work.run(MOCK).ended(0, &[]);
    let second = texts(&work);
    let last = second.last().unwrap();
    assert_eq!(last.1.last().unwrap()[0], "b.txt");
    assert!(first.iter().all(|(file, _)| *file != last.0));
    // The last group may have been full.
    let same = first.len().min(second.len()) - usize::from(first.len() == second.len());
    assert_eq!(first[..same], second[..same]);
    let now: Vec<_> = second[..same]
        .iter()
        .map(|(file, _)| written(file))
        .collect();
    assert_eq!(now, times[..same], "nothing in them is new");

    for (file, _) in &second {
        fs::remove_file(work.path(&format!("out/{file}"))).unwrap();
    }
    work.run("report out").ended(0, &["1201 briefs"]);
    assert_eq!(texts(&work), second, "the same from stored briefs");
}

#[test]
fn full_texts_come_when_their_briefs_are_there_as_json() {
    let work = Work::with_articles();
    work.run("run in -o out --backend mock --device cpu --formats md,html")
        .ended(0, &[]);
    assert_eq!(texts(&work), []);
    work.run(MOCK).ended(0, &[]);
    let both = texts(&work);
    assert_eq!(both.len(), 1);
    assert_eq!(both[0].1.len(), 2);
    // A brief that is there and cannot be read leaves the text of the others.
    let brief = work.path("out/briefs/a.txt.json");
    let kept = fs::read(&brief).unwrap();
    fs::write(&brief, "damaged").unwrap();
    fs::remove_file(work.path(&format!("out/{}", both[0].0))).unwrap();
    fs::remove_file(work.path("out/index.html")).unwrap();
    work.run(MOCK).ended(0, &[]);
    let one = texts(&work);
    assert!(one[0].0.ends_with("-part.js"), "{}", one[0].0);
    assert_eq!(one[0].1.len(), 1);
    fs::write(&brief, kept).unwrap();
    fs::remove_file(work.path("out/index.html")).unwrap();
    work.run(MOCK).ended(0, &[]);
    assert_eq!(texts(&work), both);
}

#[test]
fn a_brief_with_another_text_alone_is_news_for_full_texts_and_for_search() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let search = |code| work.run("search out aardvark --json").ended(code, &[]);
    search(5);
    let (before, line) = (texts(&work), lines(&work)[0].clone());
    // Neither the headline and the summary nor a count tells of it, nor the id.
    let mut brief = work.json("out/briefs/a.txt.json");
    brief["paragraphs"][2]["segments"][1]["translation"] = json!("The aardvark is done.");
    work.write("out/briefs/a.txt.json", brief.to_string());
    work.run("report out").ended(0, &["2 briefs"]);
    let mut now = lines(&work)[0].clone();
    assert_ne!(now["text_hash"], line["text_hash"]);
    now["text_hash"] = line["text_hash"].clone();
    assert_eq!(now, line);
    let after = texts(&work);
    assert_ne!(after[0].0, before[0].0);
    let row = after[0].1.iter().find(|row| row[0] == "a.txt").unwrap();
    let text = row[1].as_str().unwrap();
    assert!(text.ends_with("\nThe aardvark is done."), "{text}");
    assert!(search(0).out.contains("aardvark"));

    // The journal does not know this text: what is there is shown, and looked at again each time.
    fs::remove_file(work.path("out/index.html")).unwrap();
    work.run(MOCK).ended(0, &[]);
    let unsure = texts(&work);
    assert!(unsure[0].0.ends_with("-part.js"), "{}", unsure[0].0);
    assert_eq!(unsure[0].1, after[0].1);
    work.run(&format!("{MOCK} --force")).ended(0, &[]);
    assert_eq!(texts(&work), before);
    search(5);
}

#[test]
fn an_article_that_fails_again_leaves_the_index_as_it_is() {
    let work = Work::new();
    work.write(
        "in/a.jsonl",
        "{\"id\": 7}\n{\"text\": \"وصل الوزير إلى بغداد أمس.\"}\n",
    );
    work.run(MOCK).ended(4, &[]);
    let written = || {
        fs::metadata(work.path("out/index.jsonl"))
            .unwrap()
            .modified()
    };
    let first = written().unwrap();
    work.run(MOCK).ended(4, &[]);
    assert_eq!(written().unwrap(), first, "it fails as before");
    work.run("report out").ended(0, &["1 brief in"]);
    assert_eq!(written().unwrap(), first, "stored briefs say the same");
    work.write(
        "in/a.jsonl",
        "{\"text\": \"وصل الوفد إلى بغداد.\"}\n{\"text\": \"وصل الوزير إلى بغداد أمس.\"}\n",
    );
    work.run(MOCK).ended(0, &[]);
    assert!(lines(&work)[0]["headline"].is_string());
}

#[test]
fn copies_of_a_report_are_one_story_whatever_their_headlines() {
    let work = Work::new();
    let copy = report("بغداد").replace("رقم 5 ", "");
    work.write(
        "in/agency.txt",
        format!("عنوان الوكالة\n\n{}", report("بغداد")),
    );
    work.write("in/paper.txt", format!("عنوان آخر تماما للصحيفة\n\n{copy}"));
    work.write(
        "in/same-title.txt",
        "عنوان الوكالة\n\nغادر الوفد المدينة مساء أمس.\n",
    );
    work.run(MOCK).ended(0, &[]);
    let story = |path: &str| {
        let line = lines(&work).into_iter().find(|line| line["path"] == path);
        line.unwrap()["story"].clone()
    };
    assert!(story("agency.txt").is_string());
    assert_eq!(story("agency.txt"), story("paper.txt"));
    assert_eq!(story("same-title.txt"), Value::Null);
    let stories = |entries: Vec<Value>| -> Vec<(Value, Value)> {
        let entries = entries.into_iter();
        entries
            .map(|e| (e["path"].clone(), e["story"].clone()))
            .collect()
    };
    let written = stories(part(&work, 1));
    work.run("report out").ended(0, &[]);
    assert_eq!(
        stories(part(&work, 1)),
        written,
        "the same from stored briefs"
    );
    let journal = work.path("out/.mujaz/state.sqlite");
    let state = rusqlite::Connection::open(&journal).unwrap();
    state.execute("UPDATE jobs SET sketch = x''", []).unwrap();
    drop(state);
    work.run("report out").ended(0, &[]);
    assert_eq!(stories(part(&work, 1)), written, "without their sketches");
    fs::remove_file(&journal).unwrap();
    work.run("report out").ended(0, &[]);
    assert_eq!(stories(part(&work, 1)), written, "without a journal");
}

#[test]
fn search_finds_words_of_the_sources_and_keeps_up_with_runs() {
    let work = Work::new();
    work.write("in/a.txt", "زيارة\n\nوصل الوزير إلى العِراق أمس.\n");
    work.write("in/b.txt", "السد\n\nامتلأ السد في القاهرة.\n");
    work.run(MOCK).ended(0, &[]);
    let found = |query: &str, code: i32| {
        let ran = work
            .run(&format!("search out {query} --json"))
            .ended(code, &[]);
        let paths = ran.out.lines().map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            (
                line["path"].as_str().unwrap().to_owned(),
                line["sentence"]["number"].clone(),
            )
        });
        paths.collect::<Vec<_>>()
    };
    assert_eq!(found("عراق", 0), [("a.txt".to_owned(), json!(2))]);
    assert_eq!(found("القاهره", 0), [("b.txt".to_owned(), json!(2))]);
    assert_eq!(found("بغداد", 5), []);
    work.write("in/c.txt", "خبر\n\nوبغداد مدينة قديمة.\n");
    work.write("in/b.txt", "السد\n\nامتلأ السد في بغداد.\n");
    work.run(MOCK).ended(0, &[]);
    let paths: Vec<String> = found("بغداد", 0).into_iter().map(|hit| hit.0).collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    assert_eq!(found("القاهرة", 5), []);
    let shown = work
        .run("search out بغداد --limit 1")
        .ended(0, &["2 of 3 articles"]);
    assert!(
        shown.out.contains("وبغداد") || shown.out.contains("بغداد"),
        "{}",
        shown.out
    );
    work.run("search out !")
        .ended(2, &["\"!\": there is no word to search for"]);
    work.run("search nothing word")
        .ended(2, &["there is no folder nothing"]);
}

#[test]
fn marks_come_back_into_the_digest_and_teach_the_memory() {
    let work = Work::with_articles();
    work.run(MOCK).ended(0, &[]);
    let brief = work.json("out/briefs/a.txt.json");
    let segment = &brief["paragraphs"][1]["segments"][0];
    let mark = json!({
        "brief": brief["id"], "path": "a.txt", "sentence": 2, "mark": "wrong",
        "correction": "The minister said so.", "source": segment["source"],
        "translation": segment["translation"], "language": "ar", "at": "2026-11-28T10:00:00.000Z",
    });
    let file = |marks: &[&Value]| json!({ "mujaz_marks": 1, "marks": marks }).to_string();
    work.write("one.json", file(&[&mark]));
    let mut other = mark.clone();
    other["sentence"] = json!(1);
    other["note"] = json!("</script>");
    work.write("two.json", file(&[&other]));
    work.run("report out --marks one.json two.json")
        .ended(0, &[]);
    let shown = head(&work)["marks"].clone();
    assert_eq!(shown.as_array().unwrap().len(), 2);
    assert_eq!(shown[0]["note"], "</script>");
    work.run(&format!("{MOCK} --force")).ended(0, &[]);
    assert_eq!(head(&work)["marks"], shown, "a run keeps them");

    work.run("memory import out one.json")
        .ended(0, &["1 pair is approved"]);
    work.run(MOCK).ended(0, &[]);
    let brief = work.json("out/briefs/a.txt.json");
    let segment = &brief["paragraphs"][1]["segments"][0];
    assert_eq!(segment["translation"], "The minister said so.");
    assert_eq!(segment["approved"], true);

    work.write("bad.json", "[1]");
    work.run("report out --marks bad.json")
        .ended(2, &["bad.json", "not a file of marks"]);
    work.run("memory import out bad.json")
        .ended(2, &["bad.json", "not a file of marks"]);
}

#[cfg(unix)]
#[test]
fn a_brief_that_the_disk_hides_is_read_by_the_next_search() {
    let work = Work::with_articles();
    work.run("run in -o out --backend mock --summarizer none")
        .ended(0, &[]);
    let brief = work.path("out/briefs/a.txt.json");
    let away = work.path("away.json");
    std::fs::rename(&brief, &away).unwrap();
    // A link to itself cannot be looked behind.
    std::os::unix::fs::symlink(&brief, &brief).unwrap();
    // The word is in the text of both articles, and in nothing else.
    let found = || {
        let hits = work.run("search out الصعوبات --json").ended(0, &[]).out;
        hits.lines().count()
    };
    assert_eq!(found(), 1);
    std::fs::remove_file(&brief).unwrap();
    std::fs::rename(&away, &brief).unwrap();
    assert_eq!(found(), 2);
}
