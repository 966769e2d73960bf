//! Shortlists, from the file to the choice of tokens, against the whole output layer.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::arithmetic::Floats;
use super::cpu::CpuModel;
use super::golden_tests::{fixture, golden, sources, tokenizer};
use super::packed::Packed;
use super::under_test::UnderTest;
use super::weights::Weights;
use super::{OutputScope, RowRules, Scoring, Seq2Seq, Step};
use crate::model::{Checkpoint, ModelConfig, Shortlist};

const EVERY: u32 = 20;

/// The fixture with a map that gives each piece two targets.
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
    let _no_grad = tch::no_grad_guard();
    let dir = tempfile::tempdir().unwrap();
    with_map(dir.path());
    let config = ModelConfig::read(dir.path()).unwrap();
    let scope = OutputScope {
        tokens: None,
        shortlist: Shortlist::open(dir.path(), &config, &tokenizer(dir.path()))
            .unwrap()
            .map(Arc::new),
    };
    let checkpoint = Checkpoint::open(dir.path()).unwrap();
    let weights = Weights::load(Packed::new(), &checkpoint, &config, scope).unwrap();
    let mut models = Models {
        listed: CpuModel::new(Arc::new(weights)),
        whole: CpuModel::open(&fixture("marian")),
    };
    let sources = sources(&golden("marian"));
    let [a, b, c] = [&sources[0][..], &sources[1], &sources[2]];
    models.listed.admit(&[a, b, c], WIDTH).unwrap();
    models.whole.admit(&[a, b, c], WIDTH).unwrap();
    let start = models.listed.spec().start;
    let next = models.check(&[a, b, c], &[start; 3 * WIDTH]);
    // Rows change places, and the list of a sentence that goes goes with it.
    let rows = [1, 0, 5, 4];
    models.listed.gather(&[0, 2], &rows).unwrap();
    models.whole.gather(&[0, 2], &rows).unwrap();
    models.check(&[a, c], &rows.map(|row| next[row]));
}

const WIDTH: usize = 2;
const BANNED: u32 = 5;
const UNKNOWN: u32 = 1;

/// The same weights with a shortlist and without.
struct Models {
    listed: CpuModel<Floats<f32>>,
    whole: CpuModel<Floats<f32>>,
}

impl Models {
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
        };
        let found = self.listed.step(&step).unwrap();
        assert_eq!(found.len(), tokens.len());
        let vocabulary = logits.len() / tokens.len();
        let spec = self.listed.spec();
        let rows = found.iter().zip(logits.chunks_exact(vocabulary));
        for (row, (found, logits)) in rows.enumerate() {
            let source = sources[row / WIDTH];
            let listed = |token: &u32| {
                let given = |&s: &u32| targets(s, vocabulary).contains(token);
                let given = *token < EVERY || source.iter().any(given);
                // A map cannot name the unknown piece.
                (given && *token != UNKNOWN) || *token == spec.start || source.contains(token)
            };
            let list: Vec<u32> = (0..vocabulary as u32).filter(listed).collect();
            let logit = |token: u32| f64::from(logits[token as usize]);
            let may = |t: &&u32| **t != BANNED && !spec.suppressed.contains(t);
            assert!(spec.renormalize, "the sum is over what may come");
            let sum: f64 = list.iter().filter(may).map(|&t| logit(t).exp()).sum();
            let mut right: Vec<(u32, f64)> = list
                .iter()
                .filter(may)
                .map(|&t| (t, logit(t) - sum.ln()))
                .collect();
            right.sort_by(|a, b| b.1.total_cmp(&a.1));
            assert_eq!(found.len(), 6);
            for (ours, (token, log_prob)) in found.iter().zip(&right) {
                assert_eq!(ours.token, *token, "row {row}");
                assert!((f64::from(ours.log_prob) - log_prob).abs() < 1e-4);
            }
        }
        found.iter().map(|f| f[0].token).collect()
    }
}
