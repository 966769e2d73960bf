//! From a checkpoint's folder to replicas that share its weights.

use std::path::Path;
use std::sync::Arc;

use super::cpu::CpuModel;
use super::kernels::Bf16;
use super::weights::{LoadError, Weights};
use super::{Device, EngineError, Precision, Seq2Seq, Spec};
use crate::model::{Checkpoint, ModelConfig};

/// The weights of a model in memory.
pub struct LoadedModel {
    weights: Arc<Weights>,
    precision: Precision,
}

/// Loads the checkpoint in `dir`.
///
/// # Errors
/// [`LoadError`] naming the file and what is wrong with it, or that the device cannot run it.
pub fn load(
    dir: &Path,
    config: &ModelConfig,
    device: Device,
    precision: Precision,
) -> Result<LoadedModel, LoadError> {
    if device != Device::Cpu {
        return Err(EngineError::Unavailable(format!("{device} cannot run models yet")).into());
    }
    let _no_grad = tch::no_grad_guard();
    let checkpoint = Checkpoint::open(dir)?;
    let weights = match precision {
        Precision::F32 => Weights::load::<f32>(&checkpoint, config)?,
        Precision::Bf16 => Weights::load::<Bf16>(&checkpoint, config)?,
    };
    Ok(LoadedModel {
        weights: Arc::new(weights),
        precision,
    })
}

impl LoadedModel {
    /// A replica that shares these weights.
    pub fn replica(&self) -> Box<dyn Seq2Seq> {
        match self.precision {
            Precision::F32 => Box::new(CpuModel::<f32>::new(self.weights.clone())),
            Precision::Bf16 => Box::new(CpuModel::<Bf16>::new(self.weights.clone())),
        }
    }

    /// Special tokens and limits.
    pub fn spec(&self) -> &Spec {
        &self.weights.spec
    }
}
