//! The readings of a Russian or Ukrainian word, and ages that both languages count in another way than English.
//! Besides cases by a table of endings, both have surnames with an instrumental of their own, and plurals whose
//! genitive has no ending. This file owns how the tables are applied; they are in the folders of the two
//! languages.

use crate::text::languages::endings::{Ending, readings};
use crate::text::numbers::context::words;
use crate::text::numbers::{Key, Numbers};
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

/// The characters between the digits of a rank and the next word, with the ending of the rank: "88-м".
const ENDING: usize = 6;

/// Lets a text say an age by the completed years, of which "in the 88th year of life" has one less. `year` and
/// `life` are the words behind the rank, in lower case.
pub(super) fn read_ages(text: &[char], numbers: &mut Numbers, (year, life): (&str, &str)) {
    let found = words(text);
    let mut ages = Vec::new();
    for (at, pair) in found.windows(2).enumerate() {
        let [(start, _, first), (_, _, second)] = pair else {
            continue;
        };
        if first.to_lowercase() != year || second.to_lowercase() != life {
            continue;
        }
        let next = numbers
            .in_digits
            .partition_point(|number| number.start < *start);
        let in_digits = next.checked_sub(1).and_then(|at| numbers.in_digits.get(at));
        let in_digits = in_digits.filter(|number| start.saturating_sub(number.end) <= ENDING);
        if let Some(number) = in_digits {
            ages.extend(number.plain().map(|value| (number.start, u64::from(value))));
        } else if let Some(last) = at.checked_sub(1).and_then(|at| found.get(at)) {
            // A number in words is said where it ends.
            let said = numbers.keys.greatest();
            let said = said.get(start).and_then(|value| value.parse::<u64>().ok());
            ages.extend(said.map(|value| (last.0, value)));
        }
    }
    for (place, age) in ages {
        let completed = Key::of(age.saturating_sub(1));
        numbers.also(place, &completed);
        numbers.keys.insert(completed, place);
    }
}
