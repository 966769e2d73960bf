//! The files of the inputs that are in no format that is read. This file owns how they are counted.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

/// How many extensions are counted by name. Files may have any number of them.
const KINDS: usize = 100;

/// The files of the inputs that are in no format that is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NotRead {
    /// How many they are.
    pub files: u64,
    /// How many have an extension, in small letters and without its dot; of the 100 commonest
    /// extensions.
    pub kinds: BTreeMap<String, u64>,
}

impl NotRead {
    /// Counts these files.
    pub fn of(files: &[PathBuf]) -> Self {
        let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
        for path in files {
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            if !extension.is_empty() {
                *kinds.entry(extension.to_ascii_lowercase()).or_default() += 1;
            }
        }
        let all = Self {
            files: files.len() as u64,
            kinds,
        };
        let commonest = all.commonest().into_iter().take(KINDS);
        let kinds = commonest.map(|(kind, count)| (kind.to_owned(), count));
        Self {
            files: all.files,
            kinds: kinds.collect(),
        }
    }

    /// The extensions with their counts, the commonest first.
    pub fn commonest(&self) -> Vec<(&str, u64)> {
        let kinds = self.kinds.iter();
        let mut kinds: Vec<(&str, u64)> =
            kinds.map(|(kind, &count)| (kind.as_str(), count)).collect();
        // Equal counts stay in the order of their names.
        kinds.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        kinds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_by_their_extensions_and_only_the_commonest_are_named() {
        let files = ["a.png", "b/c.PNG", "d.zzz", "README", ".hidden", "e.jpg"].map(PathBuf::from);
        let counted = NotRead::of(&files);
        assert_eq!(counted.files, 6);
        assert_eq!(
            counted.commonest(),
            [("png", 2), ("jpg", 1), ("zzz", 1)],
            "the commonest first"
        );
        let mut many: Vec<PathBuf> = (0..150).map(|n| format!("a.x{n:03}").into()).collect();
        many.push("b.x149".into());
        let counted = NotRead::of(&many);
        assert_eq!((counted.files, counted.kinds.len()), (151, KINDS));
        assert_eq!(counted.commonest()[..2], [("x149", 2), ("x000", 1)]);
        assert!(!counted.kinds.contains_key("x099"));
    }
}
