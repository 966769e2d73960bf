//! These tables hold the Spanish names of the months.

use crate::text::language::{Month, When};

const fn month(name: &'static str) -> Month {
    Month {
        name,
        variants: &[],
        regional: &[],
    }
}

/// The usual names, with the one that some countries spell otherwise.
pub(super) const MONTHS: &[Month] = &[
    month("enero"),
    month("febrero"),
    month("marzo"),
    month("abril"),
    month("mayo"),
    month("junio"),
    month("julio"),
    month("agosto"),
    Month {
        name: "septiembre",
        variants: &[],
        regional: &[("setiembre", When::Near)],
    },
    month("octubre"),
    month("noviembre"),
    month("diciembre"),
];

/// Abbreviations, and forms with capitals.
pub(super) const FORMS: &[&str] = &[
    "Enero",
    "Febrero",
    "Marzo",
    "Abril",
    "Mayo",
    "Junio",
    "Julio",
    "Agosto",
    "Septiembre",
    "Octubre",
    "Noviembre",
    "Diciembre",
    "Setiembre",
    "ene",
    "feb",
    "febr",
    "mar",
    "abr",
    "may",
    "jun",
    "jul",
    "ago",
    "agto",
    "sep",
    "sept",
    "set",
    "oct",
    "nov",
    "dic",
];
