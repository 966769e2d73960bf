//! French as newspapers of France, Belgium, Switzerland, Canada and the Maghreb write it. This
//! folder owns the tables and the number reader of its profile.

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

/// The profile of French.
pub(crate) static LANGUAGE: Language = Language {
    code: "fr",
    name: "French",
    script: Some(Script::Latin),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    // The ratios of 63 pairs of news sentences, translated for this, lie between 0.60 and 1.36.
    length: Some(LengthRatio {
        from: 20,
        sentence: (0.42, 1.9),
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
    // Capitals are often written without accents.
    folds: &[
        ('à', 'a'),
        ('â', 'a'),
        ('é', 'e'),
        ('è', 'e'),
        ('ê', 'e'),
        ('ë', 'e'),
        ('î', 'i'),
        ('ï', 'i'),
        ('ô', 'o'),
        ('ù', 'u'),
        ('û', 'u'),
        ('ÿ', 'y'),
        ('ç', 'c'),
        ('À', 'A'),
        ('Â', 'A'),
        ('É', 'E'),
        ('È', 'E'),
        ('Ê', 'E'),
        ('Ë', 'E'),
        ('Î', 'I'),
        ('Ï', 'I'),
        ('Ô', 'O'),
        ('Ù', 'U'),
        ('Û', 'U'),
        ('Ÿ', 'Y'),
        ('Ç', 'C'),
    ],
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    month_forms: months::FORMS,
    year_words: &["de l'an", "de"],
    weekdays: &[
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lun", "mar",
        "mer", "jeu", "ven", "sam", "dim",
    ],
    words: &[
        "le",
        "du",
        "au",
        "à",
        "de",
        "er",
        "1er",
        "h",
        "heure",
        "heures",
        "min",
        "matin",
        "soir",
        "gmt",
        "utc",
        "publié",
        "mis",
        "jour",
        "aujourd'hui",
        "hier",
        "et",
    ],
    ..Dates::UNKNOWN
};
