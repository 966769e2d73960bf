//! These tables hold the Chinese names of the months.

use crate::text::language::Month;

/// The names in Chinese numerals.
pub(super) const MONTHS: &[Month] = &[
    Month::new("一月", &[]),
    Month::new("二月", &[]),
    Month::new("三月", &[]),
    Month::new("四月", &[]),
    Month::new("五月", &[]),
    Month::new("六月", &[]),
    Month::new("七月", &[]),
    Month::new("八月", &[]),
    Month::new("九月", &[]),
    Month::new("十月", &[]),
    Month::new("十一月", &[]),
    Month::new("十二月", &[]),
];

/// The names in digits, other names, and the word "month" in a date whose words have no spaces.
pub(super) const FORMS: &[&str] = &[
    "1月 元月 正月",
    "2月",
    "3月",
    "4月",
    "5月",
    "6月",
    "7月",
    "8月",
    "9月",
    "10月",
    "11月 冬月",
    "12月 腊月 臘月",
    // In a date whose words have no spaces.
    "月",
];
