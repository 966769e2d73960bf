//! The JSON that the program writes is as its schemas say, for articles that end in every way; and the
//! schemas have the words of the types behind them.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use common::{Ran, Work, article, tiny_model, with_input};
use mujaz::article::{Format, Reason};
use mujaz::brief::{FlagKind, NameKind, Origin, Status, Suitability};
use mujaz::document::Role;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A schema, as the program prints it.
fn schema(name: &str) -> Value {
    let ran = Work::new().run(&format!("schema {name}")).ended(0, &[]);
    serde_json::from_str(&ran.out).unwrap()
}

/// A schema that values are compared with.
struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    /// Why a value does not fit, if it does not.
    fn error(&self, value: &Value) -> Option<String> {
        let checked = self.schemas.validate(value, self.index);
        checked.err().map(|error| error.to_string())
    }

    fn is_valid(&self, value: &Value) -> bool {
        self.error(value).is_none()
    }
}

fn validator(name: &str) -> Validator {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let place = format!("{name}.schema.json");
    compiler.add_resource(&place, schema(name)).unwrap();
    let index = compiler.compile(&place, &mut schemas);
    let index = index.unwrap_or_else(|error| panic!("{name}: {error}"));
    Validator { schemas, index }
}

#[track_caller]
fn assert_fits(validator: &Validator, value: &Value) {
    if let Some(error) = validator.error(value) {
        panic!("{error} in {value:#}");
    }
}

/// The lines of a text, each of which must fit.
#[track_caller]
fn assert_lines_fit(validator: &Validator, text: &str) -> Vec<Value> {
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<Value> = lines.collect();
    for line in &lines {
        assert_fits(validator, line);
    }
    lines
}

/// Checks an output folder; returns its briefs and the lines of its index.
#[track_caller]
fn assert_folder_fits(work: &Work, folder: &str) -> (Vec<Value>, Vec<Value>) {
    let index = assert_lines_fit(
        &validator("index"),
        &work.read(&format!("{folder}/index.jsonl")),
    );
    let files = index
        .iter()
        .filter_map(|line| line["briefs"]["json"].as_str());
    let briefs: Vec<Value> = files
        .map(|file| work.json(&format!("{folder}/{file}")))
        .collect();
    let validator_of_briefs = validator("brief");
    for brief in &briefs {
        assert_fits(&validator_of_briefs, brief);
    }
    assert_fits(&validator("run"), &work.json(&format!("{folder}/run.json")));
    (briefs, index)
}

fn values<'v>(objects: &'v [Value], key: &str) -> BTreeSet<&'v str> {
    objects.iter().filter_map(|o| o[key].as_str()).collect()
}

/// A folder with articles that end in every way, and a glossary.
fn of_every_kind() -> Work {
    let work = Work::with_articles();
    work.write("in/empty.txt", "");
    work.write("in/binary.txt", [0_u8, 1, 2, 3, 255, 0, 7].repeat(100));
    work.write("in/broken.json", "{\"title\": \"عنوان\", \"text\": ");
    work.write(
        "in/english.txt",
        "Port reopens\n\nThe port of Rafah reopened on Monday after a storm, Ahmed Salim said.\n",
    );
    work.write(
        "in/russian.txt",
        "Министр иностранных дел прибыл в столицу во вторник и встретился с послом.",
    );
    let line =
        json!({ "text": article("السوق", 3), "date": "2024-01-02", "url": "https://a.example" });
    work.write("in/lines.jsonl", format!("{line}\n[1]\n\n{{}}\n"));
    let page = format!(
        "<html><body><h1>عنوان</h1><p>{}</p><div class=comments><p>تعليق أول طويل.</p></div></body></html>",
        article("السد", 4).replace("\n\n", "</p><p>")
    );
    work.write("in/page.html", page);
    let clause = "وقال الوزير إن العمل مستمر في المدينة وإن النتائج جيدة، ";
    let sentence = clause.repeat(12);
    work.write("in/long.txt", format!("خبر طويل\n\n{sentence}وانتهى.\n"));
    work.write("names.tsv", "السد\tthe dam\tnot a name\nالوزير\tminister\n");
    work
}

#[test]
fn articles_that_end_in_every_way_fit() {
    let work = of_every_kind();
    let run = "run in -o out --backend mock --formats md,json --glossary names.tsv";
    work.run(run).ended(4, &[]);
    let (briefs, index) = assert_folder_fits(&work, "out");
    assert!(briefs.len() >= 5, "{}", briefs.len());
    let outcomes = values(&index, "outcome");
    for outcome in ["done", "skipped", "failed"] {
        assert!(outcomes.contains(outcome), "{outcomes:?}");
    }
    // Approved pairs, and the record of a shard.
    let sentence = &briefs[0]["paragraphs"][0]["segments"][0]["source"];
    work.write(
        "pairs.tsv",
        format!("{}\tGood news", sentence.as_str().unwrap()),
    );
    work.run("memory import out pairs.tsv").ended(0, &[]);
    work.run(run).ended(4, &[]);
    let (briefs, _) = assert_folder_fits(&work, "out");
    let texts: Vec<String> = briefs.iter().map(Value::to_string).collect();
    for optional in ["approved", "glossary_hits", "left_out", "parts", "dateline"] {
        let key = format!("\"{optional}\":");
        assert!(
            texts.iter().any(|text| text.contains(&key)),
            "no {optional}"
        );
    }
    work.run("run in -o shard --backend mock --shard 1/2");
    assert_fits(&validator("run"), &work.json("shard/run-1-of-2.json"));
}

#[test]
fn samples_fit_with_the_models_that_ship_and_with_a_summarizer() {
    let work = Work::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |arguments: &str| {
        let mut command = work.command(arguments);
        command.arg(root.join("samples"));
        Ran::of(command.output().unwrap()).ended(0, &[]);
    };
    run("run -o out --formats json,html,md");
    let (briefs, index) = assert_folder_fits(&work, "out");
    assert_eq!((briefs.len(), index.len()), (7, 7));
    assert!(briefs.iter().all(|brief| brief["verdict"].is_object()));
    let summarizer = root.join("tests/fixtures/bart");
    run(&format!(
        "run -o written --formats json --precision f32 --translator {} --summarizer {}",
        tiny_model(),
        summarizer.display()
    ));
    let (briefs, _) = assert_folder_fits(&work, "written");
    for brief in &briefs {
        let written = brief["summary"]["origin"] == "generated";
        let summarizer = &brief["provenance"]["summarizer"];
        assert_eq!(summarizer.is_object(), written, "{summarizer}");
    }
}

#[test]
fn answers_of_filter_check_and_search_fit() {
    let work = of_every_kind();
    let lines = [
        json!({ "id": "a", "text": article("السد", 1) }).to_string(),
        String::new(),
        json!({ "id": u64::MAX, "title": "x" }).to_string(),
        json!({ "id": [1], "text": "Министр прибыл в столицу во вторник утром." }).to_string(),
        "[1]".to_owned(),
    ];
    let ran = with_input(work.command("filter --backend mock"), lines.join("\n"));
    let answers = assert_lines_fit(&validator("filter"), &ran.ended(0, &[]).out);
    let outcomes = BTreeSet::from(["done", "failed", "skipped"]);
    assert_eq!(values(&answers, "outcome"), outcomes);
    let flat = work.command("filter --backend mock:fault=ك --flat --pass * --from ar");
    let ran = with_input(flat, lines.join("\n")).ended(4, &["1 unfinished"]);
    let rows = assert_lines_fit(&validator("filter"), &ran.out);
    assert_eq!(rows.len(), answers.len());
    assert!(rows.iter().all(|row| row.get("doubts").is_some()));
    let messages = json!([{ "role": "user", "content": article("السد", 1) }]);
    let request = json!({ "custom_id": "a", "url": "/v1/chat/completions", "body": { "messages": messages } });
    let batch = work.command("filter --backend mock --batch-api");
    let ran = with_input(batch, format!("{request}\n[1]\n"));
    let results = assert_lines_fit(&validator("filter"), &ran.ended(0, &[]).out);
    assert!(results[0]["error"].is_null() && results[1]["error"].is_object());
    let message = &results[0]["response"]["body"]["choices"][0]["message"];
    assert_lines_fit(&validator("filter"), message["content"].as_str().unwrap());

    let pairs = [
        json!({ "id": { "a": 1 }, "source": "افتتحت الوزارة 12 مدرسة.", "translation": "The ministry opened 13 schools." }).to_string(),
        json!({ "id": null, "source": "نص" }).to_string(),
        "نص\ttext\nno pair\n".to_owned(),
    ];
    let ran = with_input(work.command("check --json"), pairs.join("\n"));
    let answers = assert_lines_fit(&validator("check"), &ran.ended(0, &[]).out);
    assert_eq!(answers.len(), 4);

    work.run("run in -o out --backend mock").ended(4, &[]);
    let ran = work.run("search out السد --json").ended(0, &[]);
    let hits = assert_lines_fit(&validator("search"), &ran.out);
    assert!(hits.iter().any(|hit| hit["sentence"].is_object()));
}

#[test]
fn briefs_and_records_of_a_way_through_another_language_fit() {
    let work = of_every_kind();
    let way = "--backend mock --from ar --translator ar=one>tr>two --glossary names.tsv";
    work.run(&format!("run in -o out --formats json {way}"));
    let (briefs, _) = assert_folder_fits(&work, "out");
    let on_the_way = |brief: &Value| brief.to_string().contains("\"intermediate\":{");
    assert!(briefs.iter().any(on_the_way));
    let line = json!({ "text": article("السد", 1) }).to_string();
    let ran = with_input(work.command(&format!("filter {way}")), line).ended(0, &[]);
    let answers = assert_lines_fit(&validator("filter"), &ran.out);
    assert!(answers.iter().all(on_the_way));
}

/// Calls a function with the pointer to a value and to every value inside of it.
fn each_place(value: &Value, at: &str, each: &mut dyn FnMut(&str)) {
    each(at);
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, inner)| each_place(inner, &format!("{at}/{key}"), each)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(number, inner)| each_place(inner, &format!("{at}/{number}"), each)),
        _ => {}
    }
}

#[test]
fn a_brief_with_a_key_too_many_or_too_few_or_of_another_kind_is_refused() {
    let work = of_every_kind();
    work.run("run in -o out --backend mock --formats json --glossary names.tsv")
        .ended(4, &[]);
    let optional = [
        "verdict",
        "names",
        "glossary_hits",
        "title",
        "date",
        "url",
        "left_out",
        "language",
        "score",
        "estimate",
        "approved",
        "second",
        "parts",
        "dateline",
        "note",
        "evidence",
        "translator",
        "other_translators",
        "second_translators",
        "summarizer",
        "headliner",
        "revision",
        "licence",
        "fields",
        "glossary",
        "other_precisions",
        "shortlists",
    ];
    let validator = validator("brief");
    let (briefs, _) = assert_folder_fits(&work, "out");
    for brief in &briefs {
        let mut places = Vec::new();
        each_place(brief, "", &mut |place| places.push(place.to_owned()));
        for place in places {
            let mut kind = brief.clone();
            *kind.pointer_mut(&place).unwrap() = json!({ "unknown": 1 });
            assert!(!validator.is_valid(&kind), "{place} of another kind");
            let Some(Value::Object(fields)) = brief.pointer(&place) else {
                continue;
            };
            let with = |fields: Map<String, Value>| {
                let mut changed = brief.clone();
                *changed.pointer_mut(&place).unwrap() = fields.into();
                changed
            };
            let mut more = fields.clone();
            more.insert("unknown".to_owned(), json!(1));
            assert!(!validator.is_valid(&with(more)), "{place} with a key more");
            for key in fields.keys() {
                let mut fewer = fields.clone();
                fewer.remove(key);
                // The language of a paragraph may be missing, that of the article not.
                let may = optional.contains(&key.as_str())
                    && (place.as_str(), key.as_str()) != ("/source", "language");
                assert_eq!(
                    validator.is_valid(&with(fewer)),
                    may,
                    "{place} without {key}"
                );
            }
        }
    }
}

/// The words of an enumeration, as its definition in a schema has them.
fn words_in(schema: &Value, pointer: &str) -> Vec<String> {
    let definition = schema.pointer(pointer).unwrap();
    let words: Vec<&Value> = match (&definition["oneOf"], &definition["enum"]) {
        (Value::Array(each), _) => each.iter().map(|word| &word["const"]).collect(),
        (_, Value::Array(words)) => words.iter().collect(),
        _ => panic!("no words at {pointer}"),
    };
    words
        .iter()
        .map(|word| word.as_str().unwrap().to_owned())
        .collect()
}

/// The words of a type, which serde lists when it meets another one.
fn words_of<T: DeserializeOwned>() -> Vec<String> {
    let error = serde_json::from_str::<T>("\"?\"")
        .err()
        .unwrap()
        .to_string();
    let quoted = error.split('`').skip(1).step_by(2).skip(1);
    quoted.map(str::to_owned).collect()
}

#[test]
fn schemas_have_the_words_of_the_types() {
    let brief = schema("brief");
    let of = |pointer: &str| words_in(&brief, pointer);
    assert_eq!(of("/$defs/FlagKind"), words_of::<FlagKind>());
    assert_eq!(of("/$defs/Origin"), words_of::<Origin>());
    assert_eq!(of("/$defs/Suitability"), words_of::<Suitability>());
    assert_eq!(of("/$defs/NameKind"), words_of::<NameKind>());
    assert_eq!(of("/$defs/Paragraph/properties/role"), words_of::<Role>());
    assert_eq!(of("/$defs/Segment/properties/status"), words_of::<Status>());
    assert_eq!(of("/$defs/Source/properties/format"), words_of::<Format>());
    assert_eq!(Format::ALL.map(Format::name).to_vec(), words_of::<Format>());
    for word in of("/$defs/Source/properties/left_out/properties/kinds/items") {
        assert!(
            serde_json::from_value::<Reason>(json!(word)).is_ok(),
            "{word}"
        );
    }
}

#[test]
fn what_two_schemas_define_is_the_same_in_both() {
    let names = ["brief", "index", "run", "filter", "check", "search"];
    let schemas = names.map(schema);
    let mut shared = 0;
    for (one, other) in schemas
        .iter()
        .flat_map(|one| schemas.iter().map(move |other| (one, other)))
    {
        for (name, definition) in one["$defs"].as_object().unwrap() {
            // These two are whole lines, which differ.
            if !name.starts_with("With")
                && let Some(same) = other["$defs"].get(name)
            {
                assert_eq!(
                    definition, same,
                    "{name} in {} and {}",
                    one["$id"], other["$id"]
                );
                shared += 1;
            }
        }
    }
    assert!(shared > names.len());
    let [brief, index, _, filter, _, search] = &schemas;
    let line = &filter["$defs"]["WithBrief"]["properties"];
    for (key, field) in brief["properties"].as_object().unwrap() {
        assert_eq!(&line[key], field, "{key}");
    }
    for (key, field) in index["$defs"]["WithBrief"]["properties"]
        .as_object()
        .unwrap()
    {
        assert_eq!(&search["properties"][key], field, "{key}");
    }
}
