//! Number words as they are heard one after the other. This file owns how they combine; what each
//! of them means is in the lexicon of its language.

use super::heard::Heard;
use super::key::{Key, canonical};
use super::lexicon::{Order, Sense};
use super::magnitudes::Magnitudes;
use super::{Keys, magnitude_of};

/// The number that was heard last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Last {
    /// Its value in hundredths.
    pub(crate) value: u64,
    /// Half of it is added in hundredths of this unit.
    pub(crate) unit: u64,
    /// The index of its last word.
    pub(crate) at: usize,
    /// Its index among the numbers in digits, if it is one of them.
    pub(crate) digits: Option<usize>,
}

/// What a third may be, and two of them: parts, percent.
const THIRD: [&str; 4] = ["1", "2", "3", "33"];
const TWO_THIRDS: [&str; 4] = ["2", "3", "66", "67"];

/// What a quarter may be: a part, percent, minutes.
const QUARTER: [&str; 7] = ["0.25", "0.75", "4", "25", "75", "15", "45"];

/// A number in words, as far as it was heard. Values are in hundredths.
pub(crate) struct Hearing {
    order: Order,
    /// Everything that the words can stand for.
    pub(crate) keys: Keys,
    /// The magnitudes that they name.
    pub(crate) magnitudes: Magnitudes,
    /// Further readings of numbers in digits, by index.
    pub(crate) also: Vec<(usize, Key)>,
    /// The numbers in words, in order.
    pub(super) heard: Vec<Heard>,
    /// Parts of the number with the unit that each counts, the units falling.
    parts: Vec<(u64, u64)>,
    /// The part below the last unit.
    current: u64,
    /// Hundredths that the next number has more or fewer.
    shift: i64,
    /// Where the last half or quarter was heard alone.
    fraction: Option<usize>,
    /// The index of the first word of the number.
    begun: usize,
    /// The index of its last word.
    ended: usize,
    /// Its words may be another number as well.
    is_doubtful: bool,
    /// The words between parts were heard.
    linked: bool,
    last: Option<Last>,
    /// A number that the next one in digits may go on, in hundredths, with its last unit, and its
    /// parts that are in digits.
    chain: Option<(u64, u64)>,
    chained: Vec<usize>,
    /// The place and the index of the current word.
    place: usize,
    at: usize,
    /// The place of the word before.
    before: usize,
}

impl Hearing {
    pub(crate) fn new(order: Order) -> Self {
        Self {
            order,
            keys: Keys::default(),
            magnitudes: Magnitudes::default(),
            also: Vec::new(),
            heard: Vec::new(),
            parts: Vec::new(),
            current: 0,
            shift: 0,
            fraction: None,
            begun: 0,
            ended: 0,
            is_doubtful: false,
            linked: false,
            last: None,
            chain: None,
            chained: Vec::new(),
            place: 0,
            at: 0,
            before: 0,
        }
    }

    /// Goes on to the word at `place`, which has this index.
    pub(crate) fn go_to(&mut self, place: usize, at: usize) {
        (self.place, self.at) = (place, at);
    }

    /// Hears a word for "and".
    pub(crate) fn link(&mut self) {
        self.linked = true;
    }

    /// Hears a word or a sign that is no part of a number.
    pub(crate) fn pause(&mut self) {
        self.close();
        self.is_doubtful = false;
        self.break_chain();
        self.linked = false;
        self.shift = 0;
    }

    fn break_chain(&mut self) {
        self.chain = None;
        self.chained.clear();
    }

    /// Hears one part of a word.
    pub(crate) fn hear(&mut self, senses: &[Sense]) {
        let mut is_number = false;
        for sense in senses {
            match *sense {
                Sense::Month(month) => {
                    self.permit(Key::Month(month));
                    self.permit(Key::of(u64::from(month)));
                }
                Sense::Also(values) => {
                    for value in values {
                        self.permit(Key::Value((*value).to_owned()));
                    }
                }
                Sense::Third => {
                    let values = if self.follows_two() {
                        TWO_THIRDS
                    } else {
                        THIRD
                    };
                    self.permit_all(&values);
                }
                number if is_number => self.permit_alone(number),
                number => {
                    self.count(number);
                    is_number = true;
                }
            }
        }
        if is_number {
            self.is_doubtful |= senses.len() > 1;
            self.linked = false;
            self.before = self.place;
        } else {
            self.pause();
        }
    }

    /// Whether the number before the current word is two. It may be closed by another meaning of this word.
    fn follows_two(&self) -> bool {
        let last = self.last.filter(|last| self.at <= last.at + 1);
        self.value() == 200 || last.is_some_and(|last| last.value == 200)
    }

    /// A second meaning of a word, which joins nothing.
    fn permit_alone(&mut self, sense: Sense) {
        match sense {
            Sense::Add(value) | Sense::Times(value) => self.permit(Key::of(value)),
            Sense::Quarter => self.permit_all(&QUARTER),
            _ => {}
        }
    }

    /// Permits a meaning of the current word.
    pub(crate) fn permit(&mut self, key: Key) {
        self.keys.insert(key, self.place);
    }

    fn permit_hundredths(&mut self, value: u64) {
        self.permit(key(value));
    }

    /// Hears the first meaning of a word that has to do with a number.
    fn count(&mut self, sense: Sense) {
        if self.value() == 0 {
            self.begun = self.at;
        }
        match sense {
            Sense::Add(value) => self.add(value),
            Sense::Hundredths(value) => {
                self.close();
                self.current = value;
            }
            Sense::Times(unit) => self.multiply(unit),
            Sense::Half => self.half(false),
            Sense::AndHalf => self.half(true),
            Sense::Quarter => {
                self.permit_all(&QUARTER);
                self.close();
                self.current = 25;
                self.fraction = Some(self.at);
            }
            Sense::Shift(shift) => {
                self.close();
                self.shift = shift;
            }
            Sense::Span(years) => {
                self.close();
                self.permit(Key::of(years));
                if let Some(last) = self.last.filter(|last| self.at <= last.at + 1) {
                    self.also_last(last.digits, last.value.saturating_mul(years));
                }
            }
            Sense::Month(_) | Sense::Also(_) | Sense::Third => {}
        }
        self.ended = self.at;
        self.is_doubtful |= sense == Sense::Quarter;
    }

    fn permit_all(&mut self, values: &[&str]) {
        for value in values {
            self.permit(Key::Value((*value).to_owned()));
        }
    }

    /// Adds a count to the number, or begins another one with it.
    fn add(&mut self, value: u64) {
        let mut is_doubtful = false;
        if self.order.half_to
            && value <= 24
            && let Some(at) = self.fraction.take()
            && self.at <= at + 2
        {
            self.permit(Key::of((value + 23) % 24));
            is_doubtful = true;
        }
        if self.linked && !self.order.and {
            // "Between fifty and five" has two numbers.
            is_doubtful |= self.value() > 0;
            self.permit_whole();
            self.permit(Key::of(value));
        }
        let tens = self.current / 100;
        let whole = self.current.is_multiple_of(100);
        let joined = if whole {
            self.joined(tens, value)
        } else {
            None
        };
        let Some(joined) = joined else {
            self.close();
            self.start(value);
            self.is_doubtful |= is_doubtful;
            return;
        };
        self.current = joined * 100;
        self.is_doubtful |= is_doubtful;
        self.shift_current();
    }

    /// Puts a count behind the parts of the number.
    fn start(&mut self, value: u64) {
        if self.value() == 0 {
            self.begun = self.at;
        }
        match value.checked_ilog10() {
            Some(power) if power >= 2 => self.parts.push((10u64.pow(power), value * 100)),
            _ => self.current = value * 100,
        }
        self.shift_current();
    }

    /// The part below the last unit after a value is added, if it fits there.
    fn joined(&mut self, tens: u64, value: u64) -> Option<u64> {
        let order = self.order;
        let one_word = self.before == self.place;
        if tens == 0 {
            let unit = self.parts.last().map(|part| part.0)?;
            let fits = value.checked_ilog10().map_or(1, |power| 10u64.pow(power)) < unit;
            return if fits && value >= 100 {
                self.start(value);
                Some(0)
            } else {
                fits.then_some(value)
            };
        }
        let ones = (1..10).contains(&value);
        if order.scores && tens == 4 && value == 20 {
            return Some(80);
        }
        let fits = (tens.is_multiple_of(10) && tens >= 20 && ones)
            || (order.ones_after_ten && tens == 10 && ones)
            || (order.scores && matches!(tens, 60 | 80) && (1..20).contains(&value))
            || (order.ones_before_ten && tens < 10 && value == 10)
            || (order.ones_first
                && one_word
                && tens < 10
                && value >= 20
                && value.is_multiple_of(10));
        (fits && value < 100).then_some(tens + value)
    }

    /// Takes what "and a half" or "less a quarter" before a number has said of it. As a time it is
    /// the hour and its minutes.
    fn shift_current(&mut self) {
        let shift = std::mem::take(&mut self.shift);
        if shift == 0 {
            return;
        }
        let hour = self.current / 100;
        self.permit(Key::of(if shift < 0 {
            hour.saturating_sub(1)
        } else {
            hour
        }));
        self.permit_all(&["0.5", "30", "0.25", "15", "45"]);
        self.current = self.current.saturating_add_signed(shift);
    }

    /// Multiplies what is smaller than a unit by it.
    fn multiply(&mut self, unit: u64) {
        if self.linked && !self.order.and {
            // "Five and a thousand" has two numbers.
            self.permit_whole();
        }
        let is_doubtful = self.linked && self.value() > 0;
        if let Some(at) = self.parts.iter().rposition(|part| part.0 == unit) {
            // "Two million and three million" as well.
            let current = std::mem::take(&mut self.current);
            let lower = self.parts.split_off(at + 1);
            self.close();
            (self.parts, self.current) = (lower, current);
        }
        let lower = self.parts.iter().filter(|part| part.0 < unit);
        let lower = lower.map(|part| part.1).fold(0, u64::saturating_add);
        let mut factor = lower.saturating_add(self.current);
        if factor == 0 {
            factor = 100;
        }
        factor = factor.saturating_add_signed(std::mem::take(&mut self.shift));
        self.parts.retain(|part| part.0 > unit);
        self.parts.push((unit, factor.saturating_mul(unit)));
        self.current = 0;
        self.is_doubtful |= is_doubtful;
        self.fraction = None;
    }

    /// Hears a half. `certain` says that it belongs to the number before it.
    fn half(&mut self, certain: bool) {
        self.permit_all(&["0.5", "50", "30"]);
        if certain || self.linked {
            if self.current > 0 && self.current.is_multiple_of(100) {
                // As a time it is the hour and its minutes.
                self.permit_whole();
                self.current += 50;
                return;
            }
            if self.current == 0
                && let Some((unit, value)) = self.parts.last_mut()
            {
                *value = value.saturating_add(*unit * 50);
                return;
            }
            if let Some(last) = self.last.filter(|last| self.at <= last.at + 4) {
                self.also_last(last.digits, last.value.saturating_add(last.unit * 50));
                return;
            }
            // A year and a half.
            self.permit_hundredths(150);
        }
        self.close();
        self.begun = self.at;
        self.current = 50;
        self.fraction = Some(self.at);
    }

    /// Hears that a fraction is missing from the last number: "eight less a quarter".
    pub(crate) fn less(&mut self) {
        if let Some(last) = self.last.filter(|last| self.at <= last.at + 4) {
            self.also_last(last.digits, last.value.saturating_sub(100));
        }
    }

    fn also_last(&mut self, digits: Option<usize>, value: u64) {
        match digits {
            Some(index) => self.also.push((index, key(value))),
            None => self.permit_hundredths(value),
        }
    }

    fn value(&self) -> u64 {
        let parts = self.parts.iter().map(|part| part.1);
        parts.fold(self.current, u64::saturating_add)
    }

    fn permit_whole(&mut self) {
        let value = self.value();
        if value > 0 {
            self.permit_hundredths(value);
        }
    }

    /// Hears a number in digits, which has this index and value. `follows` says that nothing stands
    /// between it and the word before.
    pub(crate) fn digits(&mut self, index: usize, value: &str, magnitude: usize, follows: bool) {
        let whole = value.parse::<u64>().ok();
        let words = self.parts.last().map(|part| (self.value(), part.0));
        let words = words.filter(|_| self.current == 0);
        let before = words.or(self.chain).filter(|_| follows);
        self.close();
        let power = u32::try_from(magnitude).unwrap_or(0).min(15);
        let unit = 10u64.pow(power);
        if let Some(value) = whole {
            self.shift_digits(index, value, unit);
        }
        let total = match (before, whole) {
            (Some((total, last)), Some(value)) if value < last => {
                // "One million 200", in words and digits.
                Some(total.saturating_add(value.saturating_mul(100)))
            }
            (Some((total, last)), Some(value)) if unit > last && value / unit < last => {
                // "A thousand 500 million": the magnitude is that of both.
                let first = total.saturating_mul(unit);
                Some(first.saturating_add(value.saturating_mul(100)))
            }
            _ => None,
        };
        let magnitude = total.and_then(|total| magnitude_of(total / 100));
        self.magnitudes.perhaps.extend(magnitude);
        if total.is_none() {
            self.break_chain();
        } else if words.is_some() {
            // The words are a part of the number in digits.
            self.heard.pop();
        }
        self.chained.push(index);
        if let Some(total) = total {
            for &part in &self.chained {
                self.also.push((part, key(total)));
            }
        }
        let whole_in_hundredths = whole.map(|value| value.saturating_mul(100));
        self.chain = total.or(whole_in_hundredths).map(|total| (total, unit));
        if self.order.half_to
            && let Some(at) = self.fraction.take()
            && self.at <= at + 1
            && let Some(hour @ 1..=24) = whole
        {
            self.also.push((index, Key::of((hour + 23) % 24)));
        }
        self.last = whole_in_hundredths.map(|value| Last {
            value,
            unit,
            at: self.at,
            digits: Some(index),
        });
    }

    /// Takes what "and a half" or "less a quarter" has said of a number in digits behind it.
    fn shift_digits(&mut self, index: usize, value: u64, unit: u64) {
        let shift = std::mem::take(&mut self.shift);
        if shift == 0 {
            return;
        }
        let scaled = i64::try_from(unit).map_or(0, |unit| unit.saturating_mul(shift));
        let shifted = value.saturating_mul(100).saturating_add_signed(scaled);
        self.also.push((index, key(shifted)));
        self.permit_all(&QUARTER);
        self.permit_all(&["0.5", "30"]);
        if shift < 0 && value <= 24 {
            self.also.push((index, Key::of(value.saturating_sub(1))));
        }
    }

    /// Ends the number: permits its value, and those of its parts.
    pub(crate) fn close(&mut self) {
        let value = self.value();
        if value == 0 {
            return;
        }
        self.permit_hundredths(value);
        let parts = std::mem::take(&mut self.parts);
        for &(unit, value) in &parts {
            if unit >= 1_000 {
                self.permit_hundredths(value);
            }
            if unit >= 100 {
                self.magnitudes.name(value / 100);
                self.magnitudes.perhaps.extend(magnitude_of(unit));
            }
        }
        if let [(unit, _), ..] = parts.as_slice()
            && let Some(last) = self.last
            && last.digits.is_none()
            && self.at <= last.at + 6
            && last.value / 100 < *unit
        {
            // Two or three million.
            let product = last.value.saturating_mul(*unit);
            self.permit_hundredths(product);
            if let Some(before) = self.heard.last_mut() {
                before.values.push(product);
            }
        }
        let mut values = vec![value];
        if let Some(last) = self.last
            && last.digits.is_some()
            && self.begun <= last.at + 2
            && value / 100 < last.unit
        {
            // "1 million two hundred" in digits and words.
            let total = last.value.saturating_add(value);
            self.permit_hundredths(total);
            self.also_last(last.digits, total);
            values.push(total);
        }
        self.heard.push(Heard {
            words: (self.begun, self.ended),
            values,
            is_doubtful: std::mem::take(&mut self.is_doubtful),
        });
        self.last = Some(Last {
            value,
            unit: match parts.last() {
                Some((unit, _)) if self.current == 0 => *unit,
                _ => 1,
            },
            at: self.at.saturating_sub(1),
            digits: None,
        });
        self.current = 0;
    }
}

/// The value of so many hundredths.
pub(super) fn key(hundredths: u64) -> Key {
    let whole = (hundredths / 100).to_string();
    Key::Value(canonical(&whole, &format!("{:02}", hundredths % 100)))
}

#[cfg(test)]
#[path = "hearing_tests.rs"]
mod tests;
