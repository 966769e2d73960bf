//! The months and weekdays that a Hebrew text names. Weekdays are ordinal numbers, and need the word "on
//! the day" in front of them.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{CalendarNames, Reader, weekday, weekday_hint};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    doubtful: &[
        "מאי",
        "יוני",
        "מרץ",
        "מרס",
        "מארס",
        "מרצ",
        "ינו",
        "ינו'",
        "פבר",
        "פבר'",
        "אפר'",
        "אוג'",
        "ספט'",
        "ספטמ'",
        "אוק'",
        "אוקט'",
        "נוב'",
        "דצמ'",
    ],
    rows: &[
        weekday(0, &["ביום שני"]),
        weekday_hint(0, &["יום שני", "שני", "בשני", "יום ב", "ביום ב"]),
        weekday(1, &["ביום שלישי"]),
        weekday_hint(1, &["יום שלישי", "שלישי", "בשלישי", "יום ג", "ביום ג"]),
        weekday(2, &["ביום רביעי"]),
        weekday_hint(2, &["יום רביעי", "רביעי", "ברביעי", "יום ד", "ביום ד"]),
        weekday(3, &["ביום חמישי"]),
        weekday_hint(3, &["יום חמישי", "חמישי", "בחמישי", "יום ה", "ביום ה"]),
        weekday(4, &["ביום שישי"]),
        weekday_hint(4, &["יום שישי", "שישי", "בשישי", "יום ו", "ביום ו"]),
        weekday(5, &["ביום שבת"]),
        weekday_hint(5, &["יום שבת", "שבת", "בשבת", "השבת", "שבתות", "מוצ\"ש"]),
        weekday(6, &["ביום ראשון"]),
        weekday_hint(6, &["יום ראשון", "ראשון", "בראשון", "יום א", "ביום א"]),
    ],
    prefixes: &[
        "ב", "ל", "מ", "ו", "ה", "ש", "וב", "ול", "ומ", "שב", "של", "כב",
    ],
    beside: &["חודש", "בחודש"],
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
