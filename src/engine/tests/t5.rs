//! Tests of the T5 family besides those of all models in [`golden`](super::golden): rust-bert's
//! LongT5 under the engine's search, against Hugging Face transformers, and what is special about
//! T5. `scripts/fixtures/t5.py` writes the fixtures.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::Seq2Seq;
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::Floats;
use crate::engine::device::hardware::{Device, Precision};
use crate::engine::load::load;
use crate::engine::tests::golden::{
    assert_near, check_decoding, check_encoder, check_logits, fixture, golden, sources,
};
use crate::engine::tests::under_test::UnderTest;
use crate::engine::torch::model::TensorModel;
use crate::engine::torch::rust_bert::Adapter;
use crate::engine::weights::loader::LoadError;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, ModelConfig};

/// The fixtures of LongT5.
pub(crate) const LONG: [&str; 2] = ["longt5", "longt5-local"];

#[test]
fn encoder_states_of_longt5_are_those_of_transformers_alone_and_in_a_batch() {
    check_encoder::<Adapter>();
}

#[test]
fn logits_of_longt5_are_those_of_transformers() {
    check_logits::<Adapter>(1e-4);
}

#[test]
fn longt5_decodes_to_the_tokens_of_transformers_in_batches_of_any_size() {
    // With budgets of few rows, sentences join a running batch and form several groups.
    check_decoding::<Adapter>(&[1, 7, 16, 64]);
}

#[test]
fn longt5_sources_have_more_tokens_than_the_attention_reaches() {
    for name in LONG {
        let text = std::fs::read_to_string(fixture(name).join("config.json")).unwrap();
        let config: serde_json::Value = serde_json::from_str(&text).unwrap();
        let radius = config["local_radius"].as_u64().unwrap() as usize;
        let long = sources(&golden(name))
            .iter()
            .filter(|source| source.len() > 2 * (radius + 1))
            .count();
        assert!(long > 3, "{name}: {long}");
    }
}

/// Number of tokens that all fixtures of the family have. Rows of logits may be longer, filled up
/// with negative infinity.
const TOKENS: usize = 300;

/// The logits of some rows, `[rows, TOKENS]`.
fn scores<M: UnderTest>(model: &mut M, tokens: &[u32]) -> Vec<Vec<f32>> {
    let all = model.scores(tokens);
    let rows = all.chunks_exact(all.len() / tokens.len());
    rows.map(|row| row[..TOKENS].to_vec()).collect()
}

/// The logits of a sentence alone, for each token of a target.
fn alone<M: UnderTest>(folder: &Path, source: &[u32], target: &[u32]) -> Vec<Vec<f32>> {
    let mut model = M::open(folder);
    model.admit(&[source], 1).unwrap();
    let targets = target.iter();
    targets
        .map(|&token| scores(&mut model, &[token]).remove(0))
        .collect()
}

/// Decodes sentences that join and leave, and compares their logits with those of sentences alone.
/// `tell` gets the model after each change of the sentences.
fn check_joining<M: UnderTest>(name: &str, mut tell: impl FnMut(&M)) {
    let _no_grad = tch::no_grad_guard();
    let folder = fixture(name);
    let golden = golden(name);
    let all = sources(&golden);
    let (early, long, late) = (&all[3], &all[11], &all[5]);
    let start = golden["decoder"][0]["decoder_input_ids"][0]
        .as_u64()
        .unwrap() as u32;
    let target = [start, 20, 31, 9];
    let expected = alone::<M>(&folder, early, &target);
    let joined = alone::<M>(&folder, late, &target);

    let mut model = M::open(&folder);
    // Two beams; those of the first sentence get different tokens in the second step.
    model.admit(&[early, long], 2).unwrap();
    let first = scores(&mut model, &[start; 4]);
    assert_near(&first[0], &expected[0], 1e-4);
    assert_near(&first[1], &expected[0], 1e-4);
    scores(&mut model, &[50, 20, 7, 7]);
    // Both rows continue the second beam; the long sentence is finished and its padding removed.
    model.gather(&[0], &[1, 1]).unwrap();
    model.admit(&[late], 2).unwrap();
    tell(&model);
    let both = scores(&mut model, &[31, 31, start, start]);
    for (row, expected) in both
        .iter()
        .zip([&expected[2], &expected[2], &joined[0], &joined[0]])
    {
        assert_near(row, expected, 1e-4);
    }
    model.gather(&[0, 1], &[1, 0, 3, 2]).unwrap();
    let both = scores(&mut model, &[9, 9, 20, 20]);
    assert_near(&both[0], &expected[3], 1e-4);
    assert_near(&both[3], &joined[1], 1e-4);
    model.gather(&[1], &[2, 3]).unwrap();
    tell(&model);
    assert_near(&scores(&mut model, &[31, 31])[0], &joined[2], 1e-4);
    model.gather(&[], &[]).unwrap();
    tell(&model);
}

#[test]
fn sentences_that_join_and_leave_change_nothing_for_the_others() {
    for name in ["t5", "mt5"] {
        check_joining::<CpuModel<Floats<f32>>>(name, |_| {});
        check_joining::<TensorModel>(name, |_| {});
    }
    for name in LONG {
        let mut groups = Vec::new();
        check_joining::<Adapter>(name, |model| groups.push(model.groups_for_tests()));
        assert_eq!(groups, [2, 1, 0]);
    }
}

/// In a batch, sources of several lengths share the biases of the longest, and a target that is
/// longer than the biases were laid out for has them laid out anew.
#[test]
fn targets_of_any_length_have_the_logits_of_both_implementations() {
    let _no_grad = tch::no_grad_guard();
    for name in ["t5", "mt5"] {
        let (folder, all) = (fixture(name), sources(&golden(name)));
        let mut ours = CpuModel::<Floats<f32>>::open(&folder);
        let mut theirs = TensorModel::open(&folder);
        ours.admit(&[&all[3], &all[11]], 1).unwrap();
        theirs.admit(&[&all[3], &all[11]], 1).unwrap();
        for step in 0..150 {
            let tokens = [3 + (step * 7) % 290, 3 + (step * 11) % 290];
            let (ours, theirs) = (scores(&mut ours, &tokens), scores(&mut theirs, &tokens));
            for (ours, theirs) in ours.iter().zip(&theirs) {
                assert_near(ours, theirs, 1e-3);
            }
        }
    }
}

#[test]
fn a_precision_that_longt5_lacks_is_refused_before_its_weights_are_read() {
    let dir = fixture("longt5");
    let config = ModelConfig::read(&dir).unwrap();
    let load = |precision| {
        let place = (Device::Cpu, precision);
        load(&dir, &config, place, OutputScope::default())
    };
    for precision in [Precision::Bf16, Precision::Int8] {
        assert!(matches!(
            load(precision).map(|_| ()),
            Err(LoadError::Engine(EngineError::Unavailable(_)))
        ));
    }
    let loaded = load(Precision::F32).unwrap();
    assert_eq!(loaded.precision(), Precision::F32);
    assert_eq!(loaded.replica().spec(), loaded.spec());
}

#[test]
fn t5_runs_in_eight_bits_on_processors() {
    for name in ["t5", "mt5"] {
        let dir = fixture(name);
        let config = ModelConfig::read(&dir).unwrap();
        let place = (Device::Cpu, Precision::Int8);
        let loaded = load(&dir, &config, place, OutputScope::default()).unwrap();
        assert_eq!(loaded.precision(), Precision::Int8);
        let spec = loaded.replica().spec().clone();
        assert_eq!((spec.start, spec.eos, spec.max_source), (0, 1, 512));
    }
}

/// Loads a copy of the t5 fixture whose tensors `change` edits.
fn with_weights(change: impl Fn(&mut Vec<(String, tch::Tensor)>)) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (fixture("t5"), dir.path());
    std::fs::copy(from.join("config.json"), to.join("config.json")).unwrap();
    let mut tensors = tch::Tensor::read_safetensors(from.join("model.safetensors")).unwrap();
    change(&mut tensors);
    tch::Tensor::write_safetensors(&tensors, to.join("model.safetensors")).unwrap();
    assert!(Checkpoint::open(to).is_ok());
    let config = ModelConfig::read(to).unwrap();
    load(
        to,
        &config,
        (Device::Cpu, Precision::F32),
        OutputScope::default(),
    )
    .map(|_| ())
    .map_err(|e| e.to_string())
}

#[test]
fn tensors_that_are_missing_or_belong_to_nothing_are_named() {
    let name = "decoder.block.1.layer.1.EncDecAttention.k.weight";
    assert_eq!(with_weights(|_| {}), Ok(()));
    let missing = with_weights(|tensors| tensors.retain(|t| t.0 != name));
    assert!(missing.unwrap_err().contains(name));
    let misshapen = with_weights(|tensors| {
        let tensor = tensors.iter_mut().find(|t| t.0 == name).unwrap();
        tensor.1 = tensor.1.narrow(0, 0, 3).contiguous();
    });
    assert!(misshapen.unwrap_err().contains(name));
    let more = |name: &str, like: &str| {
        with_weights(|tensors| {
            let tensor = &tensors.iter().find(|t| t.0 == like).unwrap().1;
            let tensor = tensor.copy() + 1.0;
            tensors.push((name.to_owned(), tensor));
        })
    };
    let unused = more("decoder.block.2.layer.0.layer_norm.weight", name);
    assert!(unused.unwrap_err().contains("decoder.block.2"));
    let differing = more("decoder.embed_tokens.weight", "shared.weight");
    assert!(differing.unwrap_err().contains("decoder.embed_tokens"));
    // A tensor that no T5 reads is accepted, and a separate output head is used.
    let old = "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight";
    assert_eq!(more(old, name), Ok(()));
    assert_eq!(more("lm_head.weight", "shared.weight"), Ok(()));
}
