//! Numbers in digits that belong to the number before them: readings of both, and whether one of
//! them may be missing.

use super::key::{Key, shifted, sum};
use super::lexicon::Grammar;
use super::scan::Number;
use super::spoken::adjacent;

/// The letters behind a number that are looked at.
const LONGEST: usize = 20;

/// Adds the readings of counts in two parts, of finals, and of equal numbers beside each other.
pub(super) fn read_companions(text: &[char], numbers: &mut [Number], grammar: &Grammar) {
    read_split_counts(text, numbers);
    read_finals(text, numbers, grammar);
    let is_and = |word: &str| grammar.and.contains(&(grammar.fold)(word).as_str());
    read_echoes(text, numbers, &is_and);
}

/// Adds the reading of a count of millions that is itself in two parts: 2 thousand 500 million.
fn read_split_counts(text: &[char], numbers: &mut [Number]) {
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        let (a, b) = (&mut left[at - 1], &mut right[0]);
        let between = text.get(a.after..b.start).unwrap_or(&[]);
        let smaller = b.plain().is_some_and(|value| value < 1_000);
        if a.magnitude == 3 && b.magnitude > 3 && smaller && adjacent(between) {
            let high = a.value().map(|value| shifted(value, b.magnitude));
            if let Some(total) = high.and_then(|high| sum(&high, b.value()?)) {
                a.also(Key::Value(total.clone()));
                b.also(Key::Value(total));
            }
        }
    }
}

/// Reads 1/4 before the word for a final as the name of a round, which English has in words.
fn read_finals(text: &[char], numbers: &mut [Number], grammar: &Grammar) {
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        let (one, part) = (&mut left[at - 1], &mut right[0]);
        let after = text.get(part.end..).unwrap_or(&[]).iter().take(LONGEST);
        let after = (grammar.fold)(after.collect::<String>().trim_start());
        let is_final = grammar.finals.iter().any(|word| after.starts_with(word));
        if text.get(one.end..part.start) == Some(&['/'])
            && one.plain() == Some(1)
            && let Some(parts) = part.plain()
            && is_final
        {
            part.also(Key::of(u64::from(parts) * 2));
            one.optional = true;
            part.optional = true;
        }
    }
}

/// Signs between two equal numbers that English may name once.
const JOINTS: [&str; 8] = ["-", "–", "—", "/", ":", "×", "\u{2212}", "\u{2011}"];

/// Counts the second number of an echo with the first, as in "5-5", which is "five all", and
/// "5 and 5", which is "five each". `is_and` knows the words that may stand between them.
pub(crate) fn read_echoes(text: &[char], numbers: &mut [Number], is_and: &dyn Fn(&str) -> bool) {
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        let (a, b) = (&left[at - 1], &mut right[0]);
        let between = text.get(a.after..b.start).unwrap_or(&[]);
        if between.len() > 5 || a.readings.first() != b.readings.first() {
            continue;
        }
        let between: String = between.iter().collect();
        let between = between.trim();
        if JOINTS.contains(&between) || is_and(between) {
            b.place = a.place;
        }
    }
}
