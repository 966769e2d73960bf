//! English, the language of briefs. This folder owns the tables and the number reader of its
//! profile.

mod calendar;
mod claims;
mod clock;
mod entities;
mod function_words;
mod furniture;
mod halves;
mod hijri;
mod names;
mod negation;
mod number_words;
mod numbers;
mod parts;
mod sentences;
mod shares;
mod spoken_times;
mod stop_words;
mod units;
mod wordings;
mod words;

pub use entities::{EntityKind, Mention, NamedEntity, mentions};
pub(crate) use furniture::FURNITURE;
pub(crate) use sentences::SENTENCES;

use crate::text::Script;
use crate::text::language::{Dates, Language, Month, NumberReader, WordForms};

/// The profile of English.
pub(crate) static LANGUAGE: Language = Language {
    code: "en",
    name: "English",
    script: Some(Script::Latin),
    dates: Dates {
        months: MONTHS,
        weekdays: WEEKDAYS,
        ..Dates::UNKNOWN
    },
    calendar: Some(calendar::read),
    words: Some(WordForms {
        words: words::words,
        stems: words::stems,
        is_function_word: words::is_function_word,
        negations: negation::negations,
        consonants: words::consonants,
        variants: |word| vec![word.to_owned()],
        may_be_name: names::may_be_name,
    }),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: number_words::is_number_word,
    }),
    units: Some(units::read),
    stop_words: stop_words::STOP_WORDS,
    ..Language::UNKNOWN
};

/// The weekdays, from Monday.
const WEEKDAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The months, with the abbreviations used in news.
const MONTHS: &[Month] = &[
    Month::new("January", &["Jan"]),
    Month::new("February", &["Feb"]),
    Month::new("March", &["Mar"]),
    Month::new("April", &["Apr"]),
    Month::new("May", &[]),
    Month::new("June", &["Jun"]),
    Month::new("July", &["Jul"]),
    Month::new("August", &["Aug"]),
    Month::new("September", &["Sep", "Sept"]),
    Month::new("October", &["Oct"]),
    Month::new("November", &["Nov"]),
    Month::new("December", &["Dec"]),
];
