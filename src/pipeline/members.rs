//! The members of archives that were handed over in a run. This file owns whether a path of an earlier run is
//! one of them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Members that were handed over.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Hashes of their paths, because an archive may have a million. What has the hash of another one is
    /// taken to be there, so that its brief stays.
    seen: HashSet<u64>,
}

impl Members {
    /// Adds the path of a record that is packed in a file, or of what is packed in it.
    pub(super) fn add(&mut self, path: &str) {
        self.seen.insert(hash(path));
    }

    /// Whether a path below an archive is that of a member of it, or of what is in a member.
    pub(super) fn hold(&self, archive: &str, path: &str) -> bool {
        let first = archive.len() + 1;
        let ends = path.match_indices(['/', '#']).map(|(at, _)| at);
        let mut ends = ends.filter(|at| *at > first).chain([path.len()]);
        ends.any(|end| self.seen.contains(&hash(&path[..end])))
    }
}

fn hash(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_member_is_there_while_the_member_is() {
        let mut members = Members::default();
        for path in [
            "a.zip/b.txt",
            "a.zip/c.csv#1",
            "a.zip/d.zip",
            "a.zip/e#f.txt",
        ] {
            members.add(path);
        }
        let held = |path: &str| members.hold("a.zip", path);
        for path in [
            "b.txt",
            "c.csv#1",
            "c.csv#1/x.pdf",
            "d.zip/x.txt",
            "d.zip#1",
            "e#f.txt",
        ] {
            assert!(held(&format!("a.zip/{path}")), "{path}");
        }
        for path in ["b", "b.txt2", "c.csv", "c.csv#2", "e", "x/b.txt"] {
            assert!(!held(&format!("a.zip/{path}")), "{path}");
        }
    }
}
