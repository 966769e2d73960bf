//! The names that a model may have.

use crate::model::ModelError;

/// Checks that a name can be a folder's name on every system and is not read as an option or a
/// hidden file.
///
/// # Errors
///
/// [`ModelError::BadName`].
pub fn check_name(name: &str) -> Result<(), ModelError> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let ends = name.starts_with(['.', '-']) || name.ends_with('.');
    if name.is_empty() || name.len() > 100 || ends || !name.chars().all(good) {
        let name = name.chars().take(100).collect();
        return Err(ModelError::BadName { name });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in [
            "",
            ".",
            "..",
            ".hidden",
            "-x",
            "a b",
            "موجز",
            "a.",
            &"x".repeat(101),
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
        for name in ["opus-mt-ar-en", "pegasus-cnn_dailymail", "a.b", "X1"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }
}
