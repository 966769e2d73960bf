//! The months that Urdu news name: the Gregorian ones, and first words of those of the lunar calendar
//! and of the farmers' calendar of the Punjab.

use crate::text::language::Month;

/// Gregorian names, from English; there is only one for each, with a few spellings.
pub(super) const MONTHS: &[Month] = &[
    month("جنوری", &[]),
    month("فروری", &["فبروری"]),
    month("مارچ", &[]),
    month("اپریل", &["ایپریل"]),
    month("مئی", &["مئ"]),
    month("جون", &[]),
    month("جولائی", &["جولای"]),
    month("اگست", &["آگست"]),
    month("ستمبر", &["سپتمبر"]),
    month("اکتوبر", &["آکتوبر"]),
    month("نومبر", &["نوومبر"]),
    month("دسمبر", &["ڈسمبر"]),
];

const fn month(name: &'static str, variants: &'static [&'static str]) -> Month {
    Month {
        name,
        variants,
        regional: &[],
    }
}

/// First words of the months of other calendars.
pub(super) const OTHER_MONTHS: &[&str] = &[
    "محرم",
    "محرم\u{200C}الحرام",
    "صفر",
    "صفرالمظفر",
    "ربیع",
    "جمادی",
    "جمادیٰ",
    "رجب",
    "رجب\u{200C}المرجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذیقعد",
    "ذیقعدہ",
    "ذوالقعدہ",
    "ذی",
    "ذوالحجہ",
    "ذوالحج",
    "ذوالحجۃ",
    "بیساکھ",
    "جیٹھ",
    "ہاڑ",
    "ساون",
    "بھادوں",
    "اسوج",
    "کاتک",
    "مگھر",
    "پوہ",
    "ماگھ",
    "پھاگن",
    "چیت",
];
