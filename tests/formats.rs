//! Files of every format that is more than text, with what is to be read of them. Each folder of
//! `tests/formats` holds files and `expect.json`: the articles with their outcome and headline, their
//! paragraphs, and texts that they contain or that must not be in them; `count` is the number of articles.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use mujaz::article::{Article, Context, ReadSettings, Refusal, Selection, discover, read_file};
use mujaz::document::Role;
use mujaz::text::Language;
use serde_json::Value;

type Read = BTreeMap<String, Result<Article, Refusal>>;

/// Every article below a folder, by its path.
fn articles(folder: &Path) -> Read {
    let context = Context::of(Language::of("ar"));
    let mut read = Read::new();
    for file in discover(&[folder.to_path_buf()], None, &Selection::default())
        .unwrap()
        .files
    {
        read_file(&file, ReadSettings::default(), &mut |record| {
            let path = record.path.clone();
            let before = read.insert(path.clone(), record.parse(&context));
            assert!(before.is_none(), "{path} is read twice");
            ControlFlow::Continue(())
        });
    }
    read
}

fn texts<'v>(expected: &'v Value, key: &str) -> Vec<&'v str> {
    let list = expected[key].as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

/// The text on one line, without characters that cannot be seen.
fn line(text: &str) -> String {
    let is_seen = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}');
    let seen: String = text.chars().filter(is_seen).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with an article, if anything is.
fn fault(expected: &Value, read: &Read) -> Option<String> {
    let name = expected["file"].as_str().unwrap();
    let wants_brief = expected["outcome"]
        .as_str()
        .is_none_or(|outcome| outcome.contains("done"));
    let article = match read.get(name) {
        Some(Ok(article)) if wants_brief => article,
        Some(Err(_)) if !wants_brief => return None,
        Some(Err(refusal)) => return Some(format!("{name}: refused: {refusal}")),
        Some(Ok(_)) => return Some(format!("{name}: was read")),
        None => return Some(format!("{name}: not found among {:?}", read.keys())),
    };
    let title = expected["title"].as_str();
    if title.is_some() && article.source.title.as_deref().map(line) != title.map(line) {
        return Some(format!("{name}: headline {:?}", article.source.title));
    }
    let story = article
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.role != Role::Title);
    let story: Vec<String> = story
        .map(|paragraph| line(article.paragraph_text(paragraph)))
        .collect();
    let paragraphs = texts(expected, "paragraphs");
    if !paragraphs.is_empty() && !paragraphs.iter().map(|text| line(text)).eq(story.clone()) {
        return Some(format!("{name}: paragraphs {story:#?}"));
    }
    let whole = line(&article.text);
    let lost = texts(expected, "contains")
        .into_iter()
        .find(|text| !whole.contains(&line(text)));
    let foreign = texts(expected, "absent")
        .into_iter()
        .find(|text| whole.contains(&line(text)));
    match (lost, foreign) {
        (Some(text), _) => Some(format!("{name}: lost {text}")),
        (_, Some(text)) => Some(format!("{name}: should not be there: {text}")),
        (None, None) => None,
    }
}

#[test]
fn every_format_is_read_as_its_readers_see_it() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut faults = Vec::new();
    let mut count = 0;
    for case in fs::read_dir(cases).unwrap() {
        let folder = case.unwrap().path();
        let is_parquet = folder
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("parquet"));
        if !folder.is_dir() || is_parquet && cfg!(not(feature = "parquet")) {
            continue;
        }
        let expected = fs::read_to_string(folder.join("expect.json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let read = articles(&folder);
        let found = read.keys().filter(|path| !path.starts_with("expect.json"));
        let found = found.count() as u64;
        if expected["count"].as_u64().is_some_and(|all| all != found) {
            faults.push(format!("{}: has {found} articles", folder.display()));
        }
        for article in expected["articles"].as_array().unwrap() {
            count += 1;
            let found = fault(article, &read);
            faults.extend(found.map(|fault| format!("{}: {fault}", folder.display())));
        }
    }
    assert!(count > 0, "there are no cases");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
