//! The months and weekdays that an Urdu text names. Some weekdays are a saint, a planet, a prophet and
//! the week too.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{CalendarNames, Reader, weekday, weekday_hint};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    doubtful: &["مارچ", "جون", "مئ"],
    rows: &[
        weekday(0, &["سوموار"]),
        weekday(3, &["جمعرات"]),
        weekday(4, &["جمعہ", "جمعے"]),
        weekday(5, &["سنیچر"]),
        weekday(6, &["اتوار"]),
        weekday(
            0,
            &[
                "پیر کے روز",
                "پیر کے دن",
                "بروز پیر",
                "پیر کی شب",
                "پیر کی صبح",
            ],
        ),
        weekday_hint(0, &["پیر"]),
        weekday(
            1,
            &[
                "منگل کے روز",
                "منگل کے دن",
                "بروز منگل",
                "منگل کی شب",
                "منگل کی صبح",
            ],
        ),
        weekday_hint(1, &["منگل"]),
        weekday(
            2,
            &[
                "بدھ کے روز",
                "بدھ کے دن",
                "بروز بدھ",
                "بدھ کی شب",
                "بدھ کی صبح",
            ],
        ),
        weekday_hint(2, &["بدھ"]),
        weekday(
            5,
            &[
                "ہفتہ کے روز",
                "ہفتہ کے دن",
                "بروز ہفتہ",
                "ہفتہ کی شب",
                "ہفتہ کی صبح",
                "ہفتے کے روز",
                "ہفتے کے دن",
                "بروز ہفتے",
                "ہفتے کی شب",
                "ہفتے کی صبح",
            ],
        ),
        weekday_hint(5, &["ہفتہ", "ہفتے"]),
    ],
    beside: &["ماہ"],
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
