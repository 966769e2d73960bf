//! Tests of rust-bert's T5, mT5 and LongT5 under the engine's search, against Hugging Face
//! transformers. `scripts/fixtures/t5.py` writes the fixtures.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::Seq2Seq;
use crate::engine::device::hardware::{Device, Precision};
use crate::engine::load::load;
use crate::engine::tests::golden::{
    assert_near, check_decoding, check_encoder, check_logits, fixture, golden, ids, sources,
    tokenizer,
};
use crate::engine::tests::under_test::UnderTest;
use crate::engine::torch::rust_bert::Adapter;
use crate::engine::weights::loader::LoadError;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, ModelConfig, TextCodec};

const FIXTURES: [&str; 4] = ["t5", "mt5", "longt5", "longt5-local"];

#[test]
fn encoder_states_of_the_t5_family_are_those_of_transformers_alone_and_in_a_batch() {
    check_encoder::<Adapter>();
}

#[test]
fn logits_of_the_t5_family_are_those_of_transformers() {
    check_logits::<Adapter>(1e-4);
}

#[test]
fn the_t5_family_decodes_to_the_tokens_of_transformers_in_batches_of_any_size() {
    // With budgets of few rows, sentences join a running batch and form several groups.
    check_decoding::<Adapter>(&[1, 7, 16, 64]);
}

#[test]
fn longt5_sources_have_more_tokens_than_the_attention_reaches() {
    for name in ["longt5", "longt5-local"] {
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

/// The logits of a sentence alone, for each token of a target.
fn alone(folder: &Path, source: &[u32], target: &[u32]) -> Vec<Vec<f32>> {
    let mut model = Adapter::open(folder);
    model.admit(&[source], 1).unwrap();
    target.iter().map(|&token| model.scores(&[token])).collect()
}

#[test]
fn sentences_that_join_and_leave_change_nothing_for_the_others() {
    let _no_grad = tch::no_grad_guard();
    for name in FIXTURES {
        let folder = fixture(name);
        let golden = golden(name);
        let all = sources(&golden);
        let (early, long, late) = (&all[3], &all[11], &all[5]);
        let start = golden["decoder"][0]["decoder_input_ids"][0]
            .as_u64()
            .unwrap() as u32;
        let target = [start, 20, 31, 9];
        let (expected, joined) = (
            alone(&folder, early, &target),
            alone(&folder, late, &target),
        );
        let size = expected[0].len();

        let mut model = Adapter::open(&folder);
        // Two beams; those of the first sentence get different tokens in the second step.
        model.admit(&[early, long], 2).unwrap();
        let first = model.scores(&[start; 4]);
        assert_near(&first[..size], &expected[0], 1e-4);
        assert_near(&first[size..2 * size], &expected[0], 1e-4);
        model.scores(&[50, 20, 7, 7]);
        // Both rows continue the second beam; the long sentence is finished and its padding
        // removed.
        model.gather(&[0], &[1, 1]).unwrap();
        model.admit(&[late], 2).unwrap();
        assert_eq!(model.groups_for_tests(), 2);
        let both = model.scores(&[31, 31, start, start]);
        for (row, expected) in
            both.chunks_exact(size)
                .zip([&expected[2], &expected[2], &joined[0], &joined[0]])
        {
            assert_near(row, expected, 1e-4);
        }
        model.gather(&[0, 1], &[1, 0, 3, 2]).unwrap();
        let both = model.scores(&[9, 9, 20, 20]);
        assert_near(&both[..size], &expected[3], 1e-4);
        assert_near(&both[3 * size..], &joined[1], 1e-4);
        model.gather(&[1], &[2, 3]).unwrap();
        assert_eq!(model.groups_for_tests(), 1);
        assert_near(&model.scores(&[31, 31])[..size], &joined[2], 1e-4);
        model.gather(&[], &[]).unwrap();
        assert_eq!(model.groups_for_tests(), 0);
    }
}

#[test]
fn texts_of_the_t5_family_are_those_of_sentencepiece() {
    for name in FIXTURES {
        let golden = golden(name);
        let tokenizer = tokenizer(&fixture(name));
        for source in golden["sources"].as_array().unwrap() {
            let text = source["text"].as_str().unwrap();
            assert_eq!(
                tokenizer.encode(text),
                ids(&source["ids"]),
                "{name}: {text}"
            );
        }
        for case in ["greedy", "beam"] {
            let case = &golden["cases"][case];
            let texts = case["texts"].as_array().unwrap();
            for (output, text) in case["outputs"].as_array().unwrap().iter().zip(texts) {
                let ours = tokenizer.decode(&ids(&output[0]["ids"]));
                assert_eq!(ours, text.as_str().unwrap().trim(), "{name}");
            }
        }
    }
}

#[test]
fn a_precision_that_t5_lacks_is_refused_before_its_weights_are_read() {
    let dir = fixture("t5");
    let config = ModelConfig::read(&dir).unwrap();
    let refused = load(
        &dir,
        &config,
        (Device::Cpu, Precision::Bf16),
        OutputScope::default(),
    )
    .map(|_| ());
    assert!(matches!(
        refused,
        Err(LoadError::Engine(EngineError::Unavailable(_)))
    ));
    let loaded = load(
        &dir,
        &config,
        (Device::Cpu, Precision::F32),
        OutputScope::default(),
    )
    .unwrap();
    assert_eq!(loaded.precision(), Precision::F32);
    assert_eq!(loaded.replica().spec(), loaded.spec());
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
