//! The months and weekdays that a Sorani text names. March is pain too, and those of the Kurdish
//! calendar are only hints.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{CalendarNames, Reader, month_hint, weekday};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    doubtful: &["ئازار", "ئادار", "ئەیلوول", "ئەیلول", "نیسان"],
    rows: &[
        weekday(0, &["دووشەممە", "دووشەمە", "دوو شەممە", "دوو شەمە"]),
        weekday(1, &["سێشەممە", "سێشەمە", "سێ شەممە", "سێ شەمە"]),
        weekday(2, &["چوارشەممە", "چوارشەمە", "چوار شەممە", "چوار شەمە"]),
        weekday(3, &["پێنجشەممە", "پێنجشەمە", "پێنج شەممە", "پێنج شەمە"]),
        weekday(4, &["هەینی", "جومعە"]),
        weekday(5, &["شەممە", "شەمە"]),
        weekday(6, &["یەکشەممە", "یەکشەمە", "یەک شەممە", "یەک شەمە"]),
        month_hint(10, &["تشرین", "ئۆکتۆبەر"]),
        month_hint(11, &["تشرین"]),
        month_hint(12, &["کانوون", "کانون"]),
        month_hint(1, &["کانوون", "کانون"]),
        // The months of the Kurdish calendar, each of which lies in two.
        month_hint(3, &["خاکەلێوە"]),
        month_hint(4, &["خاکەلێوە"]),
        month_hint(4, &["گوڵان"]),
        month_hint(5, &["گوڵان"]),
        month_hint(5, &["جۆزەردان"]),
        month_hint(6, &["جۆزەردان"]),
        month_hint(6, &["پووشپەڕ"]),
        month_hint(7, &["پووشپەڕ"]),
        month_hint(7, &["گەلاوێژ"]),
        month_hint(8, &["گەلاوێژ"]),
        month_hint(8, &["خەرمانان"]),
        month_hint(9, &["خەرمانان"]),
        month_hint(9, &["ڕەزبەر"]),
        month_hint(10, &["ڕەزبەر"]),
        month_hint(10, &["گەڵاڕێزان"]),
        month_hint(11, &["گەڵاڕێزان"]),
        month_hint(11, &["سەرماوەز"]),
        month_hint(12, &["سەرماوەز"]),
        month_hint(12, &["بەفرانبار"]),
        month_hint(1, &["بەفرانبار"]),
        month_hint(1, &["ڕێبەندان"]),
        month_hint(2, &["ڕێبەندان"]),
        month_hint(2, &["ڕەشەمە"]),
        month_hint(3, &["ڕەشەمە"]),
    ],
    endings: &["ی", "دا", "یدا", "ش", "ەوە", "یەوە"],
    beside: &["مانگی"],
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
