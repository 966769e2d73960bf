//! The memory that models may take together. This file owns what a setting says about it, what it is
//! without one, and how much a model is reckoned to take.

use std::path::Path;

use super::exit::UsageError;
use super::quantity::size;
use crate::engine::{Device, Devices, device_memory};
use crate::model::Checkpoint;

/// Bytes of memory for each byte of a model's file: its weights, and as much again to compute with.
const FOR_EACH_BYTE: u64 = 2;

/// The bytes that models may take together on each device: as many as the user says, else half of what
/// is free, so that the other half is left for batches, articles and other programs. `None` for any
/// number, if nobody says how much there is.
///
/// # Errors
/// [`UsageError`] if what the user says is no size.
pub(super) fn limit(named: Option<&str>, devices: &Devices) -> Result<Option<u64>, UsageError> {
    let half = |bytes: u64| bytes / 2;
    match (named, devices.first()) {
        (Some(text), _) => size("--model-memory", text).map(Some),
        (None, Device::Cpu) => Ok(free().map(half)),
        (None, Device::Cuda(_)) => Ok(devices.iter().filter_map(device_memory).min().map(half)),
    }
}

/// The bytes that the model in a folder is reckoned to take.
pub(super) fn reckoned(dir: &Path) -> u64 {
    Checkpoint::bytes_on_disk(dir).saturating_mul(FOR_EACH_BYTE)
}

/// The bytes of memory that are free, where the system tells.
pub(super) fn free() -> Option<u64> {
    let meminfo = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    // A container may have less than the machine.
    let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").unwrap_or_default();
    available(&meminfo)
        .into_iter()
        .chain(of_group(&group))
        .min()
}

/// The memory that new programs can have, in bytes, by the text of `/proc/meminfo`.
fn available(meminfo: &str) -> Option<u64> {
    let mut lines = meminfo.lines();
    let line = lines.find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The memory that the control group may have, in bytes, by the text of `memory.max`; `None` without
/// a limit.
fn of_group(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_that_can_be_had_counts_and_not_the_unused_one() {
        let text = "MemTotal: 8000 kB\nMemFree: 10 kB\nMemAvailable:    2000 kB\n";
        assert_eq!(available(text), Some(2_048_000));
        assert_eq!(available("MemFree: 10 kB\n"), None);
        assert_eq!(available(""), None);
    }

    #[test]
    fn a_control_group_may_limit_the_memory() {
        assert_eq!(of_group("1073741824\n"), Some(1 << 30));
        assert_eq!(of_group("max\n"), None);
        assert_eq!(of_group(""), None);
    }

    #[test]
    fn what_the_user_says_stands_above_what_is_free() {
        let devices = Devices::resolve("cpu").unwrap();
        assert_eq!(limit(Some("3M"), &devices).unwrap(), Some(3 << 20));
        let error = limit(Some("much"), &devices).unwrap_err();
        assert!(error.0.starts_with("--model-memory much: "), "{}", error.0);
    }

    #[test]
    fn a_model_is_reckoned_by_the_file_of_its_weights() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        for (model, weights) in [
            ("firefox", "model.aren.intgemm.alphas.bin"),
            ("m2m100", "model.safetensors"),
        ] {
            let dir = fixtures.join(model);
            let bytes = dir.join(weights).metadata().unwrap().len();
            assert_eq!(reckoned(&dir), 2 * bytes, "{model}");
        }
        assert_eq!(reckoned(&fixtures.join("no-such-folder")), 0);
    }
}
