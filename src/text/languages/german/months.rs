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
    "Januars Jänner Jänners Jan Jän",
    "Februars Feb Febr Febers",
    "Märzes Maerz Mär Mrz",
    "Aprils Apr",
    "Mais",
    "Jun Junis",
    "Jul Julis",
    "Augusts Aug",
    "Septembers Sep Sept",
    "Oktobers Okt",
    "Novembers Nov",
    "Dezembers Dez",
];
