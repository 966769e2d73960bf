//! These tables hold the French names of the months.

use crate::text::language::Month;

const fn month(name: &'static str) -> Month {
    Month {
        name,
        variants: &[],
        regional: &[],
    }
}

/// The usual names.
pub(super) const MONTHS: &[Month] = &[
    month("janvier"),
    month("février"),
    month("mars"),
    month("avril"),
    month("mai"),
    month("juin"),
    month("juillet"),
    month("août"),
    month("septembre"),
    month("octobre"),
    month("novembre"),
    month("décembre"),
];

/// Abbreviations, and forms without accents and with capitals.
pub(super) const FORMS: &[&str] = &[
    "Janvier janv jan",
    "Février févr fév fevr fev",
    "Mars",
    "Avril avr",
    "Mai",
    "Juin",
    "Juillet juil juill jul",
    "Août aoû aout",
    "Septembre sept sep",
    "Octobre oct",
    "Novembre nov",
    "Décembre déc dec",
];
