//! The placement of models. This file owns the defaults for devices, precision, replicas and
//! batches.

use super::exit::UsageError;
use crate::engine::{Budget, Device, Devices, Precision, cores};
use crate::text::{Script, TARGET, script_of_language};

/// The language that a translator reads if nothing tells.
pub(super) const DEFAULT_LANGUAGE: &str = "ar";

/// The translator that ships with mujaz.
pub(super) const DEFAULT_TRANSLATOR: &str = "starter-ar-en";

/// Source tokens above which a sentence is split: translators are trained on sentences of about
/// twenty words and lose clauses in longer ones.
pub(super) const SPLIT_AT: usize = 128;
/// Default limit on the padded source tokens of a batch.
const BATCH_TOKENS: usize = 4096;
/// Limit on the rows of a batch.
const BATCH_ROWS: usize = 256;
/// Defaults on a GPU, which would idle between the launches of small batches.
const GPU_BATCH_TOKENS: usize = 32_768;
const GPU_BATCH_ROWS: usize = 2048;
/// Default number of replicas on a GPU: while one searches on the processor, the others keep the
/// GPU busy.
const GPU_REPLICAS: usize = 3;

/// The most beams of a search. Each holds a sentence's state, so that more would only take memory: the
/// text hardly changes beyond ten.
const MOST_BEAMS: usize = 256;
/// The most replicas of a model on a device, each of which has a thread.
const MOST_REPLICAS: usize = 1024;

/// The placement of a model.
#[derive(Debug, Clone)]
pub(super) struct Placement {
    pub(super) devices: Devices,
    /// The precision resolved for the devices; a family without it runs in f32.
    pub(super) precision: Precision,
    /// Whether the user named the precision, so that a family without it is an error.
    pub(super) named: bool,
    /// Replicas on each device.
    pub(super) replicas: usize,
    pub(super) batch: Budget,
    /// Whether the user set the batch's tokens.
    pub(super) batch_named: bool,
    /// Source tokens above which a sentence is split, unless the model's own limit is lower.
    pub(super) split_at: usize,
    /// The script of the source, whose letters no output contains.
    pub(super) foreign: Option<Script>,
}

/// The placement of a model on devices, without splitting sentences or excluding letters.
pub(super) fn placement(
    devices: Devices,
    precision: Precision,
    beams: usize,
    replicas: Option<usize>,
    batch_tokens: Option<usize>,
) -> Result<Placement, UsageError> {
    let (one_each, tokens, rows) = match devices.first() {
        Device::Cpu => (cores(), BATCH_TOKENS, BATCH_ROWS),
        Device::Cuda(_) => (GPU_REPLICAS, GPU_BATCH_TOKENS, GPU_BATCH_ROWS),
    };
    if !(1..=MOST_BEAMS).contains(&beams) {
        let bounds = format!("--beams must be at least 1 and at most {MOST_BEAMS}");
        return Err(UsageError(bounds));
    }
    if replicas.is_some_and(|replicas| replicas > MOST_REPLICAS) {
        let bound = format!("--replicas must be at most {MOST_REPLICAS}");
        return Err(UsageError(bound));
    }
    let (replicas, tokens) = (replicas.unwrap_or(one_each), batch_tokens.unwrap_or(tokens));
    if replicas == 0 || tokens == 0 {
        return Err(UsageError(
            "--replicas and --batch-tokens must be at least 1".into(),
        ));
    }
    Ok(Placement {
        devices,
        precision,
        replicas,
        batch: Budget {
            tokens: tokens.saturating_mul(beams),
            rows,
        },
        batch_named: batch_tokens.is_some(),
        named: false,
        split_at: usize::MAX,
        foreign: None,
    })
}

/// The placement of a summarizer beside a translator's. Articles are long, and a decoder step over
/// few of them is limited by loading the weights from memory.
pub(super) fn for_summaries(placement: Placement) -> Placement {
    let mut batch = placement.batch;
    if placement.devices.first() == Device::Cpu && !placement.batch_named {
        batch.tokens *= 2;
    }
    Placement { batch, ..placement }
}

/// The script of the source language, if English does not use it.
pub(super) fn foreign_script(from: &str) -> Option<Script> {
    script_of_source(from, TARGET.code)
}

/// The script of the language `from`, if the language `to` does not use it.
pub(super) fn script_of_source(from: &str, to: &str) -> Option<Script> {
    script_of_language(from).filter(|&script| script_of_language(to) != Some(script))
}
