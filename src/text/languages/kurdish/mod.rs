//! Sorani (central) Kurdish as the news of the Kurdistan Region and of Iran write it, in Arabic
//! script. This folder owns the tables of its profile. Kurmanji shares its code and is written in
//! Latin letters; texts in it are neither refused nor changed.

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

use super::arabic_script::FOLDS;
use crate::text::language::{Dates, Language, LengthRatio, NumberReader, Spelling, TypedAtEnd};

/// The profile of Kurdish. It has no script, because Kurmanji is Kurdish too: letters of both count,
/// and which direction a text runs in is left to the program that shows it.
pub(crate) static LANGUAGE: Language = Language {
    code: "ku",
    name: "Kurdish",
    script: None,
    spelling: SPELLING,
    dates: DATES,
    sentences: sentences::SENTENCES,
    news: news::NEWS,
    furniture: furniture::FURNITURE,
    length: Some(LENGTH),
    numbers: Some(NumberReader {
        read: |text| numbers::READER.read(text),
        is_number_word: |word| numbers::READER.is_number_word(word),
    }),
    units: Some(|text, numbers| units::READER.read(text, numbers)),
    term_forms: Some(terms::forms),
    calendar: Some(|text| calendar::READER.read(text)),
    ..Language::UNKNOWN
};

// Of 61 pairs, sentences of news and their translations that were written to measure it, the ratios
// lie between 0.45 and 1.70; the limits are well outside, because human translators have more freedom.
const LENGTH: LengthRatio = LengthRatio {
    from: 20,
    sentence: (0.38, 2.5),
    fragment: (0.2, 4.0),
    short: (4, 20),
};

const SPELLING: Spelling = Spelling {
    // Tatweel and vowel signs, which Kurdish does not need: its vowels are letters.
    marks: &[
        ('\u{610}', '\u{61A}'),
        ('\u{640}', '\u{640}'),
        ('\u{64B}', '\u{65F}'),
        ('\u{670}', '\u{670}'),
    ],
    keeps_joiners: true,
    // Letters of Arabic, Persian and Urdu keyboards, and those that old fonts showed as Kurdish ones.
    typed: &[
        ('ي', 'ی'),
        ('ى', 'ی'),
        ('ې', 'ێ'),
        ('ك', 'ک'),
        ('ڪ', 'ک'),
        ('ھ', 'ه'),
        ('ہ', 'ه'),
        ('ة', 'ە'),
        ('ؤ', 'ۆ'),
        ('ڒ', 'ڕ'),
        ('ڔ', 'ڕ'),
        ('ڶ', 'ڵ'),
    ],
    // Letters with the small v or a vowel sign over or under them, and the vowel that was written as
    // heh with a joiner behind it.
    sequences: &[
        ("ي\u{65A}", "ێ"),
        ("ی\u{65A}", "ێ"),
        ("ى\u{65A}", "ێ"),
        ("و\u{65A}", "ۆ"),
        ("ل\u{65A}", "ڵ"),
        ("ر\u{65A}", "ڕ"),
        ("ر\u{65B}", "ڕ"),
        ("ي\u{64E}", "ێ"),
        ("ی\u{64E}", "ێ"),
        ("ى\u{64E}", "ێ"),
        ("و\u{64E}", "ۆ"),
        ("ل\u{64E}", "ڵ"),
        ("ر\u{650}", "ڕ"),
        ("ی\u{654}", "ئ"),
        ("ه\u{200C}", "ە"),
        ("ھ\u{200C}", "ە"),
        ("ە\u{200C}", "ە"),
        ("\u{200C}\u{200C}", "\u{200C}"),
        ("\u{200C} ", " "),
        (" \u{200C}", " "),
    ],
    // At the end of words the joiner was often left out. Behind an alef it is the consonant.
    typed_at_end: &[TypedAtEnd {
        typed: 'ه',
        own: 'ە',
        not_after: &['ا', 'آ', 'ە'],
    }],
    folds: FOLDS,
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    other_months: months::OTHER_MONTHS,
    year_words: &["ساڵی", "ساڵ", "لەساڵی"],
    weekdays: &[
        "شەممە",
        "شەمە",
        "یەکشەممە",
        "یەکشەمە",
        "یەک شەممە",
        "دووشەممە",
        "دووشەمە",
        "دوو شەممە",
        "سێشەممە",
        "سێشەمە",
        "سێ شەممە",
        "چوارشەممە",
        "چوارشەمە",
        "چوار شەممە",
        "پێنجشەممە",
        "پێنجشەمە",
        "پێنج شەممە",
        "هەینی",
        "جومعە",
    ],
    words: &[
        "ڕۆژی",
        "رۆژی",
        "یەک",
        "دوو",
        "سێ",
        "چوار",
        "پێنج",
        "ی",
        "ز",
        "ک",
        "کوردی",
        "زایینی",
        "کۆچی",
        "بەرامبەر",
        "کاتژمێر",
        "سەعات",
        "خولەک",
        "بەیانی",
        "نیوەڕۆ",
        "دوانیوەڕۆ",
        "ئێوارە",
        "شەو",
        "پ.ن",
        "د.ن",
        "بە",
        "کاتی",
        "هەولێر",
        "بەغدا",
        "گرینیچ",
        "gmt",
        "دووەم",
        "یەکەم",
        "لە",
        "بەروار",
        "بەرواری",
        "مانگی",
        "-",
    ],
    ..Dates::UNKNOWN
};
