//! From names of models to models that run.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::{
    self, Budget, DecodeParams, Device, Engine, Mock, MockCodec, Precision, Seq2Seq,
};
use crate::model::{Located, ModelConfig, Pair, TextCodec, Tokenizer};
use crate::pipeline::Running;
use crate::text::Script;
use crate::translate;

/// How models are run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placement {
    pub(super) device: Device,
    pub(super) precision: Precision,
    pub(super) replicas: usize,
    pub(super) batch: Budget,
    /// Source tokens above which a sentence is split; the model's own limit stands above it.
    pub(super) split_at: usize,
    /// The script of the source, whose letters no output has.
    pub(super) foreign: Option<Script>,
}

/// The language of briefs.
pub(super) const TARGET: &str = "en";
/// Positions of the mock model.
const MOCK_POSITIONS: usize = 512;

/// Loads a located model, for texts in the language `from`, and starts its replicas.
pub(super) fn start(
    located: &Located,
    placement: Placement,
    from: &str,
) -> anyhow::Result<Running> {
    let mut config = ModelConfig::read(&located.dir)?;
    let pair = Pair {
        source: from,
        target: TARGET,
    };
    let tokenizer = Tokenizer::open(&located.dir, &config, pair)?;
    config.generation.forced_bos = tokenizer.target().or(config.generation.forced_bos);
    let kept = placement
        .foreign
        .map(|script| tokenizer.tokens_without(|c| Script::of(c) == Some(script)));
    let codec: Arc<dyn TextCodec> = Arc::new(tokenizer);
    let place = (placement.device, placement.precision);
    let loaded = engine::load(&located.dir, &config, place, kept)?;
    let replicas = (0..placement.replicas).map(|_| loaded.replica()).collect();
    let spec = loaded.spec();
    let budget = translate::Budget {
        source: placement.split_at.min(spec.max_source),
        target: spec.max_target - 1,
    };
    let generation = &config.generation;
    let defaults = DecodeParams {
        beams: generation.beams,
        length_penalty: generation.length_penalty,
        early_stopping: generation.early_stopping,
        no_repeat_ngram: generation.no_repeat_ngram,
        ..DecodeParams::default()
    };
    Ok(Running {
        engine: Engine::start(replicas, placement.batch)?,
        codec,
        budget,
        defaults,
    })
}

/// A model without weights, for tests of everything above the engine.
pub(super) fn start_mock(placement: Placement, delay: Duration) -> anyhow::Result<Running> {
    let codec = MockCodec;
    let replicas: Vec<Box<dyn Seq2Seq>> = (0..placement.replicas)
        .map(|_| Box::new(Mock::new(MockCodec::EOS, MOCK_POSITIONS, delay)) as Box<dyn Seq2Seq>)
        .collect();
    let budget = translate::Budget {
        source: placement.split_at.min(MOCK_POSITIONS),
        target: MOCK_POSITIONS - 1,
    };
    Ok(Running {
        engine: Engine::start(replicas, placement.batch)?,
        codec: Arc::new(codec),
        budget,
        defaults: DecodeParams::default(),
    })
}
