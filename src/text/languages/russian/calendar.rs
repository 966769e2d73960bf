//! The months and weekdays that a Russian text names.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{
    CalendarNames, Capitals, Reader, month, month_hint, weekday, weekday_hint,
};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    rows: &[
        month(1, &["январ|я ю ём е"]),
        month(2, &["феврал|я ю ём е"]),
        month(3, &["март|а у ом е"]),
        month(4, &["апрел|я ю ем е"]),
        month(6, &["июн|я ю ем е"]),
        month(7, &["июл|я ю ем е"]),
        month(8, &["август|а у ом е"]),
        month(9, &["сентябр|я ю ём е"]),
        month(10, &["октябр|я ю ём е"]),
        month(11, &["ноябр|я ю ём е"]),
        month(12, &["декабр|я ю ём е"]),
        // "Maya", and "by the poppies".
        month(5, &["мая", "мае"]),
        month_hint(5, &["маю", "маем", "Первомай"]),
        month_hint(1, &["янв"]),
        month_hint(2, &["фев"]),
        month_hint(3, &["мар"]),
        month_hint(4, &["апр"]),
        month_hint(8, &["авг"]),
        month_hint(9, &["сент"]),
        month_hint(10, &["окт"]),
        month_hint(11, &["нояб"]),
        month_hint(12, &["дек"]),
        weekday(0, &["понедельник|- а у ом е и ам"]),
        weekday(1, &["вторник|- а у ом е и ам"]),
        // Alone it is the environment too.
        weekday(2, &["в среду", "вечером в среду", "утром в среду"]),
        weekday_hint(2, &["сред|а ы е у ой ам"]),
        weekday(3, &["четверг|- а у ом е и ам"]),
        weekday(4, &["пятниц|а ы е у ей ам"]),
        weekday(5, &["суббот|а ы е у ой ам"]),
        weekday(6, &["воскресень|е я ю ем ям"]),
        weekday_hint(6, &["воскресений"]),
    ],
    capitals: Capitals::OfPeople,
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
