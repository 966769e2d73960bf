//! Ukrainian as newspapers and agencies write it. This folder owns the tables
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

/// The profile of Ukrainian.
pub(crate) static LANGUAGE: Language = Language {
    code: "uk",
    name: "Ukrainian",
    script: Some(Script::Cyrillic),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    // The ratios of 62 pairs of news sentences, translated for this, lie between 0.57 and 1.74.
    length: Some(LengthRatio {
        from: 20,
        sentence: (0.4, 2.5),
        fragment: (0.25, 4.0),
        short: (4, 20),
    }),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: numbers::is_number_word,
    }),
    units: Some(|text, numbers| units::READER.read(text, numbers)),
    term_forms: Some(terms::forms),
    calendar: Some(|text| calendar::READER.read(text)),
    ..Language::UNKNOWN
};

const SPELLING: Spelling = Spelling {
    // The stress mark of dictionaries.
    marks: &[('\u{301}', '\u{301}')],
    keeps_joiners: false,
    // The apostrophe is typed in several ways; one is a letter for Unicode.
    typed: &[('ʼ', '\''), ('’', '\''), ('`', '\'')],
    folds: &[('ґ', 'г'), ('Ґ', 'Г'), ('’', '\''), ('ʼ', '\'')],
    lookalikes: &[
        ('a', 'а'),
        ('c', 'с'),
        ('e', 'е'),
        ('i', 'і'),
        ('o', 'о'),
        ('p', 'р'),
        ('x', 'х'),
        ('y', 'у'),
        ('ï', 'ї'),
        ('Ï', 'Ї'),
        ('A', 'А'),
        ('B', 'В'),
        ('C', 'С'),
        ('E', 'Е'),
        ('H', 'Н'),
        ('I', 'І'),
        ('K', 'К'),
        ('M', 'М'),
        ('O', 'О'),
        ('P', 'Р'),
        ('T', 'Т'),
        ('X', 'Х'),
    ],
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    month_forms: months::FORMS,
    year_words: &["року", "рік", "році", "р"],
    weekdays: &[
        "понеділок",
        "вівторок",
        "середа",
        "середу",
        "четвер",
        "п'ятниця",
        "п'ятницю",
        "п’ятниця",
        "п’ятницю",
        "субота",
        "суботу",
        "неділя",
        "неділю",
        "пн",
        "вт",
        "ср",
        "чт",
        "пт",
        "сб",
        "нд",
    ],
    words: &[
        "р",
        "рр",
        "в",
        "у",
        "о",
        "об",
        "на",
        "від",
        "до",
        "з",
        "по",
        "година",
        "години",
        "годині",
        "год",
        "хв",
        "ранку",
        "дня",
        "вечора",
        "ночі",
        "сьогодні",
        "вчора",
        "учора",
        "за",
        "київським",
        "києвом",
        "часом",
        "utc",
        "gmt",
    ],
    ..Dates::UNKNOWN
};
