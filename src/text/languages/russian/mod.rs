//! Russian as newspapers and agencies write it. This folder owns the tables
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

/// The profile of Russian.
pub(crate) static LANGUAGE: Language = Language {
    code: "ru",
    name: "Russian",
    script: Some(Script::Cyrillic),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    // The ratios of 62 pairs of news sentences, translated for this, lie between 0.76 and 2.00.
    length: Some(LengthRatio {
        from: 20,
        sentence: (0.45, 2.6),
        fragment: (0.25, 4.0),
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
    // The stress mark of dictionaries.
    marks: &[('\u{301}', '\u{301}')],
    keeps_joiners: false,
    folds: &[('ё', 'е'), ('Ё', 'Е')],
    lookalikes: &[
        ('a', 'а'),
        ('c', 'с'),
        ('e', 'е'),
        ('o', 'о'),
        ('p', 'р'),
        ('x', 'х'),
        ('y', 'у'),
        ('A', 'А'),
        ('B', 'В'),
        ('C', 'С'),
        ('E', 'Е'),
        ('H', 'Н'),
        ('K', 'К'),
        ('M', 'М'),
        ('O', 'О'),
        ('P', 'Р'),
        ('T', 'Т'),
        ('X', 'Х'),
        ('ë', 'ё'),
        ('Ë', 'Ё'),
    ],
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    month_forms: months::FORMS,
    year_words: &["года", "год", "году", "г"],
    weekdays: &[
        "понедельник",
        "вторник",
        "среда",
        "среду",
        "четверг",
        "пятница",
        "пятницу",
        "суббота",
        "субботу",
        "воскресенье",
        "пн",
        "вт",
        "ср",
        "чт",
        "пт",
        "сб",
        "вс",
    ],
    words: &[
        "г",
        "гг",
        "в",
        "на",
        "от",
        "до",
        "с",
        "по",
        "час",
        "часа",
        "часов",
        "мин",
        "минут",
        "утра",
        "дня",
        "вечера",
        "ночи",
        "мск",
        "мск.",
        "московскому",
        "времени",
        "сегодня",
        "вчера",
        "utc",
        "gmt",
    ],
    ..Dates::UNKNOWN
};
