//! The interface that the golden tests need of every implementation of [`Seq2Seq`].

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use tch::{Device, Kind, Tensor};

use crate::engine::contract::seq2seq::{Seq2Seq, Spec};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::precision::element::elements;
use crate::engine::cpu::weights::Packed;
use crate::engine::tests::golden::Fixture;
use crate::engine::torch::longt5;
use crate::engine::torch::model::TensorModel;
use crate::engine::torch::rust_bert::Adapter;
use crate::engine::torch::weights::Placed;
use crate::engine::weights::layout::{Backend, Weights};
use crate::engine::weights::loader::Loadable as _;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, ModelConfig, Network};

/// A model on the CPU that exposes its internals to tests.
pub(crate) trait UnderTest: Seq2Seq + Sized + 'static {
    /// The implementation's name in messages.
    const NAME: &'static str;

    /// The implementation's fixtures, where they differ from those of most.
    const OWN: Option<&'static [Fixture]> = None;

    fn open(dir: &Path) -> Self;

    fn spec_mut(&mut self) -> &mut Spec;

    /// The encoder's output for each source, `[tokens * d]`.
    fn states(&mut self, sources: &[&[u32]]) -> Vec<Vec<f32>>;

    /// The logits of all rows, `[rows * vocabulary]`.
    fn scores(&mut self, tokens: &[u32]) -> Vec<f32>;
}

fn read(dir: &Path) -> (Checkpoint, ModelConfig) {
    crate::engine::device::hardware::set_threads();
    (
        Checkpoint::open(dir).unwrap(),
        ModelConfig::read(dir).unwrap(),
    )
}

/// The weights of a network that the engine computes itself.
fn weights<B: Backend>(dir: &Path, backend: B) -> Arc<Weights<B>> {
    let (checkpoint, config) = read(dir);
    let (generation, scope) = (&config.generation, OutputScope::default());
    let weights = match &config.network {
        Network::BartLike(network) => network.weights(backend, &checkpoint, generation, scope),
        Network::T5(network) => network.weights(backend, &checkpoint, generation, scope),
        Network::LongT5(_) => panic!("rust-bert computes this network"),
    };
    Arc::new(weights.unwrap())
}

impl<A: Arithmetic> UnderTest for CpuModel<A> {
    const NAME: &'static str = "cpu";

    fn open(dir: &Path) -> Self {
        Self::new(weights(dir, Packed::new()))
    }

    fn spec_mut(&mut self) -> &mut Spec {
        self.spec_for_tests()
    }

    fn states(&mut self, sources: &[&[u32]]) -> Vec<Vec<f32>> {
        let (states, _) = self.encode(sources).unwrap();
        let tokens: usize = sources.iter().map(|s| s.len()).sum();
        let width = states.len() / tokens;
        let mut rest = &states[..];
        sources
            .iter()
            .map(|source| {
                let (own, others) = rest.split_at(source.len() * width);
                rest = others;
                own.to_vec()
            })
            .collect()
    }

    fn scores(&mut self, tokens: &[u32]) -> Vec<f32> {
        self.logits(tokens).unwrap()
    }
}

/// The encoder's output for each source, `[tokens * d]`, of `states`, `[sources, length, d]` with
/// padding after each source.
fn unpadded(states: &Tensor, sources: &[&[u32]]) -> Vec<Vec<f32>> {
    let (_, length, width) = states.size3().unwrap();
    let states = states.contiguous();
    elements::<f32>(&states)
        .chunks_exact((length * width) as usize)
        .zip(sources)
        .map(|(all, source)| all[..source.len() * width as usize].to_vec())
        .collect()
}

impl UnderTest for TensorModel {
    const NAME: &'static str = "tensors";

    fn open(dir: &Path) -> Self {
        let placed = Placed {
            device: Device::Cpu,
            kind: Kind::Float,
        };
        Self::new(weights(dir, placed))
    }

    fn spec_mut(&mut self) -> &mut Spec {
        self.spec_for_tests()
    }

    fn states(&mut self, sources: &[&[u32]]) -> Vec<Vec<f32>> {
        let (states, _) = self.encoder_states(sources).unwrap();
        unpadded(&states, sources)
    }

    fn scores(&mut self, tokens: &[u32]) -> Vec<f32> {
        elements::<f32>(&self.logits(tokens).unwrap()).to_vec()
    }
}

impl UnderTest for Adapter {
    const NAME: &'static str = "adapter";
    const OWN: Option<&'static [Fixture]> =
        Some(&[("longt5", "longt5"), ("longt5-local", "longt5-local")]);

    fn open(dir: &Path) -> Self {
        let (checkpoint, config) = read(dir);
        let described = (config.network.long_t5().unwrap(), &config.generation);
        let place = (Device::Cpu, Kind::Float);
        let network = longt5::Network::load(&checkpoint, described, place);
        Self::new(Arc::new(network.unwrap()))
    }

    fn spec_mut(&mut self) -> &mut Spec {
        self.spec_for_tests()
    }

    fn states(&mut self, sources: &[&[u32]]) -> Vec<Vec<f32>> {
        let (states, _) = self.encoder_states(sources).unwrap();
        unpadded(&states, sources)
    }

    fn scores(&mut self, tokens: &[u32]) -> Vec<f32> {
        elements::<f32>(&self.logits(tokens).unwrap()).to_vec()
    }
}
