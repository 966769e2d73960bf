//! Spanish as newspapers of Spain and the Americas write it. This folder owns the tables
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

/// The profile of Spanish.
pub(crate) static LANGUAGE: Language = Language {
    code: "es",
    name: "Spanish",
    script: Some(Script::Latin),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    // The ratios of 61 pairs of news sentences, translated for this, lie between 0.66 and 1.29.
    length: Some(LengthRatio {
        from: 20,
        sentence: (0.45, 1.9),
        fragment: (0.25, 3.5),
        short: (4, 20),
    }),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: |word| numbers::READER.is_number_word(word),
    }),
    units: Some(|text, numbers| units::READER.read(text, numbers)),
    term_forms: Some(terms::forms),
    calendar: Some(|text| calendar::READER.read(text)),
    ..Language::UNKNOWN
};

const SPELLING: Spelling = Spelling {
    keeps_joiners: false,
    // Capitals are often written without accents. The tilde makes another letter.
    folds: &[
        ('á', 'a'),
        ('é', 'e'),
        ('í', 'i'),
        ('ó', 'o'),
        ('ú', 'u'),
        ('Á', 'A'),
        ('É', 'E'),
        ('Í', 'I'),
        ('Ó', 'O'),
        ('Ú', 'U'),
    ],
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    month_forms: months::FORMS,
    year_words: &["de", "del", "del año"],
    weekdays: &[
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "lun",
        "mar",
        "mié",
        "jue",
        "vie",
        "sáb",
        "dom",
    ],
    words: &[
        "el",
        "de",
        "del",
        "a",
        "al",
        "las",
        "la",
        "los",
        "h",
        "hs",
        "hrs",
        "horas",
        "hora",
        "am",
        "pm",
        "a.m",
        "p.m",
        "gmt",
        "utc",
        "publicado",
        "hoy",
        "ayer",
        "año",
        "y",
    ],
    ..Dates::UNKNOWN
};
