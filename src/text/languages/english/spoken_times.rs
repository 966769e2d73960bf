//! Times of day in English words: half past four, three thirty, twenty to nine. This file owns which words are
//! one, and what it is.

use super::clock::twelve;
use super::number_words::{Word, number_word};
use super::parts;
use crate::text::numbers::lexicon::Placed;

/// Words before "a quarter to four" where it is a time, and not a share that four people get.
const TIMED: [&str; 7] = ["at", "until", "till", "before", "after", "since", "around"];

/// Words before "three thirty" and "ten to six" where these are times: behind others they may be counts.
const AT: [&str; 4] = ["at", "by", "until", "till"];

/// What may follow a time, and no noun that its last word counts.
const BEHIND: [&str; 14] = [
    "am",
    "and",
    "but",
    "gmt",
    "in",
    "local",
    "on",
    "pm",
    "that",
    "this",
    "today",
    "tomorrow",
    "when",
    "yesterday",
];

/// A time of day in words, with minutes: half past four.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// Where it begins and ends, in characters of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The hour that is named, that of the time, and its minutes. Hours are below twelve.
    pub(super) named: u32,
    pub(super) hour: u32,
    pub(super) minutes: u32,
}

/// The times in words of a text.
pub(super) fn times(text: &[char], words: &[Placed]) -> Vec<Time> {
    let words = Words { text, words };
    let mut times = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        if let Some((time, behind)) = words.time(at) {
            times.push(time);
            at = behind;
        } else {
            at += 1;
        }
    }
    times
}

/// The words of a text.
struct Words<'t> {
    text: &'t [char],
    words: &'t [Placed],
}

impl Words<'_> {
    /// The time that begins with a word, and the place of the word behind it.
    fn time(&self, at: usize) -> Option<(Time, usize)> {
        self.past_or_to(at).or_else(|| self.in_numbers(at))
    }

    /// Half past four, twenty past nine, a quarter to six, five minutes to six.
    fn past_or_to(&self, at: usize) -> Option<(Time, usize)> {
        let (minutes, mut side) = match &*self.lower(Some(at)) {
            "half" => (30, at + 1),
            "quarter" => (15, at + 1),
            _ => self.below_sixty(at)?,
        };
        let is_counted = self.lower(Some(side)) == "minutes";
        side += usize::from(is_counted);
        let (named, end) = self.hour(side + 1)?;
        let is_past = match &*self.lower(Some(side)) {
            "past" => true,
            "to" => false,
            _ => return None,
        };
        let is_sure = match minutes {
            30 => is_past,
            15 => is_past || self.is_timed(at),
            _ if is_past => is_counted || minutes % 5 == 0,
            _ => is_counted || (AT.contains(&&*self.before(at, 1)) && self.stands_alone(end)),
        };
        // A quarter to two thirds.
        let is_whole = self.is_run(at, end) && !self.goes_on(end);
        let (hour, minutes) = if is_past {
            (named, minutes)
        } else {
            ((named + 11) % 12, 60 - minutes)
        };
        (is_sure && is_whole).then(|| (self.timed((at, end), (named, hour, minutes)), end))
    }

    /// Three thirty, behind a word such as "at" or before "in the morning".
    fn in_numbers(&self, at: usize) -> Option<(Time, usize)> {
        let (named, behind) = self.hour(at)?;
        let (minutes, end) = self
            .below_sixty(behind)
            .filter(|(minutes, _)| *minutes >= 10)?;
        let is_at = AT.contains(&&*self.before(at, 1));
        let is_sure = is_at && self.stands_alone(end);
        let time = || (self.timed((at, end), (named, named, minutes)), end);
        (is_sure && self.is_run(at, end)).then(time)
    }

    /// A time with the first of its words and the place of the word behind them; and the hour that is named, that
    /// of the time, and its minutes.
    fn timed(
        &self,
        (first, behind): (usize, usize),
        (named, hour, minutes): (u32, u32, u32),
    ) -> Time {
        Time {
            start: self.words[first].0,
            end: self.words[behind - 1].1,
            named,
            hour,
            minutes,
        }
    }

    /// The hour that the word at a place names, below twelve, and the place behind it.
    fn hour(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.lower(Some(at));
        let hour = match number_word(&word) {
            Some(Word::Cardinal(hour @ 1..=12)) => u32::try_from(hour).ok()? % 12,
            _ => twelve(&word).map(|_| 0)?,
        };
        Some((hour, at + 1))
    }

    /// The number from one to 59 at a place, and the place behind it.
    fn below_sixty(&self, at: usize) -> Option<(u32, usize)> {
        let cardinal = |at: usize| match number_word(&self.lower(Some(at))) {
            Some(Word::Cardinal(value)) => u32::try_from(value).ok(),
            _ => None,
        };
        let first = cardinal(at).filter(|first| (1..60).contains(first))?;
        let ones = cardinal(at + 1).filter(|ones| (1..10).contains(ones));
        let ones = ones.filter(|_| first >= 20 && first % 10 == 0 && self.is_run(at, at + 2));
        Some((
            first + ones.unwrap_or(0),
            at + 1 + usize::from(ones.is_some()),
        ))
    }

    /// Whether a word of time stands before the word at a place, or before an "a" there.
    fn is_timed(&self, at: usize) -> bool {
        let nearest = self.before(at, 1);
        let word = if nearest == "a" {
            self.before(at, 2)
        } else {
            nearest
        };
        TIMED.contains(&word.as_str())
    }

    /// Whether no noun can follow the words before a place.
    fn stands_alone(&self, behind: usize) -> bool {
        let end = self.words[behind - 1].1;
        match self.words.get(behind) {
            Some((start, ..)) if self.is_joined(end, *start) => {
                let is_spaced = self.text.get(end) == Some(&' ');
                is_spaced && BEHIND.contains(&&*self.lower(Some(behind)))
            }
            // Digits are no words.
            _ => !self.text[end..].iter().take(2).any(char::is_ascii_digit),
        }
    }

    /// Whether a number or a part goes on behind the words before a place.
    fn goes_on(&self, behind: usize) -> bool {
        let word = self.lower(Some(behind));
        let is_number = number_word(&word).is_some() || parts::all(&word).is_some();
        is_number && self.is_run(behind - 1, behind + 1)
    }

    /// Whether nothing but a space or a hyphen stands between the words from one place to another.
    fn is_run(&self, first: usize, behind: usize) -> bool {
        let words = self.words.get(first..behind).unwrap_or(&[]);
        let mut pairs = words.windows(2);
        !words.is_empty() && pairs.all(|pair| self.is_joined(pair[0].1, pair[1].0))
    }

    fn is_joined(&self, end: usize, start: usize) -> bool {
        let between = &self.text[end..start];
        between.iter().all(|c| matches!(c, ' ' | '\u{a0}' | '-'))
    }

    /// The word so many steps before a place, in lower case.
    fn before(&self, at: usize, steps: usize) -> String {
        self.lower(at.checked_sub(steps))
    }

    /// A word in lower case; empty where there is none.
    fn lower(&self, at: Option<usize>) -> String {
        let word = at.and_then(|at| self.words.get(at));
        word.map_or_else(String::new, |(.., word)| word.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::numbers::context::words;

    /// The times of a text, as written, with their hours and minutes.
    fn read(text: &str) -> Vec<(String, u32, u32)> {
        let text: Vec<char> = text.chars().collect();
        let times = times(&text, &words(&text)).into_iter();
        let written = |time: &Time| -> String { text[time.start..time.end].iter().collect() };
        times
            .map(|time| (written(&time), time.hour, time.minutes))
            .collect()
    }

    #[test]
    fn words_are_times_where_nothing_else_is_said() {
        for (text, written, hour, minutes) in [
            ("It began at three thirty.", "three thirty", 3, 30),
            ("at three thirty in the afternoon", "three thirty", 3, 30),
            ("at nine forty-five on Monday", "nine forty-five", 9, 45),
            ("by twelve fifteen", "twelve fifteen", 0, 15),
            ("at three-thirty", "three-thirty", 3, 30),
            ("until twenty past nine", "twenty past nine", 9, 20),
            ("at twenty-five past six", "twenty-five past six", 6, 25),
            ("at ten to six.", "ten to six", 5, 50),
            (
                "five minutes to midnight",
                "five minutes to midnight",
                11,
                55,
            ),
            ("three minutes past noon", "three minutes past noon", 0, 3),
            ("a quarter past three", "quarter past three", 3, 15),
            ("at half past eleven", "half past eleven", 11, 30),
        ] {
            assert_eq!(read(text), [(written.to_owned(), hour, minutes)], "{text}");
        }
    }

    #[test]
    fn counts_and_shares_are_none() {
        for text in [
            "at three thirty-storey buildings",
            "at nine fifteen people met",
            "After three thirty men came",
            "at ten to twelve sites",
            "from ten to six",
            "by five to seven percent",
            "at three, thirty men came",
            "at three thirty 5-year terms",
            "sold a quarter to one company",
            "after a quarter to two thirds went",
            "half past four hundred",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
