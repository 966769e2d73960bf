//! This table holds the German names of the months.

use crate::text::language::{Month, When};

const fn month(name: &'static str) -> Month {
    Month {
        name,
        variants: &[],
        regional: &[],
    }
}

/// The usual names, with the Austrian and South Tyrolean ones.
pub(super) const MONTHS: &[Month] = &[
    Month {
        name: "Januar",
        variants: &[],
        regional: &[("Jänner", When::Near), ("Jaenner", When::Near)],
    },
    Month {
        name: "Februar",
        variants: &[],
        regional: &[("Feber", When::Near)],
    },
    month("März"),
    month("April"),
    month("Mai"),
    Month {
        name: "Juni",
        variants: &[],
        // As it is said on the telephone, so that it is not heard as July.
        regional: &[("Juno", When::Day)],
    },
    month("Juli"),
    month("August"),
    month("September"),
    month("Oktober"),
    month("November"),
    month("Dezember"),
];

/// Genitives and abbreviations.
pub(super) const FORMS: &[&str] = &[
    "Januars",
    "Februars",
    "Märzes",
    "Aprils",
    "Mais",
    "Augusts",
    "Septembers",
    "Oktobers",
    "Novembers",
    "Dezembers",
    "Jänner",
    "Jänners",
    "Maerz",
    "Jan",
    "Jän",
    "Feb",
    "Febr",
    "Mär",
    "Mrz",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Okt",
    "Nov",
    "Dez",
];
