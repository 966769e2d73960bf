//! Dates as fields and pages state them. This file owns what says that there is none, and which numbers
//! are dates in digits and which count the time since 1970.

use serde_json::{Map, Value};
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, Time};

use super::fields::{string_of, value_of};

/// Bounds, in seconds since 1970, of what is read as a date: the years 1990 and 2100.
const SECONDS: std::ops::Range<i64> = 631_152_000..4_102_444_800;

/// The years of dates that are written in digits alone.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2035;

/// The first of the fields that has a date, by [`stated_date`].
pub(super) fn date_field(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let dates = names.iter().filter_map(|name| value_of(object, name));
    dates
        .filter_map(|(_, value)| string_of(value))
        .find_map(|date| stated_date(&date))
}

/// A date as stated, but one in digits alone in the extended form of ISO 8601, and seconds and milliseconds
/// since 1970 as a date in UTC; `None` if it says nothing.
pub(in crate::article) fn stated_date(text: &str) -> Option<String> {
    let text = text.trim();
    // Databases write zeros for a date that they do not have.
    let is_date = text.contains(|c: char| c.is_alphanumeric() && c != '0');
    let number = || of_digits(text).or_else(|| of_epoch(text));
    is_date.then(|| number().unwrap_or_else(|| text.to_owned()))
}

/// A date in digits alone that ends with the day, the hour, the minute or the second: `2024030510`. Counted
/// from 1970, ten such digits are seconds in the years 2033 and 2034, in which no article was published yet;
/// other lengths count nothing since 1990.
fn of_digits(text: &str) -> Option<String> {
    // Programs that compute write whole numbers with a fraction.
    let text = text.strip_suffix(".0").unwrap_or(text);
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || !matches!(text.len(), 8 | 10 | 12 | 14) {
        return None;
    }
    let digits = format!("{text:0<14}");
    let year: i32 = digits[..4].parse().ok()?;
    let part = |at: usize| digits[at..at + 2].parse::<u8>().ok();
    let month = Month::try_from(part(4)?).ok()?;
    let date = Date::from_calendar_date(year, month, part(6)?).ok()?;
    Time::from_hms(part(8)?, part(10)?, part(12)?).ok()?;
    if !YEARS.contains(&date.year()) {
        return None;
    }
    let day = format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..8]);
    let clock = format!("{}:{}", &digits[8..10], &digits[10..12]);
    Some(match text.len() {
        8 => day,
        14 => format!("{day}T{clock}:{}", &digits[12..]),
        _ => format!("{day}T{clock}"),
    })
}

/// The date of a number, alone or as .NET writes it: `/Date(1709632800000+0300)/`.
fn of_epoch(text: &str) -> Option<String> {
    let text = match text.strip_prefix("/Date(") {
        // The zone changes nothing about the moment.
        Some(inner) => inner.strip_suffix(")/")?.split(['+', '-']).next()?,
        None => text,
    };
    let whole = text.split('.').next().unwrap_or(text);
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: i64 = whole.parse().ok().filter(|_| is_number)?;
    let seconds = [1, 1000, 1_000_000, 1_000_000_000]
        .into_iter()
        .map(|unit| number / unit)
        .find(|seconds| SECONDS.contains(seconds))?;
    OffsetDateTime::from_unix_timestamp(seconds)
        .ok()?
        .format(&Rfc3339)
        .ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::names::DATE;
    use super::*;

    #[test]
    fn seconds_since_1970_become_a_date() {
        for date in [
            json!(1_709_632_800),
            json!(1_709_632_800_000_u64),
            json!("1709632800"),
            json!(1_709_632_800.5),
            json!({"$date": {"$numberLong": "1709632800000"}}),
            json!("/Date(1709632800000)/"),
            json!("/Date(1709632800000+0300)/"),
        ] {
            let value = json!({"date": date});
            let object = value.as_object().expect("an object");
            let found = date_field(object, DATE);
            assert_eq!(found.as_deref(), Some("2024-03-05T10:00:00Z"));
        }
        for date in [json!(0), json!("0000-00-00 00:00:00"), json!("")] {
            let value = json!({"date": date});
            let object = value.as_object().expect("an object");
            assert_eq!(date_field(object, DATE), None);
        }
        for date in [
            "2024",
            "202403",
            "5 مارس 2024",
            "20241305",
            "05032024",
            "19891231",
            "202403051060",
        ] {
            let value = json!({"date": date});
            let object = value.as_object().expect("an object");
            assert_eq!(date_field(object, DATE).as_deref(), Some(date));
        }
    }

    #[test]
    fn dates_in_digits_are_told_from_seconds() {
        for (date, expected) in [
            (json!(2_024_030_510), "2024-03-05T10:00"),
            (json!("2024030510"), "2024-03-05T10:00"),
            (json!(2_024_030_510.0), "2024-03-05T10:00"),
            (json!(1_990_010_100), "1990-01-01T00:00"),
            (json!(2_035_123_123), "2035-12-31T23:00"),
            (json!(20_240_229), "2024-02-29"),
            (json!("202403051030"), "2024-03-05T10:30"),
            (json!(20_240_305_103_015_u64), "2024-03-05T10:30:15"),
            // No hour, month or day of this number: it counts seconds.
            (json!(2_024_030_524), "2034-02-20T06:42:04Z"),
            (json!(2_023_022_910), "2034-02-08T14:48:30Z"),
            (json!(1_999_999_999), "2033-05-18T03:33:19Z"),
            (json!(2_036_010_100), "2034-07-08T22:21:40Z"),
        ] {
            let value = json!({"date": date});
            let object = value.as_object().expect("an object");
            assert_eq!(date_field(object, DATE).as_deref(), Some(expected));
        }
    }
}
