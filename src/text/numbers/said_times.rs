//! Times of day that number words say: twenty hours forty-five, fifteen to eight. Nothing here is sure, because two
//! numbers side by side may be counts: a time only permits what a translation has.

use std::ops::Range;

use super::heard::Heard;
use super::key::Key;
use super::lexicon::{Grammar, Placed};
use super::{Claim, Meaning};

/// The most words from the end of an hour to its minutes.
const NEAR: usize = 3;

/// A time that the words between two places may be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SaidTime {
    /// Where its first number begins and its last one ends, in characters.
    pub(super) span: Range<usize>,
    pub(super) key: Key,
}

/// The times that numbers in words may be.
pub(super) fn said_times(words: &[Placed], heard: &[Heard], grammar: &Grammar) -> Vec<SaidTime> {
    let is_among = |names: &[&str], at: Option<usize>| {
        let word = at.and_then(|at| words.get(at));
        word.is_some_and(|(.., word)| names.contains(&(grammar.fold)(word).as_str()))
    };
    let time = |first: usize, last: usize, hour: u32, minutes: u32| SaidTime {
        span: words[first].0..words[last].1,
        key: Key::Time(hour % 12, minutes),
    };
    let mut times = Vec::new();
    for (number, behind) in heard
        .iter()
        .zip(heard.iter().skip(1).map(Some).chain([None]))
    {
        let (first, last) = number.words;
        let is_to = is_among(grammar.to, first.checked_sub(1));
        let Some(a) = whole(number) else {
            continue;
        };
        // "Twenty eight" behind "to" is twenty to eight.
        if is_to && (21..60).contains(&a) && a % 10 > 0 {
            times.push(time(first, last, a % 10 + 11, 60 - a / 10 * 10));
        }
        let behind = behind.filter(|behind| behind.words.0 <= last + NEAR);
        let Some((behind, b)) = behind.and_then(|behind| Some((behind, whole(behind)?))) else {
            continue;
        };
        let (next, end) = behind.words;
        let is_between = |names: &[&str]| (last + 1..next).any(|at| is_among(names, Some(at)));
        let is_hour = |value: u32| (1..=24).contains(&value);
        let are_minutes = |value: u32| (1..60).contains(&value);
        if a <= 24 && are_minutes(b) {
            times.push(time(first, end, a, b));
            if is_between(grammar.less) || is_among(grammar.less, Some(end + 1)) {
                times.push(time(first, end, a + 11, 60 - b));
            }
        }
        if are_minutes(a) && is_hour(b) {
            if is_to || is_between(grammar.to) {
                times.push(time(first, end, b + 11, 60 - a));
            }
            if grammar.order.half_to {
                // Twenty minutes of the tenth hour are 9:20.
                times.push(time(first, end, b + 11, a));
            }
        }
    }
    times
}

/// Lets what the words of a time claim mean the time as well.
pub(super) fn join(times: &[SaidTime], claims: &mut [Claim]) {
    for time in times {
        let from = claims.partition_point(|claim| claim.place < time.span.start);
        let inside = claims[from..].iter_mut();
        for claim in inside.take_while(|claim| claim.place < time.span.end) {
            if let Meaning::AnyOf(any) = &mut claim.meaning {
                any.push(time.key.clone());
            }
        }
    }
}

/// A whole number, or the minutes of a quarter of an hour.
fn whole(heard: &Heard) -> Option<u32> {
    match *heard.values.first()? {
        25 => Some(15),
        value if value % 100 == 0 => u32::try_from(value / 100).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use crate::text::Language;

    fn is_said(code: &str, text: &str, hour: u32, minutes: u32) -> bool {
        let reader = Language::of(code).numbers.expect("a reader of numbers");
        (reader.read)(text).keys.contains(&Key::Time(hour, minutes))
    }

    #[test]
    fn numbers_side_by_side_may_be_a_time() {
        for (code, text, hour, minutes) in [
            ("fr", "à vingt heures quarante-cinq", 8, 45),
            ("fr", "à huit heures moins dix", 7, 50),
            ("es", "a las nueve y veinte", 9, 20),
            ("uk", "о сьомій сорок п'ять", 7, 45),
            ("ru", "без пятнадцати восемь", 7, 45),
            ("ru", "без двадцати восемь", 7, 40),
            ("ru", "до двадцати минут десятого", 9, 20),
            ("de", "zehn vor acht", 7, 50),
            ("fa", "یک ربع به هشت شب", 7, 45),
            ("tr", "sekize yirmi kala", 7, 40),
        ] {
            assert!(is_said(code, text, hour, minutes), "{text}");
        }
    }

    #[test]
    fn numbers_far_from_each_other_and_other_numbers_are_none() {
        for (code, text, hour, minutes) in [
            (
                "fr",
                "vingt heures de route pour quarante-cinq clients",
                8,
                45,
            ),
            ("ru", "двадцать восемь человек", 7, 40),
        ] {
            assert!(!is_said(code, text, hour, minutes), "{text}");
        }
    }
}
