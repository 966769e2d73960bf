//! The months and weekdays that a Turkish text names. Months that are names or other words too need a
//! date beside them, where they have a capital.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{
    CalendarNames, Capitals, Reader, month_hint, weekday, weekday_hint,
};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    doubtful: &["Ocak", "Nisan", "Eylül", "Ekim", "Kasım", "Aralık"],
    rows: &[
        weekday(0, &["pazartesi"]),
        weekday(1, &["salı"]),
        weekday(2, &["çarşamba"]),
        weekday(3, &["perşembe"]),
        weekday(5, &["cumartesi"]),
        weekday(
            4,
            &["cuma günü", "cuma sabahı", "cuma akşamı", "cuma gecesi"],
        ),
        weekday(
            6,
            &["pazar günü", "pazar sabahı", "pazar akşamı", "pazar gecesi"],
        ),
        // "Friday" is a name too, and "Sunday" a market.
        weekday_hint(4, &["cuma"]),
        weekday_hint(6, &["pazar"]),
        month_hint(1, &["Oca"]),
        month_hint(2, &["Şub"]),
        month_hint(3, &["Mar"]),
        month_hint(4, &["Nis"]),
        month_hint(6, &["Haz"]),
        month_hint(7, &["Tem"]),
        month_hint(8, &["Ağu"]),
        month_hint(9, &["Eyl"]),
        month_hint(10, &["Eki"]),
        month_hint(11, &["Kas"]),
        month_hint(12, &["Ara"]),
    ],
    beside: &["ayı", "ayında", "ayının", "ayından", "ayına"],
    capitals: Capitals::OfDates,
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
