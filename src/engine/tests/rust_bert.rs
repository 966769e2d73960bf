//! Tests of the engine against rust-bert's own model definitions on the same weights: a second
//! opinion beside transformers, and proof that the loader fills what rust-bert defines.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use rust_bert::bart::BartForConditionalGeneration;
use rust_bert::marian::MarianForConditionalGeneration;
use tch::{Device, Kind, Tensor, nn};

use crate::engine::contract::seq2seq::Seq2Seq;
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::Floats;
use crate::engine::cpu::weights::Packed;
use crate::engine::weights::loader::Loadable as _;
use crate::engine::weights::positions::sinusoids;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, ModelConfig};

/// Fills rust-bert's variables from the checkpoint, by name.
fn fill(store: &nn::VarStore, checkpoint: &Checkpoint, config: &ModelConfig) {
    let _no_grad = tch::no_grad_guard();
    let mut variables: Vec<(String, Tensor)> = store.variables().into_iter().collect();
    variables.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, mut variable) in variables {
        let value = checkpoint.find(&[&name]).unwrap().unwrap_or_else(|| {
            let shared = name.ends_with("embed_tokens.weight") || name == "lm_head.weight";
            if shared {
                return checkpoint.find(&["model.shared.weight"]).unwrap().unwrap();
            }
            assert!(
                name.ends_with("embed_positions.weight"),
                "the checkpoint has no {name}"
            );
            let shape = &config.network.bart_like().unwrap().shape;
            let table = sinusoids(
                shape.max_position_embeddings as usize,
                shape.d_model as usize,
            );
            Tensor::from_slice(&table).view([-1, shape.d_model])
        });
        variable.copy_(&value);
    }
}

fn rows(tokens: &[u32]) -> Tensor {
    Tensor::from_slice(&tokens.iter().map(|&t| i64::from(t)).collect::<Vec<_>>()).unsqueeze(0)
}

/// The engine's logits for a source and a target prefix, one row for each target token.
fn ours(dir: &Path, config: &ModelConfig, source: &[u32], target: &[u32]) -> Vec<f32> {
    let network = config.network.bart_like().unwrap();
    let (checkpoint, scope) = (Checkpoint::open(dir).unwrap(), OutputScope::default());
    let weights = network
        .weights(Packed::new(), &checkpoint, &config.generation, scope)
        .unwrap();
    let mut model = CpuModel::<Floats<f32>>::new(Arc::new(weights));
    model.admit(&[source], 1).unwrap();
    target
        .iter()
        .flat_map(|&token| model.logits(&[token]).unwrap())
        .collect()
}

fn assert_same(name: &str, ours: &[f32], theirs: &Tensor) {
    let theirs = Vec::<f32>::try_from(theirs.to_kind(Kind::Float).contiguous().view(-1)).unwrap();
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (a, b) in ours.iter().zip(&theirs) {
        assert!(
            (a - b).abs() < 1e-4 * b.abs().max(1.0),
            "{name}: {a} against {b}"
        );
    }
}

#[test]
fn logits_are_those_of_rust_bert() {
    crate::engine::device::hardware::set_threads();
    let _no_grad = tch::no_grad_guard();
    let (source, prefix) = ([9, 30, 41, 12, 77, 5], [20, 33, 8]);
    for name in ["marian", "bart"] {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name);
        let config = ModelConfig::read(&dir).unwrap();
        let source: Vec<u32> = source.into_iter().chain([config.generation.eos]).collect();
        let target: Vec<u32> = [config.generation.start]
            .into_iter()
            .chain(prefix)
            .collect();
        let checkpoint = Checkpoint::open(&dir).unwrap();
        let store = nn::VarStore::new(Device::Cpu);
        let (x, y) = (rows(&source), rows(&target));
        let logits = if name == "marian" {
            let model = MarianForConditionalGeneration::new(
                store.root(),
                &config.network.bart_like().unwrap().shape,
            );
            fill(&store, &checkpoint, &config);
            model
                .forward_t(Some(&x), None, None, Some(&y), None, None, false)
                .decoder_output
        } else {
            let model = BartForConditionalGeneration::new(
                store.root(),
                &config.network.bart_like().unwrap().shape,
            );
            fill(&store, &checkpoint, &config);
            let output = model.forward_t(Some(&x), None, None, Some(&y), None, None, false);
            // rust-bert's BART leaves this bias out, which transformers adds.
            output.decoder_output + checkpoint.find(&["final_logits_bias"]).unwrap().unwrap()
        };
        assert_same(name, &ours(&dir, &config, &source, &target), &logits);
    }
}
