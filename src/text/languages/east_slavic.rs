//! The readings of a Russian or Ukrainian word, and ages that both languages count in another way than English.
//! Besides cases by a table of endings, both have surnames with an instrumental of their own, and plurals whose
//! genitive has no ending. This file owns how the tables are applied; they are in the folders of the two
//! languages.

use crate::text::languages::endings::{Ending, readings};
use crate::text::numbers::context::words;
use crate::text::numbers::lexicon::Placed;
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
    let words = words(text);
    let is_age = |at: &usize| {
        let word = |at: usize| words.get(at).map(|(.., word)| word.to_lowercase());
        word(*at).is_some_and(|word| word == year) && word(at + 1).is_some_and(|word| word == life)
    };
    let years: Vec<usize> = (0..words.len()).filter(is_age).collect();
    if years.is_empty() {
        return;
    }
    for (place, age) in ages(&words, &years, numbers) {
        let completed = Key::of(age.saturating_sub(1));
        numbers.also(place, &completed);
        numbers.keys.insert(completed, place);
    }
}

/// The ranks before the words for a year at these places, with where they are said.
fn ages(words: &[Placed], years: &[usize], numbers: &Numbers) -> Vec<(usize, u64)> {
    // A number in words is said where it ends.
    let said = numbers.keys.greatest();
    let age = |at: &usize| -> Option<(usize, u64)> {
        let (start, ..) = words.get(*at)?;
        let next = numbers
            .in_digits
            .partition_point(|number| number.start < *start);
        let in_digits = next.checked_sub(1).and_then(|at| numbers.in_digits.get(at));
        let in_digits = in_digits.filter(|number| start.saturating_sub(number.end) <= ENDING);
        if let Some(number) = in_digits {
            return Some((number.start, u64::from(number.plain()?)));
        }
        let (last, ..) = words.get(at.checked_sub(1)?)?;
        Some((*last, said.get(start)?.parse().ok()?))
    };
    years.iter().filter_map(age).collect()
}

/// Lets one and a half times as much be 50 percent more. `count` and `times` are the words for it, in lower case.
pub(super) fn read_half_more(text: &[char], numbers: &mut Numbers, count: &[&str], times: &[&str]) {
    let words = words(text);
    let is = |(_, _, word): &Placed, names: &[&str]| names.contains(&word.to_lowercase().as_str());
    for pair in words.windows(2) {
        if is(&pair[0], count) && is(&pair[1], times) {
            numbers.keys.insert(Key::of(50), pair[0].0);
        }
    }
}
