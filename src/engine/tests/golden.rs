//! Tests of the engine against Hugging Face transformers, and for Firefox models against the crate
//! fxtranslate. `tests/fixtures` holds tiny models and what these compute with them, written by
//! `make.py`, `t5.py` and `firefox.py` in `scripts/fixtures`.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use crate::engine::contract::params::{DecodeParams, EarlyStopping, Request};
use crate::engine::contract::seq2seq::{RowRules, Scoring, Step};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::Floats;
use crate::engine::cpu::precision::element::Bf16;
use crate::engine::cpu::precision::int8::Int8;
use crate::engine::decode::batch::Budget;
use crate::engine::device::hardware::{Device, Precision};
use crate::engine::load::load;
use crate::engine::serve::engine::Engine;
use crate::engine::tests::under_test::UnderTest;
use crate::engine::torch::model::TensorModel;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{ModelConfig, Pair, Tokenizer};

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

pub(crate) fn golden(name: &str) -> Value {
    let text = std::fs::read_to_string(fixture(&format!("golden-{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A fixture's folder of weights and its golden file.
pub(crate) type Fixture = (&'static str, &'static str);

/// The fixtures of the BART shape.
pub(crate) const BART_LIKE: [Fixture; 9] = [
    ("marian", "marian"),
    ("marian-bin", "marian"),
    ("marian-untied", "marian-untied"),
    ("bart", "bart"),
    ("mbart", "mbart"),
    ("m2m100", "m2m100"),
    ("nllb", "nllb"),
    ("pegasus", "pegasus"),
    ("firefox-float", "firefox-float"),
];

/// The fixtures of T5 and mT5. Below f32 they have bounds of their own: their attention is far
/// sharper than that of published models, because its scores are not divided and their weights were
/// not drawn smaller.
pub(crate) const T5: [Fixture; 2] = [("t5", "t5"), ("mt5", "mt5")];

pub(crate) fn tokenizer(dir: &Path) -> Tokenizer {
    let pair = Pair {
        source: "ar",
        target: "en",
    };
    Tokenizer::open(dir, &ModelConfig::read(dir).unwrap(), pair).unwrap()
}

/// The fixtures that an implementation runs.
fn models<M: UnderTest>() -> Vec<Fixture> {
    match M::OWN {
        Some(own) => own.to_vec(),
        None => [&BART_LIKE[..], &T5[..]].concat(),
    }
}

pub(crate) fn ids(value: &Value) -> Vec<u32> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap() as u32)
        .collect()
}

fn floats(value: &Value) -> Vec<f32> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_f64().unwrap() as f32)
        .collect()
}

pub(crate) fn sources(golden: &Value) -> Vec<Vec<u32>> {
    golden["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| ids(&s["ids"]))
        .collect()
}

#[track_caller]
pub(crate) fn assert_near(ours: &[f32], theirs: &[f32], tolerance: f32) {
    assert_eq!(ours.len(), theirs.len());
    for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!(
            (a - b).abs() <= tolerance * b.abs().max(1.0),
            "value {i}: {a} against {b}"
        );
    }
}

#[test]
fn encoder_states_are_those_of_transformers_alone_and_in_a_batch() {
    check_encoder::<CpuModel<Floats<f32>>>();
    check_encoder::<TensorModel>();
}

pub(crate) fn check_encoder<M: UnderTest>() {
    let _no_grad = tch::no_grad_guard();
    for (folder, name) in models::<M>() {
        let golden = golden(name);
        let all = sources(&golden);
        let encoder = &golden["encoder"];
        let chosen: Vec<&[u32]> = ids(&encoder["sources"])
            .iter()
            .map(|&i| &*all[i as usize])
            .collect();
        let mut model = M::open(&fixture(folder));
        let check = |states: &[f32], tokens: usize, expected: &Value| {
            let rows = states.chunks_exact(states.len() / tokens);
            let expected = expected.as_array().unwrap();
            assert!(expected.len() <= tokens);
            for (ours, theirs) in rows.zip(expected) {
                assert_near(&ours[..8], &floats(theirs), 1e-4);
            }
        };
        let batch = model.states(&chosen);
        for (i, source) in chosen.iter().enumerate() {
            let alone = model.states(&[source]);
            check(&alone[0], source.len(), &encoder["alone"][i]);
            check(&batch[i], source.len(), &encoder["batch"][i]);
        }
    }
}

#[test]
fn logits_are_those_of_transformers() {
    check_logits::<CpuModel<Floats<f32>>>(1e-4);
    check_logits::<TensorModel>(1e-4);
}

#[test]
fn bf16_logits_are_near_those_of_transformers() {
    if Precision::resolve("bf16", Device::Cpu).is_err() {
        eprintln!("SKIPPED: this processor has no bf16");
        return;
    }
    // bf16 has eight bits of mantissa, and errors add up through the layers.
    let _no_grad = tch::no_grad_guard();
    for_logits::<CpuModel<Floats<Bf16>>>(&BART_LIKE, |ours, theirs| {
        assert_near(ours, theirs, 0.1);
    });
    let error = relative_error::<CpuModel<Floats<Bf16>>>(&T5);
    assert!(error < 0.1, "{error}");
}

#[test]
fn int8_logits_are_near_those_of_transformers() {
    // Rows of these models are very short, so that single logits may be far off, but not their
    // mean.
    for (fixtures, bound) in [(&BART_LIKE[..], 0.1), (&T5[..], 0.3)] {
        let error = relative_error::<CpuModel<Int8>>(fixtures);
        assert!(error < bound, "{error}");
        assert!(relative_error::<CpuModel<Floats<f32>>>(fixtures) < 1e-4);
    }
}

/// The root mean square error of logits, divided by the root mean square of the logits.
fn relative_error<M: UnderTest>(fixtures: &[Fixture]) -> f32 {
    let _no_grad = tch::no_grad_guard();
    let (mut errors, mut squares) = (0.0, 0.0);
    for_logits::<M>(fixtures, |ours, theirs| {
        for (a, b) in ours.iter().zip(theirs) {
            errors += (a - b) * (a - b);
            squares += b * b;
        }
    });
    (errors / squares).sqrt()
}

pub(crate) fn check_logits<M: UnderTest>(tolerance: f32) {
    let _no_grad = tch::no_grad_guard();
    for_logits::<M>(&models::<M>(), |ours, theirs| {
        assert_near(ours, theirs, tolerance);
    });
}

/// Calls `check` with the engine's logits and those of transformers, and with the log-sum-exp of
/// both, for each golden step of the fixtures.
fn for_logits<M: UnderTest>(fixtures: &[Fixture], mut check: impl FnMut(&[f32], &[f32])) {
    for &(folder, name) in fixtures {
        let golden = golden(name);
        let all = sources(&golden);
        let mut model = M::open(&fixture(folder));
        for case in golden["decoder"].as_array().unwrap() {
            model.clear();
            model
                .admit(&[&all[case["source"].as_u64().unwrap() as usize]], 1)
                .unwrap();
            let entries = ids(&case["entries"]);
            for (position, token) in ids(&case["decoder_input_ids"]).into_iter().enumerate() {
                let logits = model.scores(&[token]);
                let ours: Vec<f32> = entries.iter().map(|&e| logits[e as usize]).collect();
                check(&ours, &floats(&case["logits"][position]));
                let sum = crate::engine::cpu::topk::log_sum_exp(&logits);
                check(&[sum], &floats(&case["log_sum_exp"][position]));
            }
        }
    }
}

fn params(arguments: &Value) -> DecodeParams {
    let number = |key: &str| arguments[key].as_u64().unwrap_or(0) as usize;
    DecodeParams {
        beams: number("num_beams"),
        max_new: number("max_new_tokens"),
        // transformers counts the start token in min_length and not in min_new_tokens.
        min_new: arguments["min_new_tokens"]
            .as_u64()
            .map_or(number("min_length").saturating_sub(1), |n| n as usize),
        length_penalty: arguments["length_penalty"].as_f64().unwrap_or(1.0) as f32,
        early_stopping: match &arguments["early_stopping"] {
            _ if arguments["search"] == "marian" => EarlyStopping::Narrowing,
            Value::Bool(true) => EarlyStopping::Yes,
            Value::String(_) => EarlyStopping::Never,
            _ => EarlyStopping::Heuristic,
        },
        no_repeat_ngram: number("no_repeat_ngram_size"),
        repetition_penalty: arguments["repetition_penalty"].as_f64().unwrap_or(1.0) as f32,
        n_best: number("num_return_sequences").max(1),
        ..DecodeParams::default()
    }
}

/// Decodes all requests at once, in batches of at most `rows` rows.
pub(crate) fn decode<M: UnderTest>(
    mut model: M,
    case: &Value,
    sources: &[Vec<u32>],
    rows: usize,
) -> Vec<Vec<crate::engine::contract::params::Hypothesis>> {
    let arguments = &case["arguments"];
    let spec = model.spec_mut();
    let token = |key: &str| arguments[key].as_u64().map(|n| n as u32);
    spec.forced_eos = token("forced_eos_token_id");
    spec.forced_bos = token("forced_bos_token_id");
    spec.renormalize = arguments["renormalize_logits"].as_bool().unwrap_or(false);
    let bad = arguments["bad_words_ids"].as_array();
    spec.suppressed = bad
        .map(|b| b.iter().map(|w| ids(w)[0]).collect())
        .unwrap_or_default();
    decode_with(model, params(arguments), sources, rows)
}

/// Decodes all requests at once with the same parameters, in batches of at most `rows` rows.
pub(crate) fn decode_with<M: UnderTest>(
    model: M,
    params: DecodeParams,
    sources: &[Vec<u32>],
    rows: usize,
) -> Vec<Vec<crate::engine::contract::params::Hypothesis>> {
    let engine = Engine::start(
        vec![Box::new(model)],
        Budget {
            tokens: 10_000,
            rows,
        },
    )
    .unwrap();
    let params = Arc::new(params);
    for (key, source) in sources.iter().enumerate() {
        let request = Request {
            key: key as u64,
            source: source.clone().into(),
            params: params.clone(),
        };
        assert!(engine.intake().submit(request));
    }
    let mut results = vec![Vec::new(); sources.len()];
    for _ in sources {
        let outcome = engine.outcomes().recv().unwrap();
        results[outcome.key as usize] = outcome.result.unwrap();
    }
    engine.stop();
    results
}

#[test]
fn every_way_of_decoding_gives_the_tokens_of_transformers_in_batches_of_any_size() {
    check_decoding::<CpuModel<Floats<f32>>>(&[1, 7, 16, 64]);
    check_decoding::<TensorModel>(&[9, 64]);
}

/// The difference of scores that the rounding of a processor decides.
const TIE: f64 = 1e-3;

/// Decodes every golden case and compares the results. In a few cases the hypothesis found is
/// another one that is as good: of nearly equal ones, the processor's rounding decides.
/// `plain_sizes` are the batch sizes for plain greedy and beam search.
pub(crate) fn check_decoding<M: UnderTest>(plain_sizes: &[usize]) {
    let (mut outputs, mut others) = (0, Vec::new());
    for (folder, name) in models::<M>() {
        let golden = golden(name);
        let sources = sources(&golden);
        for (case_name, case) in golden["cases"].as_object().unwrap() {
            let plain = matches!(case_name.as_str(), "greedy" | "beam");
            let sizes: &[usize] = if plain { plain_sizes } else { &[9, 64] };
            for &rows in sizes {
                let results = decode(M::open(&fixture(folder)), case, &sources, rows);
                for (source, (ours, theirs)) in results
                    .iter()
                    .zip(case["outputs"].as_array().unwrap())
                    .enumerate()
                {
                    let theirs = theirs.as_array().unwrap();
                    let label = format!(
                        "{} {folder} {case_name}, source {source}, {rows} rows",
                        M::NAME
                    );
                    assert_eq!(ours.len(), theirs.len(), "{label}");
                    for (ours, theirs) in ours.iter().zip(theirs) {
                        outputs += 1;
                        if ours.tokens != ids(&theirs["ids"]) {
                            others.push(label.clone());
                            let score = theirs["score"].as_f64().unwrap_or(f64::MAX);
                            let better = f64::from(ours.score) > score - TIE;
                            assert!(better, "{label}: {ours:?} for {theirs}");
                            continue;
                        }
                        check_log_probs(ours, &params(&case["arguments"]), &label);
                        // Greedily, what may not come has no part in the sum of probabilities.
                        let score = theirs["score"].as_f64();
                        if let Some(score) = score.filter(|_| case_name != "greedy") {
                            assert!(
                                (f64::from(ours.score) - score).abs() < 1e-4 * score.abs().max(1.0),
                                "{label}: {} {score}",
                                ours.score
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(
        others.len() * 50 <= outputs,
        "{} of {outputs}: {others:#?}",
        others.len()
    );
}

/// Checks that a score, which the golden files contain, is made of the tokens' log-probabilities,
/// which they do not contain.
fn check_log_probs(
    ours: &crate::engine::contract::params::Hypothesis,
    params: &DecodeParams,
    label: &str,
) {
    assert_eq!(ours.log_probs.len(), ours.tokens.len(), "{label}");
    let length = ours.tokens.len() as f32;
    let scale = match params.beams {
        0 | 1 => length,
        _ => length.powf(params.length_penalty),
    };
    let score = ours.log_probs.iter().sum::<f32>() / scale;
    let near = (score - ours.score).abs() < 1e-4 * score.abs().max(1.0);
    assert!(near, "{label}: {score} {}", ours.score);
}

#[test]
fn a_text_longer_than_the_model_is_refused_and_not_cut() {
    let dir = fixture("marian");
    let config = ModelConfig::read(&dir).unwrap();
    let loaded = load(
        &dir,
        &config,
        (Device::Cpu, Precision::F32),
        OutputScope::default(),
    )
    .unwrap();
    let engine = Engine::start(
        vec![loaded.replica()],
        Budget {
            tokens: 1000,
            rows: 8,
        },
    )
    .unwrap();
    let long: Vec<u32> = vec![
        5;
        config
            .network
            .bart_like()
            .unwrap()
            .shape
            .max_position_embeddings as usize
            + 1
    ];
    engine.intake().submit(Request {
        key: 1,
        source: long.into(),
        params: Arc::default(),
    });
    let outcome = engine.outcomes().recv().unwrap();
    assert!(matches!(
        outcome.result,
        Err(crate::engine::contract::error::EngineError::TooLong { .. })
    ));
    engine.stop();
}

#[test]
fn a_row_that_may_only_say_one_thing_says_it() {
    check_forced::<CpuModel<Floats<f32>>>();
    check_forced::<TensorModel>();
}

fn check_forced<M: UnderTest>() {
    let _no_grad = tch::no_grad_guard();
    let golden = golden("marian");
    let source = &sources(&golden)[0];
    let mut model = M::open(&fixture("marian"));
    model.admit(&[source], 1).unwrap();
    let start = model.spec().start;
    let rules = [RowRules {
        forced: Some(9),
        penalty: 1.0,
        ..RowRules::default()
    }];
    let step = Step {
        tokens: &[start],
        rules: &rules,
        k: 4,
        scoring: Scoring::LogProbs,
        live: &[],
    };
    let candidates = model.step(&step).unwrap();
    assert_eq!((candidates[0].len(), candidates[0][0].token), (1, 9));
}
