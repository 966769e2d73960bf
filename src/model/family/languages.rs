//! The languages of multilingual models. This file owns the type that holds a family's language
//! tokens; the tokens themselves are in the family's file.

/// The languages of a translation, as ISO 639-1 codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The language of the source text.
    pub source: &'a str,
    /// The language of the target text.
    pub target: &'a str,
}

/// A family's tokens for languages.
#[derive(Debug, Clone, Copy)]
pub(in crate::model) struct Languages {
    /// The family's name, for messages.
    pub(in crate::model) family: &'static str,
    /// All tokens, in the order of their ids.
    pub(in crate::model) tokens: fn() -> Vec<String>,
    /// The token of a language, by its ISO 639-1 code.
    pub(in crate::model) token: fn(&str) -> Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::family::{m2m100, mbart};

    const ALL: [(Languages, usize); 3] = [
        (mbart::LANGUAGES, 52),
        (m2m100::M2M_LANGUAGES, 100),
        (m2m100::NLLB_LANGUAGES, 202),
    ];

    #[test]
    fn every_family_has_as_many_languages_as_its_name_says() {
        for (languages, count) in ALL {
            let mut tokens = (languages.tokens)();
            assert_eq!(tokens.len(), count, "{}", languages.family);
            tokens.sort_unstable();
            tokens.dedup();
            assert_eq!(tokens.len(), count, "{}", languages.family);
        }
    }

    #[test]
    fn a_language_is_one_of_its_familys_tokens() {
        for (languages, _) in ALL {
            let tokens = (languages.tokens)();
            for code in [
                "ar", "de", "en", "es", "fa", "fr", "he", "ru", "tr", "ur", "zh",
            ] {
                assert!(
                    tokens.contains(&(languages.token)(code).unwrap_or_default()),
                    "{code}"
                );
            }
            assert_eq!((languages.token)("xx"), None);
            assert_eq!((languages.token)(""), None);
        }
    }

    #[test]
    fn arabic_and_english_are_written_as_each_family_writes_them() {
        let written = ALL.map(|(l, _)| ["ar", "en"].map(|c| (l.token)(c).unwrap_or_default()));
        assert_eq!(
            written,
            [
                ["ar_AR", "en_XX"],
                ["__ar__", "__en__"],
                ["arb_Arab", "eng_Latn"]
            ]
        );
    }
}
