//! This table holds the German names of the months.

use crate::text::language::{Month, When};

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
    Month::new("März", &[]),
    Month::new("April", &[]),
    Month::new("Mai", &[]),
    Month {
        name: "Juni",
        variants: &[],
        // As it is said on the telephone, so that it is not heard as July.
        regional: &[("Juno", When::Day)],
    },
    Month::new("Juli", &[]),
    Month::new("August", &[]),
    Month::new("September", &[]),
    Month::new("Oktober", &[]),
    Month::new("November", &[]),
    Month::new("Dezember", &[]),
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
