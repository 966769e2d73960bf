//! These tables hold the Turkish names of the months.

use crate::text::language::Month;

const fn month(name: &'static str) -> Month {
    Month {
        name,
        variants: &[],
        regional: &[],
    }
}

/// The usual names. Their endings stand behind an apostrophe.
pub(super) const MONTHS: &[Month] = &[
    month("Ocak"),
    month("Şubat"),
    month("Mart"),
    month("Nisan"),
    month("Mayıs"),
    month("Haziran"),
    month("Temmuz"),
    month("Ağustos"),
    month("Eylül"),
    month("Ekim"),
    month("Kasım"),
    month("Aralık"),
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
