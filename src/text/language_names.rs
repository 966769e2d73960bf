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
pub fn language_name(code: &str) -> &str {
    let listed = NAMES.iter().find(|(listed, _)| *listed == code);
    let seen = || {
        let same = |lang: &&Lang| !code.is_empty() && code_of(**lang) == code;
        Lang::all().iter().find(same).map(|lang| lang.eng_name())
    };
    let standard = || isolang::Language::from_639_1(code).map(|language| language.to_name());
    let listed = listed.map(|&(_, name)| name);
    listed.or_else(seen).or_else(standard).unwrap_or(code)
}

/// The ISO 639-1 codes of the languages that can be found.
pub fn known_languages() -> impl Iterator<Item = &'static str> {
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
}
