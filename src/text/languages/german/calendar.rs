//! The months and weekdays that a German text names. First names and surnames are months only beside
//! a date.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{
    CalendarNames, Reader, month_hint, weekday, weekday_hint,
};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    doubtful: &["März", "April", "Mai", "Juni", "Juli", "August"],
    rows: &[
        weekday(0, &["Montag|- s"]),
        weekday(1, &["Dienstag|- s"]),
        weekday(2, &["Mittwoch|- s"]),
        weekday(3, &["Donnerstag|- s"]),
        weekday(4, &["Freitag|- s"]),
        weekday(5, &["Samstag|- s"]),
        weekday(6, &["Sonntag|- s"]),
        weekday(5, &["Sonnabend|- s"]),
        weekday_hint(4, &["Karfreitag"]),
        weekday_hint(0, &["Ostermontag", "Pfingstmontag", "Rosenmontag"]),
        // Newspapers, which keep their names in English.
        weekday_hint(
            6,
            &[
                "Welt am Sonntag",
                "Bild am Sonntag",
                "Ostersonntag",
                "Pfingstsonntag",
                "Palmsonntag",
            ],
        ),
        weekday_hint(3, &["Gründonnerstag"]),
        weekday_hint(5, &["Karsamstag"]),
        month_hint(1, &["Jan", "Jän"]),
        month_hint(2, &["Feb", "Febr"]),
        month_hint(3, &["Mär", "Mrz", "Maerz"]),
        month_hint(4, &["Apr"]),
        month_hint(6, &["Jun"]),
        month_hint(7, &["Jul"]),
        month_hint(8, &["Aug"]),
        month_hint(9, &["Sep", "Sept"]),
        month_hint(10, &["Okt"]),
        month_hint(11, &["Nov"]),
        month_hint(12, &["Dez"]),
    ],
    beside: &[
        "im",
        "Anfang",
        "Mitte",
        "Ende",
        "seit",
        "vergangenen",
        "kommenden",
        "nächsten",
    ],
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
