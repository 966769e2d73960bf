//! The self-test of a device: small models of every kind that the engine computes itself decode the
//! same sources on it and on the processor, and the results are compared. It also measures how fast
//! the device copies memory and multiplies matrices.

mod synthetic;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tch::{Kind, Tensor};

use crate::engine::contract::error::EngineError;
use crate::engine::contract::params::{DecodeParams, Hypothesis, Request};
use crate::engine::contract::seq2seq::Seq2Seq;
use crate::engine::decode::batch::Budget;
use crate::engine::device::hardware::{Device, Precision};
use crate::engine::load::load;
use crate::engine::serve::engine::Engine;
use crate::engine::weights::loader::LoadError;
use crate::engine::weights::vocabulary::OutputScope;
use crate::model::{ModelConfig, ModelError};
use synthetic::{FIRST_TOKEN, POSITIONS, Random, VOCABULARY};

/// Number of sources that each model decodes.
const SENTENCES: usize = 48;
/// Maximum rows of a batch: fewer than 4 beams need for all sources, so that sentences join a
/// running batch.
const ROWS: usize = 64;
/// Longest source, in tokens.
const SOURCE: usize = 40;
/// The largest error of a log-probability in f32, and the largest difference of scores with which
/// hypotheses may change places by rounding.
const TIE: f32 = 1e-3;
/// The largest error of a log-probability below f32: about three times the error that was seen in
/// int8 on processors.
const COARSE: f32 = 1.0;
/// Minimum percentage of tokens below f32 that are the reference's, up to each sentence's first
/// difference; by chance it would be one in two thousand.
const COARSE_TOKENS: usize = 10;

/// The result of decoding one family's sources on a device, compared with the processor in f32.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The kind of model, as `model_type` in `config.json` names it.
    pub family: &'static str,
    /// The precision that the device computed in.
    pub precision: Precision,
    /// Beams of the search.
    pub beams: usize,
    /// Number of sources.
    pub sentences: usize,
    /// Number of sources with the same tokens from beginning to end.
    pub equal: usize,
    /// Number of tokens of the reference.
    pub tokens: usize,
    /// Number of tokens before each sentence's first difference.
    pub tokens_equal: usize,
    /// The largest difference of a log-probability, up to each sentence's first difference.
    pub error: f32,
    /// The reason why the device is not to be trusted, if there is one.
    pub fault: Option<String>,
}

/// An error that ended a check early.
#[derive(Debug, thiserror::Error)]
pub enum SelfTestError {
    /// The models could not be written.
    #[error("cannot write the models of the check: {0}")]
    Write(#[from] io::Error),
    /// A model could not be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A settings file of the check could not be read back.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A device failed, or a sentence could not be decoded.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Every precision of a device, with f32, the reference, first.
pub fn precisions(device: Device) -> Vec<Precision> {
    let all = ["f32", "bf16", "f16", "int8"].into_iter();
    all.filter_map(|name| Precision::resolve(name, device).ok())
        .collect()
}

/// Compares `device` with the processor, family by family, and hands each comparison to `tell` as
/// soon as it is complete.
///
/// # Errors
/// The first [`SelfTestError`] that occurs.
pub fn compare(device: Device, mut tell: impl FnMut(Comparison)) -> Result<(), SelfTestError> {
    for model in synthetic::all() {
        let folder = tempfile::tempdir()?;
        model.write(folder.path())?;
        let config = ModelConfig::read(folder.path())?;
        for beams in [1, 4] {
            let model_on = |place| load(folder.path(), &config, place, OutputScope::default());
            let reference = decode(model_on((Device::Cpu, Precision::F32))?.replica(), beams)?;
            for precision in precisions(device) {
                let place = (device, precision);
                let itself = place == (Device::Cpu, Precision::F32);
                if itself || precision.for_family(config.family, device, true).is_err() {
                    continue;
                }
                let found = decode(model_on(place)?.replica(), beams)?;
                tell(compared(
                    (model.family, precision, beams),
                    &reference,
                    &found,
                ));
            }
        }
    }
    Ok(())
}

type Decoded = BTreeMap<u64, Hypothesis>;

fn decode(model: Box<dyn Seq2Seq>, beams: usize) -> Result<Decoded, SelfTestError> {
    let budget = Budget {
        tokens: ROWS * SOURCE,
        rows: ROWS,
    };
    let engine = Engine::start(vec![model], budget)?;
    let mut random = Random(1);
    for key in 0..SENTENCES as u64 {
        let length = 1 + random.below(SOURCE);
        let token = |random: &mut Random| {
            let known = VOCABULARY - FIRST_TOKEN as usize;
            FIRST_TOKEN + random.below(known) as u32
        };
        let source: Vec<u32> = (0..length).map(|_| token(&mut random)).collect();
        // Different limits make sentences end at different steps; banning repeats keeps the outputs
        // varied.
        let max_new = 8 + random.below(POSITIONS / 3);
        let params = DecodeParams {
            beams,
            max_new,
            min_new: max_new / 2,
            no_repeat_ngram: 2,
            ..DecodeParams::default()
        };
        engine.intake().submit(Request {
            key,
            source: source.into(),
            params: Arc::new(params),
        });
    }
    let mut decoded = Decoded::new();
    let mut failed = None;
    for outcome in engine.outcomes().iter().take(SENTENCES) {
        match outcome.result {
            Ok(hypotheses) => {
                let best = hypotheses.into_iter().next().unwrap_or_default();
                decoded.insert(outcome.key, best);
            }
            Err(error) => failed = Some(error),
        }
    }
    engine.stop();
    failed.map_or(Ok(decoded), |error| Err(error.into()))
}

fn compared(
    (family, precision, beams): (&'static str, Precision, usize),
    reference: &Decoded,
    found: &Decoded,
) -> Comparison {
    let mut comparison = Comparison {
        family,
        precision,
        beams,
        sentences: reference.len(),
        equal: 0,
        tokens: 0,
        tokens_equal: 0,
        error: 0.0,
        fault: None,
    };
    let mut torn = 0;
    for (key, expected) in reference {
        let missing = Hypothesis::default();
        let ours = found.get(key).unwrap_or(&missing);
        let pairs = expected.tokens.iter().zip(&ours.tokens);
        let same = pairs.take_while(|(a, b)| a == b).count();
        let whole = same == expected.tokens.len() && same == ours.tokens.len();
        comparison.tokens += expected.tokens.len();
        comparison.tokens_equal += same;
        comparison.equal += usize::from(whole);
        let log_probs = expected.log_probs.iter().zip(&ours.log_probs);
        for (a, b) in log_probs.take(same) {
            let error = (a - b).abs();
            // NaN must not get lost in a maximum.
            if error > comparison.error || error.is_nan() {
                comparison.error = error;
            }
        }
        torn += usize::from(!whole && (expected.score - ours.score).abs() > TIE);
    }
    let (error, tokens) = match precision {
        Precision::F32 => (TIE, comparison.tokens * 9 / 10),
        _ => (COARSE, (comparison.tokens * COARSE_TOKENS).div_ceil(100)),
    };
    comparison.fault = if comparison.error.is_nan() || comparison.error > error {
        Some(format!(
            "a log-probability is off by {}, more than {error}",
            comparison.error
        ))
    } else if precision == Precision::F32 && torn > 0 {
        Some(format!(
            "other tokens in {torn} of {} sentences, which no rounding explains",
            comparison.sentences
        ))
    } else if comparison.tokens_equal < tokens {
        Some("too few tokens are the same".into())
    } else {
        None
    };
    comparison
}

/// The speed of a device.
#[derive(Debug, Clone, Copy)]
pub struct Speed {
    /// Bytes per second of a copy inside the device's memory, counting both bytes read and bytes
    /// written.
    pub copy: f64,
    /// Floating-point operations per second of a square matrix product in this precision.
    pub product: (Precision, f64),
}

/// Measures a copy, and a matrix product in each float precision of the device.
///
/// # Errors
/// [`EngineError`] if the device fails.
pub fn speeds(device: Device) -> Result<Vec<Speed>, EngineError> {
    let _no_grad = tch::no_grad_guard();
    let gpu = matches!(device, Device::Cuda(_));
    let (bytes, side) = if gpu {
        (1 << 30, 8192)
    } else {
        (1 << 27, 1024)
    };
    let from = Tensor::f_zeros([bytes], (Kind::Int8, device.torch()))?;
    let mut to = from.f_empty_like()?;
    let copy = rate(device, || Ok(to.f_copy_(&from)?))?;
    let copy = copy * 2.0 * bytes as f64;
    let floats = precisions(device).into_iter();
    floats
        .filter(|&precision| precision != Precision::Int8)
        .map(|precision| {
            let random = || Tensor::f_randn([side, side], (Kind::Float, device.torch()));
            let (a, b) = (random()?, random()?);
            let kind = precision.kind();
            let (a, b) = (a.f_to_kind(kind)?, b.f_to_kind(kind)?);
            let each = 2.0 * (side as f64).powi(3);
            let multiply = || {
                let _ = a.f_matmul(&b)?;
                Ok(())
            };
            let product = rate(device, multiply)? * each;
            Ok(Speed {
                copy,
                product: (precision, product),
            })
        })
        .collect()
}

/// Repeats `work` for a while; returns how often it was done per second.
fn rate(
    device: Device,
    mut work: impl FnMut() -> Result<(), EngineError>,
) -> Result<f64, EngineError> {
    const ENOUGH: Duration = Duration::from_millis(200);
    let wait = || {
        if let Device::Cuda(number) = device {
            tch::Cuda::synchronize(number as i64);
        }
    };
    for _ in 0..3 {
        work()?;
    }
    wait();
    let started = Instant::now();
    let mut times = 0;
    while started.elapsed() < ENOUGH {
        for _ in 0..4 {
            work()?;
        }
        wait();
        times += 4;
    }
    Ok(f64::from(times) / started.elapsed().as_secs_f64())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::engine::cpu::model::CpuModel;
    use crate::engine::cpu::precision::arithmetic::Floats;
    use crate::engine::tests::under_test::UnderTest;
    use crate::engine::torch::model::TensorModel;

    fn decoded(texts: &[&[u32]], log_prob: f32) -> Decoded {
        let hypothesis = |tokens: &[u32]| Hypothesis {
            tokens: tokens.to_vec(),
            score: log_prob,
            log_probs: vec![log_prob; tokens.len()],
        };
        let keys = 0..texts.len() as u64;
        keys.zip(texts.iter().map(|t| hypothesis(t))).collect()
    }

    fn fault(precision: Precision, found: &Decoded) -> Option<String> {
        let reference = decoded(&[&[5, 6, 7], &[8, 9]], -1.0);
        compared(("marian", precision, 1), &reference, found).fault
    }

    #[test]
    fn what_differs_by_more_than_rounding_is_a_fault() {
        let f32 = Precision::F32;
        assert_eq!(fault(f32, &decoded(&[&[5, 6, 7], &[8, 9]], -1.0)), None);
        let torn = fault(f32, &decoded(&[&[5, 6, 4], &[8, 9]], -0.9));
        assert!(torn.unwrap().contains("off by"));
        let torn = fault(f32, &decoded(&[&[4, 6, 7], &[3, 9]], -0.9));
        assert!(torn.unwrap().contains("in 2 of 2 sentences,"));
        let missing = fault(f32, &decoded(&[&[5, 6, 7]], -1.0));
        assert!(missing.unwrap().contains("in 1 of 2 sentences,"));
        let nan = decoded(&[&[5, 6, 7], &[8, 9]], f32::NAN);
        for precision in [f32, Precision::Bf16] {
            assert!(fault(precision, &nan).unwrap().contains("NaN"));
        }
        let coarse = decoded(&[&[5, 6, 4], &[8, 9]], -1.5);
        assert_eq!(fault(Precision::Bf16, &coarse), None);
        let other = decoded(&[&[1], &[2]], -1.5);
        assert!(fault(Precision::Bf16, &other).unwrap().contains("too few"));
    }

    #[test]
    fn what_runs_on_gpus_decodes_as_the_processor_does() {
        for synthetic in synthetic::all() {
            let folder = tempfile::tempdir().unwrap();
            synthetic.write(folder.path()).unwrap();
            for beams in [1, 4] {
                let reference = Box::new(CpuModel::<Floats<f32>>::open(folder.path()));
                let reference = decode(reference, beams).unwrap();
                let found = decode(Box::new(TensorModel::open(folder.path())), beams).unwrap();
                let pair = (synthetic.family, Precision::F32, beams);
                let compared = compared(pair, &reference, &found);
                assert_eq!(compared.equal, SENTENCES, "{compared:?}");
            }
        }
    }

    #[test]
    fn every_family_decodes_alike_whatever_this_processor_computes_in() {
        let mut families = Vec::new();
        compare(Device::Cpu, |found| {
            assert_eq!(found.fault, None, "{found:?}");
            assert!(found.tokens > SENTENCES * 8, "{found:?}");
            families.push(found.family);
        })
        .unwrap();
        families.dedup();
        assert_eq!(
            families,
            ["marian", "bart", "mbart", "pegasus", "m2m_100", "t5", "mt5"]
        );
    }
}
