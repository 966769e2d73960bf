//! Hebrew as the news of Israel write it, without vowel points. This folder owns the tables of its
//! profile.

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

/// The profile of Hebrew.
pub(crate) static LANGUAGE: Language = Language {
    code: "he",
    name: "Hebrew",
    script: Some(Script::Hebrew),
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    length: Some(LENGTH),
    numbers: Some(NumberReader {
        read: numbers::read,
        is_number_word: |word| numbers::READER.is_number_word(word),
    }),
    units: Some(|text, numbers| units::READER.read(text, numbers)),
    term_forms: Some(terms::forms),
    calendar: Some(|text| calendar::READER.read(text)),
    ..Language::UNKNOWN
};

// Of 61 pairs, sentences of news and their translations that were written to measure it, the ratios
// lie between 1.09 and 2.70; the limits are well outside, because human translators have more freedom.
const LENGTH: LengthRatio = LengthRatio {
    from: 20,
    sentence: (0.7, 3.4),
    fragment: (0.35, 5.5),
    short: (5, 20),
};

const SPELLING: Spelling = Spelling {
    // Signs of cantillation and vowel points, with the dots of shin; not the hyphen between them.
    marks: &[
        ('\u{591}', '\u{5BD}'),
        ('\u{5BF}', '\u{5BF}'),
        ('\u{5C1}', '\u{5C2}'),
        ('\u{5C4}', '\u{5C5}'),
        ('\u{5C7}', '\u{5C7}'),
    ],
    keeps_joiners: false,
    // The hyphen, geresh and gershayim of Hebrew, for which nearly all text that models learn from
    // has the signs of every keyboard.
    typed: &[('־', '-'), ('׳', '\''), ('״', '"')],
    // What word processors make of geresh and gershayim, and two signs for one.
    inner_signs: &[
        ("''", "\""),
        ("’’", "\""),
        ("”", "\""),
        ("“", "\""),
        ("„", "\""),
        ("’", "'"),
        ("‘", "'"),
        ("`", "'"),
        ("´", "'"),
    ],
    finals: &['ך', 'ם', 'ן', 'ף', 'ץ'],
    clitics: &['ו', 'ה', 'ב', 'ל', 'מ', 'ש', 'כ'],
    folds: &[
        ('׳', '\''),
        ('״', '"'),
        ('־', '-'),
        ('ך', 'כ'),
        ('ם', 'מ'),
        ('ן', 'נ'),
        ('ף', 'פ'),
        ('ץ', 'צ'),
    ],
    search_prefixes: &[
        "ו", "ה", "ב", "ל", "מ", "ש", "כ", "וה", "וב", "ול", "ומ", "וש", "וכ", "שה", "מה", "כש",
    ],
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    other_months: months::OTHER_MONTHS,
    year_words: &["שנת", "בשנת", "לשנת", "משנת"],
    weekdays: &[
        "ראשון",
        "שני",
        "שלישי",
        "רביעי",
        "חמישי",
        "שישי",
        "שבת",
        "א",
        "ב",
        "ג",
        "ד",
        "ה",
        "ו",
        "א'",
        "ב'",
        "ג'",
        "ד'",
        "ה'",
        "ו'",
        "א׳",
        "ב׳",
        "ג׳",
        "ד׳",
        "ה׳",
        "ו׳",
    ],
    words: &[
        "יום",
        "ביום",
        "מיום",
        "מוצאי",
        "במוצאי",
        "מוצ\"ש",
        "בשעה",
        "שעה",
        "בבוקר",
        "בצהריים",
        "אחה\"צ",
        "לפנה\"צ",
        "בערב",
        "בלילה",
        "שעון",
        "ישראל",
        "לחודש",
        "של",
        "gmt",
        "לספירה",
        "לפנה\"ס",
        "תשפ\"ד",
        "תשפ\"ה",
        "תשפ\"ו",
        "התשפ\"ד",
        "התשפ\"ה",
        "התשפ\"ו",
        "-",
    ],
    ..Dates::UNKNOWN
};
