//! These tables hold the Turkish names of the months.

use crate::text::language::Month;

/// The usual names. Their endings stand behind an apostrophe.
pub(super) const MONTHS: &[Month] = &[
    Month::new("Ocak", &[]),
    Month::new("Şubat", &[]),
    Month::new("Mart", &[]),
    Month::new("Nisan", &[]),
    Month::new("Mayıs", &[]),
    Month::new("Haziran", &[]),
    Month::new("Temmuz", &[]),
    Month::new("Ağustos", &[]),
    Month::new("Eylül", &[]),
    Month::new("Ekim", &[]),
    Month::new("Kasım", &[]),
    Month::new("Aralık", &[]),
];

/// Names without a day, abbreviations, and names of the Ottoman calendar.
pub(super) const FORMS: &[&str] = &[
    "ocak Oca Kânunusani Kanunusani",
    "şubat Şub",
    "mart Mar",
    "nisan Nis",
    "mayıs May",
    "haziran Haz",
    "temmuz Tem",
    "ağustos Ağu",
    "eylül Eyl",
    "ekim Eki Teşrinievvel",
    "kasım Kas Teşrinisani",
    "aralık Ara Kânunuevvel Kanunuevvel",
];
