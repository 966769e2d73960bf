//! The readings of a Spanish word: the singular that it may be the plural of.

use crate::text::languages::endings::{Ending, noun, readings};
use crate::text::terms::TermForm;

/// Letters that are left of a word without its ending.
const LEFT: usize = 3;

/// Vowels behind which a plural has no vowel of its own, folded.
const VOWELS: &[char] = &['a', 'e', 'i', 'o', 'u'];

/// Endings of plurals behind a vowel.
const AFTER_VOWEL: &[Ending] = &[noun(&["s"], &[""])];

/// Endings of plurals behind a consonant.
const AFTER_CONSONANT: &[Ending] = &[noun(&["ces"], &["z"]), noun(&["es"], &[""])];

/// Words that end like plurals and are none, folded.
const OTHERS: &[&str] = &[
    "cortes", "antes", "menos", "lunes", "jueves", "viernes", "entonces", "crisis", "honduras",
];

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, _typed: &str) -> Vec<TermForm> {
    let plural = key.strip_suffix('s').filter(|_| !OTHERS.contains(&key));
    let Some(stem) = plural.filter(|stem| stem.ends_with(VOWELS)) else {
        return vec![TermForm::plain(key)];
    };
    let mut forms = readings(key, key, AFTER_VOWEL, LEFT, false);
    if stem
        .strip_suffix('e')
        .is_some_and(|word| !word.ends_with(VOWELS))
    {
        forms.extend(readings(key, key, AFTER_CONSONANT, LEFT, false).split_off(1));
    }
    forms
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{assert_no_names, assert_no_terms, assert_terms};

    #[test]
    fn plurals_of_terms_are_found() {
        assert_terms(
            "es",
            &[
                ("misil balístico", "misiles balísticos"),
                ("elección", "las elecciones"),
                ("juez", "los jueces"),
                ("ley", "nuevas leyes"),
                ("banco", "Bancos"),
                ("huelga", "huelgas"),
            ],
        );
    }

    #[test]
    fn other_words_are_no_plurals() {
        assert_no_terms(
            "es",
            &[
                ("corte", "las Cortes"),
                ("ante", "antes"),
                ("banco", "bancario"),
                ("meno", "menos"),
                ("ministro", "ministerio"),
                ("hondura", "Honduras"),
                ("presidente", "presidencia"),
                ("vez", "ves"),
            ],
        );
        assert_no_names("es", &[("Palma", "palmas"), ("Lima", "limas")]);
    }
}
