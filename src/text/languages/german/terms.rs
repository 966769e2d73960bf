//! The readings of a German word: the nouns and adjectives that it may be a form of. The parts of
//! compounds are no readings: their last part says little of what they mean.

use crate::text::languages::endings::{Ending, attribute, case, noun, readings};
use crate::text::terms::TermForm;

/// Letters that are left of a word without its ending.
const LEFT: usize = 4;

/// Endings of nouns. The plural with -er is one only with a changed vowel: a banker is no bank.
const NOUNS: &[Ending] = &[
    case(&["s"], &[""]),
    noun(&["es", "e", "en", "n"], &[""]),
    ADJECTIVES,
];

/// Endings of adjectives.
const ADJECTIVES: Ending = attribute(&["e", "en", "er", "es", "em"], &["", "e", "en", "er", "es"]);

/// Endings of plurals whose vowel is changed.
const CHANGED: [&str; 4] = ["ern", "er", "en", "e"];

/// The changed vowels, with what they are in the singular.
const VOWELS: [(&str, &str); 4] = [("äu", "au"), ("ä", "a"), ("ö", "o"), ("ü", "u")];

/// Nouns that end like plurals and are other words: verbs used as nouns, and numbers.
const OTHERS: &[&str] = &[
    "wählen", "zählen", "rechte", "rechten", "norden", "osten", "süden", "westen", "orden",
    "hafen", "wagen", "boden",
];

/// The readings of a word, from its folded form and its letters as they stand. Only a word with a
/// capital is a noun.
pub(super) fn forms(key: &str, typed: &str) -> Vec<TermForm> {
    if !typed.starts_with(char::is_uppercase) {
        return readings(key, key, &[ADJECTIVES], LEFT, false);
    }
    if OTHERS.contains(&key) {
        return vec![TermForm::plain(key)];
    }
    let mut forms = readings(key, key, NOUNS, LEFT, true);
    for ending in CHANGED {
        let Some(stem) = key.strip_suffix(ending) else {
            continue;
        };
        for (changed, own) in VOWELS {
            if let Some(at) = stem.rfind(changed) {
                let bare = format!("{}{own}{}", &stem[..at], &stem[at + changed.len()..]);
                if bare.chars().count() >= LEFT {
                    forms.push(TermForm::inflected(bare));
                }
                break;
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use crate::text::languages::testing::{
        assert_names, assert_no_names, assert_no_terms, assert_terms,
    };

    #[test]
    fn cases_and_plurals_of_terms_are_found() {
        assert_terms(
            "de",
            &[
                ("Bundestag", "des Bundestages"),
                ("Bundestag", "des Bundestags"),
                ("Partei", "die Parteien"),
                ("Krieg", "die Kriege"),
                ("Minister", "den Ministern"),
                ("Vertrag", "die Verträge"),
                ("Haus", "in den Häusern"),
                ("Land", "die Länder"),
                ("Bank", "die Banken"),
                ("Europäische Union", "in der Europäischen Union"),
                (
                    "Internationaler Gerichtshof",
                    "des Internationalen Gerichtshofs",
                ),
                ("Auswärtiges Amt", "im Auswärtigen Amt"),
                ("erneuerbare Energie", "erneuerbarer Energien"),
            ],
        );
        assert_names(
            "de",
            &[("Berlin", "Berlins Bürgermeister"), ("Iran", "des Irans")],
        );
    }

    #[test]
    fn other_words_are_no_forms() {
        assert_no_terms(
            "de",
            &[
                ("Bank", "Banker"),
                ("Bank", "Bankräuber"),
                ("Bank", "Zentralbank"),
                ("Wahl", "Wählen"),
                ("Nord", "Norden"),
                ("Sprecher", "sprechen"),
                ("Sprecher", "das Sprechen"),
                ("Reform", "Reformer"),
                ("Recht", "Rechte"),
                ("Haft", "sie haften"),
                ("Minister", "Ministerium"),
                ("Regierung", "regieren"),
                ("Europäische Union", "Europäische Zentralbank"),
            ],
        );
        assert_no_names(
            "de",
            &[
                ("Israel", "Israeli"),
                ("Merkel", "merkeln"),
                ("Kohl", "Kohle"),
            ],
        );
    }
}
