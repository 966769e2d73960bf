//! Urdu as the news of Pakistan and India write it. This folder owns the tables of its profile.

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
use crate::text::Script;
use crate::text::language::{Dates, Language, LengthRatio, NumberReader, NumberSign, Spelling};

/// The profile of Urdu.
pub(crate) static LANGUAGE: Language = Language {
    code: "ur",
    name: "Urdu",
    script: Some(Script::Arabic),
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

// Of 57 pairs, sentences of news and their translations that were written to measure it, the ratios
// lie between 0.60 and 1.89; the limits are well outside, because human translators have more freedom.
const LENGTH: LengthRatio = LengthRatio {
    from: 20,
    sentence: (0.45, 2.8),
    fragment: (0.22, 4.5),
    short: (4, 20),
};

const SPELLING: Spelling = Spelling {
    // Signs of honour, tatweel and vowel signs. The tanwin of `فوراً` and the alef above of `اعلیٰ`
    // are no options in Urdu and stay.
    marks: &[
        ('\u{610}', '\u{61A}'),
        ('\u{640}', '\u{640}'),
        ('\u{64C}', '\u{65F}'),
        ('\u{6D6}', '\u{6DC}'),
        ('\u{6DF}', '\u{6E4}'),
        ('\u{6E7}', '\u{6E8}'),
        ('\u{6EA}', '\u{6ED}'),
    ],
    keeps_joiners: true,
    number_signs: &[
        NumberSign::between('\u{66C}', ','),
        NumberSign::between('\u{66B}', '.'),
        NumberSign::beside('\u{66A}', '%'),
        // The full stop of Urdu, typed for a decimal point.
        NumberSign::between('۔', '.'),
    ],
    // Letters of Arabic, Persian and Kurdish keyboards.
    typed: &[
        ('ي', 'ی'),
        ('ى', 'ی'),
        ('ې', 'ی'),
        ('ك', 'ک'),
        ('ڪ', 'ک'),
        ('ه', 'ہ'),
        ('ە', 'ہ'),
        ('ة', 'ۃ'),
        ('ۀ', 'ۂ'),
    ],
    sequences: &[
        ("ی\u{654}", "ئ"),
        ("ۓ", "ئے"),
        ("\u{200C}\u{200C}", "\u{200C}"),
        ("\u{200C} ", " "),
        (" \u{200C}", " "),
    ],
    finals: &['ے', 'ں', 'ۃ'],
    folds: FOLDS,
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    other_months: months::OTHER_MONTHS,
    year_words: &["سال", "سن", "سنہ"],
    weekdays: &[
        "پیر",
        "سوموار",
        "منگل",
        "بدھ",
        "جمعرات",
        "جمعہ",
        "جمعے",
        "ہفتہ",
        "ہفتے",
        "سنیچر",
        "اتوار",
    ],
    words: &[
        "بروز",
        "بمطابق",
        "مطابق",
        "بتاریخ",
        "مورخہ",
        "تاریخ",
        "بجے",
        "بجکر",
        "بج",
        "کر",
        "منٹ",
        "پر",
        "کو",
        "صبح",
        "شام",
        "رات",
        "دوپہر",
        "سہ",
        "پہر",
        "ء",
        "ھ",
        "ہ",
        "عیسوی",
        "ہجری",
        "الاول",
        "الثانی",
        "الآخر",
        "الاولیٰ",
        "القعدہ",
        "الحجہ",
        "الحج",
        "am",
        "pm",
        "gmt",
        "pst",
        "پی",
        "ایم",
        "اے",
        "جی",
        "ٹی",
    ],
    ..Dates::UNKNOWN
};
