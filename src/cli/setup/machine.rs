//! The machine as the choice of a translator sees it. This file owns how disk and GPU are looked at, and
//! how numbers of bytes are rounded in words.

use std::path::Path;

use crate::cli::model_memory::free;
use crate::engine::Device;

/// The room on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Machine {
    /// Bytes of memory that are free, where the system tells.
    pub(super) memory: Option<u64>,
    /// Bytes that are free on the disk of the models, where the system tells.
    pub(super) disk: Option<u64>,
    /// Whether a run uses a GPU unless it is told otherwise.
    pub(super) gpu: bool,
}

impl Machine {
    /// Looks at this machine; `models` is the folder that models are pulled to, which need not be
    /// there yet.
    pub(super) fn look(models: &Path) -> Self {
        let folder = models.ancestors().find(|folder| folder.exists());
        Self {
            memory: free(),
            disk: folder.and_then(|folder| fs4::available_space(folder).ok()),
            gpu: matches!(Device::resolve("auto"), Ok(Device::Cuda(_))),
        }
    }

    /// The machine as a sentence.
    pub(super) fn in_words(&self) -> String {
        let free = |bytes: Option<u64>| bytes.map_or_else(|| "an unknown amount".to_owned(), about);
        let gpu = match self.gpu {
            true => "a GPU is set up",
            false => "no GPU is set up, so the processor translates",
        };
        format!(
            "This machine: {} of memory and {} of disk are free; {gpu}.",
            free(self.memory),
            free(self.disk)
        )
    }
}

/// A number of bytes, rounded.
pub(super) fn about(bytes: u64) -> String {
    match bytes {
        0..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_yet_has_the_disk_of_the_one_above() {
        let machine = Machine::look(&std::env::temp_dir().join("not/there/yet"));
        assert!(machine.disk.is_some());
    }

    #[test]
    fn bytes_are_rounded_to_what_people_compare() {
        assert_eq!(about(37_400_000), "37 MB");
        assert_eq!(about(999_999_999), "999 MB");
        assert_eq!(about(1_920_000_000), "1.9 GB");
    }
}
