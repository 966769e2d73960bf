//! These tables hold the French names of the months.

use crate::text::language::Month;

/// The usual names.
pub(super) const MONTHS: &[Month] = &[
    Month::new("janvier", &[]),
    Month::new("février", &[]),
    Month::new("mars", &[]),
    Month::new("avril", &[]),
    Month::new("mai", &[]),
    Month::new("juin", &[]),
    Month::new("juillet", &[]),
    Month::new("août", &[]),
    Month::new("septembre", &[]),
    Month::new("octobre", &[]),
    Month::new("novembre", &[]),
    Month::new("décembre", &[]),
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
