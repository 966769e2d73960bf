//! Number words as they are heard one after the other. This file owns what is heard and what it permits; how counts
//! combine, fractions and numbers in digits have files of their own, and what each word means is in the lexicon of
//! its language.

mod digits;
mod fractions;
mod joining;

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

/// The most parts in digits of one number. A row of zeros, as in a table, is one without end.
const MOST_CHAINED: usize = 8;

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

    /// Ends a number that shares no thousands or millions with the one behind it, as "two or three million" do.
    pub(crate) fn part(&mut self) {
        self.pause();
        self.last = None;
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
        self.begin();
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

    /// Begins a number with the current word if none is begun. What a word has said of the number behind it is a
    /// part of it.
    fn begin(&mut self) {
        if self.value() == 0 && self.shift == 0 {
            self.begun = self.at;
        }
    }

    fn permit_all(&mut self, values: &[&str]) {
        for value in values {
            self.permit(Key::Value((*value).to_owned()));
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
