//! Dates of the solar Hijri calendar, as the days, months and years of the Gregorian one that they may
//! be: its year begins on the 20th or 21st of March, so a date without its year has two readings.

use crate::text::numbers::context::words;
use crate::text::numbers::key::Key;
use crate::text::numbers::scan::{Number, digit};
use crate::text::numbers::{Claim, Keys, Meaning};

/// The months of the calendar, from Farvardin.
const MONTHS: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/// The days of the months from January in a common year.
const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The 21st of March as a day of a common Gregorian year, from 0.
const NEW_YEAR: u32 = 79;

/// The characters before a year in which its month may begin, and those behind a day.
const MONTH: usize = 12;
const BEHIND_DAY: usize = 20;

/// Words between the first and the last day of a lapse of time.
const TO: [&str; 2] = ["تا", "الی"];

/// The word for a decade, in both spellings, and the characters before a number in which it may begin.
const DECADE: [&str; 2] = ["دهه", "دهۀ"];
const REACH: usize = 8;

/// The tens from ten, as they name decades.
const TENS: [&str; 9] = [
    "ده",
    "بیست",
    "سی",
    "چهل",
    "پنجاه",
    "شصت",
    "هفتاد",
    "هشتاد",
    "نود",
];

/// The years that a number of four digits may be.
const YEARS: std::ops::RangeInclusive<u32> = 1_200..=1_500;

/// The Gregorian years in which a year of the calendar lies.
pub(super) fn years(number: &Number) -> Vec<Vec<Key>> {
    let year = number.plain().filter(|year| YEARS.contains(year));
    let year = year.filter(|_| number.magnitude == 0);
    let years = year.into_iter().flat_map(|year| [year + 621, year + 622]);
    years.map(|year| vec![Key::of(u64::from(year))]).collect()
}

/// The Gregorian years in which a year of two digits behind a month lies: the Aban of 98 is in 2019.
pub(super) fn short_years(text: &[char], number: &Number) -> Vec<Vec<Key>> {
    let before = &text[number.start.saturating_sub(MONTH)..number.start];
    let before: String = before.iter().collect();
    let is_dated = before
        .split_whitespace()
        .next_back()
        .is_some_and(|word| month_of(word).is_some());
    let two = number.groups.first().is_some_and(|run| run.len() == 2);
    // A magnitude behind it belongs to something else: Aban 98, hundreds of people.
    let year = number.plain().filter(|_| is_dated && two);
    let years = year.into_iter().flat_map(|year| {
        // Years of this century have begun.
        let year = year + if year < 20 { 1_400 } else { 1_300 };
        [year + 621, year + 622]
    });
    years.map(|year| vec![Key::of(u64::from(year))]).collect()
}

/// The Gregorian days that a day may be which a month follows, perhaps behind the last day of the same lapse of
/// time: the day and its month.
pub(super) fn days(text: &[char], number: &Number) -> Vec<Vec<Key>> {
    let Some(day @ 1..=31) = number.plain() else {
        return Vec::new();
    };
    let behind: String = text.iter().skip(number.end).take(BEHIND_DAY).collect();
    let mut words = behind.split_whitespace().peekable();
    if words.next_if(|word| TO.contains(word)).is_some() {
        let last = words.next().unwrap_or_default();
        if last.is_empty() || !last.chars().all(|c| digit(c).is_some()) {
            return Vec::new();
        }
    }
    let word = words.next().unwrap_or_default();
    let Some(month) = month_of(word) else {
        return Vec::new();
    };
    let dates = [NEW_YEAR - 1, NEW_YEAR].map(|first| gregorian(first, month, day));
    let keys = dates.map(|(month, day)| vec![Key::of(u64::from(day)), Key::Month(month)]);
    keys.into()
}

/// The Gregorian months in which the months of a text lie, and the days on which they begin and end, with the
/// places of the months: English explains that Mehr is from September 23 to October 22.
pub(super) fn months(text: &[char]) -> Vec<(usize, Vec<Key>)> {
    let named = words(text).into_iter().filter_map(|(start, _, word)| {
        let month = month_of(&word)?;
        let last = if month < 6 { 31 } else { 30 };
        let ends = [
            (NEW_YEAR, 1),
            (NEW_YEAR - 1, 1),
            (NEW_YEAR, last),
            (NEW_YEAR - 1, last),
        ];
        let keys = ends.into_iter().flat_map(|(first, day)| {
            let (month, day) = gregorian(first, month, day);
            [Key::Month(month), Key::of(u64::from(day))]
        });
        Some((start, keys.collect::<Vec<Key>>()))
    });
    named.collect()
}

/// Takes back the days that a text says in words before a month: they are other ones in English.
pub(super) fn take_back_days(text: &[char], claims: &mut Vec<Claim>) {
    claims.retain(|claim| {
        let end = claim.place + claim.text.chars().count();
        let behind: String = text.iter().skip(end).take(BEHIND_DAY).collect();
        let next = behind.split_whitespace().next();
        next.is_none_or(|word| month_of(word).is_none())
    });
}

/// The Gregorian days that the days may be which a text with these numbers says in words, with the places of their
/// months: a number in words is said where it ends.
pub(super) fn said_days(text: &[char], keys: &Keys) -> Vec<(usize, Vec<Key>)> {
    let said = keys.greatest();
    let days = words(text).into_iter().filter_map(|(start, _, word)| {
        let month = month_of(&word)?;
        let day = said.get(&start)?.parse::<u32>().ok();
        let day = day.filter(|day| (1..=31).contains(day))?;
        let days = [NEW_YEAR - 1, NEW_YEAR].map(|first| gregorian(first, month, day));
        let keys = days.map(|(_, day)| Key::of(u64::from(day)));
        Some((start, keys.to_vec()))
    });
    days.collect()
}

/// The Gregorian years in which the years lie that a text says in words, with their places.
pub(super) fn said_years(claims: &[Claim]) -> Vec<(usize, Vec<Key>)> {
    let said = claims.iter().filter_map(|claim| {
        let Meaning::AnyOf(any) = &claim.meaning else {
            return None;
        };
        let mut values = any.iter().filter_map(|key| match key {
            Key::Value(value) => value.parse::<u32>().ok(),
            _ => None,
        });
        let year = values.find(|value| YEARS.contains(value))?;
        let keys = [year + 621, year + 622].map(|year| Key::of(u64::from(year)));
        Some((claim.place, keys.to_vec()))
    });
    said.collect()
}

/// The Gregorian decade that a number may name behind the word for a decade, and its tens.
pub(super) fn decade(text: &[char], number: &Number) -> Vec<Vec<Key>> {
    let before = &text[number.start.saturating_sub(REACH)..number.start];
    let before: String = before.iter().collect();
    let named = before.split_whitespace().next_back().is_some_and(is_decade);
    let decade = number.plain().filter(|_| named).and_then(gregorian_decade);
    let keys = decade.into_iter().flat_map(decade_keys);
    keys.map(|key| vec![key]).collect()
}

/// The Gregorian decades of those that a text names in words, with their places.
pub(super) fn decades(text: &[char]) -> Vec<(usize, Vec<Key>)> {
    let words = words(text);
    let pairs = words.iter().zip(words.iter().skip(1));
    let named = pairs.filter_map(|((_, _, word), (start, _, tens))| {
        let at = TENS.iter().position(|ten| ten == tens)?;
        let at = u32::try_from(at).ok().filter(|_| is_decade(word))?;
        let decade = gregorian_decade(at * 10 + 10)?;
        Some((*start, decade_keys(decade).to_vec()))
    });
    named.collect()
}

fn is_decade(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphabetic());
    DECADE.iter().any(|decade| word.starts_with(decade))
}

/// The decade in which most of one of this calendar lies: the 1360s, or the sixties, are the 1980s.
fn gregorian_decade(decade: u32) -> Option<u32> {
    let year = match decade {
        10..=90 => 1_300 + decade,
        1_300..=1_490 => decade,
        _ => return None,
    };
    (year % 10 == 0).then_some((year + 621) / 10 * 10)
}

fn decade_keys(decade: u32) -> [Key; 2] {
    [decade, decade % 100].map(|value| Key::of(u64::from(value)))
}

/// The number of a month, from 0.
fn month_of(word: &str) -> Option<u32> {
    let word = word.trim_end_matches(|c: char| !c.is_alphabetic());
    let bare = word.strip_suffix("ماه").unwrap_or(word);
    let bare = bare.trim_end_matches('\u{200c}');
    let at = MONTHS.iter().position(|month| *month == bare)?;
    u32::try_from(at).ok()
}

/// The Gregorian month and day of a day of the calendar whose year began on the day `first`, from
/// 0, of a common year.
fn gregorian(first: u32, month: u32, day: u32) -> (u32, u32) {
    // The first six months have 31 days, the others 30.
    let mut left = (first + month * 30 + month.min(6) + day - 1) % 365;
    for (number, days) in (1..).zip(DAYS) {
        if left < days {
            return (number, left + 1);
        }
        left -= days;
    }
    (12, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_other_calendar() {
        // Nowruz on the 20th or 21st of March; 15 Aban 1403 was the 5th of November 2024; 5 Dey
        // 1382 the 26th of December 2003; 22 Bahman 1357 the 11th of February 1979.
        let both = |month, day| [NEW_YEAR - 1, NEW_YEAR].map(|first| gregorian(first, month, day));
        assert!(both(0, 1).contains(&(3, 20)) && both(0, 1).contains(&(3, 21)));
        assert!(both(7, 15).contains(&(11, 5)));
        assert!(both(9, 5).contains(&(12, 26)));
        assert!(both(10, 22).contains(&(2, 11)));
        assert!(both(11, 29).contains(&(3, 19)));
    }

    #[test]
    fn decades_are_those_in_which_most_of_their_years_lie() {
        for (own, gregorian) in [
            (60, Some(1980)),
            (90, Some(2010)),
            (1360, Some(1980)),
            (1400, Some(2020)),
            (65, None),
            (100, None),
        ] {
            assert_eq!(gregorian_decade(own), gregorian, "{own}");
        }
    }
}
