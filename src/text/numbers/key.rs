//! This file owns the canonical spelling of a number's value, and exact arithmetic on such values
//! as strings of digits.

/// The meaning of a number, with one spelling however the number is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A value in plain decimal digits: no leading zeros, a point only before a fraction.
    Value(String),
    /// A time of day: the hour modulo twelve, and the minutes.
    Time(u32, u32),
    /// A month, from 1.
    Month(u32),
    /// Whether a time of day is after noon.
    AfterNoon(bool),
}

impl Key {
    pub(crate) fn of(value: u64) -> Self {
        Self::Value(value.to_string())
    }
}

/// A value from its digits before and after the point.
pub(crate) fn canonical(whole: &str, fraction: &str) -> String {
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

/// A value times ten to the power of `places`. It works on digits, so it is exact at any length.
pub(crate) fn shifted(value: &str, places: usize) -> String {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let fraction = format!("{fraction:0<places$}");
    let (raised, rest) = fraction.split_at(places);
    canonical(&format!("{whole}{raised}"), rest)
}

/// The size of a value, roughly, for comparing it with others.
pub(crate) fn size(value: &str) -> f64 {
    value.parse().unwrap_or(0.0)
}

/// The sum of two whole values; `None` if one has a fraction or is too large.
pub(crate) fn sum(a: &str, b: &str) -> Option<String> {
    let total = a.parse::<u64>().ok()?.checked_add(b.parse::<u64>().ok()?)?;
    Some(total.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_without_meaning_go() {
        assert_eq!(canonical("0230", ""), "230");
        assert_eq!(canonical("000", "500"), "0.5");
        assert_eq!(canonical("", ""), "0");
    }

    #[test]
    fn magnitudes_move_the_point() {
        assert_eq!(shifted("2.3", 6), "2300000");
        assert_eq!(shifted("10", 3), "10000");
        assert_eq!(shifted("1.23456", 3), "1234.56");
        assert_eq!(shifted("0.5", 3), "500");
        assert_eq!(shifted("7", 0), "7");
    }

    #[test]
    fn only_whole_values_are_added() {
        assert_eq!(sum("3000000", "500000").as_deref(), Some("3500000"));
        assert_eq!(sum("1.5", "1"), None);
        assert_eq!(sum(&"9".repeat(40), "1"), None);
    }
}
