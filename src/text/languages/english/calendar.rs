//! The months and weekdays that an English text names.

use super::words::words;
use super::{MONTHS, WEEKDAYS};
use crate::text::calendar::{Calendar, months_in_digits};

/// Words before May and March that make them months.
const BEFORE_MONTHS: [&str; 15] = [
    "in", "of", "since", "until", "last", "next", "by", "late", "early", "mid", "and", "to",
    "between", "through", "from",
];

/// Abbreviations of weekdays, from Monday: a hint, because some are other words.
const SHORT_WEEKDAYS: [&[&str]; 7] = [
    &["Mon"],
    &["Tue", "Tues"],
    &["Wed", "Weds"],
    &["Thu", "Thur", "Thurs"],
    &["Fri"],
    &["Sat"],
    &["Sun"],
];

/// Reads a text. Names are sure where they have a capital; abbreviations are a hint.
pub(super) fn read(text: &str) -> Calendar {
    let mut calendar = Calendar::default();
    let words = words(text);
    for (at, word) in words.iter().enumerate() {
        let capital = word.starts_with(char::is_uppercase);
        for (number, month) in (1..).zip(MONTHS) {
            if word.eq_ignore_ascii_case(month.name) {
                let sure = !matches!(number, 3 | 5) || is_month(&words, at);
                calendar.months.add(number, capital && sure);
            } else if month.names().any(|name| word.eq_ignore_ascii_case(name)) {
                calendar.months.add(number, false);
            }
        }
        let singular = word.strip_suffix(['s', 'S']).unwrap_or(word);
        for (day, (name, short)) in (0..).zip(WEEKDAYS.iter().zip(SHORT_WEEKDAYS)) {
            if word.eq_ignore_ascii_case(name) || singular.eq_ignore_ascii_case(name) {
                calendar.weekdays.add(day, capital);
            } else if short.contains(&word.as_str()) {
                calendar.weekdays.add(day, false);
            }
        }
    }
    calendar.months.perhaps.extend(months_in_digits(text));
    calendar
}

/// Whether March or May at a place is the month and not the verb.
fn is_month(words: &[String], at: usize) -> bool {
    let number = |word: Option<&String>| {
        word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let Some(before) = at.checked_sub(1).map(|at| &words[at]) else {
        return false;
    };
    number(words.get(at + 1))
        || number(Some(before))
        || BEFORE_MONTHS.contains(&before.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn march_and_may_are_months_only_beside_a_date() {
        let found = read("In March he may march on Friday, 5 May, and in Sept.");
        assert_eq!(found.months.surely, BTreeSet::from([3, 5]));
        assert!(found.months.perhaps.contains(&9));
        assert_eq!(found.weekdays.surely, BTreeSet::from([4]));
        let short = read("on Wed. or Thurs, 3 pm").weekdays;
        assert_eq!(short.perhaps, BTreeSet::from([2, 3]));
        assert!(short.surely.is_empty());
        assert!(read("May the force be with you").months.surely.is_empty());
    }
}
