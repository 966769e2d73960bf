//! Folders in many languages, through the program and with tiny models of random weights, one for
//! each language: what they write means nothing, and which of them was asked is what is tested.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::time::Instant;

use common::{Work, add_model, fixture, with_input};
use serde_json::Value;

/// The languages of the mixed folder that have a model here.
const LANGUAGES: [&str; 10] = ["ar", "de", "es", "fa", "fr", "he", "ru", "tr", "uk", "zh"];

fn with_models(languages: &[&str]) -> Work {
    let work = Work::new();
    for language in languages {
        add_model(&work, language);
    }
    work
}

/// Runs with the models of the folder.
fn run(work: &Work, arguments: &str) -> common::Ran {
    let mut command = work.command(arguments);
    command.env("MUJAZ_MODELS", work.path("models"));
    common::Ran::of(command.output().unwrap())
}

struct Article {
    id: String,
    language: String,
    text: String,
}

/// Writes the 60 articles of the fixture, each in its own format; returns them by their file.
fn mixed_folder(work: &Work) -> BTreeMap<String, Article> {
    let text = fs::read_to_string(fixture("languages/mixed.jsonl")).unwrap();
    let mut articles = BTreeMap::new();
    for line in text.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| value[name].as_str().unwrap().to_owned();
        let (title, text, format) = (field("title"), field("text"), field("format"));
        let content = match format.as_str() {
            "html" => {
                let text = text.replace("\n\n", "</p>\n<p>");
                format!(
                    "<!doctype html><html><head><title>{title}</title></head><body><article>\n\
                     <h1>{title}</h1>\n<p>{text}</p>\n</article></body></html>"
                )
            }
            "json" => serde_json::json!({ "title": title, "text": text }).to_string(),
            "md" => format!("# {title}\n\n{text}\n"),
            _ => format!("{title}\n\n{text}\n"),
        };
        let id = field("id");
        let file = format!("{id}.{format}");
        work.write(&format!("in/{file}"), content);
        let language = field("language");
        articles.insert(file, Article { id, language, text });
    }
    assert_eq!(articles.len(), 60);
    articles
}

#[test]
fn with_memory_for_one_model_at_a_time_a_mixed_folder_gets_the_same_briefs() {
    let work = with_models(&LANGUAGES);
    mixed_folder(&work);
    let all = run(&work, "run in -o all --model-memory 1G").ended(0, &[]);
    assert!(!all.err.contains("unloaded"), "{}", all.err);
    let told = ["unloaded the model for ", "(--model-memory)"];
    run(&work, "run in -o one --model-memory 1").ended(0, &told);
    let results = work.results("all");
    assert_eq!(results, work.results("one"));
    for out in ["all", "one"] {
        let record = work.json(&format!("{out}/run.json"));
        let used = record["translators"].as_object().unwrap();
        assert_eq!(used.keys().collect::<Vec<_>>(), LANGUAGES, "{out}");
    }
    let started = Instant::now();
    run(&work, "run in -o calm --model-memory 1").ended(0, &[]);
    let calm = started.elapsed();
    for share in [0.3, 0.5, 0.7] {
        let mut command = work.command("run in -o stormy --model-memory 1");
        command.env("MUJAZ_MODELS", work.path("models"));
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(calm.mul_f64(share));
        // The run may have finished already; then killing it fails, which does not matter.
        let _ = child.kill();
        child.wait().unwrap();
    }
    run(&work, "run in -o stormy --model-memory 1").ended(0, &[]);
    assert_eq!(results, work.results("stormy"));
}

/// The lines of the index, by path.
fn index(work: &Work) -> BTreeMap<String, Value> {
    let lines = work.read("out/index.jsonl");
    let lines = lines.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        (line["path"].as_str().unwrap().to_owned(), line)
    });
    lines.collect()
}

#[test]
fn each_article_of_a_mixed_folder_is_translated_by_the_model_of_its_language() {
    let work = with_models(&LANGUAGES);
    let articles = mixed_folder(&work);
    run(&work, "run in -o out --formats json").ended(0, &[]);
    let index = index(&work);
    assert_eq!(index.len(), 60);
    for (file, article) in &articles {
        let line = &index[file];
        let code = article.language.as_str();
        if !LANGUAGES.contains(&code) && code != "en" {
            let reason = line["reason"].as_str().unwrap();
            assert_eq!(line["outcome"], "skipped", "{file}");
            assert!(reason.contains("mujaz models pull "), "{file}: {reason}");
            continue;
        }
        let brief = work.json(&format!("out/briefs/{file}.json"));
        assert_eq!(brief["source"]["language"], code, "{file}");
        let translator = &brief["provenance"]["translator"]["name"];
        if code == "en" {
            assert!(translator.is_null(), "{file}");
        } else {
            assert_eq!(*translator, format!("firefox-{code}-en"), "{file}");
        }
        // Every word of the article is in the brief, in its own place.
        let paragraphs = brief["paragraphs"].as_array().unwrap();
        let sources: String = paragraphs
            .iter()
            .flat_map(|paragraph| paragraph["segments"].as_array().unwrap())
            .map(|segment| segment["source"].as_str().unwrap())
            .collect();
        let letters =
            |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
        assert!(
            letters(&sources).contains(&letters(&article.text)),
            "{}: {sources}",
            article.id
        );
    }
    let record = work.json("out/run.json");
    let used = record["translators"].as_object().unwrap();
    assert_eq!(used.keys().collect::<Vec<_>>(), LANGUAGES);

    // What has become known of one language concerns its articles only.
    run(&work, "run in -o out --formats json").ended(0, &["nothing to do"]);
    add_model(&work, "ur");
    run(&work, "run in -o out --formats json").ended(0, &["unchanged       59"]);
    let brief = work.json("out/briefs/ur-1.json.json");
    assert_eq!(brief["provenance"]["translator"]["name"], "firefox-ur-en");
}

#[test]
fn paragraphs_in_another_language_go_to_its_model_stay_or_say_why_they_stay() {
    let arabic = "أعلنت وزارة الثقافة أمس افتتاح المتحف الجديد في العاصمة بعد سنوات من العمل، \
        وحضر الحفل مئات من الزوار والفنانين من أنحاء البلاد.";
    let french = "Le ministre a rappelé que le musée accueillera chaque année des milliers de \
        visiteurs venus de toute la région, et que les écoles y entreront gratuitement.";
    let english = "The minister recalled that the museum will welcome thousands of visitors from \
        the whole region every year, and that schools will not have to pay for their visits.";
    let text = format!("افتتاح المتحف الجديد\n\n{arabic}\n\n{french}\n\n{english}\n\n{arabic}\n");
    let paragraphs = |work: &Work| work.json("out/briefs/a.txt.json")["paragraphs"].clone();
    let work = with_models(&["ar"]);
    work.write("in/a.txt", &text);
    run(&work, "run in -o out").ended(0, &[]);
    let found = paragraphs(&work);
    assert_eq!(found[2]["language"], "fr");
    assert_eq!(found[2]["segments"][0]["status"], "failed");
    let why = found[2]["segments"][0]["flags"][0]["message"]
        .as_str()
        .unwrap();
    assert!(
        why.contains("French") && why.contains("mujaz models pull"),
        "{why}"
    );
    assert_eq!(found[3]["language"], "en");
    assert_eq!(found[3]["segments"][0]["translation"], english);
    assert!(found[4]["language"].is_null());
    add_model(&work, "fr");
    run(&work, "run in -o out").ended(0, &[]);
    let brief = work.json("out/briefs/a.txt.json");
    let others = &brief["provenance"]["other_translators"];
    assert_eq!(others["fr"]["name"], "firefox-fr-en");
    let found = paragraphs(&work);
    assert_ne!(found[2]["segments"][0]["status"], "failed");
    assert_ne!(found[2]["segments"][0]["translation"], french);
    // In an article that is said to be Arabic nothing else is looked for.
    run(&work, "run in -o named --from ar").ended(0, &[]);
    let named = work.json("named/briefs/a.txt.json");
    assert!(named["paragraphs"][2]["language"].is_null());
}

#[test]
fn an_english_article_becomes_a_brief_without_a_translator() {
    let work = Work::new();
    let body = "The island council voted on Monday against the sale of the old lighthouse. \
        Its keeper, Moira Dunn, said the decision had come as a relief to everyone.\n\n\
        The council will now look for 40,000 pounds to repair the roof before the winter.\n";
    work.write(
        "in/a.txt",
        format!("Council keeps the lighthouse\n\n{body}"),
    );
    run(&work, "run in -o out").ended(0, &["done             1"]);
    let brief = work.json("out/briefs/a.txt.json");
    assert_eq!(brief["headline"]["text"], "Council keeps the lighthouse");
    assert!(!brief["summary"]["sentences"].as_array().unwrap().is_empty());
    assert!(brief["verdict"].is_null() && brief["provenance"]["translator"].is_null());
    let page = work.read("out/briefs/a.txt.md");
    assert_eq!(
        page.matches("40,000 pounds to repair the roof").count(),
        2,
        "{page}"
    );
    assert!(page.contains("nothing was translated"), "{page}");
    let line = serde_json::json!({ "text": body, "id": 7 }).to_string() + "\n";
    let ran = with_input(work.command("filter"), line).ended(0, &["1 done"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["source"]["language"], "en");
}

#[test]
fn the_user_names_the_model_of_a_language_and_the_rest_is_chosen() {
    let work = with_models(&["ar", "fa"]);
    mixed_folder(&work);
    let persian = work.path("models/firefox-fa-en").display().to_string();
    // A folder that is not in the catalogue; its files say what it reads.
    fs::rename(&persian, work.path("mine")).unwrap();
    let translator = |file: &str| {
        let brief = work.json(&format!("out/briefs/{file}.json"));
        brief["provenance"]["translator"]["name"].clone()
    };
    let inputs: Vec<String> = fs::read_dir(work.path("in"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("fa-") || name.starts_with("ar-"))
        .collect();
    let persian = inputs.iter().find(|name| name.starts_with("fa-1")).unwrap();
    let arabic = inputs.iter().find(|name| name.starts_with("ar-1")).unwrap();
    let files = format!("in/{persian} in/{arabic}");
    run(&work, &format!("run {files} -o out")).ended(0, &["Persian", "models pull"]);
    run(&work, &format!("run {files} -o out --translator fa=mine")).ended(0, &[]);
    assert_eq!(translator(persian), "mine");
    assert_eq!(translator(arabic), "firefox-ar-en");
    work.write("mujaz.toml", "[translators]\nfa = './mine'\n");
    run(&work, &format!("run {files} -o out")).ended(0, &["nothing to do"]);
    fs::remove_file(work.path("mujaz.toml")).unwrap();
    run(
        &work,
        &format!("run {files} -o out --force --translator ./mine"),
    )
    .ended(0, &[]);
    assert_eq!(translator(persian), "mine");
    assert_eq!(translator(arabic), "firefox-ar-en");
    // A model for another language is an error that names both.
    run(
        &work,
        &format!("run {files} -o out --force --translator ar=mine"),
    )
    .ended(3, &["fa", "ar", "mine"]);
    run(
        &work,
        &format!("run {files} -o other --translator fa=nothing-like-it"),
    )
    .ended(3, &["nothing-like-it"]);
    run(&work, &format!("run {files} -o other --from he"))
        .ended(3, &["no translator for Hebrew", "mujaz models pull"]);
}

/// The file of an article, by its id.
fn file(articles: &BTreeMap<String, Article>, id: &str) -> String {
    let found = articles.iter().find(|(_, article)| article.id == id);
    found.unwrap().0.clone()
}

#[test]
fn a_brief_stays_when_its_translator_is_gone() {
    let work = with_models(&["ar", "fa"]);
    let articles = mixed_folder(&work);
    let persian = articles
        .values()
        .find(|a| a.language == "fa" && a.text.len() > 300);
    let persian = file(&articles, &persian.unwrap().id);
    let brief = format!("out/briefs/{persian}.json");
    run(&work, "run in -o out").ended(0, &[]);
    let before = work.read(&brief);
    fs::rename(work.path("models/firefox-fa-en"), work.path("elsewhere")).unwrap();
    run(&work, "run in -o out").ended(0, &["nothing to do"]);
    assert_eq!(work.read(&brief), before);
    // Nor does it go for a format that only a translator could give.
    fs::rename(work.path(&brief), work.path("brief.json")).unwrap();
    let page = brief.replace(".json", ".html");
    run(&work, "run in -o out --formats html,json,md").ended(0, &[]);
    assert!(work.path(&page).exists());
    fs::rename(work.path("brief.json"), work.path(&brief)).unwrap();
    // An article that has changed cannot keep the brief of another text.
    let text = work.read(&format!("in/{persian}"));
    work.write(&format!("in/{persian}"), text.replace("است", "بود"));
    run(&work, "run in -o out").ended(0, &["it is in Persian"]);
    assert!(!work.path(&brief).exists());
}

#[test]
fn a_damaged_model_that_nobody_named_costs_only_its_language() {
    let work = with_models(&["ar", "fa"]);
    let articles = mixed_folder(&work);
    let weights = work.path("models/firefox-fa-en/model.faen.intgemm.alphas.bin");
    let whole = fs::read(&weights).unwrap();
    fs::write(&weights, &whole[..100]).unwrap();
    let ran = run(&work, "run in -o out").ended(4, &["firefox-fa-en", "cannot be used"]);
    assert!(ran.err.contains("failed           6"), "{}", ran.err);
    let index = index(&work);
    for (name, article) in &articles {
        let outcome = &index[name]["outcome"];
        assert_eq!(
            outcome == "failed",
            article.language == "fa",
            "{name}: {outcome}"
        );
    }
    let arabic = file(&articles, "ar-1");
    let arabic = work.json(&format!("out/briefs/{arabic}.json"));
    assert_eq!(arabic["provenance"]["translator"]["name"], "firefox-ar-en");
    // One that is named is asked for.
    run(&work, "run in -o named --translator fa=firefox-fa-en").ended(3, &["model.faen"]);
    fs::write(&weights, whole).unwrap();
    run(&work, "run in -o out").ended(0, &["failed           0"]);
}

#[test]
fn a_model_of_many_languages_is_loaded_once_for_those_of_a_script() {
    let work = Work::new();
    mixed_folder(&work);
    let model = fixture("m2m100").display().to_string();
    run(
        &work,
        &format!("run in -o out --formats json --translator {model}"),
    )
    .ended(0, &[]);
    let record = work.json("out/run.json");
    let used = record["translators"].as_object().unwrap();
    let hashes: Vec<&Value> = used.values().map(|model| &model["hash"]).collect();
    assert!(used.len() > 3, "{used:?}");
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "{used:?}");
}

#[test]
fn a_text_too_short_to_tell_is_skipped_unless_it_says_what_it_is() {
    let work = with_models(&["ar", "fr"]);
    let filter = |line: &str| {
        let mut command = work.command("filter");
        command.env("MUJAZ_MODELS", work.path("models"));
        let ran = with_input(command, format!("{line}\n")).ended(0, &[]);
        serde_json::from_str::<Value>(&ran.out).unwrap()
    };
    let short = filter(r#"{"text": "Oui, merci."}"#);
    assert_eq!(short["outcome"], "skipped");
    assert!(
        short["reason"].as_str().unwrap().contains("--from"),
        "{short}"
    );
    let told = filter(r#"{"text": "Oui, merci.", "language": "fr"}"#);
    assert_eq!(told["source"]["language"], "fr");
    let lying = filter(
        r#"{"text": "أعلنت الوزارة أمس افتتاح المتحف الجديد في العاصمة بعد سنوات من العمل.", "language": "fr"}"#,
    );
    assert_eq!(lying["source"]["language"], "ar");
}

#[test]
fn words_are_counted_where_no_spaces_are_written() {
    let work = with_models(&["zh"]);
    work.write(
        "in/a.txt",
        "市政府公布了新的规划。居民担心施工会加重城区的拥堵。\n",
    );
    let ran = run(&work, "run in -o out --dry-run").ended(0, &[]);
    let line = "a.txt\ttxt\tUTF-8\tzh\t12 words\t2 segments\t";
    assert!(ran.out.contains(line), "{}", ran.out);
}
