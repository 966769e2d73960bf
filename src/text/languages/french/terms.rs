//! The readings of a French word: the singular that it may be the plural of.

use crate::text::languages::endings::{Ending, noun, readings};
use crate::text::terms::TermForm;

/// Letters that are left of a word without its ending.
const LEFT: usize = 4;

/// Endings of plurals.
const ENDINGS: &[Ending] = &[
    noun(&["s"], &[""]),
    noun(&["x"], &[""]),
    noun(&["aux"], &["al"]),
];

/// Words that end like plurals and are none, folded.
const OTHERS: &[&str] = &[
    "paris", "temps", "corps", "discours", "toujours", "proces", "succes", "acces", "progres",
    "apres", "francais", "anglais",
];

/// The readings of a word, from its folded form and its letters as they stand.
pub(super) fn forms(key: &str, _typed: &str) -> Vec<TermForm> {
    if OTHERS.contains(&key) {
        return vec![TermForm::plain(key)];
    }
    readings(key, key, ENDINGS, LEFT, false)
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{assert_no_names, assert_no_terms, assert_terms};

    #[test]
    fn plurals_of_terms_are_found() {
        assert_terms(
            "fr",
            &[
                ("missile balistique", "des missiles balistiques"),
                ("tribunal", "les tribunaux"),
                ("bureau", "les bureaux"),
                ("élection", "Élections"),
                ("Assemblée nationale", "l'Assemblée nationale"),
            ],
        );
    }

    #[test]
    fn other_words_are_no_plurals() {
        assert_no_terms(
            "fr",
            &[
                ("pari", "Paris"),
                ("corp", "corps"),
                ("proce", "procès"),
                ("moi", "mois"),
                ("fil", "fils"),
                ("banque", "banquier"),
                ("ministre", "ministère"),
                ("pay", "pays"),
            ],
        );
        assert_no_names("fr", &[("Loire", "loires"), ("Niger", "Nigeria")]);
    }
}
