//! Numbers that an Arabic text says in words and English often has in digits: 5 p.m., the 1960s, 1948, 3-0. A
//! translation need not have them so; where it does, their words have a counterpart. This file owns which words
//! belong to such a number.

use super::claims::{Gap, Word, YEAR, is_dozen, number, said};
use super::clock::{Time, is_hour_word, part};
use super::scores;
use crate::text::numbers::{Claim, Key, Meaning};

/// The least number that is listed: smaller ones are too often other words.
const LEAST: u64 = 3;

/// The centuries that are named behind a decade, with how many years went before.
const CENTURIES: [(&str, u64); 4] = [
    ("العشرين", 1_900),
    ("الماضي", 1_900),
    ("التاسع", 1_800),
    ("الثامن", 1_700),
];

/// The numbers that the words say; some are times of day.
pub(super) fn read(
    words: &[Word<'_>],
    times: &[Time<'_>],
    plain: &[(usize, String)],
) -> Vec<Claim> {
    let mut found = Vec::new();
    let claim = |first: usize, end: usize, any: Vec<Key>| {
        let written: Vec<&str> = words[first..end].iter().map(|word| word.written).collect();
        Claim {
            text: written.join(" "),
            place: words[first].place,
            meaning: Meaning::AnyOf(any),
        }
    };
    for time in times {
        found.push(claim(time.first, time.end, vec![time.key.clone()]));
        if let Some((end, sides)) = time.part {
            let sides = sides.iter().map(|after| Key::AfterNoon(*after));
            found.push(claim(time.end, end, sides.collect()));
        }
    }
    for said in said(words) {
        let next = times.partition_point(|time| time.end <= said.first);
        let is_time = times.get(next).is_some_and(|time| time.first < said.end);
        let stem = number(words[said.first].normalised).map_or("", |(_, stem, _)| stem);
        // A contract, and what multiplies the digits before it.
        let is_other =
            (said.end == said.first + 1 && is_dozen(stem)) || words[said.first].gap == Gap::Digits;
        if said.value < LEAST || is_other || is_time {
            continue;
        }
        let before = said.first.checked_sub(1);
        let before = before.filter(|&at| YEAR.contains(&words[at].normalised));
        let first = before.filter(|_| (1_000..2_100).contains(&said.value));
        let goals = usize::from(scores::are_goals(plain, said.end));
        let (first, end) = (first.unwrap_or(said.first), said.end + goals);
        found.push(claim(first, end, vec![Key::of(said.value)]));
        if let Some((end, year)) = decade(words, said.end, said.value) {
            found.push(claim(said.first, end, vec![Key::of(year)]));
        }
    }
    for (at, word) in words.iter().enumerate() {
        if word.gap == Gap::Digits
            && let Some((end, sides)) = part(words, at)
        {
            // The hour itself is in digits.
            let before = at.checked_sub(1);
            let hour = before.filter(|&before| is_hour_word(words[before].normalised));
            let sides = sides.iter().map(|after| Key::AfterNoon(*after));
            found.push(claim(hour.unwrap_or(at), end, sides.collect()));
        }
        if let Some((first, value)) = scores::said(plain, at) {
            found.push(claim(first, at + 1, vec![Key::of(value)]));
        }
    }
    found
}

/// The first year of so many tens of years of the century that is named at a place, and the place behind it.
fn decade(words: &[Word<'_>], at: usize, tens: u64) -> Option<(usize, u64)> {
    let word = |at: usize| words.get(at).map_or("", |word| word.normalised);
    let is_decade = (20..100).contains(&tens) && tens.is_multiple_of(10) && word(at) == "القرن";
    let mut centuries = CENTURIES.iter();
    let (name, years) = centuries.find(|(name, _)| is_decade && *name == word(at + 1))?;
    // The nineteenth, and not the ninth.
    let is_teen = word(at + 2) == "عشر";
    let needs_teen = matches!(*name, "التاسع" | "الثامن");
    (is_teen == needs_teen).then(|| (at + 2 + usize::from(is_teen), years + tens))
}
