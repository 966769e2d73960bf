//! Dates as fields and pages state them. This file owns what says that there is none, and numbers that
//! count the time since 1970.

use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::fields::{string_of, value_of};

/// Bounds, in seconds since 1970, of what is read as a date: the years 1990 and 2100.
const SECONDS: std::ops::Range<i64> = 631_152_000..4_102_444_800;

/// The first of the fields that has a date, as stated; seconds and milliseconds since 1970 become a
/// date in UTC.
pub(super) fn date_field(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let dates = names.iter().filter_map(|name| value_of(object, name));
    dates
        .filter_map(|(_, value)| string_of(value))
        .find_map(|date| stated_date(&date))
}

/// A date as stated, with seconds and milliseconds since 1970 as a date in UTC; `None` if it says nothing.
pub(in crate::article) fn stated_date(text: &str) -> Option<String> {
    let text = text.trim();
    // Databases write zeros for a date that they do not have.
    let is_date = text.contains(|c: char| c.is_alphanumeric() && c != '0');
    is_date.then(|| of_epoch(text).unwrap_or_else(|| text.to_owned()))
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
        for date in ["20240305", "2024", "5 مارس 2024"] {
            let value = json!({"date": date});
            let object = value.as_object().expect("an object");
            assert_eq!(date_field(object, DATE).as_deref(), Some(date));
        }
    }
}
