//! Scores against those of sacrebleu and rouge-score: `tests/fixtures/golden-eval.json`, written
//! by `scripts/fixtures/eval.py`.

use std::path::Path;

use serde_json::Value;

use super::python::words;
use super::tokenize_13a::tokenize_13a;
use super::{Metric, Scores, score};

const ALL: [Metric; 4] = [
    Metric::Bleu,
    Metric::Chrf,
    Metric::ChrfPlusPlus,
    Metric::Rouge,
];

fn golden() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden-eval.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// All cases: the name, the expected scores and those of mujaz.
fn cases() -> Vec<(String, Value, Scores)> {
    let texts = |value: &Value| serde_json::from_value::<Vec<String>>(value.clone()).unwrap();
    let mut golden = golden();
    let cases = golden["cases"].take();
    let cases = cases.as_array().unwrap().iter().map(|case| {
        let references: Vec<_> = case["references"]
            .as_array()
            .unwrap()
            .iter()
            .map(texts)
            .collect();
        let scores = score(&texts(&case["hypotheses"]), &references, &ALL).unwrap();
        let name = case["name"].as_str().unwrap().to_owned();
        (name, case.clone(), scores)
    });
    cases.collect()
}

#[track_caller]
fn equal(name: &str, ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    let tolerance = 1e-9 * theirs.abs();
    assert!(
        (ours - theirs).abs() <= tolerance,
        "{name}: {ours}, not {theirs}"
    );
}

/// The line that sacrebleu prints, with mujaz's version in place of its own.
fn printed(text: &Value) -> String {
    let version = concat!("mujaz:", env!("CARGO_PKG_VERSION"));
    let text = text.as_str().unwrap();
    assert!(text.contains("version:2.6.0"), "{text}");
    text.replace("version:2.6.0", version)
}

#[test]
fn tokens_are_those_of_13a() {
    for pair in golden()["tokens"].as_array().unwrap() {
        let text = pair[0].as_str().unwrap();
        let tokens: Vec<_> = words(&tokenize_13a(text)).map(str::to_owned).collect();
        assert_eq!(tokens.join(" "), pair[1].as_str().unwrap(), "{text:?}");
    }
}

#[test]
fn bleu_is_that_of_sacrebleu() {
    for (name, case, scores) in cases() {
        let (ours, theirs) = (scores.bleu.unwrap(), &case["bleu"]);
        let lengths = serde_json::json!([ours.hyp_len, ours.ref_len]);
        assert_eq!(
            lengths,
            serde_json::json!([theirs["hyp_len"], theirs["ref_len"]]),
            "{name}"
        );
        assert_eq!(serde_json::json!(ours.counts), theirs["counts"], "{name}");
        assert_eq!(serde_json::json!(ours.totals), theirs["totals"], "{name}");
        equal(&name, ours.score, &theirs["score"]);
        equal(&name, ours.bp, &theirs["bp"]);
        equal(&name, ours.ratio, &theirs["ratio"]);
        for (ours, theirs) in ours
            .precisions
            .iter()
            .zip(theirs["precisions"].as_array().unwrap())
        {
            equal(&name, *ours, theirs);
        }
        assert_eq!(ours.to_string(), printed(&theirs["text"]), "{name}");
    }
}

#[test]
fn chrf_is_that_of_sacrebleu() {
    for (name, case, scores) in cases() {
        for (ours, theirs) in [
            (scores.chrf.unwrap(), &case["chrf"]),
            (scores.chrf_plus_plus.unwrap(), &case["chrf++"]),
        ] {
            equal(&name, ours.score, &theirs["score"]);
            assert_eq!(ours.to_string(), printed(&theirs["text"]), "{name}");
        }
    }
}

#[test]
fn rouge_is_that_of_rouge_score() {
    for (name, case, scores) in cases() {
        let (ours, theirs) = (scores.rouge.unwrap(), &case["rouge"]);
        for (kind, score) in [
            ("rouge1", ours.rouge1),
            ("rouge2", ours.rouge2),
            ("rougeL", ours.rouge_l),
            ("rougeLsum", ours.rouge_lsum),
        ] {
            let name = format!("{name}, {kind}");
            equal(&name, score.precision, &theirs[kind][0]);
            equal(&name, score.recall, &theirs[kind][1]);
            equal(&name, score.fmeasure, &theirs[kind][2]);
        }
    }
}
