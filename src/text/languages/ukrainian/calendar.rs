//! The months and weekdays that a Ukrainian text names. February is "fierce" too, and November the
//! fall of leaves.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{
    CalendarNames, Capitals, Reader, dated, month, month_hint, weekday,
};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    doubtful: &["лютий", "листопад"],
    rows: &[
        month(1, &["січ|ня ню нем ні"]),
        month(3, &["берез|ня ню нем ні"]),
        month(4, &["квіт|ня ню нем ні"]),
        month(5, &["трав|ня ню нем ні"]),
        month(6, &["черв|ня ню нем ні"]),
        month(7, &["лип|ня ню нем ні"]),
        month(8, &["серп|ня ню нем ні"]),
        month(9, &["верес|ня ню нем ні"]),
        month(10, &["жовт|ня ню нем ні"]),
        month(12, &["груд|ня ню нем", "у грудні", "в грудні"]),
        // "Breast-" too.
        month_hint(12, &["грудні"]),
        dated(2, &["лют|ого ому им ім"]),
        dated(11, &["листопад|а у ом і ові"]),
        weekday(0, &["понеділ|ок ка ку ком ки кам"]),
        weekday(1, &["вівтор|ок ка ку ком ки кам"]),
        weekday(2, &["серед|а и і у ою ам"]),
        weekday(3, &["четвер|- га гу гом ги гам"]),
        weekday(4, &["п'ятниц|я і ю ею ям", "пʼятниц|я і ю ею ям"]),
        weekday(5, &["субот|а и і у ою ам"]),
        weekday(6, &["неділ|я і ю ею ям"]),
    ],
    capitals: Capitals::OfPeople,
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
