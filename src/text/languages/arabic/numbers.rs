//! Reading the numbers of an Arabic text. This file owns how number words combine; their values are
//! in `number_words`, and digits are read in `text::numbers`.

use std::collections::BTreeSet;

use super::claims::{Word, claims, day_in_digits};
use super::number_words::{fraction, magnitude, may_be_dual, months, normalised, stems, value};
use crate::text::numbers::context::{Context, Magnitude, read_context, word_length, words};
use crate::text::numbers::key::{Key, canonical, shifted};
use crate::text::numbers::scan::{Number, clean, scan};
use crate::text::numbers::{Keys, Numbers, magnitude_of};

/// Reads an Arabic text.
pub(super) fn read(text: &str) -> Numbers {
    let text = clean(text);
    let mut numbers = scan(&text);
    let context = Context {
        magnitude: &|word, _| {
            let word = normalised(word);
            let places = magnitude(&word).or_else(|| magnitude(word.strip_prefix("ال")?))?;
            Some(Magnitude {
                places,
                perhaps: false,
            })
        },
        units: &["م", "كم", "سم", "مم"],
        and: &["و"],
        word: word_length,
        stacked: false,
    };
    read_context(&text, &mut numbers, &context);
    for number in &mut numbers {
        read_half(&text, number);
    }
    read_echoes(&text, &mut numbers);
    let found = words(&text);
    let words: Vec<(usize, String)> = found
        .iter()
        .map(|(start, _, word)| (*start, normalised(word)))
        .collect();
    let both = found.iter().zip(&words);
    let both = both.map(|((_, _, written), (_, normalised))| Word {
        written,
        normalised,
    });
    let both: Vec<Word<'_>> = both.collect();
    let mut claims = claims(&both);
    claims.extend(numbers.iter().filter_map(|number| {
        let next = found.partition_point(|(start, ..)| *start < number.end);
        let between = &text[number.end..found.get(next)?.0];
        let is_next = between.iter().all(|c| c.is_whitespace());
        day_in_digits(number, both.get(next..).filter(|_| is_next)?)
    }));
    let (named, perhaps) = magnitudes(&words);
    Numbers::new(numbers, permitted(&words), Vec::new())
        .with_magnitudes(named, perhaps)
        .claiming(claims)
}

/// The magnitudes that number words name, and those that "millionaire" hints at.
fn magnitudes(words: &[(usize, String)]) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let (mut named, mut perhaps) = (BTreeSet::new(), BTreeSet::new());
    for (_, word) in words {
        let values = stems(word).filter_map(|(_, stem)| value(stem));
        named.extend(values.filter_map(magnitude_of));
        for (_, stem) in stems(word) {
            if stem.starts_with("مليونير") || stem.starts_with("ملياردير") {
                perhaps.extend([6, 9]);
            }
        }
    }
    (named, perhaps)
}

/// Adds the reading of "two and a half" and "2 million and a half".
fn read_half(text: &[char], number: &mut Number) {
    let tail = text.get(number.after..).unwrap_or(&[]);
    let tail: String = tail
        .iter()
        .skip_while(|c| c.is_whitespace())
        .take(4)
        .collect();
    if tail == "ونصف" && number.separators.is_empty() {
        let half = canonical(&number.groups[0], "5");
        number.also(Key::Value(shifted(&half, number.magnitude)));
    }
}

/// Words and signs between two equal numbers that English may name once.
const JOINTS: [&str; 9] = ["و", "الي", "-", "–", "—", "/", ":", "×", "\u{2212}"];

/// Counts the second number of an echo with the first, as in "5-5", which is "five all", and "5
/// and 5", which is "five each".
fn read_echoes(text: &[char], numbers: &mut [Number]) {
    for at in 1..numbers.len() {
        let (left, right) = numbers.split_at_mut(at);
        let (a, b) = (&left[at - 1], &mut right[0]);
        let between = text.get(a.after..b.start).unwrap_or(&[]);
        if between.len() > 5 || a.readings.first() != b.readings.first() {
            continue;
        }
        let between: String = between.iter().collect();
        if JOINTS.contains(&normalised(between.trim()).as_str()) {
            b.place = a.place;
        }
    }
}

/// Everything that number words, months and duals can stand for, as a whole and in part.
fn permitted(words: &[(usize, String)]) -> Keys {
    let mut keys = Keys::default();
    let mut spoken = Spoken::default();
    for (place, word) in words {
        let place = *place;
        for (_, stem) in stems(word) {
            for value in fraction(stem) {
                keys.insert(Key::Value((*value).to_owned()), place);
            }
            for month in months(stem) {
                keys.insert(Key::Month(*month), place);
                keys.insert(Key::of(u64::from(*month)), place);
            }
            if stem == "نصف"
                && let Some(key) = spoken.and_a_half()
            {
                keys.insert(key, place);
            }
        }
        if may_be_dual(word) {
            keys.insert(Key::of(2), place);
        }
        if word == "و" {
            continue;
        }
        match stems(word).find_map(|(_, stem)| value(stem)) {
            Some(value) => spoken.hear(value, place, &mut keys),
            None => spoken = Spoken::default(),
        }
    }
    keys
}

/// A number in words, as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    /// Thousands and above.
    total: u64,
    /// The part below a thousand, not multiplied yet.
    current: u64,
    /// The last multiplier.
    unit: u64,
}

impl Spoken {
    /// Takes the next number word, and adds to `keys` what the words so far may mean.
    pub(super) fn hear(&mut self, value: u64, place: usize, keys: &mut Keys) {
        keys.insert(Key::of(value), place);
        if value >= 1_000 {
            let (product, unit) = if is_power_of_ten(value) {
                (self.current.max(1).saturating_mul(value), value)
            } else {
                (value, value / 2)
            };
            keys.insert(Key::of(product), place);
            // "Two million and three million" are two numbers.
            let lower = self.total > 0 && self.unit > unit;
            self.total = if lower {
                self.total.saturating_add(product)
            } else {
                product
            };
            self.current = 0;
            self.unit = unit;
        } else {
            let below = self.current % 100;
            if value == 100 && (1..10).contains(&self.current) {
                self.current *= 100;
            } else if self.current == 0
                || (below == 0 && value < 100)
                || ((1..10).contains(&below) && (10..100).contains(&value))
            {
                self.current += value;
            } else {
                *self = Self {
                    current: value,
                    ..Self::default()
                };
            }
        }
        keys.insert(Key::of(self.value()), place);
    }

    /// The number that the words so far are.
    pub(super) fn value(&self) -> u64 {
        self.total.saturating_add(self.current)
    }

    /// The number plus half of its last unit.
    fn and_a_half(&self) -> Option<Key> {
        if self.current > 0 {
            return Some(Key::Value(format!("{}.5", self.current)));
        }
        (self.total > 0).then(|| Key::of(self.total.saturating_add(self.unit / 2)))
    }
}

/// Whether a value is a plain multiplier and not a dual such as two thousand.
fn is_power_of_ten(value: u64) -> bool {
    value
        .checked_ilog10()
        .is_some_and(|power| 10u64.checked_pow(power) == Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(text: &str, values: &[u64]) -> bool {
        let keys = read(text).keys;
        values.iter().all(|value| keys.contains(&Key::of(*value)))
    }

    fn value_of(text: &str) -> Option<String> {
        read(text).in_digits[0].value().map(str::to_owned)
    }

    #[test]
    fn magnitudes_after_digits_count() {
        assert_eq!(value_of("10 آلاف شخص").as_deref(), Some("10000"));
        assert_eq!(value_of("٢٫٣ مليار دولار").as_deref(), Some("2300000000"));
        assert_eq!(value_of("12 مليوناً").as_deref(), Some("12000000"));
        assert_eq!(value_of("15 ألفًا").as_deref(), Some("15000"));
        assert_eq!(value_of("12 رجلا").as_deref(), Some("12"));
    }

    #[test]
    fn numbers_in_words_are_understood() {
        assert!(permits("القرن الثامن عشر", &[18]));
        assert!(permits("ثلاثة وعشرون عاما", &[23]));
        assert!(permits("ألف وتسعمائة وخمسة وأربعون", &[1945]));
        assert!(permits("مئتان وخمسون ألفا", &[250, 250_000]));
        assert!(permits("مليونين وثلاثمئة ألف", &[2_300_000]));
        assert!(permits("مليوني وثلاثة ملايين", &[2_000_000, 3_000_000]));
        assert!(permits("مليون ونصف المليون", &[1_500_000]));
        assert!(permits("قبل عامين", &[2]));
        assert!(permits("في تموز الماضي", &[7]));
    }

    #[test]
    fn words_without_numbers_permit_none() {
        assert!(read("قال الوزير إن الوضع تحسن كثيرا").keys.is_empty());
    }

    #[test]
    fn a_half_joins_the_number_before_it() {
        let number = read("2 مليون ونصف").in_digits.remove(0);
        assert!(number.readings.contains(&vec![Key::of(2_500_000)]));
    }

    #[test]
    fn parts_of_a_large_number_may_be_summed() {
        assert!(permits(
            "3 ملايين و500 ألف",
            &[3_000_000, 500_000, 3_500_000]
        ));
    }
}
