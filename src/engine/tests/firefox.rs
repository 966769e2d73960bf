//! Tests of Firefox models in eight bits against the crate fxtranslate, which computes as Marian
//! does: with one scale for the activations of a layer, found once, where mujaz finds one for each
//! row. So the results are near each other, and not equal.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use serde_json::Value;

use crate::engine::contract::seq2seq::{Seq2Seq, Spec};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
use crate::engine::cpu::precision::int8::Int8;
use crate::engine::cpu::weights::Packed;
use crate::engine::tests::golden::{decode, fixture, golden, ids, sources};
use crate::engine::tests::under_test::UnderTest;
use crate::engine::weights::loader::Loadable as _;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, ModelConfig, Pair, Shortlist, TextCodec as _, Tokenizer};

/// The fixtures, and the languages that their files name.
const MODELS: [(&str, &str); 2] = [("firefox", "ar"), ("firefox-split", "zh")];

fn shortlist(name: &str, source: &str) -> (ModelConfig, Tokenizer, Shortlist) {
    let dir = fixture(name);
    let config = ModelConfig::read(&dir).unwrap();
    let target = "en";
    let tokenizer = Tokenizer::open(&dir, &config, Pair { source, target }).unwrap();
    let list = Shortlist::open(&dir, &config, &tokenizer).unwrap().unwrap();
    (config, tokenizer, list)
}

/// The logits of all golden steps, as a model computes them.
fn logits<A: Arithmetic>(name: &str) -> Vec<f32> {
    let _no_grad = tch::no_grad_guard();
    let golden = golden(name);
    let all = sources(&golden);
    let mut model = CpuModel::<A>::open(&fixture(name));
    let mut found = Vec::new();
    for case in golden["decoder"].as_array().unwrap() {
        model.clear();
        let source = &all[case["source"].as_u64().unwrap() as usize];
        model.admit(&[source], 1).unwrap();
        let entries = ids(&case["entries"]);
        for token in ids(&case["decoder_input_ids"]) {
            let logits = model.scores(&[token]);
            found.extend(entries.iter().map(|&entry| logits[entry as usize]));
        }
    }
    found
}

/// The root mean square of the differences, divided by the root mean square of `of`.
fn relative_error(values: &[f32], of: &[f32]) -> f32 {
    assert_eq!(values.len(), of.len());
    let pairs = values.iter().zip(of);
    let errors: f32 = pairs.map(|(a, b)| (a - b) * (a - b)).sum();
    (errors / of.iter().map(|b| b * b).sum::<f32>()).sqrt()
}

#[test]
fn logits_in_eight_bits_are_as_near_the_exact_ones_as_those_of_fxtranslate() {
    for (name, _) in MODELS {
        let golden = golden(name);
        let steps = golden["decoder"].as_array().unwrap().iter();
        let theirs = steps.flat_map(|case| case["logits"].as_array().unwrap());
        let theirs: Vec<f32> = theirs
            .flat_map(|step| step.as_array().unwrap())
            .map(|logit| logit.as_f64().unwrap() as f32)
            .collect();
        // The weights are the same; only activations are rounded.
        let exact = logits::<Floats<f32>>(name);
        let theirs = relative_error(&theirs, &exact);
        let ours = relative_error(&logits::<Int8>(name), &exact);
        println!("{name}: {ours} against {theirs}");
        assert!(theirs < 0.1, "{name}: {theirs}");
        assert!(ours < 1.5 * theirs, "{name}: {ours} against {theirs}");
    }
}

/// The share of outputs that are those of fxtranslate.
fn same<A: Arithmetic>(case: &Value, sources: &[Vec<u32>], model: CpuModel<A>) -> f32 {
    let ours = decode(model, case, sources, 64);
    let theirs = case["outputs"].as_array().unwrap();
    let pairs = ours.iter().zip(theirs);
    let equal = pairs.filter(|(ours, theirs)| ours[0].tokens == ids(&theirs[0]["ids"]));
    equal.count() as f32 / sources.len() as f32
}

/// Opens a model with its shortlist.
fn with_shortlist<A: Arithmetic>(name: &str, source: &str) -> CpuModel<A> {
    let (config, _, list) = shortlist(name, source);
    let scope = OutputScope {
        tokens: None,
        shortlist: Some(Arc::new(list)),
    };
    let checkpoint = Checkpoint::open(&fixture(name)).unwrap();
    let network = config.network.bart_like().unwrap();
    let weights = network
        .weights(Packed::new(), &checkpoint, &config.generation, scope)
        .unwrap();
    CpuModel::new(Arc::new(weights))
}

#[test]
fn many_outputs_are_those_of_fxtranslate() {
    for (name, source) in MODELS {
        let golden = golden(name);
        let sources = sources(&golden);
        let case = &golden["cases"]["greedy"];
        let open = || CpuModel::<Floats<f32>>::open(&fixture(name));
        let float = same(case, &sources, open());
        let int8 = same(case, &sources, CpuModel::<Int8>::open(&fixture(name)));
        let listed = &golden["shortlist"]["cases"]["greedy"];
        let listed = same(listed, &sources, with_shortlist::<Int8>(name, source));
        println!("{name}: {float} {int8} {listed}");
        assert!(float >= 0.5, "{name}: {float}");
        assert!(int8.min(listed) >= 0.4, "{name}: {int8} {listed}");
    }
}

#[test]
fn shortlists_have_the_tokens_of_fxtranslate() {
    for (name, source) in MODELS {
        let golden = golden(name);
        let (config, tokenizer, list) = shortlist(name, source);
        let Spec { start, eos, .. } = CpuModel::<Int8>::open(&fixture(name)).spec().clone();
        assert_eq!((start, eos), (config.generation.start, 0));
        let texts = golden["sources"].as_array().unwrap();
        let candidates = golden["shortlist"]["candidates"].as_array().unwrap();
        for (text, candidates) in texts.iter().zip(candidates) {
            let tokens = tokenizer.encode(text["text"].as_str().unwrap());
            assert_eq!(tokens, ids(&text["ids"]), "{name}: {text}");
            let mut wanted = ids(&candidates["unpadded"]);
            wanted.push(start);
            assert_eq!(list.tokens(&tokens), wanted, "{name}: {text}");
        }
        let greedy = &golden["cases"]["greedy"];
        for (output, text) in greedy["outputs"]
            .as_array()
            .unwrap()
            .iter()
            .zip(greedy["texts"].as_array().unwrap())
        {
            assert_eq!(
                tokenizer.decode(&ids(&output[0]["ids"])),
                text.as_str().unwrap()
            );
        }
    }
}

#[test]
fn hostile_texts_get_the_ids_of_sentencepiece() {
    let golden = golden("firefox-tokenizer");
    for (name, source) in MODELS {
        let (_, tokenizer, _) = shortlist(name, source);
        let mut differing = Vec::new();
        for entry in golden[name].as_array().unwrap() {
            let text = entry["text"].as_str().unwrap();
            let mut ours = tokenizer.encode(text);
            assert_eq!(ours.pop(), Some(0));
            if ours != ids(&entry["ids"]) {
                differing.push((text, ours, ids(&entry["ids"])));
            }
        }
        assert!(differing.is_empty(), "{name}: {differing:#?}");
    }
}

#[test]
fn a_second_shortlist_is_reported_and_lists_of_words_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(fixture("firefox")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    let config = ModelConfig::read(dir.path()).unwrap();
    let (source, target) = ("ar", "en");
    let tokenizer = Tokenizer::open(dir.path(), &config, Pair { source, target }).unwrap();
    std::fs::write(dir.path().join("vmap.txt"), "\ta\n").unwrap();
    assert!(
        Shortlist::open(dir.path(), &config, &tokenizer)
            .unwrap()
            .is_some()
    );
    std::fs::write(dir.path().join("lex.second.bin"), "").unwrap();
    let error = Shortlist::open(dir.path(), &config, &tokenizer).unwrap_err();
    assert!(error.to_string().contains("lex.second.bin"), "{error}");
}
