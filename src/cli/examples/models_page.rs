//! The tables of `docs/models.md` are those of the catalogue.

use std::fs;

use super::page::root;
use crate::cli::models::licence_in_words;
use crate::model::{Catalogue, Entry};
use crate::text::{TARGET, language_name};

/// The test set whose BLEU stands beside the translators of a language.
const TEST_SET: &str = "FLORES-200 devtest";

/// The published BLEU of a translator from a language into English.
fn bleu(entry: &Entry, language: &str) -> Option<f64> {
    let ending = format!(" {language} to English");
    let fits = |test: &str| {
        test == TEST_SET || (test.starts_with(TEST_SET) && test.ends_with(ending.as_str()))
    };
    let mut scores = entry.scores.iter();
    let score = scores.find(|score| score.metric == "BLEU" && fits(&score.test))?;
    Some(score.value)
}

/// The row of a language: its translators, the first choice in front.
fn language_row(catalogue: &Catalogue, code: &str) -> String {
    let language = language_name(code);
    let translators = catalogue.translators(code, TARGET.code).into_iter();
    let translators = translators.map(|entry| match bleu(entry, language) {
        Some(value) => format!("`{}` {value:.1}", entry.name),
        None => format!("`{}`", entry.name),
    });
    let translators: Vec<String> = translators.collect();
    format!("| {language} | {code} | {} |", translators.join(", "))
}

/// The row of a model. A source stands behind the last of the scores that it has.
fn model_row(entry: &Entry) -> String {
    let mut scores = Vec::new();
    for (at, score) in entry.scores.iter().enumerate() {
        let digits: usize = if score.metric.starts_with("ROUGE") {
            2
        } else {
            1
        };
        let mut text = format!(
            "{} {:.digits$} on {}",
            score.metric, score.value, score.test
        );
        let next = entry.scores.get(at + 1);
        if next.is_none_or(|next| next.origin != score.origin) {
            text = format!("{text} ({})", score.origin);
        }
        scores.push(text);
    }
    let scores = match scores.as_slice() {
        [] => "-".to_owned(),
        scores => scores.join(", "),
    };
    let licence = licence_in_words(entry.licence.as_deref(), entry.ships());
    let parameters = entry.parameters;
    let parameters = parameters.map_or_else(|| "-".to_owned(), |millions| format!("{millions} M"));
    format!(
        "| `{}` | {licence} | {parameters} | {} | {scores} |",
        entry.name, entry.note
    )
}

#[test]
fn the_page_of_models_has_the_rows_of_the_catalogue() {
    let page = fs::read_to_string(root().join("docs/models.md")).expect("a page");
    let lines: Vec<&str> = page.lines().collect();
    let catalogue = Catalogue::builtin();
    let languages = catalogue.languages(TARGET.code).into_iter();
    let mut missing: Vec<String> = languages
        .map(|code| language_row(&catalogue, code))
        .chain(catalogue.entries().iter().map(model_row))
        .collect();
    missing.retain(|row| !lines.contains(&row.as_str()));
    assert!(
        missing.is_empty(),
        "docs/models.md lacks:\n{}",
        missing.join("\n")
    );
    let models = lines.iter().filter(|line| line.starts_with("| `")).count();
    assert_eq!(models, catalogue.entries().len(), "it has rows of others");
}
