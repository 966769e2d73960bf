//! Tests of shortlists, from the file to the choice of tokens, against the whole output layer.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::engine::contract::seq2seq::{RowRules, Scoring, Seq2Seq, Step};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
use crate::engine::cpu::precision::element::Bf16;
use crate::engine::cpu::precision::int8::Int8;
use crate::engine::cpu::weights::Packed;
use crate::engine::device::hardware::{Device, Precision};
use crate::engine::tests::golden::{fixture, golden, sources, tokenizer};
use crate::engine::tests::under_test::UnderTest;
use crate::engine::weights::loader::Loadable as _;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, Generation, ModelConfig, Shortlist};

const EVERY: u32 = 20;

/// Copies the fixture, with a map that gives each piece two targets.
fn with_map(dir: &Path) {
    for entry in std::fs::read_dir(fixture("marian")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), dir.join(entry.file_name())).unwrap();
    }
    let text = std::fs::read_to_string(dir.join("vocab.json")).unwrap();
    let ids: BTreeMap<String, u32> = serde_json::from_str(&text).unwrap();
    assert_eq!(ids["<unk>"], UNKNOWN);
    let pieces: BTreeMap<u32, &str> = ids.iter().map(|(p, &id)| (id, p.as_str())).collect();
    let always: Vec<&str> = (0..EVERY)
        .filter_map(|id| pieces.get(&id).copied())
        .collect();
    let mut map = format!("\t{}\n", always.join(" "));
    for (&id, piece) in &pieces {
        let [a, b] = targets(id, pieces.len()).map(|t| pieces[&t]);
        map.push_str(&format!("{piece}\t{a} {b}\n"));
    }
    std::fs::write(dir.join("vmap.txt"), map).unwrap();
}

fn targets(id: u32, vocabulary: usize) -> [u32; 2] {
    [id * 7 + 3, id * 13 + 11].map(|t| t % vocabulary as u32)
}

#[test]
fn the_best_of_a_list_are_the_best_of_all_logits_that_it_lists() {
    compare::<Floats<f32>>(1e-4, |_| true);
    compare::<Floats<f32>>(1e-4, |token| token % 2 == 0);
    compare::<Int8>(0.1, |token| token % 2 == 0);
    if Precision::resolve("bf16", Device::Cpu).is_err() {
        eprintln!("SKIPPED: this processor has no bf16");
        return;
    }
    compare::<Floats<Bf16>>(0.05, |token| token % 2 == 0);
}

/// Opens the models; returns them with their start token.
fn open<A: Arithmetic>(tolerance: f64, keep: fn(u32) -> bool) -> (Models<A>, u32) {
    let dir = tempfile::tempdir().unwrap();
    with_map(dir.path());
    let config = ModelConfig::read(dir.path()).unwrap();
    let network = config.network.bart_like().unwrap();
    let Generation { start, eos, .. } = config.generation;
    let kept = |token: &u32| keep(*token) || [start, eos].contains(token);
    let kept: Vec<u32> = (0..network.target_vocabulary as u32).filter(kept).collect();
    let shortlist = Shortlist::open(dir.path(), &config, &tokenizer(dir.path())).unwrap();
    let scope = OutputScope {
        tokens: Some(kept.clone()),
        shortlist: shortlist.map(Arc::new),
    };
    let checkpoint = Checkpoint::open(dir.path()).unwrap();
    let weights = network
        .weights(Packed::new(), &checkpoint, &config.generation, scope)
        .unwrap();
    let models = Models::<A> {
        listed: CpuModel::new(Arc::new(weights)),
        whole: CpuModel::open(&fixture("marian")),
        kept,
        tolerance,
    };
    (models, start)
}

#[test]
fn a_token_outside_a_list_is_possible_once_it_is_allowed() {
    let _no_grad = tch::no_grad_guard();
    let (mut models, start) = open::<Floats<f32>>(1e-4, |token| token % 2 == 0);
    let sources = sources(&golden("marian"));
    let source = &sources[0][..];
    let has = |model: &mut CpuModel<Floats<f32>>, wanted: &[u32]| -> Vec<u32> {
        let rules = RowRules {
            penalty: 1.0,
            wanted: wanted.to_vec(),
            ..RowRules::default()
        };
        let step = Step {
            tokens: &[start],
            rules: &[rules],
            k: 2,
            scoring: Scoring::LogProbs,
            live: &[],
        };
        model.clear();
        model.admit(&[source], 1).unwrap();
        let listed = model.step(&step).unwrap();
        model.clear();
        model.admit(&[source], 1).unwrap();
        model.allow(0, wanted);
        let allowed = model.step(&step).unwrap();
        assert!(listed[0].len() < allowed[0].len(), "{wanted:?}");
        allowed[0][2..].iter().map(|found| found.token).collect()
    };
    let vocabulary = Models::<Floats<f32>>::vocabulary();
    let outside = |token: &&u32| {
        let given = |&s: &u32| targets(s, vocabulary).contains(token);
        **token >= EVERY && !source.iter().any(given) && !source.contains(token)
    };
    let outside: Vec<u32> = models
        .kept
        .iter()
        .filter(outside)
        .take(3)
        .copied()
        .collect();
    assert_eq!(has(&mut models.listed, &outside), outside);
    // A token that the output layer does not have stays impossible.
    let with_odd = [outside[0], outside[0] + 1];
    assert_eq!(has(&mut models.listed, &with_odd), outside[..1]);
}

fn compare<A: Arithmetic>(tolerance: f64, keep: fn(u32) -> bool) {
    let _no_grad = tch::no_grad_guard();
    let (mut models, start) = open::<A>(tolerance, keep);
    let sources = sources(&golden("marian"));
    let [a, b, c] = [&sources[0][..], &sources[1], &sources[2]];
    models.listed.admit(&[a, b, c], WIDTH).unwrap();
    models.whole.admit(&[a, b, c], WIDTH).unwrap();
    let next = models.check(&[a, b, c], &[start; 3 * WIDTH]);
    // Rows change places, and the list of a finished sentence is dropped with it.
    let rows = [1, 0, 5, 4];
    models.listed.gather(&[0, 2], &rows).unwrap();
    models.whole.gather(&[0, 2], &rows).unwrap();
    models.check(&[a, c], &rows.map(|row| next[row]));
}

const WIDTH: usize = 2;
const BANNED: u32 = 6;
const UNKNOWN: u32 = 1;

/// The same weights with a shortlist and without.
struct Models<A: Arithmetic> {
    listed: CpuModel<A>,
    whole: CpuModel<A>,
    /// The tokens that the output layer has, whether listed or not.
    kept: Vec<u32>,
    /// The tolerance for log-probabilities.
    tolerance: f64,
}

impl<A: Arithmetic> Models<A> {
    fn vocabulary() -> usize {
        let config = ModelConfig::read(&fixture("marian")).unwrap();
        config.network.bart_like().unwrap().target_vocabulary as usize
    }

    /// Takes a step, compares, and returns a token for each row.
    fn check(&mut self, sources: &[&[u32]], tokens: &[u32]) -> Vec<u32> {
        let logits = self.whole.scores(tokens);
        let rules = RowRules {
            penalty: 1.0,
            banned: vec![BANNED],
            ..RowRules::default()
        };
        let step = Step {
            tokens,
            rules: &vec![rules; tokens.len()],
            k: 6,
            scoring: Scoring::LogProbs,
            live: &[],
        };
        let found = self.listed.step(&step).unwrap();
        assert_eq!(found.len(), tokens.len());
        let vocabulary = logits.len() / tokens.len();
        let spec = self.listed.spec();
        assert!(spec.renormalize, "the sum is over what may come");
        let rows = found.iter().zip(logits.chunks_exact(vocabulary));
        for (row, (found, logits)) in rows.enumerate() {
            let source = sources[row / WIDTH];
            let may = |token: &&u32| {
                let given = |&s: &u32| targets(s, vocabulary).contains(token);
                let given = **token < EVERY || source.iter().any(given);
                // A map cannot name the unknown piece.
                let listed = (given && **token != UNKNOWN)
                    || **token == spec.start
                    || **token == spec.eos
                    || source.contains(token);
                listed && **token != BANNED && !spec.suppressed.contains(token)
            };
            let logit = |token: u32| f64::from(logits[token as usize]);
            let list: Vec<u32> = self.kept.iter().filter(may).copied().collect();
            let sum: f64 = list.iter().map(|&t| logit(t).exp()).sum();
            let mut right: Vec<f64> = list.iter().map(|&t| logit(t) - sum.ln()).collect();
            right.sort_by(|a, b| b.total_cmp(a));
            assert_eq!(found.len(), 6);
            for (ours, best) in found.iter().zip(&right) {
                assert!(list.contains(&ours.token), "row {row}: {ours:?}");
                let own = logit(ours.token) - sum.ln();
                assert!((f64::from(ours.log_prob) - own).abs() < self.tolerance);
                assert!(best - own < 2.0 * self.tolerance, "row {row}: {ours:?}");
            }
        }
        found.iter().map(|f| f[0].token).collect()
    }
}
