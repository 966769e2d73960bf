//! Tests of the settings that a checkpoint decodes with: their effect on scores, and whole outputs
//! against Hugging Face transformers. `scripts/fixtures/settings.py` writes the outputs.

#![allow(clippy::unwrap_used)]

use serde_json::Value;

use crate::engine::contract::params::DecodeParams;
use crate::engine::contract::seq2seq::{RowRules, Scoring, Spec};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::Floats;
use crate::engine::cpu::precision::product::Plain;
use crate::engine::cpu::topk::{Choice, Logits};
use crate::engine::tests::golden::{decode_with, fixture, golden, ids, sources};
use crate::engine::tests::under_test::UnderTest;
use crate::engine::torch::model::TensorModel;
use crate::engine::weights::vocabulary::OutputVocabulary;
use crate::model::ModelConfig;

/// The best token and its score where the tokens 0 to 3 have the probabilities 1/8, 1/8, 1/4 and
/// 1/2, and each logit is the logarithm of these plus 1.
fn best(rules: &RowRules, scoring: Scoring, renormalize: bool) -> (u32, f32) {
    let values = [0.125_f32, 0.125, 0.25, 0.5].map(|p| p.ln() + 1.0);
    let spec = Spec {
        start: 0,
        eos: 1,
        pad: 0,
        forced_bos: None,
        forced_eos: None,
        suppressed: Vec::new(),
        renormalize,
        max_source: 9,
        max_target: 9,
    };
    let all = OutputVocabulary::default();
    let mut choice = Choice::new(rules, &spec, &all, 1);
    let product = Plain {
        values: &values[..],
        width: values.len(),
    };
    choice.take((product, 0), 0, &mut Logits::default());
    let found = choice.candidates(rules, &spec, (&all, scoring));
    let best = found.first().unwrap();
    (best.token, best.log_prob)
}

#[track_caller]
fn assert_best(found: (u32, f32), token: u32, probability: f32) {
    assert_eq!(found.0, token);
    let error = (found.1 - probability.ln()).abs();
    assert!(error < 1e-6, "{}", found.1);
}

#[test]
fn the_penalty_is_on_logits_in_greedy_search_and_on_log_probabilities_with_beams() {
    let rules = RowRules {
        seen: vec![0, 3],
        penalty: 3.0,
        ..RowRules::default()
    };
    // Logits: token 3 has 1 - ln 2 = 0.307, which is divided to 0.102; token 2 has -0.386.
    assert_eq!(best(&rules, Scoring::Logits, false).0, 3);
    // Log-probabilities: token 3 has ln(1/2), which is multiplied to ln(1/8).
    assert_best(best(&rules, Scoring::LogProbs, false), 2, 0.25);
    // Of 1/512, 1/8, 1/4 and 1/8, token 2 has 128/257.
    assert_best(best(&rules, Scoring::LogProbs, true), 2, 128.0 / 257.0);
}

#[test]
fn a_ban_leaves_other_scores_as_they_are_unless_they_are_normalised_again() {
    let rules = RowRules {
        banned: vec![3],
        penalty: 1.0,
        ..RowRules::default()
    };
    assert_best(best(&rules, Scoring::LogProbs, false), 2, 0.25);
    assert_best(best(&rules, Scoring::LogProbs, true), 2, 0.5);
}

/// A copy of a fixture with other settings.
fn with_settings(name: &str, settings: &Value) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(fixture(name)).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    let text = settings.to_string();
    std::fs::write(dir.path().join("generation_config.json"), text).unwrap();
    dir
}

#[test]
fn outputs_with_the_settings_of_a_file_are_those_of_transformers() {
    check::<CpuModel<Floats<f32>>>();
    check::<TensorModel>();
}

fn check<M: UnderTest>() {
    let golden_cases = golden("settings");
    for case in golden_cases.as_array().unwrap() {
        let (name, settings) = (case["model"].as_str().unwrap(), &case["settings"]);
        let dir = with_settings(name, settings);
        let generation = ModelConfig::read(dir.path()).unwrap().generation;
        let params = DecodeParams {
            max_new: settings["max_new_tokens"].as_u64().unwrap() as usize,
            ..DecodeParams::of(&generation)
        };
        let outputs = case["outputs"].as_array().unwrap();
        let mut sources = sources(&golden(name));
        sources.truncate(outputs.len());
        let found = decode_with(M::open(dir.path()), params, &sources, 9);
        for (number, (ours, theirs)) in found.iter().zip(outputs).enumerate() {
            // What rounding decides has no right output.
            if theirs.is_null() {
                continue;
            }
            let label = format!("{} {name} {}, source {number}", M::NAME, case["case"]);
            assert_eq!(ours[0].tokens, ids(&theirs["ids"]), "{label}");
            if let Some(score) = theirs["score"].as_f64() {
                let error = (f64::from(ours[0].score) - score).abs();
                assert!(error < 1e-4 * score.abs().max(1.0), "{label}: {error}");
            }
        }
    }
}
