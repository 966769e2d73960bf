//! The names that files got in earlier runs over several inputs. This file owns which of them a file may
//! have again, and which are kept for files that are away.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;

use super::InputFile;

/// The names of files in results, and the files that have them. A watch adds a few again and again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownNames {
    /// Files by their names.
    names: BTreeMap<Arc<str>, Arc<str>>,
    /// Files with their names.
    by_file: BTreeSet<(Arc<str>, Arc<str>)>,
}

impl KnownNames {
    /// The names of a list, with their files. Of equal names the first counts.
    pub fn of(names: Vec<(String, String)>) -> Self {
        let mut known = Self::default();
        known.add(names);
        known
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names of these files that are not known as theirs, with the files. A file whose path is not in
    /// Unicode is left out.
    pub fn missing(&self, files: &[InputFile]) -> Vec<(String, String)> {
        let missing = files.iter().filter_map(|file| {
            let path = file.absolute.to_str()?;
            let is_known = self.names_of(path).any(|name| name == file.relative);
            (!is_known).then(|| (file.relative.clone(), path.to_owned()))
        });
        missing.collect()
    }

    /// Adds names of files, in place of files that had them before. Of equal names the first counts.
    pub fn add(&mut self, names: Vec<(String, String)>) {
        for (name, file) in names.into_iter().rev() {
            let (name, file) = (Arc::<str>::from(name), Arc::<str>::from(file));
            if let Some(former) = self.names.insert(name.clone(), file.clone()) {
                self.by_file.remove(&(former, name.clone()));
            }
            self.by_file.insert((file, name));
        }
    }

    /// The names that a file has got, in their order.
    pub(super) fn names_of(&self, file: &str) -> impl Iterator<Item = &str> {
        let first = (Arc::<str>::from(file), Arc::<str>::from(""));
        let own = self
            .by_file
            .range(first..)
            .take_while(move |(known, _)| **known == *file);
        own.map(|(_, name)| &**name)
    }

    /// Whether a name is kept for another file than `file`: one below an input, which may be away for now.
    /// So are the names of members that such a file may have, and the name of a file of which it would be
    /// a member.
    pub(super) fn keep(&self, name: &str, file: &Path, inputs: &[&Path]) -> bool {
        let is_kept = |known: &Arc<str>| {
            let other = Path::new(&**known);
            other != file && inputs.iter().any(|input| other.starts_with(input))
        };
        let is_kept_as = |name: &str| self.names.get(name).is_some_and(is_kept);
        let members = format!("{name}/");
        let from_first: (Bound<&str>, Bound<&str>) =
            (Bound::Included(members.as_str()), Bound::Unbounded);
        let mut inside = self
            .names
            .range::<str, _>(from_first)
            .take_while(|(known, _)| known.starts_with(&members));
        is_kept_as(name)
            || folders_of(name).any(is_kept_as)
            || inside.any(|(_, known)| is_kept(known))
    }
}

/// The names of the folders that a name lies in.
pub(super) fn folders_of(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}

/// The names that a file may have, of which it gets the first that is free: its own, and this one with the
/// name of its input folder in front (with `-2`, `-3` … if needed).
pub(super) fn candidates(relative: &str, prefix: &str) -> impl Iterator<Item = String> {
    (1_u64..).map(move |attempt| match attempt {
        1 => relative.to_owned(),
        2 => format!("{prefix}/{relative}"),
        attempt => format!("{prefix}-{}/{relative}", attempt - 1),
    })
}

/// Whether a name is one of the [`candidates`].
pub(super) fn is_candidate(name: &str, relative: &str, prefix: &str) -> bool {
    if name == relative {
        return true;
    }
    let folder = name.strip_suffix(relative);
    let folder = folder.and_then(|folder| folder.strip_suffix('/'));
    let Some(number) = folder.and_then(|folder| folder.strip_prefix(prefix)) else {
        return false;
    };
    let digits = number.strip_prefix('-').unwrap_or_default();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.is_empty() || is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[(&str, &str)]) -> KnownNames {
        let own = |(name, file): &(&str, &str)| ((*name).to_owned(), (*file).to_owned());
        KnownNames::of(names.iter().map(own).collect())
    }

    #[test]
    fn a_file_is_known_by_all_its_names_and_a_name_by_its_newest_file() {
        let mut known = known(&[("x", "/p/x"), ("in/x", "/q/x"), ("in-2/x", "/p/x")]);
        let names = |known: &KnownNames, file: &str| {
            let names = known.names_of(file).map(str::to_owned);
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&known, "/p/x"), ["in-2/x", "x"]);
        assert_eq!(names(&known, "/q/x"), ["in/x"]);
        assert_eq!(names(&known, "/q"), [""; 0]);
        known.add(vec![("x".to_owned(), "/r/x".to_owned())]);
        assert_eq!(names(&known, "/p/x"), ["in-2/x"]);
        assert_eq!(names(&known, "/r/x"), ["x"]);
        let twice = ["/s/x", "/t/x"].map(|file| ("x".to_owned(), file.to_owned()));
        known.add(Vec::from(twice));
        assert_eq!(names(&known, "/s/x"), ["x"], "of equal names the first");
        assert_eq!(names(&known, "/t/x"), [""; 0]);
    }

    #[test]
    fn names_that_come_one_by_one_are_those_that_come_at_once() {
        let name = |number: usize| (format!("{number:03}"), format!("/p/{number:03}"));
        let mut known = KnownNames::default();
        for number in (0..300).rev() {
            known.add(vec![name(number)]);
        }
        assert_eq!(known, KnownNames::of((0..300).map(name).collect()));
    }

    #[test]
    fn a_name_is_kept_for_a_file_below_an_input_and_for_its_members() {
        let known = known(&[("a.zip", "/p/a.zip"), ("b/c.txt", "/p/b/c.txt")]);
        let kept = |name: &str, file: &str, input: &str| {
            known.keep(name, Path::new(file), &[Path::new(input)])
        };
        for name in ["a.zip", "a.zip/d.txt", "b/c.txt", "b", "b/c.txt/e.txt"] {
            assert!(kept(name, "/q/z", "/p"), "{name}");
            assert!(
                !kept(name, "/q/z", "/q"),
                "{name}: its input is not one any more"
            );
        }
        assert!(!kept("a.zip", "/p/a.zip", "/p"), "it is its own");
        for name in ["a.zi", "a.zip2", "b/c", "c.txt"] {
            assert!(!kept(name, "/q/z", "/p"), "{name}");
        }
    }

    #[test]
    fn the_names_that_a_file_may_have_are_told_from_others() {
        let first: Vec<String> = candidates("s/x.txt", "in").take(4).collect();
        assert_eq!(
            first,
            ["s/x.txt", "in/s/x.txt", "in-2/s/x.txt", "in-3/s/x.txt"]
        );
        for name in &first {
            assert!(is_candidate(name, "s/x.txt", "in"), "{name}");
        }
        for name in [
            "x.txt",
            "q/s/x.txt",
            "in-/s/x.txt",
            "in-a/s/x.txt",
            "ins/x.txt",
            "in/s/x",
        ] {
            assert!(!is_candidate(name, "s/x.txt", "in"), "{name}");
        }
    }
}
