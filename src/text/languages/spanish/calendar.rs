//! The months and weekdays that a Spanish text names. They have small letters: with a capital,
//! *Julio* is somebody and *Domingo* too.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{
    CalendarNames, Capitals, Reader, month_hint, weekday,
};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    rows: &[
        weekday(0, &["lunes"]),
        weekday(1, &["martes"]),
        weekday(2, &["miércoles"]),
        weekday(3, &["jueves"]),
        weekday(4, &["viernes"]),
        weekday(5, &["sábado|- s"]),
        weekday(6, &["domingo|- s"]),
        month_hint(1, &["ene"]),
        month_hint(2, &["feb", "febr"]),
        month_hint(3, &["mar"]),
        month_hint(4, &["abr"]),
        month_hint(6, &["jun"]),
        month_hint(7, &["jul"]),
        month_hint(8, &["ago", "agto"]),
        month_hint(9, &["sep", "sept", "set"]),
        month_hint(10, &["oct"]),
        month_hint(11, &["nov"]),
        month_hint(12, &["dic"]),
    ],
    links: &["de", "del"],
    capitals: Capitals::OfPeople,
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
