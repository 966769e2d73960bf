//! Translators that go by way of another language, through the program: with the stand-in for both models,
//! which writes Latin letters for Arabic ones and copies the rest, and with tiny models of random weights.

#![allow(clippy::unwrap_used)]

mod common;

use std::process::Stdio;
use std::time::Instant;

use common::{Ran, Work, add_model, article, fixture, with_input};
use serde_json::{Value, json};

/// A run by way of Turkish.
fn by_way(out: &str, way: &str) -> String {
    format!("run in -o {out} --backend mock --from ar --translator ar={way}")
}

fn sentences(brief: &Value) -> Vec<&Value> {
    let paragraphs = brief["paragraphs"].as_array().unwrap().iter();
    let segments = paragraphs.flat_map(|paragraph| paragraph["segments"].as_array().unwrap());
    segments.collect()
}

#[test]
fn both_models_translate_and_the_text_in_between_is_kept() {
    let work = Work::with_articles();
    work.write("names.tsv", "السد\tthe dam\n");
    work.run("run in -o direct --backend mock --from ar")
        .ended(0, &[]);
    work.run(&by_way("out", "one>tr>two")).ended(0, &[]);
    for file in ["a.txt.json", "news/b.txt.json"] {
        let direct = work.json(&format!("direct/briefs/{file}"));
        let brief = work.json(&format!("out/briefs/{file}"));
        assert_eq!(sentences(&brief).len(), sentences(&direct).len());
        for (sentence, own) in sentences(&brief).into_iter().zip(sentences(&direct)) {
            // The second model copies what the first one wrote.
            assert_eq!(sentence["translation"], own["translation"]);
            let text = &own["translation"];
            let expected = json!({ "language": "tr", "text": text });
            assert_eq!(sentence["intermediate"], expected);
            assert!(own.get("intermediate").is_none());
        }
        let made = &brief["provenance"];
        assert_eq!(made["translator"]["name"], "one");
        assert_eq!(made["onward_translators"]["ar"]["through"], "tr");
        assert_eq!(made["onward_translators"]["ar"]["name"], "two");
        assert!(direct["provenance"].get("onward_translators").is_none());
    }
    let (record, direct) = (work.json("out/run.json"), work.json("direct/run.json"));
    assert_eq!(record["translators"]["ar"]["name"], "one");
    assert_eq!(record["onward_translators"]["ar"]["name"], "two");
    let tokens = |record: &Value| record["target_tokens"].as_u64().unwrap();
    assert_eq!(tokens(&record), 2 * tokens(&direct));
    let page = work.read("out/briefs/a.txt.md");
    for words in [
        "\n> By way of Turkish: wqz 1 hu psbx\n",
        "\n- Translator: one, BLAKE3 ",
        "\n- From Turkish, by way of which it was translated: two, BLAKE3 ",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The terms are those of the language where the way begins.
    let with = "--glossary names.tsv --force";
    let hits = |out: &str| {
        let hits = work.json(&format!("{out}/briefs/a.txt.json"))["glossary_hits"].clone();
        assert_eq!(hits[0]["term"], "the dam", "{hits}");
        hits[0]["used"].as_u64().unwrap() + hits[0]["missing"].as_u64().unwrap()
    };
    work.run(&format!("{} {with}", by_way("out", "one>tr>two")));
    work.run(&format!("run in -o direct --backend mock --from ar {with}"));
    assert_eq!(hits("direct"), 2);
    assert_eq!(hits("out"), 2);
}

#[test]
fn rows_tables_and_results_name_both_models() {
    let work = Work::with_articles();
    let way = "one>tr>two";
    work.run(&by_way("out", way)).ended(0, &[]);
    let table = work.run("export out --to csv").ended(0, &[]).out;
    assert_eq!(table.matches(&format!(",{way},")).count(), 2, "{table}");
    let answer = |form: &str, line: Value| -> Value {
        let options = format!("filter {form} --backend mock --from ar --translator ar={way}");
        let ran = with_input(work.command(&options), line.to_string());
        serde_json::from_str(&ran.ended(0, &[]).out).unwrap()
    };
    let text = article("السد", 2);
    let row = answer("--flat", json!({ "id": "a", "text": text }));
    assert_eq!(row["translator"], way);
    let message = json!({ "role": "user", "content": text });
    let result = answer(
        "--batch-api",
        json!({
            "custom_id": "a",
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": { "model": "any", "messages": [message] },
        }),
    );
    assert_eq!(result["response"]["body"]["model"], way);
}

#[test]
fn an_article_is_done_again_when_a_model_of_its_way_is_another_one() {
    let work = Work::with_articles();
    let made = || work.json("out/briefs/a.txt.json")["provenance"].clone();
    let named = |made: &Value| {
        let onward = &made["onward_translators"]["ar"];
        let names = [
            &made["translator"]["name"],
            &onward["through"],
            &onward["name"],
        ];
        names.map(|name| name.as_str().unwrap_or("none").to_owned())
    };
    for way in [
        "one>tr>two",
        "one>tr>three",
        "four>tr>three",
        "four>es>three",
    ] {
        let run = by_way("out", way);
        work.run(&run).ended(0, &["done             2"]);
        assert_eq!(named(&made()).join(">"), way);
        work.run(&run).ended(0, &["nothing to do"]);
    }
    work.run("run in -o out --backend mock --from ar")
        .ended(0, &["done             2"]);
    assert_eq!(named(&made()), ["mock", "none", "none"]);
}

#[test]
fn the_texts_in_between_stay_when_the_second_model_is_another_one() {
    let work = Work::with_articles();
    let tokens = |out: &str, way: &str| {
        let run = by_way(out, way);
        work.run(&format!("{run} --memory all.sqlite"))
            .ended(0, &[]);
        let record = work.json(&format!("{out}/run.json"));
        record["target_tokens"].as_u64().unwrap()
    };
    // Both models write the same, so that each has half of it.
    let both = tokens("a", "one>tr>two");
    assert_eq!(tokens("b", "one>tr>three"), both / 2);
    assert_eq!(tokens("c", "four>tr>three"), both);
    assert_eq!(tokens("d", "one>tr>two"), 0);
    let fresh = by_way("fresh", "one>tr>three");
    work.run(&fresh).ended(0, &[]);
    assert_eq!(work.results("b"), work.results("fresh"));
}

#[test]
fn a_run_that_was_killed_between_the_models_ends_as_an_undisturbed_one() {
    let work = Work::new();
    for number in 0..12 {
        work.write(
            &format!("in/{number}.txt"),
            article("السوق المركزي", number),
        );
    }
    let run = |out: &str| {
        format!(
            "run in -o {out} --backend mock:1 --replicas 1 --batch-tokens 400 --from ar --translator ar=one>tr>two"
        )
    };
    let started = Instant::now();
    work.run(&run("calm")).ended(0, &[]);
    let calm = started.elapsed();
    for share in [0.3, 0.5, 0.7, 0.9] {
        let mut command = work.command(&run("stormy"));
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(calm.mul_f64(share));
        // The run may have finished already; then killing it fails, which does not matter.
        let _ = child.kill();
        child.wait().unwrap();
    }
    work.run(&run("stormy")).ended(0, &[]);
    assert_eq!(work.results("calm"), work.results("stormy"));
    work.run(&run("stormy")).ended(0, &["nothing to do"]);
}

#[test]
fn a_sentence_that_fails_on_its_way_says_so_and_is_tried_again() {
    let work = Work::new();
    work.write("in/c.txt", "خبر\n\nوصل الوفد ☠ أمس. عاد الوفد اليوم.\n");
    let way = "--from ar --translator ar=one>tr>two --formats json";
    work.run(&format!("run in -o out --backend mock:fault=☠ {way}"))
        .ended(4, &["unfinished       1"]);
    let brief = work.json("out/briefs/c.txt.json");
    let failed = sentences(&brief)[1];
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["flags"][0]["kind"], "error");
    let why = failed["flags"][0]["message"].as_str().unwrap();
    assert!(
        why.starts_with("Not translated: on its way through Turkish, "),
        "{why}"
    );
    assert!(failed.get("intermediate").is_none());
    assert_eq!(sentences(&brief)[2]["status"], "translated");
    work.run(&format!("run in -o out --backend mock {way}"))
        .ended(0, &[]);
    let brief = work.json("out/briefs/c.txt.json");
    assert!(sentences(&brief).iter().all(|s| s["status"] != "failed"));
}

/// Runs with the models of the folder.
fn run(work: &Work, arguments: &str) -> Ran {
    let mut command = work.command(arguments);
    command.env("MUJAZ_MODELS", work.path("models"));
    Ran::of(command.output().unwrap())
}

#[test]
fn models_that_have_no_room_beside_each_other_still_go_the_whole_way() {
    let work = Work::new();
    add_model(&work, "ar");
    add_model(&work, "tr");
    for number in 0..4 {
        work.write(&format!("in/ar-{number}.txt"), article("السد", number));
        let persian = "پلیس راه مازندران عصر دوشنبه از بسته شدن جادهٔ هراز به دلیل بارش سنگین برف خبر داد. \
            گروهی از دانشجویان در کابل کتابخانه‌ای سیار راه انداخته‌اند که کتاب به محله‌ها می‌برد.";
        let text = format!("خبر {number}\n\n{persian}\n");
        work.write(&format!("in/fa-{number}.txt"), text);
    }
    let many = fixture("m2m100").display().to_string();
    let way = format!("--translator fa={many}>tr>firefox-tr-en");
    let all = run(&work, &format!("run in -o all --model-memory 1G {way}"));
    assert!(!all.err.contains("unloaded"), "{}", all.err);
    let one = run(&work, &format!("run in -o one --model-memory 1 {way}"));
    assert!(one.err.contains("unloaded the model for "), "{}", one.err);
    assert_eq!(all.code, one.code);
    assert_eq!(work.results("all"), work.results("one"));
    let record = work.json("one/run.json");
    assert_eq!(record["translators"]["fa"]["name"], "m2m100");
    assert_eq!(record["onward_translators"]["fa"]["name"], "firefox-tr-en");
    let brief = work.json("one/briefs/fa-0.txt.json");
    for sentence in sentences(&brief) {
        // What such models write means nothing, and need not be Turkish.
        let why = sentence["flags"][0]["message"].as_str().unwrap_or_default();
        let is_on_the_way = sentence["intermediate"]["language"] == "tr";
        assert!(is_on_the_way || why.contains("Turkish"), "{sentence}");
    }
}

#[test]
fn a_way_that_cannot_be_gone_is_an_error_before_anything_is_read() {
    let work = Work::with_articles();
    add_model(&work, "tr");
    let many = fixture("m2m100").display().to_string();
    for (way, code, words) in [
        ("fa=a>tr".to_owned(), 2, "MODEL>LANG>MODEL"),
        ("fa=a>tr>b>ar>c".to_owned(), 2, "only one language"),
        ("a>tr>b".to_owned(), 2, "as in ku=a>tr>b"),
        (format!("fa={many}>tr>nowhere"), 3, "nowhere"),
        (
            format!("fa={many}>ar>firefox-tr-en"),
            3,
            "from \"ar\" by a model that reads tr",
        ),
        (
            format!("tr=firefox-tr-en>fa>{many}"),
            3,
            "into \"fa\" by a model that writes en",
        ),
    ] {
        let ran = run(&work, &format!("run in -o out --translator {way}"));
        ran.ended(code, &[words]);
    }
    assert!(!work.path("out/briefs").exists());
    // In the file of settings it is written the same.
    work.write("mujaz.toml", "[translators]\nar = \"one>tr>two\"\n");
    work.run("run in -o out --backend mock --from ar")
        .ended(0, &[]);
    let made = &work.json("out/briefs/a.txt.json")["provenance"];
    assert_eq!(made["onward_translators"]["ar"]["name"], "two");
}
