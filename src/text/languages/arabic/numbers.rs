//! Reading the numbers of an Arabic text. This file owns how number words combine; their values are
//! in `number_words`, and digits are read in `text::numbers`.

use std::collections::BTreeSet;

use super::claims::{Gap, Word, claims, day_in_digits};
use super::compounds::Ones;
use super::number_words::{
    divisor, doubled, fraction, magnitude, may_be_dual, minutes, months, normalised, stems, value,
    years,
};
use super::{clock, hijri, said, scores};
use crate::text::numbers::companions::read_echoes;
use crate::text::numbers::context::{Context, Magnitude, read_context, word_length, words};
use crate::text::numbers::key::{Key, canonical, shifted};
use crate::text::numbers::scan::{Number, clean, digit, scan};
use crate::text::numbers::{Keys, Numbers, magnitude_of, power_of_ten};

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
    read_echoes(&text, &mut numbers, &|word| {
        matches!(normalised(word).as_str(), "و" | "الي")
    });
    let found = words(&text);
    let words: Vec<(usize, String)> = found
        .iter()
        .map(|(start, _, word)| (*start, normalised(word)))
        .collect();
    let both = found.iter().zip(&words).enumerate();
    let both = both.map(|(at, ((start, _, written), (_, normalised)))| {
        let end_before = at.checked_sub(1).map_or(0, |before| found[before].1);
        Word {
            place: *start,
            written,
            normalised,
            gap: gap(&text[end_before..*start]),
        }
    });
    let both: Vec<Word<'_>> = both.collect();
    hijri::read(&both, &mut numbers);
    read_mixed(&text, &words, &mut numbers);
    for number in &mut numbers {
        clock::read(number, &both);
    }
    let mut claims = claims(&both);
    claims.extend(numbers.iter().filter_map(|number| {
        let next = found.partition_point(|(start, ..)| *start < number.end);
        let between = &text[number.end..found.get(next)?.0];
        let is_next = between.iter().all(|c| c.is_whitespace());
        day_in_digits(number, both.get(next..).filter(|_| is_next)?)
    }));
    let (named, perhaps) = magnitudes(&words);
    let mut keys = permitted(&words, &both);
    let times = clock::times(&both);
    for time in &times {
        time.permit(both[time.first].place, &mut keys);
    }
    clock::join(&times, &both, &mut claims);
    let said = said::read(&both, &times, &words);
    clock::excuse_noon(&both, &numbers, &mut keys);
    // Duals have more endings than are read here, and months have a check of their own.
    keys.excuse(Key::of(2));
    for month in 1..=12 {
        keys.excuse(Key::Month(month));
    }
    Numbers::new(numbers, keys, Vec::new())
        .with_magnitudes(named, perhaps)
        .claiming(claims)
        .saying(said)
        .knowing_words()
}

/// The magnitudes that number words name, and those that "millionaire" and "half a million" hint at:
/// these may be 500 thousand.
fn magnitudes(words: &[(usize, String)]) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let (mut named, mut perhaps) = (BTreeSet::new(), BTreeSet::new());
    for (at, (_, word)) in words.iter().enumerate() {
        let values = stems(word).filter_map(|(_, stem)| value(stem));
        let found = values.filter_map(magnitude_of);
        let before = at.checked_sub(1).map_or("", |at| &*words[at].1);
        if stems(before).any(|(_, stem)| divisor(stem).is_some()) {
            perhaps.extend(found.flat_map(|magnitude| [magnitude, magnitude.saturating_sub(3)]));
        } else {
            named.extend(found);
        }
        for (_, stem) in stems(word) {
            if stem.starts_with("مليونير") || stem.starts_with("ملياردير") {
                perhaps.extend([6, 9]);
            }
        }
    }
    (named, perhaps)
}

fn gap(between: &[char]) -> Gap {
    if between.iter().any(|c| digit(*c).is_some()) {
        Gap::Digits
    } else if between.iter().all(|c| c.is_whitespace()) {
        Gap::Spaces
    } else {
        Gap::Signs
    }
}

/// Adds the reading of numbers that begin with a magnitude in words, as in "a million and 200 thousand" and
/// "three millions and 200 thousand".
fn read_mixed(text: &[char], words: &[(usize, String)], numbers: &mut [Number]) {
    for number in numbers {
        let before = words.partition_point(|(start, _)| *start < number.start);
        let [rest @ .., (_, first), (and, sign)] = &words[..before] else {
            continue;
        };
        let times = rest.last().and_then(|(_, word)| value(word));
        let times = times.filter(|times| *times < 100).unwrap_or(1);
        let is_next = text[*and..number.start]
            .iter()
            .skip(1)
            .all(|c| c.is_whitespace());
        let (Some(places), true) = (magnitude(first), sign == "و" && is_next) else {
            continue;
        };
        let digits = number.plain().map(|value| value.to_string());
        // What is below the magnitude is added to it.
        let Some(digits) = digits.filter(|digits| digits.len() + number.magnitude <= places) else {
            continue;
        };
        let zeros = places - number.magnitude - digits.len();
        let whole = format!("{times}{}{digits}", "0".repeat(zeros));
        number.also(Key::Value(shifted(
            &canonical(&whole, ""),
            number.magnitude,
        )));
    }
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

/// Everything that number words, months and duals can stand for, as a whole and in part. `both` are the same words
/// with what stands before them.
fn permitted(words: &[(usize, String)], both: &[Word<'_>]) -> Keys {
    let mut keys = Keys::default();
    let mut spoken = Spoken::default();
    let (mut ones, mut is_linked): (Option<Ones>, bool) = (None, false);
    for (at, (place, word)) in words.iter().enumerate() {
        let place = *place;
        if both[at].gap != Gap::Spaces {
            ones = None;
        }
        let next = words.get(at + 1).map_or("", |(_, word)| word.as_str());
        for (_, stem) in stems(word) {
            for value in fraction(stem) {
                keys.insert(Key::Value((*value).to_owned()), place);
            }
            let parts = [
                of_an_hour(stem, next),
                of_a_magnitude(stem, next),
                doubled(stem),
            ];
            for value in parts.into_iter().flatten() {
                keys.insert(Key::of(value), place);
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
        for value in scores::values(words, at) {
            keys.insert(Key::of(*value), place);
        }
        if let Some(percentage) = of_every(words, at) {
            keys.insert(Key::of(percentage), place);
        }
        if may_be_dual(word) {
            keys.insert(Key::of(2), place);
        }
        if word == "و" {
            is_linked = true;
            continue;
        }
        let found = stems(word).find_map(|(prefix, stem)| Some((prefix, stem, value(stem)?)));
        // The hundred of "seventy percent" multiplies nothing.
        let found = found.filter(|_| !matches!(&**word, "بالمئه" | "بالمائه"));
        let before = ones.take();
        match found {
            Some(number @ (prefix, _, value)) => {
                spoken.hear(value, place, &mut keys);
                if let Some(before) = before {
                    before.join(number, is_linked || prefix == "و", place, &mut keys);
                }
                ones = Ones::of(number, words, at, spoken.value());
                if let Some(years) = stems(next).find_map(|(_, stem)| years(stem))
                    && let Some((period, _)) = words.get(at + 1)
                {
                    keys.insert(Key::of(spoken.value().saturating_mul(years)), *period);
                }
            }
            None => spoken = Spoken::default(),
        }
        is_linked = false;
    }
    keys
}

/// The percentage of "one of every four", rounded, at the word for every.
fn of_every(words: &[(usize, String)], at: usize) -> Option<u64> {
    let of = at.checked_sub(1).filter(|of| words[*of].1 == "من")?;
    let number = |at: usize| {
        let (_, word) = words.get(at)?;
        stems(word).find_map(|(_, stem)| value(stem))
    };
    let is_every = matches!(&*words[at].1, "كل" | "اصل");
    let (parts, all) = (number(of.checked_sub(1)?)?, number(at + 1)?);
    (is_every && parts < all && all <= 100).then(|| (100 * parts + all / 2) / all)
}

/// The minutes of a fraction word before an hour.
fn of_an_hour(stem: &str, next: &str) -> Option<u64> {
    let is_hour = stems(next).any(|(_, stem)| stem == "ساعه");
    minutes(stem).filter(|_| is_hour)
}

/// The value of a fraction word before a magnitude: half a million.
pub(super) fn of_a_magnitude(stem: &str, next: &str) -> Option<u64> {
    let divisor = divisor(stem)?;
    let places = magnitude(next).or_else(|| magnitude(next.strip_prefix("ال")?))?;
    Some(10u64.pow(u32::try_from(places).ok()?) / divisor)
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
    /// The last word.
    last: u64,
}

impl Spoken {
    /// Takes the next number word, and adds to `keys` what the words so far may mean.
    pub(super) fn hear(&mut self, value: u64, place: usize, keys: &mut Keys) {
        keys.insert(Key::of(value), place);
        if value >= 1_000 {
            // Not a dual such as two thousand.
            let is_plain = power_of_ten(value).is_some();
            let (product, unit) = if is_plain {
                (self.current.max(1).saturating_mul(value), value)
            } else {
                (value, value / 2)
            };
            keys.insert(Key::of(product), place);
            if self.last == 10 && is_plain {
                // "Eight and ten million" are two numbers, and read like eighteen million.
                keys.insert(Key::of(value.saturating_mul(10)), place);
            }
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
        self.last = value;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::languages::testing::NumbersOf;

    #[test]
    fn magnitudes_after_digits_count() {
        NumbersOf("ar").say(&[
            ("10 آلاف شخص", "10000"),
            ("٢٫٣ مليار دولار", "2300000000"),
            ("12 مليوناً", "12000000"),
            ("15 ألفًا", "15000"),
            ("12 رجلا", "12"),
        ]);
    }

    #[test]
    fn numbers_in_words_are_understood() {
        NumbersOf("ar").permit(&[
            ("القرن الثامن عشر", &[18]),
            ("ثلاثة وعشرون عاما", &[23]),
            ("ألف وتسعمائة وخمسة وأربعون", &[1945]),
            ("مئتان وخمسون ألفا", &[250, 250_000]),
            ("مليونين وثلاثمئة ألف", &[2_300_000]),
            ("مليوني وثلاثة ملايين", &[2_000_000, 3_000_000]),
            ("مليون ونصف المليون", &[1_500_000]),
            ("قبل عامين", &[2]),
            ("في تموز الماضي", &[7]),
            ("سبعون بالمئة", &[70]),
        ]);
        NumbersOf("ar").do_not_permit(&[("سبعون بالمئة", &[7_000])]);
    }

    #[test]
    fn parts_of_hours_and_of_millions_periods_and_duals_have_values() {
        NumbersOf("ar").permit(&[
            ("استمر ربع ساعة ثم نصف ساعة", &[15, 30]),
            ("نصف مليون وربع المليار", &[500_000, 250_000_000]),
            ("منذ ثلاثة عقود", &[3, 30]),
            ("يعيش ألفا موظف", &[2_000]),
            ("واحدا وخمسين مليونا", &[51_000_000]),
            ("ما بين ثمانية وعشرة ملايين", &[8, 10_000_000]),
        ]);
        NumbersOf("ar").do_not_permit(&[("خمسة وعشرون مليونا", &[20_000_000])]);
    }

    #[test]
    fn so_many_of_every_so_many_are_a_percentage() {
        NumbersOf("ar").permit(&[
            ("واحد من كل أربعة ناخبين", &[25]),
            ("اثنين من أصل ثلاثة", &[67]),
        ]);
        NumbersOf("ar").do_not_permit(&[("واحد من أربعة", &[25])]);
    }

    #[test]
    fn half_a_million_only_hints_at_millions() {
        let found = read("نحو نصف مليون");
        assert!(found.magnitudes.is_empty());
        assert_eq!(found.magnitudes_perhaps, BTreeSet::from([3, 6]));
        assert_eq!(read("مليون ونصف").magnitudes, BTreeSet::from([6]));
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
        NumbersOf("ar").permit(&[("3 ملايين و500 ألف", &[3_000_000, 500_000, 3_500_000])]);
    }
}
