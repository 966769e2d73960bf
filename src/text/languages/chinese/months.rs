//! These tables hold the Chinese names of the months.

use crate::text::language::Month;

const fn month(name: &'static str) -> Month {
    Month {
        name,
        variants: &[],
        regional: &[],
    }
}

/// The names in Chinese numerals.
pub(super) const MONTHS: &[Month] = &[
    month("一月"),
    month("二月"),
    month("三月"),
    month("四月"),
    month("五月"),
    month("六月"),
    month("七月"),
    month("八月"),
    month("九月"),
    month("十月"),
    month("十一月"),
    month("十二月"),
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
