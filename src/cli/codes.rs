//! Codes of languages, as users write them. This file owns which texts are such codes, and what is said of
//! others.

use super::exit::UsageError;
use crate::text::{TARGET, known_languages, language_code};

/// Checks that a text can be the code of a source language.
///
/// # Errors
/// [`UsageError`] that begins with the code.
pub(super) fn check_code(code: &str) -> Result<(), UsageError> {
    check_foreign(code)?;
    if known_languages().any(|known| known == code) {
        return Ok(());
    }
    Err(UsageError(format!(
        "{code}: mujaz cannot tell texts in that language from others"
    )))
}

/// Checks that a text can be the code of a language that is not that of briefs; texts in it need not be told from
/// others.
///
/// # Errors
/// [`UsageError`] that begins with the code.
pub(super) fn check_foreign(code: &str) -> Result<(), UsageError> {
    if code == TARGET.code {
        return Err(UsageError(format!(
            "{code}: briefs are in {}, which needs no translator",
            TARGET.name
        )));
    }
    check_language(code)
}

/// Checks that a text can be the code of a language.
///
/// # Errors
/// [`UsageError`] that begins with the code.
pub(super) fn check_language(code: &str) -> Result<(), UsageError> {
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Ok(());
    }
    let right = match language_code(code) {
        Some(right) => format!("here {right}"),
        None => "as in fa".to_owned(),
    };
    Err(UsageError(format!(
        "{code:?}: a language is a code of two small letters (ISO 639-1), {right}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_language_that_is_named_otherwise_is_told() {
        let said = |code| check_language(code).map_err(|UsageError(why)| why);
        assert_eq!(said("ar"), Ok(()));
        for (code, right) in [
            ("Arabic", "here ar"),
            ("fas", "here fa"),
            ("AR2", "as in fa"),
        ] {
            let why = said(code).expect_err("no code");
            let all =
                format!("{code:?}: a language is a code of two small letters (ISO 639-1), {right}");
            assert_eq!(why, all);
        }
    }
}
