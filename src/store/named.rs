//! Files that people name. This file owns what a message says about one that cannot be read: what is wrong
//! and what to do.

use std::io;
use std::path::Path;

use super::is_absent;

/// Why the system does not let a file be read, with the next step for the user, as the end of a sentence.
pub(crate) fn why_unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        _ if is_absent(error) => format!("there is no such file; {}", check_name(path)),
        io::ErrorKind::IsADirectory => "it is a folder, and a file is needed here".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "the system denies permission; check who may read it and open its folder".to_owned()
        }
        _ => error.to_string(),
    }
}

/// The advice about a name that nothing has.
pub(crate) fn check_name(path: &Path) -> &'static str {
    if path.is_relative() {
        "check its name, which counts from the folder that mujaz runs in"
    } else {
        "check its name"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_comes_with_what_to_do() {
        let why = |path: &str, kind: io::ErrorKind| why_unreadable(Path::new(path), &kind.into());
        assert_eq!(
            why("/a/pairs.tsv", io::ErrorKind::NotFound),
            "there is no such file; check its name"
        );
        // A part of this path is a file.
        assert_eq!(
            why("a/pairs.tsv", io::ErrorKind::NotADirectory),
            "there is no such file; check its name, which counts from the folder that mujaz runs in"
        );
        assert_eq!(
            why("a", io::ErrorKind::IsADirectory),
            "it is a folder, and a file is needed here"
        );
        assert_eq!(
            why("a", io::ErrorKind::PermissionDenied),
            "the system denies permission; check who may read it and open its folder"
        );
        let broken = io::Error::other("the disk is broken");
        assert_eq!(
            why_unreadable(Path::new("a"), &broken),
            "the disk is broken"
        );
    }
}
