//! Turkish as newspapers and agencies write it. This folder owns the tables
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

/// The profile of Turkish.
pub(crate) static LANGUAGE: Language = Language {
    code: "tr",
    name: "Turkish",
    script: Some(Script::Latin),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    // The ratios of 64 pairs of news sentences, translated for this, lie between 0.64 and 1.70.
    length: Some(LengthRatio {
        from: 20,
        sentence: (0.45, 2.5),
        fragment: (0.25, 4.0),
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
    // Capital I has two small letters, which typists and programs without Turkish mix up; the
    // circumflex is often left out.
    folds: &[
        ('ı', 'i'),
        ('İ', 'I'),
        ('â', 'a'),
        ('î', 'i'),
        ('û', 'u'),
        ('Â', 'A'),
        ('Î', 'I'),
        ('Û', 'U'),
    ],
    // The dot that is left of the dotted capital I in lower case.
    search_dropped: &['\u{307}'],
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    month_forms: months::FORMS,
    year_words: &["yılı", "yılında", "yılının", "senesi"],
    weekdays: &[
        "Pazartesi",
        "Salı",
        "Çarşamba",
        "Perşembe",
        "Cuma",
        "Cumartesi",
        "Pazar",
        "Pzt",
        "Sal",
        "Çar",
        "Per",
        "Cum",
        "Cmt",
        "Paz",
    ],
    words: &[
        "günü",
        "saat",
        "tarihli",
        "tarihinde",
        "yılı",
        "yılında",
        "tsi",
        "gmt",
        "utc",
        "itibarıyla",
        "sabah",
        "akşam",
        "bugün",
        "dün",
    ],
    ..Dates::UNKNOWN
};
