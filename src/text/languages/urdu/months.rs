//! The months that Urdu news name: the Gregorian ones, and first words of those of the lunar calendar
//! and of the farmers' calendar of the Punjab.

use crate::text::language::Month;

/// Gregorian names, from English; there is only one for each, with a few spellings.
pub(super) const MONTHS: &[Month] = &[
    Month::new("جنوری", &[]),
    Month::new("فروری", &["فبروری"]),
    Month::new("مارچ", &[]),
    Month::new("اپریل", &["ایپریل"]),
    Month::new("مئی", &["مئ"]),
    Month::new("جون", &[]),
    Month::new("جولائی", &["جولای"]),
    Month::new("اگست", &["آگست"]),
    Month::new("ستمبر", &["سپتمبر"]),
    Month::new("اکتوبر", &["آکتوبر"]),
    Month::new("نومبر", &["نوومبر"]),
    Month::new("دسمبر", &["ڈسمبر"]),
];

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
