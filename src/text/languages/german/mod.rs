//! German as newspapers of Germany, Austria and Switzerland write it. This folder owns the tables
//! and the number reader of its profile.

mod calendar;
mod furniture;
mod months;
mod news;
mod number_words;
mod numbers;
mod sentences;
mod terms;
#[cfg(test)]
mod tests;
mod units;

use crate::text::Script;
use crate::text::language::{Dates, Language, LengthRatio, NumberReader, Spelling};

/// The profile of German.
pub(crate) static LANGUAGE: Language = Language {
    code: "de",
    name: "German",
    script: Some(Script::Latin),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    // The ratios of 63 pairs of news sentences, translated for this, lie between 0.54 and 1.52.
    length: Some(LengthRatio {
        from: 20,
        sentence: (0.4, 2.1),
        fragment: (0.25, 3.5),
        short: (4, 20),
    }),
    numbers: Some(NumberReader {
        read: |text| numbers::READER.read(text),
        is_number_word: |word| numbers::READER.is_number_word(word),
    }),
    units: Some(|text, numbers| units::READER.read(text, numbers)),
    term_forms: Some(terms::forms),
    calendar: Some(|text| calendar::READER.read(text)),
    ..Language::UNKNOWN
};

const SPELLING: Spelling = Spelling {
    keeps_joiners: false,
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    month_forms: months::FORMS,
    year_words: &["des Jahres", "Jahr"],
    weekdays: &[
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonnabend",
        "Sonntag",
        "Mo",
        "Di",
        "Mi",
        "Do",
        "Fr",
        "Sa",
        "So",
    ],
    words: &[
        "am", "den", "der", "um", "Uhr", "vom", "ab", "bis", "und", "MEZ", "MESZ", "GMT", "Stand",
        "morgens", "abends",
    ],
    ..Dates::UNKNOWN
};
