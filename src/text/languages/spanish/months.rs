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
    "Enero ene",
    "Febrero feb febr",
    "Marzo mar",
    "Abril abr",
    "Mayo may",
    "Junio jun",
    "Julio jul",
    "Agosto ago agto",
    "Septiembre Setiembre sep sept set",
    "Octubre oct",
    "Noviembre nov",
    "Diciembre dic",
];
