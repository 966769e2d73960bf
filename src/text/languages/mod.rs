//! The languages that have a profile, one folder each. This file owns finding a profile by code.
//! Nothing here decides anything: the rules that use the profiles are in the parent module, in
//! reading and in the checks.

mod arabic;
mod arabic_script;
mod calendar_names;
mod chinese;
mod cyrillic_script;
mod east_slavic;
mod endings;
mod english;
mod french;
mod german;
mod hebrew;
#[cfg(test)]
mod invented;
mod kurdish;
mod latin_script;
mod persian;
mod russian;
mod spanish;
#[cfg(test)]
mod testing;
mod turkish;
mod ukrainian;
mod urdu;

use super::language::Language;
use super::script::Script;

pub(super) use arabic_script::{
    ARABIC_ARTICLE, ARABIC_WORDS, LETTERS_OF_RIVALS, PERSIAN_LETTERS, PERSIAN_WORDS,
};
pub(super) use cyrillic_script::{
    BELARUSIAN_U, CYRILLIC_VOWELS, RUSSIAN_LETTERS, RUSSIAN_WORDS, SHARED_I, UKRAINIAN_LETTERS,
    UKRAINIAN_WORDS,
};
pub(super) use latin_script::{
    FREQUENT_WORDS, KURMANJI_LETTERS, KURMANJI_WORDS, LATIN_VOWELS, TELLING_LETTERS,
};

pub use english::{EntityKind, Mention, NamedEntity, mentions};
pub(super) use english::{FURNITURE as ENGLISH_FURNITURE, SENTENCES as ENGLISH_SENTENCES};

/// Every language that has a profile.
static ALL: &[&Language] = &[
    &arabic::LANGUAGE,
    &chinese::LANGUAGE,
    &english::LANGUAGE,
    &french::LANGUAGE,
    &german::LANGUAGE,
    &hebrew::LANGUAGE,
    &kurdish::LANGUAGE,
    &persian::LANGUAGE,
    &russian::LANGUAGE,
    &spanish::LANGUAGE,
    &turkish::LANGUAGE,
    &ukrainian::LANGUAGE,
    &urdu::LANGUAGE,
    #[cfg(test)]
    &invented::LANGUAGE,
];

static UNKNOWN: Language = Language::UNKNOWN;

/// The language that briefs are written in.
pub static TARGET: &Language = &english::LANGUAGE;

/// Languages without a profile that are written in a single script, by ISO 639-1 code.
const SCRIPTS: &[(Script, &[&str])] = &[
    (Script::Arabic, &["ps", "ug"]),
    (Script::Latin, &["it", "pt", "nl", "pl", "sv"]),
    (Script::Cyrillic, &["bg"]),
    (Script::Greek, &["el"]),
    (Script::Devanagari, &["hi"]),
    (Script::Hangul, &["ko"]),
];

impl Language {
    /// Every language that has a profile.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        ALL.iter().copied()
    }

    /// The profile of a language, by its ISO 639-1 code; [`Self::UNKNOWN`] for those without one.
    pub fn of(code: &str) -> &'static Self {
        Self::all()
            .find(|language| language.code == code)
            .unwrap_or(&UNKNOWN)
    }
}

/// The script of a language, by its ISO 639-1 code, if it is written in a single one.
pub(crate) fn script_of_language(code: &str) -> Option<Script> {
    let listed = || {
        SCRIPTS
            .iter()
            .find(|(_, codes)| codes.contains(&code))
            .map(|&(script, _)| script)
    };
    Language::of(code).script.or_else(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_gets_its_own_profile_and_one_without_the_default() {
        assert_eq!(Language::of("ar").name, "Arabic");
        assert_eq!(Language::of("en").name, "English");
        assert_eq!(Language::of("sw").code, "");
        assert_eq!(Language::of("").code, "");
    }

    #[test]
    fn every_profile_has_a_code_a_name_and_twelve_months_or_none() {
        for language in Language::all() {
            assert_eq!(language.code.len(), 2, "{}", language.name);
            assert!(!language.name.is_empty());
            assert!(matches!(language.dates.months.len(), 0 | 12));
            assert_eq!(Language::of(language.code).name, language.name);
        }
        let months = Language::of("ar").dates.months;
        assert!(months.iter().all(|month| !month.regional.is_empty()));
    }
}
