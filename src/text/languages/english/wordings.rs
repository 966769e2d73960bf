//! Numbers that English says with words that are no number words: a quarter of a million, a score of years,
//! the past day, around the clock. This file owns their values.

use super::number_words::{Word, number_word};
use crate::text::numbers::Keys;
use crate::text::numbers::key::Key;
use crate::text::numbers::lexicon::Placed;
use crate::text::numbers::scan::Number;

/// The hours of a day and the days of a week, which "around the clock" may stand for.
const HOURS: u64 = 24;
const DAYS: u64 = 7;

/// The months of the past year.
const MONTHS: u64 = 12;

/// Whether a number only says "around the clock", as in "24 hours a day", "a 24-hour hotline" and `24/7`: other
/// languages have that without a number.
pub(super) fn is_around_the_clock(text: &[char], number: &Number) -> bool {
    let behind: String = text.iter().skip(number.end).take(12).collect();
    let is_last = |sign: Option<char>| sign.is_none_or(|c| !c.is_ascii_digit() && c != '/');
    match number.plain() {
        Some(24) if behind.starts_with("/7") => is_last(behind.chars().nth(2)),
        Some(24) => behind == " hours a day" || behind.starts_with("-hour"),
        Some(7) => {
            let from = number.start.saturating_sub(3);
            text[from..number.start] == ['2', '4', '/'] && is_last(behind.chars().next())
        }
        _ => false,
    }
}

/// Adds the values of what the words of a text say.
pub(super) fn read(words: &[Placed], keys: &mut Keys) {
    for (at, (place, _, word)) in words.iter().enumerate() {
        let before = |steps: usize| lower(words, at.checked_sub(steps));
        let value = match &*word.to_lowercase() {
            "quarter" | "quarters" => quarters(words, at),
            "score" if before(1) == "a" && of(words, at) => Some(20),
            "day" if matches!(&*before(1), "past" | "last" | "previous") => Some(24),
            "year" if before(1) == "past" => Some(MONTHS),
            "clock" if before(1) == "the" && matches!(&*before(2), "around" | "round") => {
                keys.insert(Key::of(DAYS), *place);
                Some(HOURS)
            }
            _ => None,
        };
        if let Some(value) = value {
            keys.insert(Key::of(value), *place);
        }
    }
}

/// Quarters of a magnitude: a quarter of a million, a quarter-million, three quarters of a billion.
fn quarters(words: &[Placed], at: usize) -> Option<u64> {
    let count = match number_word(&lower(words, at.checked_sub(1))) {
        Some(Word::Cardinal(count @ 1..=3)) => count,
        _ => 1,
    };
    Some(quartered(words, at)? / 4 * count)
}

/// The magnitude of which the quarter at a place is one.
pub(super) fn quartered(words: &[Placed], at: usize) -> Option<u64> {
    let word = |steps: usize| lower(words, Some(at + steps));
    let behind = match (&*word(1), &*word(2)) {
        ("of", "a" | "one") => 3,
        _ => 1,
    };
    match number_word(&word(behind)) {
        Some(Word::Multiplier(unit @ 1_000..)) => Some(unit),
        _ => None,
    }
}

/// Whether "of" and another word follow the one at a place, and no digits.
fn of(words: &[Placed], at: usize) -> bool {
    let next = words.get(at + 1).zip(words.get(at + 2));
    next.is_some_and(|((_, end, word), (start, ..))| {
        word.eq_ignore_ascii_case("of") && *start == end + 1
    })
}

/// A word in lower case; empty where there is none.
fn lower(words: &[Placed], at: Option<usize>) -> String {
    let word = at.and_then(|at| words.get(at));
    word.map_or_else(String::new, |(_, _, word)| word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::numbers::read;
    use crate::text::numbers::Key;

    #[test]
    fn quarters_scores_the_past_day_and_the_clock_have_values() {
        for (text, value, is_said) in [
            ("a quarter of a million people", 250_000, true),
            ("a quarter-million people", 250_000, true),
            ("Three quarters of a billion", 750_000_000, true),
            ("a quarter of the pupils", 250_000, false),
            ("a score of years", 20, true),
            ("with a score of 3-1", 20, false),
            ("The score was", 20, false),
            ("over the past day", 24, true),
            ("the day", 24, false),
            ("over the past year", 12, true),
            ("last year", 12, false),
            ("open around the clock", 24, true),
            ("guarded round the clock", 7, true),
            ("around the corner", 24, false),
        ] {
            let keys = read(text).keys;
            assert_eq!(keys.contains(&Key::of(value)), is_said, "{text}");
        }
        assert!(read("a quarter of a million people").claims.is_empty());
    }
}
