//! Reading the numbers of an English text. This file owns decades, hours and how number words
//! combine; their values are in `number_words`, and digits are read in `text::numbers`.

use std::collections::BTreeSet;

use super::claims::Claims;
use super::halves::{Words, in_next_unit};
use super::number_words::{Word, implied, magnitude, magnitude_of_unit, month, number_word};
use super::{clock, hijri, parts, shares, wordings};
use crate::text::numbers::context::{
    Context, Magnitude, in_word, read_context, word_length, words,
};
use crate::text::numbers::key::Key;
use crate::text::numbers::lexicon::roman;
use crate::text::numbers::scan::{Number, clean, scan};
use crate::text::numbers::{Count, Keys, Numbers, magnitude_of};

/// Reads an English text: its numbers, and the counts that it writes in words.
pub(super) fn read(text: &str) -> Numbers {
    let text = clean(text);
    let mut numbers = scan(&text);
    let context = Context {
        magnitude: &|word, attached| {
            let word = word.to_lowercase();
            let of_unit = || Some((magnitude_of_unit(&word)?, true));
            let (places, perhaps) = magnitude(&word, attached).or_else(of_unit)?;
            Some(Magnitude { places, perhaps })
        },
        units: &[],
        and: &["and"],
        word: word_length,
        stacked: false,
    };
    read_context(&text, &mut numbers, &context);
    for number in &mut numbers {
        read_decade(&text, number);
        clock::read(&text, number);
        read_unit(&text, number);
        number.optional |= wordings::is_around_the_clock(&text, number);
    }
    let found = words(&text);
    let mut hearing = Hearing::new(&text);
    for (start, end, word) in &found {
        hearing.hear(*start, *end, &word.to_lowercase());
        // The magnitude of digits begins no number in words: "1.7 million first-graders".
        let before = numbers.partition_point(|number| number.end <= *start);
        let digits = before.checked_sub(1).map(|at| &numbers[at]);
        if digits.is_some_and(|number| *end <= number.after) {
            hearing.close();
        }
    }
    hearing.close();
    Words::new(found.clone()).read(&mut hearing.keys);
    clock::read_halves(&text, &numbers, &found, &mut hearing.keys);
    wordings::read(&found, &mut hearing.keys);
    hijri::read(&text, &found, &mut hearing.keys);
    let shares = shares::read(&found, &numbers);
    let claims = Claims::new(&text, found).read(&hearing.counts, &hearing.ranks);
    read_roman(&text, &mut hearing.keys);
    let (named, perhaps) = magnitudes(&text, &numbers);
    let counts = hearing.counts.into_iter().map(|(_, _, count)| count);
    Numbers::new(numbers, hearing.keys, counts.collect())
        .with_magnitudes(named, perhaps)
        .claiming(claims)
        .with_shares(shares)
}

/// The magnitudes that words name, or letters behind digits, and those that "millionaire" hints at.
fn magnitudes(text: &[char], numbers: &[Number]) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let (mut named, mut perhaps) = (BTreeSet::new(), BTreeSet::new());
    for (_, _, word) in words(text) {
        let word = word.to_lowercase();
        if let Some(Word::Multiplier(value)) = number_word(&word) {
            match value {
                // Other languages have the thousands or millions instead that lakhs and crores make.
                100_000 | 10_000_000 => perhaps.extend([3, 6, 9, 12]),
                _ => named.extend(magnitude_of(value)),
            }
        } else if let Some((places, _)) = magnitude(&word, false) {
            named.extend(magnitude_of(10u64.saturating_pow(places as u32)));
        } else if word.starts_with("millionaire") || word.starts_with("billionaire") {
            perhaps.extend([6, 9]);
        }
    }
    for number in numbers.iter().filter(|number| number.magnitude > 0) {
        // A single letter may be a unit: 100m, 4K. No other language has lakhs, or millions in a unit.
        let letter = number.after == number.end + 1;
        let word: String = text[number.end..number.after].iter().collect();
        let word = word.trim_start_matches([' ', '\u{a0}', '-']).to_lowercase();
        let is_other = matches!(number.magnitude, 5 | 7) || magnitude_of_unit(&word).is_some();
        let into = if letter || is_other {
            &mut perhaps
        } else {
            &mut named
        };
        into.extend(magnitude_of(10u64.saturating_pow(number.magnitude as u32)));
    }
    (named, perhaps)
}

/// Adds the values of Roman numerals, as in World War II.
fn read_roman(text: &[char], keys: &mut Keys) {
    for (start, end, word) in words(text) {
        let is_numeral = end - start > 1 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        if let Some(value) = roman(&word).filter(|_| is_numeral) {
            keys.insert(Key::of(value), start);
        }
    }
}

/// Adds the readings of `1990s`, `90s` and `1700s`: a decade may be named by its tens, a century
/// by its number.
fn read_decade(text: &[char], number: &mut Number) {
    let tail = text.get(number.end..).unwrap_or(&[]);
    let tail = match tail {
        ['\'' | '’', rest @ ..] => rest,
        _ => tail,
    };
    let plural = tail.first() == Some(&'s') && !tail.get(1).is_some_and(|&c| in_word(c));
    if let Some(year) = number.plain()
        && plural
        && year % 10 == 0
    {
        number.also(Key::of(u64::from(year % 100)));
        if year >= 100 && year % 100 == 0 {
            number.also(Key::of(u64::from(year / 100 + 1)));
        }
    }
}

/// Adds the reading of `18 months`, which are a year and a half.
fn read_unit(text: &[char], number: &mut Number) {
    let Some([' ' | '-' | '\u{a0}', tail @ ..]) = text.get(number.end..) else {
        return;
    };
    let unit: String = tail[..word_length(tail)].iter().collect();
    let count = number.plain().map(u64::from);
    if let Some(key) = count.and_then(|count| in_next_unit(count, &unit.to_lowercase())) {
        number.also(key);
    }
}

/// Reads number words one after the other.
struct Hearing<'a> {
    text: &'a [char],
    keys: Keys,
    /// The start of the current word.
    place: usize,
    /// The counts, with their starts and ends.
    counts: Vec<(usize, usize, Count)>,
    /// The ranks, likewise.
    ranks: Vec<(usize, usize, Count)>,
    /// Thousands and above.
    total: u64,
    /// The part below a thousand, not multiplied yet.
    current: u64,
    /// The start and the end of the number so far.
    span: Option<(usize, usize)>,
    /// Whether the number began with a count, so that it is not just a rank or "millions".
    counts_things: bool,
    /// Whether its last word is a rank.
    ends_in_rank: bool,
    /// The end of the last word.
    last: usize,
    /// The start of the last word and its value, if it is one for tens.
    tens: Option<(usize, u64)>,
}

impl<'a> Hearing<'a> {
    fn new(text: &'a [char]) -> Self {
        Self {
            text,
            keys: Keys::default(),
            place: 0,
            counts: Vec::new(),
            ranks: Vec::new(),
            total: 0,
            current: 0,
            span: None,
            counts_things: false,
            ends_in_rank: false,
            last: 0,
            tens: None,
        }
    }

    fn hear(&mut self, start: usize, end: usize, word: &str) {
        let adjacent = start <= self.last + 1;
        self.last = end;
        self.place = start;
        for value in implied(word).iter().chain(parts::values(word)) {
            self.permit(Key::Value((*value).to_owned()));
        }
        if let Some(times) = shares::times(word) {
            self.permit(Key::of(times));
        }
        if let Some(month) = month(word) {
            self.permit(Key::Month(month));
            self.permit(Key::of(u64::from(month)));
        }
        if !adjacent {
            self.close();
        }
        let tens = self.tens.take();
        let Some(number) = number_word(word) else {
            if word != "and" {
                self.close();
            }
            return;
        };
        match number {
            Word::Multiplier(value) => self.multiply(value),
            Word::Cardinal(value) => {
                self.add(value, tens);
                self.tens = (value >= 20).then_some((start, value));
            }
            Word::Ordinal(value) => {
                self.add(value, tens);
                self.counts_things = false;
            }
        }
        self.ends_in_rank = matches!(number, Word::Ordinal(_));
        if self.span.is_none() {
            self.counts_things = matches!(number, Word::Cardinal(_));
        }
        self.span = Some((self.span.map_or(start, |(from, _)| from), end));
        self.permit(Key::of(self.total.saturating_add(self.current)));
    }

    fn permit(&mut self, key: Key) {
        self.keys.insert(key, self.place);
    }

    fn multiply(&mut self, value: u64) {
        self.permit(Key::of(value));
        let product = self.current.max(1).saturating_mul(value);
        if value < 1_000 {
            self.current = product;
        } else {
            self.permit(Key::of(product));
            self.total = self.total.saturating_add(product);
            self.current = 0;
        }
    }

    /// Adds a value to the number, or begins another one with it. `tens` are those of the word before.
    fn add(&mut self, value: u64, tens: Option<(usize, u64)>) {
        let below = self.current % 100;
        let are_ones = below.is_multiple_of(10) && below > 10 && value < 10;
        let fits = self.current == 0 || below == 0 || are_ones;
        if !fits {
            self.close();
        }
        match tens.filter(|_| are_ones && self.is_hyphenated()) {
            // The parts of twenty-one are no numbers of the text.
            Some((place, tens)) => {
                let whole = self.total.saturating_add(self.current);
                self.keys.remove(&Key::of(tens), place);
                self.keys.remove(&Key::of(whole), place);
            }
            None => self.permit(Key::of(value)),
        }
        self.current = self.current.saturating_add(value);
    }

    /// Whether a hyphen stands before the current word.
    fn is_hyphenated(&self) -> bool {
        let before = self.place.checked_sub(1).and_then(|at| self.text.get(at));
        matches!(before, Some('-' | '\u{2010}' | '\u{2011}'))
    }

    fn close(&mut self) {
        if let Some((start, end)) = self.span.take() {
            let text: String = self.text[start..end].iter().collect();
            let value = self.total.saturating_add(self.current);
            // Plurals are parts or decades: fifths, nineties.
            if self.ends_in_rank && !text.ends_with('s') {
                self.ranks.push((start, end, Count { text, value }));
            } else if self.counts_things {
                self.counts.push((start, end, Count { text, value }));
            }
        }
        self.total = 0;
        self.current = 0;
        self.counts_things = false;
        self.ends_in_rank = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(text: &str, values: &[u64]) -> bool {
        let keys = read(text).keys;
        values.iter().all(|value| keys.contains(&Key::of(*value)))
    }

    fn counts(text: &str) -> Vec<(String, u64)> {
        read(text)
            .in_words
            .into_iter()
            .map(|count| (count.text, count.value))
            .collect()
    }

    #[test]
    fn magnitudes_after_digits_count() {
        for text in ["2.3 million", "2.3m", "2,300 thousand", "2,300,000"] {
            assert!(permits(text, &[2_300_000]), "{text}");
        }
        assert!(!permits("23 m", &[23_000_000]));
        assert!(permits("20 bcm of gas", &[20_000_000_000, 20]));
        assert!(permits("90 mb/d", &[90_000_000]));
        assert!(permits("5 lakh, three crore", &[500_000, 30_000_000]));
    }

    #[test]
    fn a_letter_behind_digits_only_hints_at_a_magnitude() {
        let found = read("a 100m race, $3bn");
        assert_eq!(found.magnitudes, BTreeSet::from([9]));
        assert_eq!(found.magnitudes_perhaps, BTreeSet::from([6]));
    }

    #[test]
    fn numbers_in_words_are_understood() {
        assert!(permits("Ten thousand people", &[10_000]));
        assert!(permits("the twenty-third day", &[23]));
        assert!(permits("two hundred and fifty thousand", &[250_000]));
        assert!(permits("a dozen", &[12]));
        assert!(permits("in the nineties", &[90]));
        assert!(permits("in July", &[7]));
        assert!(permits("doubling and then trebled", &[2, 3]));
        assert!(permits("quintuple, a tenfold rise", &[5, 10]));
    }

    #[test]
    fn the_parts_of_a_compound_are_no_numbers() {
        let cases: [(&str, &[u64], &[u64]); 7] = [
            ("twenty-one men", &[21], &[1, 20]),
            ("the twenty-first century", &[21], &[1, 20]),
            ("a hundred and twenty-one", &[100, 121], &[20, 120]),
            ("twenty-one thousand", &[21, 21_000], &[20, 1]),
            ("twenty and one", &[20, 1], &[]),
            ("twenty one-year terms", &[20, 1], &[]),
            ("twenty, twenty-one", &[20, 21], &[1]),
        ];
        for (text, said, not_said) in cases {
            assert!(permits(text, said), "{text}");
            let any = not_said.iter().any(|value| permits(text, &[*value]));
            assert!(!any, "{text}");
        }
    }

    #[test]
    fn counts_in_words_are_listed_as_written_and_ranks_are_not() {
        assert_eq!(
            counts("Twenty-five men and three hundred women won first prize in two days."),
            [
                ("Twenty-five".to_owned(), 25),
                ("three hundred".to_owned(), 300),
                ("two".to_owned(), 2),
            ]
        );
        assert!(counts("millions of people").is_empty());
    }

    #[test]
    fn hours_before_and_after_noon_are_one_time() {
        let reads = |text: &str, key: Key| read(text).keys.contains(&key);
        assert!(reads("2:30 pm", Key::Time(2, 30)));
        assert!(reads("14:30", Key::Time(2, 30)));
        assert!(reads("9.30 a.m.", Key::Time(9, 30)));
        assert!(reads("10 p.m.", Key::of(22)));
        assert!(!reads("10 pmx", Key::of(22)));
        assert!(!reads("3:15 pm", Key::Time(3, 0)));
    }

    #[test]
    fn roman_numerals_are_numbers() {
        assert!(permits("World War II under Charles XVI", &[2, 16]));
        assert!(!permits("I vow", &[1]));
    }

    #[test]
    fn decades_may_be_named_by_their_tens() {
        assert!(permits("the 1990s", &[1990, 90]));
        assert!(permits("the 1700s", &[1700, 18]));
        assert!(permits("the 700s AD", &[700, 8]));
        assert!(!permits("1990", &[90]));
    }
}
