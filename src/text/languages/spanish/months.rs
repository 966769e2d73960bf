//! These tables hold the Spanish names of the months.

use crate::text::language::{Month, When};

/// The usual names, with the one that some countries spell otherwise.
pub(super) const MONTHS: &[Month] = &[
    Month::new("enero", &[]),
    Month::new("febrero", &[]),
    Month::new("marzo", &[]),
    Month::new("abril", &[]),
    Month::new("mayo", &[]),
    Month::new("junio", &[]),
    Month::new("julio", &[]),
    Month::new("agosto", &[]),
    Month {
        name: "septiembre",
        variants: &[],
        regional: &[("setiembre", When::Near)],
    },
    Month::new("octubre", &[]),
    Month::new("noviembre", &[]),
    Month::new("diciembre", &[]),
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
