//! Times of day in English: 2 pm, 9.30 a.m., noon, half past four. This file owns what is before noon and what
//! after, and which words are a time.

use super::number_words::{Word, number_word};
use super::parts;
use crate::text::numbers::context::in_word;
use crate::text::numbers::key::{Key, canonical};
use crate::text::numbers::lexicon::Placed;
use crate::text::numbers::scan::Number;
use crate::text::numbers::{Claim, Keys, Meaning};

/// Words before "a quarter to four" where it is a time, and not a share that four people get.
const TIMED: [&str; 7] = ["at", "until", "till", "before", "after", "since", "around"];

/// Whether a time after noon, for the words that name twelve o'clock.
fn twelve(word: &str) -> Option<bool> {
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

/// A time of day in words, with minutes: half past four.
struct Time {
    /// Where it begins and ends, in characters of the text.
    start: usize,
    end: usize,
    /// The hour that is named, that of the time, and its minutes. Hours are below twelve.
    named: u32,
    hour: u32,
    minutes: u32,
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

/// The times in words as claims.
pub(super) fn claims(text: &[char], words: &[Placed]) -> Vec<Claim> {
    let claim = |time: Time| Claim {
        text: text[time.start..time.end].iter().collect(),
        place: time.start,
        meaning: Meaning::AnyOf(time.meanings()),
    };
    times(text, words).map(claim).collect()
}

fn times(text: &[char], words: &[Placed]) -> impl Iterator<Item = Time> {
    (0..words.len()).filter_map(move |at| time(text, words, at))
}

/// The time whose half or quarter is at a place.
fn time(text: &[char], words: &[Placed], at: usize) -> Option<Time> {
    let is = |at: usize, name: &str| {
        let word = words.get(at);
        word.is_some_and(|(.., word)| word.eq_ignore_ascii_case(name))
    };
    let (minutes, less) = if is(at, "half") && is(at + 1, "past") {
        (30, 0)
    } else if is(at, "quarter") && is(at + 1, "past") {
        (15, 0)
    } else if is(at, "quarter") && is(at + 1, "to") && is_timed(words, at) {
        (45, 1)
    } else {
        return None;
    };
    let (_, end, hour) = words.get(at + 2)?;
    let hour = hour.to_lowercase();
    let named = match number_word(&hour) {
        Some(Word::Cardinal(hour @ 1..=12)) => u32::try_from(hour).ok()? % 12,
        _ => twelve(&hour).map(|_| 0)?,
    };
    let is_joined = |at: usize| match (words.get(at), words.get(at + 1)) {
        (Some((_, end, _)), Some((start, ..))) => text[*end..*start]
            .iter()
            .all(|c| matches!(c, ' ' | '\u{a0}' | '-')),
        _ => false,
    };
    // A quarter to two thirds.
    let goes_on = is_joined(at + 2) && {
        let next = words[at + 3].2.to_lowercase();
        number_word(&next).is_some() || parts::all(&next).is_some()
    };
    (is_joined(at) && is_joined(at + 1) && !goes_on).then_some(Time {
        start: words[at].0,
        end: *end,
        named,
        hour: (named + 12 - less) % 12,
        minutes,
    })
}

/// Whether a word of time stands before the word at a place, or before an "a" there.
fn is_timed(words: &[Placed], at: usize) -> bool {
    let before = |steps: usize| {
        let word = at.checked_sub(steps).and_then(|at| words.get(at));
        word.map_or_else(String::new, |(.., word)| word.to_lowercase())
    };
    let nearest = before(1);
    let word = if nearest == "a" { before(2) } else { nearest };
    TIMED.contains(&word.as_str())
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
