//! Persian as the news of Iran, Afghanistan and the diaspora write it. This folder owns the tables
//! of its profile.

mod calendar;
mod furniture;
mod months;
mod news;
mod number_words;
mod numbers;
mod sentences;
mod solar;
mod terms;
#[cfg(test)]
mod tests;
mod units;

use super::arabic_script::{FOLDS, MARKS};
use crate::text::Script;
use crate::text::language::{Dates, Language, LengthRatio, NumberReader, Spelling};

/// The profile of Persian.
pub(crate) static LANGUAGE: Language = Language {
    code: "fa",
    name: "Persian",
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

// Of 60 pairs, sentences of news and their translations that were written to measure it, the ratios
// lie between 0.52 and 1.83; the limits are well outside, because human translators have more freedom.
const LENGTH: LengthRatio = LengthRatio {
    from: 20,
    sentence: (0.45, 2.8),
    fragment: (0.22, 4.5),
    short: (4, 20),
};

const SPELLING: Spelling = Spelling {
    // The hamza of the ezafe is one of them, which most news leave out.
    marks: MARKS,
    keeps_joiners: true,
    // Letters of Arabic, Urdu and Kurdish keyboards, and the heh with the hamza of the ezafe.
    typed: &[
        ('ي', 'ی'),
        ('ى', 'ی'),
        ('ې', 'ی'),
        ('ك', 'ک'),
        ('ڪ', 'ک'),
        ('ہ', 'ه'),
        ('ھ', 'ه'),
        ('ە', 'ه'),
        ('ۀ', 'ه'),
        ('ۂ', 'ه'),
    ],
    sequences: &[
        ("ی\u{654}", "ئ"),
        ("\u{200C}\u{200C}", "\u{200C}"),
        ("\u{200C} ", " "),
        (" \u{200C}", " "),
    ],
    // Word processors wrote this sign for the joiner.
    inner_signs: &[("¬", "\u{200C}")],
    clitics: &[],
    folds: FOLDS,
    ..Spelling::UNKNOWN
};

const DATES: Dates = Dates {
    months: months::MONTHS,
    other_months: months::OTHER_MONTHS,
    year_words: &["سال", "سنه", "سنهٔ", "سنۀ"],
    weekdays: &[
        "شنبه",
        "یکشنبه",
        "یک\u{200C}شنبه",
        "دوشنبه",
        "سه\u{200C}شنبه",
        "سه شنبه",
        "چهارشنبه",
        "چهار\u{200C}شنبه",
        "پنجشنبه",
        "پنج\u{200C}شنبه",
        "پنج شنبه",
        "جمعه",
        "آدینه",
    ],
    words: &[
        "یک",
        "سه",
        "چهار",
        "پنج",
        "برابر",
        "با",
        "مطابق",
        "ساعت",
        "دقیقه",
        "بامداد",
        "صبح",
        "ظهر",
        "عصر",
        "شب",
        "به",
        "وقت",
        "تهران",
        "کابل",
        "محلی",
        "گرینویچ",
        "gmt",
        "هجری",
        "شمسی",
        "خورشیدی",
        "قمری",
        "میلادی",
        "ماه",
        "روز",
        "سال",
        "مورخ",
        "تاریخ",
        "ه",
        "ه.ش",
        "ه.ق",
        "ش",
        "ق",
        "م",
        "ب.ظ",
        "ق.ظ",
        "اول",
        "دوم",
        "الاول",
        "الثانی",
        "الاولی",
        "الثانیه",
        "القعده",
        "الحجه",
        "-",
    ],
    ..Dates::UNKNOWN
};
