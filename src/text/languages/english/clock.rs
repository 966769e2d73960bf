//! Times of day in English: 2 pm, 9.30 a.m., noon, half past four. This file owns what is before noon and what
//! after, and what times in words stand for; which words are a time is in `spoken_times`.

use super::spoken_times::{Time, times};
use crate::text::numbers::context::in_word;
use crate::text::numbers::key::{Key, canonical};
use crate::text::numbers::lexicon::Placed;
use crate::text::numbers::scan::Number;
use crate::text::numbers::{Claim, Keys, Meaning};

/// Whether a time after noon, for the words that name twelve o'clock.
pub(super) fn twelve(word: &str) -> Option<bool> {
    match word {
        "noon" | "midday" => Some(true),
        "midnight" => Some(false),
        _ => None,
    }
}

/// Adds the readings of `2 pm`, `9.30 a.m.` and `12 noon`.
pub(super) fn read(text: &[char], number: &mut Number) {
    if number.plain() == Some(12) && twelve(&word_behind(text, number)).is_some() {
        number.also(Key::Time(0, 0));
    }
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

/// The word behind a number and one space, in lower case.
fn word_behind(text: &[char], number: &Number) -> String {
    let tail = text.get(number.end..).unwrap_or(&[]);
    let gap = usize::from(matches!(tail.first(), Some(' ' | '\u{a0}')));
    let word = tail.iter().skip(gap).take_while(|&&c| in_word(c));
    word.flat_map(|c| c.to_lowercase()).collect()
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

/// Adds on which side of noon the times are, and the times in words.
pub(super) fn read_halves(text: &[char], numbers: &[Number], words: &[Placed], keys: &mut Keys) {
    for number in numbers {
        if let Some(after) = is_after_noon(text, number) {
            keys.insert(Key::AfterNoon(after), number.place);
        }
    }
    for (place, _, word) in words {
        let Some(after) = twelve(&word.to_lowercase()) else {
            continue;
        };
        keys.insert(Key::Time(0, 0), *place);
        keys.insert(Key::AfterNoon(after), *place);
    }
    for time in times(text, words) {
        keys.insert(time.key(), time.start);
    }
}

impl Time {
    fn key(&self) -> Key {
        Key::Time(self.hour, self.minutes)
    }

    /// What another text may have: the time, also as 4,30 or four and a half, or the hour that is named and
    /// minutes in a form that is not read.
    fn meanings(&self) -> Vec<Key> {
        let mut any = vec![self.key(), Key::Time(self.named, 0)];
        for half_day in [0, 12] {
            any.push(Key::of(u64::from(self.named + half_day)));
            let hour = (self.hour + half_day).to_string();
            for fraction in [self.minutes, self.minutes * 100 / 60] {
                any.push(Key::Value(canonical(&hour, &format!("{fraction:02}"))));
            }
        }
        any
    }
}

/// The times in words as claims, with noon and midnight.
pub(super) fn claims(text: &[char], words: &[Placed]) -> Vec<Claim> {
    let claim = |time: Time| Claim {
        text: text[time.start..time.end].iter().collect(),
        place: time.start,
        meaning: Meaning::AnyOf(time.meanings()),
    };
    let twelves = words.iter().filter_map(|(place, _, word)| {
        let after = twelve(&word.to_lowercase())?;
        Some(Claim {
            text: word.clone(),
            place: *place,
            meaning: Meaning::AnyOf(vec![Key::AfterNoon(after)]),
        })
    });
    times(text, words)
        .into_iter()
        .map(claim)
        .chain(twelves)
        .collect()
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
            ("at 12 noon", Key::Time(0, 0)),
            ("at 1200 GMT", Key::Time(0, 0)),
            ("at half past four", Key::Time(4, 30)),
            ("at a quarter to one", Key::Time(0, 45)),
            ("at quarter past midnight", Key::Time(0, 15)),
            ("at three thirty", Key::Time(3, 30)),
            ("at twenty past nine", Key::Time(9, 20)),
        ] {
            assert!(read(text).keys.contains(&key), "{text}");
        }
        for after in [true, false] {
            assert!(!read("5 ambulances").keys.contains(&Key::AfterNoon(after)));
        }
    }

    #[test]
    fn other_numbers_are_no_times() {
        for (text, key) in [
            ("at noon", Key::of(12)),
            ("until midnight", Key::of(0)),
            ("1200 people at the gate", Key::Time(0, 0)),
            ("12 people", Key::Time(0, 0)),
            ("sold a quarter to one company", Key::Time(0, 45)),
            ("after a quarter to two thirds went", Key::Time(1, 45)),
            ("half past four hundred", Key::Time(4, 30)),
        ] {
            assert!(!read(text).keys.contains(&key), "{text}");
        }
    }
}
