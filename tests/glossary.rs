//! Glossaries, through the program and with the shipped translator.

#![allow(clippy::unwrap_used)]

mod common;

use common::Work;
use serde_json::Value;

const ARTICLE: &str = "خطة جديدة للبنك\n\n\
    أعلن البنك الدولي عن خطة جديدة لدعم الاقتصاد في العراق.\n\n\
    وقال مصطفى الكاظمي إن الحكومة سوف تعمل مع البنك الدولي على تنفيذ الخطة في العام القادم.\n\n\
    وأضاف أن المستشفيات تحتاج إلى أجهزة جديدة.\n";

const GLOSSARY: &str = "# names\n\
    مصطفى الكاظمي\tMustafa al-Kadhimi\tprime minister from 2020 to 2022\n\
    البنك الدولي\tWorld Bank\n\
    مستشفيات\tclinics\n\
    محكمة\tcourt\n";

fn segments(brief: &Value) -> Vec<(String, String)> {
    let text = |segment: &Value, key: &str| segment[key].as_str().unwrap().to_owned();
    let paragraphs = brief["paragraphs"].as_array().unwrap().iter();
    paragraphs
        .flat_map(|paragraph| paragraph["segments"].as_array().unwrap())
        .map(|segment| (text(segment, "source"), text(segment, "translation")))
        .collect()
}

#[test]
fn terms_stand_in_the_translation_and_the_brief_counts_them() {
    let work = Work::new();
    work.write("in/a.txt", ARTICLE);
    work.write("g.tsv", GLOSSARY);
    work.run("run in -o out --glossary g.tsv --formats md,json,html")
        .ended(0, &[]);
    let brief = work.json("out/briefs/a.txt.json");
    let segments = segments(&brief);
    for (source, term) in [
        ("أعلن البنك", "World Bank"),
        ("وقال مصطفى", "World Bank"),
        ("وقال مصطفى", "Mustafa al-Kadhimi"),
        ("وأضاف", "clinics"),
    ] {
        let segment = segments.iter().find(|(own, _)| own.starts_with(source));
        let translation = &segment.unwrap().1;
        assert!(translation.contains(term), "{term}: {translation}");
    }
    let hits = brief["glossary_hits"].as_array().unwrap();
    let hits: Vec<(&str, u64, u64)> = hits
        .iter()
        .map(|hit| {
            let count = |key: &str| hit[key].as_u64().unwrap();
            (
                hit["term"].as_str().unwrap(),
                count("used"),
                count("missing"),
            )
        })
        .collect();
    assert_eq!(
        hits,
        [
            ("World Bank", 2, 0),
            ("Mustafa al-Kadhimi", 1, 0),
            ("clinics", 1, 0)
        ]
    );
    let settings = &brief["provenance"]["settings"];
    assert!(
        settings["glossary"]
            .as_str()
            .unwrap()
            .starts_with("4 terms")
    );
    let page = work.read("out/briefs/a.txt.md");
    assert!(page.contains("## Glossary"), "{page}");
    assert!(page.contains("World Bank, in 2 sentences"), "{page}");
    assert!(
        page.contains("in 1 sentence (prime minister from 2020 to 2022)"),
        "{page}"
    );
    assert!(
        work.read("out/briefs/a.txt.html")
            .contains("<h2>Glossary</h2>")
    );
}

#[test]
fn a_translation_that_has_its_terms_anyway_is_the_one_without_a_glossary() {
    let work = Work::new();
    work.write("in/a.txt", ARTICLE);
    work.run("run in -o plain").ended(0, &[]);
    let plain = segments(&work.json("plain/briefs/a.txt.json"));
    let own = plain.iter().find(|(source, _)| source.starts_with("وأضاف"));
    let words = own.unwrap().1.split(|c: char| !c.is_alphabetic());
    let words = words.filter(|word| word.starts_with(char::is_lowercase));
    let word = words.max_by_key(|word| word.len()).unwrap();
    work.write("g.tsv", format!("مستشفيات\t{word}\n"));
    work.run("run in -o terms --glossary g.tsv").ended(0, &[]);
    let brief = work.json("terms/briefs/a.txt.json");
    assert_eq!(segments(&brief), plain);
    let hit = &brief["glossary_hits"][0];
    assert_eq!(
        (hit["term"].as_str(), hit["used"].as_u64()),
        (Some(word), Some(1))
    );
}

#[test]
fn another_glossary_is_another_job_and_none_changes_nothing() {
    let work = Work::new();
    work.write("in/a.txt", ARTICLE);
    work.write("g.tsv", GLOSSARY);
    work.write("court.tsv", "محكمة\tcourt\n");
    work.run("run in -o plain").ended(0, &[]);
    work.run("run in -o court --glossary court.tsv")
        .ended(0, &[]);
    let translation = |out: &str| segments(&work.json(&format!("{out}/briefs/a.txt.json")));
    assert_eq!(translation("plain"), translation("court"));
    work.run("run in -o court --glossary court.tsv")
        .ended(0, &["nothing to do"]);
    work.run("run in -o court --glossary court.tsv --glossary g.tsv")
        .ended(0, &["results: court"]);
    work.write("mujaz.toml", "glossary = [\"court.tsv\", \"g.tsv\"]\n");
    work.run("run in -o court").ended(0, &["nothing to do"]);
}

#[test]
fn the_record_of_a_run_names_the_glossary_even_if_nothing_was_translated() {
    let work = Work::new();
    let english = "Council keeps the lighthouse\n\n\
        The island council voted on Monday against the sale of the old lighthouse. \
        Its keeper said the decision had come as a relief to everyone.\n";
    work.write("in/a.txt", english);
    work.write("g.tsv", GLOSSARY);
    work.run("run in -o out --backend mock --glossary g.tsv")
        .ended(0, &[]);
    let run = work.json("out/run.json");
    assert_eq!(run["translators"], serde_json::json!({}));
    let glossary = run["settings"]["glossary"].as_str().unwrap();
    assert!(glossary.starts_with("4 terms, BLAKE3 "), "{glossary}");
    let brief = work.json("out/briefs/a.txt.json");
    assert!(brief["provenance"]["settings"].get("glossary").is_none());
}

#[test]
fn the_result_does_not_depend_on_batches_or_replicas() {
    let work = Work::new();
    for number in 0..6 {
        work.write(&format!("in/{number}.txt"), ARTICLE.repeat(number % 3 + 1));
    }
    work.write("g.tsv", GLOSSARY);
    for precision in ["f32", "int8"] {
        let run = |out: &str, more: &str| {
            let out = format!("{out}-{precision}");
            work.run(&format!(
                "run in -o {out} --glossary g.tsv --precision {precision} {more}"
            ))
            .ended(0, &[]);
            work.results(&out)
        };
        let one = run("one", "--replicas 1 --batch-tokens 1");
        assert_eq!(one, run("two", "--replicas 2 --batch-tokens 300"));
        assert_eq!(one, run("three", "--replicas 1 --batch-tokens 100000"));
    }
}

#[test]
fn a_glossary_that_cannot_be_used_ends_with_2_and_says_where() {
    let work = Work::with_articles();
    work.write("g.tsv", "# terms\nوزير minister\n");
    work.run("run in -o out --glossary g.tsv")
        .ended(2, &["g.tsv, line 2", "tab"]);
    work.run("run in -o out --glossary missing.tsv")
        .ended(2, &["missing.tsv", "cannot be read"]);
}
