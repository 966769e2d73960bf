//! The months and weekdays that a French text names. They have small letters: with a capital, *mars*
//! is a planet and *avril* somebody.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{
    CalendarNames, Capitals, Reader, month_hint, weekday, weekday_hint,
};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    rows: &[
        weekday(0, &["lundi|- s"]),
        weekday(1, &["mardi|- s"]),
        weekday(2, &["mercredi|- s"]),
        weekday(3, &["jeudi|- s"]),
        weekday(4, &["vendredi|- s"]),
        weekday(5, &["samedi|- s"]),
        weekday(6, &["dimanche|- s"]),
        weekday_hint(1, &["mardi gras"]),
        month_hint(1, &["janv", "jan"]),
        month_hint(2, &["févr", "fév"]),
        month_hint(4, &["avr"]),
        month_hint(7, &["juil", "juill"]),
        month_hint(9, &["sept"]),
        month_hint(10, &["oct"]),
        month_hint(11, &["nov"]),
        month_hint(12, &["déc"]),
    ],
    links: &["de"],
    capitals: Capitals::OfPeople,
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
