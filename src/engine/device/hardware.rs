//! Devices and precisions: resolving their names, and finding out which of them this machine has.
//! No model is loaded or run here.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::engine::contract::error::EngineError;
use crate::engine::device::cuda;
use crate::engine::simd::dispatch::{Level, level};
use crate::model::Family;

/// A device that a model runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Device {
    /// The processor.
    Cpu,
    /// The CUDA device of this number, counted from 0.
    Cuda(usize),
}

/// The number format that a model computes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// 32-bit floats: the reference.
    F32,
    /// bfloat16 weights and activations, with sums in 32 bits.
    Bf16,
    /// IEEE half precision, on GPUs only.
    F16,
    /// 8-bit integers in matrix products, on processors only.
    Int8,
}

impl Device {
    /// Resolves `auto`, `cpu`, `cuda` or `cuda:N` to a device of this machine. `auto` is the first
    /// GPU if libtorch's CUDA library was named and a device is there, else the processor.
    ///
    /// # Errors
    /// [`EngineError::Unknown`] if the name is, and [`EngineError::Unavailable`] if a CUDA device was
    /// named and cannot be used: asking for a GPU never ends in a silent run on the processor.
    pub fn resolve(name: &str) -> Result<Self, EngineError> {
        match name {
            "cpu" => return Ok(Self::Cpu),
            "auto" if cuda::can_be_tried() && cuda::devices().is_ok() => return Ok(Self::Cuda(0)),
            "auto" => return Ok(Self::Cpu),
            _ => {}
        }
        let number = match name.strip_prefix("cuda") {
            Some("") => Some(0),
            Some(rest) => rest.strip_prefix(':').and_then(|n| n.parse().ok()),
            None => None,
        };
        let Some(number) = number else {
            return Err(EngineError::Unknown(format!(
                "there is no device {name:?}; use auto, cpu, cuda or cuda:N"
            )));
        };
        let reason = match cuda::devices() {
            Ok(count) if number < count => return Ok(Self::Cuda(number)),
            Ok(count) => format!("there are only {count} CUDA devices, counted from 0"),
            Err(reason) => reason,
        };
        Err(EngineError::Unavailable(format!(
            "{name} was asked for and cannot be used: {reason}. Use --device cpu, or set \
             MUJAZ_LIBTORCH_CUDA to the lib folder of a PyTorch {} with CUDA",
            torch_version()
        )))
    }

    /// The device as libtorch names it.
    pub(crate) fn torch(self) -> tch::Device {
        match self {
            Self::Cpu => tch::Device::Cpu,
            Self::Cuda(number) => tch::Device::Cuda(number),
        }
    }
}

/// The devices that a model runs on: one device, or several GPUs that share the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Devices(Vec<Device>);

impl Devices {
    /// Resolves names separated by commas, each as [`Device::resolve`] does.
    ///
    /// # Errors
    /// Those of [`Device::resolve`], and [`EngineError::Unknown`] if a device is named twice, or a
    /// processor beside a GPU, which would have to wait for it.
    pub fn resolve(names: &str) -> Result<Self, EngineError> {
        let devices = names
            .split(',')
            .map(|name| Device::resolve(name.trim()))
            .collect::<Result<Vec<_>, _>>()?;
        Self::of(devices).ok_or_else(|| {
            EngineError::Unknown(format!(
                "{names:?} is not a list of different GPUs; write cuda:0,cuda:1, or one device"
            ))
        })
    }

    /// Returns `None` unless the devices are one device, or different GPUs.
    fn of(devices: Vec<Device>) -> Option<Self> {
        let repeated = (1..devices.len()).any(|i| devices[..i].contains(&devices[i]));
        let alone = devices.len() == 1;
        let gpus = devices.iter().all(|d| matches!(d, Device::Cuda(_)));
        (alone || (gpus && !repeated)).then_some(Self(devices))
    }

    /// The first device; all are of its kind.
    pub fn first(&self) -> Device {
        self.0[0]
    }

    /// All devices, in the order in which they were named.
    pub fn iter(&self) -> impl Iterator<Item = Device> {
        self.0.iter().copied()
    }
}

impl fmt::Display for Devices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.iter().map(|d| d.to_string()).collect();
        f.write_str(&names.join(","))
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(number) => write!(f, "cuda:{number}"),
        }
    }
}

impl Precision {
    /// The default precision of a device: int8 on processors, where the text does not depend on the
    /// rest of the batch; on GPUs bf16, or f16 if the driver does not report bf16.
    pub fn auto(device: Device) -> Self {
        match device {
            Device::Cpu => Self::Int8,
            Device::Cuda(number) if cuda::has_bf16(number) == Some(true) => Self::Bf16,
            Device::Cuda(_) => Self::F16,
        }
    }

    /// Resolves one precision for several devices; `auto` is f16 unless all GPUs have bf16.
    ///
    /// # Errors
    /// The errors of [`Precision::resolve`], for any of the devices.
    pub fn resolve_for(name: &str, devices: &Devices) -> Result<Self, EngineError> {
        let found = devices
            .iter()
            .map(|device| Self::resolve(name, device))
            .collect::<Result<Vec<_>, _>>()?;
        let differ = found.iter().any(|precision| *precision != found[0]);
        Ok(if differ { Self::F16 } else { found[0] })
    }

    /// Resolves `auto` or the name of a precision for a device.
    ///
    /// # Errors
    /// [`EngineError::Unknown`] for an unknown name, and [`EngineError::Unavailable`] for bf16 without
    /// hardware for it, f16 on a processor, or int8 on a GPU.
    pub fn resolve(name: &str, device: Device) -> Result<Self, EngineError> {
        match (name, device) {
            ("auto", _) => Ok(Self::auto(device)),
            ("f32", _) => Ok(Self::F32),
            ("int8", Device::Cpu) => Ok(Self::Int8),
            ("f16", Device::Cuda(_)) => Ok(Self::F16),
            ("bf16", Device::Cuda(number)) if cuda::has_bf16(number) != Some(false) => {
                Ok(Self::Bf16)
            }
            ("bf16", Device::Cuda(_)) => Err(EngineError::Unavailable(
                "bf16 was asked for, but this GPU does not have it; use --precision f16".into(),
            )),
            ("bf16", Device::Cpu) if has_bf16() => Ok(Self::Bf16),
            ("bf16", Device::Cpu) => Err(EngineError::Unavailable(
                "bf16 was asked for, but this processor has neither AMX nor AVX512-BF16; use --precision int8 or f32".into(),
            )),
            ("f16" | "int8", _) => Err(EngineError::Unavailable(format!("the precision {name} is not available on this device; use --precision auto"))),
            (other, _) => Err(EngineError::Unknown(format!("there is no precision {other:?}; use auto, f32, bf16, f16 or int8"))),
        }
    }

    /// The precision that a model of this family runs in, given the one that was resolved for the
    /// device. `named` says whether the user asked for `self`: if the family does not run in it,
    /// that is an error, while `auto` falls back to f32.
    ///
    /// # Errors
    /// [`EngineError::Unavailable`] if the user named a precision that the family does not run in.
    pub fn for_family(
        self,
        family: Family,
        device: Device,
        named: bool,
    ) -> Result<Self, EngineError> {
        let fits = match (family, self) {
            // rust-bert's LongT5 mixes number formats.
            (Family::LongT5, precision) => precision == Self::F32,
            // T5 was trained in bf16 and overflows in f16.
            (Family::T5, Self::F16) => false,
            // Some of its activations are far larger than the others, which eight bits represent
            // badly; it was not measured on a published model.
            (Family::T5, Self::Int8) => named,
            // The residual stream of pre-norm models grows from layer to layer; transformers clamps
            // it in f16, which this engine does not do.
            (Family::MBart | Family::Pegasus | Family::M2m100, Self::F16) => named,
            _ => true,
        };
        match (fits, named) {
            (true, _) => Ok(self),
            (false, false) => Ok(Self::F32),
            (false, true) => {
                let family = if family == Family::LongT5 {
                    "LongT5"
                } else {
                    "T5 and mT5"
                };
                Err(EngineError::Unavailable(format!(
                    "{self} was asked for, but models of the family of {family} do not run in it \
                     on {device}; use --precision f32 or auto"
                )))
            }
        }
    }

    /// The precision's name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::Bf16 => "bf16",
            Self::F16 => "f16",
            Self::Int8 => "int8",
        }
    }

    /// The precision as libtorch names it.
    pub(crate) fn kind(self) -> tch::Kind {
        match self {
            Self::F32 => tch::Kind::Float,
            Self::Bf16 => tch::Kind::BFloat16,
            Self::F16 => tch::Kind::Half,
            Self::Int8 => tch::Kind::Int8,
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The features of this processor that decide its speed, as (name, whether present).
pub fn cpu_features() -> Vec<(&'static str, bool)> {
    #[cfg(target_arch = "x86_64")]
    {
        vec![
            ("avx2", is_x86_feature_detected!("avx2")),
            ("avx512", is_x86_feature_detected!("avx512f")),
            ("avx512-vnni", is_x86_feature_detected!("avx512vnni")),
            ("avx512-bf16", is_x86_feature_detected!("avx512bf16")),
            ("amx-bf16", has_flag("amx_bf16")),
            ("amx-int8", has_flag("amx_int8")),
        ]
    }
    #[cfg(not(target_arch = "x86_64"))]
    Vec::new()
}

fn has_bf16() -> bool {
    level() == Level::Avx512
        && cpu_features()
            .iter()
            .any(|&(name, present)| present && name.ends_with("-bf16"))
}

/// Whether Linux lists this flag of the processor. The standard library cannot detect AMX yet.
pub(crate) fn has_flag(flag: &str) -> bool {
    std::fs::read_to_string("/proc/cpuinfo").is_ok_and(|text| {
        text.lines()
            .any(|l| l.starts_with("flags") && l.split(' ').any(|f| f == flag))
    })
}

/// Limits libtorch to one thread for each operator, because parallelism comes from replicas. It
/// applies to the calling thread; each replica sets it for its own.
pub fn set_threads() {
    // libtorch accepts this setting only once in a process.
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| tch::set_num_interop_threads(1));
    one_thread();
}

/// Limits the operators that this thread calls to this thread.
pub(crate) fn one_thread() {
    tch::set_num_threads(1);
}

/// How many processor cores this process may use: as many as its control group, its affinity
/// (`taskset`) and Slurm let it have.
pub fn cores() -> usize {
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    // Slurm need not enforce what it gives a task.
    let given = std::env::var("SLURM_CPUS_PER_TASK").ok();
    let given = given.and_then(|count| count.trim().parse().ok());
    available.min(given.unwrap_or(available)).max(1)
}

/// The version of libtorch that mujaz is built for.
pub fn torch_version() -> &'static str {
    "2.11"
}

/// Checks libtorch by multiplying two small matrices.
///
/// # Errors
/// The error of libtorch, or the wrong result, in words.
pub fn torch_works() -> Result<(), String> {
    let a = tch::Tensor::from_slice(&[1.0f32, 2.0, 3.0, 4.0]).view([2, 2]);
    let product = a.f_matmul(&a).map_err(|e| e.to_string())?;
    let values = Vec::<f32>::try_from(product.view(-1)).map_err(|e| e.to_string())?;
    if values == [7.0, 10.0, 15.0, 22.0] {
        Ok(())
    } else {
        Err(format!("it computes wrongly: {values:?}"))
    }
}

/// A GPU's name and memory in parentheses, to be printed after the device; empty for the processor,
/// or if the driver does not say.
pub fn describe(device: Device) -> String {
    let Device::Cuda(number) = device else {
        return String::new();
    };
    match cuda::properties(number) {
        Some((name, bytes)) => format!(" ({name}, {:.0} GB of memory)", bytes as f64 / 1e9),
        None => String::new(),
    }
}

/// The bytes of a GPU's memory; `None` for the processor, or if the driver does not say.
pub fn device_memory(device: Device) -> Option<u64> {
    let Device::Cuda(number) = device else {
        return None;
    };
    cuda::properties(number).map(|(_, bytes)| bytes)
}

/// Describes the state of CUDA in words.
pub fn cuda_state() -> String {
    match cuda::devices() {
        Ok(1) => "1 device".to_owned(),
        Ok(count) => format!("{count} devices"),
        Err(reason) => format!("not usable: {reason}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cuda_device_that_is_absent_is_an_error_with_the_reason_and_what_to_do() {
        let count = cuda::devices();
        let name = format!("cuda:{}", count.clone().unwrap_or(0));
        let reason = match count {
            Ok(count) => format!("only {count} CUDA devices"),
            Err(reason) => {
                assert!(reason.contains("libtorch_cuda.so"), "{reason}");
                reason
            }
        };
        let error = Device::resolve(&name).unwrap_err().to_string();
        for part in [
            name.as_str(),
            reason.as_str(),
            "--device cpu",
            "MUJAZ_LIBTORCH_CUDA",
        ] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn devices_are_one_or_different_gpus() {
        let names = |devices: &[Device]| Devices::of(devices.to_vec()).map(|d| d.to_string());
        let (cpu, first, second) = (Device::Cpu, Device::Cuda(0), Device::Cuda(1));
        assert_eq!(names(&[cpu]).as_deref(), Some("cpu"));
        assert_eq!(names(&[second, first]).as_deref(), Some("cuda:1,cuda:0"));
        for wrong in [[cpu, cpu], [cpu, first], [first, cpu], [first, first]] {
            assert_eq!(names(&wrong), None, "{wrong:?}");
        }
        let error = Devices::resolve("cpu, cpu").unwrap_err().to_string();
        assert!(error.contains("cuda:0,cuda:1"), "{error}");
        assert!(Devices::resolve("cpu,").is_err());
    }

    #[test]
    fn a_precision_that_a_family_lacks_is_an_error_if_named_and_else_f32() {
        let (cpu, cuda) = (Device::Cpu, Device::Cuda(0));
        for (family, precision, device) in [
            (Family::LongT5, Precision::Int8, cpu),
            (Family::LongT5, Precision::Bf16, cpu),
            (Family::LongT5, Precision::Bf16, cuda),
            (Family::LongT5, Precision::F16, cuda),
            (Family::T5, Precision::F16, cuda),
        ] {
            let automatic = precision.for_family(family, device, false).unwrap();
            assert_eq!(automatic, Precision::F32, "{family:?} {precision}");
            let error = precision.for_family(family, device, true).unwrap_err();
            assert!(matches!(error, EngineError::Unavailable(_)));
            assert!(error.to_string().contains("--precision f32"), "{error}");
        }
        for (family, named, device, auto) in [
            (Family::T5, Precision::F32, cpu, Precision::F32),
            (Family::T5, Precision::Bf16, cpu, Precision::Bf16),
            (Family::T5, Precision::Int8, cpu, Precision::F32),
            (Family::T5, Precision::Bf16, cuda, Precision::Bf16),
            (Family::M2m100, Precision::F16, cuda, Precision::F32),
            (Family::Marian, Precision::F16, cuda, Precision::F16),
        ] {
            let precision = |is_named| named.for_family(family, device, is_named).unwrap();
            assert_eq!([precision(false), precision(true)], [auto, named]);
        }
        assert_eq!(
            Precision::Bf16
                .for_family(Family::Marian, cpu, true)
                .unwrap(),
            Precision::Bf16
        );
    }

    #[test]
    fn half_precision_is_refused_on_the_processor() {
        let error = Precision::resolve("f16", Device::Cpu).unwrap_err();
        let said = "the precision f16 is not available on this device; use --precision auto";
        assert_eq!(error, EngineError::Unavailable(said.to_owned()));
        assert_eq!(
            Precision::resolve("f16", Device::Cuda(0)).unwrap(),
            Precision::F16
        );
    }
}
