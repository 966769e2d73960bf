//! How models are run: devices, precision, replicas, batches.

use super::exit::UsageError;
use crate::engine::{Budget, Device, Devices, Precision};
use crate::text::{Script, TARGET, script_of_language};

/// The translator that ships with mujaz.
pub(super) const DEFAULT_TRANSLATOR: &str = "starter-ar-en";

/// Source tokens above which a sentence is split: translators learn from sentences of some
/// twenty words and lose clauses in longer ones.
pub(super) const SPLIT_AT: usize = 128;
/// Padded source tokens of a batch, by default.
const BATCH_TOKENS: usize = 4096;
/// Rows of a batch.
const BATCH_ROWS: usize = 256;
/// The same on a GPU, which is idle between the launches of small batches.
const GPU_BATCH_TOKENS: usize = 32_768;
const GPU_BATCH_ROWS: usize = 2048;
/// While one replica searches on the processor, the others keep the GPU busy.
const GPU_REPLICAS: usize = 3;

/// How models are run.
#[derive(Debug, Clone)]
pub(super) struct Placement {
    pub(super) devices: Devices,
    /// As resolved for the devices; a family that does not have it runs in f32.
    pub(super) precision: Precision,
    /// The user named the precision, so that a family without it is an error.
    pub(super) named: bool,
    /// On each device.
    pub(super) replicas: usize,
    pub(super) batch: Budget,
    /// The user set the batch's tokens.
    pub(super) batch_named: bool,
    /// Source tokens above which a sentence is split; the model's own limit stands above it.
    pub(super) split_at: usize,
    /// The script of the source, whose letters no output has.
    pub(super) foreign: Option<Script>,
}

/// How models are run on devices, splitting nothing and leaving no letters out.
pub(super) fn placement(
    (devices, precision): (Devices, Precision),
    beams: usize,
    replicas: Option<usize>,
    batch_tokens: Option<usize>,
) -> Result<Placement, UsageError> {
    let (one_each, tokens, rows) = match devices.first() {
        Device::Cpu => {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            (cores, BATCH_TOKENS, BATCH_ROWS)
        }
        Device::Cuda(_) => (GPU_REPLICAS, GPU_BATCH_TOKENS, GPU_BATCH_ROWS),
    };
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
            tokens: tokens * beams,
            rows,
        },
        batch_named: batch_tokens.is_some(),
        named: false,
        split_at: usize::MAX,
        foreign: None,
    })
}

/// The placement of a summarizer beside a translator's: articles are long, and a decode step of few
/// of them waits for the weights to come from memory.
pub(super) fn for_summaries(placement: Placement) -> Placement {
    let mut batch = placement.batch;
    if placement.devices.first() == Device::Cpu && !placement.batch_named {
        batch.tokens *= 2;
    }
    Placement { batch, ..placement }
}

/// The script of the source language, where the target has no use for its letters.
pub(super) fn foreign_script(from: &str) -> Option<Script> {
    script_of_language(from).filter(|&script| TARGET.script != Some(script))
}
