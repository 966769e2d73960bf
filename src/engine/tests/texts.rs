//! Tests of tokenizers against those of Hugging Face transformers and SentencePiece: the ids of texts,
//! and the texts of outputs.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use serde_json::Value;

use crate::engine::tests::golden::{BART_LIKE, T5, fixture, golden, ids, tokenizer};
use crate::engine::tests::t5::LONG;
use crate::model::TextCodec;

#[test]
fn texts_are_those_of_transformers() {
    let names = [&BART_LIKE[..], &T5[..]].concat().into_iter();
    for name in names.map(|(_, name)| name).chain(LONG) {
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
                assert_eq!(
                    tokenizer.decode(&ids(&output[0]["ids"])),
                    text.as_str().unwrap().trim(),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn hostile_texts_get_the_ids_of_sentencepiece() {
    let dir = fixture("marian");
    let tokenizer = tokenizer(&dir);
    let mut differing = Vec::new();
    for entry in golden("tokenizer")["entries"].as_array().unwrap() {
        let text = entry["text"].as_str().unwrap();
        let mut ours = tokenizer.encode(text);
        assert_eq!(ours.pop(), Some(0));
        if ours != ids(&entry["ids"]) {
            differing.push((text.to_owned(), ours, ids(&entry["ids"])));
        }
    }
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn real_sentences_get_the_ids_of_sentencepiece_on_the_real_tokenizer() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let dir = shared.join("tokenizers/opus-mt-ar-en");
    if !dir.is_dir() {
        eprintln!("SKIPPED: {} is not there", dir.display());
        return;
    }
    let tokenizer = tokenizer(&dir);
    let text = std::fs::read_to_string(fixture("opus-mt-ar-en-ids.json")).unwrap();
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(entries.len(), 300);
    for entry in &entries {
        let bytes = std::fs::read(shared.join(entry["file"].as_str().unwrap())).unwrap();
        let range = ids(&entry["bytes"]);
        let sentence = std::str::from_utf8(&bytes[range[0] as usize..range[1] as usize]).unwrap();
        assert_eq!(tokenizer.encode(sentence), ids(&entry["ids"]), "{sentence}");
    }
}
