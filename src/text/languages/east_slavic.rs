//! The readings of a Russian or Ukrainian word. Besides cases by a table of endings, both languages
//! have surnames with an instrumental of their own, and plurals whose genitive has no ending. This file
//! owns how the tables are applied; they are in the folders of the two languages.

use crate::text::languages::endings::{Ending, readings};
use crate::text::terms::TermForm;

/// Letters that are left of a word without its ending.
const LEFT: usize = 3;

/// Letters of a word that may be a plural without an ending: shorter ones are mostly other words.
const BARE: usize = 4;

/// Consonants, which end the genitive of many plurals.
const CONSONANTS: &[char] = &[
    'б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ф', 'х', 'ц', 'ч', 'ш',
    'щ',
];

/// The endings of a language.
#[derive(Debug)]
pub(super) struct Inflection {
    /// Those of nouns and adjectives, folded.
    pub(super) endings: &'static [Ending],
    /// The instrumental of surnames.
    pub(super) instrumental: &'static str,
    /// What surnames have before the instrumental.
    pub(super) surnames: &'static [&'static str],
}

impl Inflection {
    /// The readings of a word, from its folded form and its letters as they stand. A small letter
    /// begins no name, so such a word is no case of one.
    pub(super) fn forms(&self, key: &str, typed: &str) -> Vec<TermForm> {
        let names = typed.starts_with(char::is_uppercase);
        let mut forms = readings(key, key, self.endings, LEFT, names);
        let surname = key.strip_suffix(self.instrumental).filter(|stem| {
            self.surnames.iter().any(|ending| stem.ends_with(ending)) && stem.chars().count() > LEFT
        });
        forms.extend(surname.filter(|_| names).map(TermForm::plain));
        if key.ends_with(CONSONANTS) && key.chars().count() >= BARE {
            for own in ["а", "о"] {
                forms.push(TermForm::inflected(format!("{key}{own}")));
            }
        }
        forms
    }
}
