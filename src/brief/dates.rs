//! The dates of articles, as sources state them. This file owns which of their forms are read. What
//! is read sorts and selects articles; a brief shows the date as it was stated.

use std::ops::Range;

use time::format_description::well_known::{Rfc2822, Rfc3339};
use time::{Date, Month, OffsetDateTime};

use crate::text::TARGET;

/// The day of a date, as `2026-11-28`. It is read from ISO 8601 (`2026-11-28T09:30Z`, `20261128`), from the dates
/// of mails and feeds (`Sat, 28 Nov 2026 09:30:00 GMT`) and from those of databases of the press
/// (`28 November 2026`, `November 28, 2026 Saturday`).
pub(super) fn day_of(date: &str) -> Option<String> {
    let date = date.trim_start();
    let day = in_digits(date).or_else(|| in_words(date))?;
    let month = u8::from(day.month());
    Some(format!("{:04}-{month:02}-{:02}", day.year(), day.day()))
}

/// The moment of a date: midnight in UTC where only its day can be read.
pub(super) fn moment_of(date: &str) -> Option<OffsetDateTime> {
    let stated = date.trim();
    let midnight = || {
        let midnight = day_of(stated)? + "T00:00:00Z";
        OffsetDateTime::parse(&midnight, &Rfc3339).ok()
    };
    OffsetDateTime::parse(stated, &Rfc3339)
        .or_else(|_| OffsetDateTime::parse(stated, &Rfc2822))
        .ok()
        .or_else(midnight)
}

/// A day whose year comes first: `2026-11-28`, `2026/11/28` or `20261128`, with anything behind the
/// first two, and with a time behind the last one. Other orders of digits differ by country.
fn in_digits(date: &str) -> Option<Date> {
    let bytes = date.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    let at = |place: usize| bytes.get(place).copied();
    let (month, day) = match (digits.count(), at(4), at(7)) {
        (8, _, _) if matches!(at(8), None | Some(b'T' | b' ')) => (4..6, 6..8),
        (4, Some(sign @ (b'-' | b'/')), Some(next)) if sign == next => (5..7, 8..10),
        _ => return None,
    };
    let number = |range: Range<usize>| {
        let part = date.get(range)?;
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number)
    };
    let month = u8::try_from(number(month)?).ok()?;
    let day = u8::try_from(number(day)?).ok()?;
    let year = i32::from(number(0..4)?);
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// A day whose month has its English name, behind its weekday or not. What stands behind it is not
/// read.
fn in_words(date: &str) -> Option<Date> {
    let words = date.split(|c: char| c.is_whitespace() || c == ',');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(4).collect();
    let words = match words.split_first() {
        Some((first, rest)) if is_weekday(first) => rest,
        _ => words.as_slice(),
    };
    let [first, second, year, ..] = *words else {
        return None;
    };
    let (day, month) = match month(second) {
        Some(month) => (first, month),
        None => (second, month(first)?),
    };
    let number = |word: &str, digits: Range<usize>| {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let is_one = is_number && digits.contains(&word.len());
        word.parse::<u16>().ok().filter(|_| is_one)
    };
    let day = u8::try_from(number(day, 1..3)?).ok()?;
    let year = i32::from(number(year, 4..5)?);
    Date::from_calendar_date(year, month, day).ok()
}

/// Whether a word is an English weekday or its beginning: `Saturday`, `Sat`.
fn is_weekday(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let mut weekdays = TARGET.dates.weekdays.iter();
    word.len() >= 3
        && weekdays.any(|name| {
            let beginning = name.get(..word.len());
            beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
        })
}

/// The month of an English name.
fn month(word: &str) -> Option<Month> {
    let word = word.trim_end_matches('.');
    let mut months = TARGET.dates.months.iter();
    let at = months.position(|month| month.names().any(|name| name.eq_ignore_ascii_case(word)))?;
    Month::try_from(u8::try_from(at + 1).ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_the_forms_of_pages_mails_feeds_and_databases() {
        for date in [
            "2023-11-06",
            " 2023-11-06T09:30:00+03:00",
            "2023-11-06 09:30",
            "2023/11/06 09:30",
            "20231106",
            "20231106T093000Z",
            "Mon, 06 Nov 2023 09:30:00 +0300",
            "Mon, 6 Nov 2023 09:30 GMT",
            "6 Nov 2023 23:30:00 -0800 (PST)",
            "6 November 2023",
            "November 6, 2023 Monday",
            "Monday, Nov. 6, 2023, 9:30 am",
            "MON 6 NOVEMBER 2023",
        ] {
            assert_eq!(day_of(date).as_deref(), Some("2023-11-06"), "{date}");
        }
        assert_eq!(day_of("May 5, 2024").as_deref(), Some("2024-05-05"));
        assert_eq!(day_of("Thurs 5 Sept 2024").as_deref(), Some("2024-09-05"));
        assert_eq!(day_of("29 February 2024").as_deref(), Some("2024-02-29"));
        assert_eq!(day_of("0001-02-03").as_deref(), Some("0001-02-03"));
    }

    #[test]
    fn a_date_that_may_be_another_day_has_none() {
        for date in [
            "",
            "2024",
            "2024-02-30",
            "2024-2-3 at 9",
            "2024-02/03",
            "2024-02",
            "02024-2-03",
            "+202-+1-+1",
            "2023-11-0٦",
            "2023110612",
            "20231306",
            "06/11/2023",
            "6.11.2023",
            "30 February 2024",
            "6 Nov 23",
            "Updated 6 November 2023",
            "November 2023",
            "6 novembre 2023",
            "Mo, 6 Nov 2023",
            "+6 Nov 2023",
            "6 نوفمبر 2023",
        ] {
            assert_eq!(day_of(date), None, "{date}");
        }
    }

    #[test]
    fn a_moment_keeps_its_zone() {
        let written = |date: &str| moment_of(date).unwrap().format(&Rfc3339).unwrap();
        assert_eq!(
            written("Mon, 06 Nov 2023 09:30:00 +0300"),
            "2023-11-06T09:30:00+03:00"
        );
        assert_eq!(
            written("2023-11-06T09:30:00+03:00"),
            "2023-11-06T09:30:00+03:00"
        );
        assert_eq!(written("6 November 2023"), "2023-11-06T00:00:00Z");
        assert_eq!(moment_of("06/11/2023"), None);
    }
}
