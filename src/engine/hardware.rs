//! Devices, precisions, and what this machine has of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::EngineError;

/// Where a model runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Device {
    /// The processor.
    Cpu,
    /// The CUDA device of this number.
    Cuda(usize),
}

/// The number format that a model computes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// 32-bit floats: the reference.
    F32,
    /// bfloat16 weights and activations, sums in 32 bits.
    Bf16,
}

impl Device {
    /// Resolves `auto`, `cpu`, `cuda` or `cuda:N` to a device that is there.
    ///
    /// # Errors
    /// [`EngineError::Unavailable`] when a CUDA device was named and cannot be used: asking for
    /// a GPU never ends in a silent run on the CPU.
    pub fn resolve(name: &str) -> Result<Self, EngineError> {
        if matches!(name, "auto" | "cpu") {
            return Ok(Self::Cpu);
        }
        let number = match name.strip_prefix("cuda") {
            Some("") => Some(0),
            Some(rest) => rest.strip_prefix(':').and_then(|n| n.parse().ok()),
            None => None,
        };
        let Some(number) = number else {
            return Err(EngineError::Unavailable(format!(
                "there is no device {name:?}; use auto, cpu, cuda or cuda:N"
            )));
        };
        let reason = if !tch::utils::has_cuda() {
            "this libtorch has no CUDA part".to_owned()
        } else {
            format!("{} CUDA devices were found", tch::Cuda::device_count())
        };
        Err(EngineError::Unavailable(format!(
            "{name} was asked for and cannot be used: {reason}. Use --device cpu (cuda device {number} is not available)"
        )))
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
    /// The precision that is fastest on this processor at no visible loss.
    pub fn auto() -> Self {
        if has_bf16() { Self::Bf16 } else { Self::F32 }
    }

    /// Resolves `auto` or a name, and refuses what this processor cannot do at speed.
    ///
    /// # Errors
    /// [`EngineError::Unavailable`] for an unknown name, or bf16 without hardware for it.
    pub fn resolve(name: &str) -> Result<Self, EngineError> {
        match name {
            "auto" => Ok(Self::auto()),
            "f32" => Ok(Self::F32),
            "bf16" if has_bf16() => Ok(Self::Bf16),
            "bf16" => Err(EngineError::Unavailable(
                "bf16 was asked for, but this processor has neither AMX nor AVX512-BF16; use --precision f32".into(),
            )),
            "f16" | "int8" => Err(EngineError::Unavailable(format!("the precision {name} is not available on this device"))),
            other => Err(EngineError::Unavailable(format!("there is no precision {other:?}; use auto, f32 or bf16"))),
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::F32 => "f32",
            Self::Bf16 => "bf16",
        })
    }
}

impl FromStr for Precision {
    type Err = EngineError;
    fn from_str(name: &str) -> Result<Self, EngineError> {
        Self::resolve(name)
    }
}

/// Features of the processor that decide speed, as (name, present).
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
    cpu_features()
        .iter()
        .any(|&(name, present)| present && name.ends_with("-bf16"))
}

/// AMX cannot be asked for through the standard library yet; the kernel lists it.
#[cfg(target_arch = "x86_64")]
fn has_flag(flag: &str) -> bool {
    std::fs::read_to_string("/proc/cpuinfo").is_ok_and(|text| {
        text.lines()
            .any(|l| l.starts_with("flags") && l.split(' ').any(|f| f == flag))
    })
}

/// Makes every operator of this process run on one thread: parallelism comes from replicas.
pub fn set_threads() {
    // The second can be set once in a process.
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        tch::set_num_threads(1);
        tch::set_num_interop_threads(1);
    });
}

/// Version of the libtorch that mujaz was built for.
pub fn torch_version() -> &'static str {
    "2.11"
}

/// Multiplies two small matrices.
///
/// # Errors
/// What libtorch says when it cannot.
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

/// What there is of CUDA, in words.
pub fn cuda_state() -> String {
    if tch::utils::has_cuda() {
        format!("{} devices", tch::Cuda::device_count())
    } else {
        "not in this libtorch".to_owned()
    }
}
