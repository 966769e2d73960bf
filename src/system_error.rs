//! Errors of the system in words. This file owns what is said of the kinds that a user can do something
//! about; others keep the system's own text.

use std::io::{self, ErrorKind};
use std::path::Path;

/// The error of the system in words. An error that somebody gave a text of its own keeps it.
pub(crate) fn in_words(error: &io::Error) -> String {
    let has_own_text = error.get_ref().is_some();
    match of_kind(error.kind()) {
        Some(words) if !has_own_text => words.to_owned(),
        _ => error.to_string(),
    }
}

/// What is said of errors of a kind; `None` for kinds that say too little by themselves.
fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::IsADirectory => "it is a folder, not a file",
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder",
        ErrorKind::AlreadyExists => "there is a file or folder of this name",
        ErrorKind::ReadOnlyFilesystem => "the file system can only be read",
        ErrorKind::StorageFull => "no space is left",
        _ => return None,
    })
}

/// Why a folder or a link could not be followed. The system's errors come with the path in front, which stands beside
/// the reason anyway.
pub(crate) fn of_walk(error: &ignore::Error) -> String {
    let kind = error.io_error().map(io::Error::kind);
    let words = kind.and_then(of_kind);
    words.map_or_else(|| error.to_string(), str::to_owned)
}

/// An error without the text that a library gave it, such as the path of a temporary file, which says
/// nothing to a user.
pub(crate) fn bare(error: io::Error) -> io::Error {
    match of_kind(error.kind()) {
        Some(_) => error.kind().into(),
        None => error,
    }
}

/// Whether an error says that there is no such file.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    use ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

/// Why the system does not let a file be read, with the next step for the user, as the end of a sentence.
pub(crate) fn why_unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        _ if is_absent(error) => format!("there is no such file; {}", check_name(path)),
        ErrorKind::IsADirectory => "it is a folder, and a file is needed here".to_owned(),
        ErrorKind::PermissionDenied => {
            "permission denied; check who may read it and open its folder".to_owned()
        }
        _ => in_words(error),
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
    fn the_commonest_errors_are_said_in_words_and_others_as_the_system_says_them() {
        let missing = std::fs::read("/nowhere/at/all").expect_err("no such file");
        assert_eq!(in_words(&missing), "there is no such file or folder");
        let kind = io::Error::from(ErrorKind::IsADirectory);
        assert_eq!(in_words(&kind), "it is a folder, not a file");
        let own = io::Error::new(ErrorKind::NotFound, "the page is gone");
        assert_eq!(in_words(&own), "the page is gone");
        let other = io::Error::other("damaged");
        assert_eq!(in_words(&other), "damaged");
    }

    #[test]
    fn the_text_of_a_library_is_dropped_where_the_kind_says_enough() {
        let named = io::Error::new(ErrorKind::PermissionDenied, "denied at path \".tmpXYZ\"");
        assert_eq!(in_words(&bare(named)), "permission denied");
        let kept = bare(io::Error::other("a reason"));
        assert_eq!(in_words(&kept), "a reason");
    }

    #[test]
    fn each_reason_comes_with_what_to_do() {
        let why = |path: &str, kind: io::ErrorKind| why_unreadable(Path::new(path), &kind.into());
        assert_eq!(
            why("/a/pairs.tsv", ErrorKind::NotFound),
            "there is no such file; check its name"
        );
        // A part of this path is a file.
        assert_eq!(
            why("a/pairs.tsv", ErrorKind::NotADirectory),
            "there is no such file; check its name, which counts from the folder that mujaz runs in"
        );
        assert_eq!(
            why("a", ErrorKind::IsADirectory),
            "it is a folder, and a file is needed here"
        );
        assert_eq!(
            why("a", ErrorKind::PermissionDenied),
            "permission denied; check who may read it and open its folder"
        );
        let broken = io::Error::other("the disk is broken");
        assert_eq!(
            why_unreadable(Path::new("a"), &broken),
            "the disk is broken"
        );
    }
}
