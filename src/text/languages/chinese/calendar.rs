//! The months and weekdays that a Chinese text names: numbers before the word "month", and behind the
//! words for "week".

use crate::text::calendar::Calendar;
use crate::text::fold_for_search;
use crate::text::languages::calendar_names::hints;

/// The words for "week" before a number.
const WEEKS: [&str; 5] = ["星期", "礼拜", "禮拜", "週", "周"];

/// Those whose number may count something else.
const SHORT_WEEKS: [&str; 2] = ["週", "周"];

/// What the number behind a short word for "week" may count: "once a week", "a daily mean".
const COUNTED: &[char] = &[
    '次', '个', '個', '天', '年', '期', '场', '場', '篇', '班', '趟', '份', '人', '回', '至', '均',
    '夜', '度', '节', '節', '更', '休', '家', '名', '位', '条', '條', '项', '項', '大', '小', '里',
    '内',
];

/// The numbers of the weekdays, from Monday.
const WEEKDAYS: [&[char]; 7] = [
    &['一'],
    &['二'],
    &['三'],
    &['四'],
    &['五'],
    &['六'],
    &['日', '天'],
];

/// Words that make the month one of the lunar calendar.
const LUNAR: [&str; 6] = ["农历", "農曆", "阴历", "陰曆", "旧历", "舊曆"];

/// Characters between one of these words and its month.
const LUNAR_REACH: usize = 12;

/// Names of days that are called by their dates, and of a feast.
const DAYS: [(&str, u32); 12] = [
    ("元旦", 1),
    ("元月", 1),
    ("三八", 3),
    ("五一", 5),
    ("五四", 5),
    ("六一", 6),
    ("六四", 6),
    ("七一", 7),
    ("八一", 8),
    ("九一八", 9),
    ("十一", 10),
    ("双十", 10),
];

/// Reads a text.
pub(super) fn read(text: &str) -> Calendar {
    let folded = fold_for_search(text);
    let mut calendar = hints(text, &folded);
    for (at, _) in folded.match_indices('月') {
        if let Some(month) = month_before(&folded[..at]) {
            calendar.months.add(month, !is_lunar(&folded[..at]));
        }
    }
    for week in WEEKS {
        for (at, _) in folded.match_indices(week) {
            let behind = &folded[at + week.len()..];
            if let Some(day) = weekday(behind) {
                let short = SHORT_WEEKS.contains(&week);
                let sure = !(short && may_count(&folded[..at], behind));
                calendar.weekdays.add(day, sure);
            }
        }
    }
    for (name, month) in DAYS {
        if folded.contains(name) {
            calendar.months.add(month, false);
        }
    }
    calendar
}

/// The number of the month whose number a text ends with.
fn month_before(text: &str) -> Option<u32> {
    let text = text.trim_end();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = if digits.len() < text.len() {
        text[digits.len()..].parse().ok()?
    } else {
        let rest = text.trim_end_matches(|c| numeral(c).is_some());
        match text[rest.len()..].chars().collect::<Vec<_>>()[..] {
            [one] => numeral(one)?,
            ['十', one] if one != '十' => 10 + numeral(one)?,
            _ => return None,
        }
    };
    (1..=12).contains(&number).then_some(number)
}

fn numeral(c: char) -> Option<u32> {
    let at = "一二三四五六七八九十".chars().position(|own| own == c)?;
    u32::try_from(at + 1).ok()
}

fn is_lunar(before: &str) -> bool {
    let near: Vec<char> = before.chars().rev().take(LUNAR_REACH).collect();
    let near: String = near.into_iter().rev().collect();
    LUNAR.iter().any(|word| near.contains(word))
}

/// The weekday whose number a text begins with.
fn weekday(text: &str) -> Option<u32> {
    let day = WEEKDAYS.iter().position(|day| text.starts_with(*day))?;
    u32::try_from(day).ok()
}

/// Whether the number behind a word for "week" may count something, or that word be counted.
fn may_count(before: &str, behind: &str) -> bool {
    let counted = behind.chars().nth(1);
    let is_counted = |c: char| numeral(c).is_some() || c.is_ascii_digit() || c == '两' || c == '兩';
    counted.is_some_and(|c| COUNTED.contains(&c) || numeral(c).is_some())
        || before.ends_with(is_counted)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn months_and_weekdays_are_numbers_beside_their_words() {
        let found = read("2024年11月5日(星期二)至十二月，周五和礼拜天");
        assert_eq!(found.months.surely, BTreeSet::from([11, 12]));
        assert_eq!(found.weekdays.surely, BTreeSet::from([1, 4, 6]));
    }

    #[test]
    fn counts_and_lunar_months_are_none() {
        let found = read("三个月内每周一次，两周三次；农历八月十五，二十一月");
        assert!(found.months.surely.is_empty() && found.weekdays.surely.is_empty());
        assert!(found.months.perhaps.contains(&8));
        assert!(read("上周日均成交额").weekdays.surely.is_empty());
    }
}
