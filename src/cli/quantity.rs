//! Options that are quantities. This file owns how sizes and durations are written.

use std::str::FromStr;
use std::time::Duration;

use super::exit::UsageError;

/// Reads an option that is a size in bytes: a number, with k, M or G for powers of 1024.
pub(super) fn size(option: &str, text: &str) -> Result<u64, UsageError> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "k" | "kb" | "kib" => Some(1 << 10),
        "m" | "mb" | "mib" => Some(1 << 20),
        "g" | "gb" | "gib" => Some(1 << 30),
        _ => None,
    };
    let size = digits.parse::<u64>().ok().zip(unit);
    size.and_then(|(number, unit)| number.checked_mul(unit))
        .ok_or_else(|| {
            UsageError(format!(
                "{option} {text}: a size is a number with k, M or G, as in 20M"
            ))
        })
}

/// Reads an option that is a whole number, for clap.
pub(super) fn whole<T: FromStr>(text: &str) -> Result<T, &'static str> {
    text.parse().map_err(|_| "write a whole number, as in 4")
}

/// Reads an option that is a number of seconds.
pub(super) fn seconds(
    option: &str,
    text: Option<&str>,
    default: f64,
) -> Result<Duration, UsageError> {
    let seconds = text.map_or(Some(default), |text| text.trim().parse().ok());
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    // Longer than any run, and short enough to be added to a moment.
    let most = Duration::from_secs(365 * 24 * 3600);
    duration
        .filter(|duration| *duration <= most)
        .ok_or_else(|| {
            UsageError(format!(
                "{option} {:?}: write a number of seconds, as in 20 or 0.5",
                text.unwrap_or_default()
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_has_digits_alone() {
        assert_eq!(whole::<usize>("4"), Ok(4));
        for wrong in ["", "four", "4.0", "-1", "99999999999999999999"] {
            let said = whole::<usize>(wrong);
            assert_eq!(said, Err("write a whole number, as in 4"), "{wrong}");
        }
    }

    #[test]
    fn a_size_is_a_number_with_a_unit_or_without() {
        let read = |text| size("--max-file", text).ok();
        for (text, bytes) in [
            ("7", 7),
            ("7b", 7),
            ("2k", 2048),
            ("3MiB", 3 << 20),
            ("4G", 4 << 30),
        ] {
            assert_eq!(read(text), Some(bytes), "{text}");
        }
        for wrong in ["", "M", "1.5M", "2T", "-1", "99999999999G"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
