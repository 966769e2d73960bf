#![allow(clippy::unwrap_used)]

use super::*;
use crate::engine::cpu::precision::product::Plain;

fn spec() -> Spec {
    Spec {
        start: 0,
        eos: 1,
        pad: 2,
        forced_bos: None,
        forced_eos: None,
        suppressed: vec![2],
        renormalize: false,
        max_source: 9,
        max_target: 9,
    }
}

/// Makes the choice from logits that come in blocks of `block`.
fn chosen(
    values: &[f32],
    block: usize,
    asked: (&RowRules, &Spec, usize, Scoring),
) -> Vec<Candidate> {
    let (rules, spec, k, scoring) = asked;
    let all = OutputVocabulary::default();
    let mut choice = Choice::new(rules, spec, &all, k);
    let mut logits = Logits::default();
    for (number, values) in values.chunks(block).enumerate() {
        let width = values.len();
        choice.take((Plain { values, width }, 0), number * block, &mut logits);
    }
    choice.candidates(rules, spec, (&all, scoring))
}

#[test]
fn the_best_come_in_falling_order_and_ties_by_position() {
    let mut values = vec![0.0; 300];
    values[7] = 2.0;
    values[250] = 3.0;
    values[251] = 2.0;
    for block in [1, 7, 128, 299, 300] {
        let found = chosen(
            &values,
            block,
            (&RowRules::default(), &spec(), 4, Scoring::Logits),
        );
        let tokens: Vec<u32> = found.iter().map(|c| c.token).collect();
        assert_eq!(tokens, [250, 7, 251, 0], "{block}");
    }
}

/// The definition, in f64: all logits at once, and the rules applied one after the other.
fn defined(values: &[f32], asked: (&RowRules, &Spec, usize, Scoring)) -> Vec<(u32, f64)> {
    let (rules, spec, k, scoring) = asked;
    let log_softmax = |values: &[f64]| -> Vec<f64> {
        let sum = values.iter().map(|v| v.exp()).sum::<f64>().ln();
        values.iter().map(|v| v - sum).collect()
    };
    let mut scores: Vec<f64> = values.iter().map(|&v| f64::from(v)).collect();
    if scoring == Scoring::LogProbs {
        scores = log_softmax(&scores);
    }
    for &token in &rules.seen {
        let score = &mut scores[token as usize];
        let penalty = f64::from(rules.penalty);
        *score = if *score < 0.0 {
            *score * penalty
        } else {
            *score / penalty
        };
    }
    for &token in rules.banned.iter().chain(&spec.suppressed) {
        scores[token as usize] = f64::NEG_INFINITY;
    }
    if scoring == Scoring::Logits || spec.renormalize {
        scores = log_softmax(&scores);
    }
    let mut ranked: Vec<(u32, f64)> = (0..).zip(scores).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked.truncate(k);
    ranked.retain(|r| r.1 > f64::NEG_INFINITY);
    ranked
}

#[test]
fn what_is_no_number_or_endless_is_never_chosen_and_adds_nothing() {
    let mut values = vec![f32::NEG_INFINITY; 300];
    values[127] = 1.0;
    values[128] = 2.0;
    values[299] = f32::NAN;
    for block in [1, 127, 128, 300] {
        let asked = (&RowRules::default(), &spec(), 2, Scoring::Logits);
        let found = chosen(&values, block, asked);
        assert_eq!(
            found.iter().map(|c| c.token).collect::<Vec<_>>(),
            [128, 127]
        );
        let best = f64::from(found[0].log_prob);
        assert!((best + (-1f64).exp().ln_1p()).abs() < 1e-6, "{best}");
    }
    let asked = (&RowRules::default(), &spec(), 2, Scoring::Logits);
    assert!(chosen(&[f32::NEG_INFINITY; 300], 300, asked).is_empty());
}

#[test]
fn rules_in_any_block_have_their_defined_effect() {
    let values: Vec<f32> = (0..1000)
        .map(|i| ((i * 37) % 997) as f32 / 90.0 - 3.0)
        .collect();
    let rules = RowRules {
        banned: vec![999, 1, 127, 350],
        seen: vec![0, 1, 128, 350, 351, 998],
        penalty: 1.3,
        ..RowRules::default()
    };
    for renormalize in [false, true] {
        let spec = Spec {
            renormalize,
            ..spec()
        };
        for scoring in [Scoring::Logits, Scoring::LogProbs] {
            for k in [1, 8] {
                let asked = (&rules, &spec, k, scoring);
                let right = defined(&values, asked);
                for block in [100, 333, 1000] {
                    let found = chosen(&values, block, asked);
                    assert_eq!(found.len(), right.len());
                    for (ours, (token, log_prob)) in found.iter().zip(&right) {
                        assert_eq!(ours.token, *token, "{scoring:?} {block}");
                        assert!((f64::from(ours.log_prob) - log_prob).abs() < 1e-5);
                    }
                }
            }
        }
    }
}

#[test]
fn where_every_token_is_forbidden_there_is_no_candidate() {
    let rules = RowRules {
        banned: (0..40).collect(),
        ..RowRules::default()
    };
    assert!(chosen(&[1.0; 40], 16, (&rules, &spec(), 2, Scoring::Logits)).is_empty());
}

#[test]
fn log_sum_exp_agrees_with_the_definition() {
    let values: Vec<f32> = (0..1000).map(|i| ((i * 37) % 101) as f32 / 10.0).collect();
    let exact = values.iter().map(|&v| f64::from(v).exp()).sum::<f64>().ln();
    assert!((f64::from(log_sum_exp(&values)) - exact).abs() < 1e-5);
}
