//! The search for phrases around the greedy output, with the models of the fixtures.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::params::{DecodeParams, Request};
use crate::engine::contract::phrases::{Asked, Phrase, Phrases, Spelling};
use crate::engine::contract::seq2seq::{Candidate, Seq2Seq, Spec, Step};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::Floats;
use crate::engine::cpu::precision::int8::Int8;
use crate::engine::decode::batch::Budget;
use crate::engine::serve::engine::Engine;
use crate::engine::tests::golden::{fixture, golden, sources};
use crate::engine::tests::under_test::UnderTest;

/// A model that computes all rows, whatever is looked at, or only those that are.
struct Rows<M> {
    model: M,
    all: bool,
}

impl<M: Seq2Seq> Seq2Seq for Rows<M> {
    fn spec(&self) -> &Spec {
        self.model.spec()
    }
    fn admit(&mut self, sources: &[&[u32]], width: usize) -> Result<(), EngineError> {
        self.model.admit(sources, width)
    }
    fn step(&mut self, step: &Step<'_>) -> Result<Vec<Vec<Candidate>>, EngineError> {
        let live: &[usize] = if self.all { &[] } else { step.live };
        self.model.step(&Step { live, ..*step })
    }
    fn gather(&mut self, sentences: &[usize], rows: &[usize]) -> Result<(), EngineError> {
        self.model.gather(sentences, rows)
    }
    fn clear(&mut self) {
        self.model.clear();
    }
}

/// The tokens of the best output of each source, without the end token. Each source comes with the
/// phrase that is asked for, if any.
fn decoded<M: UnderTest>(
    model: Rows<M>,
    sources: &[Vec<u32>],
    phrases: &[Vec<u32>],
    rows: usize,
) -> Vec<Vec<u32>> {
    let eos = model.spec().eos;
    let budget = Budget {
        tokens: 10_000,
        rows,
    };
    let engine = Engine::start(vec![Box::new(model)], budget).unwrap();
    for (key, source) in sources.iter().enumerate() {
        let params = DecodeParams {
            max_new: 40,
            ..DecodeParams::default()
        };
        let params = match phrases.get(key) {
            Some(tokens) => with_phrase(tokens, params),
            None => params,
        };
        let request = Request {
            key: key as u64,
            source: source.clone().into(),
            params: Arc::new(params),
        };
        assert!(engine.intake().submit(request));
    }
    let mut outputs = vec![Vec::new(); sources.len()];
    for _ in sources {
        let outcome = engine.outcomes().recv().unwrap();
        let mut tokens = outcome.result.unwrap().swap_remove(0).tokens;
        tokens.retain(|&token| token != eos);
        outputs[outcome.key as usize] = tokens;
    }
    engine.stop();
    outputs
}

fn with_phrase(tokens: &[u32], params: DecodeParams) -> DecodeParams {
    let phrase = Phrase {
        spellings: vec![Spelling {
            tokens: tokens.to_vec(),
            asked: Asked::Anywhere,
        }],
    };
    DecodeParams {
        beams: 3,
        phrases: Phrases::new(vec![phrase], [].into()),
        around_greedy: true,
        ..params
    }
}

fn check<M: UnderTest>(name: &str) {
    let sources = sources(&golden(name));
    let model = |all| Rows {
        model: M::open(&fixture(name)),
        all,
    };
    let free = decoded(model(true), &sources, &[], 64);
    let first_two = |tokens: &Vec<u32>| tokens[..tokens.len().min(2)].to_vec();
    let own: Vec<Vec<u32>> = free.iter().map(first_two).collect();
    let label = format!("{} {name}", M::NAME);
    assert_eq!(decoded(model(false), &sources, &own, 9), free, "{label}");

    let mut others = own;
    others.rotate_left(1);
    let all = decoded(model(true), &sources, &others, 64);
    for rows in [3, 9, 64] {
        let found = decoded(model(false), &sources, &others, rows);
        assert_eq!(found, all, "{label}, {rows} rows");
    }
    for ((found, phrase), free) in all.iter().zip(&others).zip(&free) {
        let has = |text: &[u32]| text.windows(phrase.len()).any(|part| part == phrase);
        assert!(has(found), "{label}: {phrase:?} in {found:?}");
        if has(free) {
            assert_eq!(found, free, "{label}");
        }
    }
}

#[test]
fn outputs_have_their_phrases_whether_or_not_rows_are_left_out() {
    for name in ["marian", "firefox-float", "t5"] {
        check::<CpuModel<Floats<f32>>>(name);
    }
    check::<CpuModel<Int8>>("marian");
}
