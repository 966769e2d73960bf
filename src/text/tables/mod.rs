//! Tables of words and characters, one file per language, and how to choose among them.
//! Nothing here decides anything: the rules that read the tables are in the parent module.

mod arabic;
mod fallback;
mod rivals;
mod types;

pub use types::{LanguageTables, Month, NumberSign, When};

pub(crate) use rivals::{ARABIC_WORDS, LETTERS_OF_RIVALS, PERSIAN_LETTERS, PERSIAN_WORDS};

/// Every language that has tables of its own.
pub(crate) static ALL: [&LanguageTables; 1] = [&arabic::TABLES];

/// The tables of a language, by its ISO 639-1 code; a default set for those without their own.
pub fn for_language(code: &str) -> &'static LanguageTables {
    ALL.iter()
        .copied()
        .find(|tables| tables.code == code)
        .unwrap_or(&fallback::TABLES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_gets_its_own_tables_and_an_unknown_one_the_default() {
        assert_eq!(for_language("ar").code, "ar");
        assert_eq!(for_language("fr").code, "");
        assert_eq!(for_language("").code, "");
    }

    #[test]
    fn arabic_has_twelve_months_with_a_regional_name_each() {
        let months = for_language("ar").months;
        assert_eq!(months.len(), 12);
        assert!(months.iter().all(|month| !month.regional.is_empty()));
    }
}
