//! Loading a checkpoint's folder, and creating replicas that share its weights. The device, the
//! precision and the family decide here which implementation runs the model.

use std::path::Path;
use std::sync::Arc;

use crate::engine::contract::error::EngineError;
use crate::engine::contract::seq2seq::{Seq2Seq, Spec};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::{Arithmetic, Floats};
use crate::engine::cpu::precision::element::Bf16;
use crate::engine::cpu::precision::int8::Int8;
use crate::engine::cpu::weights::Packed;
use crate::engine::device::hardware::{Device, Precision};
use crate::engine::torch::longt5;
use crate::engine::torch::model::TensorModel;
use crate::engine::torch::rust_bert::Adapter;
use crate::engine::torch::weights::Placed;
use crate::engine::weights::layout::Weights;
use crate::engine::weights::loader::{LoadError, Loadable};
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, Generation, ModelConfig, Network};

/// The weights of a model in memory.
pub struct LoadedModel {
    held: Held,
    precision: Precision,
}

enum Held {
    F32(Arc<Weights<Packed<Floats<f32>>>>),
    Bf16(Arc<Weights<Packed<Floats<Bf16>>>>),
    Int8(Arc<Weights<Packed<Int8>>>),
    Device(Arc<Weights<Placed>>),
    Adapted(Arc<longt5::Network>),
}

/// Loads the checkpoint in `dir` for a device and a precision. Below f32 the output layer scores
/// only the tokens in `scope`; lexical shortlists apply only on processors.
///
/// # Errors
/// [`LoadError`] that names the file and what is wrong with it, or says why the device cannot run
/// the model.
pub fn load(
    dir: &Path,
    config: &ModelConfig,
    (device, precision): (Device, Precision),
    scope: OutputScope,
) -> Result<LoadedModel, LoadError> {
    let _no_grad = tch::no_grad_guard();
    let precision = precision.for_family(config.family, device, true)?;
    let checkpoint = Checkpoint::open(dir)?;
    let place = (device, precision);
    let generation = &config.generation;
    let held = match &config.network {
        Network::BartLike(network) => hold(&checkpoint, (network, generation), place, scope)?,
        Network::T5(network) => hold(&checkpoint, (network, generation), place, scope)?,
        Network::LongT5(network) => {
            let place = (device.torch(), precision.kind());
            let network = longt5::Network::load(&checkpoint, (network, generation), place)?;
            Held::Adapted(Arc::new(network))
        }
    };
    Ok(LoadedModel { held, precision })
}

/// Loads a network that the engine computes itself.
fn hold<N: Loadable>(
    checkpoint: &Checkpoint,
    described: (&N, &Generation),
    (device, precision): (Device, Precision),
    scope: OutputScope,
) -> Result<Held, LoadError> {
    Ok(match (device, precision) {
        // f32 is the reference, so every token is scored.
        (Device::Cpu, Precision::F32) => {
            Held::F32(packed(checkpoint, described, OutputScope::default())?)
        }
        (Device::Cpu, Precision::Bf16) => Held::Bf16(packed(checkpoint, described, scope)?),
        (Device::Cpu, Precision::Int8) => Held::Int8(packed(checkpoint, described, scope)?),
        (Device::Cuda(_), Precision::F32 | Precision::Bf16 | Precision::F16) => {
            let placed = Placed {
                device: device.torch(),
                kind: precision.kind(),
            };
            // f32 is the reference, so every token is scored.
            let tokens = scope.tokens.filter(|_| precision != Precision::F32);
            let scope = OutputScope {
                tokens,
                shortlist: None,
            };
            let (network, generation) = described;
            let weights = network.weights(placed, checkpoint, generation, scope)?;
            Held::Device(Arc::new(weights))
        }
        _ => {
            let reason = format!("the precision {precision} is not available on {device}");
            return Err(EngineError::Unavailable(reason).into());
        }
    })
}

fn packed<A: Arithmetic, N: Loadable>(
    checkpoint: &Checkpoint,
    (network, generation): (&N, &Generation),
    scope: OutputScope,
) -> Result<Arc<Weights<Packed<A>>>, LoadError> {
    let weights = network.weights(Packed::new(), checkpoint, generation, scope)?;
    Ok(Arc::new(weights))
}

impl LoadedModel {
    /// Creates a replica that shares these weights.
    pub fn replica(&self) -> Box<dyn Seq2Seq> {
        match &self.held {
            Held::F32(weights) => Box::new(CpuModel::new(weights.clone())),
            Held::Bf16(weights) => Box::new(CpuModel::new(weights.clone())),
            Held::Int8(weights) => Box::new(CpuModel::new(weights.clone())),
            Held::Device(weights) => Box::new(TensorModel::new(weights.clone())),
            Held::Adapted(network) => Box::new(Adapter::new(network.clone())),
        }
    }

    /// The special tokens and limits of the model.
    pub fn spec(&self) -> &Spec {
        match &self.held {
            Held::F32(weights) => &weights.spec,
            Held::Bf16(weights) => &weights.spec,
            Held::Int8(weights) => &weights.spec,
            Held::Device(weights) => &weights.spec,
            Held::Adapted(network) => &network.spec,
        }
    }

    /// The precision that the model computes in.
    pub fn precision(&self) -> Precision {
        self.precision
    }
}
