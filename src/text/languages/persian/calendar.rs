//! The months and weekdays that a Persian text names. Those of the solar calendar are only hints.

use std::sync::LazyLock;

use super::months::MONTHS;
use crate::text::languages::calendar_names::{
    CalendarNames, Reader, month_hint, weekday, weekday_hint,
};

/// The names.
const NAMES: CalendarNames = CalendarNames {
    months: MONTHS,
    doubtful: &["مه", "مهٔ", "اوت", "آوت", "مارس"],
    rows: &[
        weekday(0, &["دوشنبه", "دو شنبه"]),
        weekday(1, &["سه‌شنبه", "سه شنبه"]),
        weekday(2, &["چهارشنبه", "چهار شنبه"]),
        weekday(3, &["پنجشنبه", "پنج شنبه"]),
        weekday(4, &["جمعه", "آدینه"]),
        weekday(5, &["شنبه"]),
        weekday(6, &["یکشنبه", "یک شنبه"]),
        // The one who leads the prayer.
        weekday_hint(4, &["امام جمعه", "ائمه جمعه", "نماز جمعه"]),
        // The months of the solar calendar, each of which lies in two.
        month_hint(3, &["فروردین", "فروردینماه", "حمل"]),
        month_hint(4, &["فروردین", "فروردینماه", "حمل"]),
        month_hint(4, &["اردیبهشت", "اردیبهشتماه", "ثور"]),
        month_hint(5, &["اردیبهشت", "اردیبهشتماه", "ثور"]),
        month_hint(5, &["خرداد", "خردادماه", "جوزا"]),
        month_hint(6, &["خرداد", "خردادماه", "جوزا"]),
        month_hint(6, &["تیر", "تیرماه", "سرطان"]),
        month_hint(7, &["تیر", "تیرماه", "سرطان"]),
        month_hint(7, &["مرداد", "مردادماه", "اسد"]),
        month_hint(8, &["مرداد", "مردادماه", "اسد"]),
        month_hint(8, &["شهریور", "شهریورماه", "سنبله"]),
        month_hint(9, &["شهریور", "شهریورماه", "سنبله"]),
        month_hint(9, &["مهر", "مهرماه", "میزان"]),
        month_hint(10, &["مهر", "مهرماه", "میزان"]),
        month_hint(10, &["آبان", "آبانماه", "عقرب"]),
        month_hint(11, &["آبان", "آبانماه", "عقرب"]),
        month_hint(11, &["آذر", "آذرماه", "قوس"]),
        month_hint(12, &["آذر", "آذرماه", "قوس"]),
        month_hint(12, &["دی", "دیماه", "جدی"]),
        month_hint(1, &["دی", "دیماه", "جدی"]),
        month_hint(1, &["بهمن", "بهمنماه", "دلو"]),
        month_hint(2, &["بهمن", "بهمنماه", "دلو"]),
        month_hint(2, &["اسفند", "اسفندماه", "حوت"]),
        month_hint(3, &["اسفند", "اسفندماه", "حوت"]),
        month_hint(5, &["می"]),
        // The year ends and begins in March.
        month_hint(3, &["نوروز", "نوروزی", "پایان سال", "آخر سال", "سال جدید"]),
    ],
    beside: &["ماه"],
    ..CalendarNames::EMPTY
};

/// The reader of the names.
pub(super) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&NAMES));
