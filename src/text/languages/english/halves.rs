//! Numbers that English writes with a half or in decades: half a million, two and a half years, an
//! hour and a half, half a century, two decades; and parts of an hour. This file owns their values.

use super::number_words::{Word, number_word};
use crate::text::numbers::Keys;
use crate::text::numbers::key::{Key, canonical};
use crate::text::numbers::lexicon::Placed;

/// Units of time, and how many of them make the next one.
const UNITS: [(&str, u64); 3] = [("minute", 60), ("hour", 24), ("month", 12)];

/// A count of minutes, hours or months in the next unit, if it is so many of these and a half: other
/// languages have a year and a half where English has 18 months. `unit` is in lower case.
pub(super) fn in_next_unit(count: u64, unit: &str) -> Option<Key> {
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let &(_, all) = UNITS.iter().find(|(name, _)| *name == unit)?;
    (count % all * 2 == all).then(|| Key::Value(format!("{}.5", count / all)))
}

/// Words in lower case, with their places.
pub(super) struct Words(Vec<(usize, String)>);

impl Words {
    /// The words of a text, given with their starts and ends.
    pub(super) fn new(words: Vec<Placed>) -> Self {
        let words = words.into_iter();
        Self(
            words
                .map(|(start, _, word)| (start, word.to_lowercase()))
                .collect(),
        )
    }

    fn at(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.0.get(at))
            .map_or("", |(_, word)| word.as_str())
    }

    fn multiplier(&self, at: Option<usize>) -> Option<u64> {
        match number_word(self.at(at)) {
            Some(Word::Multiplier(unit)) => Some(unit),
            _ => period(self.at(at)),
        }
    }

    /// The value below a hundred whose last word is at a place.
    fn count(&self, at: Option<usize>) -> Option<u64> {
        let Some(Word::Cardinal(last)) = number_word(self.at(at)) else {
            return None;
        };
        let before = number_word(self.at(at.and_then(|at| at.checked_sub(1))));
        Some(match before {
            Some(Word::Cardinal(tens)) if tens >= 20 && last < 10 => tens + last,
            _ => last,
        })
    }

    /// Adds the values of halves and of periods of years.
    pub(super) fn read(&self, keys: &mut Keys) {
        for (at, (place, word)) in self.0.iter().enumerate() {
            if let Some(minutes) = self.minutes(at) {
                keys.insert(Key::of(minutes), *place);
            }
            if word == "half" {
                if let Some(key) = self.half(at) {
                    keys.insert(key, *place);
                }
            } else if let Some(years) = period(word)
                && let Some(count) = self.count(at.checked_sub(1))
            {
                keys.insert(Key::of(count * years), *place);
            }
        }
    }

    /// The minutes of half an hour, three quarters of an hour, and an hour and a half.
    fn minutes(&self, at: usize) -> Option<u64> {
        let after = |by| self.at(Some(at + by));
        let before = |by| self.at(at.checked_sub(by));
        let hour = |from| after(from) == "an" && after(from + 1) == "hour";
        match self.at(Some(at)) {
            "half" if hour(1) => Some(30),
            "half" if before(1) == "a" && before(2) == "and" && before(3) == "hour" => Some(90),
            "quarter" if after(1) == "of" && hour(2) => Some(15),
            "quarters" if before(1) == "three" && after(1) == "of" && hour(2) => Some(45),
            _ => None,
        }
    }

    /// The number that ends in the half at a place, or begins with it.
    fn half(&self, at: usize) -> Option<Key> {
        let article = usize::from(self.at(Some(at + 1)) == "a");
        let unit = self.multiplier(Some(at + 1 + article));
        let before = |by| at.checked_sub(by);
        if self.at(before(1)) != "a" || self.at(before(2)) != "and" {
            return unit.map(|unit| halved(1, unit));
        }
        if let Some(count) = self.count(before(3)) {
            // Two and a half million.
            return Some(halved(count * 2 + 1, unit.unwrap_or(1)));
        }
        // A million and a half; two years and a half.
        let unit = self.multiplier(before(3)).unwrap_or(1);
        let count = self.count(before(4)).unwrap_or(1);
        Some(halved(count * 2 + 1, unit))
    }
}

/// The years of a period.
fn period(word: &str) -> Option<u64> {
    match word {
        "decade" | "decades" => Some(10),
        "century" | "centuries" => Some(100),
        _ => None,
    }
}

fn halved(doubled: u64, unit: u64) -> Key {
    let (whole, half) = ((doubled / 2).saturating_mul(unit), doubled % 2 * unit);
    let fraction = if half % 2 == 1 { "5" } else { "" };
    let value = whole.saturating_add(half / 2);
    Key::Value(canonical(&value.to_string(), fraction))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbers::context::words;

    fn read(text: &str) -> Keys {
        let text: Vec<char> = text.chars().collect();
        let words = Words::new(words(&text));
        let mut keys = Keys::default();
        words.read(&mut keys);
        keys
    }

    #[test]
    fn halves_and_periods_have_values() {
        for (text, value) in [
            ("half a million people", "500000"),
            ("a half-million people", "500000"),
            ("two and a half million", "2500000"),
            ("twenty-two and a half thousand", "22500"),
            ("a million and a half", "1500000"),
            ("three and a half years", "3.5"),
            ("an hour and a half", "1.5"),
            ("two years and a half", "2.5"),
            ("half a century", "50"),
            ("two decades", "20"),
            ("three centuries", "300"),
            ("half an hour", "30"),
            ("a quarter of an hour", "15"),
            ("three quarters of an hour", "45"),
            ("an hour and a half", "90"),
        ] {
            let key = Key::Value(value.to_owned());
            assert!(read(text).contains(&key), "{text}");
        }
    }

    #[test]
    fn months_hours_and_minutes_may_be_so_many_and_a_half_of_the_next_unit() {
        let half = |value: &str| Some(Key::Value(value.to_owned()));
        assert_eq!(in_next_unit(6, "months"), half("0.5"));
        assert_eq!(in_next_unit(18, "month"), half("1.5"));
        assert_eq!(in_next_unit(90, "minutes"), half("1.5"));
        assert_eq!(in_next_unit(36, "hours"), half("1.5"));
        assert_eq!(in_next_unit(12, "months"), None);
        assert_eq!(in_next_unit(18, "years"), None);
    }
}
