//! The interface that the golden tests need of every implementation of [`Seq2Seq`].

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use tch::{Device, Kind};

use crate::engine::contract::seq2seq::{Seq2Seq, Spec};
use crate::engine::cpu::model::CpuModel;
use crate::engine::cpu::precision::arithmetic::Arithmetic;
use crate::engine::cpu::precision::element::elements;
use crate::engine::cpu::weights::Packed;
use crate::engine::torch::model::TensorModel;
use crate::engine::torch::rust_bert::Adapter;
use crate::engine::torch::t5::Network;
use crate::engine::torch::weights::Placed;
use crate::engine::weights::layout::Weights;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{Checkpoint, ModelConfig};

/// A model on the CPU that exposes its internals to tests.
pub(crate) trait UnderTest: Seq2Seq + Sized + 'static {
    /// The implementation's name in messages.
    const NAME: &'static str;

    /// The implementation's fixtures (folder, golden file), where they differ from those of most.
    const OWN: Option<&'static [(&'static str, &'static str)]> = None;

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

impl<A: Arithmetic> UnderTest for CpuModel<A> {
    const NAME: &'static str = "cpu";

    fn open(dir: &Path) -> Self {
        let (checkpoint, config) = read(dir);
        let network = (config.network.bart_like().unwrap(), &config.generation);
        let weights = Weights::load(Packed::new(), &checkpoint, network, OutputScope::default());
        Self::new(Arc::new(weights.unwrap()))
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

impl UnderTest for TensorModel {
    const NAME: &'static str = "tensors";

    fn open(dir: &Path) -> Self {
        let (checkpoint, config) = read(dir);
        let placed = Placed {
            device: Device::Cpu,
            kind: Kind::Float,
        };
        let network = (config.network.bart_like().unwrap(), &config.generation);
        let weights = Weights::load(placed, &checkpoint, network, OutputScope::default());
        Self::new(Arc::new(weights.unwrap()))
    }

    fn spec_mut(&mut self) -> &mut Spec {
        self.spec_for_tests()
    }

    fn states(&mut self, sources: &[&[u32]]) -> Vec<Vec<f32>> {
        let (states, _) = self.encoder_states(sources).unwrap();
        let (_, length, width) = states.size3().unwrap();
        let states = states.contiguous();
        elements::<f32>(&states)
            .chunks_exact((length * width) as usize)
            .zip(sources)
            .map(|(all, source)| all[..source.len() * width as usize].to_vec())
            .collect()
    }

    fn scores(&mut self, tokens: &[u32]) -> Vec<f32> {
        elements::<f32>(&self.logits(tokens).unwrap()).to_vec()
    }
}

impl UnderTest for Adapter {
    const NAME: &'static str = "adapter";
    const OWN: Option<&'static [(&'static str, &'static str)]> = Some(&[
        ("t5", "t5"),
        ("mt5", "mt5"),
        ("longt5", "longt5"),
        ("longt5-local", "longt5-local"),
    ]);

    fn open(dir: &Path) -> Self {
        let (checkpoint, config) = read(dir);
        let described = (config.network.t5().unwrap(), &config.generation);
        let place = (Device::Cpu, Kind::Float);
        let network = Network::load(&checkpoint, described, place);
        Self::new(Arc::new(network.unwrap()))
    }

    fn spec_mut(&mut self) -> &mut Spec {
        self.spec_for_tests()
    }

    fn states(&mut self, sources: &[&[u32]]) -> Vec<Vec<f32>> {
        let (states, _) = self.encoder_states(sources).unwrap();
        let (_, length, width) = states.size3().unwrap();
        let states = states.contiguous();
        elements::<f32>(&states)
            .chunks_exact((length * width) as usize)
            .zip(sources)
            .map(|(all, source)| all[..source.len() * width as usize].to_vec())
            .collect()
    }

    fn scores(&mut self, tokens: &[u32]) -> Vec<f32> {
        elements::<f32>(&self.logits(tokens).unwrap()).to_vec()
    }
}
