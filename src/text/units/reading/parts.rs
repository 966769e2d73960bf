//! Numbers that a unit may have besides the one that stands at it: those of ranges, and halves and whole
//! ones that are said with the unit.

use super::super::reader::Place;
use super::{Found, Reading, values};
use crate::text::fold_for_search;
use crate::text::numbers::context::in_word;

/// The most characters of a word between the two numbers of a range.
const RANGE_WORD: usize = 3;

impl Reading<'_> {
    /// The other number of a range in digits: the 10 of "10 to 15 miles".
    pub(super) fn other_end(&self, named: &Found) -> Option<Found> {
        let next = self
            .digits
            .partition_point(|number| number.start < named.place);
        let is_number = self.digits.get(next)?.start == named.place;
        let first = self.digits.get(next.checked_sub(1)?)?;
        let joint: String = self.text.get(first.after..named.place)?.iter().collect();
        let joint = joint.trim();
        let is_sign = matches!(joint, "-" | "–" | "—" | "\u{2010}" | "\u{2011}" | "×");
        let is_word =
            (1..=RANGE_WORD).contains(&joint.chars().count()) && joint.chars().all(in_word);
        let is_unit = self.reader.look_up(&fold_for_search(joint)).is_some();
        let is_range = is_number && (is_sign || is_word) && !is_unit;
        let values = values(first).filter(|_| is_range)?;
        Some(Found::before(values, first.start, named.end))
    }

    /// The other number of a range in words: the six of "six to nine miles".
    pub(super) fn other_end_in_words(&self, named: &Found) -> Option<Found> {
        let number = self
            .tokens
            .partition_point(|token| token.start < named.place);
        let joint = self.tokens.get(number.checked_sub(1)?)?;
        let is_joint = joint.end - joint.start <= RANGE_WORD
            && self.joined(joint.end, named.place)
            && self.reader.look_up(&joint.folded).is_none();
        let (value, start) = self.said(number.checked_sub(2)?, joint.start)?;
        is_joint.then(|| Found::before(vec![value.to_owned()], start, named.end))
    }

    /// Half of the unit at a token, one, or one and a half: "half an hour", "an hour", "two years and a
    /// half". `named` is the number before it.
    pub(super) fn part(&self, at: usize, count: usize, named: Option<&Found>) -> Option<Found> {
        let parts = self.reader.words.parts.as_ref()?;
        let last = at + count - 1;
        let word = |at: Option<usize>| at.and_then(|at| self.tokens.get(at));
        let is = |at, expected: &str| word(at).is_some_and(|token| token.folded == expected);
        let is_one = |at| word(at).is_some_and(|token| parts.one.contains(&token.folded.as_str()));
        let before = |steps| at.checked_sub(steps);
        let behind = |steps| Some(last + steps);
        let and_a_half = is(behind(1), parts.and) && is_one(behind(2)) && is(behind(3), parts.half);
        // Digits are no tokens, so the token before may be one of another measure.
        let is_touched = before(1).is_some_and(|before| self.is_run(before, at));
        let one = is_touched && is_one(before(1));
        let (value, first, last) = if is_touched && is(before(1), parts.half) {
            let joined = is_one(before(2)) && is(before(3), parts.and);
            match before(4).filter(|_| joined) {
                Some(number) => return self.and_a_half(number, last),
                None => ("0.5", before(1)?, last),
            }
        } else if one && is(before(2), parts.half) {
            ("0.5", before(2)?, last)
        } else if one && and_a_half {
            ("1.5", before(1)?, last + 3)
        } else if one {
            ("1", before(1)?, last)
        } else if and_a_half && self.is_run(at, last + 3) {
            let named = named?;
            let value = halved(named.values.first()?)?;
            let end = self.tokens[last + 3].end;
            return Some(Found::before(vec![value], named.start, end));
        } else {
            return None;
        };
        let (start, end) = (self.tokens[first].start, self.tokens[last].end);
        let run = self.is_run(first, last);
        run.then(|| Found::before(vec![value.to_owned()], start, end))
    }

    /// The number in words at a token, and a half, with the unit behind it: "two and a half miles".
    fn and_a_half(&self, number: usize, unit: usize) -> Option<Found> {
        let next = self.tokens.get(number + 1)?.start;
        let (value, start) = self.said(number, next)?;
        let value = halved(value).filter(|_| self.is_run(number, unit))?;
        Some(Found::before(vec![value], start, self.tokens[unit].end))
    }

    /// One of the unit at a token, whose name means that without a number.
    pub(super) fn one(&self, place: Place, at: usize, count: usize) -> Option<Found> {
        let words = self.tokens[at..at + count].iter();
        let words: Vec<&str> = words.map(|token| token.folded.as_str()).collect();
        let is_one = place == Place::Before && self.reader.ones.contains(&words.join(" "));
        let (start, end) = (self.tokens[at].start, self.tokens[at + count - 1].end);
        is_one.then(|| Found::before(vec!["1".to_owned()], start, end))
    }

    /// A number and the part of the unit at a token that is added behind it: "three years and a half".
    pub(super) fn fraction(&self, found: &Found, at: usize, count: usize) -> Option<Found> {
        let unit = &self.tokens[at + count - 1];
        let part = self.tokens.get(at + count)?;
        let mut parts = self.reader.words.fractions.iter();
        let (_, decimals) = parts.find(|(word, _)| *word == part.folded)?;
        let whole = found.values.first()?;
        let is_whole = found.end == unit.end && whole.bytes().all(|c| c.is_ascii_digit());
        let value = format!("{whole}.{decimals}");
        let added = Found {
            values: vec![value],
            end: part.end,
            ..*found
        };
        (is_whole && self.joined(unit.end, part.start)).then_some(added)
    }
}

/// A whole number and a half.
fn halved(value: &str) -> Option<String> {
    let whole = value.bytes().all(|c| c.is_ascii_digit());
    whole.then(|| format!("{value}.5"))
}
