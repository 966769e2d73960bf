//! Times of day in English: 2 pm, 9.30 a.m., noon. This file owns what is before noon and what after.

use crate::text::numbers::Keys;
use crate::text::numbers::context::in_word;
use crate::text::numbers::key::Key;
use crate::text::numbers::scan::Number;

/// A word with its start and its end.
type Placed = (usize, usize, String);

/// Adds the readings of `2 pm` and `9.30 a.m.`
pub(super) fn read(text: &[char], number: &mut Number) {
    // The minutes of 3:15 pm are no hour.
    if number.place != number.start || is_after_noon(text, number).is_none() {
        return;
    }
    match (number.groups.as_slice(), number.separators.as_slice()) {
        ([hour], []) if hour.len() <= 2 => {
            if let Ok(hour) = hour.parse::<u32>() {
                number.also(Key::Time(hour % 12, 0));
                number.also(Key::of(u64::from((hour + 12) % 24)));
            }
        }
        ([hour, minutes], ['.']) if hour.len() <= 2 && minutes.len() == 2 => {
            if let (Ok(hour), Ok(minutes)) = (hour.parse::<u32>(), minutes.parse::<u32>()) {
                number.also(Key::Time(hour % 12, minutes));
            }
        }
        _ => {}
    }
}

/// Whether a number is a time after noon, if "am" or "pm" stands behind it.
fn is_after_noon(text: &[char], number: &Number) -> Option<bool> {
    let tail = text.get(number.end..).unwrap_or(&[]);
    let gap = usize::from(tail.first() == Some(&' '));
    let mut letters = tail.iter().skip(gap).take(4);
    let half = letters.next()?;
    let day = letters.find(|c| !matches!(c, '.' | ' '));
    if !matches!(day, Some('m' | 'M')) || letters.next().is_some_and(|&c| in_word(c)) {
        return None;
    }
    match half {
        'a' | 'A' => Some(false),
        'p' | 'P' => Some(true),
        _ => None,
    }
}

/// Adds on which side of noon the times are, and the times of noon and midnight.
pub(super) fn read_halves(text: &[char], numbers: &[Number], words: &[Placed], keys: &mut Keys) {
    for number in numbers {
        if let Some(after) = is_after_noon(text, number) {
            keys.insert(Key::AfterNoon(after), number.place);
        }
    }
    for (place, _, word) in words {
        let after = match word.to_lowercase().as_str() {
            "noon" | "midday" => true,
            "midnight" => false,
            _ => continue,
        };
        keys.insert(Key::Time(0, 0), *place);
        keys.insert(Key::AfterNoon(after), *place);
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;
    use crate::text::numbers::Key;

    #[test]
    fn times_are_before_or_after_noon() {
        for (text, key) in [
            ("7:30 a.m.", Key::AfterNoon(false)),
            ("at 5pm", Key::AfterNoon(true)),
            ("at noon", Key::Time(0, 0)),
            ("until midnight", Key::AfterNoon(false)),
        ] {
            assert!(read(text).keys.contains(&key), "{text}");
        }
        for after in [true, false] {
            assert!(!read("5 ambulances").keys.contains(&Key::AfterNoon(after)));
        }
    }
}
