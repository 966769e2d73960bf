//! The codes and English names of languages, those that whatlang tells and others.

use whatlang::Lang;

/// Languages that are told apart without whatlang, and one that it calls by the name of its standard.
const NAMES: [(&str, &str); 6] = [
    ("fa", "Persian"),
    ("ku", "Kurdish"),
    ("ps", "Pashto"),
    ("sd", "Sindhi"),
    ("ug", "Uyghur"),
    ("zh", "Chinese"),
];

/// English name of a language by its ISO 639-1 code; the code if there is no such language.
pub(crate) fn language_name(code: &str) -> &str {
    let listed = NAMES.iter().find(|(listed, _)| *listed == code);
    let seen = || {
        let same = |lang: &&Lang| !code.is_empty() && code_of(**lang) == code;
        Lang::all().iter().find(same).map(|lang| lang.eng_name())
    };
    let standard = || isolang::Language::from_639_1(code).map(|language| language.to_name());
    let listed = listed.map(|&(_, name)| name);
    listed.or_else(seen).or_else(standard).unwrap_or(code)
}

/// ISO 639-1 code of a language that can be found, by its English name, or of any by its ISO 639-3 code;
/// case does not count.
pub(crate) fn language_code(name: &str) -> Option<&'static str> {
    let by_name = known_languages().find(|code| language_name(code).eq_ignore_ascii_case(name));
    let lower = name.to_ascii_lowercase();
    by_name.or_else(|| isolang::Language::from_639_3(&lower)?.to_639_1())
}

/// The ISO 639-1 codes of the languages that can be found.
pub(crate) fn known_languages() -> impl Iterator<Item = &'static str> {
    let listed = NAMES.iter().map(|&(listed, _)| listed);
    let seen = Lang::all().iter().map(|&lang| code_of(lang));
    let own = move |code: &&str| !code.is_empty() && NAMES.iter().all(|(listed, _)| listed != code);
    listed.chain(seen.filter(own))
}

/// The two-letter code of a language; empty if it has none.
pub(super) fn code_of(lang: Lang) -> &'static str {
    match lang {
        // ISO 639-1 only has codes for the language groups that these two belong to.
        Lang::Cmn => "zh",
        Lang::Pes => "fa",
        _ => isolang::Language::from_639_3(lang.code())
            .and_then(|language| language.to_639_1())
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_english_name() {
        let names = ["ar", "ug", "el", "as", "oc", "xx", ""].map(language_name);
        let expected = ["Arabic", "Uyghur", "Greek", "Assamese", "Occitan", "xx", ""];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_language_is_known_by_its_name_and_by_three_letters() {
        let codes = ["Arabic", "arabic", "Persian", "Chinese", "fas", "ARA"].map(language_code);
        let expected = ["ar", "ar", "fa", "zh", "fa", "ar"].map(Some);
        assert_eq!(codes, expected);
        for other in ["", "ar", "Klingonese", "العربية"] {
            assert_eq!(language_code(other), None, "{other}");
        }
    }
}
